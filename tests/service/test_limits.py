"""Rates, waiting, free pictures, and time that tests can turn."""

from __future__ import annotations

import threading

import pytest

from wanwidgets.service.server import Server

DAY = 24 * 3600
SYNTHESIS = "/services/aigc/image2image/image-synthesis"
OVERLOAD = (429, "Throttling.RateQuota", "Requests rate limit exceeded, please try again later.")
POLICY = {"action": "getPolicy", "model": "wan2.7-image"}


def answer(response):
    document = response.json()
    return response.status_code, document.get("code"), document.get("message")


@pytest.mark.parametrize(
    ("model", "path", "most"),
    [("wan2.7-image", "", 5), ("wan2.5-i2i-preview", SYNTHESIS, 5), ("wanx2.1-imageedit", SYNTHESIS, 2)],
)
def test_creates_have_a_rate(serve, clock, good, larger, model, path, most):  # noqa: PLR0917 - called by name
    """So many creates of a model pass in a second, the next is refused, and one second later it is not."""
    api = serve(clock=clock, limits=True, queue_seconds=3600)
    path = path or "/services/aigc/image-generation/generation"

    def create(name=model):
        return api("POST", path, json=good(name, larger), headers={"X-DashScope-Async": "enable"})

    assert [create().status_code for _ in range(most)] == [200] * most
    assert answer(create()) == OVERLOAD
    assert "retry-after" not in create().headers
    clock.now += 1
    assert create().status_code == 200


def test_each_model_has_a_rate_of_its_own(serve, clock):
    """One model's creates do not take another's."""
    api = serve(clock=clock, limits=True, queue_seconds=3600)
    for model in ("wan2.7-image", "wan2.7-image-pro"):
        document = {**api.document(), "model": model}
        assert [api.create(document).status_code for _ in range(6)] == [200] * 5 + [429]


def test_queries_have_a_rate(serve, clock):
    """Twenty a second pass, of queries, lists and cancels together."""
    api = serve(clock=clock, limits=True)
    codes = [api("GET", "/tasks/1111").status_code for _ in range(18)]
    codes += [api("GET", "/tasks").status_code, api("POST", "/tasks/1111/cancel").status_code]
    assert codes == [200] * 19 + [400]
    for path in ("/tasks", "/tasks/1111"):
        assert answer(api("GET", path)) == OVERLOAD
    clock.now += 1
    assert api("GET", "/tasks/1111").status_code == 200


def test_policies_have_a_rate(serve, clock):
    """A hundred a second pass for each model."""
    api = serve(clock=clock, limits=True)
    codes = [api("GET", "/uploads", params=POLICY).status_code for _ in range(101)]
    assert codes == [200] * 100 + [429]
    assert api("GET", "/uploads", params={**POLICY, "model": "wan2.6-image"}).status_code == 200


def test_without_limits_nothing_is_counted(serve, clock):
    """Who did not ask for the rates is not held to them."""
    api = serve(clock=clock, queue_seconds=3600)
    assert {api.create(api.document()).status_code for _ in range(12)} == {200}
    assert {api("GET", "/tasks/1111").status_code for _ in range(40)} == {200}


def test_trial_pictures_run_out(serve, good, larger, clock):
    """After the free pictures a trial model refuses for good, and other models do not."""
    api = serve(engine="cards", free_pictures=3, clock=clock)
    (choice,) = api.call(api.document(images=0)).json()["output"]["choices"]
    document = good("wanx-x-painting", choice["message"]["content"][0]["image"], n=2)
    for _ in range(2):
        # The fourth picture is more than is free; guess: what has begun is done.
        assert api.finished(api.start(SYNTHESIS, document))["usage"] == {"image_count": 2}
    for _ in range(2):
        refused = answer(api("POST", SYNTHESIS, json=document, headers={"X-DashScope-Async": "enable"}))
        assert refused == (429, "Throttling.AllocationQuota", "Free allocated quota exceeded.")
        clock.now += DAY
    assert api.start(SYNTHESIS, good("wan2.5-i2i-preview", larger))


def test_progress_by_looks_over_http(serve):
    """A task is PENDING and RUNNING for so many queries, without a clock, and the next one waits for its end."""
    api = serve(engine="cards", looks=(2, 1))
    task = api.create(api.document()).json()["output"]["task_id"]
    states = [api.query(task)["output"]["task_status"] for _ in range(5)]
    assert states == ["PENDING", "PENDING", "RUNNING", "SUCCEEDED", "SUCCEEDED"]


def test_a_look_that_waits_is_answered_when_the_task_is_forgotten(serve):
    """A reset ends the waiting: the task is UNKNOWN."""
    api = serve(looks=(0, 0), run_seconds=3600)
    task = api.create(api.document()).json()["output"]["task_id"]
    answers = []
    waiting = threading.Thread(target=lambda: answers.append(api.query(task)["output"]["task_status"]))
    waiting.start()
    while not api.server._listener.ask(lambda state: state.tasks._watchers):
        pass
    api.server.reset()
    waiting.join()
    assert answers == ["UNKNOWN"]


@pytest.mark.parametrize("looks", [(1,), (1, 2, 3), (-1, 0), (1.0, 1), "12", 5, (True, False)])
def test_looks_are_two_numbers(looks):
    """Anything else is said to be wrong when the server is made."""
    with pytest.raises(ValueError, match="looks must be two whole numbers"):
        Server(looks=looks)


def test_an_unknown_engine_is_refused():
    """The sentence names those that there are."""
    with pytest.raises(ValueError, match=r"no engine 'magic'\. Use one of classical, cards"):
        Server(engine="magic")


def test_the_engine_is_told_apart():
    """Pictures of one engine are never taken for those of the other."""
    assert Server(engine="cards").engine == f"cards-{Server().engine}"


def test_expired_files_leave_the_disk(serve, clock):
    """A day later the next picture takes the old ones away."""
    api = serve(engine="cards", clock=clock)
    for _ in range(3):
        api.call(api.document(images=0))
    folder = api.server._listener._folder / "results"
    assert len(list(folder.iterdir())) == 3
    clock.now += DAY
    api.call(api.document(images=0))
    assert len(list(folder.iterdir())) == 1
