"""Output sizes: tiers, ``W*H`` within limits, fixed choices, and what comes when nothing is said."""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["SizeRules", "Span", "Tier", "parse_size"]


@dataclass(frozen=True, slots=True)
class Span:
    """A closed interval; `low <= value <= high` is inside."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Tier:
    """A named output size: about `pixels` pixels in all, at the ratio of the last input picture."""

    name: str
    pixels: int


@dataclass(frozen=True, slots=True)
class SizeRules:
    """The values of ``size`` in one mode of a model.

    Attributes
    ----------
    source : str
        Where this is written.
    tiers : tuple of Tier
        Named sizes.
    pixels : Span or None
        Total pixels of ``W*H``; None where ``W*H`` is not taken.
    ratio : Span or None
        Width over height of ``W*H``; None where any is taken.
    choices : tuple of str
        The only values of ``W*H``, where the model has a fixed list.
    natural : int or None
        Total pixels when ``size`` is not given, at the ratio of the last input picture; None: as large as that picture.
    enlarges : bool
        Whether an input picture smaller than `natural` is enlarged to it.
    multiple : int
        Width and height come out as multiples of it.
    """

    source: str
    tiers: tuple[Tier, ...] = ()
    pixels: Span | None = None
    ratio: Span | None = None
    choices: tuple[str, ...] = ()
    natural: int | None = None
    enlarges: bool = True
    multiple: int = 1

    @property
    def values(self) -> tuple[str, ...]:
        """The values that a menu shows: tiers, then fixed choices."""
        return (*(tier.name for tier in self.tiers), *self.choices)

    @property
    def free(self) -> bool:
        """Whether any ``W*H`` within the limits is taken."""
        return self.pixels is not None

    def tier(self, name: str) -> Tier | None:
        """Return the tier of that name, or None."""
        return next((tier for tier in self.tiers if tier.name == name), None)

    def output(self, size: str | None, last_image: tuple[int, int] | None) -> tuple[int, int] | None:
        """Predict the output's width and height in pixels; the provider's "may differ slightly".

        Parameters
        ----------
        size
            A tier, ``"W*H"``, or None where it is not given.
        last_image
            Width and height of the last input picture, which sets the ratio; None where there is none (square).

        Returns
        -------
        tuple of int or None
            None when `size` is neither, or when nothing says how large it will be.
        """
        if size is None:
            if self.natural is None:
                return last_image
            own = last_image[0] * last_image[1] if last_image and not self.enlarges else self.natural
            return self._scaled(min(own, self.natural), last_image)
        tier = self.tier(size)
        if tier is not None:
            return self._scaled(tier.pixels, last_image)
        exact = parse_size(size)
        return exact and self._rounded(*exact)

    def _scaled(self, pixels: int, last_image: tuple[int, int] | None) -> tuple[int, int]:
        width, height = last_image or (1, 1)
        scale = math.sqrt(pixels / (width * height))
        return self._rounded(width * scale, height * scale)

    def _rounded(self, width: float, height: float) -> tuple[int, int]:
        step = self.multiple
        return max(step, round(width / step) * step), max(step, round(height / step) * step)


def parse_size(text: str) -> tuple[int, int] | None:
    """Read ``"W*H"`` in pixels.

    >>> parse_size("1280*720")
    (1280, 720)
    >>> parse_size("2K") is None
    True
    """
    width, star, height = text.partition("*")
    if not (star and width.isascii() and width.isdigit() and height.isascii() and height.isdigit()):
        return None
    if max(len(width), len(height)) > _DIGITS:
        return None
    return (int(width), int(height)) if int(width) and int(height) else None


_DIGITS = 9
"""Longer numbers are no sizes, and Python refuses to read the longest of them."""
