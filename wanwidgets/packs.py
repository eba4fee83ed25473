"""``python -m wanwidgets.packs make FOLDER PACK``, ``open PACK [FOLDER]``, ``show PACK``: packs without a notebook."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from wanwidgets.errors import StoreError
from wanwidgets.store import RunStore
from wanwidgets.store.packing import Manifest, manifest_of

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say, tell it on one line, and return the exit code: 1 where it could not be done."""
    given = _parser().parse_args(arguments)
    try:
        sys.stdout.write(f"{given.does(given)}\n")
    except StoreError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m wanwidgets.packs", description="Packs of remembered runs.")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    make = verbs.add_parser("make", help="pack what a store would replay")
    make.add_argument("folder", help="of the store")
    make.add_argument("pack", help="the file, such as lesson.zip")
    make.add_argument("--without-inputs", action="store_true", help="leave the pictures out that were asked with")
    make.set_defaults(does=_make)
    open_ = verbs.add_parser("open", help="unpack into a store")
    open_.add_argument("pack", help="the file")
    open_.add_argument("folder", nargs="?", help="of the store; by default that of RunStore()")
    open_.set_defaults(does=_open)
    show = verbs.add_parser("show", help="say what is in a pack, without unpacking it")
    show.add_argument("pack", help="the file")
    show.set_defaults(does=_show)
    return parser


def _make(given: argparse.Namespace) -> str:
    path = RunStore(given.folder).pack(given.pack, inputs=not given.without_inputs)
    return f"{path}: {_told(manifest_of(path), path)}"


def _open(given: argparse.Namespace) -> str:
    store = RunStore.open_pack(given.pack, given.folder)
    return f"{store.folder}: {_told(manifest_of(given.pack), Path(given.pack))}"


def _show(given: argparse.Namespace) -> str:
    manifest = manifest_of(given.pack)
    made = f"made with wanwidgets {manifest.versions['wanwidgets']}"
    return f"{given.pack}: {_told(manifest, Path(given.pack))}, {made}"


def _told(manifest: Manifest, path: Path) -> str:
    engines = Counter(run.engine for run in manifest.runs)
    runs = ", ".join(f"{count} run{'s' * (count > 1)} of {engine}" for engine, count in sorted(engines.items()))
    return f"{runs}, {len(manifest.files)} pictures, {path.expanduser().stat().st_size / 1e6:.1f} MB"


if __name__ == "__main__":
    sys.exit(main())
