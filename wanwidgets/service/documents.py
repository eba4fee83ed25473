"""The documents that the service answers with, in the provider's shapes.

Sources: Alibaba Cloud Model Studio, "Wan image generation and editing API reference" (sync and task answers) and
"Manage asynchronous tasks" (list, cancel), read 2026-11.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from wanwidgets.service.refusal import Refusal
from wanwidgets.service.tasks import Delivery, Task

__all__ = ["accepted", "called", "error", "listed", "moment", "queried", "unknown"]

Document = dict[str, Any]

_BEIJING = timezone(timedelta(hours=8))


def error(refusal: Refusal, request_id: str) -> Document:
    """Return the envelope of every refused call."""
    return {"request_id": request_id, "code": refusal.code, "message": refusal.message}


def accepted(task: Task) -> Document:
    """Return the answer to an asynchronous create."""
    return {"output": {"task_status": task.status, "task_id": task.id}, "request_id": task.request_id}


def called(delivery: Delivery, request_id: str) -> Document:
    """Return the answer to a synchronous create: one choice for each picture."""
    return {
        "output": {"choices": _choices(delivery), "finished": True},
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
        output.update(finished=True, choices=_choices(task.outcome))
        document["usage"] = _usage(task.outcome)
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


def _choices(delivery: Delivery) -> list[Document]:
    return [
        {
            "finish_reason": "stop",
            "message": {"role": "assistant", "content": [{"image": address, "type": "image"}]},
        }
        for address in delivery.addresses
    ]


def _usage(delivery: Delivery) -> Document:
    return {
        "size": delivery.size,
        "total_tokens": delivery.input_tokens + delivery.output_tokens,
        "image_count": len(delivery.addresses),
        "output_tokens": delivery.output_tokens,
        "input_tokens": delivery.input_tokens,
    }


def _entry(task: Task) -> Document:
    entry: Document = {
        "api_key_id": "local",
        "caller_parent_id": "local",
        "caller_uid": "local",
        "gmt_create": _milliseconds(task.submitted),
        "model_name": task.order.model.name,
        "region": "local",
        "request_id": task.request_id,
        "status": task.status,
        "task_id": task.id,
        "user_api_unique_key": f"apikey:v1:aigc:image-generation:generation:{task.order.model.name}",
    }
    for name, seconds in (("start_time", task.scheduled), ("end_time", task.ended)):
        if seconds is not None:
            entry[name] = _milliseconds(seconds)
    return entry
