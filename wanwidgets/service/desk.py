"""What the service does for a call: documents become orders and tasks, and these become documents."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

from wanwidgets.service import documents
from wanwidgets.service.calls import Answer, Call, as_json
from wanwidgets.service.checks import check, parse
from wanwidgets.service.listing import select
from wanwidgets.service.order import Order
from wanwidgets.service.rates import Rates
from wanwidgets.service.refusal import NO_ASYNC, NO_SYNC, OVERLOAD, WRONG_URL, Refusal
from wanwidgets.service.results import Results
from wanwidgets.service.settings import Settings
from wanwidgets.service.tasks import Delivery, Tasks

__all__ = ["Desk"]

_ASYNC_HEADER = "X-DashScope-Async"


class Desk:
    """The handlers, and what they share. All of it runs on the server's loop.

    Parameters
    ----------
    settings
        Of the server.
    tasks, results, rates
        The server's state.
    perform
        Does an order; raises `Refusal`.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        tasks: Tasks,
        results: Results,
        rates: Rates,
        perform: Callable[[Order], Awaitable[Delivery]],
    ) -> None:
        self.settings = settings
        self._tasks = tasks
        self._results = results
        self._rates = rates
        self._perform = perform

    def request_id(self) -> str:
        """Return a new request id."""
        return str(UUID(self.settings.new_id()))

    async def create(self, call: Call, _name: str) -> Answer:
        """Start a task."""
        if not _asks_async(call):
            raise Refusal(*NO_SYNC)
        task = self._tasks.create(self._order(call), self.request_id())
        return as_json(documents.accepted(task))

    async def call(self, call: Call, _name: str) -> Answer:
        """Edit and answer when it is done."""
        if _asks_async(call):
            raise Refusal(*NO_ASYNC)
        delivery = await self._perform(self._order(call))
        return as_json(documents.called(delivery, self.request_id()))

    async def query(self, _call: Call, task_id: str) -> Answer:
        """Say how a task is."""
        task = self._tasks.get(task_id)
        if task is None:
            return as_json(documents.unknown(task_id, self.request_id()))
        return as_json(documents.queried(task, self.request_id()))

    async def cancel(self, _call: Call, task_id: str) -> Answer:
        """Cancel a task that has not begun."""
        self._tasks.cancel(task_id)
        return as_json({"request_id": self.request_id()})

    async def list_tasks(self, call: Call, _name: str) -> Answer:
        """List the tasks of the last day."""
        page = select(self._tasks.all(), call.query, now=self.settings.clock())
        return as_json(documents.listed(page.tasks, page.number, page.size, self.request_id()))

    async def result(self, call: Call, name: str) -> Answer:
        """Deliver a picture."""
        return Answer(200, self._results.get(name, call.query), "image/png", self.request_id())

    async def other_model_path(self, _call: Call, _name: str) -> Answer:
        """Refuse a path of models that this service does not have."""
        raise Refusal(*WRONG_URL)

    async def uploads(self, _call: Call, _name: str) -> Answer:
        """Refuse uploads."""
        raise Refusal(400, "UnsupportedOperation", "The local service does not support uploads yet: send a data URL.")

    def _order(self, call: Call) -> Order:
        order = check(parse(call.body))
        if self.settings.limits and not self._rates.allow(order.model):
            raise Refusal(*OVERLOAD)
        return order


def _asks_async(call: Call) -> bool:
    return call.headers.get(_ASYNC_HEADER, "").lower() == "enable"
