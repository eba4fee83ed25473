"""Packs of a store: what a teacher ships, so that a class needs no key and no network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from wanwidgets.errors import StoreError
from wanwidgets.origin import own_key
from wanwidgets.result import Run
from wanwidgets.store import rows
from wanwidgets.store.folder import StoreFolder
from wanwidgets.store.packing import archive as zips
from wanwidgets.store.packing.making import addresses_of, entries, first_whole, replayed, these
from wanwidgets.store.packing.manifest import SUFFIXES, Manifest, PackedFile
from wanwidgets.store.packing.opening import Pack, opened, unknown
from wanwidgets.store.packing.refused import Refused
from wanwidgets.store.packing.secrets import finder
from wanwidgets.store.packing.sound import require_own_meaning, require_sound

__all__ = ["Packing", "manifest_of"]

_KINDS = {suffix: kind for kind, suffix in reversed(SUFFIXES.items())}
_LONGEST = 100
_Store = TypeVar("_Store", bound="Packing")


class Packing(StoreFolder):
    """Packs, made of a store and opened in one."""

    def pack(self, path: str | Path, *, runs: Iterable[Run | str] | None = None, inputs: bool = True) -> Path:
        """Write what replays need into one file, and return its path.

        It holds the runs with their requests, words, usage, ids and times, their pictures, and a manifest. Nothing in
        it names the account, the session, the names of the user's files, an address, or a path. The pictures are the
        very files, with whatever a camera wrote into them. The same runs give the same bytes.

        Parameters
        ----------
        path
            Such as ``"lesson.zip"``; its folder is made. A pack that is there is replaced.
        runs
            Which, as runs or their ids; by default for each fingerprint the one that would be replayed.
        inputs
            Whether the pictures are in it that were asked with. Replays do without, since who asks has them; but a run
            that is looked up in such a store has gaps in their place.

        Raises
        ------
        StoreError
            There is nothing to pack; a run did not succeed, or a picture of it is gone or was changed; a text or a
            picture's file holds what looks like a key, or the key of the environment; `path` is some other file, or
            cannot be written. Nothing was written.
        TypeError
            `runs` is no list of runs or ids.
        """
        target = Path(path).expanduser()
        ids = None if runs is None else [_id(run) for run in runs]
        with _telling(f"The pack {target.name!r} was not written: "):
            with self._journal.reading() as journal:
                groups = replayed(journal, self.find) if ids is None else these(journal, ids, self.find)
                addresses = addresses_of(journal)
            if not groups:
                empty = f"there is no run in {self.folder.name} that succeeded." if ids is None else "runs= names none."
                raise Refused(empty)
            chosen = [first_whole(group, self.find, inputs=inputs) for group in groups]
            _require_pack(target)
            for run in chosen:
                require_own_meaning(run)
            secret = finder(own_key())
            zips.written(target, entries(chosen, addresses, self.find, secret, inputs=inputs))
        return target

    @classmethod
    def open_pack(  # noqa: PYI019 - Self came with Python 3.11
        cls: type[_Store], path: str | Path, folder: str | Path | None = None, **options: Any
    ) -> _Store:
        """Unpack a pack into a store, and return the store: what is in the pack is replayed from then on.

        Its runs count as nobody's spending, and `Run.pack` has the name of the pack. A run that is there already is
        left as it is. To open it again changes nothing, but for pictures that were deleted or edited by hand: they are
        put back, and what was edited is kept beside them.

        Parameters
        ----------
        path
            The pack. Nothing in it is trusted: it may come from anybody.
        folder
            Of the store; by default that of ``RunStore()``.
        **options
            As `RunStore` takes them.

        Raises
        ------
        StoreError
            It is no pack, or of a newer version; it is damaged, lacks a picture, or would be written outside the
            folder; it is a bomb; somebody's key is in it; the store has another run of the same id. No run of the store
            is touched, and none is added. Where the disk is full, pictures that were written already stay for the next
            try.
        """
        store = cls(folder, **options)
        source = Path(path).expanduser()
        with _telling(f"The pack {source.name!r} was not opened: "), opened(source) as pack:
            store._unpack(pack, name=_name(source))
        return store

    def _unpack(self, pack: Pack, *, name: str) -> None:
        runs = pack.manifest.runs
        with self._journal.reading() as journal:
            new = unknown(journal, runs)
            addresses = pack.manifest.addresses.keys() - addresses_of(journal).keys()
        files = [file for file in pack.manifest.files if not self._has(file)]
        if not (new or files or addresses):
            return
        require_sound(pack, finder())
        written = self._now().timestamp()
        ready = {run.id: pack.row(run, self.folder, name=name, written=written) for run in new}
        # Once before its pictures are written, so that a store that takes no run gets none of them.
        with self._journal.writing(new=True) as journal:
            unknown(journal, new)
        with self._journal.telling():
            for file in files:
                self._files.write(file.sha256, _KINDS[file.suffix], pack.data(file))
        with self._journal.writing(new=True) as journal:
            # Another kernel may have opened it meanwhile.
            for run in unknown(journal, new):
                rows.add(journal, ready[run.id].columns, ready[run.id].pictures)
            journal.executemany(
                "INSERT OR IGNORE INTO addresses (address, digest) VALUES (?, ?)", pack.manifest.addresses.items()
            )

    def _has(self, file: PackedFile) -> bool:
        try:
            self.find(file.sha256)
        except StoreError:
            return False
        return True


def manifest_of(path: str | Path) -> Manifest:
    """Return the listing of a pack, having looked at none of its pictures.

    Raises
    ------
    StoreError
        As for `Packing.open_pack`.
    """
    source = Path(path).expanduser()
    with _telling(f"The pack {source.name!r} was not opened: "), opened(source) as pack:
        return pack.manifest


@contextmanager
def _telling(said: str) -> Iterator[None]:
    """Turn a refusal, or what the system says of the pack, into a StoreError."""
    try:
        yield
    except Refused as refusal:
        raise StoreError(f"{said}{refusal}") from None
    except OSError as error:
        raise StoreError(f"{said}{error.strerror or error}.") from None


def _id(run: Run | str) -> str:
    if not isinstance(run, (Run, str)):
        raise TypeError(f"runs holds runs or their ids, not {type(run).__name__}.")
    return run if isinstance(run, str) else run.id


def _name(path: Path) -> str:
    # The name of a file may hold bytes that are no letters.
    return path.stem.encode("utf-8", "replace").decode("utf-8")[:_LONGEST]


def _require_pack(path: Path) -> None:
    """Refuse to replace what is something else."""
    if not path.exists() or not path.stat().st_size:
        return
    try:
        with opened(path):
            pass
    except Refused as refusal:
        raise Refused(
            f"a file of that name is there and is no pack that could be replaced ({refusal}) Choose another name."
        ) from None
