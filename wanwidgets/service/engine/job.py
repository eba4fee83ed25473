"""What an engine is asked for and what it hands back; no protocol, no addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from wanwidgets.service.engine.pixels import Box, Mask, Pixels

__all__ = ["Job", "Outcome", "Picture"]


@dataclass(frozen=True, slots=True)
class Job:
    """One order with its pictures at hand.

    Attributes
    ----------
    model, mode, title : str
        The model's name, and its mode by name and in words.
    prompt : str
    size : tuple of int
        Width and height of the output, pixels.
    pictures : tuple of numpy.ndarray
        RGB, height × width × 3, 0 to 255, in order.
    boxes : tuple
        For each picture its boxes, in its pixels and inside it.
    mask : numpy.ndarray or None
        Where the first picture may change: height × width of that picture.
    n : int
        How many pictures.
    seed : int
        The k-th picture takes ``seed + k``.
    parameters : mapping
        All that is in force.
    boxable : bool
        Whether the model takes boxes at all.
    """

    model: str
    mode: str
    title: str
    prompt: str
    size: tuple[int, int]
    pictures: tuple[Pixels, ...] = ()
    boxes: tuple[tuple[Box, ...], ...] = ()
    mask: Mask | None = None
    n: int = 1
    seed: int = 0
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    boxable: bool = True


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG file of `width` × `height` pixels."""

    png: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an engine answers.

    `parts` are pictures, and words between them, in order. Each may be made when it is taken, so that the orders of
    others have their turn in between. `understood` is how the order was read, in English.
    """

    parts: Iterable[Picture | str]
    understood: str
