"""Words are set into a rectangle: as large as fits, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from string import punctuation

import numpy as np
from PIL import Image, ImageDraw

from wanwidgets.service.engine.cards.text import Block, fit, line_width, write_line
from wanwidgets.service.engine.pixels import Floats
from wanwidgets.service.engine.refusal import INVALID, EngineRefusal

__all__ = ["SMALLEST", "Setting", "setting", "tallness"]

SMALLEST = 8
"""Size of the smallest letters that are set, pixels."""
_FINER = 0.94
"""Each size that is tried is so much smaller than the one before."""
_LEADING = 1.2
"""From line to line, in sizes of the letters."""
_PROBE = 64
"""Size at which ink is measured, pixels."""
_ENDLESS = 1 << 20


@dataclass(frozen=True, slots=True)
class Setting:
    """How words are set.

    `bold` is the face; `part` how much of the room they take, above 0 and up to 1; `across` and `down` where in the
    room that is left they stand, 0 (left, top) to 1.
    """

    bold: bool = False
    part: float = 1.0
    across: float = 0.5
    down: float = 0.5


def setting(text: str, width: int, height: int, how: Setting) -> Floats:
    """Return how much of each pixel is covered by the words.

    Parameters
    ----------
    text
        As `legible` returns it.
    width, height
        Of the rectangle, pixels.
    how
        The face and the place.

    Returns
    -------
    Floats
        height × width, 0 to 1.

    Raises
    ------
    EngineRefusal
        The letters would be smaller than `SMALLEST`.

    Examples
    --------
    >>> ink = setting("Hi", 120, 60, Setting())
    >>> ink.shape, float(ink.max()), float(ink[0].max())
    ((60, 120), 1.0, 0.0)
    """
    gap = round(0.06 * min(width, height))
    across, down = int((width - 2 * gap) * how.part), int((height - 2 * gap) * how.part)
    block = _fitted(text, across, down, bold=how.bold)
    if block is None:
        shown = text if len(text) <= 40 else f"{text[:40]}…"  # noqa: PLR2004 - what fits into a message
        raise EngineRefusal(
            INVALID,
            f'"{shown}" does not fit: in {width}×{height} pixels its letters would be smaller than {SMALLEST} pixels. '
            f"Draw a larger box, or write fewer words.",
        )
    ink = _drawn(block)
    # An accent above capitals or a line that hangs over can be a little too large: it shrinks rather than being cut.
    scale = min(1.0, (width - 2) / ink.width, (height - 2) / ink.height)
    if scale < 1:
        ink = ink.resize((max(1, int(ink.width * scale)), max(1, int(ink.height * scale))), Image.Resampling.LANCZOS)
    out = Image.new("L", (width, height))
    margins = (min(gap, (width - ink.width) // 2), min(gap, (height - ink.height) // 2))
    left = margins[0] + round(how.across * (width - ink.width - 2 * margins[0]))
    top = margins[1] + round(how.down * (height - ink.height - 2 * margins[1]))
    out.paste(ink, (left, top))
    return np.asarray(np.asarray(out, np.float32) / np.float32(255), np.float32)


def tallness(text: str, *, bold: bool = False) -> float:
    """Return the height of the ink of one line of words, in sizes of its letters.

    >>> tallness("ace") < tallness("Ace") < tallness("Acey")
    True
    """
    return _drawn(Block((text,), _PROBE, bold, 0)).height / _PROBE


def _fitted(text: str, width: int, height: int, *, bold: bool) -> Block | None:
    """Return the largest lines that fit; a word is broken only where it must be."""
    for whole in (True, False):
        size = float(height)
        while round(size) >= SMALLEST:
            letters = round(size)
            block = fit(text, width, _ENDLESS, (letters, letters), bold=bold)
            tall = (len(block.lines) - 1) * _LEADING * letters + letters
            if tall <= height and (not whole or _unbroken(text, block)) and _widest(block) <= width:
                return block
            size *= _FINER
    return None


def _unbroken(text: str, block: Block) -> bool:
    words = [word for word in text.split() if word.isascii()]
    lines = [set(line.split()) for line in block.lines]
    # What has a hyphen or a slash inside may be broken there.
    return all(any(word in line for line in lines) or not word.strip(punctuation).isalnum() for word in words)


def _widest(block: Block) -> float:
    return max(line_width(line, block.size, bold=block.bold) for line in block.lines)


def _drawn(block: Block) -> Image.Image:
    """Return the lines, centred, cut to their ink."""
    size = block.size
    widths = [line_width(line, size, bold=block.bold) for line in block.lines]
    image = Image.new("RGB", (round(max(widths)) + 2 * size, round((len(widths) + 1) * _LEADING * size) + size))
    draw = ImageDraw.Draw(image)
    for number, (line, width) in enumerate(zip(block.lines, widths, strict=True)):
        place = ((image.width - width) / 2, number * _LEADING * size)
        write_line(draw, line, place, (size, block.bold), (255, 255, 255))
    ink = image.getchannel(0)
    return ink.crop(ink.getbbox() or (0, 0, 1, 1))
