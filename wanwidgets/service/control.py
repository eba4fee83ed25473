"""The control path: faults, the ledger and a reset for tests of any client, beside the provider's own addresses."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from wanwidgets.service.calls import Answer, Call, as_json
from wanwidgets.service.checks import parse
from wanwidgets.service.desk import Desk
from wanwidgets.service.faults import FAULTS, Plan
from wanwidgets.service.refusal import invalid

__all__ = ["add_fault", "clear_faults", "ledger", "reset", "show_faults"]

_FIELDS = {field.name for field in fields(Plan)}


async def show_faults(desk: Desk, _call: Call, _name: str) -> Answer:
    """Say which faults there are, one line each, and which will happen."""
    return _faults(desk)


async def add_fault(desk: Desk, call: Call, _name: str) -> Answer:
    """Plan a fault: ``{"place": "create", "name": "drop_before", "times": 2}``."""
    given = parse(call.body)
    unknown = sorted(given.keys() - _FIELDS)
    if unknown:
        raise invalid(f"A fault has no {unknown[0]!r}. It has {', '.join(field.name for field in fields(Plan))}.")
    try:
        plan = Plan(**{"place": "", "name": "", **given})
    except ValueError as error:
        raise invalid(str(error)) from error
    desk.state.faults.plan(plan)
    return _faults(desk)


async def clear_faults(desk: Desk, _call: Call, _name: str) -> Answer:
    """Let nothing go wrong."""
    desk.state.faults.clear()
    return _faults(desk)


async def reset(desk: Desk, _call: Call, _name: str) -> Answer:
    """Forget tasks, pictures, uploads, the ledger, rates and faults."""
    desk.state.clear()
    return as_json({"request_id": desk.state.request_id()})


async def ledger(desk: Desk, _call: Call, _name: str) -> Answer:
    """Say what was accepted and what came of it."""
    return as_json({"request_id": desk.state.request_id(), "ledger": desk.state.books.ledger.entries()})


def _faults(desk: Desk) -> Answer:
    document: dict[str, Any] = {
        "request_id": desk.state.request_id(),
        "planned": [asdict(plan) for plan in desk.state.faults.planned()],
        "faults": {place: {name: fault.meaning for name, fault in named.items()} for place, named in FAULTS.items()},
    }
    return as_json(document)
