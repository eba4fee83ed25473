"""Run: what was asked and what came of it, as we keep it."""

from __future__ import annotations

import enum
import importlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from PIL import Image

from wanwidgets.content import Content, Failure, SavedImage, Text
from wanwidgets.display import bundle, bundles, sheet
from wanwidgets.errors import WanError
from wanwidgets.origin import Home, own_key, told_of
from wanwidgets.request import EditRequest
from wanwidgets.saving import save_file
from wanwidgets.task import TaskStatus

__all__ = ["Run", "RunState"]


class RunState(str, enum.Enum):
    """Where a run is, as the journal keeps it."""

    PREPARED = "prepared"
    """The intent is on disk; nothing was sent."""
    SENT = "sent"
    """Under way to the service, whose answer is not there yet."""
    RUNNING = "running"
    """The service gave a task id."""
    SUCCEEDED = "succeeded"
    """The pictures are on disk."""
    REFUSED = "refused"
    """The service did not accept it; not billed."""
    FAILED = "failed"
    """The task failed at the service; not billed."""
    CANCELLED = "cancelled"
    """The user stopped it."""
    UNREACHABLE = "unreachable"
    """No byte reached the service; not billed."""
    UNKNOWN = "unknown"
    """It was sent and no answer came; perhaps billed."""
    ABANDONED = "abandoned"
    """It was unknown, and the user left it at that; perhaps billed."""
    LOST = "lost"
    """The service does not know the task, though its 24 hours are not over; perhaps billed."""
    EXPIRED = "expired"
    """The 24 hours are over in which the service knows the task or keeps its pictures; perhaps billed."""
    UNDELIVERED = "undelivered"
    """It succeeded, and its pictures are not on disk yet."""

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self not in {RunState.PREPARED, RunState.SENT, RunState.RUNNING}


@dataclass(frozen=True)
class Run:
    """One request and what came of it; a later state is another `Run` with the same `id`.

    Attributes
    ----------
    id : str
        Its name in the store.
    request : EditRequest
    engine : str
        Who answered, as `Client.engine` names it.
    state : RunState
    started : datetime
        With its zone.
    status : TaskStatus or None
        The service's last word while the run is under way.
    task_id, request_id : str
        The service's own names.
    content : tuple of Text, SavedImage or Failure
        In order.
    usage : mapping
        As the service tells it.
    ways : tuple of str
        How each picture, in order, and the mask after them went to the service: ``"inline"``, ``"upload"`` or
        ``"address"``.
    account : str
        A mark of the key and the place that it was asked with, by which a key is not found (`pace.account_of`); empty
        for the local service in this process.
    sent : datetime or None
        When the create began to be sent.
    stopped : bool
        Whether the user asked to stop. Where the service does not stop any more, what comes of it is kept all the same.
    seconds : float
        How long the run took so far.
    error : WanError or None
        What ended it, when it did not succeed.
    recalled : datetime or None
        When it was remembered instead of asked; None for what was asked. The journal never holds it: what is replayed
        is the run of the journal itself, with its id.
    pack : str
        The name of the pack that brought it; empty for what was asked from here. Somebody else paid for it.
    home : Home or None
        The store that keeps it, by which its ancestors are known. In no repr, comparison or pickle.
    """

    id: str
    request: EditRequest
    engine: str
    state: RunState
    started: datetime
    status: TaskStatus | None = None
    task_id: str = ""
    request_id: str = ""
    content: tuple[Content, ...] = ()
    usage: Mapping[str, Any] = field(default_factory=dict)
    ways: tuple[str, ...] = ()
    account: str = ""
    sent: datetime | None = None
    stopped: bool = False
    seconds: float = 0.0
    error: WanError | None = None
    recalled: datetime | None = None
    pack: str = ""
    home: Home | None = field(default=None, repr=False, compare=False)

    def now(self, state: RunState, **changes: Any) -> Run:
        """Return this run in a later state."""
        return replace(self, state=state, **changes)

    @property
    def replayed(self) -> bool:
        """Whether it was remembered instead of asked, and so cost nothing this time."""
        return self.recalled is not None

    @property
    def asked(self) -> datetime:
        """When it was asked for here: what is replayed now comes after what was begun an hour ago."""
        return self.recalled or self.started

    @property
    def saved(self) -> tuple[SavedImage, ...]:
        """The result pictures as files."""
        return tuple(part for part in self.content if isinstance(part, SavedImage))

    @property
    def failures(self) -> tuple[Failure, ...]:
        """The pictures that the service could not make."""
        return tuple(part for part in self.content if isinstance(part, Failure))

    @property
    def actual_prompt(self) -> str:
        """What the service made of the prompt for the first picture; empty where it does not say so."""
        return next((saved.actual_prompt for saved in self.saved if saved.actual_prompt), "")

    @property
    def images(self) -> list[Image.Image]:
        """The result pictures as new PIL images."""
        return [saved.image() for saved in self.saved]

    def save(
        self,
        folder: str | Path,
        *,
        stem: str = "edit",
        numbers: Iterable[int] | None = None,
        provenance: bool = True,
    ) -> list[Path]:
        """Copy the result pictures, and return their paths.

        Parameters
        ----------
        folder
            Made where it does not exist.
        stem
            The files are called ``<stem>-1.png``, ``<stem>-2.png``, …; a file that is there already and differs is
            kept, and the new one gets the next free name.
        numbers
            Which of them, counted from 1; by default all.
        provenance
            Whether each file tells of the whole request, so that `EditRequest.from_image` brings it back. Pixels and
            everything else in the file stay as the service made them, byte for byte; a file that is signed (C2PA) is
            left alone, and a file beside it (``edit-1.png.wanwidgets.json``) tells. No name, path, address or key is
            told. False copies the files as they are.

        Raises
        ------
        StoreError
            A picture is gone, or was changed since it came; nothing was written.
        """
        wanted = range(1, len(self.saved) + 1) if numbers is None else numbers
        files = {number: self.saved[number - 1].data() for number in wanted}
        key = own_key() if provenance else ""
        told = {number: told_of(self, number, key=key).text() if provenance else None for number in files}
        target = Path(folder).expanduser()
        target.mkdir(parents=True, exist_ok=True)
        return [
            save_file(data, target, f"{stem}-{number}", self.saved[number - 1].path.suffix, told[number])
            for number, data in files.items()
        ]

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "home": None}

    def require_success(self) -> Run:
        """Return this run, or raise what ended it."""
        if self.error is not None:
            raise self.error
        return self

    def sheet(self) -> bytes | None:
        """Return all result pictures on one small JPEG, or None where there are none."""
        return sheet(self.saved)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return bundle(repr(self), self.saved)

    def _ipython_display_(self) -> None:
        if len(self.saved) == len(self.content):
            # IPython goes on to the method above.
            raise NotImplementedError
        # Words among the pictures: one output each, in order. Nobody but IPython calls this, so it is there.
        show = importlib.import_module("IPython.display").display
        for part in bundles(repr(self), self.content):
            show(part, raw=True)

    def __repr__(self) -> str:
        # Short and constant, because nbval compares it: no id, no time, no hash.
        parts = [f"{saved.width}×{saved.height}" for saved in self.saved]
        texts = sum(isinstance(part, Text) for part in self.content)
        parts += [f"{count} {what}" for count, what in ((texts, "text"), (len(self.failures), "failed")) if count]
        made = f": {', '.join(parts)}" if parts else ""
        why = f": {type(self.error).__name__}" if self.error else ""
        return f"<Run {self.state.value}{made}{why}, {self.request.model}>"
