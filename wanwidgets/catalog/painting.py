"""wanx-x-painting: what lies under a mask is painted anew."""

from __future__ import annotations

from wanwidgets.catalog.common import ASYNC_SYNTHESIS, MEGABYTE, pictures
from wanwidgets.facts import Endpoint, ImageRules, Mode, Model, Parameter, Rate, Trial, rows
from wanwidgets.sizes import SizeRules, Span

__all__ = ["PAINTING"]

_STYLES = (
    "<auto>",
    "<3d cartoon>",
    "<anime>",
    "<oil painting>",
    "<watercolor>",
    "<sketch>",
    "<chinese painting>",
    "<flat illustration>",
)

PAINTING = Model(
    name="wanx-x-painting",
    title="Wanx painting",
    form="base_image",
    prompt_length=75,
    prompt_source="openapi-painting",
    images=ImageRules(
        # "Larger than 256×256, smaller than 4096×4096".
        side=Span(257, 4095),
        ratio=None,
        max_bytes=10 * MEGABYTE,
        # The guide's page has TIFF and WEBP as well; what both name is safe.
        formats=("JPEG", "PNG", "BMP"),
        source="openapi-painting",
        inline=False,
    ),
    boxes_per_image=0,
    boxes_source="openapi-painting",
    modes=(
        Mode(
            "inpaint",
            "inpainting",
            Span(1, 1),
            SizeRules("openapi-painting", choices=("1024*1024", "720*1280", "1280*720")),
            rows(
                Parameter("size", "size", "1024*1024", "openapi-painting"),
                pictures(4, 1, "openapi-painting"),
                Parameter("style", "choice", "<auto>", "openapi-painting", choices=_STYLES),
                # The documents contradict each other about what white means, so the colour is always said.
                Parameter("mask_color", "colors", None, "openapi-painting"),
            ),
            (Endpoint(ASYNC_SYNTHESIS, "async", "painting", ("beijing",)),),
            "painting",
            mask="required",
        ),
    ),
    rate=Rate(creates_per_second=2, concurrent_tasks=1, source="rates"),
    prices=(),
    trial=Trial(500, "painting"),
    typical_seconds=Span(26, 27),
    timing_source="painting",
)
