"""From a pack to a store: everything is looked at before anything is written, and no run that is there is touched."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from wanwidgets.decoding import sha256
from wanwidgets.errors import StoreError, WanError
from wanwidgets.meaning import fingerprint_of, without_engine
from wanwidgets.regions import Mask
from wanwidgets.result import Run, RunState
from wanwidgets.store import rows
from wanwidgets.store.packing import archive as zips
from wanwidgets.store.packing.archive import LISTING, Archive, file_name
from wanwidgets.store.packing.listing import manifest_in
from wanwidgets.store.packing.making import packed
from wanwidgets.store.packing.manifest import Manifest, PackedFile, PackedRun
from wanwidgets.store.packing.refused import Refused
from wanwidgets.store.record import bare_request, read_record
from wanwidgets.store.rows import Placed, Row

__all__ = ["Pack", "PackedRow", "opened", "unknown"]


@dataclass(frozen=True, slots=True)
class PackedRow:
    """A run of a pack as the journal takes it: its columns, and its pictures."""

    columns: Row
    pictures: tuple[Placed, ...]


class Pack:
    """A pack whose outline and listing were found to be sound.

    Parameters
    ----------
    archive
        Open.
    manifest
        Its listing.
    """

    def __init__(self, archive: Archive, manifest: Manifest) -> None:
        self._archive = archive
        self.manifest = manifest
        self._paths = {file.sha256: file_name(file.sha256, file.suffix) for file in manifest.files}

    def data(self, file: PackedFile) -> bytes:
        """Return the file of a picture.

        Raises
        ------
        Refused
            It is not the one that the listing says.
        """
        data = self._archive.read(self._paths[file.sha256])
        if sha256(data) != file.sha256:
            raise Refused(f"the picture {file.sha256[:12]}… in it is damaged or was changed. Get the pack again.")
        return data

    def row(self, run: PackedRun, folder: Path, *, name: str, written: float) -> PackedRow:
        """Return a run as a row of the journal.

        Parameters
        ----------
        run
            Of this pack.
        folder
            Of the store.
        name
            Of the pack.
        written
            Seconds since 1970.

        Raises
        ------
        Refused
            Its request is none.
        """
        request = json.dumps(_named(run.request))
        read = replace(self._read(run, request, folder), pack=name)
        columns = {
            **rows.row_of(read, folder, written=written),
            "started": run.started,
            "engine": run.engine,
            "model": run.request["model"],
            "meaning": run.meaning,
            "fingerprint": fingerprint_of(run.meaning),
            "anyone": fingerprint_of(without_engine(run.meaning)),
            "request": request,
            "pack": name,
            # Somebody else asked and paid for it.
            "asked": 0,
            "owner": "",
        }
        return PackedRow(columns, (*_inputs(run), *rows.results_of(read)))

    def _read(self, run: PackedRun, request: str, folder: Path) -> Run:
        record = {
            **{name: getattr(run, name) for name in ("id", "engine", "started", "task_id", "request_id", "seconds")},
            "state": RunState.SUCCEEDED.value,
            "status": None,
            "content": [
                {**part, "file": self._paths[part["sha256"]]} if "sha256" in part else dict(part)
                for part in run.content
            ],
            "usage": dict(run.usage),
            "error": None,
        }
        try:
            read = read_record(json.dumps(record), bare_request(request), folder)
            if run.request["mask"]:
                # What it starts from is a picture, which is looked at by itself.
                Mask.from_dict({**run.request["mask"], "base": None})
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError, WanError) as error:
            raise Refused(f"the request of run {run.id} is none ({type(error).__name__}: {error}).") from None
        if read.request.parameters != run.request["parameters"]:
            raise Refused(f"the request of run {run.id} has parameters that are none.")
        return read


@contextmanager
def opened(path: Path) -> Iterator[Pack]:
    """Open a pack, having looked at its outline and its listing, and at no picture.

    Raises
    ------
    Refused
        It is no pack, or not a sound one: it says why.
    OSError
        It cannot be read.
    """
    with zips.opened(path) as archive:
        manifest = manifest_in(archive.read(LISTING))
        listed = {file_name(file.sha256, file.suffix): file.size for file in manifest.files}
        if archive.sizes != listed:
            name = min(dict(archive.sizes.items() ^ listed.items()))
            why = "is missing" if name not in archive.sizes else "is not in its manifest"
            raise Refused(f"{name} {'has another size than listed' if name in listed.keys() & archive.sizes else why}.")
        yield Pack(archive, manifest)


def unknown(journal: sqlite3.Connection, runs: Iterable[PackedRun]) -> tuple[PackedRun, ...]:
    """Return the runs that the journal does not have.

    Raises
    ------
    StoreError
        It has another run of the same id.
    """
    journal.row_factory = sqlite3.Row
    new = []
    for run in runs:
        row = journal.execute("SELECT * FROM runs WHERE id = ?", (run.id,)).fetchone()
        if row is None:
            new.append(run)
        elif not _is_same(row, run):
            raise StoreError(
                f"The store has another run {run.id} than the pack, so one of the two was changed. Nothing was "
                "written. Open the pack in a folder of its own: RunStore.open_pack(path, folder).",
            )
    return tuple(new)


def _is_same(row: sqlite3.Row, run: PackedRun) -> bool:
    try:
        known = packed({**dict(row), "meaning": row["meaning"] or run.meaning})
    except Refused:
        return False
    return row["state"] == RunState.SUCCEEDED.value and known == run


def _named(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return a request's document as the journal has it: its pictures have names, and these are empty."""
    mask = request["mask"]
    if mask and mask["base"]:
        mask = {**mask, "base": {**mask["base"], "name": ""}}
    return {**request, "pictures": [{**picture, "name": ""} for picture in request["pictures"]], "mask": mask}


def _inputs(run: PackedRun) -> Iterator[Placed]:
    for place, picture in enumerate(run.request["pictures"], start=1):
        yield Placed("in", place, picture["sha256"], picture["pixels"])
