"""``%load_ext wanwidgets``: a cell's text is the prompt of an edit."""

from __future__ import annotations

import argparse
import inspect
import json
import shlex
from collections.abc import Sequence
from typing import Any

from IPython.core.error import UsageError
from IPython.core.magic import Magics, cell_magic, magics_class

from wanwidgets.api import connect, edit
from wanwidgets.catalog import DEFAULT_MODEL, MODELS
from wanwidgets.modes import ReplayMode
from wanwidgets.regions import Box
from wanwidgets.result import Run

__all__ = ["WanMagics", "load_ipython_extension"]


_OWN = frozenset(inspect.signature(edit).parameters)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong as an error of the cell instead of ending the kernel."""

    def error(self, message: str) -> Any:
        raise UsageError(f"%%wan: {message}\n{self.format_usage()}")


def _parser() -> _Parser:
    parser = _Parser(prog="%%wan", description="Edit pictures; the cell's text is the prompt.", add_help=False)
    add = parser.add_argument
    add("-i", "--image", action="append", default=[], metavar="PICTURE", help="a path, an address, or a variable")
    add("--box", action="append", default=[], metavar="N:x1,y1,x2,y2", type=_box, help="a box on picture N")
    add("-m", "--model", default=DEFAULT_MODEL, choices=list(MODELS))
    add("-n", type=int, help="how many pictures")
    add("--size", help="1K, 2K or W*H")
    add("--seed", type=int)
    add("--mask", metavar="PICTURE", help="what may change: a picture as large as image 1, light where it may")
    add("--drawn", action="store_true", help="paint the boxes into the pictures instead of listing them")
    add("-p", "--parameter", action="append", default=[], metavar="NAME=VALUE", type=_parameter, help="any other one")
    add("--local", action="store_true", help="the local service, whatever the environment holds")
    add("--take", type=int, default=0, metavar="N", help="another variation of the same request: 1, 2, …")
    add("--mode", choices=[mode.value for mode in ReplayMode], help="whether what is remembered is given again")
    add("--budget", type=int, metavar="PICTURES", help="how many pictures all runs of the store may be billed for")
    add("-o", "--out", metavar="NAME", help="a variable for the run")
    return parser


def _box(text: str) -> tuple[int, Box]:
    number, _, corners = text.partition(":")
    try:
        return int(number), Box.of(int(corner) for corner in corners.split(","))
    except (ValueError, TypeError):
        raise argparse.ArgumentTypeError(f"{text!r} is not a box; write it like 2:989,515,1138,681") from None


def _parameter(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not (equals and name.isidentifier()):
        raise argparse.ArgumentTypeError(f"{text!r} is no parameter; write it like enable_sequential=true")
    try:
        return name, json.loads(value)
    except ValueError:
        # What is no JSON is a text, which needs no quotes then.
        return name, value


@magics_class
class WanMagics(Magics):
    """The ``%%wan`` cell magic."""

    @cell_magic
    def wan(self, line: str, cell: str) -> Run | None:
        """Edit pictures; the cell's text is the prompt: ``%%wan -i car.png -i paint.png --box 2:989,515,1138,681``."""
        options = _parser().parse_args(shlex.split(line))
        boxes: dict[int, list[Box]] = {}
        for number, box in options.box:
            boxes.setdefault(number, []).append(box)
        values = {"n": options.n, "size": options.size, "seed": options.seed}
        twice = sorted(name for name, _ in options.parameter if name in {*_OWN, *values})
        if twice:
            raise UsageError(f"%%wan: {twice[0]} has an option of its own.")
        run = edit(
            cell.strip(),
            images=self._pictures(options.image),
            boxes=boxes,
            model=options.model,
            client=connect("local", mode=options.mode) if options.local else None,
            mask=self._namespace.get(options.mask, options.mask),
            marks="drawn" if options.drawn else "list",
            take=options.take,
            mode=options.mode,
            budget=options.budget,
            **{**values, **dict(options.parameter)},
        )
        if options.out:
            self._namespace[options.out] = run
            return None
        return run

    def _pictures(self, names: Sequence[str]) -> list[object]:
        # A variable of that name comes first; a file can always be written as ./name.
        return [self._namespace.get(name, name) for name in names]

    @property
    def _namespace(self) -> dict[str, Any]:
        return {} if self.shell is None else self.shell.user_ns


def load_ipython_extension(shell: Any) -> None:
    """Register the magic; IPython calls this for ``%load_ext wanwidgets``."""
    shell.register_magics(WanMagics)
