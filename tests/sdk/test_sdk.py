from __future__ import annotations

import asyncio
import base64
import io
import warnings
from http import HTTPStatus

import numpy as np
import pytest
import requests
from PIL import Image

from wanwidgets.service.server import Server

with warnings.catch_warnings():
    # Of the SDK's own imports.
    warnings.simplefilter("ignore", DeprecationWarning)
    dashscope = pytest.importorskip("dashscope")
    from dashscope.aigc.image_generation import AioImageGeneration, ImageGeneration

pytestmark = [
    pytest.mark.sdk,
    # The SDK leaves its connections to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

MODEL = "wan2.7-image"
KEY = "sk-local-sdk"


@pytest.fixture
def serve(monkeypatch):
    """Start servers and point the SDK's global state at them, until the end of the test."""
    servers = []

    def start(**options) -> Server:
        server = Server(api_key=KEY, **options).start()
        servers.append(server)
        monkeypatch.setattr(dashscope, "base_http_api_url", server.url)
        monkeypatch.setattr(dashscope, "api_key", KEY)
        return server

    yield start
    for server in servers:
        server.stop()


def data_url(width: int, height: int, colour: str) -> str:
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, "PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


def request(text: str = "Place image 1 in box 1 of image 2", **parameters) -> dict:
    content = [{"image": data_url(300, 300, "orange")}, {"image": data_url(480, 320, "navy")}, {"text": text}]
    return {
        "model": MODEL,
        "messages": [{"role": "user", "content": content}],
        "bbox_list": [[], [[100, 80, 200, 180]]],
        "size": "1K",
        "n": 1,
        "watermark": False,
        **parameters,
    }


def pictures(answer) -> list[np.ndarray]:
    assert answer.status_code == HTTPStatus.OK, answer
    addresses = [item["image"] for choice in answer.output.choices for item in choice.message.content]
    files = [requests.get(address, timeout=30).content for address in addresses]
    return [np.asarray(Image.open(io.BytesIO(file)).convert("RGB")) for file in files]


def test_a_synchronous_call(serve):
    """The SDK's call returns the pictures, and the box was where it said."""
    serve()
    answer = ImageGeneration.call(**request(n=2, seed=3))
    first, second = pictures(answer)
    assert first.shape == second.shape == (836, 1254, 3)
    assert (first[20, 20] == (0, 0, 128)).all()
    assert first[340, 390, 0] > 40
    assert (answer.usage.image_count, answer.usage.size) == (2, "1254*836")


def test_an_asynchronous_task_and_its_wait(serve):
    """The SDK creates, polls until the end and finds the pictures."""
    serve()
    created = ImageGeneration.async_call(**request())
    assert created.output.task_status == "PENDING"
    done = ImageGeneration.wait(created)
    assert done.output.task_status == "SUCCEEDED"
    assert len(pictures(done)) == 1


def test_fetch_and_cancel(serve):
    """A task that waits is fetched, cancelled once, and not twice."""
    serve(queue_seconds=3600)
    created = ImageGeneration.async_call(**request())
    assert ImageGeneration.fetch(created).output.task_status == "PENDING"
    assert ImageGeneration.cancel(created).status_code == HTTPStatus.OK
    assert ImageGeneration.fetch(created).output.task_status == "CANCELED"
    again = ImageGeneration.cancel(created)
    assert (again.status_code, again.code) == (HTTPStatus.BAD_REQUEST, "UnsupportedOperation")


def test_list(serve):
    """The SDK's list shows what was created."""
    serve(queue_seconds=3600)
    created = ImageGeneration.async_call(**request())
    answer = ImageGeneration.list(model_name=MODEL, page_size=5)
    assert answer.status_code == HTTPStatus.OK
    assert [entry["task_id"] for entry in answer.output["data"]] == [created.output.task_id]


def test_a_wrong_key(serve):
    """The SDK reports the provider's code."""
    serve()
    answer = ImageGeneration.call(**request(), api_key="sk-of-another-region")
    assert (answer.status_code, answer.code) == (HTTPStatus.UNAUTHORIZED, "InvalidApiKey")


def test_a_failed_task(serve):
    """A prompt that is not understood fails late, with code and message in the output."""
    serve()
    done = ImageGeneration.wait(ImageGeneration.async_call(**request("A boy hugs a dog")))
    assert done.output.task_status == "FAILED"
    assert done.output["code"] == "InvalidParameter"


def test_an_unknown_task(serve):
    """The SDK ends its wait at once for a task that nobody knows."""
    serve()
    assert ImageGeneration.wait("no-such-task").output.task_status == "UNKNOWN"


def test_the_aio_classes(serve):
    """Their addresses end in a slash, which is taken too."""
    serve()

    async def run():
        called = await AioImageGeneration.call(**request())
        created = await AioImageGeneration.async_call(**request())
        return called, await AioImageGeneration.wait(created)

    called, done = asyncio.run(run())
    assert len(pictures(called)) == len(pictures(done)) == 1
