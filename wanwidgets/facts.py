"""The kinds of facts that the catalog holds about a model: limits, sizes, parameters, endpoints, rates, prices."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = [
    "Endpoint",
    "ImageRules",
    "Model",
    "Parameter",
    "Price",
    "Rate",
    "Region",
    "SizeRules",
    "Span",
    "Tier",
    "parse_size",
]


@dataclass(frozen=True, slots=True)
class Span:
    """A closed interval; `low <= value <= high` is inside."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class ImageRules:
    """What an input picture must be like.

    `count` is in pictures, `side` in pixels (each of width and height), `ratio` is width over height and
    `max_bytes` is the size of the encoded file. `formats` are Pillow's names.
    """

    count: Span
    side: Span
    ratio: Span
    max_bytes: int
    formats: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Tier:
    """A named output size: about `pixels` pixels in all, at the ratio of the last input picture.

    `edits` is false for a tier that only works without input pictures.
    """

    name: str
    pixels: int
    edits: bool = True


@dataclass(frozen=True, slots=True)
class SizeRules:
    """The values of ``size``: a tier, or ``W*H`` within these limits.

    `pixels` is the total where there are input pictures, `pixels_without_images` where there are none, and `ratio`
    is width over height.
    """

    tiers: tuple[Tier, ...]
    pixels: Span
    pixels_without_images: Span
    ratio: Span
    source: str

    def tier(self, name: str) -> Tier | None:
        """Return the tier of that name, or None."""
        return next((tier for tier in self.tiers if tier.name == name), None)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One entry of ``parameters``, by the provider's own name.

    `kind` is ``"size"``, ``"integer"`` or ``"boolean"``. `default` is in force when the user says nothing. It is sent
    all the same, since the provider's documents contradict each other about some of them; None stands for "not sent".
    `edits` is false for one that is in force only without input pictures.
    """

    name: str
    kind: str
    default: str | int | bool | None
    source: str
    range: Span | None = None
    edits: bool = True


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a create goes, below the base URL; an asynchronous one answers with a task to be queried."""

    path: str
    asynchronous: bool
    source: str


@dataclass(frozen=True, slots=True)
class Price:
    """What one successfully produced picture costs in a region, whatever its resolution."""

    region: str
    amount: float
    currency: str
    as_of: str
    source: str


@dataclass(frozen=True, slots=True)
class Rate:
    """How much an account may ask for: creates a second and tasks at the same time."""

    creates_per_second: float
    concurrent_tasks: int
    source: str


@dataclass(frozen=True, slots=True)
class Region:
    """A place where the service runs. Keys and task ids are bound to it.

    `base_url` may hold ``{workspace}``, to be replaced by the workspace id.
    """

    name: str
    label: str
    base_url: str
    source: str


@dataclass(frozen=True, slots=True)
class Model:
    """What one model accepts.

    `prompt_length` is in characters; `boxes_per_image` is how many boxes ``bbox_list`` may hold for one picture
    (0: the model takes none); `typical_seconds` is what the documents' own samples took for one picture.
    """

    name: str
    title: str
    prompt_length: int
    prompt_source: str
    images: ImageRules
    boxes_per_image: int
    boxes_source: str
    takes_mask: bool
    sizes: SizeRules
    parameters: Mapping[str, Parameter]
    endpoints: tuple[Endpoint, ...]
    rate: Rate
    prices: tuple[Price, ...]
    typical_seconds: Span
    timing_source: str

    def defaults(self) -> dict[str, str | int | bool]:
        """Return what is in force for a parameter about which the user said nothing."""
        return {name: p.default for name, p in self.parameters.items() if p.default is not None}

    def endpoint(self, *, asynchronous: bool) -> Endpoint | None:
        """Return where a create of that kind goes, or None if the model has no such endpoint."""
        return next((end for end in self.endpoints if end.asynchronous == asynchronous), None)

    def price(self, region: str) -> Price | None:
        """Return the price of one picture in that region, or None if none is known."""
        return next((price for price in self.prices if price.region == region), None)

    def output_size(self, size: str, last_image: tuple[int, int] | None) -> tuple[int, int] | None:
        """Predict the output's width and height in pixels; the provider's "may differ slightly".

        Parameters
        ----------
        size
            A tier of this model, or ``"W*H"``.
        last_image
            Width and height of the last input picture, which sets the ratio; None where there is none (square).

        Returns
        -------
        tuple of int or None
            None when `size` is neither.
        """
        tier = self.sizes.tier(size)
        if tier is None:
            return parse_size(size)
        width, height = last_image or (1, 1)
        scale = math.sqrt(tier.pixels / (width * height))
        return max(1, round(width * scale)), max(1, round(height * scale))


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
    return (int(width), int(height)) if int(width) and int(height) else None
