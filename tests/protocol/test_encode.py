"""A request becomes the very document that the provider's guide shows, or nothing."""

from __future__ import annotations

import base64
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from wanwidgets import catalog
from wanwidgets.errors import InvalidRequest
from wanwidgets.images import InputImage
from wanwidgets.marks import draw_marks
from wanwidgets.protocol.encode import WAYS, encode_create, mask_file
from wanwidgets.regions import Box, Mask, Stroke
from wanwidgets.request import EditRequest

TASKS = "services/aigc/image-generation/generation"
ANSWERS = "services/aigc/multimodal-generation/generation"
FUNCTIONS = catalog.MODELS["wanx2.1-imageedit"].parameters["function"].choices
CASES = [
    "wan2.7 pro, two pictures",
    "wan2.7 pro, a box on the second of two pictures",
    "wan2.7, boxes on the first and the last of three pictures",
    "wan2.7 pro, text to picture in 4K with a palette",
    "wan2.7, an image set",
    "wan2.6, editing",
    "wan2.6, mixed text and pictures as a task",
    "wan2.6, mixed text and pictures as a stream",
    "wan2.5, editing",
    "wan2.5, with nothing said",
    "painting, with nothing said",
    "painting, in a colour and a style of its own",
    *(f"imageedit, {name}" for name in FUNCTIONS),
]
HEADERS = {
    "async": {"X-DashScope-Async": "enable"},
    "sync": {},
    "stream": {"X-DashScope-SSE": "enable", "Accept": "text/event-stream"},
}
SPOT = Mask((400, 300), (Stroke(((200.0, 150.0),), 40.0),))


def request_of(wanted):
    boxes = {int(number): listed for number, listed in wanted.get("boxes", {}).items()}
    mask = SPOT if "mask" in wanted else None
    return EditRequest(wanted["prompt"], wanted["images"], boxes=boxes, mask=mask, **wanted["arguments"])


def sketch(model, photo, **changes):
    """Return a request for that model with nothing said that need not be."""
    entry = catalog.MODELS[model]
    images = [] if 0 in entry.modes[0].images else [photo]
    return EditRequest("x", images, model=model, mask=SPOT if entry.modes[0].mask == "required" else None, **changes)


def test_every_document_is_held_to(creates):
    """No create among the provider's documents is left out of these tests, and every mode of every model has one."""
    assert list(creates) == CASES
    modes = {(wanted["body"]["model"], request_of(wanted).mode.name) for wanted in creates.values()}
    # The two sizes of wan2.7 differ in no word of their documents.
    known = {(name, mode.name) for name, model in catalog.MODELS.items() for mode in model.modes}
    assert known - modes == {("wan2.7-image", "text"), ("wan2.7-image-pro", "set")}


@pytest.mark.parametrize("case", CASES)
def test_body_is_the_provider_s(creates, case):
    """The body of a create is the document of the provider, to the last field, in each way that it can go."""
    wanted = creates[case]

    for way, path in wanted["paths"].items():
        create = encode_create(request_of(wanted), way=way, mask_source=wanted.get("mask"))

        assert create.body == wanted["body"]
        assert (create.path, create.way, create.headers) == (path, way, HEADERS[way])


@pytest.mark.parametrize("case", CASES)
def test_way_that_a_mode_does_not_have_is_refused(creates, case):
    """A way that a mode does not have is refused, and those that it has are named."""
    wanted = creates[case]
    # Of mixed answers, the documents show each way by itself.
    mode = request_of(wanted).mode
    for way in WAYS.keys() - {end.way for end in mode.endpoints}:
        with pytest.raises(InvalidRequest) as caught:
            encode_create(request_of(wanted), way=way, mask_source=wanted.get("mask"))

        (problem,) = caught.value.problems
        assert (problem.code, problem.value) == ("model.way", WAYS[way])
        assert problem.allowed == ", ".join(WAYS[end.way] for end in mode.endpoints)


def test_streaming_is_said_in_the_document_too(creates):
    """A stream is asked for by its header and in the parameters; a task of the same request says neither."""
    request = request_of(creates["wan2.6, mixed text and pictures as a stream"])

    assert encode_create(request, way="stream").body["parameters"]["stream"] is True
    assert "stream" not in encode_create(request).body["parameters"]


def test_headers_of_one_create_are_its_own():
    """Changing the headers of one create changes no other."""
    encode_create(EditRequest("Paint it")).headers["X-Other"] = "1"

    assert encode_create(EditRequest("Paint it")).headers == {"X-DashScope-Async": "enable"}


@pytest.mark.parametrize("way", ["async", "sync"])
def test_uploaded_file_is_to_be_resolved(photo, way):
    """A create that names an uploaded file says that it has to be resolved, and only then."""
    request = EditRequest("x", [photo, photo])

    mixed = encode_create(request, way=way, sources=["data:,", "oss://a/b.png"])
    plain = encode_create(request, way=way, sources=["data:,", "https://example.com/oss://b.png"])

    assert mixed.headers == {**HEADERS[way], "X-DashScope-OssResourceResolve": "enable"}
    assert plain.headers == HEADERS[way]


def test_uploaded_mask_is_to_be_resolved(photo):
    """An uploaded mask is an uploaded file as well."""
    create = encode_create(
        sketch("wanx-x-painting", photo), sources=["https://example.com/1.png"], mask_source="oss://a/mask.png"
    )

    assert create.headers["X-DashScope-OssResourceResolve"] == "enable"
    assert create.body["input"]["mask_image_url"] == "oss://a/mask.png"


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


@pytest.mark.parametrize("model", ["wan2.7-image", "wan2.6-image", "wan2.5-i2i-preview"])
def test_boxes_that_are_drawn_are_in_the_picture(photo, model):
    """Boxes that are drawn are painted into the picture that is sent, and are listed nowhere."""
    boxes = [(10, 10, 60, 60), (100, 100, 200, 200), (210, 20, 300, 90)]
    image = InputImage.from_pil(photo.resize((400, 400)))
    body = encode_create(EditRequest("x", [image], boxes={1: boxes}, marks="drawn", model=model)).body

    assert "bbox_list" not in body["parameters"]
    assert draw_marks(image, tuple(map(Box.of, boxes))).data_url() in json.dumps(body)
    assert image.data_url() not in json.dumps(body)


@pytest.mark.parametrize("model", catalog.MODELS)
def test_number_of_pictures_is_always_said(photo, model):
    """The number of pictures is said even when the user did not, since the provider's default is in doubt."""
    picture = photo.resize((600, 600)) if model == "wanx2.1-imageedit" else photo.resize((400, 400))
    request = sketch(model, picture)
    request = request.replace(mask=Mask(picture.size, SPOT.strokes)) if request.mask else request

    assert encode_create(request).body["parameters"]["n"] == 1


@pytest.mark.parametrize(
    ("named", "edited", "kept"),
    [
        (None, (255, 255, 255), (0, 0, 0)),
        ([[255, 0, 0]], (255, 0, 0), (0, 0, 0)),
        ([[0, 0, 0], [134, 134, 134]], (0, 0, 0), (255, 255, 255)),
        # White would be left for what is kept, and is named as well.
        ([[9, 9, 9], [255, 255, 255]], (9, 9, 9), (0, 0, 0)),
        ([[0, 0, 0], [255, 255, 255]], (0, 0, 0), (0, 0, 1)),
    ],
)
def test_mask_has_two_colours(photo, named, edited, kept):
    """A mask is sent as a PNG of two colours, and what is edited has the first colour named, or is white."""
    request = sketch("wanx-x-painting", photo, mask_color=named)

    create = encode_create(request, sources=["https://example.com/1.png"])

    head, _, body = create.body["input"]["mask_image_url"].partition(",")
    assert head == "data:image/png;base64"
    assert base64.b64decode(body) == mask_file(request)
    with Image.open(io.BytesIO(mask_file(request))) as mask:
        assert mask.format == "PNG"
        assert {color for _, color in mask.convert("RGB").getcolors()} == {edited, kept}
        assert mask.convert("RGB").getpixel((200, 150)) == edited
    assert create.body["parameters"]["mask_color"] == (named or [[255, 255, 255]])


def test_mask_without_a_colour_of_its_own_is_white(photo):
    """A model without a colour of the mask is told none, and white is what is edited."""
    picture = photo.resize((600, 600))
    mask = Mask((600, 600), SPOT.strokes)
    request = EditRequest("x", [picture], model="wanx2.1-imageedit", function="description_edit_with_mask", mask=mask)

    assert "mask_color" not in encode_create(request).body["parameters"]
    with Image.open(io.BytesIO(mask_file(request))) as sent:
        assert sent.convert("RGB").getpixel((200, 150)) == (255, 255, 255)


def test_no_mask_is_no_file():
    """A request without a mask has no file of it."""
    with pytest.raises(ValueError, match="no mask"):
        mask_file(EditRequest("x"))


def test_request_with_problems_is_not_encoded(photo):
    """A request with problems becomes no document, and all of them are told."""
    with pytest.raises(InvalidRequest) as caught:
        encode_create(EditRequest("", [photo], n=99, size="huge"))

    assert [problem.field for problem in caught.value.problems] == ["prompt", "n", "size"]


def test_model_that_nobody_knows_is_not_encoded():
    """A model that the catalog does not have becomes no document."""
    with pytest.raises(InvalidRequest, match=r"wan9"):
        encode_create(EditRequest("x", model="wan9"))


def test_pictures_are_not_in_the_repr(photo):
    """A create is shown without its megabytes of pictures."""
    assert len(repr(encode_create(EditRequest("x", [photo])))) < 200


VALUES = [True, False, 1, 3, 0.5, "1K", "1024*1024", "description_edit", "expand", "<anime>", "a", [[1, 2, 3]]]
CHOSEN = st.sampled_from(list(catalog.MODELS)).flatmap(
    lambda model: st.tuples(
        st.just(model),
        st.dictionaries(st.sampled_from(sorted(catalog.MODELS[model].parameters)), st.sampled_from(VALUES), max_size=3),
    )
)


@settings(max_examples=100)
@given(chosen=CHOSEN, count=st.integers(0, 2))
def test_nothing_given_is_dropped(chosen, count):
    """A request that can be sent sends every parameter that was given, as JSON; any other is refused."""
    model, given_parameters = chosen
    urls = [f"https://example.com/{number}.png" for number in range(count)]
    mask = SPOT if catalog.MODELS[model].mode(given_parameters, count).mask == "required" else None
    request = EditRequest("x", urls, model=model, mask=mask, **given_parameters)
    if request.problems():
        with pytest.raises(InvalidRequest):
            encode_create(request)
        return

    body = json.loads(json.dumps(encode_create(request).body))

    sent = {**body["input"], **body["parameters"]}
    wanted = {name: value for name, value in given_parameters.items() if name != "stream"}
    assert {name: sent.get(name) for name in wanted} == wanted
