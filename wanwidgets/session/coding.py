"""Coding: the draft and the runs as code, and code as the draft."""

from __future__ import annotations

import os
from pathlib import Path

from wanwidgets.delivery import Parcel
from wanwidgets.errors import ImageError, StoreError
from wanwidgets.exporting.curl import as_curl
from wanwidgets.exporting.document import as_json, read_json
from wanwidgets.exporting.plain import without_secrets
from wanwidgets.exporting.python import EDIT, EDITOR, Cell, as_python
from wanwidgets.images import Gap, InputImage
from wanwidgets.modes import ReplayMode
from wanwidgets.origin import own_key
from wanwidgets.request import EditRequest
from wanwidgets.result import Run
from wanwidgets.session.earlier import Earlier, whole

__all__ = ["KINDS", "Coding"]

KINDS = ("python", "curl", "json")
"""What a request can be written as."""


class Coding(Earlier):
    """A session that can be written down; `wanwidgets.session.EditSession` is the whole."""

    def export(self, kind: str = "python") -> str:
        """Return the draft as code; pictures that the store has not yet are put into it, so that the code finds them.

        It may take as long as a disk.

        Parameters
        ----------
        kind
            ``"python"``: a notebook cell that opens an editor on the same draft. ``"curl"``: a shell script that sends
            what a run of it would send. ``"json"``: what `load` reads.

        Returns
        -------
        str
            Without a key, and without the query of an address, which may be signed.

        Raises
        ------
        ValueError
            There is no such kind.
        InvalidRequest, ImageError
            As a shell script: it cannot be sent yet.
        StoreError
            The store cannot be written.
        """
        return self._written(self.draft, self.engine, kind, EDITOR)

    def code(self, run: Run, kind: str = "python") -> str:
        """Return a run as code; it may take as long as a disk.

        It asks where the run was asked. What came in a pack was asked by somebody else, who could name any place for
        the user's key to be sent to, so its code asks where this session does.

        Parameters
        ----------
        run
            Of this session, or of its store.
        kind
            ``"python"``: a notebook cell that asks for the same by `wanwidgets.edit`; the others as for `export`.

        Raises
        ------
        ValueError, InvalidRequest, ImageError
            As for `export`.
        StoreError
            A picture that was sent is gone.
        """
        request = run.request if whole(run) else self._runner.store.get(run.id).request
        return self._written(request, self.engine if run.pack else run.engine, kind, EDIT)

    def load(self, text: str) -> EditRequest:
        """Make what `export` wrote as JSON the draft, as one step that can be undone, and return it.

        Pictures are those of the draft and of the store that have the hashes; of one that is in neither a gap stays,
        which the draft's problems tell. Nothing is fetched before a run, or before somebody asks for it. It may take as
        long as a disk.

        Raises
        ------
        ValueError
            It is no such text, or something in it is not what it has to be. The draft stays as it was.
        ImageError
            A picture cannot be read. The draft stays as it was.
        """
        request = read_json(text, self._picture_known_by)
        with self.lock:
            return self._change(request)

    def _written(self, request: EditRequest, engine: str, kind: str, cell: Cell) -> str:
        request = without_secrets(request, own_key())
        if kind == "json":
            for image in _images(request):
                self._kept(image.digest, image.data)
            return as_json(request, engine=engine)
        if kind == "curl":
            base_url = self._runner.client.base_url if engine == self.engine and engine.startswith("custom/") else ""
            return as_curl(request, engine=engine, file=self._parcel_file, base_url=base_url)
        if kind == "python":
            return as_python(
                request,
                engine=engine,
                store=_from_here(self._runner.store.folder),
                file=lambda image: self._kept(image.digest, image.data),
                cell=cell,
                mode=self._mode_of(cell),
                budget=self.caps.session if cell is EDITOR else None,
            )
        raise ValueError(f"There is no code of the kind {kind!r}; allowed are {', '.join(map(repr, KINDS))}.")

    def _mode_of(self, cell: Cell) -> str:
        """Return the mode that a cell says: a run that was asked anew is not asked anew by its code."""
        named = self._mode_named or ReplayMode.REPLAY.value
        return named if cell is EDITOR or named == ReplayMode.OFFLINE.value else ReplayMode.REPLAY.value

    def _parcel_file(self, parcel: Parcel) -> str:
        return self._kept(parcel.digest, parcel.data)

    def _kept(self, digest: str, data: bytes) -> str:
        """Return the path of a file that the store keeps from now on, if it did not before."""
        store = self._runner.store
        try:
            store.find(digest)
        except StoreError:
            # It is not there yet, or was changed: then that one is put aside, and not lost.
            store.keep(data)
        return _from_here(store.path(digest))

    def _picture_known_by(self, gap: Gap) -> InputImage | Gap:
        for image in _images(self.draft):
            if gap.digest == image.digest:
                return image
        try:
            return InputImage.from_bytes(self._runner.store.find(gap.digest))
        except (ImageError, StoreError):
            # The same pixels may be there in another file.
            data = self._runner.store.picture(gap.pixels)
        return gap if data is None else InputImage.from_bytes(data)


def _images(request: EditRequest) -> list[InputImage]:
    """Return all pictures that a request holds, that under its mask among them."""
    images = [*(picture.image for picture in request.pictures), request.mask.base if request.mask else None]
    return [image for image in images if isinstance(image, InputImage)]


def _from_here(path: Path) -> str:
    """Return a path as a cell of this kernel finds it, relative to its folder where there is a way."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:
        # Another drive of Windows.
        return path.as_posix()
