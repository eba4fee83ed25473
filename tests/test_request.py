"""EditRequest as a value: what construction refuses, what it keeps, and how it travels."""

from __future__ import annotations

import dataclasses
import json

import pytest
from PIL import Image

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
        {"mask": 7},
        {"marks": True},
        {"mask": "https://example.com/mask.png"},
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
    assert EditRequest("x", size="1K").effective() == {
        "size": "1K",
        "n": 1,
        "watermark": False,
        "thinking_mode": True,
        "enable_sequential": False,
    }


def test_defaults_are_those_of_the_mode():
    """Another mode has other defaults, and what only says how to send is not in the document."""
    mixed = EditRequest("x", model="wan2.6-image", enable_interleave=True, stream=True)

    assert EditRequest("x", enable_sequential=True).effective()["n"] == 4
    assert mixed.effective() == {"max_images": 5, "n": 1, "watermark": False, "enable_interleave": True}
    assert mixed.stream
    assert EditRequest("x", model="unknown", n=3).effective() == {"n": 3}


@pytest.mark.parametrize(
    ("model", "parameters", "images", "mode"),
    [
        ("wan2.7-image", {}, 1, "edit"),
        ("wan2.7-image", {}, 0, "text"),
        ("wan2.7-image", {}, 30, "edit"),
        ("wan2.7-image", {"enable_sequential": True}, 0, "set"),
        ("wan2.7-image", {"enable_sequential": True}, 3, "set"),
        ("wan2.7-image", {"enable_sequential": 1}, 3, "edit"),
        ("wan2.6-image", {}, 0, "edit"),
        ("wan2.6-image", {"enable_interleave": True}, 1, "mixed"),
        ("wanx2.1-imageedit", {}, 1, "description_edit"),
        ("wanx2.1-imageedit", {"function": "expand"}, 1, "expand"),
        ("wanx2.1-imageedit", {"function": ["expand"]}, 1, "description_edit"),
    ],
)
def test_mode_follows_from_parameters_and_pictures(photo, model, parameters, images, mode):
    """Parameters choose the mode, then the number of pictures; what fits none is taken for the first."""
    assert EditRequest("x", [photo] * images, model=model, **parameters).mode.name == mode


@pytest.mark.parametrize(
    ("model", "parameters", "most"),
    [
        ("wan2.7-image", {"n": 3}, 3),
        ("wan2.7-image", {"enable_sequential": True, "n": 12}, 12),
        ("wan2.6-image", {"enable_interleave": True}, 5),
        ("wan2.6-image", {"enable_interleave": True, "max_images": 2}, 2),
        ("wan2.7-image", {"n": "many"}, None),
        ("unknown", {"n": 2}, None),
    ],
)
def test_most_pictures_is_what_may_cost(photo, model, parameters, most):
    """How many pictures can come follows from the parameter that the mode counts them by."""
    assert EditRequest("x", [photo], model=model, **parameters).most_pictures() == most


def test_change_of_model_keeps_what_fits(photo):
    """`fitted` leaves out the parameters that the new model or mode does not take, and names them."""
    request = EditRequest("x", [photo], model="wan2.7-image-pro", size="2K", n=3, seed=5, thinking_mode=True)
    other, left_out = request.fitted(model="wan2.6-image")
    same, nothing = request.fitted(n=2)

    assert other.parameters == {"size": "2K", "n": 3, "seed": 5}
    assert left_out == ("thinking_mode",)
    assert (same.parameters["n"], nothing) == (2, ())
    assert request.fitted(model="unknown")[1] == ()


def test_values_given_stay_the_callers(photo):
    """A palette that its caller changes later does not change the request, nor does one that was read from it."""
    palette = [{"hex": "#102030", "ratio": "50.00%"}]
    request = EditRequest("x", [photo], color_palette=palette)
    palette[0]["hex"] = "#ffffff"
    request.parameters["color_palette"].clear()

    assert request.parameters["color_palette"] == [{"hex": "#102030", "ratio": "50.00%"}]
    assert hash(request) == hash(request.replace())


def test_mask_may_be_a_picture(photo):
    """A picture given as the mask edits what is lighter than mid-grey."""
    request = EditRequest("x", [photo], mask=photo.point(lambda value: 255 if value > 127 else 0))

    assert request.mask.size == photo.size
    assert not request.mask.empty


def test_round_trip_through_json(request_):
    """A request comes back from JSON, with its pictures inside or found by hash."""
    files = {picture.image.digest: picture.image.data for picture in request_.pictures[:2]}
    inside = json.loads(json.dumps(request_.to_dict()))
    outside = json.loads(json.dumps(request_.to_dict(embed=False)))

    assert EditRequest.from_dict(inside) == request_
    assert EditRequest.from_dict(outside, files.__getitem__) == request_
    assert "data" not in outside["pictures"][0]


def test_documents_of_before_are_read(request_):
    """A document that names parents, as those of before do, is read; from whom a picture came is found by its hash."""
    document = {**request_.to_dict(), "parents": ["abc"]}

    assert EditRequest.from_dict(document) == request_
    assert "parents" not in request_.to_dict()


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
        base.replace(marks="drawn"),
    ]
    prints = {request.fingerprint("local/1") for request in [base, *changed]}

    assert base.fingerprint("local/1") == same.fingerprint("local/1")
    assert len(prints | {base.fingerprint("local/2")}) == len(changed) + 2


def test_fingerprint_of_a_mask_is_that_of_its_pixels(photo, tmp_path):
    """A mask counts as what it edits, whatever its file is called, however it was encoded and painted."""
    grey = Image.new("L", photo.size, 0)
    grey.paste(255, (100, 50, 200, 150))
    for level in (1, 9):
        grey.save(tmp_path / f"{level}.png", compress_level=level)
    painted = Mask(photo.size, (Stroke(((5.0, 5.0),), 3.0, erase=True),), InputImage.from_pil(grey))
    draft = EditRequest("x", [photo], model="wanx-x-painting")
    same = [grey, tmp_path / "1.png", tmp_path / "9.png", painted]

    assert len({draft.replace(mask=mask).fingerprint("local/1") for mask in same}) == 1
    assert draft.replace(mask=grey.rotate(180)).fingerprint("local/1") != draft.replace(mask=grey).fingerprint(
        "local/1"
    )


def test_output_size_follows_the_last_picture(photo):
    """The predicted output has the ratio of the last picture, and is unknown while that is an address."""
    assert EditRequest("x", [photo], size="1K").output_size() == (1182, 887)
    assert EditRequest("x", ["https://example.com/x.png"]).output_size() is None


def test_repr_is_short(request_):
    """The repr names no prompt and holds no bytes."""
    assert repr(request_) == "<EditRequest wan2.7-image-pro, 3 images, 33 characters, n=2, seed=7, size='1K'>"
