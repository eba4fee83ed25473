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
from wanwidgets.service.engine.cards.colors import scheme
from wanwidgets.service.engine.cards.panel import arrange
from wanwidgets.service.engine.cards.shots import shots
from wanwidgets.service.engine.cards.strip import strip
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
    first, again = tuple(cards(boxed).parts), tuple(cards(boxed).parts)
    assert first == again
    assert first[0] != first[1]
    assert tuple(cards(dataclasses.replace(job, **{field: other[field]})).parts)[:2] != first[:2]


def test_the_second_card_is_what_the_next_seed_begins_with():
    """The landscape of the k-th picture comes from the seed plus k, as the provider counts."""
    two = card(dataclasses.replace(JOB, n=2), 2)
    next_seed = card(dataclasses.replace(JOB, n=2, seed=6), 1)
    assert (two[:100] == next_seed[:100]).all()


def test_words_stand_between_the_cards_of_a_mixed_answer():
    """Words come first, each followed by one card, in the language of the prompt."""
    for prompt, word in (("a recipe in 3 steps", "Step 3 of 3"), ("分三步的菜谱", "第3步")):
        job = dataclasses.replace(JOB, mode="mixed", prompt=prompt, n=3, size=(512, 512))
        parts = tuple(cards(job).parts)
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
    (part,) = cards(JOB).parts
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


@pytest.mark.parametrize(
    ("prompt", "lead", "labels", "texts"),
    [
        (
            "A cat. Image 1: it sleeps.\nImage 2: it wakes.",
            "A cat.",
            ["Image 1", "Image 2"],
            ["it sleeps.", "it wakes."],
        ),
        ("Step 1. Chop. Step 2. Fry 3: eggs.", "", ["Step 1", "Step 2"], ["Chop.", "Fry 3: eggs."]),
        (
            "Four shots\n1. far\n2) near\n4. no\n3. close",
            "Four shots",
            ["1", "2", "3"],
            ["far", "near\n4. no", "close"],
        ),
        ("一只猫。图1：睡觉。图2：醒来。", "一只猫。", ["图1", "图2"], ["睡觉。", "醒来。"]),
        (
            "第一步，切菜。第二步，下锅。第三步，装盘。",
            "",
            ["第一步", "第二步", "第三步"],
            ["切菜。", "下锅。", "装盘。"],
        ),
        ("镜头一：远景\n镜头二：近景", "", ["镜头一", "镜头二"], ["远景", "近景"]),
        ("第1张：红，第2张：蓝", "", ["第1张", "第2张"], ["红，", "蓝"]),
        ("Shot 1 - a hill. Shot 2 - a lake.", "", ["Shot 1", "Shot 2"], ["a hill.", "a lake."]),
        ("a cat of image 1 and 2 dogs, 1.5 m", "a cat of image 1 and 2 dogs, 1.5 m", [], []),
        ("Image 2: late", "Image 2: late", [], []),
        ("Image 1: only one", "Image 1: only one", [], []),
        ("", "", [], []),
        ("\n".join(f"{number}. line" for number in range(1, 13)), "", [str(n) for n in range(1, 13)], ["line"] * 12),
        ("".join(f"第{number}幕：x" for number in "一二三四五六七八九十"), "", None, ["x"] * 10),
        ("".join(f"第{number}幕：x" for number in [*"一二三四五六七八九十", "十一", "十二"]), "", None, ["x"] * 12),
    ],
)
def test_the_parts_of_a_prompt_are_found(prompt, lead, labels, texts):
    """In both languages, numbered from 1 without a gap; what is numbered otherwise is text."""
    found = shots(prompt)
    assert found.lead == lead
    assert [shot.text for shot in found.parts] == texts
    assert labels is None or [shot.label for shot in found.parts] == labels


@given(st.text(alphabet="Image 12:.\n图一第步，", max_size=120))
def test_no_prompt_breaks_the_search_for_parts(prompt):
    """Whatever it is, no letter of it is lost but those of its labels and the spaces around parts."""
    found = shots(prompt)
    assert found.parts == () or len(found.parts) >= 2
    assert all(text in prompt for text in (found.lead, *(shot.text for shot in found.parts)))


SET = dataclasses.replace(JOB, mode="set", title="image set", n=3, prompt="A cat. Image 1: asleep. Image 2: awake.")


def test_a_set_is_a_storyboard():
    """Each part has a card of its own, which says which one it is; a card beyond the parts shows all of the prompt."""
    found = shots(SET.prompt)
    assert facts(SET, 2, 0, found).endswith("part 2 of 2 of the prompt\nfor all: A cat.")
    assert "part" not in facts(SET, 3, 0, found)
    alone = [card(dataclasses.replace(SET, prompt=text), 1) for text in ("asleep.", "awake.", SET.prompt)]
    first, second, third = (card(SET, number) for number in (1, 2, 3))
    assert (first != second).any(axis=2).mean() > 0.1
    assert (first == alone[0]).all(axis=2).mean() > 0.4
    whole = dataclasses.replace(SET, prompt=" ".join(SET.prompt.split()))
    assert (third == card(whole, 3)).all()


def test_the_cards_of_a_set_share_their_colours():
    """The landscape moves on from card to card in the colours of the first; pictures of no set have their own."""

    def palettes(mode):
        job = dataclasses.replace(SET, mode=mode, prompt="", seed=11)
        return [
            {tuple(map(int, color)) for color in card(job, number)[::4, ::4].reshape(-1, 3)} for number in (1, 2, 3)
        ]

    together, apart = palettes("set"), palettes("text")
    assert len(set.intersection(*together)) > len(set.intersection(*apart))
    first, second = card(SET, 1), card(dataclasses.replace(SET, prompt=SET.prompt), 2)
    assert (first[200:400] != second[200:400]).any()


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_strip_says_which_card_it_is(size):
    """In every ratio; only the strip, the heading and the facts differ where all else is the same."""
    job = dataclasses.replace(SET, n=12, prompt="One.", size=size)
    assert card(job, 12).shape == (size[1], size[0], 3)
    plain = Image.new("RGB", size)
    panel = arrange(size, "One.", "", (), swatches=False)
    colors = scheme({}, np.random.default_rng(1))
    strips = []
    for number in (1, 12):
        image = plain.copy()
        strip(image, number, 12, (panel.stage, panel.sizes), colors)
        strips.append(np.asarray(image))
    assert (strips[0] != strips[1]).any()
    assert not strips[0][panel.stage[3] :].any()


def test_a_mixed_answer_repeats_the_prompts_own_steps():
    """Its words are those of the prompt, part by part; steps beyond them have words that stand for text."""
    for prompt, said, wanted in (
        ("A salad. Step 1: chop. Step 2: mix.", "writes no texts", ["Step 1: chop.", "Step 2: mix.", "Step 3 of 3"]),
        ("沙拉。第一步：切。第二步：拌。", "本地服务不写文章", ["第一步：切。", "第二步：拌。", "第3步"]),
    ):
        words = list(cards(dataclasses.replace(JOB, mode="mixed", prompt=prompt, n=3, size=(512, 512))).parts)[::2]
        assert said in words[0]
        assert all(part in text for part, text in zip(wanted, words, strict=True))
