"""Words are written into a box."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from wanwidgets.service.engine.lettering.ink import Color, carved, painted, readable
from wanwidgets.service.engine.lettering.setting import Setting, setting
from wanwidgets.service.engine.lettering.surface import corners, onto, tilted
from wanwidgets.service.engine.pixels import Box, Floats, Pixels, crop, within
from wanwidgets.service.engine.refusal import INVALID, EngineRefusal
from wanwidgets.service.engine.retouching.fill import COLORS

__all__ = ["SURFACE", "Words", "write"]

SURFACE = "surface"
"""The tilt of whatever has four corners in the box."""
_MARGIN = 0.08
"""Distance of words from the edge of a surface, in parts of it."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is written, and how.

    Attributes
    ----------
    text : str
        As `legible` returns it.
    color : str
        A key of `retouching.fill.COLORS`; empty: near black or near white, what is read better.
    bold : bool or None
        None: as chance has it.
    tilt : str
        `SURFACE`, a key of `surface.TILTS`, or empty.
    hand : bool
        Whether the letters stand unevenly, as if by hand.
    carve : bool
        Whether they are pressed into the ground instead of painted on it.
    across : float or None
        Where they stand in a box that is longer, 0 (left) to 1; None: as chance has it.
    """

    text: str
    color: str = ""
    bold: bool | None = None
    tilt: str = ""
    hand: bool = False
    carve: bool = False
    across: float | None = None


def write(pixels: Pixels, box: Box, words: Words, rng: np.random.Generator) -> Pixels:
    """Write words into a box, as large as fits; nothing outside the box changes.

    Parameters
    ----------
    pixels
        height × width × 3.
    box
        In pixels, inside the picture.
    words
        What and how.
    rng
        Varies the size by up to a sixth, the place in the room that is left, the shade, and the face if it is open.

    Raises
    ------
    EngineRefusal
        The words do not fit, or a surface is asked for and none is found.

    Examples
    --------
    >>> page = np.full((60, 200, 3), 240, np.uint8)
    >>> out = write(page, (20, 10, 180, 50), Words("Hello"), np.random.default_rng(0))
    >>> int(out[10:50, 20:180].min()) < 40, int(out[:10].min())
    (True, 240)
    """
    ground = crop(pixels, box)
    cover = _covered(pixels, box, words, rng)
    if words.carve:
        return within(pixels, box, carved(ground, cover))
    if words.hand:
        # Ink by hand is not quite even.
        cover = np.asarray(cover * rng.uniform(0.9, 1.0), np.float32)
    return within(pixels, box, painted(ground, cover, _ink(ground, words.color, rng)))


def _covered(pixels: Pixels, box: Box, words: Words, rng: np.random.Generator) -> Floats:
    width, height = box[2] - box[0], box[3] - box[1]
    bold = bool(rng.random() < 0.5) if words.bold is None else words.bold  # noqa: PLR2004 - one of two
    size, across, down = rng.uniform(0.84, 1.0), rng.uniform(0.25, 0.75), rng.uniform(0.25, 0.75)
    how = Setting(bold, size, across if words.across is None else words.across, down)
    if not words.tilt:
        cover = setting(words.text, width, height, how)
        return _wavered(cover, rng) if words.hand else cover
    quad = corners(pixels, box) if words.tilt == SURFACE else tilted(width, height, words.tilt, rng)
    if quad is None:
        raise EngineRefusal(
            INVALID,
            "No surface with four corners was found in the box. Draw the box a little larger than the sign, sheet or "
            'screen, or say how the words go back: "in perspective to the left", "... to the right", "... on the '
            'floor".',
        )
    quad = quad + (quad.mean(axis=0) - quad) * np.float32(_MARGIN)
    sides = np.linalg.norm(quad - np.roll(quad, -1, axis=0), axis=1)
    across, down = max(1, round(float(sides[[0, 2]].mean()))), max(1, round(float(sides[[1, 3]].mean())))
    cover = setting(words.text, across, down, how)
    return onto(_wavered(cover, rng) if words.hand else cover, quad, width, height)


def _wavered(cover: Floats, rng: np.random.Generator) -> Floats:
    """Let straight lines waver and lean."""
    height, width = cover.shape
    reach = 0.035 * height
    coarse = (max(2, round(width / height * 3)), 3)
    rough = [rng.normal(0, reach, coarse[::-1]).astype(np.float32) for _ in range(2)]
    wave = [np.asarray(cv2.resize(one, (width, height), interpolation=cv2.INTER_CUBIC)) for one in rough]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    lean = np.float32(rng.uniform(0.02, 0.1)) * (y - height / 2)
    return np.asarray(cv2.remap(cover, x + lean + wave[0], y + wave[1], cv2.INTER_LINEAR), np.float32)


def _ink(ground: Pixels, color: str, rng: np.random.Generator) -> Color:
    red, green, blue = COLORS[color] if color else readable(ground)
    shade = rng.uniform(0.92, 1.0)
    return round(red * shade), round(green * shade), round(blue * shade)
