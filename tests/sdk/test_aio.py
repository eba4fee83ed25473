"""The SDK's asyncio classes, whose addresses end in a slash and carry parameters that do not belong there."""

from __future__ import annotations

import pytest
from dashscope.aigc.image_generation import AioImageGeneration
from dashscope.aigc.image_synthesis import AioImageSynthesis


@pytest.fixture
def message(data_url):
    """Return a message of one picture and a prompt."""
    return {"role": "user", "content": [{"image": data_url("cat")}, {"text": "Make it warmer"}]}


@pytest.mark.parametrize("model", ["wan2.7-image", "wan2.7-image-pro", "wan2.6-image"])
def test_calls_and_tasks(serve, run, message, pictures, model):
    """`AioImageGeneration` calls, creates, waits and fetches."""
    serve()
    options = {"model": model, "messages": [message], "n": 1, "size": "768*768"}

    async def go():
        called = await AioImageGeneration.call(**options)
        created = await AioImageGeneration.async_call(**options)
        done = await AioImageGeneration.wait(created)
        return called, done, await AioImageGeneration.fetch(created)

    called, done, fetched = run(go())
    assert len(pictures(called)) == len(pictures(done)) == 1
    assert fetched.output.task_status == "SUCCEEDED"


def test_the_older_family(serve, run, data_url, pictures):
    """`AioImageSynthesis.call` sends its parameters once more with each look, which is tolerated."""
    serve()

    async def go():
        return await AioImageSynthesis.call(
            model="wan2.5-i2i-preview",
            prompt="Make it warmer",
            images=[data_url("coffee")],
            n=1,
            seed=1,
            watermark=False,
            size="768*768",
        )

    assert len(pictures(run(go()))) == 1


def test_cancel(serve, run, message):
    """Its cancel has a body and a slash too many, which is tolerated."""
    serve(queue_seconds=3600)

    async def go():
        created = await AioImageGeneration.async_call(model="wan2.7-image", messages=[message], n=1, size="1K")
        return await AioImageGeneration.cancel(created), await AioImageGeneration.fetch(created)

    cancelled, fetched = run(go())
    assert cancelled.status_code == 200
    assert fetched.output.task_status == "CANCELED"


def test_list(serve, run, message):
    """Its list shows what was created."""
    serve(queue_seconds=3600)

    async def go():
        created = await AioImageGeneration.async_call(model="wan2.7-image", messages=[message], n=1, size="1K")
        return created, await AioImageGeneration.list()

    created, listed = run(go())
    assert [entry["task_id"] for entry in listed.output["data"]] == [created.output.task_id]
