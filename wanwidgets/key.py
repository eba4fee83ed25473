"""Key: what opens an account, in a wrapping that shows it nowhere.

A traceback can show the names and values of every frame, as IPython's ``%xmode Verbose`` does. So a key is wrapped
where it comes in, and no frame of ours has it by a plain name any more.
"""

from __future__ import annotations

import hashlib
import re
import traceback
from typing import Any

import requests
from requests.auth import AuthBase

from wanwidgets.hiding import without_key

__all__ = ["Key", "forget_frames"]

_HEADER_VALUE = re.compile(r"[!-~]+")
_LONG = 12
"""Characters; a shorter key is one of a test, and may be part of any word."""


class Key(AuthBase):
    """Puts itself into a request's header, and is shown nowhere else.

    Parameters
    ----------
    text
        The space around it goes; None is an empty one.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str | Key | None) -> None:
        self._text: str = text._text if isinstance(text, Key) else (text or "").strip()  # noqa: SLF001 - its own kind

    def __bool__(self) -> bool:
        return bool(self._text)

    @property
    def problem(self) -> str:
        """Why nothing can be asked with it, and what to do; empty where it can stand in a header."""
        if not self._text:
            return "The API key is empty. Set DASHSCOPE_API_KEY, or use the local service."
        if not _HEADER_VALUE.fullmatch(self._text):
            # Its text is not shown, not even partly.
            return "The API key holds characters that no key has. Was something else pasted with it?"
        return ""

    def mark(self, host: str) -> str:
        """Return a mark of the key at a host, by which neither is found: 16 hexadecimal digits of a SHA-256."""
        return hashlib.sha256(f"wanwidgets account 1\0{host}\0{self._text}".encode()).hexdigest()[:16]

    def hidden_in(self, answer: bytes) -> bytes:
        """Return an answer without the key, since some gateways repeat in their errors what they refused."""
        return answer.replace(self._text.encode("ascii"), b"<key>") if len(self._text) >= _LONG else answer

    def hidden_from(self, document: Any) -> Any:
        """Return a document without the parts of the key that a mask, or an escape of JSON, left in its words."""
        return without_key(document, self._text) if len(self._text) >= _LONG else document

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Return a request with the key in its header, as requests asks of whatever it is given for authentication."""
        request.headers["Authorization"] = f"Bearer {self._text}"
        return request

    def __repr__(self) -> str:
        return "<key>"

    def __reduce__(self) -> str:
        raise TypeError("A key is not pickled.")


def forget_frames(error: BaseException) -> None:
    """Empty the frames that an error has left: in those of other packages the key stands in the request's headers."""
    told: BaseException | None = error
    while told is not None:
        traceback.clear_frames(told.__traceback__)
        told = told.__cause__ or told.__context__
