from __future__ import annotations

import dataclasses
import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from wanwidgets.service.engine import Job, cards
from wanwidgets.service.engine.cards import fonts
from wanwidgets.service.engine.cards.card import card, facts
from wanwidgets.service.engine.cards.panel import arrange
from wanwidgets.service.engine.cards.text import _seen, clean, fit, line_width
from wanwidgets.service.engine.cards.thumbs import Thumb
from wanwidgets.service.engine.tag import tag_area

PROMPT = "A flower shop with exquisite windows, a beautiful wooden door, and flowers on display"
JOB = Job("wan2.7-image", "text", "text to picture", PROMPT, (768, 768), seed=5, parameters={"watermark": False})
PALETTE = [
    {"hex": "#C2D1E6", "ratio": "50.00%"},
    {"hex": "#636574", "ratio": "30.00%"},
    {"hex": "#D04020", "ratio": "20.00%"},
]
SIZES = [(768, 768), (2048, 2048), (272, 2172), (2172, 272), (240, 240), (960, 1280), (1344, 576), (222, 7383)]


def inside(box, size) -> bool:
    return 0 <= box[0] <= box[2] <= size[0] and 0 <= box[1] <= box[3] <= size[1]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("pictures", [0, 1, 9])
def test_a_card_has_the_size_that_was_ordered(cat, size, pictures):
    """To the pixel, in every ratio, with and without input pictures, and with writing on it."""
    job = dataclasses.replace(JOB, size=size, pictures=(cat,) * pictures, boxes=((),) * pictures)
    out = card(job, 1)
    assert out.shape == (size[1], size[0], 3)
    assert (out == (26, 28, 34)).all(axis=2).any()


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("text", ["", "short", PROMPT, "long words in a row " * 250, "一间花店，漂亮的木质门。" * 400])
def test_everything_written_has_its_place(cat, size, text):
    """No block is wider or higher than its place, nothing overlaps, and nothing reaches the corner tag."""
    thumbs = (Thumb(cat, (), None),) * 2
    panel = arrange(size, text, facts(JOB, 1), thumbs, swatches=True)
    assert inside(panel.box, size)
    assert panel.box[3] <= tag_area(*size)[1]
    for block, place in ((panel.prompt, panel.prompt_at), (panel.facts, panel.facts_at)):
        assert all(line_width(line, block.size, bold=block.bold) <= panel.width + 1 for line in block.lines)
        assert place[1] + block.height <= panel.box[3] + 1 or not block.lines
    if size[0] < 2 * size[1]:
        assert panel.prompt_at[1] + panel.prompt.height <= panel.grid_at[1] + 1
        assert panel.grid_at[1] + panel.grid.height <= panel.swatch[1]
        assert panel.swatch[3] <= panel.facts_at[1]


def test_the_longest_prompt_is_shown_whole_on_a_large_card():
    """All 5,000 characters of English find a place at 2K, at a size that can be read."""
    text = ("In a quiet town by the sea an old clockmaker repairs the clocks of sailors. " * 70)[:5000]
    panel = arrange((2048, 2048), text, facts(JOB, 1), (), swatches=False)
    assert panel.prompt.cut == 0
    assert panel.prompt.size >= 20


def test_what_has_no_place_is_cut_visibly():
    """A text that is too long for the smallest letters ends in an ellipsis, and what is missing is counted."""
    text = "all the words of a very long prompt " * 100
    block = fit(text, 200, 60, (20, 10))
    assert block.lines[-1].endswith("…")
    assert block.cut > 1000
    assert block.height <= 60


def test_no_line_begins_with_a_closing_mark():
    """Chinese breaks between any two characters, but not before a comma or a full stop; a long word breaks anywhere."""
    for width in range(60, 200, 7):
        block = fit("一间有着精致窗户的花店，漂亮的木质门。" * 3, width, 4000, (20, 20))
        assert not [line for line in block.lines if line[0] in "，。"]
        assert "".join(block.lines) == "一间有着精致窗户的花店，漂亮的木质门。" * 3
    assert len(fit("x" * 100, 100, 4000, (20, 20)).lines) > 5


@pytest.mark.parametrize("field", ["prompt", "seed", "parameters", "mode", "pictures"])
def test_cards_repeat_and_differ(cat, field):
    """The same job gives the same bytes; another prompt, seed, parameter or picture gives others."""
    other = {"prompt": "another", "seed": 6, "parameters": {"style": "<anime>"}, "mode": "mixed", "pictures": (cat,)}
    job = dataclasses.replace(JOB, n=2, boxes=((),) if field == "pictures" else ())
    boxed = dataclasses.replace(job, boxes=())
    first, again = cards(boxed), cards(boxed)
    assert first == again
    assert first.parts[0] != first.parts[1]
    assert cards(dataclasses.replace(job, **{field: other[field]})).parts[:2] != first.parts[:2]


def test_the_second_card_is_what_the_next_seed_begins_with():
    """The landscape of the k-th picture comes from the seed plus k, as the provider counts."""
    two = card(dataclasses.replace(JOB, n=2), 2)
    next_seed = card(dataclasses.replace(JOB, n=2, seed=6), 1)
    assert (two[:100] == next_seed[:100]).all()


def test_words_stand_between_the_cards_of_a_mixed_answer():
    """Words come first, each followed by one card, in the language of the prompt."""
    for prompt, word in (("a recipe in 3 steps", "Step 3 of 3"), ("分三步的菜谱", "第3步")):
        job = dataclasses.replace(JOB, mode="mixed", prompt=prompt, n=3, size=(512, 512))
        parts = cards(job).parts
        assert [isinstance(part, str) for part in parts] == [True, False] * 3
        assert word in parts[4]
        assert prompt in parts[0]


def test_a_palette_gives_the_colours():
    """Landscape and swatches show the colours themselves, each over about its part of the picture."""
    out = card(dataclasses.replace(JOB, prompt="", size=(1024, 1024), parameters={"color_palette": PALETTE}), 1)
    for color, share in (((194, 209, 230), 0.5), ((99, 101, 116), 0.3), ((208, 64, 32), 0.2)):
        found = (out == color).all(axis=2)
        # Shadows and the sheet of paper take their part.
        assert 0.3 * share < found.mean() < 1.2 * share


def test_facts_name_what_was_asked_for():
    """Model, number, size and seed, and every parameter in force; a long value is shortened."""
    values = {"size": "1K", "style": "<sketch>", "prompt_extend": True, "negative_prompt": "x" * 500, "seed": None}
    text = facts(dataclasses.replace(JOB, n=4, parameters=values), 2)
    assert text.startswith("wan2.7-image · picture 2 of 4 · 768×768 · seed 6\n")
    assert "style <sketch> · prompt_extend on · negative_prompt xxx" in text
    assert len(text) < 300


def test_boxes_and_mask_are_shown_on_the_thumbnails(cat):
    """A card with a box, or with a mask, differs from one without only where the thumbnail is."""
    plain = dataclasses.replace(JOB, pictures=(cat,), boxes=((),))
    mask = np.zeros(cat.shape[:2], bool)
    mask[60:200, 100:260] = True
    for other in (dataclasses.replace(plain, boxes=(((100, 60, 260, 200),),)), dataclasses.replace(plain, mask=mask)):
        differs = (card(plain, 1) != card(other, 1)).any(axis=2)
        assert 0.001 < differs.mean() < 0.1


def test_a_card_says_what_it_is():
    """The file and the corner say that no model made it."""
    part = cards(JOB).parts[0]
    image = Image.open(io.BytesIO(part.png))
    assert image.text["Comment"] == "local service, not a Wan model"
    assert image.size == (part.width, part.height) == (768, 768)


def test_characters_without_a_font_are_shown_as_missing(monkeypatch, tmp_path):
    """On a machine with no fonts at all Chinese becomes boxes, which are counted and explained; English stays."""
    caches = (fonts._chain, fonts._font, fonts._level, fonts._shape, fonts.advance)
    monkeypatch.setattr(fonts, "_FOLDERS", {"linux": (str(tmp_path),)})
    monkeypatch.setattr(fonts, "_UNIX", (str(tmp_path),))
    monkeypatch.setattr(fonts.sys, "platform", "linux")
    for cache in caches:
        cache.cache_clear()
    try:
        assert clean("a shop 花店") == ("a shop □□", 2)
        assert "2 characters have no font" in facts(JOB, 1, missing=2)
        assert card(dataclasses.replace(JOB, prompt="a shop 花店"), 1).shape == (768, 768, 3)
    finally:
        for cache in caches:
            cache.cache_clear()


def test_fonts_are_found_below_the_usual_folders():
    """A wanted font anywhere below them is used, and where none is, Pillow's own is behind them all."""
    for (path, _), _ in fonts._chain():
        assert Path(path).is_file()
    assert fonts.has("a")
    assert not fonts.has("\U0010ffff")


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("plain text 1", "plain text 1"),
        ("a שלום עולם b", "a םלוע םולש b"),
        ("שלום", "םולש"),
        ("مرحبا, you", "ابحرم, you"),
    ],
)
def test_right_to_left_letters_are_seen_in_their_order(written, seen):
    """Runs of Hebrew or Arabic are turned with the spaces between their words; other writing stays."""
    assert _seen(written) == seen


WILD = st.text(max_size=400) | st.text(alphabet="😀🎉\u200d\ufe0f\u202e\x00\x1b\t\r\n\u2028شלא中é\ud800 ", max_size=200)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(prompt="word " * 1000, size=(240, 240))
@example(prompt="x" * 5000, size=(272, 2172))
@example(prompt="\n" * 5000, size=(512, 512))
@example(prompt="中" * 5000, size=(2172, 272))
@given(prompt=WILD, size=st.tuples(st.integers(240, 700), st.integers(240, 700)))
def test_no_prompt_breaks_a_card(prompt, size):
    """Emoji, controls, half characters, empty lines and scripts of any direction end in a card of the right size."""
    job = dataclasses.replace(JOB, prompt=prompt, size=size, parameters={"negative_prompt": prompt})
    assert card(job, 1).shape == (size[1], size[0], 3)
