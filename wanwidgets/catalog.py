"""What each Wan model accepts, as one table: limits, sizes, parameters, endpoints, rates, prices.

Checks, widgets and the local service read this table and keep no limits of their own, so a new model is one new
entry. Each row names its source; `SOURCES` says what the names stand for.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from wanwidgets.facts import (
    Endpoint,
    ImageRules,
    Model,
    Parameter,
    Price,
    Rate,
    Region,
    SizeRules,
    Span,
    Tier,
)

__all__ = ["DEFAULT_MODEL", "MODELS", "REGIONS", "SOURCES"]

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
            Parameter("n", "integer", 1, "ours", range=Span(1, 4)),
            Parameter("seed", "integer", None, "reference", range=Span(0, 2**31 - 1)),
            Parameter("watermark", "boolean", default=False, source="reference"),
            # In force only without input pictures, yet the guide's own editing samples send it.
            Parameter("thinking_mode", "boolean", default=True, source="reference", edits=False),
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
