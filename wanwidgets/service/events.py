"""Server-sent events: an answer in parts, as the provider streams mixed text and pictures.

Each event carries a whole document whose content is what is new: a few letters, or one picture. The finish reason is
the text ``"null"`` until the last. Source: Alibaba Cloud Model Studio, "Wan image generation API reference", read
2026-11; the framing was recorded from text models. guess: that image models have the same one.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Iterator

from wanwidgets.service.calls import Answer, Broken, encoded
from wanwidgets.service.delivery import MIXED, Delivery, Shown
from wanwidgets.service.documents import Document, called, choice, error, item
from wanwidgets.service.refusal import Refusal
from wanwidgets.service.work import Missed, Said

__all__ = ["documents", "refused", "streamed"]

_CONTENT_TYPE = "text/event-stream;charset=UTF-8"
_PIECES = re.compile(r"\s*\S{1,8}|\s+$")


def documents(delivery: Delivery, request_id: str) -> Iterator[Document]:
    """Return what each event says.

    Mixed text and pictures come bit by bit. guess: any other answer comes whole, in one event.
    """
    if delivery.layout != MIXED:
        yield called(delivery, request_id)
        return
    # Whatever there is to say, the end must be said.
    parts = [piece for part in delivery.parts for piece in _pieces(part)] or [Said("")]
    pictures = 0
    for number, part in enumerate(parts, start=1):
        last = number == len(parts)
        pictures += isinstance(part, Shown)
        written = delivery.output_tokens if last else delivery.output_tokens * (number - 1) // len(parts)
        yield {
            "output": {"choices": [choice([item(part)], "stop" if last else "null")], "finished": last},
            "usage": {
                "total_tokens": delivery.input_tokens + written,
                "image_count": pictures,
                "output_tokens": written,
                "size": delivery.size if pictures else "0*0",
                "input_tokens": delivery.input_tokens,
            },
            "request_id": request_id,
        }


def streamed(delivery: Delivery, request_id: str, *, break_after: int | None = None) -> Answer:
    """Return the answer that streams a delivery.

    Parameters
    ----------
    delivery
        What to stream.
    request_id
        Of the call.
    break_after
        After how many events the connection breaks; None: it does not.
    """

    async def events() -> AsyncGenerator[bytes, None]:
        for number, document in enumerate(documents(delivery, request_id), start=1):
            if break_after is not None and number > break_after:
                raise Broken
            yield _event(number, "result", 200, document)

    return Answer(200, b"", _CONTENT_TYPE, request_id, stream=events())


def refused(refusal: Refusal, request_id: str) -> Answer:
    """Return a refusal as a stream has it: HTTP 200, and the true status in a comment line."""
    return Answer(200, _event(1, "error", refusal.status, error(refusal, request_id)), _CONTENT_TYPE, request_id)


def _event(number: int, kind: str, status: int, document: Document) -> bytes:
    return f"id:{number}\nevent:{kind}\n:HTTP_STATUS/{status}\ndata:".encode() + encoded(document) + b"\n\n"


def _pieces(part: Shown | Said | Missed) -> Iterator[Shown | Said]:
    if isinstance(part, Said):
        yield from (Said(piece) for piece in _PIECES.findall(part.text))
    elif isinstance(part, Shown):
        yield part
