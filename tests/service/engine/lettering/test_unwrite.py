from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from skimage import data

from wanwidgets.service.engine.cards.fonts import font_for
from wanwidgets.service.engine.edit import edit
from wanwidgets.service.engine.lettering.reword import reword
from wanwidgets.service.engine.lettering.strokes import strokes
from wanwidgets.service.engine.lettering.unwrite import unwrite
from wanwidgets.service.engine.pixels import crop
from wanwidgets.service.engine.refusal import INVALID, EngineRefusal

BOX = (30, 240, 570, 390)


def lettered(pixels, words, ink, *, size=70, place=(50, 270)) -> np.ndarray:
    """Return the picture with words in it, as people print them."""
    image = Image.fromarray(pixels)
    font = font_for(words[0], size, bold=True)
    assert isinstance(font, ImageFont.FreeTypeFont)
    ImageDraw.Draw(image).text(place, words, fill=ink, font=font)
    return np.asarray(image)


CASES = [
    ("SALE today", (255, 255, 0)),
    ("Sunday 18", (20, 20, 120)),
    ("新年快乐", (250, 250, 250)),
    ("ink", (0, 90, 0)),
]


@pytest.mark.parametrize(("words", "ink"), CASES)
def test_letters_are_found(coffee, words, ink):
    """Of words on a photograph at least 80 % of the ink is found, and little else."""
    printed = lettered(coffee, words, ink)
    own = crop((printed != coffee).any(axis=2)[:, :, None].repeat(3, axis=2).astype(np.uint8), BOX)[:, :, 0] > 0

    found = strokes(crop(printed, BOX))

    core = own & (np.abs(crop(printed, BOX).astype(int) - ink).max(axis=2) < 8)
    assert found.mask[core].mean() > 0.8
    assert (found.mask & ~own).sum() < 0.25 * own.sum()
    assert np.abs(np.array(found.ink) - ink).max() < 12


@pytest.mark.parametrize(("words", "ink"), CASES)
def test_letters_go_and_the_photograph_comes_back(coffee, words, ink):
    """What is behind the letters comes back: the picture is nearer to the one without words, inside and only there."""
    printed = lettered(coffee, words, ink)

    out = unwrite(printed, BOX, np.random.default_rng(0))

    hole = (printed != coffee).any(axis=2)
    before, after = (np.abs(picture.astype(int) - coffee)[hole].mean() for picture in (printed, out))
    assert after < 0.45 * before
    changed = (out != printed).any(axis=2)
    changed[BOX[1] : BOX[3], BOX[0] : BOX[2]] = False
    assert not changed.any()


def test_what_is_no_letter_stays(coffee):
    """Beside the letters, two strokes away, most of the box is as it was."""
    printed = lettered(coffee, "SALE today", (255, 255, 0))

    out = unwrite(printed, BOX, np.random.default_rng(0))

    ink = (printed != coffee).any(axis=2).astype(np.uint8)
    near = np.asarray(Image.fromarray(ink * 255).resize((150, 100), Image.Resampling.BOX).resize((600, 400))) > 0
    far = ~near
    far[: BOX[1]] = far[BOX[3] :] = False
    assert (out != printed).any(axis=2)[far].mean() < 0.25


def test_a_printed_page_becomes_blank():
    """Of a heading of a scanned page nothing is left that is as dark as ink."""
    page = np.repeat(data.page()[:, :, None], 3, axis=2)
    box = (2, 2, 300, 36)

    out = unwrite(page, box, np.random.default_rng(0))

    before, after = (crop(picture, box).astype(int).mean(axis=2) for picture in (page, out))
    ground = np.percentile(before, 70)
    assert (before < 0.6 * ground).mean() > 0.08
    assert (after < 0.6 * ground).mean() < 0.02


def test_where_no_letters_are_that_is_said(edited):
    """A plain wall, one pixel and a box without words are refused, with the way to empty a box."""
    wall = np.full((200, 300, 3), 180, np.uint8)

    for box in ((20, 20, 280, 180), (5, 5, 6, 6), (0, 0, 300, 200)):
        with pytest.raises(EngineRefusal, match="No letters were found") as refusal:
            edited("Remove the text in box 1", wall, boxes=[(box,)])
        assert refusal.value.code == INVALID
        assert "Remove what is in box 1" in refusal.value.message


def test_a_watermark_without_a_box_asks_for_one(coffee, edited):
    """The guide's watermarks have no box: the refusal says to draw one."""
    with pytest.raises(EngineRefusal, match="draw a box on image 1 first"):
        edited("Remove all watermarks from the image.", coffee)


def test_new_words_have_the_ink_and_the_height_of_the_old(coffee):
    """Replaced words have their colour, about their height, and stand in their middle."""
    page = np.full_like(coffee, (230, 225, 210))
    printed = lettered(page, "JUNE", (150, 30, 30))

    out = reword(printed, BOX, "MARCH", np.random.default_rng(0))

    spans = []
    for picture in (printed, out):
        ink = (np.abs(picture.astype(int) - (150, 30, 30)).max(axis=2) < 40).any(axis=1)
        rows = np.flatnonzero(ink)
        spans.append((rows[0], rows[-1] + 1))
    (top, bottom), (new_top, new_bottom) = spans
    assert abs((new_bottom - new_top) / (bottom - top) - 1) < 0.2
    assert abs((new_top + new_bottom) / 2 - (top + bottom) / 2) < 0.2 * (bottom - top)


def test_new_words_lean_as_the_old_did(coffee):
    """A line that rises by 12 degrees is replaced by one that rises as much, to three degrees."""
    page = np.full_like(coffee, (235, 235, 235))
    strip = Image.new("L", (420, 90))
    font = font_for("B", 64, bold=True)
    ImageDraw.Draw(strip).text((10, 4), "Best coffee", fill=255, font=font)
    turned = strip.rotate(12, expand=True, resample=Image.Resampling.BICUBIC)
    image = Image.fromarray(page)
    image.paste((20, 20, 90), (90, 160), turned)

    out = reword(np.asarray(image), (40, 110, 590, 395), "Happy day 29", np.random.default_rng(0))

    ys, xs = np.nonzero(out.astype(int).sum(axis=2) < 350)
    assert len(xs) > 800
    assert abs(-np.degrees(np.arctan(np.polyfit(xs, ys, 1)[0])) - 12) < 3


def test_it_says_what_was_replaced(coffee):
    """The answer names the old words, where they are said, and the new ones; seeds differ."""
    printed = lettered(coffee, "18", (250, 250, 250))
    results = [
        edit('Replace "18" with "29" in box 1', [printed], [(BOX,)], (600, 400), seed=seed) for seed in (1, 1, 2)
    ]

    assert results[0].understood == 'replace the words "18" in box 1 of image 1 with "29"'
    assert results[0].images == results[1].images
    assert results[0].images != results[2].images


@pytest.mark.parametrize("name", ["chelsea", "grass", "brick", "gravel", "rocket"])
def test_texture_is_not_taken_for_letters(name):
    """Of 20 boxes all over a photograph without lettering, at most one is taken to have letters."""
    picture = getattr(data, name)()
    picture = picture if picture.ndim == 3 else np.repeat(picture[:, :, None], 3, axis=2)
    height, width = picture.shape[:2]
    rng = np.random.default_rng(7)
    count = 0
    for _ in range(20):
        across, down = int(rng.uniform(0.15, 0.4) * width), int(rng.uniform(0.1, 0.3) * height)
        x, y = int(rng.integers(width - across)), int(rng.integers(height - down))
        count += strokes(picture[y : y + down, x : x + across]) is not None
    assert count <= 1
