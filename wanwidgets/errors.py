"""What can go wrong, one class for each thing the caller would do differently.

::

    WanError
    ├── InvalidRequest        the draft has problems; nothing was sent
    ├── ImageError            a picture cannot be read or used; nothing was sent
    ├── FetchError            a picture's address did not give a picture; nothing was sent
    ├── MissingDependency     an optional package is not installed
    ├── BudgetExceeded        the run would make more pictures than the budget has left; nothing was sent
    ├── Busy                  the very same request, or too many, are under way already; nothing was sent
    ├── NotRemembered         offline, and the store does not remember this request; nothing was sent
    ├── StoreError            the run store cannot be read or written
    ├── ServiceError          the service refused, with its own code and message
    ├── Unreachable           a request did not arrive, or a look got no answer; asking again is safe
    ├── OutcomeUnknown        it was sent and no answer came: perhaps it runs, perhaps it is billed
    ├── TaskFailed            the service accepted the task and it failed there; not billed
    ├── TaskLost              the service does not know the task
    │   └── TaskExpired       … since the 24 hours are over in which it does
    ├── Undelivered           the task succeeded, its pictures did not reach this machine yet
    ├── Cancelled             the user stopped waiting
    └── WaitTimeout           the time the caller allowed is over; the task goes on
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

__all__ = [
    "BudgetExceeded",
    "Busy",
    "Cancelled",
    "FetchError",
    "ImageError",
    "InvalidRequest",
    "MissingDependency",
    "NotRemembered",
    "OutcomeUnknown",
    "ServiceError",
    "StoreError",
    "TaskExpired",
    "TaskFailed",
    "TaskLost",
    "Undelivered",
    "Unreachable",
    "WaitTimeout",
    "WanError",
]


class WanError(Exception):
    """The root of every error that wanwidgets raises on purpose.

    Attributes
    ----------
    run : Run or None
        The run that ended with this error, when there was one.
    """

    run: Any = None


class InvalidRequest(WanError, ValueError):
    """The request has problems, so nothing was sent.

    Attributes
    ----------
    problems : tuple of Problem
        All of them at once, in the order of the fields.
    """

    def __init__(self, problems: Sequence[Any]) -> None:
        self.problems: tuple[Any, ...] = tuple(problems)
        super().__init__("Nothing was sent. " + " ".join(str(problem) for problem in self.problems))


class ImageError(WanError, ValueError):
    """A picture cannot be read or used.

    Attributes
    ----------
    reason : str
        What is wrong with it and what to do.
    name : str
        A short name of the picture, never a whole path.
    number : int or None
        Its place in the request, counted from 1.
    code : str
        A short name of the reason, by which it can be told in another language; empty where it has none.
    """

    def __init__(self, reason: str, *, name: str = "", number: int | None = None, code: str = "") -> None:
        self.reason = reason
        self.code = code
        self.name = name
        self.number = number
        who = "The picture" if number is None else f"Image {number}"
        label = f" ({name})" if name else ""
        super().__init__(f"{who}{label}: {reason}")

    def at(self, number: int) -> ImageError:
        """Return the same error, naming the picture by its number."""
        return type(self)(self.reason, name=self.name, number=number, code=self.code)


class FetchError(ImageError):
    """The address of a picture gave no picture."""


class MissingDependency(WanError, ImportError):
    """An optional package is needed for this and is not installed."""


class BudgetExceeded(WanError):
    """The run would make more pictures than its budget has left; nothing was sent.

    Attributes
    ----------
    scope : str
        ``"session"`` or ``"store"``: what the budget is of.
    asked, taken, budget : int
        Pictures: that the run would make at most, that are spent or may still be, and that are allowed.
    """

    def __init__(self, scope: str, *, asked: int, taken: int, budget: int) -> None:
        self.scope = scope
        self.asked = asked
        self.taken = taken
        self.budget = budget
        super().__init__(
            f"Nothing was sent. The run would make {asked} pictures, and of the {budget} in the budget of this {scope} "
            f"{taken} are spent or may be. Ask for fewer, or raise budget=.",
        )


class Busy(WanError):
    """A session has as much under way as it may, or the very same request already; nothing was sent.

    Attributes
    ----------
    reason : str
        ``"same"`` or ``"limit"``; empty where it is neither.
    count : int
        How many runs may be under way at once, where that is the reason.
    """

    def __init__(self, message: str, *, reason: str = "", count: int = 0) -> None:
        self.reason = reason
        self.count = count
        super().__init__(message)


class NotRemembered(WanError):
    """Nobody is asked in offline mode, and the store does not remember this request; nothing was sent.

    Attributes
    ----------
    nearest : str
        The id of the remembered run that is most like it; empty where there is none.
    differences : tuple of Difference
        In what it differs from that one (`wanwidgets.meaning.Difference`), the remembered value first.
    """

    differences: tuple[Any, ...] = ()

    def __init__(self, message: str, *, nearest: str = "", differences: tuple[Any, ...] = ()) -> None:
        self.nearest = nearest
        if differences:
            self.differences = differences
        super().__init__(message)


class StoreError(WanError):
    """The run store cannot be read or written."""


class ServiceError(WanError):
    """The service answered with its own error document; no task was started.

    Attributes
    ----------
    code, message : str
        The service's own words.
    status : int
        The HTTP status.
    request_id : str
        What the provider's support asks for.
    hint : str
        What to do, in our words; empty where the service's own say it.
    """

    hint = ""

    def __init__(self, code: str, message: str, *, status: int, request_id: str = "", hint: str = "") -> None:
        self.code = code
        self.message = message
        self.status = status
        self.request_id = request_id
        self.hint = hint
        trace = f" [request {request_id}]" if request_id else ""
        super().__init__(f"{code}: {message} (HTTP {status}){trace}{hint and ' '}{hint}")


class Unreachable(WanError):
    """Asking again is safe: no byte of a create arrived, or a query or a cancel got no usable answer."""


class OutcomeUnknown(WanError):
    """The request was sent and its answer did not come: a task may run and may be billed.

    It is never sent again by itself. Look at the provider's task list before you do.

    Attributes
    ----------
    partial : Task or None
        What had arrived of a stream before it broke; its pictures wait 24 hours at the service. It is not kept in the
        store, where the run's own content is.
    """

    partial: Any = None

    def __init__(self, message: str, *, partial: Any = None) -> None:
        self.partial = partial
        super().__init__(message)


class TaskFailed(WanError):
    """The service accepted the task and it failed there; failed tasks are not billed.

    Attributes
    ----------
    code, message : str
        The service's own words.
    task_id : str
        The task.
    """

    def __init__(self, code: str, message: str, *, task_id: str = "") -> None:
        self.code = code
        self.message = message
        self.task_id = task_id
        super().__init__(f"The task failed: {code}: {message.rstrip('.。')}. A failed task is not billed.")


class TaskLost(WanError):
    """The service does not know the task: it is of another region or key, or it was lost there."""


class TaskExpired(TaskLost):
    """The 24 hours are over in which the service knows a task and keeps its pictures."""


class Undelivered(WanError):
    """The task succeeded and its pictures could not be downloaded yet; they wait 24 hours at the service.

    Attributes
    ----------
    partial : Task or None
        What a stream had brought, which has no task to be asked for again: its links, for `Client.download`. They are
        signed, so they are not kept in the store and go with the kernel.
    """

    partial: Any = None

    def __init__(self, message: str, *, partial: Any = None) -> None:
        self.partial = partial
        super().__init__(message)


class Cancelled(WanError):
    """The user stopped the run."""


class WaitTimeout(WanError):
    """The time allowed for waiting is over; the task itself goes on."""
