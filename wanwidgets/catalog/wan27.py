"""wan2.7-image and wan2.7-image-pro: editing, text to picture, image sets."""

from __future__ import annotations

from types import MappingProxyType

from wanwidgets.catalog.common import ASYNC_MESSAGES, EDIT_FORMATS, MEGABYTE, SYNC_MESSAGES, pictures, seed, watermark
from wanwidgets.catalog.sources import READ
from wanwidgets.facts import Endpoint, ImageRules, Mode, Model, Parameter, Price, Rate, rows
from wanwidgets.sizes import SizeRules, Span, Tier

__all__ = ["WAN27", "WAN27_PRO"]

_REGIONS = ("beijing", "singapore")

_ENDPOINTS = (
    Endpoint(ASYNC_MESSAGES, "async", "guide", _REGIONS),
    Endpoint(SYNC_MESSAGES, "sync", "guide", _REGIONS),
)

_IMAGES = ImageRules(
    side=Span(240, 8000),
    ratio=Span(1 / 8, 8),
    max_bytes=20 * MEGABYTE,
    formats=EDIT_FORMATS,
    source="guide",
)

_TIERS = (Tier("1K", 1024 * 1024), Tier("2K", 2048 * 2048))
_RATIO = Span(1 / 8, 8)
_SMALLEST = 768 * 768
_SIZES = SizeRules("guide", _TIERS, Span(_SMALLEST, 2048 * 2048), _RATIO)
_SIZES_4K = SizeRules("guide", (*_TIERS, Tier("4K", 4096 * 4096)), Span(_SMALLEST, 4096 * 4096), _RATIO)

_SIZE = Parameter("size", "size", "2K", "guide")
# The reference says 1, the OpenAPI description and the older pages say 4, and each picture costs.
_N = pictures(4, 1, "ours")
# The reference's default is 12; the guide's own samples ask for 4.
_N_SET = pictures(12, 4, "ours")
_SEED = seed("reference")
_WATERMARK = watermark("reference")
_SET = Parameter("enable_sequential", "boolean", default=False, source="reference")
_THINKING = Parameter("thinking_mode", "boolean", default=True, source="reference")
# In force only without input pictures, yet the guide's own editing samples send it.
_THINKING_IDLE = Parameter("thinking_mode", "boolean", default=True, source="guide", idle=True)
_PALETTE = Parameter("color_palette", "palette", None, "reference", range=Span(3, 10))


def _model(name: str, title: str, *, text_sizes: SizeRules, beijing: float, singapore: float) -> Model:
    return Model(
        name=name,
        title=title,
        form="messages",
        prompt_length=5000,
        prompt_source="guide",
        images=_IMAGES,
        boxes_per_image=2,
        boxes_source="guide",
        modes=(
            Mode(
                "edit",
                "editing",
                Span(1, 9),
                _SIZES,
                rows(_SIZE, _N, _SEED, _WATERMARK, _PALETTE, _SET, _THINKING_IDLE),
                _ENDPOINTS,
                "guide",
                when=MappingProxyType({"enable_sequential": False}),
            ),
            Mode(
                "text",
                "text to picture",
                Span(0, 0),
                text_sizes,
                rows(_SIZE, _N, _SEED, _WATERMARK, _PALETTE, _SET, _THINKING),
                _ENDPOINTS,
                "guide",
                when=MappingProxyType({"enable_sequential": False}),
            ),
            Mode(
                "set",
                "an image set",
                Span(0, 9),
                _SIZES,
                rows(_SIZE, _N_SET, _SEED, _WATERMARK, _SET),
                _ENDPOINTS,
                "reference",
                when=MappingProxyType({"enable_sequential": True}),
                exact=False,
            ),
        ),
        rate=Rate(creates_per_second=5, concurrent_tasks=5, source="rates"),
        prices=(
            Price("beijing", beijing, "CNY", READ, "prices"),
            Price("singapore", singapore, "CNY", READ, "prices"),
        ),
        typical_seconds=Span(12, 22),
        timing_source="reference",
    )


WAN27 = _model("wan2.7-image", "Wan 2.7", text_sizes=_SIZES, beijing=0.20, singapore=0.220177)
WAN27_PRO = _model("wan2.7-image-pro", "Wan 2.7 Pro", text_sizes=_SIZES_4K, beijing=0.50, singapore=0.562065)
