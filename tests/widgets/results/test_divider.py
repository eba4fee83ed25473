"""The divider between before and after: it follows what holds it, and stays within the picture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanwidgets.widgets.results.divider import Divider, draw_divider, fitted

anywhere = st.floats(-5, 5)
sizes = st.tuples(st.integers(1, 8000), st.integers(1, 8000))


@given(st.lists(st.tuples(st.sampled_from(["press", "drag", "release", "key"]), anywhere)))
def test_it_never_leaves_the_picture(events):
    """Whatever comes in whatever order, the divider is within the picture."""
    divider = Divider()
    for kind, at in events:
        divider = {
            "press": lambda divider, at: divider.pressed(at),
            "drag": lambda divider, at: divider.dragged_to(at),
            "release": lambda divider, _: divider.released(),
            "key": lambda divider, at: divider.keyed("ArrowLeft" if at < 0 else "ArrowRight", shift=abs(at) > 1),
        }[kind](divider, at)
        assert 0 <= divider.at <= 1


def test_it_follows_only_what_holds_it():
    """A pointer that only passes over moves nothing; one that went down does, until it goes up."""
    divider = Divider()
    assert divider.dragged_to(0.9) == divider

    held = divider.pressed(0.2)
    assert held.at == 0.2
    assert held.dragged_to(0.7).at == 0.7
    assert held.dragged_to(0.7).released().dragged_to(0.1).at == 0.7


@pytest.mark.parametrize(
    ("key", "shift", "at"),
    [
        ("ArrowLeft", False, 0.49),
        ("ArrowRight", False, 0.51),
        ("ArrowLeft", True, 0.4),
        ("ArrowUp", True, 0.6),
        ("Home", False, 0.0),
        ("End", False, 1.0),
        ("x", False, 0.5),
    ],
)
def test_keys(key, shift, at):
    """Arrows move it by a hundredth or a tenth, Home and End to the ends; other keys do nothing."""
    assert Divider().keyed(key, shift=shift).at == pytest.approx(at)


@given(sizes, sizes)
def test_picture_lies_in_the_middle_of_its_frame(picture, frame):
    """A picture keeps its ratio, touches two sides of its frame at least, and leaves as much on either side."""
    left, top, width, height = fitted(picture, frame)

    assert width / height == pytest.approx(picture[0] / picture[1])
    assert min(left, top) == pytest.approx(0, abs=1e-6)
    assert left * 2 + width == pytest.approx(frame[0])
    assert top * 2 + height == pytest.approx(frame[1])


def texts(divider):
    scene = draw_divider(divider, (1280, 960), "before canvas", ("before", "after"))
    return [value[0] for name, value in scene if name == "fill_text"]


def test_names_stand_on_their_own_side_only():
    """Each side is named in words while there is room; a name never stands on the other side."""
    assert texts(Divider()) == ["before", "after"]
    assert texts(Divider(0.0)) == ["after"]
    assert texts(Divider(1.0)) == ["before"]


@given(st.floats(0, 1))
def test_before_is_what_is_left_of_the_line(at):
    """What is copied from before ends exactly at the line."""
    scene = dict(draw_divider(Divider(at), (1280, 960), "before canvas", ("vorher", "nachher")))

    assert scene["rect"] == (0, 0, at * 1280, 960)
    assert scene["draw_image"] == ("before canvas", 0, 0)
