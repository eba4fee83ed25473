"""A run as one line of JSON in the journal, and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from wanwidgets import errors
from wanwidgets.content import Content, Failure, SavedImage, Text
from wanwidgets.images import Address, Gap
from wanwidgets.meaning import canonical
from wanwidgets.pictures import Picture
from wanwidgets.place import is_local
from wanwidgets.regions import Box, Mask
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.task import TaskStatus

__all__ = ["bare_request", "read_meaning", "read_record", "read_run", "write_record"]

_ERRORS: dict[str, type[errors.WanError]] = {name: getattr(errors, name) for name in errors.__all__}


def write_record(run: Run, folder: Path) -> str:
    """Return everything of a run but its request; paths are relative to `folder`, so that it can be moved."""
    return json.dumps(
        {
            "id": run.id,
            "engine": run.engine,
            "state": run.state.value,
            "started": run.started.isoformat(),
            "status": run.status.value if run.status else None,
            "task_id": run.task_id,
            "request_id": run.request_id,
            "content": [_part(part, folder) for part in run.content],
            "usage": dict(run.usage),
            "ways": list(run.ways),
            "account": run.account,
            "sent": run.sent.isoformat() if run.sent else None,
            "stopped": run.stopped,
            "seconds": run.seconds,
            "pack": run.pack,
            "error": _error(run.error),
        },
    )


def read_record(text: str, request: EditRequest, folder: Path) -> Run:
    """Read what `write_record` wrote."""
    record = json.loads(text)
    run = Run(
        id=record["id"],
        request=request,
        engine=record["engine"],
        state=RunState(record["state"]),
        started=datetime.fromisoformat(record["started"]),
        status=TaskStatus(record["status"]) if record["status"] else None,
        task_id=record["task_id"],
        request_id=record["request_id"],
        content=tuple(_read_part(part, folder) for part in record["content"]),
        usage=record["usage"],
        # Journals of the first version have none of these, and no prompt of a picture.
        ways=tuple(record.get("ways", ())),
        account=record.get("account", ""),
        sent=datetime.fromisoformat(record["sent"]) if record.get("sent") else None,
        stopped=record.get("stopped", False),
        seconds=record["seconds"],
        pack=record.get("pack", ""),
        error=_read_error(record["error"]),
    )
    if run.error is not None:
        run.error.run = run
    return run


def read_run(request: str, record: str, folder: Path, find: Callable[[str], bytes], *, bare: bool = False) -> Run:
    """Read a whole run from its two lines.

    Parameters
    ----------
    request
        The request without its pictures.
    record
        Everything else.
    folder
        Of the store.
    find
        Returns a picture by the SHA-256 of its file.
    bare
        Whether a run that can still be asked for is worth reading without the pictures that were sent. One that is free
        is not: it simply runs again, and needs them.

    Raises
    ------
    StoreError
        A line or a picture was damaged or edited by hand.
    """
    try:
        try:
            whole = EditRequest.from_dict(json.loads(request), find)
        except (errors.ImageError, errors.StoreError):
            run = read_record(record, bare_request(request), folder)
            # A pack may come without what was sent; its runs are replayed all the same.
            if not run.pack and (not bare or is_local(run.engine)):
                raise
            return run
        return read_record(record, whole, folder)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise errors.StoreError(
            f"A run in {folder.name} cannot be read ({type(error).__name__}: {error}).",
        ) from None


def bare_request(text: str) -> EditRequest:
    """Read a request with a gap in the place of each file, and no mask.

    It has everything else: what counts, what costs, and what stands in the journal beside a task that is paid for.
    Whoever would send it again is told that its pictures are not here.
    """
    document = json.loads(text)
    return EditRequest.from_dict({**document, "pictures": [], "mask": None}).replace(
        pictures=[Picture(_unread(picture), tuple(map(Box.of, picture["boxes"]))) for picture in document["pictures"]],
    )


def _unread(picture: dict[str, Any]) -> Address:
    url = picture.get("url")
    return Address(url) if url else Gap.of(picture["sha256"], picture.get("pixels", ""))


def read_meaning(text: str, engine: str, find: Callable[[str], bytes] | None = None) -> str:
    """Return the canonical form of a request from its line.

    Parameters
    ----------
    text
        The line.
    engine
        Who answered.
    find
        Returns a picture by the SHA-256 of its file. Without it no mask is drawn, which may take seconds, and the form
        of a request that has one is empty.
    """
    document = json.loads(text)
    # The first lines say nothing of a mask.
    mask = document.get("mask")
    if mask and find is None:
        return ""
    request = bare_request(text)
    return canonical(
        engine=engine,
        model=request.model,
        prompt=request.prompt,
        pictures=[
            {name: picture[name] for name in ("pixels", "url", "boxes") if name in picture}
            for picture in document["pictures"]
        ],
        mask=Mask.from_dict(mask, find).pixels if mask else None,
        marks=request.marks,
        parameters=request.effective(),
        take=request.take,
    )


def _part(part: Content, folder: Path) -> dict[str, Any]:
    if isinstance(part, Text):
        return {"text": part.text}
    if isinstance(part, Failure):
        return {"code": part.code, "message": part.message}
    return {
        "file": part.path.relative_to(folder).as_posix(),
        "sha256": part.digest,
        "width": part.width,
        "height": part.height,
        "actual_prompt": part.actual_prompt,
        "pixels": part.pixels,
    }


def _read_part(part: dict[str, Any], folder: Path) -> Content:
    if "text" in part:
        return Text(part["text"])
    if "code" in part:
        return Failure(part["code"], part["message"])
    told = {name: part.get(name, "") for name in ("actual_prompt", "pixels")}
    return SavedImage(folder / part["file"], part["sha256"], part["width"], part["height"], **told)


def _error(error: errors.WanError | None) -> dict[str, Any] | None:
    if error is None:
        return None
    facts = {name: value for name, value in vars(error).items() if value is None or isinstance(value, (str, int))}
    return {"type": type(error).__name__, "text": str(error), "facts": facts}


def _read_error(document: dict[str, Any] | None) -> errors.WanError | None:
    if document is None:
        return None
    # The constructors build the text from its facts; here the text is there already.
    kind = _ERRORS.get(document["type"], errors.WanError)
    error = kind.__new__(kind)
    error.args = (document["text"],)
    vars(error).update(document["facts"])
    return error
