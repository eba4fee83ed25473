"""A new model is one new entry of the catalog: checks, documents, service and controls follow from it alone."""

from __future__ import annotations

from types import MappingProxyType

import pytest
import requests
from PIL import Image

import wanwidgets as ww
from wanwidgets import catalog
from wanwidgets.facts import Endpoint, ImageRules, Mode, Model, Parameter, Price, Rate, rows
from wanwidgets.protocol.encode import encode_create
from wanwidgets.request import EditRequest
from wanwidgets.sizes import SizeRules, Span, Tier

NAME = "wan9.9-invented"
ASYNC, SYNC = "services/aigc/image-generation/generation", "services/aigc/multimodal-generation/generation"
_ENDPOINTS = (Endpoint(ASYNC, "async", "guess", ("beijing",)), Endpoint(SYNC, "sync", "guess", ("beijing",)))
_SIZES = SizeRules("guess", (Tier("S", 640 * 640),), Span(320 * 320, 1024 * 1024), Span(1 / 2, 2), multiple=8)
_HASTE = Parameter("haste", "boolean", default=False, source="guess")
_COMMON = (
    Parameter("size", "size", "S", "guess"),
    Parameter("n", "integer", 1, "guess", range=Span(1, 6)),
    Parameter("warmth", "number", 0.5, "guess", range=Span(0, 1)),
    Parameter("caption", "text", None, "guess", length=12),
    Parameter("mood", "choice", "calm", "guess", choices=("calm", "wild")),
    Parameter("shades", "palette", None, "guess", range=Span(2, 3)),
    Parameter("lucky", "integer", None, "guess", range=Span(7, 77)),
    _HASTE,
)
INVENTED = Model(
    name=NAME,
    title="Wan 9.9",
    form="messages",
    prompt_length=40,
    prompt_source="guess",
    images=ImageRules(Span(100, 1000), Span(1 / 3, 3), 5_000_000, ("JPEG", "PNG"), "guess"),
    boxes_per_image=1,
    boxes_source="guess",
    modes=(
        Mode("careful", "careful work", Span(1, 2), _SIZES, rows(*_COMMON), _ENDPOINTS, "guess",
             when=MappingProxyType({"haste": False})),
        Mode("hasty", "hasty work", Span(0, 1), _SIZES, rows(_COMMON[0], _COMMON[1], _HASTE), _ENDPOINTS, "guess",
             when=MappingProxyType({"haste": True})),
    ),
    rate=Rate(1, 1, "guess"),
    prices=(Price("beijing", 9.99, "CNY", "2026-11-20", "guess"),),
    typical_seconds=Span(1, 2),
    timing_source="guess",
)  # fmt: skip


@pytest.fixture(autouse=True)
def invented(monkeypatch):
    """Add the model to the table, and nothing else anywhere."""
    monkeypatch.setitem(catalog._TABLE, NAME, INVENTED)


def draft(**changes):
    images = [Image.new("RGB", (300, 200), "#804020")]
    return EditRequest(**{"prompt": "warmer", "images": images, "model": NAME, **changes})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"prompt": "x" * 41}, "prompt.length"),
        ({"images": []}, "images.count"),
        ({"images": [Image.new("RGB", (99, 120))]}, "image.side"),
        ({"images": [Image.new("RGB", (900, 200))]}, "image.ratio"),
        ({"boxes": {1: [(1, 1, 9, 9), (11, 11, 19, 19)]}}, "boxes.count"),
        ({"size": "2K"}, "size.form"),
        ({"size": "1024*1025"}, "size.pixels"),
        ({"n": 7}, "parameter.range"),
        ({"warmth": 1.1}, "parameter.range"),
        ({"warmth": "hot"}, "parameter.number"),
        ({"caption": "x" * 13}, "parameter.length"),
        ({"mood": "sad"}, "parameter.choice"),
        ({"shades": [{"hex": "#C2D1E6", "ratio": "100.00%"}]}, "palette.count"),
        ({"lucky": 6}, "parameter.range"),
        ({"haste": True, "warmth": 0.1}, "parameter.mode"),
        ({"seed": 1}, "parameter.unknown"),
    ],
)
def test_checks(changes, code):
    """Each limit of the new entry is a problem by itself."""
    assert [problem.code for problem in draft(**changes).problems()] == [code]


def test_document():
    """A good request goes to the entry's endpoint, with its defaults and what was given."""
    create = encode_create(draft(caption="hello", mood="wild"))

    assert create.path == ASYNC
    assert create.body["parameters"] == {
        "size": "S", "n": 1, "warmth": 0.5, "mood": "wild", "haste": False, "caption": "hello",
    }  # fmt: skip
    assert draft().output_size() == (784, 520)


def test_service_serves_it(tmp_path):
    """The local service makes its pictures, and our client gets them, by both ways."""
    with ww.LocalService(engine="cards") as service:
        client = service.client()
        request = draft(n=2, size="400*320", caption="hello")
        done = client.wait(client.submit(request))
        called = client.call(request)

        assert len(done.content) == len(called.content) == 2
        assert done.usage["size"] == called.usage["size"] == "400*320"
        assert client.download(done.content[0].url).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("n", 7, "Range of n should be [1, 6]"),
        ("lucky", 6, "Range of lucky should be [7, 77]"),
        ("warmth", 1.5, "warmth"),
        ("size", "2048*2048", "size"),
        ("mood", "sad", "mood"),
    ],
)
def test_service_refuses_what_the_entry_forbids(name, value, message):
    """The service has no limits of its own: what the entry forbids is refused, or fails, by name."""
    with ww.LocalService(engine="cards") as service:
        create = encode_create(draft(), way="sync")
        body = {**create.body, "parameters": {**create.body["parameters"], name: value}}
        headers = {"Authorization": f"Bearer {service.api_key}"}
        answer = requests.post(f"{service.url}/{create.path}", json=body, headers=headers, timeout=30)

        assert (answer.status_code, answer.json()["code"]) == (400, "InvalidParameter")
        assert message in answer.json()["message"]


def test_editor_has_controls_for_it(tmp_path):
    """The menu offers it, and each parameter of its mode has a field that sets it."""
    with ww.LocalService() as service:
        store = ww.RunStore(tmp_path / "runs")
        editor = ww.Editor(draft().pictures, "warmer", model=NAME, client=service.client(), store=store)
        try:
            assert NAME in [value for _, value in editor.model.options]
            assert list(editor.controls.parameters.fields) == [row.name for row in _COMMON]
            assert editor.session.problems() == ()
            editor.session.choose(haste=True)
            assert list(editor.controls.parameters.fields) == ["size", "n", "haste"]
        finally:
            editor.close()
