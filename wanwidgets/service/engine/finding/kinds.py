"""The kinds of step in which what is in a picture is found and marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from wanwidgets.service.engine.finding.colored import colored
from wanwidgets.service.engine.finding.faces import faces
from wanwidgets.service.engine.finding.marking import marking, outlined
from wanwidgets.service.engine.finding.veil import veil
from wanwidgets.service.engine.kind import Kind, Reach, Spot
from wanwidgets.service.engine.lettering.legible import legible
from wanwidgets.service.engine.pixels import Box, Pixels, crop
from wanwidgets.service.engine.refusal import INVALID, EngineRefusal

__all__ = ["KINDS"]

_LONGEST_NAME = 40
"""Characters of a name."""
_NO_FACE = (
    "No face was found. The local service finds faces that look at the camera and are not too small, no faces from the "
    "side and nothing else by itself. Draw a box and say \"Label box 1 'face'\"."
)


def _faces(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    found = _found(pixels, spot, faces, _NO_FACE)
    names = _numbered(spot.values.get("labels", "face"), len(found))
    return marking(pixels, found, names, rng, _room(spot))


def _veil(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    return veil(pixels, _found(pixels, spot, faces, _NO_FACE), spot.values["veil"], rng)


def _colored(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    color = spot.values["color"]
    told = (
        f"Nothing {color} was found that is large enough: the local service marks what covers at least 0.4 % of the "
        f"picture. Draw a box and say \"Label box 1 '{color}'\"."
    )
    found = _found(pixels, spot, lambda part: colored(part, color), told)
    return marking(pixels, found, _numbered(spot.values.get("labels", ""), len(found)), rng, _room(spot))


def _label(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    names = _each(spot.values.get("labels", ""), len(spot.boxes))
    if spot.area is not None:
        # Beside a mask nothing changes: its rim is drawn, and the name inside.
        return _inside(pixels, outlined(pixels, spot.area, rng), spot, names, rng)
    return marking(pixels, spot.boxes, names, rng, spot.inner)


def _inside(before: Pixels, pixels: Pixels, spot: Spot, names: Sequence[str], rng: np.random.Generator) -> Pixels:
    named = marking(pixels, (), (), rng) if not names[0] else marking(pixels, spot.boxes, names, rng, spot.boxes[0])
    area = spot.area
    return before if area is None else np.where(area[:, :, None], named, before)


def _found(pixels: Pixels, spot: Spot, find: Callable[[Pixels], Sequence[Box]], nothing: str) -> tuple[Box, ...]:
    """Look in the boxes, or in the picture without the frame around it; refuse where nothing is."""
    found = [
        (left + x1, top + y1, left + x2, top + y2)
        for left, top, right, bottom in spot.boxes or (spot.inner,)
        for x1, y1, x2, y2 in find(crop(pixels, (left, top, right, bottom)))
    ]
    if not found:
        raise EngineRefusal(INVALID, nothing)
    return tuple(dict.fromkeys(found))


def _room(spot: Spot) -> Box:
    """Return where names may be: in the one box, or in the picture."""
    return spot.boxes[0] if len(spot.boxes) == 1 else spot.inner


def _numbered(said: str, count: int) -> tuple[str, ...]:
    """Return names of what was found, numbered where one stands for several."""
    names = _split(said)
    if count > 1 and len(names) <= 1:
        start = f"{names[0]} " if names and names[0] else ""
        return tuple(f"{start}{number}" for number in range(1, count + 1))
    return _each(said, count)


def _each(said: str, count: int) -> tuple[str, ...]:
    """Return a name for each box: one stands for all of them, otherwise there are as many."""
    names = _split(said) or ("",)
    if len(names) == 1:
        return names * count
    if len(names) != count:
        have = "is one box" if count == 1 else f"are {count} boxes"
        raise EngineRefusal(
            INVALID, f"The prompt has {len(names)} names, but there {have}: name each box, or all with one name."
        )
    return names


def _split(said: str) -> tuple[str, ...]:
    names = tuple(legible(name) for name in said.split(" | ")) if said else ()
    for name in names:
        if len(name) > _LONGEST_NAME:
            raise EngineRefusal(
                INVALID, f'The name "{name[:_LONGEST_NAME]}…" has {len(name)} characters: use at most {_LONGEST_NAME}.'
            )
    return names


_EXAMPLE = (
    '"Label box 1 \'laptop\'"; by itself the local service finds faces ("Detect the faces") and things of one '
    'colour ("Mark the red things")'
)

KINDS: tuple[Kind, ...] = (
    Kind("faces", 'find faces in {where} and mark them[ "{labels}"]', _faces, example='"Detect the faces"'),
    Kind("veil", "{veil} the faces in {where}", _veil, example='"Blur the faces"'),
    Kind(
        "colored",
        'find what is {color} in {where} and mark it[ "{labels}"]',
        _colored,
        example='"Mark the red things"',
    ),
    Kind("label", 'draw {where}[ with the name "{labels}"]', _label, Reach.PLACE, beyond=True, example=_EXAMPLE),
)
