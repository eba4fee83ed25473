"""A service that is killed (SIGKILL) and started again on its folder: nothing that was accepted is lost."""

from __future__ import annotations

import base64
import http.client
import re
import subprocess
import sys
import warnings
from contextlib import closing
from urllib.parse import urlsplit

import pytest
import requests

MODEL = "wan2.7-image"
CREATE = "/services/aigc/image-generation/generation"
WORDS = "Blur it"


def document(picture=None, **parameters):
    """Return a document of the cheapest picture there is."""
    content = [{"image": picture}] * (picture is not None) + [{"text": WORDS}]
    inputs = {"messages": [{"role": "user", "content": content}]}
    return {"model": MODEL, "input": inputs, "parameters": {"n": 1, "size": "768*768", **parameters}}


class Life:
    """One process of the service, on a folder that it leaves to the next."""

    def __init__(self, folder, port, options):
        command = [sys.executable, "-m", "wanwidgets.service", "--state", str(folder), "--engine", "cards"]
        self.process = subprocess.Popen([*command, "--port", port, *options], stdout=subprocess.PIPE, text=True)
        shown = "".join(self.process.stdout.readline() for _ in range(3))
        self.url = re.search(r"base URL +(\S+)", shown)[1]
        self.root = self.url.removesuffix("/api/v1")
        self.port = str(urlsplit(self.url).port)
        self.key = re.search(r"API key +(\S+)", shown)[1]

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def __call__(self, method, path, **options):
        headers = {"Authorization": f"Bearer {self.key}", **options.pop("headers", {})}
        url = path if path.startswith("http") else self.url + path
        return requests.request(method, url, headers=headers, timeout=60, **options).json()

    def create(self, one, **headers) -> str:
        answer = self("POST", CREATE, json=one, headers={"X-DashScope-Async": "enable", **headers})
        return answer["output"]["task_id"]

    def state(self, task) -> str:
        return self("GET", f"/tasks/{task}")["output"]["task_status"]

    def ledger(self):
        return self("GET", f"{self.root}/_control/ledger")["ledger"]


@pytest.fixture
def live(tmp_path):
    """Start the service, killing the one before; from the second on at the same port."""
    lives = []

    def start(*options):
        for before in lives:
            before.kill()
        lives.append(Life(tmp_path / "state", lives[0].port if lives else "0", options))
        return lives[-1]

    yield start
    for one in lives:
        one.kill()


def test_a_task_outlives_three_kills(live, larger):
    """Killed after it was accepted, while it runs, and after it succeeded: it ends once, with the same picture."""
    # By looks: what is seen does not hang on the machine.
    first = live("--looks", "0", "1")
    task = first.create(document(larger, seed=3))
    second = live("--looks", "0", "1")
    assert (second.url, second.key) == (first.url, first.key)
    assert [entry["status"] for entry in second.ledger()] == ["PENDING"]
    assert [second.state(task), second.state(task)] == ["RUNNING", "SUCCEEDED"]
    other = second.create(document(larger, seed=3))
    assert second.state(other) == "RUNNING"
    third = live("--looks", "0", "1")
    assert [third.state(task), third.state(other), third.state(other)] == ["SUCCEEDED", "RUNNING", "SUCCEEDED"]
    fourth = live()
    entries = fourth.ledger()
    assert [(entry["task_id"], entry["status"]) for entry in entries] == [(task, "SUCCEEDED"), (other, "SUCCEEDED")]
    assert entries[0]["pictures"] == entries[1]["pictures"]
    (choice,) = fourth("GET", f"/tasks/{task}")["output"]["choices"]
    address = choice["message"]["content"][0]["image"]
    assert requests.get(address, timeout=60).content.startswith(b"\x89PNG")
    assert fourth("GET", "/tasks")["total"] == 2


def test_an_upload_outlives_a_kill_or_was_never_there(live, data_url, scene):
    """The file that was sent to its end is used, half a form leaves nothing, and the policy is good for another try."""
    first = live()
    granted = first("GET", "/uploads", params={"action": "getPolicy", "model": MODEL})["data"]
    fields = {
        "OSSAccessKeyId": granted["oss_access_key_id"],
        "Signature": granted["signature"],
        "policy": granted["policy"],
        "x-oss-object-acl": "private",
        "x-oss-forbid-overwrite": "true",
        "success_action_status": "200",
    }
    png = base64.b64decode(data_url(scene).partition(",")[2])

    def form(name):
        given = {**fields, "key": f"{granted['upload_dir']}/{name}.png"}
        request = requests.Request("POST", granted["upload_host"], data=given, files={"file": ("a.png", png)})
        return request.prepare()

    with requests.Session() as session:
        assert session.send(form("whole"), timeout=60).status_code == 200
    half = form("half")
    with closing(http.client.HTTPConnection(urlsplit(first.url).netloc, timeout=60)) as sender:
        sender.putrequest("POST", "/store")
        for name, value in half.headers.items():
            sender.putheader(name, value)
        sender.endheaders(half.body[: len(half.body) // 2])
        second = live("--looks", "0", "0")
    with requests.Session() as session:
        assert session.send(half, timeout=60).status_code == 200
        assert session.send(form("whole"), timeout=60).status_code == 409
    for name in ("whole", "half"):
        address = f"oss://{granted['upload_dir']}/{name}.png"
        task = second.create(document(address), **{"X-DashScope-OssResourceResolve": "enable"})
        assert second.state(task) == "SUCCEEDED"


@pytest.mark.sdk
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_official_sdk_fetches_its_task_after_a_kill(live, monkeypatch):
    """With the id and the key that it had before, as if nothing had happened."""
    with warnings.catch_warnings():
        # Of the SDK's own imports.
        warnings.simplefilter("ignore", DeprecationWarning)
        dashscope = pytest.importorskip("dashscope")
        from dashscope.aigc.image_generation import ImageGeneration
    first = live("--looks", "0", "0")
    monkeypatch.setattr(dashscope, "base_http_api_url", first.url)
    message = {"role": "user", "content": [{"text": WORDS}]}
    created = ImageGeneration.async_call(model=MODEL, messages=[message], api_key=first.key, n=1, size="768*768")
    assert created.output.task_status == "PENDING", created
    second = live("--looks", "0", "0")
    done = ImageGeneration.fetch(created, api_key=first.key)
    assert (done.output.task_id, done.output.task_status) == (created.output.task_id, "SUCCEEDED")
    address = done.output.choices[0].message.content[0]["image"]
    assert requests.get(address, timeout=60).content.startswith(b"\x89PNG")
    assert len(second.ledger()) == 1
