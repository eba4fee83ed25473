"""Working: runs are begun and stopped, several at once."""

from __future__ import annotations

from wanwidgets.catalog import MODELS
from wanwidgets.errors import Busy, InvalidRequest, NotRemembered, WanError
from wanwidgets.images import Address, InputImage
from wanwidgets.modes import MODE_VARIABLE, ReplayMode, replay_mode
from wanwidgets.place import is_local
from wanwidgets.problems import Problem
from wanwidgets.request import EditRequest
from wanwidgets.result import Run
from wanwidgets.running.job import Job, Steps
from wanwidgets.session.watching import Watching

__all__ = ["Working"]

_LOCAL_AT_ONCE = 4
"""Runs of the local service, whose pictures are all made on this machine."""

_OFFLINE = f"Nothing was sent: this session is offline (mode=, {MODE_VARIABLE}), and nobody is asked."


class Working(Watching):
    """A session that knows only runs of its own; `wanwidgets.session.EditSession` is the whole."""

    @property
    def offline(self) -> bool:
        """Whether nobody is asked, for pictures or for what became of them."""
        return self.mode is ReplayMode.OFFLINE

    def start(self, mode: str | None = None) -> Job:
        """Begin a run of the draft, and return at once; others may be under way.

        Parameters
        ----------
        mode
            ``"replay"``, ``"offline"`` or ``"refresh"``, for this run; by default that of the session.

        Raises
        ------
        InvalidRequest, BudgetExceeded
            Nothing was sent. What is remembered needs no budget.
        Busy
            The very same request is under way, or as many runs of the model as may be at once.
        """
        with self.lock:
            draft, chosen = self.draft, self.mode if mode is None else replay_mode(mode)
            if self._wrong(draft, chosen):
                raise InvalidRequest(self.problems())
            self._require_leave(draft, chosen)
            return self._begin(
                draft,
                lambda pause, linger, tell: self._runner.run(
                    draft, pause=pause, linger=linger, caps=self.caps, tell=tell, mode=chosen
                ),
            )

    def again(self, run: Run) -> Job:
        """Send the request of a run as a new run, whatever is remembered, and return at once; the draft stays as it is.

        Raises
        ------
        NotRemembered
            The session is offline.
        InvalidRequest, BudgetExceeded, Busy
            As for `start`.
        """
        with self.lock:
            request = run.request
            self._require_online()
            wrong = self._wrong(request, ReplayMode.REFRESH)
            if wrong:
                raise InvalidRequest(wrong)
            self._require_leave(request, ReplayMode.REFRESH)
            self.dismiss(run.id)
            return self._begin(
                request,
                lambda pause, linger, tell: self._runner.again(
                    run, pause=pause, linger=linger, caps=self.caps, tell=tell
                ),
            )

    def refusal_now(self) -> WanError | None:
        """Return why `start` would refuse the draft though nothing is wrong with it, or None; it reads nothing."""
        with self.lock:
            return self._busy(self.draft) or self._refusal(self.draft)

    def run(self, timeout: float | None = None) -> Run:
        """Run the draft, wait for it, and return the run or raise what ended it."""
        return self.start().wait(timeout)

    def cancel(self, which: str | Job | None = None) -> None:
        """Stop a run that is under way, and return at once; one that has ended is left alone.

        Where the service does not stop it any more it goes on behind: its result is kept and shown when it comes.

        Parameters
        ----------
        which
            The id of the run, or its job; by default the one that was begun last.
        """
        with self.lock:
            named = [job for job in self.jobs if job is which or (job.run is not None and job.run.id == which)]
            job = self.job if which is None else next(iter(named), None)
            if job is not None:
                job.cancel()
                # At once, whatever the run is waiting for.
                self._survey()

    def _begin(self, request: EditRequest, steps: Steps) -> Job:
        """Begin a job in the foreground; called with the lock."""
        self.notice = None
        return self._begun(self._add(steps, request=request, front=True))

    def _ask_for_picture(self, address: Address) -> InputImage:
        return self._runner.picture(address, self.mode)

    def _wrong(self, request: EditRequest, mode: ReplayMode) -> tuple[Problem, ...]:
        """Return what keeps a request from being given to anybody; offline it need not fit the place that is asked."""
        unpainted = self._unpainted(request)
        return unpainted.problems() if mode is ReplayMode.OFFLINE else self._runner.client.problems(unpainted)

    def _require_online(self) -> None:
        if self.offline:
            raise NotRemembered(_OFFLINE)

    def _require_leave(self, request: EditRequest, mode: ReplayMode) -> None:
        busy = self._busy(request)
        if busy is not None:
            raise busy
        refusal = self._refusal(request)
        # A budget that is used up is rare, and only then is it worth a look at the disk here.
        if refusal is not None and not self._runner.free(request, mode):
            raise refusal

    def _busy(self, request: EditRequest) -> Busy | None:
        """Return why a request may not begin beside those in the foreground; those behind keep nothing waiting."""
        if any(request in (job.asked, job.request) for job in self._front):
            return Busy(
                "The very same request is under way already: wait for it, cancel it, or change something first.",
                reason="same",
            )
        most = _LOCAL_AT_ONCE if is_local(self.engine) else MODELS[request.model].rate.concurrent_tasks
        beside = sum(job.request is not None and job.request.model == request.model for job in self._front)
        if beside >= most:
            return Busy(
                f"{beside} runs of {request.model} are under way, which is as many as may be at once: wait for one to "
                "end, or cancel one.",
                reason="limit",
                count=beside,
            )
        return None
