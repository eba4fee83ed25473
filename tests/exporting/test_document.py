"""A request as JSON and back: the same request, and nothing else that somebody may have written."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import wanwidgets as ww
from tests.exporting.drafts import BASE, MODES, PICTURES, drafts
from wanwidgets.errors import WanError
from wanwidgets.exporting.document import FORMAT, as_json, read_json
from wanwidgets.images import Gap

KNOWN = {image.digest: image for image in (*PICTURES, BASE)}
FIXED = settings(derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
ONE = ww.EditRequest("x", PICTURES[:1], mask=ww.Mask(PICTURES[0].size, base=BASE), size="1K")


def find(gap):
    return KNOWN.get(gap.digest, gap)


def changed(**values):
    return json.dumps({**json.loads(as_json(ONE, engine="e")), **values})


@pytest.mark.parametrize(("model", "mode"), MODES)
@settings(FIXED, max_examples=15)
@given(data=st.data())
def test_any_draft(model, mode, data):
    """Whatever the mode and its parameters, the draft that is read is the one that was written."""
    draft = data.draw(drafts(model, mode))
    read = read_json(as_json(draft, engine="e"), find)

    assert read == draft
    assert read.fingerprint("e") == draft.fingerprint("e")
    assert read.parameters == draft.parameters


@settings(FIXED, max_examples=100)
@given(st.text(max_size=60))
def test_any_prompt_can_be_stored(prompt):
    """Any prompt comes back as it was, also one with half a character, and the text can be written as UTF-8."""
    text = as_json(ww.EditRequest(prompt), engine="e")

    assert text.encode("utf-8")
    assert read_json(text, find).prompt == prompt


def test_half_a_character():
    """Half a character comes back, through a text that has none."""
    text = as_json(ww.EditRequest("a\ud83d"), engine="e")

    assert text.encode("utf-8")
    assert read_json(text, find).prompt == "a\ud83d"


def test_nothing_of_the_machine():
    """Names of files and queries of addresses are not written."""
    image = ww.read_image(PICTURES[0], name="private.png")
    text = as_json(
        ww.EditRequest("x", [image, "https://me:word@a.example/1.png?Signature=secret#x"], mask=BASE), engine="e"
    )

    assert "private" not in text
    assert "secret" not in text
    assert "word" not in text
    assert read_json(text, find).pictures[1].image.url == "https://a.example/1.png"


def test_gap_stays_a_gap():
    """A picture that is not here leaves a gap with its boxes, which is written again as it was."""
    draft = ww.EditRequest("x", PICTURES[:1], boxes={1: [(1, 2, 3, 4)]})
    read = read_json(as_json(draft, engine="e"), lambda gap: gap)

    (picture,) = read.pictures
    assert isinstance(picture.image, Gap)
    assert picture.boxes == draft.pictures[0].boxes
    assert read.problems()
    assert as_json(read, engine="e") == as_json(draft, engine="e")
    assert read_json(as_json(read, engine="e"), find) == draft


def test_mask_without_its_picture():
    """A mask that was begun with a picture which is not here is refused: it would be another mask."""
    with pytest.raises(ww.WanError, match="the picture that the mask was begun with is not here"):
        read_json(as_json(ONE, engine="e"), lambda gap: KNOWN[gap.digest] if gap.digest != BASE.digest else gap)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "This is no JSON"),
        ("import wanwidgets", "This is no JSON"),
        ("[" * 100_000, "This is no JSON"),
        ("[]", "This is no request"),
        ('{"format": "another"}', "This is no request"),
        (changed(version=2), "is of version 2.*Upgrade"),
        (changed(version="1"), "version of the request is '1'"),
        (changed(version=True), "version of the request is True"),
        (changed(prompt=5), "prompt must be str, not int"),
        (changed(parameters={"seed": 1, "model": "x"}), "'model' is no parameter"),
        (changed(parameters={"boxes": {"1": []}}), "'boxes' is no parameter"),
        (changed(parameters=[]), "cannot be read"),
        (changed(pictures=[{"url": "file:///etc/passwd", "boxes": []}]), "must begin with http"),
        (changed(pictures=[{"sha256": "../../x", "pixels": "0" * 64, "size": [1, 1], "boxes": []}]), "64 hexadecimal"),
        (changed(pictures=[{"sha256": "0" * 64, "pixels": "0" * 64, "size": [1], "boxes": []}]), "width, height"),
        (changed(pictures=[{"sha256": "0" * 64, "pixels": "0" * 64, "boxes": []}]), "has no 'size'"),
        (changed(mask={"size": [10**9, 10**9], "strokes": [], "base": None}), "size of a mask"),
        (changed(mask={"size": [9, 9], "strokes": [5], "base": None}), "cannot be read"),
        ('{"format": "wanwidgets request", "version": NaN}', "NaN is no number"),
    ],
)
def test_what_is_no_request(text, said):
    """What is no request is refused with words that say what is wrong."""
    with pytest.raises(ValueError, match=said):
        read_json(text, find)


def test_too_long():
    """A text beyond any draft's is not parsed at all."""
    with pytest.raises(ValueError, match="at most 33,554,432"):
        read_json(" " * 33_554_433, find)


NAMES = ["pictures", "mask", "parameters", "prompt", "model", "take", "marks", "boxes", "sha256", "url", "size"]
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from([*NAMES, "strokes", "base"]), inner, max_size=4)
    ),
    max_leaves=10,
)


@settings(FIXED, max_examples=300)
@given(st.dictionaries(st.sampled_from(NAMES), values, max_size=4), values)
def test_any_document(top, picture):
    """Whatever stands in the document, it is a request or an error of the package's own words."""
    document = {**json.loads(as_json(ONE, engine="e")), **top}
    if isinstance(document["pictures"], list):
        document["pictures"] = [*document["pictures"], picture]
    with contextlib.suppress(ValueError, WanError):
        read = read_json(json.dumps(document), find)
        assert isinstance(read, ww.EditRequest)
        assert json.loads(as_json(read, engine="e"))["format"] == FORMAT
