"""How planned faults happen: to answers, and to what came of an order."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import replace

from wanwidgets.service.calls import Answer, Broken
from wanwidgets.service.faults import Faults, Plan
from wanwidgets.service.refusal import Refusal
from wanwidgets.service.work import Drawn, Work

__all__ = ["Sleep", "answered", "spoiler"]

Sleep = Callable[[float], Awaitable[object]]


async def answered(
    plan: Plan | None,
    handle: Callable[[], Awaitable[Answer]],
    *,
    request_id: str,
    sleep: Sleep,
) -> Answer:
    """Answer a call with a fault in it.

    Parameters
    ----------
    plan
        None for no fault.
    handle
        Answers the call.
    request_id
        Of what is answered instead.
    sleep
        Waits for seconds.

    Raises
    ------
    Refusal
        The fault is an error document.
    Broken
        The fault ends the connection.
    """
    if plan is None or plan.fault.kind == "lag":
        return await handle()
    if plan.fault.kind in {"truncated", "slow"}:
        return await _in_halves(await handle(), plan, sleep)
    if plan.fault.done:
        await _whole(await handle())
    if plan.fault.refusal is not None:
        raise Refusal(*plan.fault.refusal)
    if plan.fault.kind == "error":
        raise Refusal(plan.status, plan.code, plan.message)
    if plan.fault.raw is not None:
        status, content_type, body = plan.fault.raw
        return Answer(status, body, content_type, request_id)
    if plan.fault.kind == "hang":
        await sleep(plan.seconds)
    raise Broken(reset=plan.fault.kind == "reset")


async def _whole(answer: Answer) -> bytes:
    if answer.stream is None:
        return answer.body
    return b"".join([piece async for piece in answer.stream])


async def _in_halves(answer: Answer, plan: Plan, sleep: Sleep) -> Answer:
    body = await _whole(answer)
    # A stream has no length that could be announced.
    length = len(body) if answer.stream is None else None
    return replace(answer, stream=_halves(body, plan, sleep), length=length)


async def _halves(body: bytes, plan: Plan, sleep: Sleep) -> AsyncGenerator[bytes, None]:
    yield body[: len(body) // 2]
    if plan.fault.kind == "truncated":
        raise Broken
    await sleep(plan.seconds)
    yield body[len(body) // 2 :]


def spoiler(faults: Faults) -> Callable[[Work], Work]:
    """Return what spoils the work of a task where a fault is planned, and leaves it alone otherwise."""

    def spoil(work: Work) -> Work:
        plan = faults.take("task")
        if plan is None:
            return work
        if plan.name == "failed":
            raise Refusal(500, plan.code, plan.message)
        last = max((number for number, part in enumerate(work.parts) if isinstance(part, Drawn)), default=None)
        return replace(
            work,
            parts=tuple(plan.missed if number == last else part for number, part in enumerate(work.parts)),
        )

    return spoil
