"""Accounting: what the runs of a session cost, what its budget leaves, and what is to be known of its store."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from pathlib import Path

from traitlets import Instance, Tuple

from wanwidgets.budget import Caps
from wanwidgets.cost import most_of
from wanwidgets.errors import BudgetExceeded, StoreError
from wanwidgets.message import Message, budget_problem
from wanwidgets.modes import ReplayMode
from wanwidgets.problems import Problem
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.running.job import Spawn, in_thread
from wanwidgets.running.runner import Runner
from wanwidgets.session.expecting import Expecting
from wanwidgets.session.spending import Spending
from wanwidgets.spend import Spend

__all__ = ["Accounting"]


class Accounting(Expecting):
    """A draft and its costs; `wanwidgets.session.EditSession` is the whole."""

    spending = Instance(Spending)
    remarks = Tuple()

    def __init__(
        self,
        runner: Runner,
        draft: EditRequest | None = None,
        *,
        budget: int | None = None,
        mode: str | None = None,
        spawn: Spawn = in_thread,
        clock: Callable[[], float] = time.monotonic,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
    ) -> None:
        super().__init__(runner, draft, mode=mode, spawn=spawn, clock=clock)
        self.id = new_id()
        self.caps = Caps(session=budget, session_id=self.id)
        self.spending = Spending(caps=self._all_caps())
        self._accounted: dict[str, RunState] = {}

    @property
    def folder(self) -> Path:
        """Where its runs are kept."""
        return self._runner.store.folder

    def spend(self) -> Spend:
        """Return what the runs of this session have cost, and may still."""
        return self._runner.store.spend(self.id)

    def store_spend(self) -> Spend:
        """Return what all runs of the store have cost, and may still."""
        return self._runner.store.spend()

    def problems(self) -> tuple[Problem, ...]:
        """Return everything that keeps the draft from being sent, its budget among it; nothing when it can be."""
        refusal = self._refusal(self.draft)
        return (*super().problems(), *([budget_problem(refusal, self._counted_by())] if refusal else []))

    def refresh(self) -> None:
        """Read from the store again what was spent, and what is to be known of it; it may take as long as a disk."""
        store = self._runner.store
        found = Spending(store.spend(self.id), store.spend(), self._all_caps())
        remarks = tuple(filter(None, (*store.notices, self._runner.client.gates.notice)))
        with self.lock:
            self.spending = found
            self.remarks = remarks

    def _all_caps(self) -> Caps:
        return self.caps.within(self._runner.store.budget)

    def _refusal(self, request: EditRequest) -> BudgetExceeded | None:
        # What is remembered costs nothing. Should it be gone, nobody is asked instead, and the store checks once more.
        if self.mode is ReplayMode.OFFLINE or (request is self.draft and self.replays):
            return None
        return self.spending.refusal(most_of(request, self.engine))

    def _counted_by(self) -> str:
        """Return the parameter that says how many pictures come, where there is one to change; else the model."""
        mode = self.draft.mode
        row = mode.parameters.get(mode.counted_by) if mode else None
        return "model" if row is None or row.idle else row.name

    def _account(self, run: Run | None = None) -> None:
        """Read again what a run may have changed, and not twice for one state of it."""
        if run is not None:
            with self.lock:
                if self._accounted.get(run.id) is run.state:
                    return
                self._accounted[run.id] = run.state
        try:
            self.refresh()
            if run is not None and run.state is RunState.SUCCEEDED:
                self._read_lasted(run.request.model)
                self._recall()
        except StoreError as error:
            with self.lock:
                self.notice = self.notice or Message.of(error)
