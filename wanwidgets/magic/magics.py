"""``%%wan`` edits pictures, with the text of the cell as the prompt; ``%wan`` tells how things stand."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from IPython.core.error import UsageError
from IPython.core.magic import no_var_expand

from wanwidgets.api import connect, edit
from wanwidgets.catalog import MODELS
from wanwidgets.errors import InvalidRequest
from wanwidgets.magic.briefly import briefly
from wanwidgets.magic.given import Given, given_in
from wanwidgets.magic.help import CELL_HELP, LINE_HELP
from wanwidgets.magic.line import split
from wanwidgets.magic.names import Names
from wanwidgets.magic.options import COMMANDS
from wanwidgets.magic.reading import arguments, client_of, out_of, store_of
from wanwidgets.magic.table import Table
from wanwidgets.magic.telling import model_table, models_table, runs_table, spend_table, status_table
from wanwidgets.problems import Problem
from wanwidgets.result import Run
from wanwidgets.store import RunStore

__all__ = ["WanMagics", "continued"]

_CELL, _LINE = "%%wan", "%wan"
_RUNS = 10
"""How many runs are listed where no number is said."""
_TOO_MANY = 1_000_000


def continued(line: str, cell: str) -> tuple[str, str]:
    r"""Return a cell's line and text, where a line that ends with a backslash goes on in the next one.

    >>> continued("-i cup.png \\", "-n 2\nMake it blue")
    ('-i cup.png -n 2', 'Make it blue')
    """
    line = line.rstrip()
    while line.endswith("\\"):
        more, _, cell = cell.partition("\n")
        line = f"{line[:-1]}{more}".rstrip()
    return line, cell


@dataclass(frozen=True)
class WanMagics:
    """The magics of one shell.

    Attributes
    ----------
    names : Names
        The user's variables.
    keep : callable
        Puts a value into a variable of the user's.
    """

    names: Names
    keep: Callable[[str, object], None]

    @no_var_expand
    def cell(self, line: str, cell: str) -> Run | None:
        """Edit pictures; `CELL_HELP` takes the place of this."""
        line, cell = continued(line, cell)
        given = _given(line, _CELL)
        if given.has("help"):
            sys.stdout.write(f"{CELL_HELP}\n")
            return None
        if given.alone:
            raise UsageError(
                f"{_CELL}: {given.alone[0]!r} stands alone. Write -i before a picture; the prompt stands in the lines "
                "below.",
            )
        out = out_of(given)
        with briefly():
            prompt = self.names.filled(cell.strip()) if given.has("fill") else cell.strip()
            run = edit(prompt, **arguments(given, self.names))
        if out is None:
            return run
        self.keep(out, run)
        return None

    @no_var_expand
    def line(self, line: str) -> Table | None:
        """Tell how things stand; `LINE_HELP` takes the place of this."""
        given = _given(line, _LINE)
        if given.has("help") or given.alone[:1] == ("help",):
            sys.stdout.write(f"{LINE_HELP}\n\n{CELL_HELP}\n")
            return None
        wrong = next((option.flags[0] for option, _ in given.options if not option.everywhere), "")
        if wrong:
            raise UsageError(f"{_LINE}: {wrong} is an option of %%wan, whose cell has the prompt in the lines below.")
        name, *rest = given.alone or ("status",)
        tell = _TELLS.get(name)
        if tell is None:
            allowed = ", ".join(command.name for command in COMMANDS)
            raise UsageError(f"{_LINE}: {name!r} is nothing to be told; allowed are {allowed}. To edit, write %%wan.")
        if len(rest) > (name in _TAKES_A_WORD):
            raise UsageError(f"{_LINE} {name}: {rest[-1]!r} is too much.")
        with briefly():
            return tell(_Asked(self.names, given, "".join(rest)))


WanMagics.cell.__doc__ = CELL_HELP
WanMagics.line.__doc__ = LINE_HELP


@dataclass(frozen=True)
class _Asked:
    """What is to be told: the line, and the word behind the command."""

    names: Names
    given: Given
    word: str

    def store(self) -> RunStore:
        found = store_of(self.given, self.names)
        return RunStore() if found is None else found


def _given(line: str, prog: str) -> Given:
    read = split(line)
    if read.quote:
        raise UsageError(f"{prog}: the quotation mark {read.quote} is not closed.")
    return given_in(read.words, prog=prog)


def _status(asked: _Asked) -> Table:
    return status_table(client_of(asked.given, asked.names) or connect(), asked.store())


def _spend(asked: _Asked) -> Table:
    return spend_table(asked.store())


def _models(asked: _Asked) -> Table:
    if not asked.word:
        return models_table()
    if asked.word not in MODELS:
        # The same as of a request that names it.
        raise InvalidRequest([Problem("model.unknown", "model", repr(asked.word), ", ".join(MODELS))])
    return model_table(MODELS[asked.word])


def _runs(asked: _Asked) -> Table:
    count = asked.word or str(_RUNS)
    if not (count.isdecimal() and 0 < int(count) < _TOO_MANY):
        raise UsageError(f"{_LINE} runs: {count!r} is no number of runs. Give 1, 2, 3, …")
    return runs_table(asked.store(), int(count))


_TELLS: Mapping[str, Callable[[_Asked], Table]] = MappingProxyType(
    {"status": _status, "spend": _spend, "models": _models, "runs": _runs},
)
_TAKES_A_WORD = frozenset(command.name for command in COMMANDS if command.value)
