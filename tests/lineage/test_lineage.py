"""A lineage as a value: what it refuses, who came from whom, what changed, and how it shows itself."""

from __future__ import annotations

import base64
import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from wanwidgets.lineage import Edge, Lineage, Step
from wanwidgets.meaning import Difference
from wanwidgets.preview import PREVIEW_BYTES


@pytest.fixture
def family(step):
    """Return a run, two that were made from it, and one that was made from both of these."""
    return Lineage(
        "d",
        (
            step("a", "red", "green", prompt="Blur it"),
            step("b", "blue", prompt="Brighten it"),
            step("c", "white", prompt="Brighten it", size="1K"),
            step("d", "black", prompt="Join image 1 and image 2", size="1K", n=2),
        ),
        (Edge("a", 1, "b", 1), Edge("a", 2, "c", 1), Edge("b", 1, "d", 1), Edge("c", 1, "d", 2)),
        more=3,
    )


def test_who_came_from_whom(family):
    """Parents, children and ancestors of a run are found, the oldest first, each once."""
    assert [edge.parent for edge in family.parents("d")] == ["b", "c"]
    assert [edge.child for edge in family.children("a")] == ["b", "c"]
    assert [step.id for step in family.ancestors()] == ["a", "b", "c"]
    assert [step.id for step in family.ancestors("b")] == ["a"]
    assert family.ancestors("a") == ()
    assert (family.number("c"), family.step("c").prompt) == (3, "Brighten it")


def test_differences_along_an_edge(family):
    """What changed from a request to the next is told; who answers is the same and is not named."""
    to_b, to_c, _, to_d = family.edges

    assert family.differences(to_b) == (Difference("prompt", "Blur it", "Brighten it"),)
    assert [difference.field for difference in family.differences(to_c)] == ["prompt", "size"]
    assert family.differences(to_d)[1:] == (Difference("n", 1, 2),)


def test_another_engine_is_a_difference(step):
    """That somebody else answered is told, since another picture comes of it."""
    first, second = step("a"), step("b")
    elsewhere = Step("b", second.run, second.run.request.meaning("wan/beijing"))
    lineage = Lineage("a", (first, elsewhere), (Edge("a", 1, "b", 1),))

    assert lineage.differences(lineage.edges[0]) == (Difference("engine", "local/1", "wan/beijing"),)


def test_an_unknown_meaning_differs_in_nothing_that_could_be_told(step):
    """Where the journal does not know what a run meant, nothing is made up."""
    lineage = Lineage("a", (Step("a", None), step("b")), (Edge("a", 1, "b", 1),))

    assert lineage.differences(lineage.edges[0]) == ()
    assert lineage.step("a").saved == ()


@pytest.mark.parametrize(
    ("edges", "why"),
    [
        ([("b", "a")], "Run a cannot be made from run b"),
        ([("a", "a")], "Run a cannot be made from run a"),
        ([("a", "b"), ("b", "a")], "cannot be made"),
        ([("a", "x")], "not in the lineage: x"),
        ([("y", "b")], "not in the lineage: y"),
    ],
)
def test_what_cannot_be_is_refused(step, edges, why):
    """A circle, a run that made itself, and a run that is not there are refused."""
    with pytest.raises(ValueError, match=why):
        Lineage("a", (step("a"), step("b")), tuple(Edge(parent, 1, child, 1) for parent, child in edges))


def test_other_wrong_lineages_are_refused(step, original):
    """The run that is asked for and those that were given pictures are in it, each once."""
    with pytest.raises(ValueError, match="not in the lineage: z"):
        Lineage("z", (step("a"),))
    with pytest.raises(ValueError, match="not in the lineage: q"):
        Lineage("a", (step("a"),), originals=(original("q", "red"),))
    with pytest.raises(ValueError, match="once"):
        Lineage("a", (step("a"), step("a")))
    with pytest.raises(ValueError, match="'z' is not in this lineage"):
        Lineage("a", (step("a"),)).step("z")


def test_it_shows_itself_small_and_constant(family):
    """In a notebook it is a JPEG of at most 40 kB, with a short text without any id or time."""
    bundle = family._repr_mimebundle_(include=None, exclude=None)
    data = base64.b64decode(bundle["image/jpeg"])

    assert bundle["text/plain"] == repr(family) == "<Lineage of 4 in 4 runs, 3 more>"
    assert len(data) <= PREVIEW_BYTES
    assert Image.open(io.BytesIO(data)).format == "JPEG"
    assert repr(Lineage("a", family.steps[:1])) == "<Lineage of 1 in 1 run>"


def test_it_can_be_printed(family):
    """Printed it is a list: each run by its number, and where its pictures came from."""
    assert str(family).splitlines() == [
        "1  Blur it",
        "2  Brighten it · image 1 from picture 1 of run 1",
        "3  Brighten it · image 1 from picture 2 of run 1",
        "4* Join image 1 and image 2 · image 1 from picture 1 of run 2 · image 2 from picture 1 of run 3",
        "…  and 3 more",
    ]


def test_what_cannot_be_read_is_printed_as_such(step):
    """A run whose line is damaged, and one without a prompt, have a name in the list."""
    lineage = Lineage("b", (Step("a", None), step("b", prompt="")), (Edge("a", 1, "b", 1),))

    assert str(lineage).splitlines() == ["1  (cannot be read)", "2* wan2.7-image · image 1 from picture 1 of run 1"]


@given(st.integers(1, 24), st.randoms(use_true_random=False))
def test_no_ancestor_is_among_the_descendants(count, chance: random.Random):
    """Whatever was made from what, nobody is an own ancestor, and ancestors are what edges lead back to."""
    ids = [f"run-{number}" for number in range(count)]
    edges = {
        Edge(ids[chance.randrange(child)], chance.randint(1, 4), ids[child], image)
        for child in range(1, count)
        for image in range(1, chance.randint(1, 4))
    }
    lineage = Lineage(ids[-1], tuple(Step(run_id, None) for run_id in ids), tuple(edges))
    for run_id in ids:
        above = {step.id for step in lineage.ancestors(run_id)}
        parents = {edge.parent for edge in lineage.parents(run_id)}
        assert run_id not in above
        assert above == parents | {step.id for parent in parents for step in lineage.ancestors(parent)}
