"""The help of the magics, written from the table of options."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from wanwidgets.magic.options import COMMANDS, OPTIONS

__all__ = ["CELL_HELP", "LINE_HELP"]

_LEFT, _WIDTH = 26, 100


def _listed(pairs: Iterable[tuple[str, str]]) -> str:
    lines = []
    for left, text in pairs:
        first, *rest = textwrap.wrap(text, _WIDTH - _LEFT)
        # What is too long for its column has a line of its own.
        head = f"  {left:<{_LEFT - 2}}" if len(left) < _LEFT - 2 else f"  {left}\n{' ' * _LEFT}"
        lines += [f"{head}{first}", *(f"{' ' * _LEFT}{line}" for line in rest)]
    return "\n".join(lines)


def _sections() -> str:
    by_section: dict[str, list[tuple[str, str]]] = {}
    for option in OPTIONS:
        written = f"{', '.join(option.flags)} {option.value}".rstrip()
        by_section.setdefault(option.section, []).append((written, option.help))
    return "\n\n".join(f"{section}\n{_listed(pairs)}" for section, pairs in by_section.items())


CELL_HELP = f"""\
%%wan [OPTIONS]
PROMPT

Edit pictures; the text of the cell is the prompt, and the result is the run, as wanwidgets.edit returns it.

  %%wan -i car.png -i paint.png --box 2:989,515,1138,681 -n 2 --size 2K
  Spray the graffiti of image 1 onto what is in box 1 of image 2

{_sections()}

In place of any value, $name is the variable of that name and {{expression}} the value of a Python expression:
-i {{run.images[0]}}, --box 1:$box, -p function=$name. A line that ends with a backslash goes on in the next one.
Tab completes options, models, parameters, variables and files."""

LINE_HELP = f"""\
%wan [COMMAND] [--local | --region REGION | --client NAME] [--store STORE]

Tell how things stand; nothing is sent, and nothing costs anything.

{_listed((f"{command.name} {command.value}".rstrip(), command.help) for command in COMMANDS)}

To edit, write %%wan, with the prompt in the lines below."""
