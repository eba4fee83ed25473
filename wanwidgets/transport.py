"""One HTTP exchange with the service, keeping apart what cannot have arrived from what may have."""

from __future__ import annotations

import io
import itertools
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3.exceptions

from wanwidgets.key import Key, forget_frames
from wanwidgets.obstacles import in_the_way
from wanwidgets.protocol.decode import Reply, read_reply
from wanwidgets.protocol.names import WORKSPACE_HEADER

__all__ = ["Broken", "NotSent", "Opened", "Transport", "plain_session"]

_HEADER_VALUE = re.compile(r"[!-~]+")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_CHUNK = 1 << 16
_MAX_CHUNKS = 256
"""The documents have a few kilobytes; what goes on for 16 MB is none, and is not read to its end."""


class _NoAnswer(Exception):
    """Something kept a request or its answer from arriving.

    Attributes
    ----------
    advice : str
        What was in the way and what to do; empty where that is not known.
    """

    def __init__(self, kind: str, advice: str = "") -> None:
        self.advice = advice
        super().__init__(kind)


class NotSent(_NoAnswer):
    """No byte of a request's document can have arrived."""


class Broken(_NoAnswer):
    """The connection broke at a point where the request may have arrived."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An answer whose body comes piece by piece; a piece that does not come is `Broken`."""

    status: int
    pieces: Iterator[bytes]


class _Body(io.BytesIO):
    """A document that knows whether any of it was taken, which happens once the connection stands and is trusted."""

    taken = False

    def read(self, size: int | None = -1, /) -> bytes:
        self.taken = True
        return super().read(size)


class Transport:
    """Sends requests below a base URL with a key that it shows nowhere.

    Parameters
    ----------
    key, base_url, workspace
        As `wanwidgets.client.Client` takes them.
    key_hint
        What to do when the key is refused.

    Raises
    ------
    ValueError
        The key or the workspace cannot stand in a header, or the base URL is not one.
    """

    def __init__(self, key: Key, base_url: str, workspace: str | None = None, *, key_hint: str = "") -> None:
        if key.problem:
            raise ValueError(key.problem)
        if workspace and not _HEADER_VALUE.fullmatch(workspace):
            raise ValueError(f"{workspace!r} is no id of a workspace.")
        self.base_url = _checked(base_url)
        self.host = urlsplit(self.base_url).hostname or ""
        self.key_hint = key_hint
        self._key = key
        self._workspace = workspace

    def ready(self) -> None:
        """Make sure that there is somebody to be asked, where that is a matter of this process."""

    @property
    def secure(self) -> bool:
        """Whether the service is reached by https."""
        return self.base_url.startswith("https:")

    @property
    def account(self) -> str:
        """A mark of the key and the host, by which neither is found: 16 hexadecimal digits of a SHA-256."""
        return self._key.mark(self.host)

    def session(self) -> requests.Session:
        """Return a new session; used once it is a fresh connection, kept open it is one connection for many."""
        session = plain_session(self.host)
        session.auth = self._key
        if self._workspace:
            session.headers[WORKSPACE_HEADER] = self._workspace
        return session

    def send(
        self,
        session: requests.Session,
        method: str,
        path: str,
        *,
        timeouts: tuple[float, float],
        headers: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Reply:
        """Send one request, once.

        Parameters
        ----------
        session
            From `session`.
        method, path
            The path is below the base URL.
        timeouts
            Seconds to connect, and between two pieces of the answer.
        headers
            Beside those of the session.
        body
            Sent as JSON.

        Raises
        ------
        NotSent, Broken
        """
        data = None if body is None else _Body(json.dumps(body).encode("ascii"))
        with (
            _told_apart(data, self.base_url),
            self._request(session, method, path, timeouts=timeouts, headers=headers, data=data) as response,
        ):
            answer = b"".join(itertools.islice(response.iter_content(_CHUNK), _MAX_CHUNKS))
            return self.hidden_from(read_reply(response.status_code, self.hidden_in(answer)))

    @contextmanager
    def opened(
        self,
        path: str,
        *,
        timeouts: tuple[float, float],
        headers: Mapping[str, str],
        body: Mapping[str, Any],
    ) -> Iterator[Opened]:
        """Send one POST, once, on a connection of its own, and leave its answer open to be read piece by piece.

        The key may stand in a piece, even in parts of two: see `hidden_in`.

        Raises
        ------
        NotSent, Broken
            Also from the pieces.
        """
        data = _Body(json.dumps(body).encode("ascii"))
        with self.session() as session:
            with _told_apart(data, self.base_url):
                # Compressed, an answer would come in larger pieces than it was made.
                told = {"Accept-Encoding": "identity", **headers}
                response = self._request(session, "POST", path, timeouts=timeouts, headers=told, data=data)
            with response:
                yield Opened(response.status_code, _pieces(response, data, self.base_url))

    def hidden_in(self, answer: bytes) -> bytes:
        """Return an answer without the key, since some gateways repeat in their errors what they refused."""
        return self._key.hidden_in(answer)

    def hidden_from(self, reply: Reply) -> Reply:
        """Return an answer whose words have no part of the key, as masks and escapes leave them."""
        try:
            return replace(reply, document=self._key.hidden_from(reply.document))
        except RecursionError:
            # So deep is no document of the service's.
            return replace(reply, document=None)

    def _request(
        self,
        session: requests.Session,
        method: str,
        path: str,
        *,
        timeouts: tuple[float, float],
        headers: Mapping[str, str] | None,
        data: _Body | None,
    ) -> requests.Response:
        own = {} if data is None else {"Content-Type": "application/json"}
        return session.request(
            method,
            f"{self.base_url}/{path}",
            data=data,
            headers={**own, **(headers or {})},
            timeout=timeouts,
            allow_redirects=False,
            stream=True,
        )


def plain_session(host: str) -> requests.Session:
    """Return a session for a host, without a key."""
    session = requests.Session()
    # A proxy cannot reach this machine's loopback.
    session.trust_env = host not in _LOOPBACK
    # Without an auth of ours, requests would send what the user's .netrc holds.
    session.auth = _without_auth
    session.headers.update({"User-Agent": "wanwidgets", "Accept": "application/json"})
    return session


def _without_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _pieces(response: requests.Response, data: _Body, url: str) -> Iterator[bytes]:
    # Only an answer in chunks tells where a piece ends; of another one, more than a byte at a time would be waited for.
    size, total = (_CHUNK if response.raw.chunked else 1), 0
    pieces = response.iter_content(size)
    while total < _CHUNK * _MAX_CHUNKS:
        with _told_apart(data, url):
            piece = next(pieces, None)
        if piece is None:
            return
        total += len(piece)
        yield piece


def _checked(base_url: str) -> str:
    url = base_url.strip().rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:
        raise ValueError("base_url must be a whole http:// or https:// address; it ends in /api/v1.")
    if parts.username is not None or parts.query or parts.fragment:
        # Its text is not shown, since it may hold a password.
        raise ValueError("base_url must hold no user name, no ? and no #; it ends in /api/v1.")
    return url


@contextmanager
def _told_apart(data: _Body | None, url: str) -> Iterator[None]:
    """Turn what goes wrong below into "nothing arrived" or "something may have"."""
    try:
        yield
    except (urllib3.exceptions.HTTPError, UnicodeError, OSError) as error:
        # OSError is the root of what requests raises. The text of the exception holds the address, so it is not told.
        kind = NotSent if data is not None and not data.taken else Broken
        raise kind(type(error).__name__, in_the_way(error, url)) from None
    except BaseException as error:
        # Somebody interrupts, say.
        forget_frames(error)
        raise
