"""Text of any script broken into lines, as large as fits into a place."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from PIL import ImageDraw

from wanwidgets.service.engine.cards.fonts import MISSING, advance, font_for, has

__all__ = ["Block", "clean", "fit", "line_width", "write", "write_line"]

Color = tuple[int, int, int]

_LEADING = 1.42
"""Height of a line in sizes of the letters."""
_RISE = 1.06
"""Where the letters stand in a line, from its top, in sizes of the letters."""
_FINER = 0.9
"""Each size that is tried is so much smaller than the one before."""
_NO_START = frozenset(",.;:!?)]}%，。、；：！？）】》」』”’…·")
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_NEUTRAL = frozenset({"WS", "ON", "CS", "ES"})
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size.

    `size` is that of the letters, pixels; `height` that of all lines; `cut` is how many characters found no place.
    """

    lines: tuple[str, ...]
    size: int
    bold: bool
    cut: int

    @property
    def height(self) -> int:
        """Pixels from the top of the first line to the end of the last."""
        return round(len(self.lines) * _LEADING * self.size)


def clean(text: str) -> tuple[str, int]:
    r"""Return what can be drawn of a text, and how many characters became `fonts.MISSING`.

    Line ends become ``\n``, other control characters go, and what no font here has is shown as missing.

    >>> clean("a\r\nb\x00\tc")
    ('a\nb c', 0)
    """
    out, missing = [], 0
    for char in unicodedata.normalize("NFC", "\n".join(text.splitlines())):
        if char == "\n":
            out.append(char)
        elif char.isspace():
            out.append(" ")
        elif unicodedata.category(char) in _INVISIBLE or 0xFE00 <= ord(char) <= 0xFE0F:  # noqa: PLR2004 - selectors
            continue
        elif has(char):
            out.append(char)
        else:
            out.append(MISSING)
            missing += 1
    return "".join(out), missing


def fit(text: str, width: int, height: int, sizes: tuple[int, int], *, bold: bool = False) -> Block:
    """Break a text into lines, as large as fits.

    Parameters
    ----------
    text
        As `clean` returns it.
    width, height
        Of the place, pixels.
    sizes
        The largest and the smallest size of the letters, pixels.
    bold
        Whether the bold face is taken.

    Returns
    -------
    Block
        Never higher than the place; where the smallest size is too large, the text is cut and ends in "…".
    """
    largest, smallest = max(sizes), min(sizes)
    ladder = [largest]
    while ladder[-1] > smallest:
        ladder.append(max(smallest, min(ladder[-1] - 1, int(ladder[-1] * _FINER))))
    low, high = 0, len(ladder) - 1
    while low < high:
        middle = (low + high) // 2
        if len(_lines(text, width, ladder[middle], bold=bold)) <= _room(height, ladder[middle]):
            high = middle
        else:
            low = middle + 1
    size = ladder[low]
    lines = _lines(text, width, size, bold=bold)
    room = _room(height, size)
    if len(lines) <= room:
        return Block(tuple(lines), size, bold, 0)
    kept = lines[:room]
    cut = sum(map(len, lines[room:]))
    if kept:
        last = kept[-1].rstrip()
        while last and line_width(last + " …", size, bold=bold) > width:
            last, cut = last[:-1], cut + 1
        kept[-1] = f"{last} …".strip()
    return Block(tuple(kept), size, bold, cut)


def line_width(text: str, size: int, *, bold: bool = False) -> float:
    """Return the width of one line, pixels."""
    return sum(advance(char, size, bold=bold) for char in text)


def write(draw: ImageDraw.ImageDraw, block: Block, place: tuple[int, int], color: Color) -> None:
    """Draw a block; `place` is its upper left corner, pixels."""
    for number, line in enumerate(block.lines):
        write_line(draw, line, (place[0], place[1] + number * _LEADING * block.size), (block.size, block.bold), color)


def write_line(
    draw: ImageDraw.ImageDraw, text: str, place: tuple[float, float], face: tuple[int, bool], color: Color
) -> None:
    """Draw one line; `place` is its upper left corner and `face` the size of its letters, pixels, and whether bold."""
    size, bold = face
    x, y = place[0], place[1] + _RISE * size
    for font, run in groupby(_seen(text), lambda char: font_for(char, size, bold=bold)):
        letters = "".join(run)
        draw.text((x, y), letters, fill=color, font=font, anchor="ls")
        x += font.getlength(letters)


def _room(height: int, size: int) -> int:
    return int(height / (_LEADING * size))


def _lines(text: str, width: int, size: int, *, bold: bool) -> list[str]:
    out: list[str] = []
    for paragraph in text.split("\n"):
        line, length = "", 0.0
        for word in _words(paragraph):
            # The space behind the last word of a line may stand over.
            bare = line_width(word.rstrip(), size, bold=bold)
            if length + bare > width and line:
                out.append(line.rstrip())
                line, length = "", 0.0
            if bare <= width:
                line, length = line + word, length + line_width(word, size, bold=bold)
                continue
            for char in word:
                step = advance(char, size, bold=bold)
                if line and length + step > width:
                    out.append(line)
                    line, length = "", 0.0
                line, length = line + char, length + step
        out.append(line.rstrip())
    return out


def _words(paragraph: str) -> Iterator[str]:
    """Split into what stays on one line: words with the space behind them, Chinese characters one by one."""
    word = ""
    for char in paragraph:
        ended = word and (word[-1] == " " or _alone(word[-1]) or _alone(char))
        if ended and char != " " and char not in _NO_START:
            yield word
            word = ""
        word += char
    if word:
        yield word


def _alone(char: str) -> bool:
    return unicodedata.east_asian_width(char) in {"W", "F"}


def _seen(text: str) -> str:
    """Bring runs of right-to-left letters into the order in which they are seen; letters are not joined."""
    out, run = "", ""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in _RIGHT_TO_LEFT or (run and (kind in _NEUTRAL or kind == "NSM")):
            run += char
        else:
            out, run = out + _turned(run) + char, ""
    return out + _turned(run)


def _turned(run: str) -> str:
    """Turn a run around, but for the spaces and signs behind its last letter, which belong to what follows."""
    end = len(run)
    while end and unicodedata.bidirectional(run[end - 1]) in _NEUTRAL:
        end -= 1
    return run[:end][::-1] + run[end:]
