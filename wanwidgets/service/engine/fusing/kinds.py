"""The kinds of step in which pictures meet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import cv2
import numpy as np

from wanwidgets.service.engine.cutting.plain import cut_out
from wanwidgets.service.engine.cutting.thing import thing_in
from wanwidgets.service.engine.fusing.collage import MATCHING, MOST, Layout, collage
from wanwidgets.service.engine.fusing.design import Paint, covering, sprayed
from wanwidgets.service.engine.fusing.exposure import double_exposure
from wanwidgets.service.engine.fusing.surface import painted
from wanwidgets.service.engine.fusing.transfer import histogram, reinhard
from wanwidgets.service.engine.kind import Kind, Reach, Spot, changing
from wanwidgets.service.engine.masks import within_mask
from wanwidgets.service.engine.pixels import Box, Floats, Mask, Pixels, crop, feather, mix, open_sides, within
from wanwidgets.service.engine.refusal import INVALID, EngineRefusal

__all__ = ["KINDS"]

_Transfer = Callable[[Pixels, Pixels, float, np.random.Generator, "Mask | None"], Pixels]
_TRANSFERS: Mapping[str, _Transfer] = MappingProxyType(
    {"": reinhard, "mean and spread": reinhard, "histogram": histogram}
)
_Laying = Callable[[Pixels, Floats, np.random.Generator], Paint]
_HALF = 0.5
"""From here a pixel is more thing than not."""
_WHITE = 97
"""Percentile of a scene's luminance that is taken for its white."""
_FEWEST, _MOST_EXPOSED = 2, 4
"""More pictures on one frame of film are a fog."""


def _colors(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    transfer, source = _TRANSFERS[spot.values.get("method", "")], _lender(spot)
    # All boxes go equally far.
    seed = int(rng.integers(1 << 32))
    return changing(lambda part, amount, _: transfer(part, source, amount, np.random.default_rng(seed), None))(
        pixels, spot, rng
    )


def _thing_colors(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    transfer, source = _TRANSFERS[spot.values.get("method", "")], _lender(spot)
    seed = int(rng.integers(1 << 32))
    for box in spot.boxes:
        before, weight = crop(pixels, box), _surface(pixels, box, spot.area)
        solid = weight > _HALF
        after = transfer(before, source, spot.amount, np.random.default_rng(seed), solid)
        pixels = within(pixels, box, mix(before, after, weight))
    return pixels


def _lender(spot: Spot) -> Pixels:
    """Return the pixels whose colours are meant: the source, or all that is a thing on it in one row."""
    source = spot.sources[0]
    if "of" not in spot.values:
        return source
    around, box = spot.around[0]
    if box != (0, 0, around.shape[1], around.shape[0]):
        thing = thing_in(around, box)
        return source if thing is None else crop(around, box)[thing > _HALF][None]
    plain = cut_out(source)
    if plain is None:
        raise EngineRefusal(
            INVALID, "Which thing's colours are meant cannot be told: draw a box around it (bbox_list) on its picture."
        )
    return plain.pixels[plain.alpha > _HALF][None]


def _painting(lay: _Laying, opacity: float) -> Callable[[Pixels, Spot, np.random.Generator], Pixels]:
    def draw(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
        room = _white(pixels)
        out = pixels
        for box in spot.boxes:
            surface, before = _surface(pixels, box, spot.area), crop(out, box)
            paint = lay(spot.sources[0], surface * _ease(before), rng)
            seen = min(1.0, opacity * (0.6 + 0.4 * spot.amount))
            out = within(out, box, painted(before, paint, surface, room, seen))
        return out

    return draw


def _surface(pixels: Pixels, box: Box, area: Mask | None) -> Floats:
    """Return what is meant in a box, height × width of it: what a mask says, the thing, or else all but the rim."""
    x1, y1, x2, y2 = box
    if area is not None:
        padded = np.pad(area, 1, mode="edge")[y1 : y2 + 2, x1 : x2 + 2]
        return within_mask(padded, 2.0)[1:-1, 1:-1]
    thing = thing_in(pixels, box)
    if thing is not None:
        return thing
    return feather((y2 - y1, x2 - x1), 0.03 * min(x2 - x1, y2 - y1), open_sides(pixels, box))


def _ease(pixels: Pixels) -> Floats:
    """Return how well paint would be seen, height × width: nobody sprays into the shadow below a thing."""
    bright = pixels.max(axis=2).astype(np.float32)
    return np.asarray(np.clip(bright / max(float(np.median(bright)), 1.0), 0.5, 1), np.float32)


def _white(pixels: Pixels) -> float:
    step = max(1, max(pixels.shape[:2]) // 256)
    tone = cv2.cvtColor(np.ascontiguousarray(pixels[::step, ::step]), cv2.COLOR_RGB2GRAY)
    return float((np.percentile(tone, _WHITE) / 255) ** 2.2)


def _several(what: str, pictures: Sequence[Pixels], most: int) -> None:
    if not _FEWEST <= len(pictures) <= most:
        have = "there is one" if len(pictures) == 1 else f"there are {len(pictures)}"
        raise EngineRefusal(
            INVALID, f"A {what} takes {_FEWEST} to {most} pictures, but {have}. Add pictures or name fewer."
        )


def _collage(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    del pixels
    _several("collage", spot.sources, MOST)
    rows = int(spot.values["rows"]) if "rows" in spot.values else None
    if rows is not None and rows > len(spot.sources):
        raise EngineRefusal(INVALID, f"{rows} rows take at least {rows} pictures, but there are {len(spot.sources)}.")
    return collage(
        spot.sources, spot.size, Layout(spot.values["layout"], rows), spot.values.get("color", MATCHING), rng
    )


def _double(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    del pixels
    _several("double exposure", spot.sources, _MOST_EXPOSED)
    return double_exposure(spot.sources, spot.size, rng)


KINDS: tuple[Kind, ...] = (
    Kind(
        "colors",
        "give {where} the colours of [the {of} in ]{source}{strength}[, by {method}]",
        _colors,
        sources=1,
        most_sources=1,
        assumes=True,
        own_source=True,
        example='"Give image 1 the colours of image 2"',
    ),
    Kind(
        "thing_colors",
        "give the thing in {where} the colours of [the {of} in ]{source}{strength}[, by {method}]",
        _thing_colors,
        Reach.PLACE,
        sources=1,
        most_sources=1,
        assumes=True,
        own_source=True,
        example='"Give the car in box 1 of image 1 the colours of image 2"',
    ),
    Kind(
        "graffiti",
        "spray what is painted on {source} onto the thing in {where}{strength}, its light kept",
        _painting(sprayed, 0.94),
        Reach.PLACE,
        sources=1,
        most_sources=1,
        assumes=True,
        own_source=True,
        example='"Spray the graffiti from image 2 onto the car in box 1 of image 1"',
    ),
    Kind(
        "texture",
        "cover the thing in {where} with the texture of {source}{strength}, its light kept",
        _painting(covering, 1.0),
        Reach.PLACE,
        sources=1,
        most_sources=1,
        assumes=True,
        own_source=True,
        example='"Cover the wall in box 1 of image 1 with the texture of image 2"',
    ),
    Kind(
        "collage",
        "put {source} {layout}[ of {rows} rows][ on {color}]",
        _collage,
        Reach.WHOLE,
        most_sources=MOST,
        reframes=True,
        gathers=True,
        example='"Put image 1 and image 2 side by side"',
    ),
    Kind(
        "double_exposure",
        "double exposure of {source}",
        _double,
        Reach.WHOLE,
        most_sources=_MOST_EXPOSED,
        reframes=True,
        gathers=True,
        example='"Make a double exposure of image 1 and image 2"',
    ),
)
