"""What makes two requests the same."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from wanwidgets.meaning import Difference, differences, fields_of, fingerprint_of, with_take, without_engine
from wanwidgets.modes import ReplayMode, replay_mode
from wanwidgets.regions import Mask
from wanwidgets.request import EditRequest


def picture(colour, size=(320, 240)):
    return Image.new("RGB", size, colour)


# Worked out once and written down: a store or a pack of long ago must be found again. Where one of these changes on
# purpose, MEANING_VERSION is raised, and everything that was remembered is asked and paid for again.
GOLDEN = [
    (EditRequest("A red car", size="1K"), "1dc87dab5d8c2fbd4b2b42a80ca409d135a275289b107773fcf1b28a21446dad"),
    (EditRequest("A red car", size="1K", take=1), "3bab73033efe19398616383eb04b4fc47fb941298cce3e5538adf8c46165a1f5"),
    (
        EditRequest(
            "Ersetze Café 图1",
            [picture((200, 30, 60)), picture((1, 2, 3), (400, 300))],
            boxes={2: [(10, 20, 110, 220)]},
            model="wan2.7-image-pro",
            seed=7,
            n=2,
        ),
        "ea3cf8d3de8bd51f01a91ba91de6b698355e7946a3ba4f8deffd677e9c4d84f0",
    ),
    (
        EditRequest(
            "Fill it",
            [picture((200, 30, 60))],
            mask=Mask((320, 240)).with_boxes([(5, 6, 70, 80)]),
            model="wanx-x-painting",
        ),
        "97412d5e5bd5b7fd6acd8a0f6898c6110b987cc4798f2239a81de79766ee2cb4",
    ),
    (
        EditRequest("In three steps", model="wan2.6-image", enable_interleave=True, max_images=3, stream=True),
        "ba9929144d5d247be98d99ce8b3578f1ff018fbd4d65fdc018e70661e1921bc8",
    ),
    (
        EditRequest("Warmer", [picture((9, 9, 9))], model="wan2.5-i2i-preview", negative_prompt="people"),
        "6fb78d3d6b0a748c82b2946a65b1f0e8259f94c1aa7e8cdf95f869110a420a00",
    ),
    (
        EditRequest(
            "Blur box 1", [picture((9, 9, 9))], boxes={1: [(1, 2, 30, 40)]}, marks="drawn", model="wan2.6-image"
        ),
        "ecd78fa66957e2f7fada5465030e40318c01d5f2f1414c084aeddd2beeabbf5b",
    ),
]


@pytest.mark.parametrize(("request_", "golden"), GOLDEN, ids=[request.prompt for request, _ in GOLDEN])
def test_fingerprints_do_not_drift(request_, golden):
    """The fingerprint of a request stays the same from version to version, and is the hash of its canonical form."""
    assert request_.fingerprint("local/1") == golden == fingerprint_of(request_.meaning("local/1"))


def test_letters_are_the_same_however_they_are_composed():
    """A prompt with composed letters is the same as one whose accents stand beside their letters."""
    one, other = (EditRequest(text).fingerprint("e") for text in ("Caf\u00e9", "Cafe\u0301"))

    assert one == other


def test_every_difference_is_named():
    """Whatever differs between two requests is named, with both values, what decides most first."""
    before = EditRequest("a", [picture((1, 1, 1))], boxes={1: [(0, 0, 9, 9)]}, size="1K", seed=1)
    after = EditRequest("b", [picture((2, 2, 2)), picture((3, 3, 3))], model="wan2.7-image-pro", size="2K", take=2)

    found = differences(before.meaning("one"), after.meaning("two"))

    assert [each.field for each in found] == [
        "model", "prompt", "images", "image 1", "image 2", "size", "take", "engine", "boxes of image 1", "seed",
    ]  # fmt: skip
    assert Difference("size", "1K", "2K") in found
    assert Difference("seed", 1, None) in found
    assert Difference("boxes of image 1", [[0, 0, 9, 9]], None) in found


@given(take=st.integers(0, 9), seed=st.none() | st.integers(0, 9), prompt=st.sampled_from(["a", "b"]))
def test_what_differs_has_another_fingerprint(take, seed, prompt):
    """Two requests have the same fingerprint exactly where no difference is named."""
    one = EditRequest("a", seed=1)
    other = EditRequest(prompt, seed=seed, take=take)

    same = one.fingerprint("e") == other.fingerprint("e")

    assert same == (not differences(one.meaning("e"), other.meaning("e")))


def test_who_answers_can_be_left_out():
    """Without its engine, a canonical form is the same whoever answers, and still canonical."""
    request = EditRequest("a", [picture((1, 1, 1))])

    assert without_engine(request.meaning("one")) == without_engine(request.meaning("two")) == request.meaning("")
    assert json.loads(request.meaning("one"))["engine"] == "one"


def test_another_take_is_that_of_the_request():
    """With another take, a canonical form is that of the request with that take."""
    request = EditRequest("Café", [picture((1, 1, 1))], boxes={1: [(1, 2, 30, 40)]}, seed=3)

    assert with_take(request.meaning("one"), 7) == request.replace(take=7).meaning("one")


def test_fields_have_the_names_of_differences():
    """What a canonical form says has the names by which differences are told."""
    image = picture((1, 1, 1))
    request = EditRequest("a", [image], boxes={1: [(1, 2, 30, 40)]}, seed=3)

    said = fields_of(request.meaning("one"))

    assert (said["prompt"], said["images"], said["boxes of image 1"]) == ("a", 1, [[1, 2, 30, 40]])
    assert (said["image 1"], said["seed"], said["take"], said["engine"]) == (
        request.pictures[0].image.pixels, 3, 0, "one",
    )  # fmt: skip


def test_modes_are_named():
    """The mode is that of the argument, else of the environment, else replay; a wrong name says what is allowed."""
    assert replay_mode(None, {}) is ReplayMode.REPLAY
    assert replay_mode(None, {"WANWIDGETS_MODE": " Offline "}) is ReplayMode.OFFLINE
    assert replay_mode("refresh", {"WANWIDGETS_MODE": "offline"}) is ReplayMode.REFRESH
    with pytest.raises(ValueError, match=r"WANWIDGETS_MODE: 'record' is no mode; allowed are 'replay', 'offline'"):
        replay_mode(None, {"WANWIDGETS_MODE": "record"})
    with pytest.raises(ValueError, match=r"mode: 7 is no mode"):
        replay_mode(7, {})
