"""One HTTP call and its answer, as values: what handlers see of HTTP."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Answer", "Call", "as_json"]


@dataclass(frozen=True, slots=True)
class Call:
    """A request. `headers` is asked without regard to case; `query` has the last value of each name."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """A response."""

    status: int
    body: bytes
    content_type: str
    request_id: str


def as_json(document: Mapping[str, Any], status: int = 200) -> Answer:
    """Return the answer with this document, which holds its ``request_id``."""
    body = json.dumps(document, ensure_ascii=False).encode()
    return Answer(status, body, "application/json", str(document["request_id"]))
