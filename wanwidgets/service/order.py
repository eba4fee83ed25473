"""What a create document orders, once it is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from wanwidgets.facts import Mode, Model

__all__ = ["Box", "Order"]

Box = tuple[int, int, int, int]
"""``(x1, y1, x2, y2)`` in pixels of the original picture, top-left origin."""


@dataclass(frozen=True, slots=True)
class Order:
    """One create.

    Attributes
    ----------
    model, mode : Model, Mode
        Rows of the catalog.
    prompt : str
        Cut off at the model's length, as the provider does.
    images : tuple of str
        ``data:``, ``http(s)://`` or ``oss://`` addresses, in order.
    mask : str or None
        The address of the mask.
    boxes : tuple
        One tuple of boxes for each picture.
    parameters : mapping
        Every parameter in force: those of the document over the provider's defaults, from wherever they stand in it.
    """

    model: Model
    mode: Mode
    prompt: str
    images: tuple[str, ...] = ()
    mask: str | None = None
    boxes: tuple[tuple[Box, ...], ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def size(self) -> str | None:
        """A tier, ``W*H``, or None where nothing was said."""
        return self.parameters.get("size")

    @property
    def n(self) -> int:
        """How many pictures are wanted, or wanted at most."""
        return int(self.parameters.get(self.mode.counted_by, 1))

    @property
    def seed(self) -> int | None:
        """None where the caller gave none."""
        return self.parameters.get("seed")
