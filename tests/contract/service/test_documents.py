from __future__ import annotations

import base64
import io
import json
import re
from pathlib import Path

import pytest
import requests
from PIL import Image

from wanwidgets.service.server import Server

FOLDER = Path(__file__).parent / "documents"
KEY = "sk-local-contract"
ASYNC = {"X-DashScope-Async": "enable"}
SYNTHESIS = "/services/aigc/image2image/image-synthesis"
TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}")
SIZE = re.compile(r"\d+\*\d+")
FORMS = {
    "submit_time": TIME,
    "scheduled_time": TIME,
    "end_time": TIME,
    "size": SIZE,
    "image": re.compile(r"https?://.+\.png\?.*Expires=.+"),
    "url": re.compile(r"https?://.+\.png\?.*Expires=.+"),
    "task_status": re.compile(r"[A-Z]+"),
}


def provider(name: str):
    """Read a document of the provider: copied from its pages and recordings, with ids shortened."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def same_shape(theirs, ours, where="document") -> None:
    """Hold that both have the same keys, the same types and the same forms of text."""
    assert type(ours) is type(theirs), where
    if isinstance(theirs, dict):
        assert ours.keys() == theirs.keys(), where
        for key, value in theirs.items():
            same_shape(value, ours[key], f"{where}.{key}")
            if key in FORMS and isinstance(value, str):
                assert FORMS[key].fullmatch(value), f"{where}.{key} of the provider"
                assert FORMS[key].fullmatch(ours[key]), f"{where}.{key}"
    elif isinstance(theirs, list):
        assert len(ours) == len(theirs), where
        for number, (one, other) in enumerate(zip(theirs, ours, strict=True)):
            same_shape(one, other, f"{where}[{number}]")


class Api:
    def __init__(self, **options) -> None:
        self.server = Server(api_key=KEY, **options).start()
        file = io.BytesIO()
        Image.new("RGB", (600, 520), "teal").save(file, "PNG")
        self.picture = f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"

    def send(self, method, path, *, key=KEY, headers=None, **options):
        headers = {"Authorization": f"Bearer {key}", **(headers or {})}
        return requests.request(method, self.server.url + path, headers=headers, timeout=60, **options)

    def body(self, text="Make it warmer"):
        """Return the body that the SDK sends, with its leaked is_async."""
        body = provider("request_async")
        body["input"]["messages"][0]["content"] = [{"image": self.picture}, {"text": text}]
        body["parameters"]["size"] = "1K"
        return body

    def create(self, **options):
        return self.send(
            "POST", "/services/aigc/image-generation/generation", json=self.body(**options), headers=ASYNC
        ).json()

    def task(self, *ends, **options):
        """Create a task and query it until it is in one of these states."""
        task_id = self.create(**options)["output"]["task_id"]
        while True:
            document = self.send("GET", f"/tasks/{task_id}").json()
            if document["output"]["task_status"] in ends:
                return document

    def call(self, model, *, headers=None, **parameters):
        """Call a model with messages, and wait for its answer."""
        content = [{"image": self.picture}, {"text": "x"}]
        body = {"model": model, "input": {"messages": [{"role": "user", "content": content}]}, "parameters": parameters}
        return self.send("POST", "/services/aigc/multimodal-generation/generation", json=body, headers=headers)

    def ended(self, path, body):
        """Create a task at another address and query it until it has ended."""
        task_id = self.send("POST", path, json=body, headers=ASYNC).json()["output"]["task_id"]
        while True:
            document = self.send("GET", f"/tasks/{task_id}").json()
            if document["output"]["task_status"] not in {"PENDING", "RUNNING"}:
                return document


@pytest.fixture
def cards():
    """A server that answers any prompt."""
    api = Api(engine="cards")
    yield api
    api.server.stop()


@pytest.fixture
def api():
    api = Api()
    yield api
    api.server.stop()


@pytest.fixture
def slow():
    """A server on which a task runs and does not end."""
    api = Api(run_seconds=3600)
    yield api
    api.server.stop()


def test_synchronous_answer(api):
    """The answer of a synchronous call has the provider's shape."""
    ours = api.send("POST", "/services/aigc/multimodal-generation/generation", json=api.body()).json()
    same_shape(provider("sync_200"), ours)


def test_create_answer(api):
    """The answer of an asynchronous create has the provider's shape."""
    same_shape(provider("create_200"), api.create())


def test_running_task(slow):
    """A running task has the times of its submission and its start; counts are of another family of models."""
    theirs = provider("task_running")
    del theirs["output"]["task_metrics"]
    same_shape(theirs, slow.task("RUNNING"))


def test_succeeded_task(api):
    """A succeeded task has choices, times and usage in the provider's shape."""
    same_shape(provider("task_succeeded"), api.task("SUCCEEDED"))


def test_failed_task(api):
    """A failed task has code and message inside its output."""
    same_shape(provider("task_failed"), api.task("FAILED", text="a boy hugs a dog"))


def test_unknown_task(api):
    """An unknown task is a document of its own, with HTTP 200."""
    answer = api.send("GET", "/tasks/1111")
    theirs = provider("task_unknown")
    same_shape(theirs, answer.json())
    assert (answer.status_code, answer.json()["output"]) == (200, theirs["output"])


def test_running_task_of_results(slow):
    """A running task of the models with results counts none yet."""
    body = {"model": "wan2.5-i2i-preview", "input": {"prompt": "x", "images": [slow.picture]}}
    task_id = slow.send("POST", SYNTHESIS, json=body, headers=ASYNC).json()["output"]["task_id"]
    while (document := slow.send("GET", f"/tasks/{task_id}").json())["output"]["task_status"] == "PENDING":
        pass
    same_shape(provider("task_running"), document)
    assert document["output"]["task_metrics"] == provider("task_running")["output"]["task_metrics"]


def test_partial_results(cards):
    """Of two pictures one failed: it has code and message, the other the prompts, and one is counted."""
    cards.server.fault("task", "partial")
    parameters = {"n": 2, "prompt_extend": True}
    body = {
        "model": "wan2.5-i2i-preview",
        "input": {"prompt": "x", "images": [cards.picture]},
        "parameters": parameters,
    }
    theirs, ours = provider("results_partial"), cards.ended(SYNTHESIS, body)
    same_shape(theirs, ours)
    assert ours["output"]["results"][1] == theirs["output"]["results"][1]
    assert ours["output"]["task_metrics"] == theirs["output"]["task_metrics"]
    body["parameters"]["prompt_extend"] = False
    results = cards.ended(SYNTHESIS, body)["output"]["results"]
    assert [result.keys() for result in results] == [{"orig_prompt", "url"}] * 2


def test_results_of_a_function(cards):
    """The models with a base picture tell no prompts."""
    body = {
        "model": "wanx2.1-imageedit",
        "input": {"function": "description_edit", "prompt": "x", "base_image_url": cards.picture},
    }
    same_shape(provider("painting_succeeded"), cards.ended(SYNTHESIS, body))


def test_set_answer(cards):
    """All pictures of a set are in one choice."""
    parameters = {"enable_sequential": True, "n": 4, "size": "1K"}
    same_shape(provider("set_200"), cards.call("wan2.7-image", **parameters).json())


def test_answer_of_two(cards):
    """Two pictures are two choices, and wan2.6 counts no tokens."""
    theirs, ours = provider("two_200"), cards.call("wan2.6-image", n=2, size="1K").json()
    same_shape(theirs, ours)
    for name in ("input_tokens", "output_tokens", "total_tokens"):
        assert ours["usage"][name] == theirs["usage"][name] == 0


def test_policy_answer(api):
    """The policy of an upload has the recorded fields."""
    ours = api.send("GET", "/uploads", params={"action": "getPolicy", "model": "wan2.7-image"}).json()
    theirs = provider("policy_200")
    same_shape(theirs, ours)
    form = re.compile(r"dashscope-instant/[0-9a-f]{32}/\d{4}-\d\d-\d\d/[0-9a-f-]{36}")
    for document in (theirs, ours):
        assert form.fullmatch(document["data"]["upload_dir"])
    assert ours["data"]["expire_in_seconds"] == theirs["data"]["expire_in_seconds"]


def test_events(cards):
    """Events of text and of pictures have the documented shape, and errors the recorded one."""
    headers = {"X-DashScope-SSE": "enable"}
    lines = cards.call("wan2.6-image", headers=headers, enable_interleave=True, max_images=2).text.splitlines()
    documents = [json.loads(line.removeprefix("data:")) for line in lines if line.startswith("data:")]
    kinds = [document["output"]["choices"][0]["message"]["content"][0]["type"] for document in documents]
    first = documents[kinds.index("text")]
    same_shape(provider("stream_text"), first)
    assert first["usage"]["size"] == "0*0"
    same_shape(provider("stream_image"), documents[kinds.index("image")])
    *head, data = cards.call("wan2.6-image", headers=headers, enable_interleave=True, n=2).text.strip().split("\n")
    assert head == ["id:1", "event:error", ":HTTP_STATUS/400"]
    same_shape(provider("stream_error"), json.loads(data.removeprefix("data:")))


def test_list(api):
    """A list of tasks has the provider's shape, times in milliseconds."""
    api.task("SUCCEEDED")
    theirs, ours = provider("list_200"), api.send("GET", "/tasks").json()
    same_shape(theirs, ours)
    for name in ("gmt_create", "start_time", "end_time"):
        assert len(str(ours["data"][0][name])) == len(str(theirs["data"][0][name])) == 13


@pytest.mark.parametrize(
    ("name", "status", "method", "path", "options"),
    [
        ("cancel_refused", 400, "POST", "/tasks/1111/cancel", {}),
        ("wrong_key", 401, "GET", "/tasks", {"key": "sk-other"}),
        ("no_sync", 403, "POST", "/services/aigc/image-generation/generation", {"json": {}}),
        ("no_async", 403, "POST", "/services/aigc/multimodal-generation/generation", {"json": {}, "headers": ASYNC}),
        (
            "wrong_url",
            400,
            "POST",
            "/services/aigc/image2image/image-synthesis",
            {"json": {"model": "wan2.7-image", "input": {}}, "headers": ASYNC},
        ),
        (
            "unknown_model",
            400,
            "POST",
            "/services/aigc/multimodal-generation/generation",
            {"json": {"model": "wan9", "input": {}}},
        ),
    ],
)
def test_refusals(api, name, status, method, path, options):  # noqa: PLR0917 - pytest calls it by name
    """Errors have the provider's status, code and wording, to the letter."""
    answer = api.send(method, path, **options)
    theirs = provider(name)
    same_shape(theirs, answer.json())
    assert answer.status_code == status
    assert {**answer.json(), "request_id": ""} == {**theirs, "request_id": ""}
