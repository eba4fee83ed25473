"""How a server is set up, as one value."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What `Server` was given; it says what each of them means."""

    port: int
    api_key: str = field(repr=False)
    engine: str
    limits: bool
    free_pictures: int | None
    queue_seconds: float
    run_seconds: float
    looks: tuple[int, int] | None
    clock: Callable[[], float]
    sleep: Callable[[float], Awaitable[object]]
    new_id: Callable[[], str]
    result_seconds: float
    max_body_bytes: int
