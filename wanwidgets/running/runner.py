"""Runner: the only place that knows the order of a run.

Fetch the addresses, look whether it was asked before, check, write the intent down, upload what has to be, wait for a
slot, send, write the task's id down, look, download, write the pictures down. Each step is a `Run`; the journal has it
before the next step begins. What is remembered is one step, and nothing is written down for it.

A task has an id, by which its pictures are found again after whatever breaks on the way, so requests are sent as tasks;
only where the parts are wanted as they come, they are streamed, and each picture is kept when it comes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from datetime import datetime, timezone

from wanwidgets.budget import NO_CAPS, Caps
from wanwidgets.client import Client
from wanwidgets.errors import InvalidRequest, NotRemembered
from wanwidgets.fetch import fetch_image
from wanwidgets.images import Address, InputImage
from wanwidgets.modes import ReplayMode
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.running.fetching import Fetching
from wanwidgets.running.journaling import journaled
from wanwidgets.running.replaying import Replaying
from wanwidgets.running.sending import Sending
from wanwidgets.running.tracing import Trace, trace
from wanwidgets.stages import CHECKING, Tell, untold
from wanwidgets.store import Asked, RunStore
from wanwidgets.waiting import Pause

__all__ = ["Runner"]

_OFFLINE_CLIENT = (
    "Nothing was sent: the client was made in offline mode, in which nobody is asked. Connect without it to ask anew."
)


class Runner:
    """Runs requests one step at a time, and takes up what an earlier kernel left.

    Everything that yields runs ends with one that has ended, and with its `error` where it did not succeed: that is not
    raised.

    Parameters
    ----------
    client, store
        Who answers, and where it is kept.
    fetch
        Turns an address into a picture.
    clock, now
        Seconds on a steady clock, and the time with its zone.
    """

    def __init__(
        self,
        client: Client,
        store: RunStore,
        *,
        fetch: Callable[[Address], InputImage] = fetch_image,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        self.client = client
        self.store = store
        self.fetch = fetch
        self._clock = clock
        self._now = now
        # Each asks for the seam of the moment, which is the runner's to have.
        self._fetching = Fetching(store, lambda address: self.fetch(address))  # noqa: PLW0108 - as just said
        self._sending = Sending(client, store, lambda: self._now())  # noqa: PLW0108 - as just said
        self._replaying = Replaying(store, client.engine, lambda: self._now())  # noqa: PLW0108 - as just said

    def run(
        self,
        request: EditRequest,
        *,
        pause: Pause,
        linger: Pause | None = None,
        caps: Caps = NO_CAPS,
        tell: Tell = untold,
        mode: ReplayMode = ReplayMode.REPLAY,
    ) -> Iterator[Run]:
        """Run a request, yielding the run after each step.

        What is remembered is told as one step, `replayed`, and asks nobody. Where the very same request is under way
        elsewhere it is waited for, what an earlier kernel left of it is taken up, and one of unknown outcome is told as
        that and not sent again, however old it is, since only the user can say that it may be paid twice. What ended
        without a picture was told as an error, and is asked anew. Of several kernels that ask for the same at once, one
        sends it.

        Parameters
        ----------
        request
            Addresses in it are fetched first, if the store does not remember what they gave.
        pause
            Waits; returns True when the user wants to stop.
        linger
            Waits in place of `pause` once the user stopped and the service does not stop any more: the run is told as
            `stopped`, and its pictures are kept when they come. It returns True when nobody stays. None: the run ends.
        caps
            What it may take of a budget.
        tell
            Hears of each stage, which is no step: the journal is not told.
        mode
            Whether what is remembered is given again. An offline client asks nobody, whatever is said here.

        Raises
        ------
        InvalidRequest, ImageError, BudgetExceeded
            Nothing was sent, and nothing is written down.
        NotRemembered
            In offline mode, the store does not remember the request, or what one of its addresses gave. It names what
            differs from the nearest request that is remembered.
        MissingDependency
            The local service is not installed, and is needed now.
        StoreError
            Nothing was sent, unless it says otherwise: a task goes on at the service, and a stream may be billed. Also
            where the request is remembered and its file is gone or was edited by hand.
        TaskLost
            An earlier kernel asked for the same with another key; see `resume`.
        Cancelled
            `pause` said so before anything was written down.
        """
        begun = self._clock()
        tell(CHECKING)
        if self.client.offline:
            if mode is ReplayMode.REFRESH:
                raise NotRemembered(_OFFLINE_CLIENT)
            mode = ReplayMode.OFFLINE
        request = self._fetching.whole(request, pause, mode)
        self._require_answerable(request, mode)
        if mode is ReplayMode.OFFLINE:
            yield self._replaying.offline(request, tell)
            return
        run: Run | None = None
        while run is None:
            if mode is ReplayMode.REPLAY and (yield from self._answers(request, pause, linger, tell)):
                self._fetching.remember_if_possible(request)
                return
            run = self._begun(request, caps, mode)
        try:
            self._fetching.remember(request)
            yield run
        except BaseException:
            # Nobody goes on with it, so nobody has to wait for it.
            self.store.release(run)
            raise
        steps = self._sending.steps(run, pause, linger, tell)
        yield from journaled(self.store, run, steps, seconds=lambda: self._clock() - begun)

    def free(self, request: EditRequest, mode: ReplayMode) -> bool:
        """Return whether `run` would send nothing; it may take as long as a disk, and fetches nothing.

        Raises
        ------
        StoreError, ImageError
        """
        known = self._fetching.known(request)
        return known is not None and self._replaying.free(known, mode)

    def picture(self, address: Address, mode: ReplayMode = ReplayMode.REPLAY) -> InputImage:
        """Return the picture of an address, as `run` would take it in that mode.

        Raises
        ------
        FetchError, ImageError
            It gives none; offline, it is not remembered.
        StoreError
        """
        return self._fetching.picture(address, ReplayMode.OFFLINE if self.client.offline else mode)

    def resume(
        self,
        run: Run,
        *,
        pause: Pause,
        linger: Pause | None = None,
        tell: Tell = untold,
    ) -> Iterator[Run]:
        """Take up a run that an earlier kernel left, and yield it after each step.

        What has a task is watched and downloaded. What was not sent is cancelled; what was sent without a task's id in
        the journal becomes of unknown outcome, and is not sent again. The local service died with its kernel: its runs
        go through all steps again, with the same id, free.

        Parameters
        ----------
        run
            As `RunStore.claim` gave it.
        pause, linger, tell
            As for `run`.

        Raises
        ------
        TaskLost
            It was asked with another key, or at another place, which may know more. It stays as it is.
        ValueError
            It is one of the local service, and the client's is another. It stays as it is.
        StoreError
            As for `run`.
        """
        begun = self._clock() - run.seconds
        steps = self._sending.taken_up(run, pause, linger, tell)
        return journaled(self.store, run, steps, seconds=lambda: self._clock() - begun)

    def adopt(
        self,
        run: Run,
        task_id: str,
        *,
        pause: Pause,
        linger: Pause | None = None,
        tell: Tell = untold,
    ) -> Iterator[Run]:
        """Give a run of unknown outcome the task that the user found to be its own, and go on as `resume` does.

        Raises
        ------
        StoreError
            Another run has that task.
        """
        return self.resume(self.store.adopt(run, task_id), pause=pause, linger=linger, tell=tell)

    def again(
        self,
        run: Run,
        *,
        pause: Pause,
        linger: Pause | None = None,
        caps: Caps = NO_CAPS,
        tell: Tell = untold,
    ) -> Iterator[Run]:
        """Send the request of a run as a new run, whatever is remembered.

        Where the old one was of unknown outcome, it may be billed twice.
        """
        return self.run(run.request, pause=pause, linger=linger, caps=caps, tell=tell, mode=ReplayMode.REFRESH)

    def abandon(self, run: Run) -> Run:
        """Leave a run of unknown outcome at that, and return it.

        Raises
        ------
        ValueError
            Its outcome is known.
        """
        if run.state is not RunState.UNKNOWN:
            raise ValueError(f"Only a run of unknown outcome can be left at that, and this one is {run.state.value}.")
        return self.store.record(run.now(RunState.ABANDONED))

    def trace(self, run: Run, *, pause: Pause) -> Iterator[Trace]:
        """Look for the task of a run of unknown outcome, again and again until the settling time is over.

        It changes nothing. Parameters, errors and what is told are those of `wanwidgets.running.tracing.trace`.
        """
        return trace(run, self.client, self.store.known_tasks, pause=pause, now=self._now)

    def _require_answerable(self, request: EditRequest, mode: ReplayMode) -> None:
        """Raise InvalidRequest where a request can neither be sent nor be answered from the store.

        One that came back from a picture may lack files. Of these the pixels are known, so that it is remembered like
        any other; it is not sent.
        """
        problems = request.problems()
        lacks_files = mode is not ReplayMode.REFRESH and all(problem.code == "image.gone" for problem in problems)
        offline = mode is ReplayMode.OFFLINE
        if problems and not (lacks_files and self.store.remembered(request, self.client.engine, offline=offline)):
            raise InvalidRequest(problems)

    def _answers(
        self,
        request: EditRequest,
        pause: Pause,
        linger: Pause | None,
        tell: Tell,
    ) -> Generator[Run, None, bool]:
        def take_up(run: Run) -> Iterator[Run]:
            return self.resume(run, pause=pause, linger=linger, tell=tell)

        return self._replaying.answers(request, pause=pause, tell=tell, take_up=take_up)

    def _begun(self, request: EditRequest, caps: Caps, mode: ReplayMode) -> Run | None:
        """Write the intent down; None where another kernel has asked for the same meanwhile."""
        problems = self.client.problems(request)
        if problems:
            raise InvalidRequest(problems)
        # It raises where a picture can reach the service in no way.
        self.client.ways(request)
        self.client.ready()
        alone = mode is ReplayMode.REPLAY
        try:
            return self.store.begin(request, self.client.engine, account=self.client.account, caps=caps, alone=alone)
        except Asked:
            return None
