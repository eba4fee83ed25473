"""wan2.7-image and wan2.7-image-pro by `ImageGeneration`, as the guide's samples have it."""

from __future__ import annotations

import json

import numpy as np
import pytest
from dashscope.aigc.image_generation import ImageGeneration
from dashscope.api_entities.dashscope_response import Message

BOTH = pytest.mark.parametrize("model", ["wan2.7-image", "wan2.7-image-pro"])
GRAFFITI = "Apply the graffiti from image 2 onto the car in image 1"


@pytest.fixture
def message(data_url):
    """Return the guide's message of two pictures and a prompt."""
    return Message(
        role="user",
        content=[{"text": GRAFFITI}, {"image": data_url("coffee")}, {"image": data_url("rocket")}],
    )


@BOTH
def test_the_guides_synchronous_call(serve, message, pictures, like_the_sample, model):
    """The guide's first sample prints what the guide prints, and its address holds a picture of that size."""
    serve()
    answer = ImageGeneration.call(model=model, messages=[message], watermark=False, n=1, size="2K")

    like_the_sample(answer, "wan2.7 call")
    (picture,) = pictures(answer)
    height, width, _ = picture.shape
    assert answer.usage.size == f"{width}*{height}"
    assert width * height == pytest.approx(2048 * 2048, rel=0.01)
    assert width / height == pytest.approx(640 / 427, rel=0.01)


@BOTH
def test_the_guides_asynchronous_call(serve, message, pictures, like_the_sample, model):
    """The guide's second sample: a task is created, waited for, fetched, and prints what the guide prints."""
    serve(looks=(1, 1))
    created = ImageGeneration.async_call(model=model, messages=[message], watermark=False, n=1, size="1K")
    like_the_sample(created, "wan2.7 async_call")

    done = ImageGeneration.wait(task=created)

    like_the_sample(done, "wan2.7 wait")
    assert done.output.task_id == created.output.task_id
    assert len(pictures(done)) == 1
    fetched = ImageGeneration.fetch(task=created.output.task_id)
    assert json.loads(str(fetched))["output"] == json.loads(str(done))["output"]


def test_several_pictures_are_one_choice_each(serve, message, pictures):
    """Without a set, each of n pictures comes in a choice of its own, and they differ."""
    serve()
    answer = ImageGeneration.call(model="wan2.7-image", messages=[message], n=3, size="768*768", seed=7)

    assert [len(choice.message.content) for choice in answer.output.choices] == [1, 1, 1]
    assert answer.usage.image_count == 3
    first, second, third = pictures(answer)
    assert not np.array_equal(first, second)
    assert not np.array_equal(second, third)


@pytest.mark.parametrize("way", ["call", "async_call"])
def test_an_image_set_is_one_choice(serve, pictures, way):
    """A set's pictures come in the content of a single choice, by both ways."""
    serve()
    message = {"role": "user", "content": [{"text": "The seasons under the same tree, as four photographs"}]}
    answer = getattr(ImageGeneration, way)(
        model="wan2.7-image-pro", messages=[message], enable_sequential=True, n=4, size="768*768"
    )
    if way == "async_call":
        answer = ImageGeneration.wait(answer)

    assert [len(choice.message.content) for choice in answer.output.choices] == [4]
    assert (answer.usage.image_count, answer.usage.size) == (4, "768*768")
    assert {picture.shape for picture in pictures(answer)} == {(768, 768, 3)}


def test_text_to_picture_at_4k(serve, pictures):
    """Without a picture the larger model draws at 4K."""
    serve()
    message = {"role": "user", "content": [{"text": "A quiet harbour at dawn"}]}
    answer = ImageGeneration.call(
        model="wan2.7-image-pro", messages=[message], n=1, size="4K", thinking_mode=True, watermark=True
    )

    assert answer.usage.size == "4096*4096"
    assert pictures(answer)[0].shape == (4096, 4096, 3)


def test_a_palette(serve, pictures):
    """A palette of exactly 100.00 % is taken."""
    serve()
    message = {"role": "user", "content": [{"text": "A flower shop"}]}
    palette = [
        {"hex": "#C2D1E6", "ratio": "23.51%"},
        {"hex": "#CDD8E9", "ratio": "20.13%"},
        {"hex": "#636574", "ratio": "56.36%"},
    ]
    answer = ImageGeneration.call(
        model="wan2.7-image", messages=[message], n=1, size="768*768", color_palette=palette, seed=1
    )

    assert len(pictures(answer)) == 1


def test_a_box_is_where_it_says(serve, data_url, photographs, pictures):
    """The local service puts picture 1 where the SDK's box is, and nowhere else."""
    serve(engine="classical")
    content = [
        {"image": data_url("coffee")},
        {"image": data_url("rocket")},
        {"text": "Place image 1 in box 1 of image 2"},
    ]
    answer = ImageGeneration.call(
        model="wan2.7-image",
        messages=[{"role": "user", "content": content}],
        bbox_list=[[], [[40, 40, 200, 160]]],
        size="1280*854",
        n=1,
    )

    (after,) = pictures(answer)
    before = np.asarray(photographs["rocket"].resize((1280, 854)))
    changed = np.abs(after.astype(int) - before).max(axis=-1) > 60
    # The tag in the lower right corner is the service's own.
    changed[800:, 1000:] = False
    assert changed[90:310, 90:390].mean() > 0.3
    changed[70:330, 70:410] = False
    assert changed.mean() < 0.001


def test_the_seed_repeats_a_picture(serve, message, pictures):
    """The same seed gives the same picture, another seed another one."""
    serve()
    options = {"model": "wan2.7-image", "messages": [message], "n": 1, "size": "768*768"}
    once, again, other = (pictures(ImageGeneration.call(**options, seed=seed))[0] for seed in (5, 5, 6))

    assert np.array_equal(once, again)
    assert not np.array_equal(once, other)
