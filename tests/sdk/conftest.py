"""The official SDK, unmodified, pointed at a local service; real photographs as it would be given them."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import re
import warnings
from http import HTTPStatus
from pathlib import Path

import numpy as np
import pytest
import requests
import skimage.data
from PIL import Image

from wanwidgets.service.server import Server

with warnings.catch_warnings():
    # Of the SDK's own imports.
    warnings.simplefilter("ignore", DeprecationWarning)
    import dashscope
    import dashscope.aigc.image_generation
    from dashscope.utils.oss_utils import OssUtils

KEY = "sk-local-sdk"
SAMPLES = json.loads((Path(__file__).parent / "samples.json").read_text(encoding="utf-8"))
_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}")
_SIZE = re.compile(r"\d+\*\d+")


def pytest_collection_modifyitems(items):
    """Mark every test here, and let the SDK leave its connections to the garbage collector."""
    here = Path(__file__).parent
    for item in items:
        if item.path.parent == here:
            item.add_marker(pytest.mark.sdk)
            item.add_marker(pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"))
            item.add_marker(pytest.mark.filterwarnings("ignore:Unclosed:ResourceWarning"))
            item.add_marker(pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"))


@pytest.fixture
def serve(monkeypatch):
    """Start servers and point the SDK's global state at them, until the end of the test."""
    servers = []

    def start(**options) -> Server:
        # Without times of its own a task has ended when it is first looked at: the SDK looks again only after a second.
        at_once = {} if {"queue_seconds", "run_seconds", "looks"} & set(options) else {"looks": (0, 0)}
        server = Server(api_key=KEY, **{"engine": "cards", **at_once, **options}).start()
        servers.append(server)
        monkeypatch.setattr(dashscope, "base_http_api_url", server.url)
        monkeypatch.setattr(dashscope, "api_key", KEY)
        return server

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def photographs():
    """Return real photographs by name, as RGB pictures."""
    return {
        "coffee": Image.fromarray(skimage.data.coffee()),
        "rocket": Image.fromarray(skimage.data.rocket()),
        "astronaut": Image.fromarray(skimage.data.astronaut()),
        "cat": Image.fromarray(skimage.data.chelsea()),
    }


@pytest.fixture
def photo(photographs, tmp_path):
    """Return a function that writes a photograph to a file, and gives its path."""

    def write(name: str, file: str = "", kind: str = "PNG") -> Path:
        path = tmp_path / (file or f"{name}.{kind.lower()}")
        path.parent.mkdir(parents=True, exist_ok=True)
        photographs[name].save(path, kind)
        return path

    return write


@pytest.fixture
def data_url(photographs):
    """Return a function that gives a photograph as a data URL, as the guide's `encode_file` does."""

    def encode(name: str) -> str:
        file = io.BytesIO()
        photographs[name].save(file, "JPEG", quality=90)
        return f"data:image/jpeg;base64,{base64.b64encode(file.getvalue()).decode()}"

    return encode


@pytest.fixture
def uploaded(photographs):
    """Return a function that puts a file where `oss://` leads, as the SDK's own tool does."""

    def put(path: Path, model: str) -> str:
        return OssUtils.upload(model=model, file_path=str(path), api_key=KEY)[0]

    return put


@pytest.fixture
def pictures():
    """Return a function that downloads all pictures of an answer of the SDK, as the guide's samples do."""

    def download(answer) -> list[np.ndarray]:
        assert answer.status_code == HTTPStatus.OK, answer
        output = answer.output
        if "results" in output:
            addresses = [result.url for result in output.results if result.url]
        else:
            content = [item for choice in output.choices for item in choice.message.content]
            addresses = [item["image"] for item in content if "image" in item]
        files = [requests.get(address, timeout=30).content for address in addresses]
        return [np.asarray(Image.open(io.BytesIO(file)).convert("RGB")) for file in files]

    return download


@pytest.fixture
def like_the_sample():
    """Return a function that compares an answer of the SDK with a documented one, field by field."""

    def compare(answer, sample: str) -> None:
        _same_shape(json.loads(str(answer)), SAMPLES[sample], sample)

    return compare


@pytest.fixture
def run():
    """Return a function that runs a coroutine of the SDK."""
    return asyncio.run


def _same_shape(found, sample, where):
    if isinstance(sample, dict):
        assert isinstance(found, dict), where
        assert set(found) == set(sample), where
        for name, value in sample.items():
            _same_shape(found[name], value, f"{where}.{name}")
    elif isinstance(sample, list):
        assert isinstance(found, list), where
        assert bool(found) == bool(sample), where
        for number, value in enumerate(found):
            _same_shape(value, sample[0], f"{where}[{number}]")
    elif sample is None or isinstance(sample, bool):
        assert found is sample, where
    else:
        assert type(found) is type(sample), where
        for pattern in (_TIME, _SIZE):
            if isinstance(sample, str) and pattern.fullmatch(sample):
                assert pattern.fullmatch(found), where
        if where.endswith((".role", ".type", ".finish_reason", ".task_status", ".code", ".status_code")):
            assert found == sample, where
