"""EditSession: a draft, its runs, and what earlier kernels left. It does not know whether it is displayed."""

from __future__ import annotations

from wanwidgets.errors import ImageError
from wanwidgets.message import Message
from wanwidgets.session.varying import Varying

__all__ = ["EditSession"]


class EditSession(Varying):
    """An editing session.

    Its traits are replaced as wholes, never changed in place; observe them to follow the session. All methods may be
    called from any thread.

    Parameters
    ----------
    runner
        Carries out the runs.
    draft
        What to begin with.
    budget
        How many pictures the runs of this session may make in all; None for any number.
    mode
        ``"replay"``, ``"offline"`` or ``"refresh"``: whether what is remembered is asked again, see `ReplayMode`. None:
        as WANWIDGETS_MODE says whenever a run begins, else replay.
    spawn, clock, now, new_id
        The seams of threads, of time (seconds on a steady clock, the clock on the wall), and of names.

    Attributes
    ----------
    id : str
        By which the store knows the runs of this session.
    caps : Caps
        What its runs may take.
    draft : EditRequest
        Perhaps unfinished; change it by `edit` and the other methods.
    can_undo, can_redo : bool
        Whether there is a change of the draft to take back, or to make again.
    arrivals : tuple of Arrival
        The pictures that are being read, and those that could not be.
    cares : tuple of Care
        The pictures of the draft that are being fetched or mended, and those where that came to nothing.
    offer : Offer or None
        The picture that was added and has a request behind it, which can be brought back.
    runs : tuple of Run
        Of this session and those that it took up, by when they were begun: all that are under way, and of the others
        the last `MOST_RUNS`, or fewer where their pictures are large; the store has all.
    job : Job or None
        The run under way in the foreground that was begun last.
    jobs : tuple of Job
        All that are under way, those behind among them.
    under_way : tuple of UnderWay
        The same as they are shown, the newest first, with those that ended while others go on.
    failed : tuple of Failed
        The runs that failed and were not dismissed, the latest first.
    notice : Message or None
        What there is to tell.
    seconds : float
        How long `job` has taken.
    expected_seconds : float or None
        How long the service usually takes for the draft; None where nobody knows.
    memory : Memory
        Whether the draft is remembered, as far as that is known; `replays` says whether it would be free.
    spending : Spending
        What was spent, as the store had it last.
    remarks : tuple of str
        What the user should know of the store's folder and of the file that requests are paced with.
    traces : tuple of Trace
        Of each run whose outcome is unknown, what was found of it so far.
    looking : frozenset of str
        The ids of runs in `traces` that something is being done for.
    troubles : dict of str by str
        By the id of a run: why the last look for it did not come to its end.
    """

    def open(self) -> None:
        """Begin to fetch pictures, to read what was spent, to resume, and to show what is under way; return at once.

        What earlier sessions of this process have under way on the same store is shown behind, and stays theirs.

        What goes wrong is told by the notice. It is called when the session is shown.
        """
        self._closed.clear()
        self.fetch_images()
        self._beside(self._welcome)

    def _welcome(self) -> None:
        self.refresh()
        self._read_lasted(self.draft.model)
        self._resume(self._join())
        # What could not be read of the unfinished runs is known only now.
        self.refresh()
        self._look_within()
        self._open_memory()

    def _look_within(self) -> None:
        """Find out the hashes of the pictures, so that no handler has to decode one, and tell of what is damaged."""
        for number, picture in enumerate(self.draft.pictures, start=1):
            if self._closed.is_set():
                return
            try:
                picture.look_within()
            except ImageError as error:
                with self.lock:
                    self.notice = self.notice or Message.of(error.at(number))

    def __repr__(self) -> str:
        return f"<EditSession {self.engine}, {len(self.draft.pictures)} images, {len(self.runs)} runs>"
