"""EditRequest as a value: what construction refuses, what it keeps, and how it travels."""

from __future__ import annotations

import dataclasses
import json

import pytest

from wanwidgets.errors import ImageError, InvalidRequest
from wanwidgets.images import InputImage
from wanwidgets.pictures import Picture
from wanwidgets.regions import Box, Mask, Stroke
from wanwidgets.request import EditRequest


@pytest.fixture
def request_(photo):
    """Return a request with everything in it."""
    return EditRequest(
        "Place image 1 in box 1 of image 2",
        [photo, photo.rotate(180), "https://example.com/x.png"],
        model="wan2.7-image-pro",
        boxes={2: [(10, 20, 30, 40)], 3: [(1, 2, 3, 4), (5, 6, 7, 8)]},
        mask=Mask((400, 300), (Stroke(((1, 2),), 3),)),
        take=2,
        parents=["abc"],
        size="1K",
        n=2,
        seed=7,
    )


def test_unfinished_draft_is_fine():
    """A draft with nothing in it can be made; it has problems."""
    draft = EditRequest()

    assert [problem.code for problem in draft.problems()] == ["prompt.missing"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"prompt": 7},
        {"model": None},
        {"take": "1"},
        {"take": True},
        {"mask": "mask"},
        {"images": "photo.png"},
        {"images": [7]},
        {"boxes": [(1, 2, 3, 4)]},
    ],
)
def test_wrong_types_are_refused(wrong):
    """Construction refuses wrong types, and nothing else."""
    with pytest.raises(TypeError):
        EditRequest(**wrong)


def test_boxes_need_their_picture(photo):
    """Boxes for a picture that is not there are refused with the number that was given."""
    with pytest.raises(InvalidRequest, match="image 2"):
        EditRequest(images=[photo], boxes={2: [(1, 2, 3, 4)]})


def test_bad_picture_is_named_by_number(photo):
    """A picture that cannot be read is named by its place in the list."""
    with pytest.raises(ImageError, match="Image 2"):
        EditRequest(images=[photo, b"nothing"])


def test_request_is_frozen(request_):
    """Nothing of a request can be changed in place."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        request_.prompt = "x"
    request_.parameters["n"] = 4
    assert request_.parameters["n"] == 2


def test_boxes_by_number(request_):
    """`boxes` is the view by picture number, of the pictures that have any."""
    assert request_.boxes == {2: (Box(10, 20, 30, 40),), 3: (Box(1, 2, 3, 4), Box(5, 6, 7, 8))}


def test_boxes_travel_with_their_picture(request_):
    """When pictures change places, their boxes go with them."""
    turned = request_.replace(pictures=tuple(reversed(request_.pictures)))

    assert turned.boxes == {1: (Box(1, 2, 3, 4), Box(5, 6, 7, 8)), 2: (Box(10, 20, 30, 40),)}


def test_replace_changes_only_what_it_names(request_):
    """`replace` makes another request and leaves the rest as it was; None gives a parameter back to its default."""
    other = request_.replace(prompt="x", seed=None)

    assert (other.prompt, other.parameters) == ("x", {"n": 2, "size": "1K"})
    assert request_.prompt.startswith("Place")
    assert other.replace(prompt=request_.prompt, seed=7) == request_


def test_parameters_in_force_include_defaults():
    """The model's defaults are in force for what was not given; `n` among them."""
    assert EditRequest("x", size="1K").effective() == {"size": "1K", "n": 1, "watermark": False, "thinking_mode": True}


def test_round_trip_through_json(request_):
    """A request comes back from JSON, with its pictures inside or found by hash."""
    files = {picture.image.digest: picture.image.data for picture in request_.pictures[:2]}
    inside = json.loads(json.dumps(request_.to_dict()))
    outside = json.loads(json.dumps(request_.to_dict(embed=False)))

    assert EditRequest.from_dict(inside) == request_
    assert EditRequest.from_dict(outside, files.__getitem__) == request_
    assert "data" not in outside["pictures"][0]


def test_requests_are_equal_by_their_pixels(photo):
    """Two requests that mean the same are equal and hash alike."""
    one = EditRequest("x", [photo], n=1)
    two = EditRequest("x", [Picture(InputImage.from_pil(photo.copy()))], n=1)

    assert one == two
    assert hash(one) == hash(two)


def test_fingerprint_is_of_the_meaning(photo):
    """The fingerprint ignores encodings and spelled-out defaults, and nothing that matters."""
    base = EditRequest("é", [photo], boxes={1: [(1, 2, 30, 40)]})
    same = EditRequest("e\u0301", [InputImage.from_pil(photo, name="other")], boxes={1: [(30, 40, 1, 2)]}, n=1)
    changed = [
        base.replace(prompt="e"),
        base.replace(take=1),
        base.replace(seed=1),
        base.replace(model="wan2.7-image-pro"),
        base.replace(pictures=(Picture(base.pictures[0].image),)),
        base.replace(pictures=(Picture(InputImage.from_pil(photo.rotate(180)), base.pictures[0].boxes),)),
        base.replace(mask=Mask((400, 300))),
    ]
    prints = {request.fingerprint("local/1") for request in [base, *changed]}

    assert base.fingerprint("local/1") == same.fingerprint("local/1")
    assert len(prints | {base.fingerprint("local/2")}) == len(changed) + 2


def test_output_size_follows_the_last_picture(photo):
    """The predicted output has the ratio of the last picture, and is unknown while that is an address."""
    assert EditRequest("x", [photo], size="1K").output_size() == (1182, 887)
    assert EditRequest("x", ["https://example.com/x.png"]).output_size() is None


def test_repr_is_short(request_):
    """The repr names no prompt and holds no bytes."""
    assert repr(request_) == "<EditRequest wan2.7-image-pro, 3 images, 33 characters, n=2, seed=7, size='1K'>"
