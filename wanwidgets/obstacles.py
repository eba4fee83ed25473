"""What keeps a connection from coming about, and what to do: a proxy, a certificate, a name that nobody knows.

The texts of the exceptions below hold addresses with their signatures, and perhaps the password of a proxy, so nothing
of them is told but what is looked for here.
"""

from __future__ import annotations

import os
import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import requests

__all__ = ["OBSTACLES", "in_the_answer", "in_the_way"]

OBSTACLES: Mapping[str, str] = {
    "proxy.password": (
        "The proxy{proxy} wants a name and a password (HTTP 407). Write them into {variable}: "
        "http://name:password@host:port."
    ),
    "proxy.refuses": (
        "The proxy{proxy} does not let {host} through (HTTP {status}). Ask who runs it, or add {host} to NO_PROXY."
    ),
    "proxy.gone": (
        "The proxy{proxy} does not answer. Correct {variable}; where no proxy is needed, unset it, or add {host} to "
        "NO_PROXY."
    ),
    "proxy.form": "{variable} is not the address of a proxy. Write it as http://host:port, or unset it.",
    "proxy.socks": "A SOCKS proxy needs one more package: pip install 'requests[socks]'.",
    "bundle": "REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE names a file that is not there. Correct it, or unset it.",
    "certificate": (
        "Nobody whom this machine trusts vouches for the certificate of {host}. Where a proxy opens what is encrypted, "
        "let REQUESTS_CA_BUNDLE name a file with its certificate."
    ),
    "encryption": (
        "No encrypted connection with {host} came about. Does its port speak https? Check the address, and the proxy."
    ),
    "name": (
        "There is no host {host} for this machine. Is it connected? Where a proxy is needed, let {variable} name it."
    ),
    "closed": "Nobody listens at that port of {host}. Check the address.",
    "silent": (
        "{host} did not answer in time. Is this machine connected? Where a proxy is needed, let {variable} name it."
    ),
}
"""By what is in the way: what was found, and what to do."""

_PASSWORD = 407
"""The HTTP status by which a proxy asks for a password."""

_TUNNEL = re.compile(r"Tunnel connection failed: (\d{3})")


def in_the_way(error: BaseException, url: str) -> str:
    """Say what kept a connection from coming about, and what to do; nothing where that is not known.

    Parameters
    ----------
    error
        What requests raised.
    url
        What was asked for; its host is named, and nothing else of it.
    """
    try:
        proxy = _proxy(url)
    except ValueError:
        # It is no address, so nothing was on the way to it.
        return ""
    kind, status = _kind(tuple(_chain(error)), proxy)
    return _said(kind, url, status) if kind else ""


def in_the_answer(status: int, url: str) -> str:
    """Say what to do about an answer that is a proxy's own; nothing where it is not."""
    return _said("proxy.password", url) if status == _PASSWORD else ""


def _said(kind: str, url: str, status: str = "") -> str:
    parts, proxy = urlsplit(url), _proxy(url)
    variable = _variable(parts.scheme, proxy)
    return OBSTACLES[kind].format(host=parts.hostname, proxy=_told(proxy), variable=variable, status=status)


def _proxy(url: str) -> str:
    """Return the proxy by which requests goes there, as the environment has it; empty where there is none."""
    return requests.utils.select_proxy(url, requests.utils.get_environ_proxies(url)) or ""


def _variable(scheme: str, proxy: str) -> str:
    """Return the variable that names the proxy, or the one that would."""
    usual = f"{scheme.upper()}_PROXY"
    names = (usual, usual.lower(), "ALL_PROXY", "all_proxy")
    return next((name for name in names if proxy and os.environ.get(name) == proxy), usual)


def _kind(chain: tuple[BaseException, ...], proxy: str) -> tuple[str, str]:
    """Return the key of what is in the way, and a proxy's HTTP status."""

    def has(*kinds: type[BaseException]) -> bool:
        return any(isinstance(each, kinds) for each in chain)

    refused = next(filter(None, (_TUNNEL.search(str(each)) for each in chain)), None)
    if refused is not None:
        status = refused[1]
        return ("proxy.password" if int(status) == _PASSWORD else "proxy.refuses"), status
    found = {
        "certificate": has(ssl.SSLCertVerificationError),
        # What is asked for was looked at before, so what is no address is the proxy's.
        "proxy.form": bool(proxy) and has(requests.exceptions.InvalidURL),
        "proxy.socks": has(requests.exceptions.InvalidSchema) and any("SOCKS" in str(each) for each in chain),
        "encryption": has(requests.exceptions.SSLError, ssl.SSLError),
        "proxy.gone": has(requests.exceptions.ProxyError),
        "name": has(socket.gaierror),
        "closed": has(ConnectionRefusedError),
        "silent": has(requests.exceptions.ConnectTimeout),
        # requests tells it by its words alone.
        "bundle": type(chain[0]) is OSError and "invalid path" in str(chain[0]),
    }
    return next((kind for kind, is_so in found.items() if is_so), ""), ""


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and all that led to it, as requests and urllib3 wrap each other's, each once."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop(0)
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]


def _told(proxy: str) -> str:
    """Return the host and the port of a proxy; nothing where it is not sure that no password is among them."""
    try:
        parts = urlsplit(proxy if "://" in proxy else f"//{proxy}")
    except ValueError:
        return ""
    _, mark, rest = proxy.rpartition("@")
    place = parts.netloc.rpartition("@")[2]
    return f" {place}" if place and (not mark or rest.startswith(place)) else ""
