from __future__ import annotations

import sys

import numpy as np
import pytest
from PIL import Image, ImageDraw

from wanwidgets.service.engine.cards import fonts
from wanwidgets.service.engine.cards.text import clean
from wanwidgets.service.engine.edit import edit
from wanwidgets.service.engine.lettering.ink import contrast, painted, readable
from wanwidgets.service.engine.lettering.legible import legible
from wanwidgets.service.engine.lettering.room import room
from wanwidgets.service.engine.lettering.setting import SMALLEST, Setting, _fitted, setting
from wanwidgets.service.engine.lettering.surface import TILTS, corners, onto, tilted
from wanwidgets.service.engine.lettering.write import Words, write
from wanwidgets.service.engine.pixels import crop
from wanwidgets.service.engine.refusal import INVALID, NOT_SUPPORTED, EngineRefusal

BOX = (40, 250, 560, 380)
HOLIDAY = "Time for Holiday?"


def extent(cover) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero((cover > 0.3).any(axis=1)), np.flatnonzero((cover > 0.3).any(axis=0))
    return columns[0], rows[0], columns[-1] + 1, rows[-1] + 1


@pytest.mark.parametrize("text", [HOLIDAY, "假日时光", "A", "Straße 5 – Ålesund", "混合 mixed 文字"])
@pytest.mark.parametrize("size", [(400, 90), (120, 300), (640, 640)])
def test_words_fill_their_box(text, size):
    """Words stand inside the box and are as large as it allows: they nearly fill its width or its height."""
    x1, y1, x2, y2 = extent(setting(text, *size, Setting()))

    assert 0 <= x1 < x2 <= size[0]
    assert 0 <= y1 < y2 <= size[1]
    assert max((x2 - x1) / size[0], (y2 - y1) / size[1]) > 0.55


def test_a_word_is_not_broken_where_it_need_not_be():
    """In a box that is higher than wide, words stand below each other, whole."""
    cover = setting("Time for Holiday", 200, 400, Setting())

    rows = (cover > 0.3).any(axis=1)
    assert np.count_nonzero(np.diff(rows.astype(int)) == 1) >= 3


@pytest.mark.parametrize("text", [HOLIDAY, "Since 2021!", "Lift-off"])
def test_a_mark_stays_with_its_word(text):
    """No line has a question mark alone, and no number is cut; what has a hyphen may be broken there."""
    for width in range(60, 200, 10):
        block = _fitted(text, width, 150, bold=False)
        assert all(any(char.isalnum() for char in line) for line in block.lines), (width, block.lines)
        assert "2021" not in text or "2021!" in " ".join(block.lines), (width, block.lines)


def test_words_that_do_not_fit_are_refused():
    """A box of some pixels takes no sentence, and the refusal has its size and the smallest letters."""
    with pytest.raises(EngineRefusal, match=f"20×9 pixels its letters would be smaller than {SMALLEST}") as refusal:
        setting(HOLIDAY, 20, 9, Setting())
    assert refusal.value.code == INVALID


def test_nothing_changes_around_the_box(coffee, edited, differences):
    """The guide's words in a box: ink inside, not a pixel outside."""
    inside, beside = differences(coffee, edited(f"Write '{HOLIDAY}' in box 1", coffee, boxes=[(BOX,)]), BOX)

    assert inside[BOX[1] : BOX[3], BOX[0] : BOX[2]].mean() > 0.05
    assert not beside.any()


@pytest.mark.parametrize("level", [0, 60, 128, 200, 255])
def test_ink_can_be_read_on_any_ground(level):
    """On each grey the ink that is chosen has the contrast of large letters, 3 to 1."""
    ground = np.full((20, 20, 3), level, np.uint8)

    assert contrast(ground, readable(ground)) >= 3


@pytest.mark.parametrize(("said", "channel"), [("red", 0), ("green", 1), ("blue", 2), ("红色", 0)])
def test_ink_has_the_colour_that_is_said(coffee, edited, said, channel):
    """The ink's own channel leads in the darkest or most coloured parts of the letters."""
    page = np.full_like(coffee, 235)
    prompt = f"在框1里用{said}写“海”" if said == "红色" else f'Write "Sea" in {said} in box 1'

    place = (40, 50, 560, 200)
    part = crop(edited(prompt, page, boxes=[(place,)]), place).reshape(-1, 3).astype(int)

    ink = part[part.sum(axis=1) < 500]
    assert len(ink) > 500
    assert (ink[:, channel] >= ink.max(axis=1) - 2).mean() > 0.95


def test_the_light_of_the_ground_shows_in_the_ink(coffee):
    """Where the ground is in shadow the ink is darker, so that it lies on the surface."""
    ground = np.full((60, 200, 3), 150, np.uint8)
    ground[:, 98:102] = 90
    out = painted(ground, np.ones((60, 200), np.float32), (200, 40, 40), rim=False)

    assert out[30, 100].sum() < 0.95 * out[30, 20].sum()


def test_a_rim_helps_where_contrast_is_low():
    """White words on white have a rim that can be seen."""
    page = np.full((80, 300, 3), 252, np.uint8)
    out = write(page, (0, 0, 300, 80), Words("white", color="white"), np.random.default_rng(0))

    assert contrast(out[out.sum(axis=2) < 600][None], (250, 250, 250)) > 1.5


def test_seeds_set_the_words_differently(coffee):
    """The same seed gives the same bytes, another seed another place, size or face."""
    first, again, other = (
        edit(f"Write '{HOLIDAY}' in box 1", [coffee], [(BOX,)], (600, 400), seed=seed).images[0] for seed in (1, 1, 2)
    )

    assert first == again
    assert first != other


def test_the_corners_of_a_sheet_are_found():
    """A slanted sheet on a table is found to three pixels, and words lie inside it."""
    image = Image.new("RGB", (400, 300), (70, 50, 40))
    sheet = [(80, 60), (330, 100), (310, 240), (60, 210)]
    ImageDraw.Draw(image).polygon(sheet, fill=(235, 230, 220))
    pixels = np.asarray(image)

    found = corners(pixels, (0, 0, 400, 300))
    assert np.abs(found - np.array(sheet)).max() < 4

    out = write(pixels, (0, 0, 400, 300), Words("Menu", tilt="surface"), np.random.default_rng(0))
    changed = (out.astype(int) - pixels).any(axis=2)
    inside = Image.new("1", (400, 300))
    ImageDraw.Draw(inside).polygon(sheet, fill=1)
    assert changed.sum() > 1000
    assert not changed[~np.asarray(inside)].any()


def test_where_no_surface_is_the_words_are_refused(cat, edited):
    """Fur has no four corners: the refusal names directions that need none."""
    with pytest.raises(EngineRefusal, match="to the left"):
        edited('Write "No. 5" in box 1 in perspective', cat, boxes=[((100, 100, 300, 200),)])


@pytest.mark.parametrize("tilt", sorted(TILTS))
def test_words_go_back_as_it_is_said(tilt):
    """A rectangle comes to lie on its four corners, against the closed form of the homography."""
    quad = tilted(200, 100, tilt, np.random.default_rng(1))
    cover = onto(np.ones((50, 100), np.float32), quad, 200, 100)

    area = 0.5 * abs(np.dot(quad[:, 0], np.roll(quad[:, 1], -1)) - np.dot(quad[:, 1], np.roll(quad[:, 0], -1)))
    assert abs(cover.sum() - area) / area < 0.04


def test_words_stand_in_the_largest_rectangle_of_a_mask():
    """In a mask like an L the words stand in its longer arm."""
    mask = np.zeros((200, 300), bool)
    mask[20:60, 10:290] = mask[60:180, 10:50] = True

    assert np.abs(np.array(room(mask)) - (10, 20, 290, 60)).max() <= 8


def test_a_mask_of_one_pixel_takes_no_words(coffee):
    """The refusal says how small the place is."""
    mask = np.zeros(coffee.shape[:2], bool)
    mask[10, 10] = True

    with pytest.raises(EngineRefusal, match="1×1 pixels"):
        edit('Write "Hello"', [coffee], [()], (600, 400), mask=mask)


@pytest.mark.parametrize("position", ["top", "bottom", "top left", "bottom right", "middle"])
def test_captions_stand_where_they_are_said(cat, edited, differences, position):
    """Words at an edge are in that part of the picture, and clear of the corner tag."""
    out = edited(f'Write "Chelsea" at the {position}', cat)

    changed, beside = differences(cat, out)
    ys, xs = np.nonzero(changed | beside)
    height, width = cat.shape[:2]
    assert {"top": 0.0, "bottom": 0.7, "middle": 0.3}[position.split()[0]] <= ys.min() / height
    assert ys.max() / height <= {"top": 0.25, "bottom": 0.95, "middle": 0.7}[position.split()[0]]
    if position.endswith("left"):
        assert xs.max() / width <= 0.5
    if position.endswith("right"):
        assert xs.min() / width >= 0.5


def test_a_panorama_takes_a_caption(edited):
    """In 3000 × 100 pixels words at the top have letters that can be read."""
    strip = np.full((100, 3000, 3), 120, np.uint8)

    assert (edited('Write "Panorama" at the bottom', strip) != strip).any()


def test_without_a_place_it_says_how_to_name_one(coffee, edited):
    """The guide's hand in the sand has no box: the refusal says to draw one, or to name an edge."""
    with pytest.raises(EngineRefusal, match="draw a box on image 1 first") as refusal:
        edited(f'Casually write "{HOLIDAY}" on the sand with a hand.', coffee)
    assert "at the top" in refusal.value.message


def test_print_by_hand_is_called_print(coffee):
    """What is asked for by hand wavers, and the answer says that it is print."""
    found = edit(f'Write "{HOLIDAY}" by hand in box 1', [coffee], [(BOX,)], (600, 400))

    assert "uneven print (no handwriting)" in found.understood


def test_carved_words_are_darker_inside(edited, differences):
    """Words in the sand are the sand itself, darker, with a bright rim."""
    sand = np.full((300, 600, 3), (200, 180, 140), np.uint8)
    out = edited('Carve "Anna" into the sand in box 1', sand, boxes=[((50, 50, 550, 250),)])

    part = out[50:250, 50:550].astype(int).sum(axis=2)
    assert part.min() < 0.75 * 520
    assert part.max() > 1.05 * 520


def test_what_no_font_has_is_refused_with_a_package(monkeypatch):
    """Without a Chinese font, Chinese is refused by the characters and the package that has them."""
    # The module is looked up by its name, since the folder's function is called like the folder.
    monkeypatch.setattr(sys.modules[clean.__module__], "has", str.isascii)

    with pytest.raises(EngineRefusal, match=r'"假日".*fonts-noto-cjk') as refusal:
        legible("假日 2026")
    assert refusal.value.code == NOT_SUPPORTED
    with pytest.raises(EngineRefusal, match=r'"ऄ".*Leave them out'):
        legible("ऄ")


def test_this_machine_has_both_alphabets():
    """The tests above saw English and Chinese drawn, not signs for what is missing."""
    assert all(map(fonts.has, "Time for Holiday?假日时光"))
