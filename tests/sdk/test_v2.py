"""The SDK's second client, `dashscope.v2`, where it works at all: it knows wan2.6-image, and sends others astray."""

from __future__ import annotations

import warnings

import pytest
import requests

with warnings.catch_warnings():
    # Of the SDK's own imports; older SDKs have only the first client.
    warnings.simplefilter("ignore", DeprecationWarning)
    v2 = pytest.importorskip("dashscope.v2")

KEY = "sk-local-sdk"


@pytest.fixture
def connect(serve):
    """Return a function that starts a server and a client for it, closed at the end."""
    clients = []

    def start(api_key=KEY, **options):
        server = serve(**options)
        clients.append(v2.Client(api_key=api_key, base_url=server.url, max_retries=0))
        return clients[-1]

    yield start
    for client in clients:
        client.close()


def test_generate(connect, data_url):
    """A synchronous edit by wan2.6-image, with the picture as data."""
    job = connect().images.generate(
        model="wan2.6-image",
        prompt="Make it warmer",
        image_urls=[data_url("cat")],
        negative_prompt="blurry",
        n=1,
        size="1024x1024",
    )

    assert job.succeeded
    assert (job.usage.image_count, job.usage.size) == (1, "1024*1024")
    assert requests.get(job.image_urls[0], timeout=30).content.startswith(b"\x89PNG")


def test_a_local_file_and_a_task(connect, photo):
    """A task of wan2.6-image with a file that the SDK uploads, waited for by its own schedule."""
    images = connect().images
    job = images.jobs.create(
        model="wan2.6-image", prompt="Make it warmer", image_urls=[str(photo("cat"))], n=1, size="1024*1024"
    )
    assert job.status == "PENDING"
    done = images.jobs.wait(job, poll_interval=0.2)

    assert done.succeeded
    assert len(done.image_urls) == 1


def test_newer_models_go_astray(connect, data_url):
    """wan2.7-image is sent to an endpoint that does not serve it, which says so instead of dropping the pictures."""
    with pytest.raises(v2.errors.BadRequestError, match="url error, please check url！"):
        connect().images.jobs.create(model="wan2.7-image", prompt="Make it warmer", image_urls=[data_url("cat")])


def test_cancel_and_list(connect, data_url):
    """A task that waits is listed and cancelled."""
    images = connect(queue_seconds=3600).images
    job = images.jobs.create(model="wan2.6-image", prompt="warmer", image_urls=[data_url("cat")], n=1, size="1K")

    assert images.jobs.list(model_name="wan2.6-image").total == 1
    images.jobs.cancel(job.task_id)
    assert images.jobs.fetch(job.task_id).status == "CANCELED"


def test_a_wrong_key(connect, data_url):
    """A wrong key is an error of its own class."""
    with pytest.raises(v2.errors.AuthenticationError, match="InvalidApiKey"):
        connect(api_key="sk-wrong").images.generate(model="wan2.6-image", prompt="a", image_urls=[data_url("cat")])


def test_a_failed_task(connect, data_url):
    """A task that failed is an error that holds its code."""
    images = connect(engine="classical").images
    job = images.jobs.create(model="wan2.6-image", prompt="A boy hugs a dog", image_urls=[data_url("cat")], n=1)
    with pytest.raises(v2.errors.DashScopeError, match="NotSupportedByLocalService"):
        images.jobs.wait(job, poll_interval=0.2)
