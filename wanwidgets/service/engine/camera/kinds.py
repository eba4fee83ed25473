"""The kinds of step that another lens, side or crop is."""

from __future__ import annotations

import numpy as np

from wanwidgets.service.engine.camera.cut import around, centred, half, of_ratio
from wanwidgets.service.engine.camera.fisheye import fisheye, half_field
from wanwidgets.service.engine.camera.miniature import miniature
from wanwidgets.service.engine.camera.perspective import lean
from wanwidgets.service.engine.camera.turn import mirror, quarters, straighten, turn
from wanwidgets.service.engine.camera.vignette import vignette
from wanwidgets.service.engine.frame import bounded
from wanwidgets.service.engine.grow import expand
from wanwidgets.service.engine.kind import Kind, Reach, Spot
from wanwidgets.service.engine.pixels import Box, Pixels, crop
from wanwidgets.service.engine.refusal import INVALID, EngineRefusal

__all__ = ["KINDS"]

_QUARTER, _TURN = 90.0, 360.0
_SMALL = 15.0
"""Up to so many degrees a picture is cut so that no corner is empty; beyond, too much of it would be lost."""
_CUT_AWAY = 1.3
"""How much larger than the output a picture is that is then cut for an angle of `_SMALL`."""
_ZOOM, _LEAST, _MOST = 0.5, 1.05, 8.0
_ROOM = 0.1
"""What is shown around a box that is zoomed in on, in parts of it."""
_SMALLEST = 8
"""A part with fewer pixels along a side shows nothing."""
_LEAN = 32.0
_BAND = 0.16
"""Height of the sharp band where no box says it, in parts of the picture's."""
_SIGHT = 2.0
"""Sides of what a vignette leaves light around a box, in sides of the box."""
_MARKED = 0.002


def _seen(pixels: Pixels, spot: Spot) -> Pixels:
    """Return the picture without the frame that it has where ratios differ."""
    return pixels if _full(pixels, spot.inner) else crop(pixels, spot.inner)


def _full(pixels: Pixels, box: Box) -> bool:
    return box == (0, 0, pixels.shape[1], pixels.shape[0])


def _size(pixels: Pixels) -> tuple[int, int]:
    return pixels.shape[1], pixels.shape[0]


def _told_apart(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Change one pixel in 500 by one level, so that the pictures of one order are different files.

    What is exact has no variation that anybody should see.
    """
    out = pixels.copy()
    count = max(1, round(_MARKED * out.shape[0] * out.shape[1]))
    rows, columns = (rng.integers(side, size=count) for side in out.shape[:2])
    values = out[rows, columns]
    out[rows, columns] = np.where(values < 128, values + 1, values - 1)  # noqa: PLR2004 - away from 0 and 255
    return out


def _fisheye(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    # The middle is magnified, so more than the output's own pixels are of use there.
    seen = bounded(_seen(pixels, spot), 2 * max(spot.size))
    return fisheye(seen, _fitting(seen, spot.size), half_field(spot.amount, rng))


def _fitting(pixels: Pixels, size: tuple[int, int]) -> tuple[int, int]:
    """Return the largest size of the picture's ratio within the output."""
    width, height = _size(pixels)
    scale = min(size[0] / width, size[1] / height)
    return min(size[0], max(1, round(width * scale))), min(size[1], max(1, round(height * scale)))


def _rotate(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    degrees = float(spot.values["degrees"]) * (-1 if spot.values.get("turn") == "counterclockwise" else 1)
    seen = _seen(pixels, spot)
    right_angles = round(degrees / _QUARTER)
    rest = degrees - right_angles * _QUARTER
    if not rest:
        return _told_apart(quarters(seen, right_angles % 4), rng)
    if abs(rest) <= _SMALL:
        seen = quarters(bounded(seen, round(_CUT_AWAY * max(spot.size))), right_angles % 4)
        return _told_apart(straighten(seen, rest), rng)
    seen = bounded(seen, 2 * max(spot.size))
    return _told_apart(turn(seen, spot.size, degrees % _TURN), rng)


def _mirror(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    return _told_apart(mirror(_seen(pixels, spot), spot.values["axis"]), rng)


def _crop(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    return _told_apart(crop(pixels, _one(spot.boxes)), rng)


def _one(boxes: tuple[Box, ...]) -> Box:
    if len(boxes) > 1:
        raise EngineRefusal(
            INVALID, f"A picture can be cut to one box, not to {len(boxes)}. Name one of them: crop to box 1."
        )
    box = boxes[0]
    if min(box[2] - box[0], box[3] - box[1]) < _SMALLEST:
        raise EngineRefusal(
            INVALID,
            f"The box is {box[2] - box[0]} × {box[3] - box[1]} pixels large, of which no picture can be made: draw one "
            f"with at least {_SMALLEST} a side.",
        )
    return box


def _trim(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    seen = _seen(pixels, spot)
    across, down = (float(part) for part in spot.values["ratio"].split(":"))
    # Nobody said which part is kept: that in the middle, or a little beside it.
    return _told_apart(crop(seen, of_ratio(_size(seen), across / down, rng.uniform(-0.08, 0.08))), rng)


def _halve(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    seen = _seen(pixels, spot)
    return _told_apart(crop(seen, half(_size(seen), spot.values["half"])), rng)


def _factor(spot: Spot, rng: np.random.Generator) -> float:
    """Return how many times larger, as it was said or as it is fit."""
    said = spot.values.get("times")
    factor = float(said) if said else 1 + _ZOOM * spot.amount * rng.uniform(0.92, 1.08)
    if not _LEAST <= factor <= _MOST:
        raise EngineRefusal(INVALID, f"A zoom of {factor:g} times is not possible: it can be {_LEAST} to {_MOST:g}.")
    return factor


def _zoom(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    if spot.boxes:
        box = _one(spot.boxes)
        factor = _factor(spot, rng) if "times" in spot.values else 0.0
        part = around(_size(pixels), box, _ROOM * rng.uniform(0.7, 1.3) / spot.amount**2, factor)
        return _told_apart(crop(pixels, part), rng)
    seen = _seen(pixels, spot)
    part = centred(_size(seen), _factor(spot, rng), rng)
    if min(part[2] - part[0], part[3] - part[1]) < _SMALLEST:
        raise EngineRefusal(INVALID, "The picture is too small to zoom in so far: less than 8 pixels would be left.")
    return _told_apart(crop(seen, part), rng)


def _zoom_out(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    factor = _factor(spot, rng)
    seen = _seen(pixels, spot)
    width, height = _fitting(seen, spot.size)
    small = bounded(seen, max(1, round(max(width, height) / factor)))
    added = [max(0, side - own) for side, own in zip((width, height), _size(small), strict=True)]
    limits = [min((more + 1) // 2, own) for more, own in zip(added, _size(small), strict=True)]
    return expand(small, (limits[0], limits[1], limits[0], limits[1]), rng)


def _tilt(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    seen = bounded(_seen(pixels, spot), 2 * max(spot.size))
    return lean(
        seen, _fitting(seen, spot.size), spot.values["side"], min(50.0, _LEAN * spot.amount * rng.uniform(0.9, 1.1))
    )


def _miniature(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    left, top, right, bottom = spot.inner
    if spot.boxes and spot.area is None:
        _, first, _, last = _joint(spot.boxes)
        band = ((first - top) / (bottom - top), (last - top) / (bottom - top))
    else:
        middle = rng.uniform(0.52, 0.66)
        band = (middle - _BAND / 2, middle + _BAND / 2)
    out = pixels.copy()
    out[top:bottom, left:right] = miniature(pixels[top:bottom, left:right], band, spot.amount, rng)
    return _under(spot, pixels, out)


def _vignette(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    light = spot.inner
    if spot.boxes and spot.area is None:
        left, top, right, bottom = _joint(spot.boxes)
        across, down = (round(_SIGHT * side / 2) for side in (right - left, bottom - top))
        x, y = (left + right) // 2, (top + bottom) // 2
        light = (x - across, y - down, x + across, y + down)
    return _under(spot, pixels, vignette(pixels, light, spot.amount, rng))


def _joint(boxes: tuple[Box, ...]) -> Box:
    """Return the smallest box around all of them."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _under(spot: Spot, before: Pixels, after: Pixels) -> Pixels:
    """Keep to the mask, since it limits all that is done."""
    return after if spot.area is None else np.where(spot.area[:, :, None], after, before)


KINDS: tuple[Kind, ...] = (
    Kind(
        "fisheye",
        "fisheye lens{strength} on {where}",
        _fisheye,
        Reach.WHOLE,
        reframes=True,
        example='"Reshoot this photo with a fisheye lens"',
    ),
    Kind(
        "rotate",
        "turn {where} by {degrees}° {turn}",
        _rotate,
        Reach.WHOLE,
        reframes=True,
        example='"Rotate the picture by 90 degrees"',
    ),
    Kind("mirror", "mirror {where} {axis}", _mirror, Reach.WHOLE, reframes=True, example='"Mirror the picture"'),
    Kind("crop", "crop to {where}", _crop, Reach.PLACE, reframes=True, example='"Crop to box 1"'),
    Kind("trim", "crop {where} to {ratio}", _trim, Reach.WHOLE, reframes=True, example='"Crop it to 16:9"'),
    Kind(
        "halve",
        "crop {where} to its {half} half",
        _halve,
        Reach.WHOLE,
        reframes=True,
        example='"Crop to the left half"',
    ),
    Kind("zoom", "zoom in[ {times} times]{strength} on {where}", _zoom, reframes=True, example='"Zoom in on box 1"'),
    Kind(
        "zoom_out",
        "zoom out[ {times} times]{strength} of {where}, its surroundings being mirrored and softened",
        _zoom_out,
        Reach.WHOLE,
        reframes=True,
        example='"Zoom out"',
    ),
    Kind(
        "tilt",
        "lean {where}{strength}: its {side} side moves away",
        _tilt,
        Reach.WHOLE,
        reframes=True,
        example='"Tilt the perspective to the left"',
    ),
    Kind(
        "miniature",
        "tilt-shift{strength}, sharp in {where}",
        _miniature,
        beyond=True,
        example='"Tilt-shift effect with box 1 sharp"',
    ),
    Kind("vignette", "vignette{strength} around {where}", _vignette, beyond=True, example='"Add a vignette"'),
)
