"""wan2.6-image: editing, and answers of mixed text and pictures."""

from __future__ import annotations

from types import MappingProxyType

from wanwidgets.catalog.common import ASYNC_MESSAGES, EDIT_FORMATS, MEGABYTE, SYNC_MESSAGES, pictures, seed, watermark
from wanwidgets.catalog.sources import READ
from wanwidgets.facts import Endpoint, ImageRules, Mode, Model, Parameter, Price, Rate, rows
from wanwidgets.sizes import SizeRules, Span, Tier

__all__ = ["WAN26"]

_SYNC_REGIONS = ("beijing", "singapore", "virginia")
_ASYNC = Endpoint(ASYNC_MESSAGES, "async", "reference-2.6", (*_SYNC_REGIONS, "frankfurt"))

_RATIO = Span(1 / 4, 4)
_NATURAL = 1280 * 1280
_SMALLEST = 768 * 768
_EDIT_SIZES = SizeRules(
    "reference-2.6",
    (Tier("1K", _NATURAL), Tier("2K", 2048 * 2048)),
    Span(_SMALLEST, 2048 * 2048),
    _RATIO,
    multiple=16,
)
# Without a size: as large as the input picture, but at most 1280*1280 in all.
_MIXED_SIZES = SizeRules(
    "reference-2.6",
    pixels=Span(_SMALLEST, _NATURAL),
    ratio=_RATIO,
    natural=_NATURAL,
    enlarges=False,
    multiple=16,
)

_MIXED = Parameter("enable_interleave", "boolean", default=False, source="reference-2.6")
_NEGATIVE = Parameter("negative_prompt", "text", None, "reference-2.6", length=500)
_SEED = seed("reference-2.6")
_WATERMARK = watermark("reference-2.6")

WAN26 = Model(
    name="wan2.6-image",
    title="Wan 2.6",
    form="messages",
    prompt_length=2000,
    prompt_source="reference-2.6",
    images=ImageRules(
        side=Span(240, 8000),
        ratio=None,
        max_bytes=10 * MEGABYTE,
        formats=EDIT_FORMATS,
        source="guide",
    ),
    boxes_per_image=0,
    boxes_source="reference-2.6",
    modes=(
        Mode(
            "edit",
            "editing",
            Span(1, 4),
            _EDIT_SIZES,
            rows(
                Parameter("size", "size", "1K", "reference-2.6"),
                # The reference's default is 4, and each picture costs.
                pictures(4, 1, "ours"),
                _SEED,
                _NEGATIVE,
                Parameter("prompt_extend", "boolean", default=True, source="reference-2.6"),
                _WATERMARK,
                _MIXED,
            ),
            (_ASYNC, Endpoint(SYNC_MESSAGES, "sync", "reference-2.6", _SYNC_REGIONS)),
            "reference-2.6",
            when=MappingProxyType({"enable_interleave": False}),
        ),
        Mode(
            "mixed",
            "mixed text and pictures",
            Span(0, 1),
            _MIXED_SIZES,
            rows(
                Parameter("size", "size", None, "reference-2.6"),
                Parameter("max_images", "integer", 5, "reference-2.6", range=Span(1, 5)),
                pictures(1, 1, "reference-2.6"),
                _SEED,
                _NEGATIVE,
                _WATERMARK,
                _MIXED,
                Parameter("stream", "boolean", default=False, source="reference-2.6", place="way"),
            ),
            (_ASYNC, Endpoint(SYNC_MESSAGES, "stream", "reference-2.6", _SYNC_REGIONS)),
            "reference-2.6",
            when=MappingProxyType({"enable_interleave": True}),
            counted_by="max_images",
            exact=False,
        ),
    ),
    rate=Rate(creates_per_second=5, concurrent_tasks=5, source="rates"),
    prices=tuple(
        Price(region, amount, "CNY", READ, "prices")
        for region, amount in (("beijing", 0.20), ("singapore", 0.220177), ("virginia", 0.20), ("frankfurt", 0.20))
    ),
    typical_seconds=Span(18, 22),
    timing_source="reference-2.6",
)
