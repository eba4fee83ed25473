"""Result pictures under signed addresses that expire, as the provider's object store serves them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlencode

from wanwidgets.service.keeping import Keeping
from wanwidgets.service.refusal import Refusal
from wanwidgets.service.shelf import Shelf

__all__ = ["EXPIRED", "Results"]

_KEY_ID = "wanwidgets-local"

EXPIRED = (403, "AccessDenied", "Request has expired.")


class Results:
    """The results of one server.

    Parameters
    ----------
    folder
        Exists, and belongs to this object alone.
    keeping
        Knows the secret that signs, and what is in the folder already.
    root
        What comes before an address: the server's root, ending in a slash.
    clock
        Seconds since the epoch.
    seconds
        How long a result is kept.
    new_id
        Makes unguessable ids of 32 hexadecimal digits, and is asked for the secret where there is none yet.
    """

    def __init__(
        self,
        folder: Path,
        keeping: Keeping,
        *,
        root: str,
        clock: Callable[[], float],
        seconds: float,
        new_id: Callable[[], str],
    ) -> None:
        self._root = root
        self._clock = clock
        self._new_id = new_id
        self._secret = keeping.drawer("secrets").made("results", new_id).encode()
        self._shelf: Shelf[None] = Shelf(folder, keeping.drawer("results"), clock=clock, seconds=seconds)

    def put(self, png: bytes) -> str:
        """Keep a picture and return its address: ``…/results/….png?Expires=…&OSSAccessKeyId=…&Signature=…``."""
        name = f"{self._new_id()}/{self._new_id()}.png"
        expires = str(int(self._shelf.put(name, png, None).expires))
        query = {"Expires": expires, "OSSAccessKeyId": _KEY_ID, "Signature": self._sign(name, expires)}
        return f"{self._root}results/{name}?{urlencode(query)}"

    def get(self, name: str, query: Mapping[str, str]) -> bytes:
        """Return a picture.

        Raises
        ------
        Refusal
            403 where the query string is missing, wrong or expired; 404 where there is no such picture.
        """
        self._shelf.forget()
        expires, signature = query.get("Expires", ""), query.get("Signature", "")
        if not (expires and signature):
            raise Refusal(403, "AccessDenied", "You have no right to access this object because of bucket acl.")
        if not hmac.compare_digest(signature.encode(), self._sign(name, expires).encode()):
            raise Refusal(
                403,
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. "
                "Check your key and signing method.",
            )
        if self._clock() >= int(expires):
            raise Refusal(*EXPIRED)
        data = self._shelf.read(name)
        if data is None:
            raise Refusal(404, "NoSuchKey", "The specified key does not exist.")
        return data

    def clear(self) -> None:
        """Remove all pictures."""
        self._shelf.clear()

    def _sign(self, name: str, expires: str) -> str:
        digest = hmac.new(self._secret, f"{name}\n{expires}".encode(), hashlib.sha256).digest()
        return base64.b64encode(digest).decode()
