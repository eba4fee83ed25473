"""Drafting: pictures of the draft are mended and made of results. It does not know whether it is displayed."""

from __future__ import annotations

from wanwidgets.content import SavedImage
from wanwidgets.errors import ImageError
from wanwidgets.images import InputImage
from wanwidgets.mending import Mend, mended_image, moved_along
from wanwidgets.regions import Box
from wanwidgets.session.arrivals import Arrival
from wanwidgets.session.bringing import Bringing
from wanwidgets.session.editing import place_of
from wanwidgets.session.sources import Source

__all__ = ["Drafting"]


class Drafting(Bringing):
    """The half of a session that sends nothing; `wanwidgets.session.EditSession` is the whole."""

    def use_result(self, saved: SavedImage, number: int | None = None, *, name: str = "") -> None:
        """Begin to take a result among the pictures of the draft, and return at once.

        Parameters
        ----------
        saved
            Of a run.
        number
            Of the picture whose place it takes, counted from 1. Its boxes are scaled along where the ratio is the same;
            else they are dropped, which is told. None appends it, where the model takes one more.
        name
            A short label; by default the name of its file, which in a store is a hash.
        """
        source = Source(str(saved.path), name)
        if number is None:
            self.add_images([source])
            return
        with self.lock:
            place = self.draft.pictures[number - 1].image
            self._announce([Arrival(next(self._ids), source, next(self._ids), place)])

    def mend(self, number: int, mend: Mend) -> None:
        """Begin to mend a picture as one of `wanwidgets.mending.mends_for` says, and return at once.

        `cares` says that it is being mended. If it is gone from the draft when that is done, nothing comes of it.
        """
        draft = self.draft
        old = draft.pictures[number - 1].image
        if not isinstance(old, InputImage):
            return

        def work() -> None:
            try:
                self._mended(old, *mended_image(draft, number, mend))
            except Exception as error:  # noqa: BLE001 - a thread has no caller, and the row says what went wrong
                known = isinstance(error, ImageError)
                reason = error if known else ImageError(f"{type(error).__name__}: {error}", name=old.name)
                with self.lock:
                    self._cared(old, reason)  # type: ignore[arg-type]

        if self._care(old, "mending"):
            self._spawn(work)

    def _mended(self, old: InputImage, new: InputImage, inside: Box) -> None:
        # So that no handler decodes it to compare drafts.
        _ = new.pixels
        while True:
            draft = self.draft
            number = place_of(old, draft)
            # A large mask takes long to move, so the lock is not held meanwhile.
            moved = moved_along(draft, number, new, inside) if number else None
            with self.lock:
                if self.draft is draft:
                    self._cared(old)
                    if moved is not None:
                        self._change(moved)
                        self._await_instead(old, new)
                    return
