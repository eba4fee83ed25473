"""Fetching: addresses of the draft become pictures beside what else happens, and what is done to pictures is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from traitlets import Tuple

from wanwidgets.errors import ImageError
from wanwidgets.images import Address, Gap, InputImage
from wanwidgets.pictures import Picture
from wanwidgets.request import EditRequest
from wanwidgets.session.arrivals import Care
from wanwidgets.session.editing import Editing, same_image

__all__ = ["Fetching"]

_MOST_FAILED = 9
"""Failures that are remembered; older ones are forgotten."""


class Fetching(Editing):
    """A session that fetches what its draft names; `wanwidgets.session.EditSession` is the whole."""

    cares = Tuple()

    def fetch_images(self) -> None:
        """Begin to fetch every picture of the draft that is still an address, and return at once."""
        for image in {picture.image for picture in self.draft.pictures if isinstance(picture.image, Address)}:
            self._fetch(image)

    def fetch_image(self, number: int) -> None:
        """Begin to fetch a picture of the draft, as when it could not be fetched before, and return at once."""
        image = self.draft.pictures[number - 1].image
        if isinstance(image, Address):
            self._fetch(image)

    def care_of(self, image: InputImage | Address) -> Care | None:
        """Return what is being done to a picture of the draft, or what came to nothing; None where there is none."""
        return next((care for care in self.cares if same_image(care.image, image)), None)

    def since(self, care: Care) -> float:
        """Return for how many seconds something has been done."""
        return self._clock() - care.begun

    def _care(self, image: InputImage | Address, kind: str) -> bool:
        """Tell that something is done to a picture, and return whether it was not under way already."""
        with self.lock:
            before = self.care_of(image)
            if before is not None and before.error is None:
                return False
            self.cares = (*self._cares_without(image), Care(image, kind, self._clock()))
        return True

    def _cared(self, image: InputImage | Address, error: ImageError | None = None) -> None:
        """Tell that it is done, or came to nothing; called with the lock."""
        before = self.care_of(image)
        failed = (replace(before, error=error),) if before is not None and error is not None else ()
        self.cares = (*self._cares_without(image), *failed)

    def _cares_without(self, image: InputImage | Address) -> tuple[Care, ...]:
        others = [care for care in self.cares if not same_image(care.image, image)]
        failed = [care for care in others if care.error][-_MOST_FAILED:]
        return tuple(care for care in others if not care.error or care in failed)

    def _fetched(self, change: Callable[[EditRequest], EditRequest]) -> None:
        """Hear how a picture that came changes what had its address; called with the lock."""

    def _await_instead(self, old: InputImage | Address, new: InputImage | Address) -> None:
        """Hear that a picture came for another one; called with the lock."""

    def _ask_for_picture(self, address: Address) -> InputImage:
        return self._runner.picture(address)

    def _fetch(self, address: Address) -> None:
        def work() -> None:
            try:
                image = self._ask_for_picture(address)
                _ = image.pixels
            except ImageError as error:
                with self.lock:
                    self._cared(address, error)
                return
            except Exception as error:  # noqa: BLE001 - a thread has no caller, and the row says what went wrong
                with self.lock:
                    self._cared(address, ImageError(f"{type(error).__name__}: {error}", name=address.name))
                return

            with self.lock:
                self._cared(address)
                self._await_instead(address, image)
                # No edit of the user's: to undo it would only fetch it again.
                fetched = _fetched(address, image)
                self._fetched(fetched)
                draft, history = fetched(self.draft), self._history.mapped(fetched)
                if draft is not self.draft:
                    self._go(draft, history)
                else:
                    self._history = history

        # Nobody knows where what is missing would come from.
        if not isinstance(address, Gap) and self._care(address, "fetching"):
            self._spawn(work)


def _fetched(address: Address, image: InputImage) -> Callable[[EditRequest], EditRequest]:
    def change(draft: EditRequest) -> EditRequest:
        if all(picture.image != address for picture in draft.pictures):
            return draft
        pictures = (Picture(image, each.boxes) if each.image == address else each for each in draft.pictures)
        return draft.replace(pictures=tuple(pictures))

    return change
