"""A request becomes the very document that the provider's guide shows, or nothing."""

from __future__ import annotations

import base64

import pytest

from wanwidgets import catalog
from wanwidgets.errors import InvalidRequest
from wanwidgets.images import InputImage
from wanwidgets.protocol import encode
from wanwidgets.protocol.encode import encode_create
from wanwidgets.request import EditRequest

TASKS = "services/aigc/image-generation/generation"
ANSWERS = "services/aigc/multimodal-generation/generation"
CASES = [
    "two pictures",
    "a box on the second of two pictures",
    "boxes on the first and the last of three pictures",
    "no picture",
]


def test_every_document_is_held_to(documents):
    """No create among the provider's documents is left out of these tests."""
    assert list(documents["creates"]) == CASES


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("asynchronous", [True, False])
def test_body_is_the_provider_s(documents, case, asynchronous):
    """The body of a create is the document of the guide, to the last field, for a task as for an answer."""
    wanted = documents["creates"][case]
    boxes = {int(number): listed for number, listed in wanted.get("boxes", {}).items()}
    request = EditRequest(wanted["prompt"], wanted["images"], boxes=boxes, **wanted["arguments"])

    create = encode_create(request, asynchronous=asynchronous)

    assert create.body == wanted["body"]


def test_create_of_a_task():
    """A create that wants a task goes to the endpoint of tasks and says so in its header."""
    create = encode_create(EditRequest("Paint it"))

    assert (create.path, create.asynchronous, create.headers) == (TASKS, True, {"X-DashScope-Async": "enable"})


def test_create_of_an_answer():
    """A create that wants the answer itself goes to the other endpoint, without the header."""
    create = encode_create(EditRequest("Paint it"), asynchronous=False)

    assert (create.path, create.asynchronous, create.headers) == (ANSWERS, False, {})


def test_headers_of_one_create_are_its_own():
    """Changing the headers of one create changes no other."""
    encode_create(EditRequest("Paint it")).headers["X-Other"] = "1"

    assert encode_create(EditRequest("Paint it")).headers == {"X-DashScope-Async": "enable"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP"])
def test_picture_is_sent_as_its_own_bytes(photo, tmp_path, kind):
    """A picture travels as a data URL of the very bytes of the user's file, with their type."""
    path = tmp_path / f"photo.{kind.lower()}"
    photo.save(path, kind)

    (image, _text) = encode_create(EditRequest("x", [path])).body["input"]["messages"][0]["content"]

    head, _, body = image["image"].partition(",")
    assert head == f"data:image/{kind.lower()};base64"
    assert base64.b64decode(body) == path.read_bytes()


def test_pictures_keep_their_order(photo):
    """Pictures come in the order of the request, before the text."""
    pictures = [InputImage.from_pil(photo.rotate(angle)) for angle in (0, 90, 180)]

    content = encode_create(EditRequest("x", pictures)).body["input"]["messages"][0]["content"]

    assert content == [*({"image": picture.data_url()} for picture in pictures), {"text": "x"}]


def test_list_of_boxes_is_absent_without_boxes(photo):
    """The list of boxes is left out when no picture has one."""
    assert "bbox_list" not in encode_create(EditRequest("x", [photo])).body["parameters"]


@pytest.mark.parametrize("model", catalog.MODELS)
def test_number_of_pictures_is_always_said(model):
    """The number of pictures is said even when the user did not, since the provider's default is in doubt."""
    assert encode_create(EditRequest("x", model=model)).body["parameters"]["n"] == 1


def test_request_with_problems_is_not_encoded(photo):
    """A request with problems becomes no document, and all of them are told."""
    with pytest.raises(InvalidRequest) as caught:
        encode_create(EditRequest("", [photo], n=99, size="huge"))

    assert [problem.field for problem in caught.value.problems] == ["prompt", "n", "size"]


def test_model_without_the_endpoint_is_refused(monkeypatch):
    """A model that has no endpoint of the kind that is wanted is refused by name."""
    entry = catalog.MODELS["wan2.7-image"]

    class TasksOnly:
        def __getattr__(self, name):
            return getattr(entry, name)

        def endpoint(self, *, asynchronous):
            return entry.endpoint(asynchronous=True) if asynchronous else None

    monkeypatch.setattr(encode, "MODELS", {"wan2.7-image": TasksOnly()})

    with pytest.raises(InvalidRequest, match="image with a synchronous endpoint"):
        encode_create(EditRequest("x"), asynchronous=False)


def test_pictures_are_not_in_the_repr(photo):
    """A create is shown without its megabytes of pictures."""
    assert len(repr(encode_create(EditRequest("x", [photo])))) < 200
