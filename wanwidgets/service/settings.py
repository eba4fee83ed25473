"""How a server is set up, as one value."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from wanwidgets.service.engines import Engine

__all__ = ["Settings"]

_YEAR = 365 * 24 * 3600
_MOST: Mapping[str, int] = MappingProxyType(
    {
        "port": 65535,
        "free_pictures": 1_000_000,
        "queue_seconds": _YEAR,
        "run_seconds": _YEAR,
        "result_seconds": _YEAR,
        "max_body_bytes": 1 << 40,
    },
)
"""Numbers from 0 to these."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What `Server` was given; it says what each of them means.

    Raises
    ------
    ValueError
        A number is out of range, or the key is nothing that a header can carry.
    """

    folder: Path | None
    port: int
    api_key: str = field(repr=False)
    engine: Engine
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

    def __post_init__(self) -> None:
        if not (self.api_key.isascii() and self.api_key.isprintable()) or " " in self.api_key:
            raise ValueError("api_key must be of printable ASCII characters without spaces, as a header needs it.")
        for name, most in _MOST.items():
            value = getattr(self, name)
            # What is not a number is in no range.
            if value is not None and not 0 <= value <= most:
                raise ValueError(f"{name} must be a number from 0 to {most}, not {value!r}.")
