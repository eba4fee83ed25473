"""How a server is set up, as one value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What `Server` was given; it says what each of them means."""

    port: int
    api_key: str = field(repr=False)
    limits: bool
    queue_seconds: float
    run_seconds: float
    clock: Callable[[], float]
    new_id: Callable[[], str]
    result_seconds: float
    max_body_bytes: int
