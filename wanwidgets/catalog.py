"""What each Wan model accepts, as one table: limits, sizes, parameters, endpoints, rates, prices.

Checks, widgets and the local service read this table and keep no limits of their own, so a new model is one new
entry. Each row names its source; `SOURCES` says what the names stand for.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = [
    "DEFAULT_MODEL",
    "MODELS",
    "REGIONS",
    "SOURCES",
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

SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "guide": "Alibaba Cloud Model Studio, 'Image editing - Wan2.5 to 2.7', updated 2026-04-01",
        "reference": "Alibaba Cloud Model Studio, 'Wan image generation and editing API reference', read 2026-11",
        "openapi": "Qwen AI platform, OpenAPI description of the Wan 2.7 create-task call, read 2026-11",
        "tasks": "Alibaba Cloud Model Studio, 'Manage asynchronous tasks', read 2026-11",
        "rates": "Alibaba Cloud Model Studio, 'Rate limit', read 2026-11",
        "prices": "Alibaba Cloud Model Studio, 'Model pricing' in CNY, read 2026-11",
        "ours": "a default of wanwidgets, chosen not to surprise the purse",
    },
)
"""Where the facts of this table were read. The provider's documents are the authority, not this file."""


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

    `kind` is ``"size"``, ``"integer"`` or ``"boolean"``. `default` is what is in force when the user says nothing;
    it is sent explicitly when `always_sent`, because the provider's documents contradict each other about it.
    """

    name: str
    kind: str
    default: str | int | bool | None
    source: str
    range: Span | None = None
    always_sent: bool = False


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


REGIONS: Mapping[str, Region] = MappingProxyType(
    {
        region.name: region
        for region in (
            Region("beijing", "Beijing", "https://dashscope.aliyuncs.com/api/v1", "reference"),
            Region("singapore", "Singapore", "https://dashscope-intl.aliyuncs.com/api/v1", "guide"),
        )
    },
)
"""Regions in which the models of this table are documented."""

# The provider does not say which megabyte it means; the smaller one is allowed under both readings.
_MEGABYTE = 1_000_000

_IMAGES_27 = ImageRules(
    count=Span(0, 9),
    side=Span(240, 8000),
    ratio=Span(1 / 8, 8),
    max_bytes=20 * _MEGABYTE,
    formats=("JPEG", "PNG", "BMP", "WEBP"),
    source="guide",
)

_TIER_1K = Tier("1K", 1024 * 1024)
_TIER_2K = Tier("2K", 2048 * 2048)
_TIER_4K = Tier("4K", 4096 * 4096, edits=False)

_PARAMETERS_27: Mapping[str, Parameter] = MappingProxyType(
    {
        parameter.name: parameter
        for parameter in (
            Parameter("size", "size", "2K", "guide"),
            # The reference says 1, the OpenAPI description and the older pages say 4, and each picture costs.
            Parameter("n", "integer", 1, "ours", range=Span(1, 4), always_sent=True),
            Parameter("seed", "integer", None, "reference", range=Span(0, 2**31 - 1)),
            Parameter("watermark", "boolean", default=False, source="reference"),
            # In force only without input pictures, yet the guide's own editing samples send it.
            Parameter("thinking_mode", "boolean", default=True, source="reference"),
        )
    },
)

_ENDPOINTS_27 = (
    Endpoint("services/aigc/image-generation/generation", asynchronous=True, source="guide"),
    Endpoint("services/aigc/multimodal-generation/generation", asynchronous=False, source="guide"),
)

_SECONDS_27 = Span(12, 22)


def _wan27(name: str, title: str, *, four_k: bool, beijing: float, singapore: float) -> Model:
    edit_pixels = Span(768 * 768, 2048 * 2048)
    return Model(
        name=name,
        title=title,
        prompt_length=5000,
        prompt_source="guide",
        images=_IMAGES_27,
        boxes_per_image=2,
        boxes_source="guide",
        takes_mask=False,
        sizes=SizeRules(
            tiers=(_TIER_1K, _TIER_2K, _TIER_4K) if four_k else (_TIER_1K, _TIER_2K),
            pixels=edit_pixels,
            pixels_without_images=Span(768 * 768, 4096 * 4096) if four_k else edit_pixels,
            ratio=Span(1 / 8, 8),
            source="guide",
        ),
        parameters=_PARAMETERS_27,
        endpoints=_ENDPOINTS_27,
        rate=Rate(creates_per_second=5, concurrent_tasks=5, source="rates"),
        prices=(
            Price("beijing", beijing, "CNY", "2026-11-20", "prices"),
            Price("singapore", singapore, "CNY", "2026-11-20", "prices"),
        ),
        typical_seconds=_SECONDS_27,
        timing_source="reference",
    )


MODELS: Mapping[str, Model] = MappingProxyType(
    {
        model.name: model
        for model in (
            _wan27("wan2.7-image", "Wan 2.7", four_k=False, beijing=0.20, singapore=0.220177),
            _wan27("wan2.7-image-pro", "Wan 2.7 Pro", four_k=True, beijing=0.50, singapore=0.562065),
        )
    },
)
"""The models, by the provider's name, in the order in which a menu shows them."""

DEFAULT_MODEL = "wan2.7-image"
"""The cheaper of the two, so that a default never surprises the purse."""
