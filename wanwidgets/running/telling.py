"""Telling: what is said of a request that is not remembered, and of one whose outcome nobody knows."""

from __future__ import annotations

import itertools
from datetime import datetime, timezone
from typing import Any

from wanwidgets.errors import Cancelled, NotRemembered, OutcomeUnknown
from wanwidgets.meaning import Difference
from wanwidgets.modes import MODE_VARIABLE
from wanwidgets.result import Run
from wanwidgets.running.ending import is_over
from wanwidgets.showing import shown
from wanwidgets.store import Nearest

__all__ = ["not_remembered", "still_unknown", "stopped_waiting"]

_GOES_ON = (
    "Stopped waiting. The very same request is under way elsewhere and goes on there; nothing was sent from here."
)

_UNKNOWN = (
    "Nothing was sent now. The very same request was sent at {}, and no answer came: it may run and may be billed. "
    "Look for it in an Editor on this store, which can also send it again or leave it at that; or ask again with "
    "mode='refresh', which may be billed twice."
)
_STREAM = (
    "Nothing was sent now. The very same request was sent as a stream at {}, and its end never came: what had come is "
    "kept, and the whole may be billed. A stream has no task to look for: send it again or leave it at that in an "
    "Editor on this store, or ask again with mode='refresh', which may be billed twice."
)
_OLD = (
    "Nothing was sent now. The very same request was sent at {}, more than 24 hours ago, and no answer came: it may be "
    "billed, and the service does not know it any more. Send it again or leave it at that in an Editor on this store, "
    "or ask again with mode='refresh', which may be billed twice."
)

_PIXELS = ("image ", "mask")
"""How fields begin that are told by hashes, in which nobody sees a difference."""

_LONG = 50
_BEFORE = 15
"""Characters of two long texts that are shown, and how many of them before they begin to differ."""


def not_remembered(store: str, nearest: Nearest | None, begun: datetime | None = None) -> NotRemembered:
    """Return the error for a request that nobody may be asked for and that a store does not remember.

    Parameters
    ----------
    store
        Its name.
    nearest
        The remembered run that is most like it; None where nothing is remembered.
    begun
        When the very same request was begun that has brought nothing yet; None where there is none.
    """
    what = f"Nothing was sent: nobody is asked in offline mode, and the store {store} does not remember this request."
    way = f"in another mode (mode=, {MODE_VARIABLE})."
    if begun is not None:
        return NotRemembered(
            f"{what} The very same one, begun at {_when(begun)}, is unfinished in it: ask once in replay mode (mode=, "
            f"{MODE_VARIABLE}), which goes on with it where that can be and sends nothing twice.",
        )
    if nearest is None:
        return NotRemembered(f"{what} It remembers nothing yet: open a pack, or ask once {way}")
    fields = "; ".join(_told(difference) for difference in nearest.differences)
    return NotRemembered(
        f"{what} The nearest that it remembers, of {_when(nearest.started)}, differs in {fields}. Ask for exactly "
        f"that, open the pack that has this one, or ask {way}",
        nearest=nearest.id,
        differences=nearest.differences,
    )


def still_unknown(run: Run, now: datetime) -> OutcomeUnknown:
    """Return the error for a request that was sent before, and of which nobody knows what became.

    Parameters
    ----------
    run
        As it was sent, as a stream or not.
    now
        The time, with its zone: after a day the service cannot tell any more.
    """
    told = _STREAM if run.request.stream else _OLD if is_over(run, now) else _UNKNOWN
    return OutcomeUnknown(told.format(_when(run.sent or run.started)))


def stopped_waiting() -> Cancelled:
    """Return the error for a request that was waited for because it is under way elsewhere."""
    return Cancelled(_GOES_ON)


def _told(difference: Difference) -> str:
    if difference.field.startswith(_PIXELS):
        return f"{difference.field} ({_how(difference)})"
    before, after = _apart(difference.before, difference.after)
    return f"{difference.field} (remembered {before}, asked for {after})"


def _how(difference: Difference) -> str:
    if difference.before is None:
        return "none remembered"
    return "none asked for" if difference.after is None else "another picture"


def _apart(before: Any, after: Any) -> tuple[str, str]:
    """Return two values as they are shown; of long texts the part where they begin to differ."""
    if not (isinstance(before, str) and isinstance(after, str)):
        return _plain(before), _plain(after)
    alike = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    start = max(0, alike - _BEFORE) if max(len(before), len(after)) > _LONG else 0
    return _part(before, start), _part(after, start)


def _part(text: str, start: int) -> str:
    end = start + _LONG
    return repr(f"{'…' if start else ''}{text[start:end]}{'…' if len(text) > end else ''}")


def _plain(value: Any) -> str:
    return "none" if value is None else shown(value)


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(timezone.utc):%Y-%m-%d %H:%M} UTC"
