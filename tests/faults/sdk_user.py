"""The official SDK as a client, used as the provider's guide uses it: `async_call`, `wait`, `requests.get`.

The loop is the guide's own: a create that was not accepted raises, a task that did not succeed raises, each picture is
fetched once and written to a file. Whoever runs it catches what is raised, and gives up: nothing is sent again that the
SDK does not send again by itself. Two things are in its favour: its time limits of 300 s are cut to what a service on
loopback needs, and `requests.get`, which has none in the guide, has one.
"""

from __future__ import annotations

import contextlib
import types
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlparse

import requests
from PIL import Image
from random_run import Plan, Tally, World

from wanwidgets.decoding import sha256

with warnings.catch_warnings():
    # Of the SDK's own imports.
    warnings.simplefilter("ignore", DeprecationWarning)
    import dashscope
    from dashscope.aigc.image_generation import ImageGeneration
    from dashscope.api_entities import http_request
    from dashscope.api_entities.dashscope_response import Message
    from dashscope.client import base_api

__all__ = ["run_sdk", "sdk_at"]

_SECONDS = 0.25


@contextlib.contextmanager
def sdk_at(url: str, key: str) -> Iterator[None]:
    """Point the SDK's global state at a service, and let its waiting take no time."""
    without_sleep = types.SimpleNamespace(time=base_api.time.time, sleep=lambda _seconds: None)
    seams = (
        (dashscope, "base_http_api_url", url),
        (dashscope, "api_key", key),
        (base_api, "time", without_sleep),
        (base_api, "DEFAULT_REQUEST_TIMEOUT_SECONDS", _SECONDS),
        (http_request, "DEFAULT_REQUEST_TIMEOUT_SECONDS", _SECONDS),
    )
    before = [getattr(module, name) for module, name, _ in seams]
    for module, name, value in seams:
        setattr(module, name, value)
    try:
        yield
    finally:
        for (module, name, _), value in zip(seams, before, strict=True):
            setattr(module, name, value)
        http_request.close_shared_sync_session()


def edit(prompt: str, picture: str, folder: Path, n: int) -> None:
    """Do what the guide's sample does; `picture` is empty or a local path, which the SDK uploads."""
    content = [{"text": prompt}, *([{"image": picture}] if picture else [])]
    response = ImageGeneration.async_call(
        model="wan2.7-image",
        messages=[Message(role="user", content=content)],
        watermark=False,
        n=n,
        size="1K",
        request_timeout=_SECONDS,
    )
    if response.status_code != 200:
        raise RuntimeError(f"Failed to create task: {response.code} - {response.message}")
    status = ImageGeneration.wait(task=response)
    if status.output.task_status != "SUCCEEDED":
        raise RuntimeError(f"Task failed with status: {status.output.task_status}")
    for choice in status.output.choices:
        for item in choice.message.content:
            name = PurePosixPath(unquote(urlparse(item["image"]).path)).parts[-1]
            (folder / name).write_bytes(requests.get(item["image"], timeout=_SECONDS).content)


def run_sdk(world: World, to_do: Sequence[Plan]) -> Tally:
    """Do the same runs as `random_run.run_ours` with the SDK, and return what came of it.

    Runs in which a kernel is killed or a disk is full are left out: the sample keeps nothing by which it could go on.
    """
    tally, folder = Tally(), world.folder / "pictures"
    folder.mkdir()
    picture = folder.parent / "input.png"
    Image.new("RGB", (260, 260), "teal").save(picture)
    with sdk_at(world.wire.url, world.service.key):
        for plan in to_do:
            if plan.kills:
                continue
            tally.runs += 1
            tally.faults += plan.count
            world.wire.plan(*plan.faults)
            try:
                edit(plan.prompt, f"file://{picture}" if plan.uploads else "", folder, 1 + int(plan.prompt[-1]) % 2)
                tally.states["came to its end"] += 1
            except Exception as error:  # noqa: BLE001 - whatever the SDK raises ends the sample
                tally.states[type(error).__name__] += 1
            world.wire.calm()
            world.service.wait()
            tally.happened += len(world.wire.happened)
            world.wire.happened.clear()
    _judge(world.ledger(), folder, tally)
    return tally


def _judge(ledger: Sequence[dict], folder: Path, tally: Tally) -> None:
    mine = {sha256(path.read_bytes()) for path in folder.iterdir()}
    prompts = Counter(entry["prompt"] for entry in ledger)
    tally.accepted = len(ledger)
    tally.twice += [prompt for prompt, count in prompts.items() if count > 1]
    for entry in ledger:
        if entry["status"] == "SUCCEEDED":
            tally.succeeded += 1
            tally.pictures += len(entry["pictures"])
            tally.lost += [entry["prompt"] for digest in entry["pictures"] if digest not in mine]
