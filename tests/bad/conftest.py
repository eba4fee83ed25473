"""The words of the tables, made into values, pictures, requests and documents.

The documents are written as the provider's references have them, not by the package's own encoder.
"""

from __future__ import annotations

import base64
import copy
import io
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import numpy as np
import pytest
from PIL import Image

MIME = {"BMP": "image/bmp", "TIFF": "image/tiff", "WEBP": "image/webp"}
OWN = {"model", "prompt", "images", "boxes", "mask", "marks", "take"}
IN_INPUT = {"wan2.5-i2i-preview": {"negative_prompt"}, "wanx2.1-imageedit": {"function"}}
"""Parameters that stand in ``input`` and not in ``parameters``, by model."""


def value(word):
    """Return what a word of the tables stands for: most stand for themselves."""
    if isinstance(word, dict) and "repeat" in word:
        return word["repeat"] * word["times"]
    if isinstance(word, dict) and "tens" in word:
        return 10 ** word["tens"]
    return word


@lru_cache
def file(words: str) -> bytes:
    """Return a file: ``"300x200 PNG"``, a BMP of so many megabytes ``"300x200 BMP 11"``, a mask, or no picture."""
    if words == "text":
        return b"This is no picture."
    if words == "empty":
        return b""
    if words == "cut":
        return file("640x520 PNG")[:200]
    size, kind, *megabytes = words.split()
    width, height = map(int, size.split("x"))
    if kind in {"half", "empty"}:
        pixels = np.zeros((height, width), np.uint8)
        pixels[:, : width // 2] = 255 if kind == "half" else 0
        image, kind = Image.fromarray(pixels).convert("RGB"), "PNG"
    else:
        image = Image.new("RGB", (width, height), "#804020")
        image.putpixel((0, 0), (255, 255, 0))
    out = io.BytesIO()
    image.save(out, kind)
    # What follows the pixels of a BMP is not looked at.
    return out.getvalue().ljust(int(megabytes[0]) * 1_000_000 if megabytes else 0, b"\0")


def merged(table, case):
    """Return the good request of a table with the change of a case."""
    request = {"model": table["model"], **table["good"], **case.get("change", {})}
    if isinstance(request["images"], int):
        request["images"] = table["good"]["images"] * request["images"]
    return {name: value(word) for name, word in request.items() if word is not None}


@pytest.fixture
def arguments():
    """Return a function that gives the arguments of an `EditRequest` for a case."""

    def make(table, case):
        request = merged(table, case)
        if isinstance(request["images"], list):
            request["images"] = [file(words) for words in request["images"]]
        if isinstance(request.get("mask"), str):
            request["mask"] = file(request["mask"])
        if isinstance(request.get("boxes"), dict):
            request["boxes"] = {int(number): boxes for number, boxes in request["boxes"].items()}
        return request

    return make


@pytest.fixture
def document(hosted):
    """Return a function that gives the document of a create for a case."""

    def make(table, case):
        request = merged(table, case)
        form = _FORMS[table["model"]]
        inline = table["model"] != "wanx-x-painting"
        body = form(request, lambda words: _data_url(words) if inline else hosted(words))
        parameters = {name: item for name, item in request.items() if name not in OWN}
        for name in IN_INPUT.get(table["model"], ()):
            if name in parameters:
                body[name] = parameters.pop(name)
        if request.get("boxes"):
            parameters["bbox_list"] = _by_picture(request["boxes"], len(request["images"]))
        made = copy.deepcopy({"model": request["model"], "input": body, "parameters": parameters})
        for path, item in case.get("raw", {}).items():
            _put(made, path.split("."), _data_url("300x300 PNG") if item == "$data" else item)
        return made

    return make


@pytest.fixture(scope="session")
def hosted():
    """Return a function that serves a file on loopback, for the model that takes addresses only."""
    files: dict[str, bytes] = {}

    class Files(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", str(len(files[self.path])))
            self.end_headers()
            self.wfile.write(files[self.path])

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Files)
    thread = Thread(target=server.serve_forever)
    thread.start()

    def serve(words: str) -> str:
        path = f"/{words.replace(' ', '-')}"
        files[path] = file(words)
        return f"http://127.0.0.1:{server.server_port}{path}"

    yield serve
    server.shutdown()
    server.server_close()
    thread.join()


def _data_url(words: str) -> str:
    _, _, kind = words.partition(" ")
    return f"data:{MIME.get(kind[:4].strip(), 'image/png')};base64,{base64.b64encode(file(words)).decode()}"


def _messages(request, address):
    images = [{"image": address(words)} for words in request["images"]]
    return {"messages": [{"role": "user", "content": [*images, {"text": request["prompt"]}]}]}


def _images(request, address):
    return {"prompt": request["prompt"], "images": [address(words) for words in request["images"]]}


def _base_image(request, address):
    named = {"base_image_url": request["images"][:1], "mask_image_url": [request["mask"]] if "mask" in request else []}
    # What is no name of a file goes as it is.
    given = {
        name: address(words) if isinstance(words, str) else words for name, found in named.items() for words in found
    }
    return {"prompt": request["prompt"], **given}


_FORMS = {
    "wan2.7-image": _messages,
    "wan2.7-image-pro": _messages,
    "wan2.6-image": _messages,
    "wan2.5-i2i-preview": _images,
    "wanx-x-painting": _base_image,
    "wanx2.1-imageedit": _base_image,
}


def _by_picture(boxes, count):
    return [boxes.get(str(number), []) for number in range(1, max(count, *map(int, boxes)) + 1)]


def _put(table, path, item):
    *above, last = [int(part) if part.isdigit() else part for part in path]
    for part in above:
        table = table[part]
    if item == "$gone":
        table.pop(last, None)
    else:
        table[last] = item
