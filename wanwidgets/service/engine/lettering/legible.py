"""Words that can be written with the fonts of this machine."""

from __future__ import annotations

from wanwidgets.service.engine.cards.fonts import MISSING
from wanwidgets.service.engine.cards.text import clean
from wanwidgets.service.engine.refusal import INVALID, NOT_SUPPORTED, EngineRefusal

__all__ = ["legible"]

_CHINESE = range(0x2E80, 0xA000)
"""Radicals, signs and characters of Chinese, Japanese and Korean texts."""
_SHOWN = 8
"""Most characters that a refusal repeats."""


def legible(text: str) -> str:
    r"""Return what can be drawn of a text, on one line.

    Raises
    ------
    EngineRefusal
        No font here has one of its characters, or there are no words in it.

    Examples
    --------
    >>> legible(" Time for\nHoliday? ")
    'Time for Holiday?'
    """
    drawn = " ".join(clean(text)[0].split())
    lacking = list(dict.fromkeys(char for char in text if char != MISSING and clean(char)[0] == MISSING))
    if lacking:
        shown = "".join(lacking[:_SHOWN])
        what = "Leave them out, or install a font that has them and start the local service anew."
        if any(ord(char) in _CHINESE for char in lacking):
            what = (
                'Install a font with Chinese, such as the package "fonts-noto-cjk", and start the local service anew.'
            )
        raise EngineRefusal(NOT_SUPPORTED, f'No font of this machine can write "{shown}". {what}')
    if not drawn:
        raise EngineRefusal(INVALID, f"There is nothing to write in {text!r}: put words between the quotes.")
    return drawn
