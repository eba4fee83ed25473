"""A form with a file in it (multipart/form-data), its fields in their order, which the object store minds."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message

__all__ = ["Field", "fields"]

_HEAD_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Field:
    """One field; `filename` is None where it holds no file."""

    name: str
    value: bytes
    filename: str | None


def fields(body: bytes, content_type: str) -> tuple[Field, ...]:
    """Read a form.

    Raises
    ------
    ValueError
        It is none.
    """
    boundary = _parameter(content_type, "boundary")
    if not content_type.lower().startswith("multipart/form-data") or not boundary:
        raise ValueError("The body is no multipart/form-data.")
    mark = b"--" + boundary.encode("latin-1", "replace")
    opening, *parts, closing = (b"\r\n" + body).split(b"\r\n" + mark)
    if opening.strip() or not closing.startswith(b"--"):
        raise ValueError("The form does not begin or end with its boundary.")
    return tuple(_field(part) for part in parts)


def _field(part: bytes) -> Field:
    head, end, value = part.partition(_HEAD_END)
    if not end:
        raise ValueError("A field has no head.")
    lines = head.decode("utf-8", "replace").split("\r\n")
    found = next((line for line in lines if line.lower().startswith("content-disposition:")), "")
    disposition = found.partition(":")[2].strip()
    name = _parameter(disposition, "name")
    if not name:
        raise ValueError("A field has no name.")
    return Field(name, value, _parameter(disposition, "filename"))


def _parameter(header: str, name: str) -> str | None:
    message = Message()
    message["x"] = header.replace("\r", " ").replace("\n", " ")
    found = message.get_param(name, header="x")
    # RFC 2231 gives charset, language and text.
    return found[2] if isinstance(found, tuple) else found
