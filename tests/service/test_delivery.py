"""What came of an order, laid out as each model's answers are, from values alone."""

from __future__ import annotations

import pytest

from wanwidgets.catalog import MODELS
from wanwidgets.service.delivery import CHOICES, MIXED, ONE_CHOICE, RESULTS, deliver, layout
from wanwidgets.service.documents import called, queried
from wanwidgets.service.order import Order
from wanwidgets.service.refusal import Refusal
from wanwidgets.service.tasks import SUCCEEDED, Task
from wanwidgets.service.work import Drawn, Missed, Said, Work

MISSED = Missed("InternalError.Timeout", "no time")


def order(model, mode, **parameters) -> Order:
    entry = MODELS[model]
    return Order(entry, next(one for one in entry.modes if one.name == mode), "a cat", parameters=parameters)


def work(*parts) -> Work:
    return Work(parts, 640, 480, 10, 2, "a black cat")


def drawn(name: bytes) -> Drawn:
    return Drawn(name, 640, 480)


def answer(an_order, *parts):
    """Return the output and the usage of a task that ended so."""
    delivery = deliver(an_order, work(*parts), lambda png: f"http://x/{png.decode()}.png")
    task = Task("t", "r", an_order.model, 1, SUCCEEDED, 0.0, 0.0, 0.0, delivery)
    document = queried(task, "r")
    return document["output"], document["usage"], delivery


@pytest.mark.parametrize(
    ("model", "mode", "kind"),
    [
        ("wan2.7-image", "edit", CHOICES),
        ("wan2.7-image-pro", "text", CHOICES),
        ("wan2.7-image", "set", ONE_CHOICE),
        ("wan2.6-image", "edit", CHOICES),
        ("wan2.6-image", "mixed", MIXED),
        ("wan2.5-i2i-preview", "edit", RESULTS),
        ("wanx-x-painting", "inpaint", RESULTS),
        ("wanx2.1-imageedit", "expand", RESULTS),
    ],
)
def test_each_mode_has_its_layout(model, mode, kind):
    """A choice a picture, all in one choice, or a list of results."""
    assert layout(order(model, mode)) == kind


def test_a_choice_for_each_picture():
    """Failed pictures leave no choice, and are not counted."""
    output, usage, delivery = answer(order("wan2.7-image", "edit"), drawn(b"1"), MISSED, drawn(b"2"))
    contents = [choice["message"]["content"] for choice in output["choices"]]
    assert contents == [[{"image": "http://x/1.png", "type": "image"}], [{"image": "http://x/2.png", "type": "image"}]]
    assert (usage["image_count"], usage["size"], usage["total_tokens"]) == (2, "640*480", 12)
    assert called(delivery, "r")["output"] == {"choices": output["choices"], "finished": True}


def test_one_choice_for_all():
    """A set and a mixed answer keep everything in one choice, in order."""
    parts = (Said("One:"), drawn(b"1"), Said("Two:"), drawn(b"2"))
    for model, mode in (("wan2.7-image", "set"), ("wan2.6-image", "mixed")):
        output, usage, _ = answer(order(model, mode), *parts)
        (choice,) = output["choices"]
        assert [item["type"] for item in choice["message"]["content"]] == ["text", "image"] * 2
        assert usage["image_count"] == 2


@pytest.mark.parametrize(
    ("model", "mode", "parameters", "prompts"),
    [
        (
            "wan2.5-i2i-preview",
            "edit",
            {"prompt_extend": True},
            {"orig_prompt": "a cat", "actual_prompt": "a black cat"},
        ),
        ("wan2.5-i2i-preview", "edit", {"prompt_extend": False}, {"orig_prompt": "a cat"}),
        ("wanx-x-painting", "inpaint", {}, {}),
        ("wanx2.1-imageedit", "expand", {}, {}),
    ],
)
def test_results_tell_prompts_where_the_model_does(model, mode, parameters, prompts):
    """Each result has its address, or code and message in its place; only wan2.5 tells prompts."""
    output, usage, _ = answer(order(model, mode, **parameters), drawn(b"1"), MISSED)
    assert output["results"] == [
        {**prompts, "url": "http://x/1.png"},
        {"code": "InternalError.Timeout", "message": "no time"},
    ]
    assert output["task_metrics"] == {"TOTAL": 2, "SUCCEEDED": 1, "FAILED": 1}
    assert usage == {"image_count": 1}
    assert "finished" not in output


def test_nothing_but_failures_is_a_failure():
    """The first reason is the task's; an answer of words alone is no failure."""
    kept = []
    with pytest.raises(Refusal) as caught:
        deliver(order("wan2.7-image", "edit"), work(MISSED, Missed("Other", "later")), kept.append)
    assert (caught.value.code, kept) == ("InternalError.Timeout", [])
    _, usage, _ = answer(order("wan2.6-image", "mixed"), Said("No pictures."))
    assert usage["image_count"] == 0
