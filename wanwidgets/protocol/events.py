"""Server-sent events: bytes in any pieces become events, after the WHATWG's rules and the provider's own comment line.

The provider writes an event as ``id:``, ``event:``, a comment ``:HTTP_STATUS/200`` and ``data:``. An error comes with
HTTP 200, and its true status stands in that comment. This is recorded of the provider's text models; that the image
models write the same is a guess.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["Event", "EventParser"]

_LINE_END = re.compile(r"\r\n|\n|\r(?!\Z)")
"""A carriage return at the end of what has come may be the first half of one line end."""

_STATUS = re.compile(r"HTTP_STATUS/([0-9]{3})")
_OK = 200
_ERROR = "error"


@dataclass(frozen=True, slots=True)
class Event:
    """One event.

    Attributes
    ----------
    data : str
        Its document, the lines of it joined.
    name : str
        What ``event:`` says; empty where it says nothing.
    id : str
        What ``id:`` says.
    status : int
        What the comment line says; 200 where it says nothing, 400 where nothing is said of an error.
    """

    data: str = field(repr=False)
    name: str = ""
    id: str = ""
    status: int = _OK


class EventParser:
    r"""Turn pieces of a stream into events.

    >>> parser = EventParser()
    >>> [event.data for piece in (b"data:{}", b"\n", b"\nda") for event in parser.feed(piece)]
    ['{}']
    """

    def __init__(self) -> None:
        # Half a character is kept until its other half comes; what is none becomes a sign for it.
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._pieces: list[str] = []
        self._fresh()

    def feed(self, piece: bytes) -> Iterator[Event]:
        """Yield the events that are whole with this piece."""
        yield from self._read(self._decoder.decode(piece))

    def close(self) -> Iterator[Event]:
        """Yield what the end of the stream completes: the provider's errors end without the empty line."""
        yield from self._read(self._decoder.decode(b"", final=True))
        rest = "".join(self._pieces).removesuffix("\r")
        self._pieces = []
        if rest:
            self._line(rest)
        yield from self._event()

    def _read(self, text: str) -> Iterator[Event]:
        # Long lines come in many pieces, so they are searched only when a piece may end one.
        held = self._pieces[-1][-1:] if self._pieces else ""
        if text:
            self._pieces.append(text)
        if "\n" not in text and "\r" not in text and held != "\r":
            return
        *lines, rest = _LINE_END.split("".join(self._pieces))
        self._pieces = [rest] if rest else []
        for line in lines:
            if line:
                self._line(line)
            else:
                yield from self._event()

    def _line(self, line: str) -> None:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not name:
            found = _STATUS.match(value)
            if found:
                self._status = int(found[1])
        elif name == "data":
            self._data.append(value)
        elif name == "event":
            self._name = value
        elif name == "id":
            self._id = value

    def _event(self) -> Iterator[Event]:
        if self._data:
            untold = 400 if self._name == _ERROR else _OK
            yield Event("\n".join(self._data), self._name, self._id, self._status or untold)
        self._fresh()

    def _fresh(self) -> None:
        self._data: list[str] = []
        self._name = self._id = ""
        self._status = 0
