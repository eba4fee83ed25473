"""The strip of a storyboard: a small frame for each of its pictures, the one that is shown filled."""

from __future__ import annotations

from PIL import Image, ImageDraw

from wanwidgets.service.engine.cards.colors import PAPER, Scheme
from wanwidgets.service.engine.cards.panel import Sizes
from wanwidgets.service.engine.cards.text import line_width, write_line
from wanwidgets.service.engine.pixels import Box

__all__ = ["strip"]

_RATIO = 1.5
"""Width of a frame in parts of its height."""
_GAP = 0.25
"""Between frames, in parts of their height."""
_HIGH = 2.2
"""Height of a frame in sizes of the heading's letters."""
_SMALLEST = 5
_FINE = 3
"""Frames are drawn so many times larger, since Pillow does not smooth round corners."""


def strip(image: Image.Image, number: int, count: int, place: tuple[Box, Sizes], colors: Scheme) -> None:
    """Draw the strip into the upper left corner of the stage, where there is room for it.

    Parameters
    ----------
    image
        The card.
    number, count
        Which picture it is, from 1, and of how many.
    place
        The stage of the card, and its measures.
    colors
        Those of the card.
    """
    stage, sizes = place
    room = stage[2] - stage[0] - 2 * sizes.margin
    high = int(min(_HIGH * sizes.head, room / (count * (_RATIO + _GAP))))
    if high < _SMALLEST or stage[3] - stage[1] < 2 * sizes.margin + high:
        return
    wide, step = round(_RATIO * high), round((_RATIO + _GAP) * high)
    layer = Image.new("L", (step * count * _FINE, high * _FINE))
    draw = ImageDraw.Draw(layer)
    for index in range(count):
        x = index * step * _FINE
        frame = (x, 0, x + wide * _FINE - 1, high * _FINE - 1)
        now = index + 1 == number
        draw.rounded_rectangle(
            frame, high * _FINE // 6, fill=255 if now else 0, outline=235, width=max(_FINE, high * _FINE // 14)
        )
    corner = (stage[0] + sizes.margin, stage[1] + sizes.margin)
    small = layer.resize((step * count, high), Image.Resampling.BOX)
    # A dark copy beside tells the frames from a bright sky.
    image.paste((30, 30, 40), (corner[0] + 1, corner[1] + 2), small.point(lambda value: value // 2))
    image.paste(PAPER, corner, small)
    letters = max(_SMALLEST, round(0.62 * high))
    text = str(number)
    left = corner[0] + (number - 1) * step + (wide - line_width(text, letters, bold=True)) / 2
    place_of_text = (left, corner[1] + 0.5 * high - 0.7 * letters)
    write_line(ImageDraw.Draw(image), text, place_of_text, (letters, True), colors.accent)
