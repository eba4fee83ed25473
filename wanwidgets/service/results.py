"""Result pictures under signed addresses that expire, as the provider's object store serves them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from wanwidgets.service.refusal import Refusal

__all__ = ["Results"]

_KEY_ID = "wanwidgets-local"


@dataclass(frozen=True, slots=True)
class _Kept:
    file: Path
    expires: float


class Results:
    """The results of one server, as files in a folder; pictures of a day would fill the memory.

    Parameters
    ----------
    folder
        Exists, and belongs to this object alone.
    clock
        Seconds since the epoch.
    seconds
        How long a result is kept.
    new_id
        Makes unguessable ids of 32 hexadecimal digits, and is asked once for the secret that signs.
    """

    def __init__(self, folder: Path, *, clock: Callable[[], float], seconds: float, new_id: Callable[[], str]) -> None:
        self._folder = folder
        self._clock = clock
        self._seconds = seconds
        self._new_id = new_id
        self._secret = new_id().encode()
        self._kept: dict[str, _Kept] = {}

    def put(self, png: bytes) -> str:
        """Keep a picture and return its address below the server's root: ``results/….png?Expires=…&Signature=…``."""
        self._forget()
        folder, file = self._new_id(), self._new_id()
        name = f"{folder}/{file}.png"
        path = self._folder / f"{folder}-{file}.png"
        path.write_bytes(png)
        expires = self._clock() + self._seconds
        self._kept[name] = _Kept(path, expires)
        query = {"Expires": str(int(expires)), "OSSAccessKeyId": _KEY_ID}
        return f"results/{name}?{urlencode({**query, 'Signature': self._sign(name, query['Expires'])})}"

    def get(self, name: str, query: Mapping[str, str]) -> bytes:
        """Return a picture.

        Raises
        ------
        Refusal
            403 where the query string is missing, wrong or expired; 404 where there is no such picture.
        """
        self._forget()
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
            raise Refusal(403, "AccessDenied", "Request has expired.")
        kept = self._kept.get(name)
        if kept is None:
            raise Refusal(404, "NoSuchKey", "The specified key does not exist.")
        return kept.file.read_bytes()

    def _sign(self, name: str, expires: str) -> str:
        digest = hmac.new(self._secret, f"{name}\n{expires}".encode(), hashlib.sha256).digest()
        return base64.b64encode(digest).decode()

    def _forget(self) -> None:
        now = self._clock()
        for name in [name for name, kept in self._kept.items() if now >= kept.expires]:
            self._kept.pop(name).file.unlink(missing_ok=True)
