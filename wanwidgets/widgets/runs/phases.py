"""Where a run is, in words and as a bar."""

from __future__ import annotations

from wanwidgets.errors import Cancelled
from wanwidgets.result import Run, RunState
from wanwidgets.session.under_way import UnderWay
from wanwidgets.widgets.runs.replayed import replayed_text
from wanwidgets.widgets.runs.when import when
from wanwidgets.widgets.text import Words

__all__ = ["WANDERS", "bar_of", "ended_bar", "ended_told", "is_moving", "phase_of", "told"]

WANDERS = '<span class="ww-bar ww-wander"><i style="width:30%"></i></span>'
"""A bar that only says that something goes on."""

_AT_THE_SERVICE = {"queued", "running", "downloading", "saving"}
"""The stages that what is usual is told of."""

_NEARLY = 0.95
_MINUTE, _HOUR = 60, 3600
_FIRST_PLACES = 3


def phase_of(row: UnderWay, words: Words) -> str:
    """Return where a run is."""
    run, stage = row.run, row.stage
    if row.ended:
        return ended_text(run, words) if run is not None else words("phase.cancelled")
    if run is not None and run.stopped:
        return words("phase.stopped")
    if row.stopping:
        return words("phase.stopping")
    if stage.name == "waiting":
        return words("stage.place", place=_place(stage.number, words)) if stage.number else words("stage.waiting")
    several = stage.total > 1 and stage.number
    return words(f"stage.{stage.name}{'.of' if several else ''}", number=stage.number, count=stage.total)


def told(row: UnderWay, words: Words, engine: str = "") -> str:
    """Return where a run is, and for how long, of how much where that is known; `engine` is who answers here."""
    phase, run = phase_of(row, words), row.run
    if row.ended:
        return words("phase.took", phase=phase, seconds=row.seconds) if run is None else ended_told(run, words, engine)
    if not row.front and run is not None:
        since = when(run.started, "%H:%M")
        return words("phase.behind", phase=phase, since=since, minutes=_lasted(row.seconds, words))
    passed, expected = _passed(row), row.expected
    if row.stopping or row.stage.name not in _AT_THE_SERVICE or expected is None:
        return words("phase.seconds", phase=phase, seconds=row.seconds)
    key = "phase.longer" if _is_late(row) else "phase.about"
    return words(key, phase=phase, seconds=passed, typical=expected)


def bar_of(row: UnderWay) -> str:
    """Return the bar of a run; from where it is now the browser moves it, which needs no message."""
    if row.ended:
        return ended_bar(row.run)
    expected = row.expected
    if expected is None or not is_moving(row):
        return WANDERS
    passed = _passed(row)
    share = min(passed / max(expected, 1.0), _NEARLY)
    # Where nothing may move, it stays at what it was when it was drawn.
    moves = f"animation-duration:{max(expected, 1.0):.0f}s;animation-delay:-{passed}s"
    return f'<span class="ww-bar ww-grow"><i style="width:{share:.0%};{moves}"></i></span>'


def is_moving(row: UnderWay) -> bool:
    """Return whether it is known how far a run is."""
    known = row.expected is not None and row.front and row.stage.name in _AT_THE_SERVICE
    return known and not (row.ended or row.stopping or _is_late(row))


def ended_bar(run: Run | None) -> str:
    """Return the bar of a run that has ended."""
    # What the user stopped is no fault, also where the service will not stop it any more.
    stopped = run is None or isinstance(run.error, Cancelled)
    kind = "ww-stopped" if stopped else "ww-done" if run is not None and run.state is RunState.SUCCEEDED else "ww-ended"
    return f'<span class="ww-bar {kind}"><i style="width:100%"></i></span>'


def ended_text(run: Run, words: Words) -> str:
    """Return how a run has ended."""
    return words("phase.cancelled" if isinstance(run.error, Cancelled) else f"phase.{run.state.value}")


def ended_told(run: Run, words: Words, engine: str) -> str:
    """Return how a run has ended and how long it took, or from when it is; `engine` is who answers here."""
    if run.replayed:
        return words("phase.replayed", phase=ended_text(run, words), said=replayed_text(run, words, engine))
    return words("phase.took", phase=ended_text(run, words), seconds=run.seconds)


def _passed(row: UnderWay) -> int:
    """Return for how long the service has had it: what it waited for its turn says nothing of that."""
    return max(0, row.seconds - row.waited)


def _is_late(row: UnderWay) -> bool:
    return row.expected is not None and _passed(row) > max(row.expected, 1.0)


def _place(number: int, words: Words) -> str:
    return words(f"place.{number}") if number <= _FIRST_PLACES else words("place.n", number=number)


def _lasted(seconds: int, words: Words) -> str:
    """Return how long, as roughly as one wants to know of what is not waited for."""
    if seconds < _MINUTE:
        return words("phase.just", seconds=seconds)
    minutes = seconds // _MINUTE
    if seconds < _HOUR:
        return words("phase.minutes", minutes=minutes)
    return words("phase.hours", hours=minutes // _MINUTE, minutes=minutes % _MINUTE)
