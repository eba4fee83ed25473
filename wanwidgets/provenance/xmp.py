"""A text in an XMP packet: a property of our own name space, beside whatever else the packet says.

A packet is RDF in UTF-8 (XMP specification, part 1, 7). It is never parsed as XML, whose entities could grow without
end: what is ours is found by its name, and what is not ours is neither read nor changed.
"""

from __future__ import annotations

import html
import re

__all__ = ["NAMESPACE", "find", "names_manifest", "packet", "put"]

NAMESPACE = "urn:wanwidgets:provenance/"
_NAME = "request"
_PREFIX = "wanwidgets"

_OPEN = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
_HEAD = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
_FOOT = "</rdf:RDF></x:xmpmeta>"
_CLOSE = '<?xpacket end="w"?>'
_LAST = "</rdf:RDF>"
_NOTHING = '""'

_BOUND = re.compile(rf"xmlns:([A-Za-z_][\w.-]{{0,30}})\s*=\s*[\"']{re.escape(NAMESPACE)}[\"']")
_ABOUT = re.compile(r"<rdf:Description\b[^>]{0,4000}?\brdf:about\s*=\s*(\"[^\"<]{0,500}\"|'[^'<]{0,500}')")
_OURS = re.compile(
    rf"<rdf:Description rdf:about=(?:\"[^\"<]*\"|'[^'<]*') xmlns:{_PREFIX}=\"{re.escape(NAMESPACE)}\">"
    rf"<{_PREFIX}:{_NAME}>[^<]*</{_PREFIX}:{_NAME}></rdf:Description>"
)


def packet(text: str) -> bytes:
    """Return a packet that holds nothing but a text."""
    return f"{_OPEN}{_HEAD}{_property(text, _NOTHING)}{_FOOT}{_CLOSE}".encode()


def put(before: bytes, text: str) -> bytes | None:
    """Return a packet with a text in it, in the place of an earlier one; None where it has no plain place for it."""
    try:
        said = before.decode("utf-8")
    except UnicodeDecodeError:
        return None
    said = _OURS.sub("", said)
    if said.count(_LAST) != 1 or _BOUND.search(said):
        return None
    about = _ABOUT.search(said)
    # All descriptions of a packet are of the same thing.
    head, last, foot = said.partition(_LAST)
    return f"{head}{_property(text, about[1] if about else _NOTHING)}{last}{foot}".encode()


def find(data: bytes) -> str | None:
    """Return the text that `put` wrote, or None; also one that another program wrote as an attribute."""
    said = data.decode("utf-8", errors="replace")
    bound = _BOUND.search(said)
    if bound is None:
        return None
    name = re.escape(f"{bound[1]}:{_NAME}")
    found = re.search(rf"<{name}>([^<]*)</{name}>|\b{name}\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)')", said)
    return html.unescape(next(filter(None, found.groups()), "")) if found else None


def names_manifest(data: bytes) -> bool:
    """Whether a packet names a C2PA manifest that lies elsewhere (C2PA specification 2.1, 11.5): the file is signed."""
    return b"dcterms:provenance" in data


def _property(text: str, about: str) -> str:
    inside = html.escape(text, quote=False)
    name = f"{_PREFIX}:{_NAME}"
    return (
        f'<rdf:Description rdf:about={about} xmlns:{_PREFIX}="{NAMESPACE}"><{name}>{inside}</{name}></rdf:Description>'
    )
