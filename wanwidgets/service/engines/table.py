"""The engines by name, and the choice of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from wanwidgets.service.engine import ENGINE_VERSION, Job, Outcome, cards, classical
from wanwidgets.service.engines.naming import name_of, version_of
from wanwidgets.service.engines.own import own

__all__ = ["ENGINES", "Engine", "chosen"]


@dataclass(frozen=True, slots=True)
class Engine:
    """What answers orders.

    Attributes
    ----------
    label : str
        Its name and its version, one word; where it is the same, the same order gives the same pictures.
    answer : callable
        A `Job` to an `Outcome`. It runs in the server's worker, one call at a time, and may raise `EngineRefusal`.
    """

    label: str
    answer: Callable[[Job], Outcome]


ENGINES: Mapping[str, Engine] = MappingProxyType(
    {
        # The usual one has no name before its version, as it had none when it was alone.
        "classical": Engine(ENGINE_VERSION, classical),
        "cards": Engine(f"cards-{ENGINE_VERSION}", cards),
    }
)
"""``"classical"`` does what a prompt says or refuses; ``"cards"`` answers any prompt with pictures that show it."""


def chosen(engine: str | Callable[[Job], Any]) -> Engine:
    """Return the engine that is meant.

    Parameters
    ----------
    engine
        A name of `ENGINES`, or a function as `own.own` takes it.

    Raises
    ------
    ValueError
        There is none of that name; or the function has the name of one that there is, or a name or a version that
        cannot be used.
    TypeError
        It is neither a name nor a function.

    Examples
    --------
    >>> chosen("cards") is ENGINES["cards"]
    True
    >>> def mine(job):
    ...     return 255 - job.pictures[0]
    >>> mine.version = "7"
    >>> chosen(mine).label
    'mine-7'
    """
    if isinstance(engine, str):
        if engine not in ENGINES:
            raise ValueError(f"There is no engine {engine!r}. Use one of {', '.join(ENGINES)}, or a function.")
        return ENGINES[engine]
    if not callable(engine):
        raise TypeError(
            f"engine must be one of {', '.join(ENGINES)}, or a function that takes a job and returns pictures, not "
            f"{engine!r}."
        )
    name = name_of(engine)
    if name in ENGINES:
        raise ValueError(f"There is an engine {name!r} already. Give yours another name.")
    label = f"{name}-{version_of(engine)}"
    return Engine(label, own(engine, label))
