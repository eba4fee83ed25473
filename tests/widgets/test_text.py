"""Every word in both languages."""

from __future__ import annotations

import re
import string

import pytest

from tests.widgets.written import strings
from wanwidgets.catalog import MODELS, REGIONS
from wanwidgets.decoding import _NOTICES
from wanwidgets.marks import MARKS
from wanwidgets.message import NEWS
from wanwidgets.modes import ReplayMode
from wanwidgets.problems import SENTENCES, Problem
from wanwidgets.result import RunState
from wanwidgets.running.remedies import REMEDIES
from wanwidgets.stages import STAGES
from wanwidgets.task import TaskStatus
from wanwidgets.widgets.text import NAMES, PROBLEMS_EN, PROBLEMS_ZH, WORDS, Words


def facts(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_have_the_same_facts(key):
    """A text has the same facts in both languages."""
    english, chinese = WORDS[key]

    assert facts(english) == facts(chinese)


def test_chinese_is_chinese():
    """Apart from signs and numbers, each Chinese text has Chinese letters."""
    every = {**WORDS, **NAMES}
    same = {key for key, (english, chinese) in every.items() if not re.search(r"[\u4e00-\u9fff]", chinese)}

    assert same == {
        "prompt.count", "ready.wrong", "result.caption", "mask_color.placeholder", "phase.replayed", "differs",
        "differs.said", "differs.quoted",
    }  # fmt: skip


def test_every_problem_is_told_in_chinese():
    """Each problem has its Chinese, with the same facts."""
    assert set(PROBLEMS_ZH) == set(SENTENCES)
    for code, pair in SENTENCES.items():
        assert facts(pair[0]) == facts(PROBLEMS_ZH[code][0]), code


def test_remedies_speak_of_what_is_on_screen():
    """In the editor no problem speaks of code, and those about boxes name the check as it is labelled."""
    for index, problems in enumerate((PROBLEMS_EN, PROBLEMS_ZH)):
        assert set(problems) == set(SENTENCES)
        assert not [code for code, (_, remedy) in problems.items() if "=" in remedy]
        for code in ("boxes.unsupported", "boxes.count"):
            assert WORDS["marks"][index] in problems[code][1]


def test_every_notice_and_state_has_words():
    """Each notice about a picture and each state of a run can be named."""
    assert {f"notice.{code}" for code in _NOTICES} <= set(WORDS)
    assert {f"phase.{state.value}" for state in RunState} <= set(WORDS)


def test_everything_of_the_catalog_has_a_name():
    """Each parameter, mode, choice and region of the catalog has a name, and no name is left of what is gone."""
    modes = [mode for model in MODELS.values() for mode in model.modes]
    rows = [row for mode in modes for row in mode.parameters.values()]
    named = {
        *(row.name for row in rows),
        *(f"mode.{mode.name}" for mode in modes),
        *(f"{row.name}.{choice}" for row in rows for choice in row.choices),
        *(f"region.{name}" for name in REGIONS),
    }

    assert named == set(NAMES)
    assert all(NAMES[f"mode.{mode.name}"][0] == mode.title for mode in modes)


def test_what_has_no_name_is_called_as_the_catalog_calls_it():
    """A new model works before it was named."""
    assert Words("zh").parameter("new_parameter") == "new_parameter"
    assert Words("zh").name("style.<new>", "<new>") == "<new>"


def test_modes_within_a_problem_are_translated():
    """A problem that names a mode or a region does so in the language of the words."""
    size = Problem("size.mode", "size", "'4K'", "editing (1K, 2K)")
    mask = Problem("mask.missing", "mask", "inpainting")

    assert Words("zh").problem(size, field=False) == "'4K' 不适用于图像编辑 (1K, 2K)。请另选尺寸，或选择其他模式。"
    assert Words("zh").problem(mask).startswith("蒙版：局部重绘需要蒙版")
    assert Words("en").problem(mask, field=False) == "Inpainting needs a mask. Paint what is to change."


def test_problem_names_its_field():
    """A problem is told with its field in the language of the words."""
    problem = Problem("image.side", "image 2", "100×300", "240–8,000", 2)

    assert Words("en").problem(problem) == (
        "image 2: it is 100×300 pixels; allowed are 240–8,000 for each side. Scale it."
    )
    assert Words("zh").problem(problem) == "图2：尺寸为 100×300 像素，每边允许 240–8,000。请缩放。"


def test_other_languages_are_refused():
    """A language without words is refused, naming those that have."""
    with pytest.raises(ValueError, match="en, zh"):
        Words("fr")


FAMILIES = {
    "news.": {f"news.{key}" for key in NEWS},
    "notice.": {f"notice.{code}" for code in _NOTICES},
    "remedy.": {f"remedy.{remedy}" for remedy in REMEDIES},
    "status.": {f"status.{status.value}" for status in TaskStatus},
    "stage.": {f"stage.{name}{more}" for name in STAGES for more in ("", ".of")},
    "phase.": {f"phase.{state.value}" for state in RunState},
    "mode.": {f"mode.{mode.value}{more}" for mode in ReplayMode for more in ("", ".title")},
    "marks.": {f"marks.{name}" for name in MARKS},
    "month.": {f"month.{number}" for number in range(1, 13)},
}
"""Words whose keys are made of names of ours: which names there are."""


def used(key, whole, patterns):
    """Whether a key stands in the sources, whole, in two parts of which the first does, or as one of a family."""
    if key in whole:
        return True
    for pattern in patterns:
        found = re.fullmatch(pattern, key)
        if found and not pattern.startswith("(.*)"):
            return not key.startswith(tuple(FAMILIES)) or any(key in names for names in FAMILIES.values())
        # Such as `f"{key}.tooltip"`: no more than a suffix says nothing of the key.
        suffixed = found and re.fullmatch(r"\(\.\*\)\\\.[a-z]+", pattern)
        if suffixed and (found[1] in NAMES or used(found[1], whole, set())):
            return True
    return False


def test_every_word_is_used():
    """No word is left of what is gone: each key stands in the sources of the widgets, or is made there."""
    whole, patterns = strings(without="text")
    # The fields of problems are looked up as they are called there.
    whole |= {"way", "take", "marks", "mask", "prompt", "model"}

    assert [key for key in WORDS if not used(key, whole, patterns)] == []
    assert not used("prompt.gone", whole, patterns)
    assert not used("news.gone", whole, patterns)


def test_every_stage_and_piece_of_news_has_words():
    """Where a run is and what becomes of it is told in both languages, whatever it is."""
    assert {f"stage.{name}" for name in STAGES} <= set(WORDS)
    assert {f"news.{key}" for key in NEWS} <= set(WORDS)
    assert {f"remedy.{remedy}" for remedy in REMEDIES} <= set(WORDS)
