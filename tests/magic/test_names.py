"""What a word of the line stands for."""

from __future__ import annotations

import pytest
from IPython.core.error import UsageError

from tests.magic.variables import names_of

PHOTO = object()


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("cup.png", "cup.png"),
        ("photo", PHOTO),
        ("$photo", PHOTO),
        ("{photo}", PHOTO),
        ("{ box[0] + 1 }", 4),
        ("./photo", "./photo"),
        ("{folder}/cup.png", "pictures/cup.png"),
        ("$folder/{box[0]}.png", "pictures/3.png"),
        ("a$b.png", "a7.png"),
        ("{b}*{b * 2}", "7*14"),
        ("{ {'a': 1}['a'] }", 1),
        ("{", "{"),
    ],
)
def test_variable_comes_by_name_dollar_or_expression(word, value):
    """A name, `$name` and `{expression}` are the object itself, and in a longer word its text."""
    assert names_of(photo=PHOTO, folder="pictures", box=(3, 4), b=7).named(word) == value


def test_bare_name_is_a_text_where_only_texts_are_meant():
    """A value such as a size is a variable only where that is said, so that no variable gets in its way."""
    names = names_of(blur="nothing of ours")

    assert names.value("blur") == "blur"
    assert names.value("$blur") == "nothing of ours"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("$gone", "there is no variable 'gone'"),
        ("{gone}", "NameError"),
        ("{1/0}.png", "ZeroDivisionError: division by zero"),
        ("a/$gone.png", "no variable 'gone'"),
    ],
)
def test_what_is_not_there_is_told(word, said):
    """A variable that is not there, and an expression that fails, are errors of the cell that say which."""
    with pytest.raises(UsageError, match=said):
        names_of().value(word)


def test_prompt_is_filled_in():
    """`{name}` is replaced as `str.format` does it, and doubled braces are braces."""
    assert names_of(what="cup", boxes=[1, 2]).filled("Make the {what} {{blue}}, {boxes[1]}") == "Make the cup {blue}, 2"


@pytest.mark.parametrize("prompt", ["Make {it} blue", "Make {", "Make {what.no}", "{what[no]}", "{}", "{0}"])
def test_prompt_that_cannot_be_filled_in_says_so(prompt):
    """A brace without a variable is an error that says how braces are written."""
    with pytest.raises(UsageError, match=r"--fill.*\{\{ and \}\} for braces"):
        names_of(what="cup").filled(prompt)
