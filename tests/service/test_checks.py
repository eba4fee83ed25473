from __future__ import annotations

import copy
import json

import pytest

from wanwidgets.service.checks import check, parse
from wanwidgets.service.refusal import Refusal

IMAGE = "data:image/png;base64,AAAA"
OTHER = "https://example.com/2.png"

# Copied from the provider's guide, not from the catalog: a wrong limit in the catalog must show here.
GUIDE = {"images": 9, "boxes": 2, "n": (1, 4), "seed": (0, 2147483647), "text": 5000, "total": (589_824, 4_194_304)}
PRO_TOTAL_WITHOUT_IMAGES = 16_777_216


def document(*, images=(IMAGE,), text="Make it warmer", model="wan2.7-image", **parameters):
    content = [*({"image": image} for image in images), *([] if text is None else [{"text": text}])]
    return {
        "model": model,
        "input": {"messages": [{"role": "user", "content": content}]},
        "parameters": parameters,
    }


def refused(given) -> tuple[int, str, str]:
    with pytest.raises(Refusal) as caught:
        check(given)
    return caught.value.status, caught.value.code, caught.value.message


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"size": "1K"},
        {"size": "2K", "n": 4, "seed": 0, "watermark": True, "thinking_mode": False},
        {"size": "768*768"},
        {"size": "2048*2048"},
        {"size": "2172*272"},
        {"seed": 2147483647},
        {"bbox_list": [[]]},
        {"bbox_list": [[[0, 0, 1, 1], [5, 6, 70, 80]]]},
        {"bbox_list": None, "seed": None, "n": None},
        {"is_async": True, "stream": False, "negative_prompt": "x", "prompt_extend": True, "something": [1]},
        {"enable_sequential": False, "color_palette": [], "enable_interleave": False},
    ],
    ids=json.dumps,
)
def test_what_the_guide_allows_is_accepted(parameters):
    """Values on the limits pass, and what the model does not read is ignored, as the SDK's leaked is_async."""
    assert check(document(**parameters)).model.name == "wan2.7-image"


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"n": 0}, "Range of n should be [1, 4]"),
        ({"n": 5}, "Range of n should be [1, 4]"),
        ({"n": "1"}, "n must be an integer."),
        ({"n": True}, "n must be an integer."),
        ({"n": 1.5}, "n must be an integer."),
        ({"seed": -1}, "Range of seed should be [0, 2147483647]"),
        ({"seed": 2147483648}, "Range of seed should be [0, 2147483647]"),
        ({"watermark": "false"}, "watermark must be a boolean."),
        ({"thinking_mode": 1}, "thinking_mode must be a boolean."),
        ({"enable_sequential": "yes"}, "enable_sequential must be a boolean."),
        ({"size": "3K"}, "size should be one of 1K, 2K or width*height."),
        ({"size": "1024x1024"}, "size should be one of 1K, 2K or width*height."),
        ({"size": 1024}, "size must be a string."),
        ({"size": "4K"}, "size should be one of 1K, 2K or width*height."),
        ({"size": "767*768"}, "The total pixels of size should be in [589824, 4194304]."),
        ({"size": "2049*2048"}, "The total pixels of size should be in [589824, 4194304]."),
        ({"size": "2400*260"}, "The aspect ratio of size should be in [1:8, 8:1]."),
        ({"bbox_list": []}, "The length of bbox_list must be equal to the number of input images."),
        ({"bbox_list": [[], []]}, "The length of bbox_list must be equal to the number of input images."),
        ({"bbox_list": {"1": []}}, "The length of bbox_list must be equal to the number of input images."),
        ({"bbox_list": [[[0, 0, 1, 1]] * 3]}, "bbox_list[0] must be an array of at most 2 boxes."),
        ({"bbox_list": [[0, 0, 1, 1]]}, "bbox_list[0] must be an array of at most 2 boxes."),
        ({"bbox_list": [[[0, 0, 1]]]}, "A box of bbox_list[0] must be four integers [x1, y1, x2, y2]."),
        ({"bbox_list": [[[0, 0, 1.0, 1]]]}, "A box of bbox_list[0] must be four integers [x1, y1, x2, y2]."),
        ({"bbox_list": [[[0, 0, True, 1]]]}, "A box of bbox_list[0] must be four integers [x1, y1, x2, y2]."),
        ({"bbox_list": [[[5, 0, 5, 9]]]}, "A box of bbox_list[0] must have 0 <= x1 < x2 and 0 <= y1 < y2."),
        ({"bbox_list": [[[0, 9, 5, 1]]]}, "A box of bbox_list[0] must have 0 <= x1 < x2 and 0 <= y1 < y2."),
        ({"bbox_list": [[[-1, 0, 5, 1]]]}, "A box of bbox_list[0] must have 0 <= x1 < x2 and 0 <= y1 < y2."),
    ],
    ids=str,
)
def test_wrong_parameters_are_refused(parameters, message):
    """Each is answered with 400 InvalidParameter and a sentence that names it."""
    assert refused(document(**parameters)) == (400, "InvalidParameter", message)


def changed(**pieces):
    given = document()
    for path, value in pieces.items():
        *way, last = path.split("__")
        place = given
        for step in way:
            place = place[int(step) if step.isdigit() else step]
        if value is ...:
            del place[last]
        else:
            place[int(last) if last.isdigit() else last] = value
    return given


@pytest.mark.parametrize(
    ("given", "code", "message"),
    [
        (changed(model=...), "BadRequest.EmptyModel", 'Required parameter "model" missing from request.'),
        (changed(model="wan9"), "InvalidParameter", "Model not exist."),
        (changed(model=7), "InvalidParameter", "Model not exist."),
        (changed(input=...), "BadRequest.EmptyInput", "Required input parameter missing from request."),
        (changed(input={"prompt": "x"}), "InvalidParameter", "Field required: input.messages"),
        (changed(input=[1]), "BadRequest.IllegalInput", "The input parameter requires json format."),
        (changed(input={}), "InvalidParameter", "Field required: input.messages"),
        (changed(input__messages=[]), "InvalidParameter", "No messages found in input"),
        (changed(parameters=[]), "InvalidParameter", "parameters must be an object."),
        (changed(input__messages__0__role="system"), "InvalidParameter", "input.messages[0].role must be user."),
        (changed(input__messages__0=3), "InvalidParameter", "input.messages[0] must be an object."),
        (
            changed(input__messages__0__content="text"),
            "InvalidParameter",
            "input.messages[0].content must be an array.",
        ),
        (
            changed(input__messages__0__content__0={"image": IMAGE, "text": "x"}),
            "InvalidParameter",
            "input.messages[0].content[0] must be an object with one key, text or image.",
        ),
        (
            changed(input__messages__0__content__0={"video": "x"}),
            "InvalidParameter",
            "input.messages[0].content[0] must be an object with one key, text or image.",
        ),
        (
            changed(input__messages__0__content__0={"image": None}),
            "InvalidParameter",
            "input.messages[0].content[0].image must be a string.",
        ),
        (document(text=None), "InvalidParameter", "lack of image or text"),
        (document(text="  "), "InvalidParameter", "lack of image or text"),
        (
            document(images=["/home/me/a.png"]),
            "InvalidParameter",
            "The provided URL does not appear to be valid. Ensure it is correctly formatted.",
        ),
        (
            document(images=["data:image/png,abc"]),
            "InvalidParameter",
            "The provided URL does not appear to be valid. Ensure it is correctly formatted.",
        ),
        (
            document(images=["oss://bucket/key.png"]),
            "InvalidParameter",
            "The provided URL does not appear to be valid. Ensure it is correctly formatted.",
        ),
    ],
    ids=lambda value: None if isinstance(value, dict) else value,
)
def test_wrong_documents_are_refused(given, code, message):
    """The structure of the document is checked before anything is begun."""
    assert refused(given) == (400, code, message)


def test_one_message_is_taken():
    """Two messages are refused in the provider's words."""
    given = document()
    given["input"]["messages"] *= 2
    assert refused(given)[2] == "messages length only support 1"


def test_two_texts_are_refused():
    """A prompt is one text."""
    given = document()
    given["input"]["messages"][0]["content"].append({"text": "and more"})
    assert refused(given)[2] == "input.messages[0].content must hold exactly one text."


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"7", b"\xff", b"[" * 100_000, b"9" * 5000])
def test_a_body_that_is_no_object_is_refused(body):
    """Whatever is not a JSON object is answered in the provider's words."""
    with pytest.raises(Refusal, match="Required body invalid, please check the request body format"):
        parse(body)


def test_a_long_prompt_is_cut_off():
    """The provider cuts at 5000 characters and does not refuse, whatever the script."""
    assert len(check(document(text="图" * (GUIDE["text"] + 1))).prompt) == GUIDE["text"]


def test_up_to_nine_pictures_are_taken():
    """Nine pass, ten are refused."""
    assert len(check(document(images=[IMAGE] * GUIDE["images"])).images) == GUIDE["images"]
    assert refused(document(images=[IMAGE] * (GUIDE["images"] + 1)))[2] == "The number of images should be in [0, 9]."


def test_4k_is_for_the_pro_model_without_pictures():
    """4K needs wan2.7-image-pro and no picture; so do totals beyond 2048 × 2048."""
    pro = {"model": "wan2.7-image-pro"}
    assert check(document(images=(), size="4K", **pro)).size == "4K"
    assert check(document(images=(), size="4096*4096", **pro)).size == "4096*4096"
    assert refused(document(size="4K", **pro))[2] == "size 4K is only supported for text to picture."
    assert refused(document(size="4096*4096", **pro))[1] == "InvalidParameter"
    assert refused(document(images=(), size="4096*4096"))[1] == "InvalidParameter"
    total = f"{PRO_TOTAL_WITHOUT_IMAGES // 4096 + 1}*4096"
    assert refused(document(images=(), size=total, **pro))[1] == "InvalidParameter"


def test_the_order_holds_what_the_document_said():
    """Pictures keep their order, boxes their picture, and absent parameters their documented defaults."""
    order = check(document(images=(IMAGE, OTHER), text="x", bbox_list=[[], [[1, 2, 3, 4]]]))
    assert order.images == (IMAGE, OTHER)
    assert order.boxes == ((), ((1, 2, 3, 4),))
    assert (order.prompt, order.size, order.n, order.seed) == ("x", "2K", 1, None)


def test_stored_addresses_need_the_header():
    """An oss:// address is taken where the call asks for it to be resolved, and only there."""
    given = document(images=["oss://bucket/key.png"])
    assert check(given, resolves=True).images == ("oss://bucket/key.png",)


def test_an_answer_can_be_sent_back():
    """Content items may carry the type that answers have."""
    given = document()
    given["input"]["messages"][0]["content"] = [{"image": IMAGE, "type": "image"}, {"text": "x", "type": "text"}]
    assert check(given).images == (IMAGE,)


def test_the_document_is_left_alone():
    """Checking changes nothing in what it was given."""
    given = document(n=2, bbox_list=[[]])
    before = copy.deepcopy(given)
    check(given)
    assert given == before
