"""The kinds of step in which a thing is told from what is around it."""

from __future__ import annotations

import numpy as np

from wanwidgets.service.engine.cutting.around import changed_around
from wanwidgets.service.engine.cutting.grounds import TRANSPARENT, checkered, covering, in_front_of, plain
from wanwidgets.service.engine.cutting.shown import BRIGHT, inks, masked, outlined, veiled
from wanwidgets.service.engine.cutting.sticker import sticker
from wanwidgets.service.engine.cutting.subject import boxed, subject, subjects
from wanwidgets.service.engine.kind import Kind, Reach, Spot
from wanwidgets.service.engine.pixels import Floats, Pixels

__all__ = ["KINDS"]


def _subject(pixels: Pixels, spot: Spot) -> Floats:
    return subject(pixels, spot.boxes, spot.area, spot.inner)


def _cut(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    color = spot.values["ground"]
    ground = checkered(pixels.shape) if color == TRANSPARENT else plain(pixels.shape, color)
    return in_front_of(ground, pixels, _subject(pixels, spot), rng)


def _backdrop(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    alpha = _subject(pixels, spot)
    return in_front_of(covering(spot.sources[0], pixels.shape, rng), pixels, alpha, rng, lend=True)


def _around(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    return changed_around(pixels, _subject(pixels, spot), spot.values["change"], spot.amount, rng)


def _outside(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    alpha = boxed(pixels.shape, spot.boxes, spot.area)
    return changed_around(pixels, alpha, spot.values["change"], spot.amount, rng)


def _segment(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    # All are told before any is drawn upon.
    things = list(subjects(pixels, spot.boxes, spot.area, spot.inner))
    for alpha, color in zip(things, inks(pixels, things, spot.values.get("color", BRIGHT), rng), strict=True):
        pixels = veiled(pixels, alpha, color, rng)
    return pixels


def _outline(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    width = spot.amount * rng.uniform(0.8, 1.3)
    things = list(subjects(pixels, spot.boxes, spot.area, spot.inner))
    for alpha, color in zip(things, inks(pixels, things, spot.values.get("color", BRIGHT), rng), strict=True):
        pixels = outlined(pixels, alpha, color, width)
    return pixels


def _mask(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    return masked(_subject(pixels, spot), rng, dark=spot.values["of"] == "silhouette")


def _sticker(pixels: Pixels, spot: Spot, rng: np.random.Generator) -> Pixels:
    return sticker(pixels, _subject(pixels, spot), rng)


KINDS: tuple[Kind, ...] = (
    Kind(
        "cut",
        "cut out the thing in {where}, on a {ground} background",
        _cut,
        beyond=True,
        thing=True,
        example='"Cut out the cup in box 1 and put it on a white background"',
    ),
    Kind(
        "backdrop",
        "put the thing in {where} in front of {source}",
        _backdrop,
        sources=1,
        most_sources=1,
        assumes=True,
        beyond=True,
        thing=True,
        example='"Replace the background of the cup in box 1 of image 1 with image 2"',
    ),
    Kind(
        "around",
        "make what is around the thing in {where} {change}{strength}",
        _around,
        beyond=True,
        thing=True,
        example='"Blur the background behind the cup in box 1"',
    ),
    Kind(
        "outside",
        "make what is outside {where} {change}{strength}",
        _outside,
        Reach.PLACE,
        beyond=True,
        example='"Blur everything outside box 1"',
    ),
    Kind(
        "segment",
        "segment the thing in {where}[ in {color}]",
        _segment,
        beyond=True,
        thing=True,
        example='"Segment the cup in box 1"',
    ),
    Kind(
        "outline",
        "outline{strength} the thing in {where}[ in {color}]",
        _outline,
        beyond=True,
        thing=True,
        example='"Outline the cup in box 1 in red"',
    ),
    Kind(
        "mask",
        "show the {of} of the thing in {where}",
        _mask,
        beyond=True,
        thing=True,
        example='"Show the mask of the cup in box 1"',
    ),
    Kind(
        "sticker",
        "make a sticker of the thing in {where}",
        _sticker,
        beyond=True,
        thing=True,
        example='"Make a sticker of the cup in box 1"',
    ),
)
