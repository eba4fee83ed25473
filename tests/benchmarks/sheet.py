"""The contact sheet: every kind of edit, with the prompts for it in both languages, as one picture.

``python tests/benchmarks/sheet.py docs/families.jpg`` writes it.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image, ImageDraw
from showcase import SHOWS, Show, photograph, shown

from wanwidgets.service.engine import Job, cards
from wanwidgets.service.engine.cards.fonts import font_for
from wanwidgets.service.engine.cards.text import clean, fit, write

COLUMNS = 8
TILE = (232, 174)
WORDS = 50
GAP = 8
SIDE = 560
"""Each edit has as many pixels as a square of this side, before it is reduced to its tile."""
PAPER, INK, MUTED = (255, 255, 255), (28, 30, 36), (110, 112, 120)
QUALITY = 78
MOST_BYTES = 700_000

CARDS = (
    ("text", "text to picture", "A flower shop with exquisite windows", "一间有着精致窗户的花店"),
    ("set", "image set", "A cat. Image 1: asleep. Image 2: awake.", "一只猫。图1：睡觉。图2：醒来。"),
)


def picture_of(show: Show, prompt: str) -> Image.Image:
    """Do one edit."""
    return Image.open(io.BytesIO(shown(show, prompt, SIDE).images[0]))


def card_of(mode: str, title: str, prompt: str) -> Image.Image:
    """Draw the first card of an order without pictures."""
    job = Job("wan2.7-image", mode, title, prompt, (640, 480), n=2 if mode == "set" else 1, seed=4)
    return Image.open(io.BytesIO(next(iter(cards(job).parts)).png))


def sheet() -> Image.Image:
    """Return the whole sheet: the photographs as they are, then a tile for each kind."""
    used = dict.fromkeys(name for show in SHOWS for name in show.pictures)
    tiles = [(Image.fromarray(photograph(name)), f"{name}, as it is", "") for name in used]
    for number, show in enumerate(SHOWS):
        # The picture comes of one of the two languages in turn; a test holds that they mean the same.
        prompt = show.chinese if number % 2 else show.english
        tiles.append((picture_of(show, prompt), show.english, show.chinese))
    tiles += [(card_of(mode, title, english), english, chinese) for mode, title, english, chinese in CARDS]
    rows = -(-len(tiles) // COLUMNS)
    step = (TILE[0] + GAP, TILE[1] + WORDS + GAP)
    out = Image.new("RGB", (COLUMNS * step[0] + GAP, rows * step[1] + GAP), PAPER)
    for number, (image, english, chinese) in enumerate(tiles):
        corner = (GAP + number % COLUMNS * step[0], GAP + number // COLUMNS * step[1])
        _tile(out, image.convert("RGB"), (english, chinese), corner)
    return out


def _tile(out: Image.Image, image: Image.Image, words: tuple[str, str], corner: tuple[int, int]) -> None:
    image.thumbnail(TILE, Image.Resampling.LANCZOS)
    left = corner[0] + (TILE[0] - image.width) // 2
    out.paste(image, (left, corner[1] + TILE[1] - image.height))
    draw = ImageDraw.Draw(out)
    y = corner[1] + TILE[1] + 3
    for text, color in zip(words, (INK, MUTED), strict=True):
        block = fit(clean(text)[0], TILE[0], WORDS // 2 + 8, (12, 10))
        write(draw, block, (corner[0], y), color)
        y += block.height


def main(path: str) -> None:
    """Write the sheet, in no more than `MOST_BYTES`."""
    assert font_for("中", 12, bold=False).getlength("中") > 0
    image = sheet()
    for quality in range(QUALITY, 30, -4):
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
        if file.tell() <= MOST_BYTES:
            break
    Path(path).write_bytes(file.getvalue())
    print(f"{path}: {image.width}×{image.height}, {file.tell() / 1000:.0f} kB, quality {quality}")


if __name__ == "__main__":
    main(sys.argv[1])
