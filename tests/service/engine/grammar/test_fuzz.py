from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wanwidgets.service.engine.families import KINDS, WORDS
from wanwidgets.service.engine.grammar import read as reading
from wanwidgets.service.engine.grammar.read import read
from wanwidgets.service.engine.steps import Reading, Unreadable

TABLES = sorted(Path(__file__).with_name("prompts").glob("*.tsv"))
LINES = [line for file in TABLES for line in file.read_text(encoding="utf-8").splitlines() if line]
PROMPTS = [line.split("\t")[0] for line in LINES]
READABLE = [
    line.split("\t")[0] for file in TABLES if file.stem != "refused" for line in file.read_text("utf-8").splitlines()
]
WORDS_SAID = sorted({word for prompt in PROMPTS for word in prompt.split()})
UNQUOTED = [prompt for prompt in READABLE if not set(prompt) & set("\"'“”‘’「」『』")]
# The same examples each time: the suite tells a change of the code, not of luck.
STEADY = settings(derandomize=True, deadline=None, max_examples=60)


@STEADY
@given(st.one_of(st.text(max_size=900), st.lists(st.sampled_from(WORDS_SAID), max_size=140).map(" ".join)))
def test_any_text_has_an_answer(text):
    """Whatever is said, known words in any order among it, is read or refused with words, and nothing raises."""
    found = read(text, WORDS)
    if isinstance(found, Reading):
        assert found.steps
        assert {step.kind for step in found.steps} <= set(KINDS)
    else:
        assert found.message


@STEADY
@given(st.sampled_from(UNQUOTED), st.data())
def test_an_unknown_word_is_never_passed_over(prompt, data):
    """Every word is accounted for: with one more, at any place, a prompt is refused."""
    place = data.draw(st.integers(0, len(prompt)))
    found = read(f"{prompt[:place]} q7z {prompt[place:]}", WORDS)
    assert isinstance(found, Unreadable), str(found)


@STEADY
@given(st.sampled_from(UNQUOTED), st.sampled_from(UNQUOTED))
def test_two_prompts_make_one(first, second):
    """What is read alone is read as two sentences as well, step by step."""
    alone = [read(prompt, WORDS) for prompt in (first, second)]
    steps = [step for each in alone for step in each.steps]
    both = read(f"{first.rstrip('.!?。')}. {second}", WORDS)
    assert len(steps) > 5 or both.steps == tuple(steps)


@STEADY
@given(st.sampled_from(READABLE))
def test_capitals_spaces_and_courtesy_change_nothing(prompt):
    """Nobody is misread for shouting, for a space too many or for saying please."""
    expected = read(prompt, WORDS)
    assert read(f"  {prompt} ", WORDS) == expected
    assert read(f"Please {prompt[0].lower()}{prompt[1:]}", WORDS) == expected
    if prompt in UNQUOTED:
        assert read(prompt.upper(), WORDS) == expected


@pytest.mark.parametrize("splitter", [" and ", ", ", "，", "和", " "])
@pytest.mark.parametrize("start", range(0, len(READABLE), 97))
def test_the_work_is_bounded(monkeypatch, splitter, start):
    """The longest prompts, with as many cuts as there can be, are tried a bounded number of times."""
    tried = []
    monkeypatch.setattr(
        reading, "_step", lambda clause, *rest, step=reading._step: tried.append(clause) or step(clause, *rest)
    )
    text = splitter.join((READABLE[start:] + READABLE)[:60])[:790] + " q7z"
    assert isinstance(read(text, WORDS), Unreadable)
    assert len(tried) <= 100
    assert max(map(len, tried), default=0) <= 300
