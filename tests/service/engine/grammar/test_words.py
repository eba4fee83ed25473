from __future__ import annotations

import re

import pytest

from wanwidgets.service.engine.families import KINDS, WORDS
from wanwidgets.service.engine.grammar.words import Frame, Help, Signal, Words, joined


def test_every_pattern_belongs_to_a_kind():
    """All patterns compile, and what they find are kinds that the engine has."""
    for told in (*WORDS.frames, *WORDS.signals):
        re.compile(told.pattern)
        assert told.kind in KINDS, told


def test_families_are_joined_in_order():
    """The first family's frames come first, meanings of one name are united, helps follow each other."""
    first = Words((Frame("a", "x"),), (Signal("s", "y"),), {"color": {"rot": "red"}}, (Help("a", "甲", "b", "乙"),))
    second = Words((Frame("b", "x"),), meanings={"color": {"blau": "blue"}}, helps=(Help("c", "丙", "d", "丁"),))
    both = joined((first, second))
    assert [frame.kind for frame in both.frames] == ["a", "b"]
    assert both.meanings["color"] == {"rot": "red", "blau": "blue"}
    assert [help_.in_chinese for help_ in both.helps] == ["甲(“乙”)", "丙(“丁”)"]


def test_families_must_agree_on_a_word():
    """One word for two meanings of one value would make the reading depend on order."""
    with pytest.raises(ValueError, match=r"^color 'rot' means 'red' here and 'pink' there\.$"):
        joined((Words(meanings={"color": {"rot": "red"}}), Words(meanings={"color": {"rot": "pink"}})))
