"""What the SDK makes of errors: it returns most of them, raises a few, and loses one status."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from dashscope import ImageSynthesis
from dashscope.aigc.image_generation import ImageGeneration
from dashscope.common.error import AuthenticationError, InvalidTask

MODEL = "wan2.7-image"


@pytest.fixture
def message(data_url):
    """Return a message of one picture and a prompt."""
    return {"role": "user", "content": [{"image": data_url("cat")}, {"text": "Make it warmer"}]}


@pytest.fixture
def options(message):
    """Return the arguments of a call."""
    return {"model": MODEL, "messages": [message], "n": 1, "size": "768*768"}


def test_a_wrong_key(serve, options):
    """The SDK returns the provider's code."""
    serve()
    answer = ImageGeneration.call(**options, api_key="sk-of-another-region")
    assert (answer.status_code, answer.code) == (HTTPStatus.UNAUTHORIZED, "InvalidApiKey")
    assert answer.output is None


def test_a_wrong_key_of_the_older_family(serve, data_url):
    """`ImageSynthesis.call` raises instead, so that the guide's own `else:` never runs."""
    serve()
    with pytest.raises(InvalidTask, match="InvalidApiKey"):
        ImageSynthesis.call(
            model="wan2.5-i2i-preview", prompt="warmer", images=[data_url("coffee")], api_key="sk-of-another-region"
        )


def test_no_key(serve, options, monkeypatch, tmp_path):
    """Without a key nothing is sent."""
    serve()
    monkeypatch.setattr("dashscope.api_key", None)
    monkeypatch.setattr("dashscope.common.api_key.DEFAULT_DASHSCOPE_API_KEY_FILE_PATH", str(tmp_path / "none"))
    with pytest.raises(AuthenticationError):
        ImageGeneration.call(**options)


@pytest.mark.parametrize("way", ["call", "async_call"])
def test_an_unknown_model(serve, options, way):
    """A model that does not exist is refused at once, in the measured words."""
    serve()
    answer = getattr(ImageGeneration, way)(**{**options, "model": "wan9.9-image"})
    assert (answer.status_code, answer.code, answer.message) == (400, "InvalidParameter", "Model not exist.")


def test_a_model_of_the_other_family(serve, options):
    """A model that the endpoint does not serve is refused in the documented words, full-width sign and all."""
    serve()
    answer = ImageGeneration.call(**{**options, "model": "wan2.5-i2i-preview"})
    assert (answer.status_code, answer.code) == (400, "InvalidParameter")
    assert answer.message == "url error, please check url！"


def test_more_creates_than_allowed(serve, options):
    """With limits the sixth create of a second is refused with 429; the SDK does not try again."""
    serve(limits=True, clock=lambda: 1_800_000_000.0, queue_seconds=3600)
    answers = [ImageGeneration.async_call(**options) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert answers[-1].code == "Throttling.RateQuota"


def test_the_free_trial_ends(serve, photo):
    """After its free pictures the trial model is refused for good."""
    serve(free_pictures=1)
    options = {
        "model": "wanx-x-painting",
        "prompt": "A dog wearing red glasses",
        "task": "image2image",
        "base_image_url": f"file://{photo('astronaut')}",
        "mask_image_url": f"file://{photo('astronaut', 'mask.png')}",
        "n": 1,
    }
    assert ImageSynthesis.call(**options).output.task_status == "SUCCEEDED"
    answer = ImageSynthesis.async_call(**options)
    assert (answer.status_code, answer.code) == (429, "Throttling.AllocationQuota")
    assert answer.message == "Free allocated quota exceeded."


@pytest.mark.parametrize("family", ["generation", "synthesis"])
def test_a_failed_task(serve, options, data_url, family):
    """A task that fails has status 200 and no code; code and message stand in the output."""
    serve(engine="classical")
    prompt = "A boy hugs a dog"
    if family == "generation":
        options["messages"][0]["content"][1]["text"] = prompt
        done = ImageGeneration.wait(ImageGeneration.async_call(**options))
    else:
        done = ImageSynthesis.call(model="wan2.5-i2i-preview", prompt=prompt, images=[data_url("coffee")], n=1)

    assert (done.status_code, done.code) == (HTTPStatus.OK, None)
    assert done.output.task_status == "FAILED"
    assert done.output["code"] == "NotSupportedByLocalService"
    assert done.output["message"]


def test_some_pictures_fail(serve, data_url):
    """A picture that failed among others comes with an empty address, its code and its message."""
    server = serve()
    server.fault("task", "partial")
    done = ImageSynthesis.call(
        model="wan2.5-i2i-preview", prompt="warmer", images=[data_url("coffee")], n=2, size="768*768"
    )

    assert done.output.task_status == "SUCCEEDED"
    assert done.output.task_metrics == {"TOTAL": 2, "SUCCEEDED": 1, "FAILED": 1}
    assert done.usage.image_count == 1
    (failed,) = [result for result in done.output.results if not result.url]
    assert failed["code"] == "InternalError.Timeout"


def test_an_error_of_a_stream(serve):
    """A refused stream is an event whose true status the SDK loses: it says 400 whatever was meant."""
    serve()
    events = list(
        ImageGeneration.call(
            model="wan2.6-image",
            messages=[{"role": "user", "content": [{"text": "A recipe"}]}],
            stream=True,
            enable_interleave=True,
            max_images=9,
        )
    )
    assert [(event.status_code, event.code) for event in events] == [(400, "InvalidParameter")]
    assert events[0].message


def test_a_create_that_lost_its_answer_is_sent_twice(serve, options):
    """A connection that breaks once a create was accepted makes the SDK send it again: two tasks, two bills."""
    server = serve(queue_seconds=3600)
    server.fault("create", "drop_after")
    assert ImageGeneration.async_call(**options).status_code == HTTPStatus.OK
    assert ImageGeneration.list().output["total"] == 2


def test_one_rate_limit_ends_the_sdks_wait(serve, options):
    """A single 429 while waiting is returned at once, and the task is lost to the caller."""
    server = serve(queue_seconds=3600)
    created = ImageGeneration.async_call(**options)
    server.fault("poll", "rate")
    answer = ImageGeneration.wait(created)
    assert (answer.status_code, answer.code) == (429, "Throttling.RateQuota")
