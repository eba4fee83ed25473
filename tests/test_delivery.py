"""Which way each picture and the mask take to the service."""

from __future__ import annotations

import base64
import hashlib

import pytest

from wanwidgets import delivery
from wanwidgets.client import Client
from wanwidgets.delivery import INLINE_BYTES, plan_delivery
from wanwidgets.errors import ImageError
from wanwidgets.images import Address, InputImage
from wanwidgets.regions import Mask, Stroke
from wanwidgets.request import EditRequest

SIGNED = "https://example.com/a.png?Signature=s3cret"
MASK = Mask((400, 300), (Stroke(((200.0, 150.0),), 40.0),))


@pytest.fixture
def image(photo) -> InputImage:
    return InputImage.from_pil(photo)


@pytest.fixture
def fetched(image) -> InputImage:
    """Return a picture that is known to lie at an address."""
    return InputImage.from_bytes(image.data, url=SIGNED)


def ways(request, **changes):
    return [parcel.way for parcel in plan_delivery(request, **{"uploads": True, **changes})]


def test_picture_goes_inside_the_document(image):
    """A picture of usual size goes inside the document, as the bytes that it has."""
    (parcel,) = plan_delivery(EditRequest("x", [image]), uploads=True)

    assert (parcel.way, parcel.source) == ("inline", image.data_url())


@pytest.mark.parametrize(("beyond", "uploads", "way"), [(0, True, "inline"), (1, True, "upload"), (1, False, "inline")])
def test_large_picture_is_uploaded_where_it_can_be(image, monkeypatch, beyond, uploads, way):
    """A picture above the advised size is uploaded; where that cannot be, it goes inside all the same."""
    monkeypatch.setattr(delivery, "INLINE_BYTES", len(image.data) - beyond)

    assert ways(EditRequest("x", [image]), uploads=uploads) == [way]


def test_size_is_the_advised_one():
    """The provider's page of errors advises uploads from 7 MB on."""
    assert INLINE_BYTES == 7_000_000


def test_what_was_fetched_goes_as_its_bytes_unless_asked(fetched, image):
    """What was fetched from an address goes as bytes, or as the address on demand; what has none goes as bytes."""
    request = EditRequest("x", [fetched, image])

    assert ways(request) == ["inline", "inline"]
    first, second = plan_delivery(request, uploads=True, send_addresses=True)
    assert (first.way, first.source, second.way) == ("address", SIGNED, "inline")
    assert "s3cret" not in repr(first)


def test_boxes_drawn_into_a_picture_make_it_another(fetched):
    """A picture with boxes drawn into it is not the one at the address any more."""
    request = EditRequest("x", [fetched], boxes={1: [(10, 10, 90, 90)]}, marks="drawn")

    (parcel,) = plan_delivery(request, uploads=True, send_addresses=True)

    assert parcel.way == "inline"
    assert parcel.data != fetched.data


def test_address_that_was_not_fetched_goes_as_it_is():
    """An address that nobody fetched goes as the address."""
    (parcel,) = plan_delivery(EditRequest("x", [Address(SIGNED)]), uploads=True)

    assert (parcel.way, parcel.source) == ("address", SIGNED)


def test_model_that_takes_addresses_only(image, fetched):
    """For a model that takes addresses only, pictures and mask are uploaded, or go as the address that they have."""
    own = EditRequest("x", [image], mask=MASK, model="wanx-x-painting")
    known = EditRequest("x", [fetched], mask=MASK, model="wanx-x-painting")

    assert ways(own) == ["upload", "upload"]
    assert ways(known) == ["address", "upload"]
    assert (
        ways(known.replace(images=[InputImage.from_bytes(image.data, url="https://例.com/图.png")])) == ["upload"] * 2
    )


def test_mask_of_a_model_that_takes_it_inside(photo):
    """A mask goes inside the document where the model takes it there."""
    picture = InputImage.from_pil(photo.resize((600, 600)))
    mask = Mask((600, 600), MASK.strokes)
    request = EditRequest("x", [picture], mask=mask, model="wanx2.1-imageedit", function="description_edit_with_mask")

    *_, parcel = plan_delivery(request, uploads=True)

    assert (parcel.way, parcel.mime) == ("inline", "image/png")
    assert base64.b64decode(parcel.source.partition(",")[2]) == mask.png()


def test_file_is_named_by_its_content(image):
    """What is uploaded has the hash and the type of its bytes, for a name that no other file has."""
    parcel, mask = plan_delivery(EditRequest("x", [image], mask=MASK, model="wanx-x-painting"), uploads=True)

    assert (parcel.digest, parcel.suffix) == (hashlib.sha256(image.data).hexdigest(), ".png")
    assert (mask.name, mask.digest) == ("mask", hashlib.sha256(MASK.png()).hexdigest())


@pytest.mark.parametrize(
    ("request_of", "said"),
    [
        (lambda image: EditRequest("x", [image], mask=MASK, model="wanx-x-painting"), "nothing can be uploaded here"),
        (
            lambda image: EditRequest("x", [Address("https://e.com/图.png")], mask=MASK, model="wanx-x-painting"),
            "letters beyond ASCII",
        ),
        (
            lambda image: EditRequest("x", [Address(SIGNED)], boxes={1: [(1, 2, 30, 40)]}, marks="drawn"),
            "cannot be drawn into an address",
        ),
    ],
)
def test_picture_that_can_go_in_no_way_is_told_by_its_number(image, request_of, said):
    """A picture that can reach the model in no way is refused by its number, with what to do."""
    with pytest.raises(ImageError, match=f"Image 1.*{said}"):
        plan_delivery(request_of(image), uploads=False)


def test_client_tells_the_ways_beforehand(image):
    """A client says how a request would go without sending anything: uploads need a region that has them."""
    request = EditRequest("x", [image], mask=MASK, model="wanx-x-painting")

    assert Client("sk-a").ways(request) == ("upload", "upload")
    with pytest.raises(ImageError, match="nothing can be uploaded"):
        Client("sk-a", region="virginia").ways(request)
    assert Client("sk-a", region="virginia", uploader=lambda data, name: "").ways(request) == ("upload", "upload")
