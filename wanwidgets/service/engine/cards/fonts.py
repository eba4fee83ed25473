"""Fonts of this machine, one behind the other: a character is drawn by the first that has it."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

__all__ = ["MISSING", "Font", "advance", "font_for", "has"]

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

MISSING = "\u25a1"
"""Stands for a character that no font here has."""

# Regular file, bold file, and the face inside a collection. The first that is found leads, the others fill its gaps:
# one with Chinese, one with many alphabets.
_WANTED = (
    (
        ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", 2),
        ("NotoSansCJKsc-Regular.otf", "NotoSansCJKsc-Bold.otf", 0),
        ("NotoSansSC-Regular.otf", "NotoSansSC-Bold.otf", 0),
        ("SourceHanSansSC-Regular.otf", "SourceHanSansSC-Bold.otf", 0),
        ("SourceHanSansCN-Regular.otf", "SourceHanSansCN-Bold.otf", 0),
        ("PingFang.ttc", "PingFang.ttc", 0),
        ("Hiragino Sans GB.ttc", "Hiragino Sans GB.ttc", 0),
        ("msyh.ttc", "msyhbd.ttc", 0),
        ("wqy-microhei.ttc", "wqy-microhei.ttc", 0),
        ("wqy-zenhei.ttc", "wqy-zenhei.ttc", 0),
        ("DroidSansFallbackFull.ttf", "DroidSansFallbackFull.ttf", 0),
    ),
    (
        ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", 0),
        ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", 0),
        ("Arial Unicode.ttf", "Arial Unicode.ttf", 0),
        ("arial.ttf", "arialbd.ttf", 0),
        ("Arial.ttf", "Arial Bold.ttf", 0),
        ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf", 0),
    ),
)

_UNIX = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
_FOLDERS = {
    "darwin": ("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts"),
    "win32": ("C:/Windows/Fonts", "~/AppData/Local/Microsoft/Windows/Fonts"),
}
_PROBE = 24
"""Size, in pixels, at which is looked whether a font has a character."""
_NOBODY = "\U0010ffff"
"""A code point that is no character, so that every font draws its sign for what it lacks."""


def has(char: str) -> bool:
    """Tell whether any font here can draw a character."""
    return _level(char, bold=False) is not None


def font_for(char: str, size: int, *, bold: bool) -> Font:
    """Return the first font that has a character, or the last of all.

    Parameters
    ----------
    char
        One character.
    size
        In pixels.
    bold
        Whether the bold face is wanted, where there is one.
    """
    level = _level(char, bold=bold)
    return _font(_count() - 1 if level is None else level, size, bold=bold)


@lru_cache(maxsize=1 << 16)
def advance(char: str, size: int, *, bold: bool) -> float:
    """Return the width of a character, pixels."""
    return float(font_for(char, size, bold=bold).getlength(char))


@lru_cache(maxsize=1 << 15)
def _level(char: str, *, bold: bool) -> int | None:
    return next((level for level in range(_count()) if _draws(level, char, bold=bold)), None)


def _draws(level: int, char: str, *, bold: bool) -> bool:
    own, lacking = (_shape(level, text, bold=bold) for text in (char, _NOBODY))
    return own != lacking


@lru_cache(maxsize=1 << 12)
def _shape(level: int, char: str, *, bold: bool) -> tuple[tuple[int, int], bytes]:
    mask = _font(level, _PROBE, bold=bold).getmask(char, mode="1")
    return mask.size, bytes(mask)


def _count() -> int:
    return len(_chain()) + 1


@lru_cache(maxsize=256)
def _font(level: int, size: int, *, bold: bool) -> Font:
    chain = _chain()
    if level >= len(chain):
        return ImageFont.load_default(size)
    path, index = chain[level][bold]
    return ImageFont.truetype(path, size, index=index, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=1)
def _chain() -> tuple[tuple[tuple[str, int], tuple[str, int]], ...]:
    """Find the wanted files: for each level the regular and the bold face. Pillow's own font comes behind them."""
    found = _files()
    chain = []
    for level in _WANTED:
        row = next((row for row in level if row[0] in found), None)
        if row is not None:
            regular, bold, index = row
            chain.append(((found[regular], index), (found.get(bold, found[regular]), index)))
    return tuple(chain)


def _files() -> dict[str, str]:
    wanted = {name for level in _WANTED for row in level for name in row[:2]}
    found: dict[str, str] = {}
    for folder in _FOLDERS.get(sys.platform, _UNIX):
        for parent, folders, names in os.walk(Path(folder).expanduser()):
            folders.sort()
            for name in wanted.intersection(names):
                found.setdefault(name, str(Path(parent) / name))
    return found
