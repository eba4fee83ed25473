"""Bytes from an address: with timeouts and a size cap; what a user names may not reach the private network."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import requests

from wanwidgets.errors import FetchError
from wanwidgets.images import Address, Gap, InputImage
from wanwidgets.obstacles import in_the_way
from wanwidgets.protocol.retry import Verdict, judge

__all__ = ["download", "fetch_image"]

TIMEOUTS = (10.0, 60.0)
"""Seconds to connect, and between two pieces of the answer."""

MAX_BYTES = 100_000_000
"""More than any model takes; a larger picture is refused instead of filling the memory."""

MAX_RESULT_BYTES = 200_000_000
"""Ten times the largest result of a 4096×4096 model; a larger answer is no picture of ours."""

_TOLD_BYTES = 1 << 14
"""Of an error document of the object store, which has a few hundred."""

_MAX_REDIRECTS = 5
_CHUNK = 1 << 16
_OK = 200
_REDIRECTS = range(300, 400)

_NO_ADDRESS = "its address is not a whole http:// or https:// address."
_CARRIERS = tuple(ipaddress.IPv6Network(net) for net in ("::/96", "::ffff:0:0/96", "64:ff9b::/96"))
"""IPv6 addresses whose last four bytes are the IPv4 address that is reached."""

Resolve = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """Return the IP addresses of a host."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def fetch_image(address: Address, *, resolve: Resolve = resolve, private: bool = False) -> InputImage:
    """Fetch a picture.

    Parameters
    ----------
    address
        http or https.
    resolve
        Finds the IP addresses of a host.
    private
        Whether addresses of this machine and of private networks are allowed. They are not by default, since an address
        may come from a file or a page that somebody else wrote.

    Raises
    ------
    FetchError
        No answer, an error, too many bytes, or a forbidden place.
    ImageError
        What came is no picture.
    """
    name = address.name
    if isinstance(address, Gap):
        raise FetchError("its file is not here, and only its hash is known. Give the picture itself.", name=name)
    url = _plain(address.url)
    with _session() as session:
        for _ in range(_MAX_REDIRECTS + 1):
            _require_allowed(url, name, None if private else resolve)
            try:
                with session.get(url, timeout=TIMEOUTS, stream=True, allow_redirects=False) as response:
                    status, moved = response.status_code, response.headers.get("location")
                    data = _read_capped(response, MAX_BYTES) if status == _OK else None
            except (OSError, ValueError) as error:
                # The exception's text may hold the whole address with its signature; its kind says enough.
                said = f"its address cannot be reached ({type(error).__name__}). {in_the_way(error, url)}".rstrip()
                raise FetchError(said, name=name) from None
            if status in _REDIRECTS and moved:
                url = _plain(moved, base=url, name=name)
                continue
            if status != _OK:
                way = "Open it in a browser, and give the downloaded file instead."
                raise FetchError(f"its address answered HTTP {status}. {way}", name=name)
            if data is None:
                raise FetchError(f"its address gives more than {MAX_BYTES / 1e6:.0f} MB.", name=name)
            return InputImage.from_bytes(data, name=name, url=address.url)
    raise FetchError(f"its address redirects more than {_MAX_REDIRECTS} times.", name=name)


def _read_capped(response: requests.Response, limit: int) -> bytes | None:
    """Read a streamed answer to its end, or return None when it has more than `limit` bytes."""
    parts, total = [], 0
    for part in response.iter_content(_CHUNK):
        total += len(part)
        if total > limit:
            return None
        parts.append(part)
    told = response.headers.get("content-length", "")
    if told.isdecimal() and not response.raw.chunked and response.raw.tell() < int(told):
        # urllib3 before 2.0 takes an answer that was cut off for a whole one.
        raise requests.exceptions.ChunkedEncodingError
    return b"".join(parts)


def download(url: str) -> bytes:
    """Return a result file of the service's, asking once.

    Parameters
    ----------
    url
        Used as it is, since its query string is its key. The API key is not sent.

    Raises
    ------
    FetchError
        No answer, an error, or too many bytes. The message holds no address. Its code is ``"expired"`` where the object
        store says that the address is too old, so that asking again is useless.
    """
    try:
        with _session() as session:
            # A proxy cannot reach the local service.
            session.trust_env = urlsplit(url).hostname not in {"127.0.0.1", "localhost", "::1"}
            with session.get(url, timeout=TIMEOUTS, stream=True) as response:
                status = response.status_code
                data = _read_capped(response, MAX_RESULT_BYTES) if status == _OK else b""
                told = b"" if status == _OK else next(response.iter_content(_TOLD_BYTES), b"")
    except (OSError, ValueError) as error:
        said = f"the result's address cannot be reached ({type(error).__name__}). {in_the_way(error, url)}".rstrip()
        raise FetchError(said) from None
    if data is None:
        raise FetchError(f"the result's address gives more than {MAX_RESULT_BYTES / 1e6:.0f} MB.")
    if not data:
        verdict = judge("GET", "download", status, "", own=False, message=told.decode("utf-8", "replace"))
        code = "expired" if verdict is Verdict.REFUSED else ""
        raise FetchError(f"the result's address answered HTTP {status} and no picture.", code=code)
    return data


def _session() -> requests.Session:
    """Return a session without a password: of one in the user's .netrc, an address that is signed would be refused."""
    session = requests.Session()
    session.auth = _without_auth
    return session


def _without_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _plain(url: str, *, base: str = "", name: str = "") -> str:
    """Return an address as requests will ask for it, so that what is checked is what is reached."""
    # Of an address with a backslash before an @, requests and urllib name different hosts.
    try:
        return requests.Request("GET", urljoin(base, url)).prepare().url or ""
    except ValueError:
        raise FetchError(_NO_ADDRESS, name=name) from None


def _require_allowed(url: str, name: str, resolve: Resolve | None) -> None:
    parts = urlsplit(url)
    host = parts.hostname
    if parts.scheme not in {"http", "https"} or not host:
        raise FetchError(_NO_ADDRESS, name=name)
    if resolve is None:
        return
    try:
        found = resolve(host, parts.port or (443 if parts.scheme == "https" else 80))
    except (OSError, UnicodeError):
        raise FetchError(f"there is no host {host!r}. Is this machine connected?", name=name) from None
    if not found or not all(map(_is_public, found)):
        raise FetchError(
            f"{host!r} lies on this machine or in a private network, which is not fetched from an address. Download it "
            "yourself, and give the file or its bytes.",
            name=name,
        )


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    reached = [address]
    if isinstance(address, ipaddress.IPv6Address):
        if any(address in net for net in _CARRIERS):
            reached.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if address.sixtofour is not None:
            reached.append(address.sixtofour)
    return all(one.is_global and not one.is_multicast for one in reached)
