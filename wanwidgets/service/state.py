"""What a server knows, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from wanwidgets.service.bench import Bench
from wanwidgets.service.books import Books
from wanwidgets.service.faults import Faults
from wanwidgets.service.keeping import Keeping
from wanwidgets.service.rates import Rates
from wanwidgets.service.results import Results
from wanwidgets.service.settings import Settings
from wanwidgets.service.tasks import Tasks
from wanwidgets.service.trial import Trial
from wanwidgets.service.uploads import Uploads

__all__ = ["State"]


@dataclass(frozen=True, slots=True)
class State:
    """The settings, and what changes with the calls. All of it belongs to the server's loop."""

    settings: Settings
    keeping: Keeping
    bench: Bench
    books: Books
    tasks: Tasks
    results: Results
    uploads: Uploads
    rates: Rates
    trial: Trial
    faults: Faults

    def request_id(self) -> str:
        """Return a new request id."""
        return str(UUID(self.settings.new_id()))

    def clear(self) -> None:
        """Forget everything but the settings and the secrets."""
        rooms = (self.bench, self.tasks, self.books, self.results, self.uploads, self.rates, self.trial, self.faults)
        with self.keeping.together():
            for room in rooms:
                room.clear()
