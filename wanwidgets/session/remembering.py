"""Remembering: whether the store knows what the draft would give, looked up beside what else happens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from traitlets import Instance

from wanwidgets.errors import ImageError, StoreError
from wanwidgets.message import Message
from wanwidgets.modes import ReplayMode, replay_mode
from wanwidgets.problems import Problem
from wanwidgets.request import EditRequest
from wanwidgets.session.drafting import Drafting

__all__ = ["Memory", "Remembering"]


@dataclass(frozen=True, slots=True)
class Memory:
    """What the store knows of a draft.

    Attributes
    ----------
    known : bool
        Whether it was looked up; until then nothing is said.
    since : datetime or None
        When what is remembered was asked for; None where nothing is.
    """

    known: bool = False
    since: datetime | None = None


class Remembering(Drafting):
    """A draft of which it is known whether it is remembered; `wanwidgets.session.EditSession` is the whole."""

    memory = Instance(Memory, ())

    def __init__(self, *args: Any, mode: str | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._mode_named = None if mode is None else replay_mode(mode).value
        self._recalls = False
        self._recalling = False
        self._wanted = 0
        self.observe(lambda _: self._forget_and_recall(), "draft")

    @property
    def mode(self) -> ReplayMode:
        """What becomes of a request that the store remembers: as was said, else as WANWIDGETS_MODE says now.

        Whose client is offline asks nobody, whatever was said.

        Raises
        ------
        ValueError
            WANWIDGETS_MODE names no mode.
        """
        return ReplayMode.OFFLINE if self._runner.client.offline else replay_mode(self._mode_named)

    @property
    def replays(self) -> datetime | None:
        """When that was asked for which the draft would give again, free; None where it would be asked, or nobody."""
        return None if self.mode is ReplayMode.REFRESH else self.memory.since

    def problems(self) -> tuple[Problem, ...]:
        """Return everything that keeps the draft from being sent; offline it need not fit who would be asked."""
        return self._unpainted(self.draft).problems() if self.mode is ReplayMode.OFFLINE else super().problems()

    def _open_memory(self) -> None:
        """Look up the draft, and from now on each one that comes."""
        with self.lock:
            self._recalls = True
        self._recall()

    def _forget_and_recall(self) -> None:
        with self.lock:
            # Of another draft nothing is said before it is known.
            self.memory = Memory()
        self._recall()

    def _recall(self) -> None:
        """Begin to look up the draft; one look at a time is under way, and the latest draft wins."""
        with self.lock:
            self._wanted += 1
            if not self._recalls or self._recalling:
                return
            self._recalling = True
        self._beside(self._look_up)

    def _look_up(self) -> None:
        try:
            while self._looked_up():
                pass
        except BaseException:
            with self.lock:
                self._recalling = False
            raise

    def _looked_up(self) -> bool:
        """Look up the draft of now, and return whether it must be looked up once more."""
        with self.lock:
            draft, wanted = self.draft, self._wanted
        try:
            found = self._known(draft)
        except (ImageError, StoreError) as error:
            found = Memory()
            with self.lock:
                self.notice = self.notice or Message.of(error)
        with self.lock:
            if wanted != self._wanted:
                return True
            self._recalling = False
            self.memory = found
            if found.since is not None and self.notice is not None and self.notice.differences:
                # That it is not remembered was said of another draft.
                self.notice = None
        return False

    def _known(self, draft: EditRequest) -> Memory:
        offline = self.mode is ReplayMode.OFFLINE
        return Memory(known=True, since=self._runner.store.remembered(draft, self.engine, offline=offline))

    def _tell(self, message: Message) -> None:
        with self.lock:
            self.notice = message

    def _beside(self, work: Callable[[], object]) -> None:
        """Carry out what takes long on a thread of its own; what goes wrong is told by the notice."""

        def guarded() -> None:
            try:
                work()
            except Exception as error:  # noqa: BLE001 - a thread has no caller
                self._tell(Message.of(error))

        self._spawn(guarded)
