"""Tasks as values that JSON can hold, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from wanwidgets.catalog import MODELS
from wanwidgets.service.delivery import Delivery, Shown
from wanwidgets.service.refusal import Refusal
from wanwidgets.service.tasks import Task
from wanwidgets.service.work import Missed, Said

__all__ = ["read_task", "written_task"]

_KINDS = {kind.__name__: kind for kind in (Shown, Said, Missed)}
_REFUSAL = ("status", "code", "message")


def written_task(task: Task, root: str) -> dict[str, Any]:
    """Write a task; the addresses of its pictures begin at `root`, which another day is another one."""
    value = {field.name: getattr(task, field.name) for field in fields(task)}
    outcome = task.outcome
    if isinstance(outcome, Refusal):
        told: Any = [getattr(outcome, name) for name in _REFUSAL]
    elif outcome is None:
        told = None
    else:
        told = {field.name: getattr(outcome, field.name) for field in fields(outcome)}
        told["parts"] = [[type(part).__name__, _moved(asdict(part), root, "")] for part in outcome.parts]
    return {**value, "model": task.model.name, "outcome": told}


def read_task(value: Mapping[str, Any], root: str) -> Task:
    """Read a task.

    Raises
    ------
    KeyError, TypeError, ValueError
        It is none, or one of a model that is not in the catalog.
    """
    told = value["outcome"]
    outcome: Delivery | Refusal | None = None
    if isinstance(told, dict):
        parts = tuple(_KINDS[kind](**_moved(part, "", root)) for kind, part in told["parts"])
        outcome = Delivery(**{**told, "parts": parts})
    elif told is not None:
        outcome = Refusal(*told)
    return Task(**{**value, "model": MODELS[value["model"]], "outcome": outcome})


def _moved(part: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    return {**part, "address": new + part["address"].removeprefix(old)} if "address" in part else part
