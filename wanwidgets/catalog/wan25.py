"""wan2.5-i2i-preview: editing and fusing up to three pictures."""

from __future__ import annotations

from wanwidgets.catalog.common import ASYNC_SYNTHESIS, EDIT_FORMATS, MEGABYTE, pictures, seed, watermark
from wanwidgets.catalog.sources import READ
from wanwidgets.facts import Endpoint, ImageRules, Mode, Model, Parameter, Price, Rate, rows
from wanwidgets.sizes import SizeRules, Span

__all__ = ["WAN25"]

WAN25 = Model(
    name="wan2.5-i2i-preview",
    title="Wan 2.5",
    form="images",
    prompt_length=2000,
    prompt_source="openapi-2.5",
    images=ImageRules(
        side=Span(384, 5000),
        ratio=Span(1 / 4, 4),
        max_bytes=10 * MEGABYTE,
        formats=EDIT_FORMATS,
        source="guide",
    ),
    boxes_per_image=0,
    boxes_source="openapi-2.5",
    modes=(
        Mode(
            "edit",
            "editing",
            Span(1, 3),
            SizeRules("openapi-2.5", pixels=Span(768 * 768, 1280 * 1280), ratio=Span(1 / 4, 4), natural=1280 * 1280),
            rows(
                Parameter("size", "size", None, "openapi-2.5"),
                # The documented default is 4, and each picture costs.
                pictures(4, 1, "ours"),
                seed("openapi-2.5"),
                Parameter("negative_prompt", "text", None, "openapi-2.5", length=500, place="input"),
                Parameter("prompt_extend", "boolean", default=True, source="openapi-2.5"),
                watermark("openapi-2.5"),
            ),
            (Endpoint(ASYNC_SYNTHESIS, "async", "guide", ("beijing", "singapore")),),
            "guide",
        ),
    ),
    rate=Rate(creates_per_second=5, concurrent_tasks=5, source="rates"),
    prices=(
        Price("beijing", 0.20, "CNY", READ, "prices"),
        Price("singapore", 0.220177, "CNY", READ, "prices"),
    ),
    typical_seconds=Span(53, 73),
    timing_source="guide",
)
