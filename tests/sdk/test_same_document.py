"""The same request by the official SDK and by our client: the same path, headers and document."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import dashscope
import pytest
from dashscope import ImageSynthesis
from dashscope.aigc.image_generation import ImageGeneration
from PIL import Image

from wanwidgets.catalog import MODELS
from wanwidgets.protocol.encode import encode_create
from wanwidgets.regions import Mask, Stroke
from wanwidgets.request import EditRequest

WAYS = [
    pytest.param(model.name, mode.name, end.way, id=f"{model.name}-{mode.name}-{end.way}")
    for model in MODELS.values()
    for mode in model.modes
    for end in mode.endpoints
]
MEANING = ("X-DashScope-Async", "X-DashScope-SSE", "X-DashScope-OssResourceResolve")
BASE, MASK = "oss://dashscope-instant/a/picture.png", "oss://dashscope-instant/a/mask.png"
SIZE = (640, 520)
MORE = {
    "seed": 7,
    "negative_prompt": "blurry",
    "watermark": True,
    "style": "<anime>",
    "mask_color": [[255, 0, 0]],
    "strength": 0.25,
    "top_scale": 1.5,
    "upscale_factor": 2,
    "is_sketch": True,
    "color_palette": [{"hex": "#C2D1E6", "ratio": ratio} for ratio in ("33.33%", "33.33%", "33.34%")],
}


@pytest.fixture(scope="module")
def recorder():
    """Return the address of a server that keeps what it is sent, and the list in which it does."""
    kept = []

    class Recorder(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.append((self.path, dict(self.headers), json.loads(body)))
            answer = b'{"code": "Kept", "message": "Kept.", "request_id": "r"}'
            self.send_response(400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/api/v1", kept
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def kept(recorder, monkeypatch):
    """Point the SDK at the recorder, and return what it keeps."""
    address, found = recorder
    monkeypatch.setattr(dashscope, "base_http_api_url", address)
    monkeypatch.setattr(dashscope, "api_key", "sk-kept")
    found.clear()
    return found


def request(model, name):
    """Return a request of a mode with as many parameters as it takes."""
    mode = next(mode for mode in MODELS[model].modes if mode.name == name)
    values = {name: value for name, value in MORE.items() if name in mode.parameters}
    images = [Image.new("RGB", SIZE, "#804020")] * int(max(mode.images.low, 1)) if mode.images.high else []
    boxes = {1: [(10, 20, 300, 400)]} if images and MODELS[model].boxes_per_image else None
    mask = Mask(SIZE, (Stroke(((50.0, 50.0), (300.0, 300.0)), 40.0),)) if mode.mask == "required" else None
    return EditRequest("Make it warmer", images, model=model, boxes=boxes, mask=mask, **{**mode.when, **values})


def by_the_sdk(wanted, way):
    """Ask for the same by the SDK."""
    values = wanted.effective()
    if wanted.boxes:
        values["bbox_list"] = [[list(box) for box in picture.boxes] for picture in wanted.pictures]
    if wanted.entry.form == "messages":
        content = [*({"image": BASE} for _ in wanted.pictures), {"text": wanted.prompt}]
        more = {"stream": True} if way == "stream" else {}
        send = ImageGeneration.async_call if way == "async" else ImageGeneration.call
        answer = send(model=wanted.model, messages=[{"role": "user", "content": content}], **values, **more)
        return list(answer) if way == "stream" else answer
    addresses = {"images": [BASE] * len(wanted.pictures)}
    if wanted.entry.form == "base_image":
        addresses = {"base_image_url": BASE, **({"mask_image_url": MASK} if wanted.mask else {})}
    return ImageSynthesis.async_call(
        model=wanted.model, prompt=wanted.prompt, task="image2image", **addresses, **values
    )


@pytest.mark.parametrize(("model", "mode", "way"), WAYS)
def test_the_same_document(kept, model, mode, way):
    """What the SDK sends for a request is what our client sends, but for the words that the SDK leaks or leaves out."""
    wanted = request(model, mode)
    assert wanted.problems() == ()
    by_the_sdk(wanted, way)
    ((path, headers, body),) = kept
    create = encode_create(wanted, way=way, sources=[BASE] * len(wanted.pictures), mask_source=wanted.mask and MASK)

    assert path == f"/api/v1/{create.path}"
    assert {name: headers[name] for name in MEANING if name in headers} == {
        name: value for name, value in create.headers.items() if name in MEANING
    }
    # The SDK says in the document that it is asynchronous, which no reference has.
    assert body["parameters"].pop("is_async", way == "async") is (way == "async")
    # The reference wants the word beside the header; the SDK sends the header alone.
    ours = {name: value for name, value in create.body["parameters"].items() if name != "stream"}
    assert create.body["parameters"].get("stream", False) is (way == "stream")
    assert body == {**create.body, "parameters": ours}
