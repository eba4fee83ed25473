"""Tasks by the SDK: fetch, cancel, list, and those that nobody knows."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from dashscope import ImageSynthesis
from dashscope.aigc.image_generation import ImageGeneration

MODEL = "wan2.7-image"
FAMILIES = pytest.mark.parametrize("family", [ImageGeneration, ImageSynthesis], ids=["generation", "synthesis"])


@pytest.fixture
def create(data_url):
    """Return a function that creates a task of either family."""

    def start(family, prompt="Make it warmer"):
        if family is ImageGeneration:
            message = {"role": "user", "content": [{"text": prompt}, {"image": data_url("cat")}]}
            return family.async_call(model=MODEL, messages=[message], n=1, size="768*768")
        return family.async_call(
            model="wan2.5-i2i-preview", prompt=prompt, images=[data_url("coffee")], n=1, size="768*768"
        )

    return start


@FAMILIES
def test_fetch_and_cancel(serve, create, family):
    """A task that waits is fetched, cancelled once, and not twice."""
    serve(queue_seconds=3600)
    created = create(family)
    assert family.fetch(created).output.task_status == "PENDING"

    cancelled = family.cancel(created)
    # The guide's sample prints a status here, and the documented answer has none.
    assert (cancelled.status_code, cancelled.output) == (HTTPStatus.OK, {})
    assert family.wait(created).output.task_status == "CANCELED"
    again = family.cancel(created)
    assert (again.status_code, again.code) == (HTTPStatus.BAD_REQUEST, "UnsupportedOperation")
    assert again.message == "Failed to cancel the task, please confirm if the task is in PENDING status."


@FAMILIES
def test_a_running_task_is_not_cancelled(serve, create, family):
    """A task that has started goes on."""
    serve(looks=(0, 100))
    created = create(family)
    assert family.fetch(created).output.task_status == "RUNNING"
    assert family.cancel(created).code == "UnsupportedOperation"


@FAMILIES
def test_list(serve, create, family):
    """The SDK's list shows what was created, by page, model and status."""
    serve(queue_seconds=3600)
    created = [create(family).output.task_id for _ in range(3)]
    model = MODEL if family is ImageGeneration else "wan2.5-i2i-preview"

    whole = family.list(model_name=model).output
    assert {entry["task_id"] for entry in whole["data"]} == set(created)
    assert {entry["model_name"] for entry in whole["data"]} == {model}
    assert (whole["total"], whole["total_page"], whole["page_no"], whole["page_size"]) == (3, 1, 1, 10)
    assert {"gmt_create", "request_id", "region", "status", "user_api_unique_key"} <= set(whole["data"][0])
    second = family.list(page_no=2, page_size=2).output
    assert (len(second["data"]), second["total_page"]) == (1, 2)
    assert family.list(status="SUCCEEDED").output["data"] == []
    assert family.list(model_name="wan2.6-image").output["total"] == 0


@FAMILIES
def test_a_task_that_nobody_knows(serve, family):
    """The SDK ends its wait at once for a task that the service does not know."""
    serve()
    answer = family.wait("no-such-task")
    assert (answer.status_code, answer.output.task_status) == (HTTPStatus.OK, "UNKNOWN")


def test_a_task_is_forgotten_after_a_day(serve, create):
    """After 24 hours a task is UNKNOWN, and no longer SUCCEEDED."""
    now = [1_800_000_000.0]
    serve(clock=lambda: now[0])
    done = ImageGeneration.wait(create(ImageGeneration))
    assert done.output.task_status == "SUCCEEDED"
    now[0] += 24 * 3600 + 1

    assert ImageGeneration.fetch(done.output.task_id).output.task_status == "UNKNOWN"


def test_the_sdks_patience(serve, create):
    """The SDK gives up by itself after the time that it was given; the task goes on."""
    serve(queue_seconds=3600)
    created = create(ImageGeneration)
    answer = ImageGeneration.wait(created, wait_timeout=1)
    assert (answer.status_code, answer.code) == (HTTPStatus.REQUEST_TIMEOUT, "WaitTaskTimeout")
    assert ImageGeneration.fetch(created).output.task_status == "PENDING"


def test_a_workspace(serve, data_url):
    """Another workspace is named in a header, which the local service takes for its own."""
    serve()
    message = {"role": "user", "content": [{"text": "Make it warmer"}, {"image": data_url("cat")}]}
    options = {"model": MODEL, "messages": [message], "n": 1, "size": "768*768", "workspace": "ws-1"}
    created = ImageGeneration.async_call(**options)
    assert ImageGeneration.wait(created, workspace="ws-1").output.task_status == "SUCCEEDED"
