"""A small table: aligned text in a terminal, rows and columns in a notebook."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Table"]

_WIDE = frozenset("WF")


@dataclass(frozen=True)
class Table:
    """Rows of words.

    Attributes
    ----------
    rows : tuple of tuple of str
        All of the same length.
    head : tuple of str
        The names of the columns; empty where they need none.
    note : str
        A sentence below.
    """

    rows: tuple[tuple[str, ...], ...]
    head: tuple[str, ...] = ()
    note: str = ""

    def __repr__(self) -> str:
        lines = [self.head, *self.rows] if self.head else list(self.rows)
        widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
        text = [_aligned(line, widths) for line in lines]
        return "\n".join([*text, *([self.note] if self.note else [])])

    def _repr_html_(self) -> str:
        head = "".join(f'<th style="text-align:left">{html.escape(name)}</th>' for name in self.head)
        rows = "".join(f"<tr>{_cells(*row)}</tr>" for row in self.rows)
        note = f"<div>{html.escape(self.note)}</div>" if self.note else ""
        return f"<table>{f'<thead><tr>{head}</tr></thead>' if head else ''}<tbody>{rows}</tbody></table>{note}"


def _cells(name: str, *others: str) -> str:
    first = f'<td style="text-align:left;white-space:nowrap">{html.escape(name)}</td>'
    return first + "".join(f'<td style="text-align:left">{html.escape(text)}</td>' for text in others)


def _aligned(line: Sequence[str], widths: Sequence[int]) -> str:
    padded = (f"{text}{' ' * (width - _width(text))}" for text, width in zip(line, widths, strict=True))
    return "  ".join(padded).rstrip()


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in _WIDE else 1 for sign in text)
