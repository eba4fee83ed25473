"""``python -m wanwidgets.demo [FOLDER]``: a rocket vanishes from a photograph, without a key."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from PIL import Image

from wanwidgets.api import connect, edit
from wanwidgets.errors import MissingDependency, WanError
from wanwidgets.store import RunStore

__all__ = ["main"]

PROMPT = "Remove what is in box 1"
BOX = (296, 60, 350, 402)


def main(folder: str = "demo-output") -> Path:
    """Edit a photograph, write input and result into `folder`, and return the result's path."""
    target = Path(folder).absolute()
    target.mkdir(parents=True, exist_ok=True)
    before = target / "input.png"
    _photograph(before)
    run = edit(
        PROMPT, images=[before], boxes={1: [BOX]}, client=connect("local"), store=RunStore(target / "runs"), seed=7
    )
    (after,) = run.save(target, stem="result")
    out = sys.stdout.write
    out(f"Edited by the local service, which is no Wan model, in {run.seconds:.1f} s: {PROMPT!r}\n")
    out("To edit in the notebook, by mouse:  make lab   (or: jupyter lab notebooks/01-first-edit.ipynb)\n")
    out(f"input:  {before}\nresult: {after}\n")
    return after


def _photograph(path: Path) -> None:
    try:
        data = importlib.import_module("skimage.data")
    except ImportError:
        raise MissingDependency(
            "The demo's photograph comes with scikit-image: pip install 'wanwidgets[local]'."
        ) from None
    Image.fromarray(data.rocket()).save(path)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:2])
    except (WanError, OSError) as error:
        sys.exit(str(error))
