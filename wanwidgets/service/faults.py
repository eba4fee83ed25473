"""Faults on request: what goes wrong with real networks and services, made to happen at the next opportunity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from wanwidgets.service.refusal import OVERLOAD
from wanwidgets.service.work import Missed

__all__ = ["FAULTS", "PLACES", "Fault", "Faults", "Plan"]

_INTERNAL = "An internal error has occured, please try again later or contact service support."
_BUSY = "Too many requests. Your requests are being throttled due to system capacity limits. Please try again later."

_ANSWERS: Mapping[str, tuple[int, str, str]] = MappingProxyType(
    {
        "rate": OVERLOAD,
        "internal": (500, "InternalError", _INTERNAL),
        "unavailable": (503, "ModelServingError", _BUSY),
    },
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault.

    Attributes
    ----------
    meaning : str
        One line.
    kind : str
        How it happens, where that is not said by what follows.
    done : bool
        Whether the call is done first, and only its answer is spoiled.
    refusal : tuple or None
        Status, code and message of an error document that is answered instead.
    raw : tuple or None
        Status, content type and body that are answered instead.
    """

    meaning: str
    kind: str = ""
    done: bool = False
    refusal: tuple[int, str, str] | None = None
    raw: tuple[int, str, bytes] | None = None


_INSTEAD: Mapping[str, Fault] = MappingProxyType(
    {
        **{
            name: Fault(f"{status} {code} is answered", refusal=(status, code, message))
            for name, (status, code, message) in _ANSWERS.items()
        },
        "error": Fault(
            "An error document with `status` (500; 200 is one too), `code` and `message` is answered", "error"
        ),
        "html": Fault(
            "502 with an HTML page is answered, as a gateway does",
            raw=(502, "text/html", b"<html><head><title>502 Bad Gateway</title></head><body>502</body></html>"),
        ),
        "garbage": Fault(
            "200 with half a JSON document is answered",
            raw=(200, "application/json", b'{"output": {"task_st'),
        ),
        "empty": Fault("200 without a body is answered", raw=(200, "application/json", b"")),
        "drop": Fault("The connection is closed in good order, without an answer", "drop"),
        "reset": Fault("The connection is reset, without an answer", "reset"),
        "hang": Fault("There is no answer for `seconds` (60), then the connection is closed", "hang"),
    },
)
"""What can come instead of an answer."""

# The older of the names.
_BEFORE = {name: "drop_before" if name == "drop" else name for name in _INSTEAD}

_NOT_DONE = {
    _BEFORE[name]: replace(fault, meaning=f"{fault.meaning}; nothing is done.") for name, fault in _INSTEAD.items()
}
_DONE = {
    f"{name}_after": replace(fault, meaning=f"{fault.meaning}; the call is done all the same.", done=True)
    for name, fault in _INSTEAD.items()
}
_TRUNCATED = {
    "truncated": Fault("The connection is closed after half of the answer; the call is done.", "truncated"),
}

FAULTS: Mapping[str, Mapping[str, Fault]] = MappingProxyType(
    {
        "create": MappingProxyType({**_NOT_DONE, **_DONE, **_TRUNCATED}),
        "poll": MappingProxyType({**_NOT_DONE, **_TRUNCATED}),
        "list": MappingProxyType(
            {
                **_NOT_DONE,
                **_TRUNCATED,
                "lag": Fault("The list does not show the tasks that are younger than `seconds` (60).", "lag"),
            },
        ),
        "cancel": MappingProxyType({**_NOT_DONE, **_DONE, **_TRUNCATED}),
        "policy": MappingProxyType({**_NOT_DONE, **_TRUNCATED}),
        "upload": MappingProxyType(
            {
                **_NOT_DONE,
                **_DONE,
                "expired": Fault(
                    "The object store says that the policy has expired.",
                    refusal=(403, "AccessDenied", "Invalid according to Policy: Policy expired."),
                ),
            },
        ),
        "result": MappingProxyType(
            {
                **_NOT_DONE,
                **_TRUNCATED,
                "slow": Fault("Half of the bytes come, and the others after `seconds` (60).", "slow"),
                "expired": Fault(
                    "The object store says that the address has expired.",
                    refusal=(403, "AccessDenied", "Request has expired."),
                ),
                "not_a_picture": Fault(
                    "200 with a text that calls itself a PNG.",
                    raw=(200, "image/png", b"This is no picture."),
                ),
            },
        ),
        "task": MappingProxyType(
            {
                "failed": Fault("The next task that ends is FAILED, with `code` and `message` (InternalError)."),
                "partial": Fault("The last picture of the next task fails, with `code` and `message`, others do not."),
            },
        ),
        "stream": MappingProxyType(
            {"break": Fault("The connection is closed after `after` events (1) of the next stream.")},
        ),
    },
)
"""By the place where they happen, and by name."""

PLACES = tuple(FAULTS)


_NUMBERS: Mapping[str, tuple[tuple[type, ...], int, int]] = MappingProxyType(
    {
        "times": ((int,), 1, 1_000_000),
        "after": ((int,), 0, 1_000_000),
        "seconds": ((int, float), 0, 86_400),
        "status": ((int,), 200, 599),
    },
)
_STATUSES = {200, *range(400, 600)}


@dataclass(frozen=True, slots=True)
class Plan:
    """A fault that will happen.

    Attributes
    ----------
    place, name : str
        Of `FAULTS`.
    times : int
        How often.
    after : int
        Events of a stream.
    seconds : float
        Of a pause, or of how much a list is behind.
    status : int
        HTTP's, of an error document: 200, or one from 400 to 599.
    code, message : str
        Of an error document, or of a failed task or picture.
    """

    place: str
    name: str
    times: int = 1
    after: int = 1
    seconds: float = 60.0
    status: int = 500
    code: str = "InternalError.Timeout"
    message: str = (
        "An internal timeout error has occured during execution, please try again later or contact service support."
    )

    def __post_init__(self) -> None:
        for field in ("place", "name", "code", "message"):
            if not isinstance(getattr(self, field), str):
                # Whatever is wrong with a plan is told in one kind of error.
                raise ValueError(f"{field} must be a text, not {getattr(self, field)!r}.")  # noqa: TRY004
        if self.place not in FAULTS:
            raise ValueError(f"There are no faults at {self.place!r}. Places: {', '.join(PLACES)}.")
        if self.name not in FAULTS[self.place]:
            known = ", ".join(FAULTS[self.place])
            raise ValueError(f"{self.place!r} has no fault {self.name!r}. It has {known}.")
        for field, (kinds, least, most) in _NUMBERS.items():
            value: Any = getattr(self, field)
            if type(value) not in kinds or not least <= value <= most:
                raise ValueError(f"{field} must be a number from {least} to {most}, not {value!r}.")
        if self.status not in _STATUSES:
            raise ValueError(f"status must be 200, or a number from 400 to 599, not {self.status!r}.")

    @property
    def fault(self) -> Fault:
        """What it is."""
        return FAULTS[self.place][self.name]

    @property
    def missed(self) -> Missed:
        """What a picture that fails says."""
        return Missed(self.code, self.message)


class Faults:
    """What will go wrong, in order, at each place."""

    def __init__(self) -> None:
        self._plans: dict[str, list[Plan]] = {place: [] for place in PLACES}

    def plan(self, plan: Plan) -> None:
        """Let a fault happen, after those of its place that are planned already."""
        self._plans[plan.place].append(plan)

    def take(self, place: str) -> Plan | None:
        """Return the fault that happens now, if any, and count it."""
        plans = self._plans.get(place)
        if not plans:
            return None
        plan = plans.pop(0)
        if plan.times > 1:
            plans.insert(0, replace(plan, times=plan.times - 1))
        return plan

    def planned(self) -> tuple[Plan, ...]:
        """Return what has not happened yet."""
        return tuple(plan for plans in self._plans.values() for plan in plans)

    def clear(self) -> None:
        """Let nothing go wrong."""
        for plans in self._plans.values():
            plans.clear()
