"""What came of it: a `Task` as the service tells it, and a `Run` as we keep it."""

from __future__ import annotations

import base64
import enum
import html
import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from PIL import Image

from wanwidgets.errors import WanError
from wanwidgets.preview import PREVIEW_BYTES, contact_sheet, small_jpeg
from wanwidgets.request import EditRequest
from wanwidgets.saving import copy_file

__all__ = ["Content", "Failure", "Link", "Run", "RunState", "SavedImage", "Task", "TaskStatus", "Text"]

_SHEET_WIDTH = 640


class TaskStatus(str, enum.Enum):
    """The service's own word for where a task is."""

    PENDING = "PENDING"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"
    UNKNOWN = "UNKNOWN"

    @property
    def ended(self) -> bool:
        """Whether the task will not change any more."""
        return self not in {TaskStatus.PENDING, TaskStatus.RUNNING}


@dataclass(frozen=True, slots=True)
class Text:
    """Words among the results."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """The address of a result picture, good for 24 hours; its query string is its key.

    `actual_prompt` is what the service made of the prompt, where it says so.
    """

    url: str = field(repr=False)
    actual_prompt: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """A picture that the service could not make, in its own words."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class SavedImage:
    """A result picture on disk: path, SHA-256 of the file as hex digits, width and height in pixels.

    `actual_prompt` is what the service made of the prompt, where it says so.
    """

    path: Path
    digest: str
    width: int
    height: int
    actual_prompt: str = ""

    def image(self) -> Image.Image:
        """Return the picture, read from disk."""
        with Image.open(self.path) as opened:
            opened.load()
            return opened.copy()


Content: TypeAlias = Text | SavedImage | Failure
"""One part of what a run made."""


@dataclass(frozen=True)
class Task:
    """What the service says of a task.

    Attributes
    ----------
    id : str
        Empty for the answer of the synchronous endpoint, which has no task.
    status : TaskStatus
    content : tuple of Text, Link or Failure
        In order; of an ended task, or of a stream as far as it has come.
    usage : mapping
        As the service tells it: ``image_count``, ``size``, token counts.
    code, message : str
        Of a failed task.
    request_id : str
        What the provider's support asks for.
    submitted, scheduled, ended : datetime or None
        With their zone.
    """

    id: str
    status: TaskStatus
    content: tuple[Text | Link | Failure, ...] = ()
    usage: Mapping[str, Any] = field(default_factory=dict)
    code: str = ""
    message: str = ""
    request_id: str = ""
    submitted: datetime | None = None
    scheduled: datetime | None = None
    ended: datetime | None = None


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
    LOST = "lost"
    """The service no longer knows the task."""
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
    seconds : float
        How long the run took so far.
    error : WanError or None
        What ended it, when it did not succeed.
    replayed : bool
        Whether it was remembered instead of asked.
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
    seconds: float = 0.0
    error: WanError | None = None
    replayed: bool = False

    def now(self, state: RunState, **changes: Any) -> Run:
        """Return this run in a later state."""
        return replace(self, state=state, **changes)

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

    def save(self, folder: str | Path, *, stem: str = "edit") -> list[Path]:
        """Copy the result pictures, byte for byte, and return their paths.

        Parameters
        ----------
        folder
            Made where it does not exist.
        stem
            The files are called ``<stem>-1.png``, ``<stem>-2.png``, …; a file that is there already and differs is
            kept, and the new one gets the next free name.
        """
        target = Path(folder).expanduser()
        target.mkdir(parents=True, exist_ok=True)
        return [copy_file(saved.path, target, f"{stem}-{number}") for number, saved in enumerate(self.saved, start=1)]

    def require_success(self) -> Run:
        """Return this run, or raise what ended it."""
        if self.error is not None:
            raise self.error
        return self

    def sheet(self) -> bytes | None:
        """Return all result pictures on one small JPEG, or None where there are none."""
        images = self.images
        if not images:
            return None
        return small_jpeg(contact_sheet(images, width=_SHEET_WIDTH), side=_SHEET_WIDTH * 2, max_bytes=PREVIEW_BYTES)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        bundle = {"text/plain": repr(self)}
        try:
            sheet = self.sheet()
        except OSError:  # a file is gone, which is no reason to show a traceback for a run
            sheet = None
        return {**bundle, "image/jpeg": base64.b64encode(sheet).decode("ascii")} if sheet else bundle

    def _ipython_display_(self) -> None:
        if len(self.saved) == len(self.content):
            # IPython goes on to the method above.
            raise NotImplementedError
        # Words among the pictures: one output each, in order. Nobody but IPython calls this, so it is there.
        show = importlib.import_module("IPython.display").display
        show({"text/plain": repr(self)}, raw=True)
        for part in self.content:
            show(_shown(part, PREVIEW_BYTES // max(1, len(self.saved))), raw=True)

    def __repr__(self) -> str:
        # Short and constant, because nbval compares it: no id, no time, no hash.
        parts = [f"{saved.width}×{saved.height}" for saved in self.saved]
        texts = sum(isinstance(part, Text) for part in self.content)
        parts += [f"{count} {what}" for count, what in ((texts, "text"), (len(self.failures), "failed")) if count]
        made = f": {', '.join(parts)}" if parts else ""
        why = f": {type(self.error).__name__}" if self.error else ""
        return f"<Run {self.state.value}{made}{why}, {self.request.model}>"


def _shown(part: Content, room: int) -> dict[str, str]:
    """Return one part by MIME type, a picture in at most so many bytes."""
    if isinstance(part, Text):
        words = html.escape(part.text.strip())
        return {"text/plain": part.text.strip(), "text/html": f'<div style="white-space: pre-wrap">{words}</div>'}
    if isinstance(part, Failure):
        return {"text/plain": f"failed: {part.code}: {part.message}"}
    bundle = {"text/plain": f"{part.width}×{part.height}"}
    try:
        picture = small_jpeg(part.image(), side=_SHEET_WIDTH, max_bytes=room)
    except OSError:  # as above
        return bundle
    return {**bundle, "image/jpeg": base64.b64encode(picture).decode("ascii")}
