"""wanx2.1-imageedit: one function a request. The guide names it as the replacement of wanx-x-painting."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from wanwidgets.catalog.common import ASYNC_SYNTHESIS, MEGABYTE, pictures, seed, watermark
from wanwidgets.catalog.sources import READ
from wanwidgets.facts import Endpoint, ImageRules, Mode, Model, Parameter, Price, Rate, rows
from wanwidgets.sizes import SizeRules, Span

__all__ = ["IMAGEEDIT"]

_SOURCE = "reference-2.1"
_ENDPOINTS = (Endpoint(ASYNC_SYNTHESIS, "async", _SOURCE, ("beijing",)),)
_STRENGTH = Parameter("strength", "number", 0.5, _SOURCE, range=Span(0, 1))
_SCALES = tuple(
    Parameter(f"{side}_scale", "number", 1.0, _SOURCE, range=Span(1, 2)) for side in ("top", "bottom", "left", "right")
)
_UPSCALE = Parameter("upscale_factor", "integer", 1, _SOURCE, range=Span(1, 4))
_SKETCH = Parameter("is_sketch", "boolean", default=False, source=_SOURCE)

# The function, what it is called, and the parameters that belong to it alone. The reference lists these parameters;
# which function each belongs to follows from their names and descriptions.
_FUNCTIONS: tuple[tuple[str, str, Sequence[Parameter]], ...] = (
    ("description_edit", "edit by description", ()),
    ("description_edit_with_mask", "edit by description under a mask", ()),
    ("stylization_all", "style of the whole picture", (_STRENGTH,)),
    ("stylization_local", "style of a part", ()),
    ("remove_watermark", "remove text and watermarks", ()),
    ("expand", "expand the picture", _SCALES),
    ("super_resolution", "raise the resolution", (_UPSCALE,)),
    ("colorization", "colour a grey picture", ()),
    ("doodle", "picture from a sketch", (_SKETCH,)),
    ("control_cartoon_feature", "picture after a cartoon figure", ()),
)

_FUNCTION = Parameter(
    "function",
    "choice",
    "description_edit",
    _SOURCE,
    choices=tuple(name for name, _, _ in _FUNCTIONS),
    place="input",
)


def _mode(name: str, title: str, own: Sequence[Parameter]) -> Mode:
    return Mode(
        name,
        title,
        Span(1, 1),
        # There is no parameter size: the result follows the input picture.
        SizeRules(_SOURCE),
        rows(_FUNCTION, pictures(4, 1, _SOURCE), seed(_SOURCE), *own, watermark(_SOURCE)),
        _ENDPOINTS,
        _SOURCE,
        when=MappingProxyType({"function": name}),
        mask="required" if name == "description_edit_with_mask" else "none",
    )


IMAGEEDIT = Model(
    name="wanx2.1-imageedit",
    title="Wanx 2.1",
    form="base_image",
    prompt_length=800,
    prompt_source=_SOURCE,
    images=ImageRules(
        side=Span(512, 4096),
        ratio=None,
        max_bytes=10 * MEGABYTE,
        formats=("JPEG", "PNG", "BMP", "TIFF", "WEBP"),
        source=_SOURCE,
    ),
    boxes_per_image=0,
    boxes_source=_SOURCE,
    modes=tuple(_mode(*row) for row in _FUNCTIONS),
    rate=Rate(creates_per_second=2, concurrent_tasks=2, source="rates"),
    prices=(Price("beijing", 0.14, "CNY", READ, "prices"),),
    # No timing is documented; that of the neighbouring model stands in for it.
    typical_seconds=Span(20, 30),
    timing_source="guess",
)
