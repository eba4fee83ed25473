"""What the tests of the service share: pictures, a clock that stands still, servers and calls to them."""

from __future__ import annotations

import base64
import copy
import io
import itertools
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import requests
from PIL import Image

from wanwidgets.service.server import Server

KEY = "sk-local-test"
ASYNC = {"X-DashScope-Async": "enable"}
SSE = {"X-DashScope-SSE": "enable"}
MESSAGES = "/services/aigc/image-generation/generation"
AT_ONCE = "/services/aigc/multimodal-generation/generation"
SYNTHESIS = "/services/aigc/image2image/image-synthesis"
_EVENT = re.compile(r"id:(\d+)\nevent:(\w+)\n:HTTP_STATUS/(\d+)\ndata:(.*)")


class Clock:
    """Seconds that pass only when told."""

    def __init__(self, now: float = 1_774_516_561.663) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class Caller:
    """Calls one server over HTTP."""

    def __init__(self, server: Server, picture: str) -> None:
        self.server = server
        self.picture = picture
        self.root = server.url.removesuffix("/api/v1")
        self.session = requests.Session()
        self.session.trust_env = False

    def __call__(self, method: str, path: str, *, key: str | None = KEY, **options: Any) -> requests.Response:
        headers = {**({"Authorization": f"Bearer {key}"} if key else {}), **options.pop("headers", {})}
        url = path if path.startswith("http") else self.server.url + path
        return self.session.request(method, url, headers=headers, timeout=60, **options)

    def document(self, text: str = "Make it black and white", *, images: int = 1, **parameters: Any) -> dict[str, Any]:
        content = [{"image": self.picture}] * images + [{"text": text}]
        return {
            "model": "wan2.7-image",
            "input": {"messages": [{"role": "user", "content": content}]},
            "parameters": {"size": "1K", "n": 1, **parameters},
        }

    def call(self, document: Any, **options: Any) -> requests.Response:
        return self("POST", "/services/aigc/multimodal-generation/generation", json=document, **options)

    def create(self, document: Any, **options: Any) -> requests.Response:
        headers = {"X-DashScope-Async": "enable", **options.pop("headers", {})}
        return self("POST", "/services/aigc/image-generation/generation", json=document, headers=headers, **options)

    def start(self, path: str, document: Any, **options: Any) -> str:
        """Create a task at any address and return its id."""
        answer = self("POST", path, json=document, headers={**ASYNC, **options.pop("headers", {})}, **options)
        return answer.json()["output"]["task_id"]

    def events(self, document: Any, **headers: str) -> list[tuple[int, str, int, dict[str, Any]]]:
        """Stream an answer: number, kind, status and document of each event."""
        answer = self("POST", AT_ONCE, json=document, headers={**SSE, **headers})
        return read_events(answer)

    def query(self, task_id: str) -> dict[str, Any]:
        return self("GET", f"/tasks/{task_id}").json()

    def finished(self, task_id: str) -> dict[str, Any]:
        """Query until the task is at its end; pytest's own timeout bounds it."""
        for _ in itertools.count():
            document = self.query(task_id)
            if document["output"]["task_status"] not in {"PENDING", "RUNNING"}:
                return document
        raise AssertionError


def read_events(answer: requests.Response) -> list[tuple[int, str, int, dict[str, Any]]]:
    """Read a stream as the provider frames it, to the letter."""
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/event-stream;charset=UTF-8"
    *blocks, rest = answer.content.decode().split("\n\n")
    assert rest == ""
    found = [_EVENT.fullmatch(block) for block in blocks]
    return [(int(one[1]), one[2], int(one[3]), json.loads(one[4])) for one in found]


@pytest.fixture
def good() -> Callable[..., dict[str, Any]]:
    """Make a good document of any model, from the provider's references; the picture stands for all pictures."""

    def make(model: str, picture: str, **parameters: Any) -> dict[str, Any]:
        content = [{"image": picture}, {"text": "Make it warmer"}]
        inputs = {
            "wan2.5-i2i-preview": {"prompt": "Make it warmer", "images": [picture]},
            "wanx-x-painting": {"prompt": "Blur it", "base_image_url": picture, "mask_image_url": picture},
            "wanx2.1-imageedit": {
                "function": "description_edit",
                "prompt": "Make it warmer",
                "base_image_url": picture,
            },
        }
        messages = {"messages": [{"role": "user", "content": content}]}
        return copy.deepcopy({"model": model, "input": inputs.get(model, messages), "parameters": parameters})

    return make


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def data_url() -> Callable[..., str]:
    """Turn pixels into a data URL."""

    def make(pixels: np.ndarray, kind: str = "PNG", mime: str = "image/png") -> str:
        file = io.BytesIO()
        Image.fromarray(pixels).save(file, kind)
        return f"data:{mime};base64,{base64.b64encode(file.getvalue()).decode()}"

    return make


@pytest.fixture(scope="session")
def scene() -> np.ndarray:
    """A picture of 480 × 320 pixels with soft light, texture and a red square."""
    y, x = np.mgrid[0:320, 0:480].astype(np.float32)
    base = np.stack([90 + x / 6, 110 + y / 5, 150 - x / 8], axis=2)
    base += np.random.default_rng(5).normal(0, 4, base.shape)
    base[120:180, 200:260] = (200, 30, 40)
    return np.clip(base, 0, 255).astype(np.uint8)


@pytest.fixture(scope="session")
def larger(data_url: Callable[..., str]) -> str:
    """A picture of 640 × 520 pixels, which every model takes, as a data URL."""
    return data_url(np.full((520, 640, 3), (40, 90, 130), np.uint8))


@pytest.fixture
def serve(scene: np.ndarray, data_url: Callable[..., str]) -> Iterator[Callable[..., Caller]]:
    """Start servers with a known key, and stop them."""
    started: list[Caller] = []

    def start(**options: Any) -> Caller:
        caller = Caller(Server(api_key=KEY, **options).start(), data_url(scene))
        started.append(caller)
        return caller

    yield start
    for caller in started:
        caller.session.close()
        caller.server.stop()


@pytest.fixture
def api(serve: Callable[..., Caller]) -> Caller:
    """A server with its defaults."""
    return serve()
