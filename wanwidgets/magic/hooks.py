"""How IPython asks for completions, and how an empty cell reaches the magic; both are taken back on unloading."""

from __future__ import annotations

import re
from typing import Any

from wanwidgets.magic.completing import Completion, complete
from wanwidgets.magic.names import Names

__all__ = ["Completing", "with_body"]

_MAGIC = re.compile(r"\s*(?:\w+\s*=\s*)?(%%?)wan(\s.*)", re.DOTALL)
_CELL = re.compile(r"%%wan(\s|$)")
_CONTINUED = re.compile(r"\\\n")
_SECOND_MATCHERS = (8, 6)
"""The first IPython whose completers may say what they replace and what must not stand beside it."""


def with_body(lines: list[str]) -> list[str]:
    r"""Give a cell that has nothing but ``%%wan`` an empty line, without which IPython keeps it from its magic.

    So ``%%wan --help`` shows its help, and a prompt that is missing is told as any other problem.

    >>> with_body(["%%wan --help\n"])
    ['%%wan --help\n', '\n']
    """
    return [*lines, "\n"] if len(lines) == 1 and _CELL.match(lines[0]) else lines


# So IPython leaves it out where it asks whether a cell is complete: a terminal then waits for the prompt.
with_body.has_side_effects = True  # type: ignore[attr-defined]


class Completing:
    """Completes the lines of the magics of one shell.

    Parameters
    ----------
    completer
        IPython's ``IPCompleter`` of that shell.
    names
        The user's variables.
    """

    def __init__(self, completer: Any, names: Names) -> None:
        self._completer = completer
        self._names = names

    def enter(self, version: tuple[int, ...]) -> None:
        """Take part in the completion of an IPython of that version."""
        if version >= _SECOND_MATCHERS:
            self._completer.custom_matchers.append(self.by_context)
        else:
            self._completer.magic_arg_matchers.append(self.by_line)

    @classmethod
    def leave(cls, completer: Any) -> None:
        """Take part in the completion of a shell no more."""
        for matchers in (completer.custom_matchers, completer.magic_arg_matchers):
            matchers[:] = [each for each in matchers if not isinstance(getattr(each, "__self__", None), cls)]

    def by_context(self, context: Any) -> dict[str, Any]:
        """Answer IPython 8.6 or newer: what is replaced, by what, and that nothing else stands beside it."""
        lines = context.full_text.split("\n")[: context.cursor_line]
        found = self._found("\n".join([*lines, context.text_until_cursor]))
        return {
            "completions": list(found.found),
            "matched_fragment": found.fragment,
            "ordered": True,
            "suppress": bool(found.found),
        }

    def by_line(self, _: str) -> list[str]:
        """Answer an older IPython, which replaces only the last part of a word, as it cuts words."""
        text = self._completer.text_until_cursor
        found, token = self._found(text), self._completer.splitter.split_line(text)
        kept = len(found.fragment) - len(token)
        texts = [each.text[kept:] for each in found.found] if kept >= 0 else []
        return [each for each in texts if each.startswith(token)]

    def _found(self, text: str) -> Completion:
        text = _CONTINUED.sub("", text)
        # A line magic may stand on any line of a cell that is Python.
        in_cell_magic = text.lstrip().startswith("%%")
        magic = _MAGIC.fullmatch(text if in_cell_magic else text.rpartition("\n")[2])
        if magic is None or "\n" in magic[2] or (magic[1] == "%%") != in_cell_magic:
            return Completion("")
        return complete(magic[2], self._names, cell=magic[1] == "%%")


# By these IPython knows how to ask, and whom before the others.
Completing.by_context.matcher_api_version = 2  # type: ignore[attr-defined]
Completing.by_context.matcher_identifier = "wanwidgets"  # type: ignore[attr-defined]
Completing.by_context.matcher_priority = 1000.0  # type: ignore[attr-defined]
