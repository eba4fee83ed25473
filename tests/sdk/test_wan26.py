"""wan2.6-image by `ImageGeneration`: editing, and mixed text and pictures by stream and by task."""

from __future__ import annotations

import itertools
import json

import numpy as np
import pytest
from dashscope.aigc.image_generation import AioImageGeneration, ImageGeneration
from dashscope.api_entities.dashscope_response import Message

MODEL = "wan2.6-image"
RECIPE = {"role": "user", "content": [{"text": "Give me a recipe for cold noodles, with a picture of each step"}]}


@pytest.fixture
def message(data_url):
    """Return a message of two pictures and a prompt."""
    return Message(
        role="user",
        content=[
            {"text": "Use the style of image 1 and the background of image 2"},
            {"image": data_url("cat")},
            {"image": data_url("rocket")},
        ],
    )


def test_an_edit(serve, message, pictures, like_the_sample):
    """An edit prints what the documents print, in multiples of 16, one choice a picture."""
    serve()
    answer = ImageGeneration.call(
        model=MODEL,
        messages=[message],
        negative_prompt="blurry",
        prompt_extend=True,
        watermark=False,
        n=2,
        enable_interleave=False,
        size="1K",
    )

    like_the_sample(answer, "wan2.7 call")
    assert [len(choice.message.content) for choice in answer.output.choices] == [1, 1]
    first, second = pictures(answer)
    height, width, _ = first.shape
    assert (height % 16, width % 16) == (0, 0)
    assert width * height == pytest.approx(1280 * 1280, rel=0.05)
    assert width / height == pytest.approx(640 / 427, rel=0.02)
    assert not np.array_equal(first, second)


def test_an_edit_as_a_task(serve, message, pictures, like_the_sample):
    """The same by a task."""
    serve()
    created = ImageGeneration.async_call(model=MODEL, messages=[message], n=1, size="1280*720")
    like_the_sample(created, "wan2.7 async_call")
    done = ImageGeneration.wait(created)

    like_the_sample(done, "wan2.7 wait")
    assert pictures(done)[0].shape == (720, 1280, 3)


def test_a_mixed_answer_streams(serve, like_the_sample):
    """Parts come one by one: pieces of text and whole pictures, each event like the documented one."""
    serve()
    events = list(
        ImageGeneration.call(
            model=MODEL, messages=[RECIPE], stream=True, enable_interleave=True, max_images=2, size="768*768"
        )
    )

    like_the_sample(events[0], "wan2.6 stream")
    assert (events[0].usage.image_count, events[0].usage.size) == (0, "0*0")
    content = [item for event in events for item in event.output.choices[0].message.content]
    assert {item["type"] for item in content} == {"text", "image"}
    assert len([item for item in content if item["type"] == "image"]) <= 2
    reasons = [event.output.choices[0].finish_reason for event in events]
    assert reasons[-1] == "stop"
    assert set(reasons[:-1]) == {"null"}
    counts = [event.usage.image_count for event in events]
    assert counts == sorted(counts)
    assert counts[-1] == len([item for item in content if item["type"] == "image"])
    assert events[-1].usage.size == "768*768"
    assert len({event.request_id for event in events}) == 1


def test_a_mixed_answer_streams_as_a_whole(serve):
    """With `incremental_output=False` the SDK joins the parts itself, and each event holds all that had come."""
    serve()
    events = list(
        ImageGeneration.call(
            model=MODEL,
            messages=[RECIPE],
            stream=True,
            incremental_output=False,
            enable_interleave=True,
            max_images=2,
            size="768*768",
        )
    )

    assert len(events) > 2
    assert events[-1].output.choices[0].message.content


def test_a_mixed_answer_as_a_task(serve, pictures):
    """By a task, texts and pictures alternate in the content of one choice."""
    serve()
    done = ImageGeneration.wait(
        ImageGeneration.async_call(
            model=MODEL, messages=[RECIPE], enable_interleave=True, max_images=3, size="768*768", n=1
        )
    )

    (choice,) = done.output.choices
    kinds = [item["type"] for item in choice.message.content]
    assert kinds.count("image") == done.usage.image_count <= 3
    assert all(first != second for first, second in itertools.pairwise(kinds))
    assert {picture.shape for picture in pictures(done)} == {(768, 768, 3)}


def test_a_mixed_answer_needs_a_stream_or_a_task(serve):
    """A plain synchronous call of a mixed answer is refused, as the reference says that it must be a stream."""
    serve()
    answer = ImageGeneration.call(model=MODEL, messages=[RECIPE], enable_interleave=True, size="768*768")

    assert (answer.status_code, answer.code) == (400, "InvalidParameter")


def test_one_mixed_answer_at_a_time(serve):
    """More than one mixed answer is refused with the documented words."""
    serve()
    events = list(
        ImageGeneration.call(model=MODEL, messages=[RECIPE], stream=True, enable_interleave=True, n=2, size="768*768")
    )

    assert [event.code for event in events] == ["InvalidParameter"]
    assert "num_images_per_prompt must be 1" in events[0].message


def test_the_aio_class_streams(serve, run):
    """The asyncio class streams as well."""
    serve()

    async def collect():
        stream = await AioImageGeneration.call(
            model=MODEL, messages=[RECIPE], stream=True, enable_interleave=True, max_images=1, size="768*768"
        )
        return [json.loads(str(event)) async for event in stream]

    events = run(collect())
    assert events[-1]["output"]["choices"][0]["finish_reason"] == "stop"
