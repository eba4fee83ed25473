"""From a store to a pack: which runs, which files, and nothing that opens anybody's account."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from wanwidgets.decoding import open_picture
from wanwidgets.errors import ImageError, StoreError
from wanwidgets.meaning import fingerprint_of
from wanwidgets.result import RunState
from wanwidgets.store.packing.archive import LISTING, MOST_FILES, MOST_LISTED, file_name
from wanwidgets.store.packing.manifest import (
    SUFFIXES,
    Manifest,
    PackedFile,
    PackedRun,
    pictures_of,
    plain_request,
    started_of,
    values_of,
)
from wanwidgets.store.packing.refused import Refused
from wanwidgets.store.packing.secrets import Finder, strings_in, texts_of
from wanwidgets.store.record import read_meaning
from wanwidgets.store.rows import Row

__all__ = [
    "addresses_of",
    "entries",
    "first_whole",
    "packed",
    "replayed",
    "require_no_key",
    "require_no_secret",
    "these",
]

Find = Callable[[str], bytes]
"""Returns a file by the SHA-256 of its bytes."""

_REPLAYED = """
SELECT * FROM runs WHERE state = 'succeeded'
ORDER BY failed > 0, pack != '', started DESC, rowid DESC
"""
"""In the order of `memory.hits`."""
_OTHERS = "Leave the run out by naming the others: runs=[…]."


def replayed(journal: sqlite3.Connection, find: Find) -> list[list[Row]]:
    """Return for each fingerprint the rows of the runs that answer it, the one that is replayed first.

    Parameters
    ----------
    journal
        Open to be read.
    find
        In the store.
    """
    journal.row_factory = sqlite3.Row
    groups: dict[str, list[Row]] = {}
    for line in journal.execute(_REPLAYED):
        row = _known(line, find)
        if row["meaning"]:
            groups.setdefault(row["fingerprint"], []).append(row)
    return list(groups.values())


def these(journal: sqlite3.Connection, ids: Iterable[str], find: Find) -> list[list[Row]]:
    """Return the rows of the runs with these ids, each once and in a list of its own.

    Parameters
    ----------
    journal
        Open to be read.
    ids
        Of runs.
    find
        In the store.

    Raises
    ------
    Refused
        One is not there, did not succeed, or is one that no request finds.
    """
    journal.row_factory = sqlite3.Row
    groups: list[list[Row]] = []
    for run_id in dict.fromkeys(ids):
        line = journal.execute("SELECT * FROM runs WHERE id = ?", (run_id,)).fetchone()
        if line is None:
            raise Refused(f"there is no run {run_id!r} in this store.")
        row = _known(line, find)
        if row["state"] != RunState.SUCCEEDED.value:
            raise Refused(f"run {run_id} did not succeed, it is {row['state']!r}. {_OTHERS}")
        if not row["meaning"]:
            raise Refused(f"run {run_id} was asked when its model had other defaults: no request finds it. {_OTHERS}")
        groups.append([row])
    return groups


def first_whole(rows: Iterable[Row], find: Find, *, inputs: bool) -> PackedRun:
    """Return the first run whose pictures are all there.

    Parameters
    ----------
    rows
        At least one.
    find
        In the store.
    inputs
        Whether the pictures that it was asked with are to be packed as well.

    Raises
    ------
    Refused
        There is none: it says why the first one is not.
    """
    refusals = []
    for row in rows:
        try:
            return _whole(row, find, inputs=inputs)
        except Refused as refusal:
            refusals.append(refusal)
    raise refusals[0]


def packed(row: Row) -> PackedRun:
    """Return a row of the journal as a pack has it.

    Raises
    ------
    Refused
        It is damaged, or holds an address in the place of a picture.
    """
    try:
        request, record = json.loads(row["request"]), json.loads(row["record"])
        if any("sha256" not in picture for picture in pictures_of(request)):
            raise Refused(f"run {row['id']} was asked with an address in the place of a picture. {_OTHERS}")
        return PackedRun(
            id=row["id"],
            engine=row["engine"],
            started=started_of(datetime.fromisoformat(record["started"])),
            seconds=record["seconds"],
            task_id=record["task_id"],
            request_id=record["request_id"],
            usage=record["usage"],
            content=tuple(map(_part, record["content"])),
            request=plain_request(request),
            meaning=row["meaning"],
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Refused(f"run {row['id']} cannot be read ({type(error).__name__}: {error}). {_OTHERS}") from None


def addresses_of(journal: sqlite3.Connection) -> dict[str, str]:
    """Return which address gave which picture, as hashes of both."""
    return dict(journal.execute("SELECT address, digest FROM addresses").fetchall())


def entries(
    runs: Sequence[PackedRun], addresses: Mapping[str, str], find: Find, secret: Finder, *, inputs: bool
) -> Iterator[tuple[str, bytes]]:
    """Yield names and bytes of everything in a pack, one file at a time, the listing last.

    Parameters
    ----------
    runs
        At least one.
    addresses
        As `addresses_of` returns them; those of other pictures are left out.
    find
        In the store.
    secret
        Says what secret stands in some bytes.
    inputs
        Whether the pictures that they were asked with are in it.

    Raises
    ------
    Refused
        It would hold a secret, or what no pack can hold.
    """
    for run in runs:
        require_no_secret(run, secret)
    users = {digest: run for run in reversed(runs) for digest in (*run.results, *(run.inputs if inputs else ()))}
    if len(users) >= MOST_FILES:
        raise Refused(f"it would hold {len(users)} pictures, and at most {MOST_FILES} can be. Choose fewer runs.")
    files = []
    for digest, run in sorted(users.items()):
        data = find(digest)
        require_no_key(data, digest, run, secret)
        files.append(PackedFile(digest, _suffix(data, digest, run), len(data)))
        yield file_name(digest, files[-1].suffix), data
    asked = {digest for run in runs for digest in run.inputs if inputs}
    known = {address: digest for address, digest in addresses.items() if digest in asked}
    listing = Manifest.of(runs, files, known, inputs=inputs).write()
    if len(listing) > MOST_LISTED:
        raise Refused(f"its listing would have {len(listing) / 1e6:.0f} MB. Choose fewer runs.")
    yield LISTING, listing


def require_no_secret(run: PackedRun, secret: Finder, advice: str = _OTHERS) -> None:
    """Raise Refused where a run's words hold a secret, naming where it stands, and saying what to do."""
    strings = list(strings_in(values_of(run)))
    # All at once first: hardly any run holds one.
    if not secret(_bytes("\n".join(text for _, text in strings))):
        return
    for where, text in strings:
        found = secret(_bytes(text))
        if found:
            raise Refused(f"{found} stands in the {where.replace('.', ' › ')} of run {run.id}. {advice}")


def require_no_key(data: bytes, digest: str, run: PackedRun, secret: Finder, advice: str = _OTHERS) -> None:
    """Raise Refused where the file of a picture holds a secret beside its pixels, naming the picture."""
    found = next(filter(None, map(secret, texts_of(data))), "")
    if found:
        raise Refused(f"{found} stands in the file of {_told(digest, run)}, beside its pixels. {advice}")


def _known(row: sqlite3.Row, find: Find) -> Row:
    """Return a row with its meaning, which journals of before do not say where there is a mask."""
    known = dict(row)
    if known["meaning"]:
        return known
    try:
        meaning = read_meaning(known["request"], known["engine"], find)
    except (AttributeError, KeyError, TypeError, ValueError, StoreError, ImageError):
        return known
    return {**known, "meaning": meaning} if fingerprint_of(meaning) == known["fingerprint"] else known


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _whole(row: Row, find: Find, *, inputs: bool) -> PackedRun:
    run = packed(row)
    for digest in (*run.results, *(run.inputs if inputs else ())):
        try:
            find(digest)
        except StoreError as error:
            raise Refused(f"{_told(digest, run)} cannot be packed: {error} Put it back. {_OTHERS}") from None
    return run


def _part(part: Mapping[str, Any]) -> dict[str, Any]:
    return (
        {name: value for name, value in {"pixels": "", **part}.items() if name != "file"}
        if "sha256" in part
        else dict(part)
    )


def _suffix(data: bytes, digest: str, run: PackedRun) -> str:
    try:
        with open_picture(data, digest[:12]) as image:
            kind = image.format or ""
    except ImageError as error:
        raise Refused(f"{_told(digest, run)} cannot be packed: {error.reason} {_OTHERS}") from None
    if kind not in SUFFIXES:
        raise Refused(f"{_told(digest, run)} is a {kind}; packs hold {', '.join(SUFFIXES)}. {_OTHERS}")
    return SUFFIXES[kind]


def _told(digest: str, run: PackedRun) -> str:
    places = [f"result {place}" for place, other in enumerate(run.results, start=1) if other == digest]
    places += [f"image {place}" for place, other in enumerate(run.inputs, start=1) if other == digest]
    return f"{places[0]} of run {run.id}"
