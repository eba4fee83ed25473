from __future__ import annotations

import pytest

from wanwidgets.service.engine.families import KINDS
from wanwidgets.service.engine.kind import Kind, Reach
from wanwidgets.service.engine.opposites import CHANGES, OPPOSITES, UNDOES
from wanwidgets.service.engine.plan import Scene, Source, plan
from wanwidgets.service.engine.refusal import EngineRefusal
from wanwidgets.service.engine.steps import Reading, Ref, Step


def kind(name, reach=Reach.ANYWHERE, **options):
    said = f"{name}{{strength}} in {{where}}" + (" from {source}" if options.get("sources") else "")
    return Kind(name, said, lambda pixels, spot, rng: pixels, reach, **options)


FAKES = {
    each.name: each
    for each in (
        kind("warm"),
        kind("cool"),
        kind("grey"),
        kind("tint"),
        kind("fill", Reach.PLACE, example='"Fill box 1"'),
        kind("write", Reach.PLACE),
        kind("blur"),
        kind("put", Reach.PLACE, sources=1, most_sources=1, own_source=True, example='"Put image 1 in box 1"'),
        kind("colors", sources=1, most_sources=1, assumes=True),
        kind("turn", Reach.WHOLE, reframes=True),
        kind("crop", Reach.PLACE, reframes=True),
        kind("sheet", Reach.WHOLE, sources=2, most_sources=9, gathers=True, reframes=True),
        kind("outline", thing=True),
    )
}
A, B, C = (10, 10, 50, 50), (60, 60, 90, 90), (5, 5, 20, 20)


def planned(*steps, boxes=((A,), (B, C)), **scene):
    return plan(Reading(tuple(steps)), Scene(boxes, **scene), FAKES)


@pytest.mark.parametrize(
    ("steps", "base", "said"),
    [
        ([Step("warm")], 1, "warm in box 1 and box 2 of image 2"),
        ([Step("warm", image=1)], 0, "warm in box 1 of image 1"),
        ([Step("warm", whole=True)], 1, "warm in image 2"),
        ([Step("warm", amount=0.5, boxes=(2,))], 1, "warm slightly in box 2 of image 2"),
        ([Step("blur", boxes=(1,)), Step("warm")], 1, "blur in box 1 of image 2; warm in image 2"),
        ([Step("blur", boxes=(2,)), Step("outline")], 1, "blur in box 2 of image 2; outline in box 2 of image 2"),
        ([Step("outline")], 1, "outline in box 1 and box 2 of image 2"),
        ([Step("colors", image=2)], 1, "colors in box 1 and box 2 of image 2 from box 1 of image 1"),
    ],
)
def test_what_is_left_open_is_resolved(steps, base, said):
    """Boxes are drawn to be used, the last picture is the one that changes, and the plan says so in words."""
    found = planned(*steps)
    assert (found.base, found.said) == (base, said)


def test_the_one_box_of_a_source_is_what_is_taken():
    """Boxes are drawn to be used: on a picture that is a source they say what, not where."""
    step = Step("put", image=2, boxes=(1,), sources=(Ref(1),))
    assert planned(step).actions[0].sources == (Source(0, A),)
    assert planned(step, boxes=((), (B,))).actions[0].sources == (Source(0),)
    every = Step("put", image=1, boxes=(1,), sources=(Ref(2, every=True),))
    assert planned(every, boxes=((A,), (B,))).actions[0].sources == (Source(1, B),)


def test_sources_of_a_gathering_step_are_whole_pictures():
    """A collage is made of pictures, whatever boxes are on them."""
    found = planned(Step("sheet"))
    assert found.actions[0].sources == (Source(0), Source(1))
    assert found.base == 1


def test_under_a_mask_a_step_needs_no_box():
    """The mask says where."""
    found = planned(Step("fill"), boxes=((),), masked=True)
    assert found.actions[0].masked
    assert found.said == "fill in the masked part of image 1"


REFUSED = [
    ([Step("warm", image=3)], "there are 2 pictures"),
    ([Step("warm", boxes=(3,))], "image 2 has 2 boxes"),
    ([Step("warm", boxes=(2,), image=1)], "image 1 has one box"),
    ([Step("warm", image=1), Step("cool", image=2)], "the prompt changes image 1 and image 2"),
    ([Step("turn", boxes=(1,))], "to a whole picture only"),
    ([Step("put", boxes=(1,), image=1, sources=(Ref(2),))], "Image 2 has 2 boxes: say which"),
    ([Step("put", image=2, sources=(Ref(1),))], "Say which box of image 2"),
    ([Step("put", image=2, boxes=(1,), sources=(Ref(1), Ref(1)))], "names 2 sources, where at most 1"),
    ([Step("colors", image=1, sources=(Ref(1),))], "Image 1 is the picture that is changed"),
    ([Step("colors", image=1, sources=(Ref(None, 1),))], "of which picture box 1 is meant"),
    ([Step("turn"), Step("blur", boxes=(1,))], "no longer lies where it was"),
    ([Step("turn"), Step("blur")], "no longer lies where it was"),
    ([Step("crop", boxes=(1,)), Step("put", boxes=(2,), sources=(Ref(1),))], "no longer lies where it was"),
    ([Step("warm"), Step("sheet")], "must be the first step"),
    ([Step("sheet"), Step("sheet")], "must be the first step"),
    ([Step("warm"), Step("cool")], "contradict each other"),
    ([Step("warm", boxes=(1,)), Step("blur"), Step("cool", boxes=(1, 2))], "contradict each other"),
    (
        [Step("fill", boxes=(1,), values=(("c", "red"),)), Step("fill", boxes=(1,), values=(("c", "blue"),))],
        "contradict",
    ),
    ([Step("blur", boxes=(1,)), Step("fill", boxes=(1,))], "contradict each other"),
    ([Step("write", values=(("c", "A"),)), Step("write", boxes=(1,), values=(("c", "B"),))], "contradict each other"),
    ([Step("tint", whole=True), Step("grey", whole=True)], "contradict each other"),
]


@pytest.mark.parametrize(("steps", "words"), REFUSED, ids=[words for _, words in REFUSED])
def test_what_cannot_be_planned_is_refused(steps, words):
    """A refusal says which part of the prompt has no meaning here, with its number, under the provider's code."""
    with pytest.raises(EngineRefusal, match=words) as refused:
        planned(*steps)
    assert refused.value.code == "InvalidParameter"


@pytest.mark.parametrize(
    "steps",
    [
        [Step("warm", boxes=(1,)), Step("cool", boxes=(2,))],
        [Step("warm"), Step("warm")],
        [Step("fill", boxes=(1,), values=(("c", "red"),)), Step("fill", boxes=(2,), values=(("c", "blue"),))],
        [Step("fill", boxes=(1,)), Step("blur", boxes=(1,))],
        [Step("grey", whole=True), Step("tint", whole=True)],
        [Step("blur", whole=True), Step("turn")],
        [Step("sheet"), Step("grey", whole=True)],
    ],
)
def test_what_only_looks_like_a_contradiction_is_planned(steps):
    """Other boxes, the same thing twice and an order that keeps both effects are sound."""
    assert len(planned(*steps).actions) == 2


def test_after_a_reframing_step_nothing_lies_under_the_mask():
    """A mask is drawn on the picture as it was."""
    with pytest.raises(EngineRefusal, match="no longer lies where it was"):
        plan(
            Reading((Step("crop"), Step("blur"))),
            Scene(((),), masked=True),
            FAKES,
        )


@pytest.mark.parametrize(("kept", "name"), [("colours", "grey"), ("background", "blur"), ("background", "warm")])
def test_a_wish_that_a_step_breaks_is_refused(kept, name):
    """A whole picture cannot be blurred and keep its background; a box of it can."""
    with pytest.raises(EngineRefusal, match=f"changes the {kept} as well"):
        plan(Reading((Step(name, whole=True),), (kept,)), Scene(((A,),)), FAKES)
    assert plan(Reading((Step(name, boxes=(1,)),), (kept,)), Scene(((A,),)), FAKES).actions


def test_a_missing_box_is_asked_for_only_where_one_could_be_drawn():
    """A model without boxes gets another advice."""
    for options, words in (({}, "draw a box on image 1"), ({"boxable": False}, "the model takes no boxes")):
        with pytest.raises(EngineRefusal, match=words):
            planned(Step("fill"), boxes=((),), **options)


def test_the_tables_of_opposites_speak_of_kinds():
    """No row outlives its kind."""
    rows = (*OPPOSITES, *UNDOES.values(), *CHANGES.values(), UNDOES)
    named = {name for row in rows for name in row}
    assert named <= set(KINDS)
