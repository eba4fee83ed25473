"""What the service does for a call: documents become orders and tasks, and these become documents."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Mapping
from contextlib import suppress
from typing import Any

from wanwidgets.facts import Model
from wanwidgets.service import documents, events
from wanwidgets.service.calls import Answer, Call, as_json
from wanwidgets.service.checks import check, ordered_model, parse
from wanwidgets.service.checks.document import ordered_input, ordered_parameters
from wanwidgets.service.delivery import Delivery
from wanwidgets.service.listing import select
from wanwidgets.service.multipart import fields
from wanwidgets.service.order import Order
from wanwidgets.service.rates import POLICIES_PER_SECOND, QUERIES_PER_SECOND
from wanwidgets.service.refusal import OVERLOAD, Refusal, invalid
from wanwidgets.service.state import State
from wanwidgets.service.tasks import Task
from wanwidgets.service.ways import check_header, check_model, check_way, wants_stream, wants_task

__all__ = ["Desk"]

_TASK_TYPE = "application/json;charset=UTF-8"


class Desk:
    """The handlers. All of it runs on the server's loop.

    Parameters
    ----------
    state
        Of the server.
    """

    def __init__(self, state: State) -> None:
        self.state = state

    async def create(self, call: Call, path: str) -> Answer:
        """Start a task, or edit and answer when it is done."""
        check_header(path, call)
        if wants_task(call):
            return self._start(call, path)
        if not wants_stream(call):
            return as_json(documents.called(await self._do(call, path), self.state.request_id()))
        # guess: that all refusals of a stream are events, but for those of the key and of the address.
        request_id = self.state.request_id()
        try:
            delivery = await self._do(call, path)
        except Refusal as refusal:
            return events.refused(refusal, request_id)
        plan = self.state.faults.take("stream")
        return events.streamed(delivery, request_id, break_after=plan.after if plan else None)

    def _start(self, call: Call, path: str) -> Answer:
        document, model = self._opened(call, path)
        resolves = _resolves(call)
        order: Order | None = None
        # Found late, as at the provider: the task fails.
        with suppress(Refusal):
            order = check(document, resolves=resolves)

        def accept(task: Task) -> None:
            self.state.books.accept(task, call, document, order, resolves=resolves)

        task = self.state.tasks.create(model, order.n if order else 0, self.state.request_id(), accept)
        return as_json(documents.accepted(task))

    async def _do(self, call: Call, path: str) -> Delivery:
        document, _model = self._opened(call, path)
        order = check(document, resolves=_resolves(call))
        check_way(path, order.mode, call)
        name = self.state.settings.new_id()
        with self.state.books.called(name, document, order, streamed=wants_stream(call)) as delivered:
            return delivered(await self.state.bench.perform(order))

    def _opened(self, call: Call, path: str) -> tuple[Mapping[str, Any], Model]:
        """Return what a create is known to be at once, counted."""
        document = parse(call.body)
        model = ordered_model(document)
        check_model(path, model)
        # guess: that these are seen at once, since their codes are not the models' own.
        ordered_input(document)
        ordered_parameters(document)
        self.state.trial.check(model)
        self._limit(("create", model.name), model.rate.creates_per_second)
        return document, model

    async def query(self, _call: Call, task_id: str) -> Answer:
        """Say how a task is."""
        self._limit("tasks", QUERIES_PER_SECOND)
        task, due = self.state.tasks.look(task_id)
        if due:
            task = await self._end_of(task_id)
        request_id = self.state.request_id()
        document = documents.unknown(task_id, request_id) if task is None else documents.queried(task, request_id)
        return as_json(document, content_type=_TASK_TYPE)

    async def _end_of(self, task_id: str) -> Task | None:
        ended = asyncio.Event()
        self.state.tasks.watch(task_id, ended.set)
        await ended.wait()
        return self.state.tasks.get(task_id)

    async def cancel(self, _call: Call, task_id: str) -> Answer:
        """Cancel a task that has not begun."""
        self._limit("tasks", QUERIES_PER_SECOND)
        self.state.tasks.cancel(task_id)
        return as_json({"request_id": self.state.request_id()}, content_type=_TASK_TYPE)

    async def list_tasks(self, call: Call, _name: str) -> Answer:
        """List the tasks of the last day."""
        self._limit("tasks", QUERIES_PER_SECOND)
        now = self.state.settings.clock()
        shown = [task for task in self.state.tasks.all() if task.submitted <= now - call.lag]
        page = select(shown, call.query, now=now)
        document = documents.listed(page.tasks, page.number, page.size, self.state.request_id())
        return as_json(document, content_type=_TASK_TYPE)

    async def result(self, call: Call, name: str) -> Answer:
        """Deliver a picture."""
        return Answer(200, self.state.results.get(name, call.query), "image/png", self.state.request_id())

    async def policy(self, call: Call, _name: str) -> Answer:
        """Allow uploads."""
        if call.query.get("action") != "getPolicy":
            raise invalid("action must be getPolicy.")  # guess: the wording
        model = ordered_model({"model": call.query.get("model")})
        self._limit(("policy", model.name), POLICIES_PER_SECOND)
        request_id = self.state.request_id()
        data = self.state.uploads.policy(model.name, request_id)
        return as_json({"request_id": request_id, "data": data})

    async def upload(self, call: Call, _name: str) -> Answer:
        """Take a file, as the object store does."""
        try:
            form = fields(call.body, call.headers.get("Content-Type", ""))
        except ValueError as error:
            message = "The body of your POST request is not well-formed multipart/form-data."
            raise Refusal(400, "MalformedPOSTRequest", message) from error
        return Answer(self.state.uploads.take(form), b"", "", self.state.request_id())

    def _limit(self, kind: Hashable, per_second: float) -> None:
        if self.state.settings.limits and not self.state.rates.allow(kind, per_second):
            raise Refusal(*OVERLOAD)


def _resolves(call: Call) -> bool:
    return call.switched_on("X-DashScope-OssResourceResolve")
