"""The kinds of step in which what is where it is changes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from wanwidgets.service.engine.kind import Change, Draw, Kind, Reach, Spot, changing
from wanwidgets.service.engine.masks import bounds, within_mask
from wanwidgets.service.engine.pixels import Box, Floats, Pixels, crop, feather, open_sides, within
from wanwidgets.service.engine.refusal import INVALID, EngineRefusal
from wanwidgets.service.engine.retouching import focus, tone, vivid
from wanwidgets.service.engine.retouching.fill import fill
from wanwidgets.service.engine.retouching.likeness import called
from wanwidgets.service.engine.retouching.pixelate import mosaic, pixelate
from wanwidgets.service.engine.retouching.recolor import recolor, tint
from wanwidgets.service.engine.retouching.subject import subject

__all__ = ["KINDS"]

_EDGE = 1.5
"""Width over which another colour fades in at the rim of a mask or of a box, pixels."""
_SOFT = 0.12
"""Width over which another light fades in inside a box, in parts of its shorter side: light has no hard edge."""
_FAR = 0.95
"""Part of what is there beyond which light is not changed: all of it would leave nothing."""
_RARE = 0.002
"""Part of a place that must have a colour for it to be there at all."""


def _coloring(change: str, rim: float) -> Draw:
    """Return what lays one shade in every box, since it is one colour that was asked for."""

    def draw(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
        seed = int(rng.integers(1 << 32))
        return changing(_layer(change, _color(spot), seed), rim=rim)(pixels, spot, rng)

    return draw


def _color(spot: Spot) -> str:
    return f"{spot.values.get('shade', '')} {spot.values['color']}".strip()


def _layer(change: str, color: str, seed: int) -> Change:
    if change == "fill":
        return lambda part, _, __: fill(part, color, np.random.default_rng(seed))
    return lambda part, amount, _: tint(part, color, amount, np.random.default_rng(seed))


def _recolor(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    seed = int(rng.integers(1 << 32))
    for box, rim in _places(pixels, spot):
        weight = rim if spot.area is not None else subject(pixels, box)
        part = recolor(crop(pixels, box), _shared(weight, spot), _color(spot), np.random.default_rng(seed))
        pixels = within(pixels, box, part)
    return pixels


def _replace_color(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    was, color = spot.values["was"], _color(spot)
    if was == color:
        raise EngineRefusal(INVALID, f"The prompt changes {was} to {color}. Name two colours.")
    seed = int(rng.integers(1 << 32))
    found = 0.0
    for box, rim in _places(pixels, spot):
        before = crop(pixels, box)
        weight = called(before, was) * rim
        found = max(found, float(weight.mean()))
        pixels = within(pixels, box, recolor(before, _shared(weight, spot), color, np.random.default_rng(seed)))
    if found < _RARE:
        where = "there" if spot.boxes else "in the picture"
        raise EngineRefusal(
            INVALID, f"Hardly anything {where} is {was}. Name a colour that is there, or draw a box and recolour that."
        )
    return pixels


_AMOUNTS: Mapping[str, Callable[[float], float]] = MappingProxyType(
    {
        "brighten": lambda part: -math.log2(1 - min(part, _FAR)) / tone.LIFT,
        "darken": lambda part: -math.log2(1 - min(part, _FAR)) / tone.LIFT,
        "contrast": lambda part: part / tone.STEEPER,
        "flatten": lambda part: part / tone.FLATTER,
        "saturate": lambda part: part / vivid.MORE,
        "mute": lambda part: part / vivid.LESS,
    }
)
"""What amount a part means that is said: of light it holds for middle grey, of colour for pale ones, of contrast for
the slope at the mean."""
_LESSENING = ("darken", "flatten", "mute")


def _measured(name: str, change: Change) -> Draw:
    """Return what does a change as much as is said in parts of a hundred, or as the amount is."""
    draw = changing(change, rim=_SOFT)

    def measured(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
        said = spot.values.get("percent")
        if said is None:
            return draw(pixels, spot, rng)
        part = float(said) / 100
        if part > 1 and name in _LESSENING:
            raise EngineRefusal(INVALID, f"Nothing can be made less by {said} %: it can be 1 to 100.")
        return draw(pixels, replace(spot, amount=_AMOUNTS[name](part)), rng)

    return measured


def _shared(weight: Floats, spot: Spot) -> Floats:
    return np.asarray(weight * min(1.0, 0.1 + spot.amount), np.float32)


def _places(pixels: Pixels, spot: Spot) -> Iterator[tuple[Box, Floats]]:
    """Yield each box with weights of its size, which fall off at the rim."""
    if spot.area is not None:
        x1, y1, x2, y2 = box = bounds(spot.area)
        padded = np.pad(spot.area, 1, mode="edge")[y1 : y2 + 2, x1 : x2 + 2]
        yield box, within_mask(padded, _EDGE)[1:-1, 1:-1]
        return
    for box in spot.boxes or (spot.inner,):
        yield box, feather((box[3] - box[1], box[2] - box[0]), _EDGE, open_sides(pixels, box))


KINDS: tuple[Kind, ...] = (
    Kind("sharpen", "sharpen{strength} in {where}", changing(focus.sharpen), example='"Sharpen the picture"'),
    Kind("blur", "blur{strength} in {where}", changing(focus.blur, whole=focus.soften), example='"Blur box 1"'),
    Kind(
        "pixelate",
        "pixelate{strength} in {where}",
        changing(pixelate, whole=mosaic, rim=0),
        example='"Pixelate the face in box 1"',
    ),
    Kind(
        "brighten",
        "brighter{strength}[, by about {percent} %,] in {where}",
        _measured("brighten", tone.brighten),
        example='"Make box 1 brighter"',
    ),
    Kind(
        "darken",
        "darker{strength}[, by about {percent} %,] in {where}",
        _measured("darken", tone.darken),
        example='"Make it darker"',
    ),
    Kind(
        "contrast",
        "more contrast{strength}[, by about {percent} %,] in {where}",
        _measured("contrast", tone.contrast),
        example='"More contrast"',
    ),
    Kind(
        "flatten",
        "less contrast{strength}[, by about {percent} %,] in {where}",
        _measured("flatten", tone.flatten),
        example='"Less contrast"',
    ),
    Kind(
        "saturate",
        "stronger colours{strength}[, by about {percent} %,] in {where}",
        _measured("saturate", vivid.saturate),
        example='"More vivid colours"',
    ),
    Kind(
        "mute",
        "weaker colours{strength}[, by about {percent} %,] in {where}",
        _measured("mute", vivid.mute),
        example='"Reduce the saturation"',
    ),
    Kind(
        "fill",
        "fill {where} with [{shade} ]{color}",
        _coloring("fill", 0),
        Reach.PLACE,
        example='"Fill box 1 with red"',
    ),
    Kind("tint", "tint {where} [{shade} ]{color}{strength}", _coloring("tint", _SOFT), example='"Give it a blue tint"'),
    Kind(
        "recolor",
        "recolour the thing in {where} to [{shade} ]{color}{strength}",
        _recolor,
        Reach.PLACE,
        example='"Make the car in box 1 red"',
    ),
    Kind(
        "replace_color",
        "change {was} to [{shade} ]{color}{strength} in {where}",
        _replace_color,
        example='"Change red to blue"',
    ),
)
