"""One HTTP exchange with the service, keeping apart what cannot have arrived from what may have."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3.exceptions
from requests.auth import AuthBase

from wanwidgets.protocol.decode import Reply, read_reply
from wanwidgets.protocol.names import WORKSPACE_HEADER

__all__ = ["Broken", "NotSent", "Transport"]

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class NotSent(Exception):
    """No byte of a request can have arrived."""


class Broken(Exception):
    """The connection broke at a point where the request may have arrived."""


class _Bearer(AuthBase):
    """Puts the key into a request's header, and shows it nowhere else."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._key}"
        return request

    def __repr__(self) -> str:
        return "<key>"

    def __reduce__(self) -> str:
        raise TypeError("A key is not pickled.")


class Transport:
    """Sends requests below a base URL with a key that it shows nowhere."""

    def __init__(self, api_key: str, base_url: str, workspace: str | None = None) -> None:
        self.base_url = base_url
        self.host = urlsplit(base_url).hostname or ""
        self._auth = _Bearer(api_key)
        self._workspace = workspace

    def session(self) -> requests.Session:
        """Return a new session; used once it is a fresh connection, kept open it is one connection for many."""
        session = requests.Session()
        # A proxy cannot reach this machine's loopback.
        session.trust_env = self.host not in _LOOPBACK
        session.auth = self._auth
        session.headers.update({"User-Agent": "wanwidgets", "Accept": "application/json"})
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
        own = {"Content-Type": "application/json"} if body is not None else {}
        with _told_apart():
            response = session.request(
                method,
                f"{self.base_url}/{path}",
                data=None if body is None else json.dumps(body, ensure_ascii=False).encode("utf-8"),
                headers={**own, **(headers or {})},
                timeout=timeouts,
                allow_redirects=False,
            )
            return read_reply(response.status_code, response.content)


@contextmanager
def _told_apart() -> Iterator[None]:
    """Turn what requests raises into "nothing arrived" or "something may have"."""
    try:
        yield
    except (requests.exceptions.InvalidURL, requests.exceptions.InvalidHeader) as error:
        raise NotSent(type(error).__name__) from None
    except requests.RequestException as error:
        # The text of the exception holds the address; its kind is enough.
        kind = NotSent if _nothing_sent(error) else Broken
        raise kind(type(error).__name__) from None


def _nothing_sent(error: BaseException | None) -> bool:
    """Whether the connection was never made: refused, no such host, no answer to connect, no trust."""
    never = (
        requests.exceptions.ConnectTimeout,
        urllib3.exceptions.NewConnectionError,
        urllib3.exceptions.ConnectTimeoutError,
        ssl.SSLCertVerificationError,
    )
    seen: set[int] = set()
    stack: list[Any] = [error]
    while stack:
        one = stack.pop()
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        if isinstance(one, never):
            return True
        seen.add(id(one))
        stack += [*one.args, getattr(one, "reason", None), getattr(one, "original_error", None)]
    return False
