from __future__ import annotations

from pathlib import Path

import pytest

from wanwidgets.service.engine.families import KINDS, WORDS
from wanwidgets.service.engine.grammar.marks import in_chinese
from wanwidgets.service.engine.grammar.read import read
from wanwidgets.service.engine.steps import Reading, Unreadable

PROMPTS = Path(__file__).with_name("prompts")


def rows(*, refused: bool) -> list[tuple[str, ...]]:
    """Return the tables: a prompt and its reading; or a prompt that is refused, and what the refusal speaks of."""
    found = []
    for file in sorted(PROMPTS.glob("*.tsv")):
        if (file.stem == "refused") == refused:
            lines = file.read_text(encoding="utf-8").splitlines()
            found += [tuple(line.split("\t")) for line in lines if line]
    return found


READINGS, REFUSED = rows(refused=False), rows(refused=True)


@pytest.mark.parametrize(("prompt", "reading"), READINGS, ids=[row[0] for row in READINGS])
def test_a_prompt_is_read(prompt, reading):
    """What is meant is found whatever the wording, the language and the wishes around it."""
    found = read(prompt, WORDS)
    assert isinstance(found, Reading), found.message
    assert str(found) == reading


@pytest.mark.parametrize("row", REFUSED, ids=[row[0] for row in REFUSED])
def test_a_prompt_is_refused_rather_than_misread(row):
    """What is denied, unknown or only half understood is not done, and the refusal names what comes nearest."""
    found = read(row[0], WORDS)
    assert isinstance(found, Unreadable), str(found)
    for spoken in row[1:]:
        assert spoken in found.message


def test_the_tables_are_large_and_in_both_languages():
    """At least 600 prompts are read, each of them once, a third of them in Chinese, and every kind is among them."""
    prompts = [row[0] for row in READINGS]
    assert len(prompts) >= 600
    assert len(set(prompts)) == len(prompts)
    assert sum(map(in_chinese, prompts)) >= len(prompts) / 3
    read_kinds = {step.split(":")[0] for _, reading in READINGS for step in reading.split("; ")}
    assert set(KINDS) <= read_kinds


def test_what_is_refused_is_asked_for_in_both_languages():
    """At least 100 prompts are refused, each with words of its refusal, a fifth of them in Chinese."""
    assert len(REFUSED) >= 100
    assert all(len(row) >= 2 for row in REFUSED)
    assert sum(in_chinese(row[0]) for row in REFUSED) >= len(REFUSED) / 5


def test_several_steps_meet_all_families():
    """Prompts of two and three steps, in both languages, over all rooms."""
    rows_of = (PROMPTS / "several.tsv").read_text(encoding="utf-8").splitlines()
    assert len(rows_of) >= 30
    assert all(";" in row.split("\t")[1] for row in rows_of)


def test_a_prompt_longer_than_any_is_refused():
    """The limit is said, and both languages have words for it."""
    assert "at most 800" in read("Make it warmer. " * 60, WORDS).message
    assert "最多读800个" in read("变成黑白," * 200, WORDS).message


def test_an_empty_prompt_asks_for_nothing():
    """Nothing is done where nothing is said, in words or in signs."""
    for nothing in ("", "  \n ", "...", "please", "谢谢"):
        assert "found nothing to do" in read(nothing, WORDS).message or "没有读到" in read(nothing, WORDS).message


@pytest.mark.parametrize(
    "piece",
    ["box 1 ", "keep the scene, ", "image 1 in ", "框1的", "a", "place ", "the light and ", "'", '"a" ', "and ", "和"],
)
def test_long_prompts_end_quickly(piece):
    """No pattern runs away on repetition; pytest's time limit would tell."""
    for text in (piece * 4000, piece * (790 // len(piece)), f"place {piece * (700 // len(piece))} in box 1"):
        read(text, WORDS)
