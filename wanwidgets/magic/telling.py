"""What ``%wan`` tells: who answers, what is under way, what was spent, which models there are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from wanwidgets.catalog import MODELS
from wanwidgets.client import Client
from wanwidgets.facts import Mode, Model, Parameter, Price
from wanwidgets.magic.table import Table
from wanwidgets.message import short
from wanwidgets.modes import ReplayMode, replay_mode
from wanwidgets.place import is_local
from wanwidgets.result import Run, RunState
from wanwidgets.sizes import Span
from wanwidgets.spend import NOTHING, Spend, spend_of
from wanwidgets.store import RunStore
from wanwidgets.store.pages import PastRun, Wanted
from wanwidgets.widgets.placing import place_text
from wanwidgets.widgets.runs.money import run_spend_text, spend_text
from wanwidgets.widgets.runs.when import when
from wanwidgets.widgets.text import Words

__all__ = ["model_table", "models_table", "runs_table", "spend_table", "status_table"]

_WORDS = Words("en")
_UNDER_WAY = frozenset({RunState.PREPARED, RunState.SENT, RunState.RUNNING})
_FREE = "Runs of the local service cost nothing, and neither does what is remembered."


def status_table(client: Client, store: RunStore) -> Table:
    """Say who answers, where runs are kept, what is under way and what was spent; nobody is asked."""
    mode = ReplayMode.OFFLINE if client.offline else replay_mode()
    rows = [("answers", _who(client, mode)), ("mode", mode.value), ("store", _folder(store)), *_counts(store)]
    if store.budget is not None:
        rows.append(("budget", f"{store.budget} pictures in all"))
    return Table((*rows, ("spent", _spent(store.spend()))))


def spend_table(store: RunStore) -> Table:
    """Say what the runs of a store cost, and may still cost."""
    spend = store.spend()
    rows = [("store", _folder(store)), ("billed", spend_text(spend, _WORDS))]
    if spend.perhaps:
        rows.append(("perhaps", f"{spend.perhaps} more: under way, or with an end that nobody knows"))
    rows += [("price", f"in {part.currency}, as of {part.as_of}") for part in spend.money]
    if store.budget is not None:
        rows.append(("budget", f"{store.budget} pictures in all"))
    return Table(tuple(rows), note=_FREE)


def models_table() -> Table:
    """Say which models there are, and what for."""
    rows = tuple(
        (model.name, _modes(model), _pictures(model.modes), _boxes(model), model.mask, _prices(model.prices, model))
        for model in MODELS.values()
    )
    return Table(
        rows,
        ("model", "what for", "pictures", "boxes", "mask", "a picture costs about"),
        "%wan models NAME tells more.",
    )


def model_table(model: Model) -> Table:
    """Say what one model takes, each parameter with the modes that it belongs to."""
    rows = [
        ("prompt", f"at most {model.prompt_length:,} characters", ""),
        ("pictures", f"{_pictures(model.modes)}, {_span(model.images.side)} pixels wide and high", ""),
        ("boxes", _boxes(model), ""),
        ("mask", model.mask, ""),
        ("regions", ", ".join(model.regions), ""),
        ("costs about", _prices(model.prices, model), ""),
    ]
    rows += [(name, text, in_modes) for name, text, in_modes in _parameters(model)]
    if len(model.modes) > 1:
        rows += [("mode", _chosen(mode), mode.title) for mode in model.modes]
    return Table(tuple(rows), (model.name, "", ""), "What %%wan has no option for is given by -p NAME=VALUE.")


def runs_table(store: RunStore, count: int) -> Table:
    """Say what the last runs of a store were, the newest first."""
    page = store.page(Wanted(), count=count)
    rows = tuple(_past(past) for past in page.runs)
    folder = "" if store.folder == RunStore().folder else repr(_folder(store))
    note = f"{len(rows)} of {page.total} in {store.folder.name}; ww.RunStore({folder}).get(ID) gives one back."
    return Table(rows, ("asked", "state", "model", "prompt", "pictures", "id"), note) if rows else Table((), note=note)


def _who(client: Client, mode: ReplayMode) -> str:
    if mode is ReplayMode.OFFLINE:
        return "nobody: only what is remembered is given"
    place = place_text(client.engine, _WORDS)
    if is_local(client.engine):
        return f"{place}: no bill, no network, no Wan model"
    return f"Model Studio in {place}" if client.region else place


def _folder(store: RunStore) -> str:
    """Return the folder as it is called from here, so that a notebook that is given away tells less of its machine."""
    return str(store.folder.relative_to(Path.cwd())) if store.folder.is_relative_to(Path.cwd()) else str(store.folder)


def _counts(store: RunStore) -> list[tuple[str, str]]:
    counts = {state: store.page(Wanted(states=frozenset({state})), count=1).total for state in RunState}
    ended = {state: count for state, count in counts.items() if count and state not in _UNDER_WAY}
    told = ", ".join(f"{count} {state.value}" for state, count in ended.items())
    left = [run for run in store.unfinished() if run.state is not RunState.UNKNOWN]
    under_way = sum(counts[state] for state in _UNDER_WAY) - sum(run.state in _UNDER_WAY for run in left)
    rows = [("runs", f"{sum(counts.values())}{f': {told}' if told else ''}"), ("under way", str(under_way))]
    return [*rows, ("left over", f"{len(left)}: ww.resume() goes on with them")] if left else rows


def _spent(spend: Spend) -> str:
    return spend_text(spend, _WORDS) + (f", {_WORDS('spend.perhaps', count=spend.perhaps)}" if spend.perhaps else "")


def _modes(model: Model) -> str:
    titles = [mode.title for mode in model.modes]
    most = 3
    return ", ".join([*titles[:most], *([f"{len(titles) - most} more"] if len(titles) > most else [])])


def _pictures(modes: Iterable[Mode]) -> str:
    spans = [mode.images for mode in modes]
    return _span(Span(min(span.low for span in spans), max(span.high for span in spans)))


def _boxes(model: Model) -> str:
    return f"{model.boxes_per_image} a picture" if model.boxes_per_image else "drawn"


def _prices(prices: Iterable[Price], model: Model) -> str:
    if model.trial is not None:
        return f"free trial only, {model.trial.pictures} pictures"
    return ", ".join(f"{price.amount:.2f} {price.currency} ({price.region})" for price in prices)


def _parameters(model: Model) -> Iterable[tuple[str, str, str]]:
    """Yield the name of a parameter, what it may be, and in which modes that is so, where it is not in all of them."""
    modes: dict[tuple[str, str], list[str]] = {}
    for mode in model.modes:
        for name, row in mode.parameters.items():
            # What chooses the mode is listed with the modes.
            text = f"default {row.default}" if row.choices and name in model.switches else _row(row, mode)
            modes.setdefault((name, text), []).append(mode.title)
    for (name, text), titles in modes.items():
        yield name, text, "" if len(titles) == len(model.modes) else ", ".join(titles)


def _chosen(mode: Mode) -> str:
    """Return what chooses a mode: its parameters, and how many pictures there are."""
    said = [f"{name}={_written(value)}" for name, value in mode.when.items()]
    count = _span(mode.images)
    return ", ".join([*said, f"{count} picture{'' if count == '1' else 's'}"])


def _row(row: Parameter, mode: Mode) -> str:
    allowed = ", ".join(row.choices)
    if row.kind == "size":
        free = ["W*H"] if mode.sizes.free else []
        allowed = ", ".join((*mode.sizes.values, *free))
    elif row.kind == "boolean":
        allowed = "true, false"
    elif row.range is not None:
        allowed = f"{_span(row.range)}{' colours' if row.kind == 'palette' else ''}"
    default = "" if row.default is None else f"default {_written(row.default)}"
    return "; ".join(filter(None, (allowed or row.kind, default)))


def _span(span: Span) -> str:
    return f"{span.low:g}" if span.low == span.high else f"{_short(span.low)}–{_short(span.high)}"


def _short(number: float) -> str:
    return f"{number:,}" if isinstance(number, int) else f"{number:g}"


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)


def _past(past: PastRun) -> tuple[str, ...]:
    run = past.run
    if run is None:
        return ("", "damaged", "", past.fault, "", past.id)
    moment = when(run.started, "%H:%M")
    return (moment, run.state.value, run.request.model, short(run.request.prompt), _made(run), run.id)


def _made(run: Run) -> str:
    return run_spend_text(run, _WORDS) if run.saved or spend_of(run) != NOTHING else ""
