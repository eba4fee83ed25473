"""Every word in both languages."""

from __future__ import annotations

import re
import string

import pytest

from wanwidgets.catalog import MODELS
from wanwidgets.decoding import _NOTICES
from wanwidgets.problems import SENTENCES, Problem
from wanwidgets.result import RunState
from wanwidgets.widgets.text import PROBLEMS_ZH, WORDS, Words


def facts(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_have_the_same_facts(key):
    """A text has the same facts in both languages."""
    english, chinese = WORDS[key]

    assert facts(english) == facts(chinese)


def test_chinese_is_chinese():
    """Apart from signs and numbers, each Chinese text has Chinese letters."""
    same = {key for key, (english, chinese) in WORDS.items() if not re.search(r"[\u4e00-\u9fff]", chinese)}

    assert same == {"prompt.count", "box.placeholder", "result.caption"}


def test_every_problem_is_told_in_chinese():
    """Each problem has its Chinese, with the same facts."""
    assert set(PROBLEMS_ZH) == set(SENTENCES)
    for code, pair in SENTENCES.items():
        assert facts(pair[0]) == facts(PROBLEMS_ZH[code][0]), code


def test_every_notice_parameter_and_state_has_words():
    """Each notice about a picture, each parameter of a model and each state of a run can be named."""
    names = {name for model in MODELS.values() for name in model.parameters}

    assert {f"notice.{code}" for code in _NOTICES} <= set(WORDS)
    assert names <= set(WORDS)
    assert {f"phase.{state.value}" for state in RunState} <= set(WORDS)


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
