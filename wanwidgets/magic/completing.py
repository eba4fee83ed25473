"""What may come next in the line of a magic: options, models, parameters and their values, variables, files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from wanwidgets.catalog import DEFAULT_MODEL, MODELS, REGIONS
from wanwidgets.client import Client
from wanwidgets.facts import Mode, Model, Parameter
from wanwidgets.magic.finding import Found, Place, files_like, holding
from wanwidgets.magic.given import Given, given_in
from wanwidgets.magic.line import ESCAPE, split
from wanwidgets.magic.names import Names
from wanwidgets.magic.options import BY_FLAG, COMMANDS, OPTIONS
from wanwidgets.magic.reading import OWN, WORDS
from wanwidgets.modes import ReplayMode
from wanwidgets.result import Run
from wanwidgets.store import RunStore

__all__ = ["Completion", "complete"]

_MOST = 12
"""Of whole numbers, so many at most are offered."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What may stand in the place of the end of a line.

    Attributes
    ----------
    fragment : str
        That end, as it is written.
    found : tuple of Found
        In the order in which they are best shown; nothing where it is for others to say.
    """

    fragment: str
    found: tuple[Found, ...] = ()


@dataclass(frozen=True)
class _Asked:
    """What is asked for: the beginning of a word, in a line that gives that so far."""

    start: str
    given: Given
    names: Names
    place: Place

    @property
    def model(self) -> Model:
        return MODELS.get(self.given.one("model") or "", MODELS[DEFAULT_MODEL])

    @property
    def mode(self) -> Mode:
        """What the model is used for, as far as the line says."""
        pairs = (word.partition("=") for word in self.given.words("parameters"))
        values = {name: WORDS.get(value, value) for name, _, value in pairs}
        return self.model.mode(values, len(self.given.words("images")))


def complete(text: str, names: Names, *, cell: bool, escape: str = ESCAPE) -> Completion:
    """Return what may come next.

    Parameters
    ----------
    text
        The line behind the name of the magic, up to the cursor.
    names
        The user's variables.
    cell
        Whether it is ``%%wan``, whose line has options only.
    escape
        As for `wanwidgets.magic.line.split`.
    """
    line = split(text, escape=escape)
    *before, start = line.words if line.last else (*line.words, "")
    given = given_in(before)
    option = given.waits
    fragment = line.last
    if option is None and start.startswith("--") and "=" in start:
        flag, _, start = start.partition("=")
        option, fragment = BY_FLAG.get(flag), fragment.partition("=")[2]
    asked = _Asked(start, given, names, Place(fragment, line.quote, escape))
    if option is not None:
        return _value(option.kind, fragment, asked)
    if start.startswith("-") or (cell and not start):
        return Completion(fragment, tuple(_options(asked, cell=cell)))
    return Completion("") if cell else _command(fragment, asked)


def _options(asked: _Asked, *, cell: bool) -> Iterable[Found]:
    for option in OPTIONS:
        if (not cell and not option.everywhere) or (asked.given.has(option.name) and not option.many):
            continue
        yield from _like(asked.start, option.flags, "option")


def _command(fragment: str, asked: _Asked) -> Completion:
    if not asked.given.alone:
        return Completion(fragment, _like(asked.start, (command.name for command in COMMANDS), "command"))
    kinds = {command.name: command.kind for command in COMMANDS}
    return _value(kinds.get(asked.given.alone[0], ""), fragment, asked)


def _value(kind: str, fragment: str, asked: _Asked) -> Completion:
    """Return what an option of that kind may be given; what stands behind a colon or = is a matter of its own."""
    if asked.start.startswith("{"):
        # A Python expression is completed by IPython itself.
        return Completion("")
    offer = _OFFERS.get(kind)
    if offer is None:
        return Completion(fragment, tuple(_variables(asked)))
    sign = {"box": ":", "parameter": "="}.get(kind, "")
    if sign and sign in asked.start:
        head, _, tail = asked.start.partition(sign)
        fragment = fragment.partition(sign)[2]
        inner = replace(asked, start=tail, place=replace(asked.place, fragment=fragment))
        return Completion(fragment, tuple(_AFTER[kind](head, inner)) or tuple(_variables(inner)))
    return Completion(fragment, tuple(offer(asked)) or tuple(_variables(asked)))


def _variables(asked: _Asked) -> Iterable[Found]:
    # Of any kind, since any value may be written like this.
    return holding(object, asked.start, asked.names.values) if asked.start.startswith("$") else ()


def _like(start: str, texts: Iterable[str], kind: str) -> tuple[Found, ...]:
    return tuple(Found(text, kind) for text in texts if text.startswith(start))


def _pictures(asked: _Asked) -> Iterable[Found]:
    yield from holding("picture", asked.start, asked.names.values)
    yield from files_like(asked.start, asked.place)


def _masks(asked: _Asked) -> Iterable[Found]:
    yield from holding("mask", asked.start, asked.names.values)
    yield from files_like(asked.start, asked.place)


def _stores(asked: _Asked) -> Iterable[Found]:
    yield from holding(RunStore, asked.start, asked.names.values)
    yield from files_like(asked.start, asked.place, folders=True)


def _box_numbers(asked: _Asked) -> Iterable[Found]:
    count = max(1, len(asked.given.words("images")))
    yield from _like(asked.start, (f"{number}:" for number in range(1, count + 1)), "picture")


def _boxes(_: str, asked: _Asked) -> Iterable[Found]:
    return holding("box", asked.start, asked.names.values)


def _sizes(asked: _Asked) -> Iterable[Found]:
    return _like(asked.start, asked.mode.sizes.values, "size")


def _integers(asked: _Asked) -> Iterable[Found]:
    return _numbers(asked.mode.parameters.get("n"), asked)


def _numbers(row: Parameter | None, asked: _Asked) -> Iterable[Found]:
    if row is None or row.range is None or row.kind != "integer" or row.range.high - row.range.low >= _MOST:
        return ()
    return _like(asked.start, map(str, range(int(row.range.low), int(row.range.high) + 1)), "number")


def _parameters(asked: _Asked) -> Iterable[Found]:
    given = {word.partition("=")[0] for word in asked.given.words("parameters")}
    # Those that choose a mode, and then those of the mode that the line has chosen so far.
    known = dict.fromkeys((*asked.model.switches, *asked.mode.parameters))
    names = (f"{name}=" for name in known if name not in OWN and name not in given)
    return _like(asked.start, names, "parameter")


def _values(name: str, asked: _Asked) -> Iterable[Found]:
    row = asked.mode.parameters.get(name) or asked.model.parameters.get(name)
    if row is None:
        return ()
    texts = row.choices or (("true", "false") if row.kind == "boolean" else ())
    if texts:
        return tuple(Found.written(text, "value", asked.place) for text in texts if text.startswith(asked.start))
    return _numbers(row, asked)


_OFFERS: Mapping[str, Callable[[_Asked], Iterable[Found]]] = MappingProxyType(
    {
        "picture": _pictures,
        "mask": _masks,
        "box": _box_numbers,
        "model": lambda asked: _like(asked.start, MODELS, "model"),
        "count": _integers,
        "size": _sizes,
        "parameter": _parameters,
        "region": lambda asked: _like(asked.start, REGIONS, "region"),
        "client": lambda asked: holding(Client, asked.start, asked.names.values),
        "store": _stores,
        "mode": lambda asked: _like(asked.start, (mode.value for mode in ReplayMode), "mode"),
        "out": lambda asked: holding(Run, asked.start, asked.names.values),
    },
)
_AFTER: Mapping[str, Callable[[str, _Asked], Iterable[Found]]] = {"box": _boxes, "parameter": _values}
