"""What a create document orders, once it is checked."""

from __future__ import annotations

from dataclasses import dataclass

from wanwidgets.facts import Model

__all__ = ["Box", "Order"]

Box = tuple[int, int, int, int]
"""``(x1, y1, x2, y2)`` in pixels of the original picture, top-left origin."""


@dataclass(frozen=True, slots=True)
class Order:
    """One create.

    `images` are data URLs or http addresses, `boxes` one tuple for each of them. `size` is a tier or ``W*H``. `seed` is
    None where the caller gave none.
    """

    model: Model
    prompt: str
    images: tuple[str, ...]
    boxes: tuple[tuple[Box, ...], ...]
    size: str
    n: int
    seed: int | None
