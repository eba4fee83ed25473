"""What a picture tells is written in one form, and whatever somebody else wrote is read with care."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picture_files import FILES

from wanwidgets.provenance import (
    MOST_ANCESTORS,
    MOST_BYTES,
    PictureFacts,
    RequestFacts,
    Told,
    carried,
    carrying,
    told_in,
)

GOLDEN = (
    '{"actual_prompt":"","ancestors":[],"engine":"local/1","format":"wanwidgets/provenance","request":{"marks":"list",'
    '"mask":null,"model":"wan2.7-image","parameters":{"n":1},"pictures":[{"boxes":[[1,2,3,4]],"height":300,"pixels":"'
    + "b" * 64
    + '","sha256":"'
    + "a" * 64
    + '","width":400}],"prompt":"日落","take":0},"request_id":"","result":{"height":0,"number":1,"pixels":"","sha256":'
    '"","width":0},"seconds":0.0,"started":"","task_id":"","usage":{},"version":1}'
)
PLAIN = Told(
    "local/1",
    RequestFacts(
        "wan2.7-image",
        "日落",
        (PictureFacts("a" * 64, "b" * 64, 400, 300, ((1, 2, 3, 4),)),),
        parameters={"n": 1},
    ),
)


def test_form_does_not_drift():
    """The document is the same text as ever, so that older versions of it are read for ever."""
    assert PLAIN.text() == GOLDEN
    assert told_in(GOLDEN) == PLAIN


def test_everything_comes_back(told):
    """Whatever is told comes back, with the ancestors and letters that no file likes."""
    whole = replace(told, ancestors=(PLAIN, told))

    assert told_in(whole.text()) == whole


@pytest.mark.parametrize("name", ["png", "jpeg", "webp"])
def test_everything_goes_through_a_file(told, name):
    """The document is the same after each kind of file."""
    assert told_in(carried(carrying(FILES[name], told.text()), MOST_BYTES)) == told


def test_farthest_ancestors_go_first():
    """There are so many ancestors at most; of a document that is too long the farthest ones go first."""
    many = tuple(replace(PLAIN, task_id=str(number)) for number in range(MOST_ANCESTORS + 1))
    long = tuple(replace(each, actual_prompt="x" * 100_000) for each in many)

    assert told_in(replace(PLAIN, ancestors=many).text()).ancestors == many[:-1]
    assert told_in(replace(PLAIN, ancestors=long).text()).ancestors == long[: MOST_ANCESTORS // 8]


def test_endless_request_is_not_told():
    """A request that no file can tell is an error, and not half a document."""
    with pytest.raises(ValueError, match="too many to be told"):
        replace(PLAIN, actual_prompt="x" * MOST_BYTES).text()


def _changed(**changes):
    document = json.loads(GOLDEN)
    for path, value in changes.items():
        *parents, name = path.split("__")
        place = document
        for parent in parents:
            place = place[parent]
        place[name] = value
    return json.dumps(document)


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        ("[]", "no document"),
        ("{}", "no document"),
        (_changed(format="other"), "no document"),
        (_changed(version=2), "upgrade wanwidgets"),
        (_changed(version="1"), "version"),
        (_changed(version=0), "version"),
        (_changed(request=None), "no request"),
        (_changed(request=[]), "no request"),
        (_changed(result=3), "no request"),
        (_changed(engine=3), "engine"),
        (_changed(ancestors={}), "ancestors"),
        (_changed(ancestors=[3]), "ancestors"),
        (_changed(ancestors=[{}] * (MOST_ANCESTORS + 1)), "ancestors"),
        (_changed(ancestors=[{}]), "no request"),
        (_changed(request__prompt=None), "prompt"),
        (_changed(request__model=["a"]), "model"),
        (_changed(request__marks=1), "marks"),
        (_changed(request__take=-1), "take"),
        (_changed(request__take=True), "take"),
        (_changed(request__take=1.5), "take"),
        (_changed(request__pictures="ab"), "pictures"),
        (_changed(request__pictures=[{}] * 101), "pictures"),
        (_changed(request__pictures=[{"sha256": "../../etc/passwd"}]), "SHA-256"),
        (_changed(request__pictures=[{"pixels": "A" * 64}]), "SHA-256"),
        (_changed(request__pictures=[{"boxes": [[1, 2, 3]]}]), "box"),
        (_changed(request__pictures=[{"boxes": [[1, 2, 3, 4.5]]}]), "box"),
        (_changed(request__pictures=[{"boxes": [[1, 2, 3, 10**9]]}]), "box"),
        (_changed(request__pictures=[{"boxes": [[1, 2, 3, 4]] * 1001}]), "box"),
        (_changed(request__pictures=[{"width": -1}]), "width"),
        (_changed(request__mask="mask"), "mask"),
        (_changed(request__mask={"size": [400, 300], "strokes": [{}] * 1001, "base": None}), "strokes"),
        (_changed(request__mask={"base": "/etc/passwd"}), "mask"),
        (_changed(request__mask={"size": [400, 300], "strokes": [{"points": [[1, 2, 3]], "radius": 1}]}), "step"),
        (_changed(request__mask={"size": [400, 300], "strokes": [{"points": 3, "radius": 1}]}), "step"),
        (_changed(request__mask={"size": [400, 300], "strokes": [{"points": [[1, 2]]}]}), "step"),
        (_changed(request__mask={"size": [400, 300], "strokes": [{"box": ["a", 1, 2, 3]}]}), "step"),
        (_changed(request__mask={"size": [400], "strokes": []}), "step"),
        (_changed(request__mask={"size": [8000, 8000], "strokes": [{"invert": True}] * 20}), "too long to draw"),
        (_changed(request__mask={"size": [8000, 8000], "strokes": [{"box": [0, 0, 9000, 9000]}] * 20}), "too long"),
        (
            _changed(request__mask={"size": [8000, 8000], "strokes": [{"points": [[0, 0]], "radius": 9000}] * 20}),
            "too long to draw",
        ),
        (
            _changed(
                request__mask={"size": [8000, 8000], "strokes": [{"points": [[0, 0], [9, 9]] * 500, "radius": 999}]}
            ),
            "too long to draw",
        ),
        (
            _changed(
                request__mask={
                    "size": [8000, 8000],
                    "strokes": [{"box": [0, 0, 1, 1], "points": [[0, 0], [9, 9]] * 500, "radius": 999}],
                }
            ),
            "too long to draw",
        ),
        (_changed(request__mask={"base": {"sha256": "*"}}), "SHA-256"),
        (_changed(request__mask={"base": {"sha256": ""}}), "not told"),
        (_changed(request__mask={"base": {"data": 3}}), "mask"),
        (_changed(request__parameters=[]), "parameters"),
        (_changed(request__parameters={"images": ["/etc/passwd"]}), "no model has"),
        (_changed(request__parameters={"mask": "/etc/passwd"}), "no model has"),
        (_changed(request__parameters={"self": 1}), "no model has"),
        (_changed(request__parameters={"__class__": 1}), "no model has"),
        (_changed(request__parameters={"stream": True}), "no model has"),
        (GOLDEN.replace('"n":1', '"n":NaN'), "no JSON"),
        (GOLDEN.replace('"n":1', '"n":1e999'), "too large"),
        (GOLDEN.replace('"n":1', f'"n":{10**30}'), "too large"),
        (GOLDEN.replace('"n":1', f'"n":{"9" * 400}'), "too large"),
        (GOLDEN.replace('"n":1', f'"n":{"9" * 5000}'), "no JSON|too large"),
        (_changed(request__parameters={"palette": json.loads("[" * 20 + "]" * 20)}), "nested"),
        ("[" * 100_000, "nested"),
        ("x" * (MOST_BYTES + 1), "more than"),
        ("日" * (MOST_BYTES // 2), "more than"),
    ],
)
def test_what_is_no_document_is_refused(document, why):
    """A document that is damaged, hostile or of a newer version is refused with words that say why."""
    with pytest.raises(ValueError, match=why):
        told_in(document)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = sorted({*json.loads(GOLDEN), *json.loads(GOLDEN)["request"], *json.loads(GOLDEN)["result"], "boxes", "mask"})


@settings(derandomize=True, deadline=None)
@given(
    changes=st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=3), place=st.sampled_from(["", "request", "result"])
)
def test_any_values_are_read(changes, place):
    """Whatever values stand in the fields, a document is read into what can be written again, or refused in words."""
    document = json.loads(GOLDEN)
    (document[place] if place else document).update(changes)
    try:
        told = told_in(json.dumps(document))
    except ValueError as error:
        assert str(error)  # noqa: PT017 - most values are refused
    else:
        assert told_in(told.text()) == told
