"""Varying: another picture of what is remembered, beside it or under the next take."""

from __future__ import annotations

from collections.abc import Callable

from wanwidgets.modes import ReplayMode
from wanwidgets.running.job import Job
from wanwidgets.session.coding import Coding

__all__ = ["Varying"]


class Varying(Coding):
    """A session that can ask for more of the same; `wanwidgets.session.EditSession` is the whole."""

    def vary(self, on_start: Callable[[Job], object] = lambda _: None) -> None:
        """Begin to run the draft under the first take that is free, and return at once.

        The take is found beside what else happens, and becomes that of the draft, as a step that can be undone. If the
        draft is changed meanwhile nothing comes of it. What keeps the run from beginning is told by the notice.

        Parameters
        ----------
        on_start
            Called with the run that was begun, under the session's lock.
        """
        draft = self.draft

        def work() -> None:
            take = self._runner.store.next_take(draft, self.engine)
            with self.lock:
                if self.draft is draft and not self._closed.is_set():
                    # Where it may not begin the draft keeps its take.
                    self._require_leave(draft.replace(take=take), self.mode)
                    self.edit(take=take)
                    on_start(self.start())

        self._beside(work)

    def ask_again(self) -> Job:
        """Send the draft though it is remembered, and return at once; both results are kept, the newer is given again.

        Raises
        ------
        InvalidRequest, BudgetExceeded, Busy
            As for `start`.
        """
        return self.start(mode=ReplayMode.REFRESH)
