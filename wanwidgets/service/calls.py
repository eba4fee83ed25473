"""One HTTP call and its answer, as values: what handlers see of HTTP."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

__all__ = ["Answer", "Broken", "Call", "as_json", "encoded"]


class Broken(Exception):
    """Raised instead of an answer, or in the middle of one: the connection is closed without another byte.

    Attributes
    ----------
    reset : bool
        Whether the other side sees a reset (RST) and not an end (FIN).
    """

    def __init__(self, *, reset: bool = False) -> None:
        self.reset = reset
        super().__init__()


@dataclass(frozen=True, slots=True)
class Call:
    """A request.

    `headers` is asked without regard to case; `query` has the last value of each name; `whole` is False where the body
    was larger than the service takes, and is not at hand. `lag` is a fault: of how many seconds a list is behind.
    """

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    whole: bool = True
    lag: float = 0.0

    def switched_on(self, header: str) -> bool:
        """Whether a header says ``enable``, the provider's word for yes."""
        return self.headers.get(header, "").strip().lower() == "enable"


@dataclass(frozen=True, slots=True)
class Answer:
    """A response.

    `stream` is sent instead of `body` where it is set, piece by piece as it comes; `length` is then announced as the
    number of its bytes, if it is known.
    """

    status: int
    body: bytes
    content_type: str
    request_id: str
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    stream: AsyncGenerator[bytes, None] | None = None
    length: int | None = None


def as_json(document: Mapping[str, Any], status: int = 200, *, content_type: str = "application/json") -> Answer:
    """Return the answer with this document, which holds its ``request_id``."""
    return Answer(status, encoded(document), content_type, str(document["request_id"]))


def encoded(document: Mapping[str, Any]) -> bytes:
    """Write a document as JSON.

    Half a surrogate, which a prompt can bring along, is no character and becomes a question mark.
    """
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
