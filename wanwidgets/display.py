"""What came of a run, shown small enough to stay in a notebook."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterator, Sequence

from wanwidgets.content import Content, Failure, SavedImage, Text
from wanwidgets.errors import StoreError
from wanwidgets.preview import PREVIEW_BYTES, contact_sheet, small_jpeg

__all__ = ["bundle", "bundles", "sheet"]

_SHEET_WIDTH = 640
_GONE = (OSError, StoreError)
"""A file is gone or was changed, which is no reason to show a traceback for a run."""


def sheet(saved: Sequence[SavedImage]) -> bytes | None:
    """Return all pictures on one small JPEG, or None where there are none."""
    images = [picture.image() for picture in saved]
    if not images:
        return None
    return small_jpeg(contact_sheet(images, width=_SHEET_WIDTH), side=_SHEET_WIDTH * 2, max_bytes=PREVIEW_BYTES)


def bundle(text: str, saved: Sequence[SavedImage]) -> dict[str, str]:
    """Return pictures as one output by MIME type, with a text for where no picture can be shown."""
    try:
        picture = sheet(saved)
    except _GONE:
        picture = None
    told = {"text/plain": text}
    return {**told, "image/jpeg": base64.b64encode(picture).decode("ascii")} if picture else told


def bundles(text: str, content: Sequence[Content]) -> Iterator[dict[str, str]]:
    """Yield a text and then each part as an output of its own, in order."""
    yield {"text/plain": text}
    pictures = sum(isinstance(part, SavedImage) for part in content)
    for part in content:
        yield _shown(part, PREVIEW_BYTES // max(1, pictures))


def _shown(part: Content, room: int) -> dict[str, str]:
    """Return one part by MIME type, a picture in at most so many bytes."""
    if isinstance(part, Text):
        words = html.escape(part.text.strip())
        return {"text/plain": part.text.strip(), "text/html": f'<div style="white-space: pre-wrap">{words}</div>'}
    if isinstance(part, Failure):
        return {"text/plain": f"failed: {part.code}: {part.message}"}
    told = {"text/plain": f"{part.width}×{part.height}"}
    try:
        picture = small_jpeg(part.image(), side=_SHEET_WIDTH, max_bytes=room)
    except _GONE:
        return told
    return {**told, "image/jpeg": base64.b64encode(picture).decode("ascii")}
