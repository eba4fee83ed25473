"""Which notebooks there are, and which of them need the local service."""

from __future__ import annotations

from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "notebooks"
PACK = FOLDER / "pack.zip"

NOTEBOOKS = sorted(path for path in FOLDER.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)

NEED_THE_SERVICE = dict(
    line.split("\t") for line in Path(__file__).with_name("live.tsv").read_text(encoding="utf-8").splitlines()
)
"""By their paths in notebooks/, and why. All others show what the pack remembers, and need nobody for that."""


def called(path):
    """Return what a notebook is called here: its path in notebooks/, such as ``zh/02-boxes.ipynb``."""
    return path.relative_to(FOLDER).as_posix()


REMEMBERED = [path for path in NOTEBOOKS if called(path) not in NEED_THE_SERVICE]
LIVE = [path for path in NOTEBOOKS if called(path) in NEED_THE_SERVICE]


def read(path):
    """Return a notebook."""
    return nbformat.read(path, as_version=4)


def code_of(path):
    """Return the cells of code of a notebook."""
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def words_of(path):
    """Return the texts between its code."""
    return [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
