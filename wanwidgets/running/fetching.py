"""Fetching: the pictures of addresses, and from when on the store stands for an address.

A page may have another picture tomorrow, or none. So what an address gave when it was asked with is remembered, by the
hash of the address, and taken instead of the address from then on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from wanwidgets.errors import Cancelled, FetchError, ImageError, NotRemembered, StoreError
from wanwidgets.images import Address, Gap, InputImage
from wanwidgets.modes import ReplayMode
from wanwidgets.pictures import Picture
from wanwidgets.request import EditRequest
from wanwidgets.running.ending import BEFORE
from wanwidgets.store import RunStore
from wanwidgets.waiting import Pause

__all__ = ["Fetching"]

_OFFLINE = (
    "nobody is asked in offline mode, and no run of the store {} was asked with what this address gave. Give the file "
    "instead, or ask once without the offline mode."
)


class Fetching:
    """Turns addresses into pictures, those that the store remembers without asking anybody.

    Parameters
    ----------
    store
        What it remembers of addresses.
    fetch
        Asks an address for its picture.
    """

    def __init__(self, store: RunStore, fetch: Callable[[Address], InputImage]) -> None:
        self._store = store
        self._fetch = fetch
        self._lock = threading.Lock()
        # Addresses by the hash of the file that they gave, which are not remembered yet.
        self._fetched: dict[str, frozenset[str]] = {}

    def picture(self, address: Address, mode: ReplayMode) -> InputImage:
        """Return the picture of an address.

        Raises
        ------
        FetchError, ImageError
            It gives none; in offline mode, it is not remembered.
        StoreError
        """
        if mode is not ReplayMode.REFRESH:
            known = self._store.address(address.url)
            if known is not None:
                # Its address may give another picture by now, so these bytes are sent and not the address.
                return InputImage.from_bytes(known, name=address.name)
            if mode is ReplayMode.OFFLINE:
                raise FetchError(_OFFLINE.format(self._store.folder.name), name=address.name, code="offline")
        image = self._fetch(address)
        digest = image.digest
        with self._lock:
            self._fetched[digest] = self._fetched.get(digest, frozenset()) | {address.url}
        return image

    def whole(self, request: EditRequest, pause: Pause, mode: ReplayMode) -> EditRequest:
        """Return a request with a picture in the place of each address.

        Raises
        ------
        FetchError, ImageError
            One of them gives none; it is named by its number.
        NotRemembered
            In offline mode, one is not remembered.
        Cancelled
            `pause` said so.
        """
        pictures = []
        for number, picture in enumerate(request.pictures, start=1):
            if not isinstance(picture.image, Address) or isinstance(picture.image, Gap):
                # Of a gap there is nothing to be fetched; the problems tell of it.
                pictures.append(picture)
                continue
            if pause(0):
                raise Cancelled(BEFORE)
            try:
                pictures.append(Picture(self.picture(picture.image, mode), picture.boxes))
            except (FetchError, ImageError) as error:
                if error.code == "offline":
                    raise NotRemembered(f"Nothing was sent. {error.at(number)}") from None
                raise error.at(number) from None
        return request.replace(pictures=tuple(pictures))

    def known(self, request: EditRequest) -> EditRequest | None:
        """Return a request with pictures where the store remembers what its addresses gave; None where it does not.

        Raises
        ------
        StoreError
        """
        pictures = []
        for picture in request.pictures:
            image = picture.image
            if isinstance(image, Address) and not isinstance(image, Gap):
                data = self._store.address(image.url)
                if data is None:
                    return None
                image = InputImage.from_bytes(data, name=image.name)
            pictures.append(Picture(image, picture.boxes))
        return request.replace(pictures=tuple(pictures))

    def remember(self, request: EditRequest) -> None:
        """Remember what the addresses gave that a request is asked with.

        Raises
        ------
        StoreError
        """
        images = [picture.image for picture in request.pictures if isinstance(picture.image, InputImage)]
        for image in images if self._fetched else ():
            with self._lock:
                urls = self._fetched.pop(image.digest, frozenset())
            for url in sorted(urls):
                self._store.keep_address(url, image)

    def remember_if_possible(self, request: EditRequest) -> None:
        """Do the same for what costs nothing: a store that may only be read still gives what it remembers."""
        with suppress(StoreError):
            self.remember(request)
