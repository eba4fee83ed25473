"""The documents that the service answers with, in the provider's shapes.

Sources: Alibaba Cloud Model Studio, "Wan image generation and editing API reference" and "Wan image generation API
reference" (sync and task answers), the OpenAPI descriptions of wan2.5-i2i-preview and wanx-x-painting (results and
their failures), "Manage asynchronous tasks" (list, cancel), read 2026-11.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from wanwidgets.facts import Model
from wanwidgets.service.delivery import MIXED, ONE_CHOICE, RESULTS, Delivery, Shown
from wanwidgets.service.refusal import Refusal
from wanwidgets.service.tasks import RUNNING, Task
from wanwidgets.service.work import Missed, Said

__all__ = ["Document", "accepted", "called", "choice", "error", "item", "listed", "moment", "queried", "unknown"]

Document = dict[str, Any]

_BEIJING = timezone(timedelta(hours=8))


def error(refusal: Refusal, request_id: str) -> Document:
    """Return the envelope of every refused call."""
    return {"request_id": request_id, "code": refusal.code, "message": refusal.message}


def accepted(task: Task) -> Document:
    """Return the answer to an asynchronous create."""
    return {"output": {"task_status": task.status, "task_id": task.id}, "request_id": task.request_id}


def called(delivery: Delivery, request_id: str) -> Document:
    """Return the answer to a synchronous create."""
    return {
        "output": {**_output(delivery), "finished": True},
        "usage": _usage(delivery),
        "request_id": request_id,
    }


def queried(task: Task, request_id: str) -> Document:
    """Return what a query of a known task answers; a failed one has its code and message inside ``output``."""
    output: Document = {"task_id": task.id, "task_status": task.status, "submit_time": moment(task.submitted)}
    if task.scheduled is not None:
        output["scheduled_time"] = moment(task.scheduled)
    if task.ended is not None:
        output["end_time"] = moment(task.ended)
    document: Document = {"request_id": request_id, "output": output}
    if isinstance(task.outcome, Refusal):
        output.update(code=task.outcome.code, message=task.outcome.message)
    elif task.outcome is not None:
        output.update(_output(task.outcome))
        if task.outcome.layout != RESULTS:
            output["finished"] = True
        document["usage"] = _usage(task.outcome)
    elif task.status == RUNNING and _has_results(task.model):
        output["task_metrics"] = _metrics(task.most, 0, 0)
    return document


def unknown(task_id: str, request_id: str) -> Document:
    """Return what a query of an unknown or forgotten task answers, with HTTP 200."""
    return {"request_id": request_id, "output": {"task_id": task_id, "task_status": "UNKNOWN"}}


def listed(tasks: Sequence[Task], page: int, page_size: int, request_id: str) -> Document:
    """Return one page of a list of tasks; results are not in it."""
    first = (page - 1) * page_size
    return {
        "total": len(tasks),
        "data": [_entry(task) for task in tasks[first : first + page_size]],
        "total_page": math.ceil(len(tasks) / page_size),
        "page_no": page,
        "request_id": request_id,
        "page_size": page_size,
    }


def moment(seconds: float) -> str:
    """Write a time as the provider does: Beijing time, milliseconds, no zone.

    >>> moment(1774516561.663)
    '2026-03-26 17:16:01.663'
    """
    return datetime.fromtimestamp(_milliseconds(seconds) / 1000, _BEIJING).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)


def item(part: Shown | Said) -> Document:
    """Return one item of a choice's content."""
    if isinstance(part, Said):
        return {"text": part.text, "type": "text"}
    return {"image": part.address, "type": "image"}


def choice(content: Sequence[Document], finish_reason: str = "stop") -> Document:
    """Return a choice."""
    return {"finish_reason": finish_reason, "message": {"role": "assistant", "content": list(content)}}


def _usage(delivery: Delivery) -> Document:
    """Return what is counted: only pictures that succeeded, and tokens where the model's answers have them."""
    if delivery.layout == RESULTS:
        return {"image_count": delivery.pictures}
    return {
        "size": delivery.size,
        "total_tokens": delivery.input_tokens + delivery.output_tokens,
        "image_count": delivery.pictures,
        "output_tokens": delivery.output_tokens,
        "input_tokens": delivery.input_tokens,
    }


def _output(delivery: Delivery) -> Document:
    if delivery.layout == RESULTS:
        return {
            "results": [_result(part, delivery) for part in delivery.parts if not isinstance(part, Said)],
            "task_metrics": _metrics(delivery.pictures + delivery.missed, delivery.pictures, delivery.missed),
        }
    # guess: of several pictures those that failed are left out; no document shows such an answer.
    items = [item(part) for part in delivery.parts if not isinstance(part, Missed)]
    if delivery.layout in {ONE_CHOICE, MIXED}:
        return {"choices": [choice(items)]}
    return {"choices": [choice([one]) for one in items]}


def _result(part: Shown | Missed, delivery: Delivery) -> Document:
    if isinstance(part, Missed):
        return {"code": part.code, "message": part.message}
    prompts = {"orig_prompt": delivery.orig_prompt, "actual_prompt": delivery.actual_prompt}
    return {**{name: prompt for name, prompt in prompts.items() if prompt is not None}, "url": part.address}


def _metrics(total: int, succeeded: int, failed: int) -> Document:
    return {"TOTAL": total, "SUCCEEDED": succeeded, "FAILED": failed}


def _has_results(model: Model) -> bool:
    return model.form != "messages"


def _entry(task: Task) -> Document:
    entry: Document = {
        "api_key_id": "local",
        "caller_parent_id": "local",
        "caller_uid": "local",
        "gmt_create": _milliseconds(task.submitted),
        "model_name": task.model.name,
        "region": "local",
        "request_id": task.request_id,
        "status": task.status,
        "task_id": task.id,
        # guess: the pattern is that of a recorded embedding task.
        "user_api_unique_key": f"apikey:v1:aigc:{_group(task.model)}:{task.model.name}",
    }
    for name, seconds in (("start_time", task.scheduled), ("end_time", task.ended)):
        if seconds is not None:
            entry[name] = _milliseconds(seconds)
    return entry


def _group(model: Model) -> str:
    return "image2image:image-synthesis" if _has_results(model) else "image-generation:generation"
