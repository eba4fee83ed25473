"""Orders that wait leave their pictures on disk: a queue of documents with large pictures would fill the memory."""

from __future__ import annotations

import weakref
from dataclasses import replace
from pathlib import Path

from wanwidgets.service.order import Order

__all__ = ["Spool"]

_LARGE = 1 << 16
"""Characters of an address; shorter ones stay where they are."""


class _Left(str):
    """The path of a file that holds an address, and goes when nobody has this any more."""

    __slots__ = ("__weakref__",)


class Spool:
    """Addresses on disk.

    Parameters
    ----------
    folder
        Exists, and belongs to this object alone.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0

    def leave(self, order: Order) -> Order:
        """Return the order with its large addresses left on disk; their files go with it, done or cancelled."""
        mask = None if order.mask is None else self._left(order.mask)
        return replace(order, images=tuple(self._left(address) for address in order.images), mask=mask)

    def fetch(self, order: Order) -> Order:
        """Return the order as it was before it was left; also in another thread."""
        mask = None if order.mask is None else _fetched(order.mask)
        return replace(order, images=tuple(_fetched(address) for address in order.images), mask=mask)

    def _left(self, address: str) -> str:
        if len(address) < _LARGE:
            return address
        self._made += 1
        file = self._folder / f"{self._made}"
        # JSON can bring half characters, which are refused only when the picture is read.
        file.write_bytes(address.encode("utf-8", "surrogatepass"))
        left = _Left(file)
        weakref.finalize(left, file.unlink, missing_ok=True)
        return left


def _fetched(address: str) -> str:
    return Path(address).read_bytes().decode("utf-8", "surrogatepass") if isinstance(address, _Left) else address
