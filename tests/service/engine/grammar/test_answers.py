from __future__ import annotations

import pytest

from wanwidgets.service.engine.families import WORDS
from wanwidgets.service.engine.grammar.languages import other_language
from wanwidgets.service.engine.grammar.marks import in_chinese
from wanwidgets.service.engine.grammar.nearest import BEYOND
from wanwidgets.service.engine.grammar.read import read
from wanwidgets.service.engine.steps import Reading


@pytest.mark.parametrize("row", BEYOND, ids=[row.english for row in BEYOND])
def test_the_nearest_thing_works(row):
    """What a refusal offers instead is read, in both languages, and means the same in both."""
    english, chinese = read(row.example, WORDS), read(row.example_chinese, WORDS)
    assert isinstance(english, Reading), english.message
    assert isinstance(chinese, Reading), chinese.message
    kinds = [[step.kind for step in reading.steps] for reading in (english, chinese)]
    assert kinds[0] == kinds[1]
    assert not in_chinese(row.example)
    assert in_chinese(row.example_chinese)


@pytest.mark.parametrize("help_", WORDS.helps, ids=[str(help_) for help_ in WORDS.helps])
def test_what_help_says_works(help_):
    """Every example of what can be done is read, in both languages, and means the same in both."""
    english, chinese = read(help_.example, WORDS), read(help_.example_chinese, WORDS)
    assert isinstance(english, Reading), english.message
    assert isinstance(chinese, Reading), chinese.message
    assert [step.kind for step in english.steps] == [step.kind for step in chinese.steps]


def test_every_family_says_what_it_can_do():
    """Nine rooms, at least one line of help each, none so long that nobody reads it."""
    assert len(WORDS.helps) >= 9
    assert all(len(help_.english) <= 90 for help_ in WORDS.helps)
    assert len("; ".join(map(str, WORDS.helps))) <= 1800


def test_a_refusal_says_what_is_possible_in_the_language_of_the_prompt():
    """An English and a Chinese answer, each with the words that were not understood and with prompts that work."""
    english, chinese = read("Zorblax the cat", WORDS), read("让猫呜呜", WORDS)
    assert '"zorblax the cat"' in english.message
    assert "让猫呜呜" in chinese.message
    for help_ in WORDS.helps:
        assert f'"{help_.example}"' in english.message
        assert f"“{help_.example_chinese}”" in chinese.message
    assert not in_chinese(english.message)


def test_what_stands_in_quotes_does_not_tell_the_language():
    """An English prompt about a Chinese text is answered in English."""
    assert not in_chinese(read('Zorblax "你好" in box 1', WORDS).message.replace("你好", ""))


def test_a_long_prompt_is_quoted_in_part():
    """A refusal repeats so much of a prompt that it is known again, and no more."""
    message = read("Zorblax " + "and blibber " * 20, WORDS).message
    assert "…" in message
    assert "blibber " * 9 not in message


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("make it black and white", ""),
        ("place the café table in box 1 de luxe", "another language"),
        ("einen hut auf den kopf", "German"),
        ("quita la caja", "Spanish"),
        ("把图1放到图2的框1里", ""),
        ("ตัด", "Thai"),
        ("हटाओ", "Hindi or another language in Devanagari"),
        ("הסר", "Hebrew"),
    ],
)
def test_other_languages_are_told_by_letters_and_common_words(text, language):
    """A guess is made only where letters or at least two words speak for it."""
    assert other_language(text) == language
