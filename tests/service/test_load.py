"""Many clients at once, and what a server keeps of what it has done."""

from __future__ import annotations

import asyncio
import base64
import gc
import io
import itertools
import json
import tracemalloc
from collections import Counter

from PIL import Image
from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from wanwidgets.service.work import Drawn, Work

MESSAGES = "/services/aigc/image-generation/generation"
CLIENTS = 200


class Crowd:
    """Clients of one server, each with a task of its own, all at the same time."""

    def __init__(self, server, document) -> None:
        self.server = server
        self.body = json.dumps(document).encode()
        self.codes: Counter[int] = Counter()
        self.polls = 0

    async def ask(self, url, **options) -> bytes:
        headers = {"Authorization": f"Bearer {self.server.api_key}", "X-DashScope-Async": "enable"}
        request = HTTPRequest(url, headers=headers, connect_timeout=60, request_timeout=120, **options)
        answer = await self.client.fetch(request, raise_error=False)
        self.codes[answer.code] += 1
        return answer.body

    async def one(self) -> bytes:
        """Create, query until it has ended, download."""
        created = json.loads(await self.ask(self.server.url + MESSAGES, method="POST", body=self.body))
        address = f"{self.server.url}/tasks/{created['output']['task_id']}"
        while True:
            self.polls += 1
            output = json.loads(await self.ask(address))["output"]
            if output["task_status"] not in {"PENDING", "RUNNING"}:
                break
        assert output["task_status"] == "SUCCEEDED", output
        return await self.ask(output["choices"][0]["message"]["content"][0]["image"])

    async def all(self, clients: int) -> list[bytes]:
        self.client = AsyncHTTPClient(force_instance=True, max_clients=clients)
        try:
            return await asyncio.gather(*(self.one() for _ in range(clients)))
        finally:
            self.client.close()


def small(text="Blur it"):
    """A document of the cheapest picture there is."""
    content = [{"text": text}]
    return {
        "model": "wan2.7-image",
        "input": {"messages": [{"role": "user", "content": content}]},
        "parameters": {"n": 1, "size": "768*768"},
    }


def test_two_hundred_clients_are_served(serve, monkeypatch):
    """Each creates, queries and downloads at the same time as all others, and nobody sees an error.

    The engine is left out; `tests/benchmarks/bench_load.py` does the same with its cards.
    """
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(file, "PNG")
    work = Work((Drawn(file.getvalue(), 8, 8),), 8, 8, 1, 2, "")

    def working(*_):
        yield
        return work

    monkeypatch.setattr("wanwidgets.service.furnish.working", working)
    # By looks: the last query of each waits for the picture, so that how often is asked does not hang on the machine.
    api = serve(engine="cards", looks=(1, 1))
    crowd = Crowd(api.server, small())
    pictures = asyncio.run(crowd.all(CLIENTS))
    assert crowd.codes == {200: CLIENTS * 5}
    assert crowd.polls == CLIENTS * 3
    assert len(pictures) == CLIENTS
    assert set(pictures) == {file.getvalue()}
    assert api.server._listener.ask(lambda state: len(state.results._shelf)) == CLIENTS


def test_what_has_ended_takes_no_memory(serve):
    """Thirty tasks with pictures of two megabytes each leave less than three such documents; one may be under way."""
    api = serve(engine="cards", looks=(0, 0))
    padding = base64.b64encode(bytes(1_500_000)).decode()
    document = small()
    # It is no picture, so each task fails; a task that succeeded keeps addresses instead of a reason.
    document["input"]["messages"][0]["content"].insert(0, {"image": f"data:image/png;base64,{padding}"})
    for _ in range(2):
        api.finished(api.create(document).json()["output"]["task_id"])
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for _ in range(30):
            api.finished(api.create(document).json()["output"]["task_id"])
        gc.collect()
        left = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert api("GET", "/tasks").json()["total"] == 32
    assert left < 3 * len(json.dumps(document)), left


def test_what_waits_takes_no_memory(serve, larger):
    """Twenty tasks with pictures of two megabytes each that wait leave less than three such documents, and end well.

    A file that waits is gone when its task has ended, is cancelled or is forgotten.
    """
    api = serve(engine="cards", limits=True, looks=(1, 0), clock=itertools.count(1e9).__next__)
    document = small()
    head, _, text = larger.partition(",")
    # What comes after the end of a PNG file is ignored.
    long = base64.b64encode(base64.b64decode(text) + bytes(1_500_000)).decode()
    document["input"]["messages"][0]["content"].insert(0, {"image": f"{head},{long}"})
    api.finished(api.create(document).json()["output"]["task_id"])
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        ids = [api.create(document).json()["output"]["task_id"] for _ in range(20)]
        gc.collect()
        left = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert left < 3 * len(json.dumps(document)), left
    waiting = api.server._listener._folder / "documents"
    assert len(list(waiting.iterdir())) == 20
    assert api("POST", f"/tasks/{ids.pop()}/cancel").status_code == 200
    assert len(list(waiting.iterdir())) == 19
    assert {api.finished(one)["output"]["task_status"] for one in ids[:3]} == {"SUCCEEDED"}
    assert len(list(waiting.iterdir())) == 16
    api.server.reset()
    assert list(waiting.iterdir()) == []
