from __future__ import annotations

import pytest

from wanwidgets.service.engine.grammar.shared import Clause, placed, verb_of
from wanwidgets.service.engine.steps import Step

BOXED = Clause(Step("brighten", boxes=(1,), image=2), "brighten <box 1> of <image 2>", " and ")


@pytest.mark.parametrize(
    ("kind", "said", "joint", "boxes"),
    [
        ("sharpen", "sharpen it", " and ", (1,)),
        ("sharpen", "sharpen it", ", ", ()),
        ("sharpen", "sharper", ", ", (1,)),
        ("sharpen", "锐化", ",", (1,)),
        ("warm", "make the picture warmer", " and ", ()),
        ("snow", "add snow", " and ", ()),
    ],
)
def test_what_follows_takes_the_place_of_what_it_is_joined_to(kind, said, joint, boxes):
    """It is what is in the box, for what is done to a thing; the picture by name is the picture."""
    first = Clause(BOXED.step, BOXED.said, joint)
    before, after = placed((first, Clause(Step(kind), said)))
    assert before == BOXED.step
    assert after.boxes == boxes
    assert after.image == (2 if boxes else None)


def test_a_bare_verb_takes_the_place_that_is_said_last():
    """Of "brighten, blur and sharpen box 1" all is about the box; "warmer" before it is no such verb."""
    bare = [Clause(Step("brighten"), "brighten", ", "), Clause(Step("blur"), "blur", " and ")]
    assert [step.boxes for step in placed((*bare, BOXED))] == [(1,)] * 3
    assert placed((Clause(Step("warm"), "make it warmer", " and "), BOXED))[0].boxes == ()


def test_nothing_is_shared_with_what_has_a_place_or_leaves_none():
    """A place of its own stays, and what was removed is no place."""
    own = Clause(Step("blur", boxes=(3,)), "blur <box 3>")
    assert placed((BOXED, own))[1].boxes == (3,)
    gone = Clause(Step("remove", boxes=(1,)), "remove <box 1>", " and ")
    assert placed((gone, Clause(Step("warm"), "make it warmer")))[1].boxes == ()


def test_the_verb_is_the_first_of_several_words():
    """One word alone is no verb with something behind it."""
    assert verb_of("label <box 1> <text 1>") == "label"
    assert verb_of("sharpen") == ""
