from __future__ import annotations

import re

import pytest

from wanwidgets.service.engine.grammar import numbers


@pytest.mark.parametrize(
    ("pattern", "group", "meanings", "said", "meant"),
    [
        (numbers.EN_DEGREES, "degrees", numbers.DEGREES, "30 degrees", "30"),
        (numbers.EN_DEGREES, "degrees", numbers.DEGREES, "by forty-five degrees", "45"),
        (numbers.EN_DEGREES, "degrees", numbers.DEGREES, "one hundred and eighty degrees", "180"),
        (numbers.EN_DEGREES, "degrees", numbers.DEGREES, "2.5°", "2.5"),
        (numbers.ZH_DEGREES, "degrees", numbers.DEGREES, "三十度", "30"),
        (numbers.ZH_DEGREES, "degrees", numbers.DEGREES, "一百零五度", "105"),
        (numbers.EN_PERCENT, "percent", numbers.PERCENT, "by 20%", "20"),
        (numbers.EN_PERCENT, "percent", numbers.PERCENT, "fifty percent", "50"),
        (numbers.ZH_PERCENT, "percent", numbers.PERCENT, "百分之三十", "30"),
        (numbers.ZH_PERCENT, "percent", numbers.PERCENT, "30%", "30"),
        (numbers.EN_TIMES, "times", numbers.TIMES, "1.5x", "1.5"),
        (numbers.EN_TIMES, "times", numbers.TIMES, "by a factor of 3", "3"),
        (numbers.EN_TIMES, "times", numbers.TIMES, "twice", "2"),
        (numbers.ZH_TIMES, "times", numbers.TIMES, "两倍", "2"),
    ],
)
def test_a_number_is_read(pattern, group, meanings, said, meant):
    """Digits and words of both languages mean the same number."""
    found = re.fullmatch(pattern, said)
    assert found is not None
    assert meanings[found[group]] == meant


@pytest.mark.parametrize("said", ["361", "many", "hundred", "十十", "360.5"])
def test_what_is_no_number_means_nothing(said):
    """A table knows only what it can mean."""
    assert said not in numbers.DEGREES
