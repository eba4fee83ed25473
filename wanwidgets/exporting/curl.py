"""A request as a shell script that sends by curl what a client sends, waits, and downloads."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from wanwidgets.catalog import REGIONS
from wanwidgets.delivery import Parcel, plan_delivery
from wanwidgets.errors import InvalidRequest
from wanwidgets.exporting.plain import CUT, plain_address
from wanwidgets.exporting.shell import BEGIN, CREATE, DATA, DOWNLOAD, FIELD, POLL, UPLOAD, json_text
from wanwidgets.place import is_local
from wanwidgets.protocol.encode import Create, encode_create
from wanwidgets.protocol.names import STORED_SCHEME
from wanwidgets.regional import way_of, way_problems
from wanwidgets.request import EditRequest

__all__ = ["as_curl"]

_SECONDS = {"async": 60, "stream": 310}
"""How long the answer to a create may take; the service's own limit for a stream is 300 s."""

_PICTURE = {"messages": "image", "images": "url", "base_image": "url"}
"""By `Model.form`: what the address of a result is called."""

_VARIABLE = "${DASHSCOPE_HTTP_BASE_URL:?Start python -m wanwidgets.service, and set it to the base URL that it tells.}"
_WORKSPACE = "${DASHSCOPE_WORKSPACE_ID:?Set it to the id of your workspace, whose host is asked.}"


def as_curl(
    request: EditRequest,
    *,
    engine: str,
    file: Callable[[Parcel], str],
    base_url: str = "",
    send_addresses: bool = False,
) -> str:
    """Return a shell script that asks for the same by curl.

    It sends the document and the headers that a `Client` sends, takes the key from DASHSCOPE_API_KEY alone (and the id
    of a workspace, if there is one, from DASHSCOPE_WORKSPACE_ID), waits for the task, and writes the pictures into
    files that begin with its id.

    Parameters
    ----------
    request
        Without problems.
    engine
        Who answers, as `Client.engine` names it. The local service ends with its kernel, so the script takes another
        one's address from DASHSCOPE_HTTP_BASE_URL.
    file
        Returns the path, as the script finds it, of a file that is sent: also of a mask, and of a picture with marks.
    base_url
        Of a place that is no region; by default ``https://<host>/api/v1``.
    send_addresses
        As `Client` takes it.

    Raises
    ------
    InvalidRequest
        It has problems, or that place does not serve it.
    ImageError
        A picture can go in no way.
    """
    kind, _, name = engine.partition("/")
    region = name if kind == "model-studio" else None
    way = way_of(request)
    problems = (*request.problems(), *way_problems(request, way, region))
    if problems:
        raise InvalidRequest(problems)
    uploads = region is None or REGIONS[region].uploads
    parcels = plan_delivery(request, uploads=uploads, send_addresses=send_addresses)
    mark = _mark(request)
    names = [*(f"image_{number}" for number in range(1, len(request.pictures) + 1)), "mask"]
    sent = [_sent(parcel, name, file, mark) for parcel, name in zip(parcels, names, strict=False)]
    sources = [each.source for each in sent]
    mask = sources.pop() if request.mask is not None else None
    create = encode_create(request, way=way, sources=sources, mask_source=mask)
    headers = {"Accept": "application/json", **create.headers}
    facts = {
        "what": f"{request.model} {f'of {REGIONS[region].label}' if region else ''}".rstrip(),
        # The name of another place may be anybody's words, and a shell would do what these say.
        "where": REGIONS[region].label if region else "the local service" if is_local(engine) else "the place below",
        "billed": "" if is_local(engine) else " Each run of it is billed.",
        "base": _base(engine, base_url),
        # Of curl as of a client: a proxy cannot reach this machine's loopback.
        "proxy": "export no_proxy='*'\n" if is_local(engine) else "",
        "model": quote(request.model, safe=""),
        "path": create.path,
        "headers": "".join(f"--header {shlex.quote(f'{key}: {value}')} " for key, value in headers.items()),
        "seconds": str(_SECONDS[way]),
        "picture": _PICTURE[request.entry.form] if request.entry else "",
    }
    return "\n".join(
        [
            *(_filled(part, facts) for part in _begin(sent)),
            *_document(sent, create, mark),
            *(_filled(part, facts) for part in _end(way)),
        ]
    )


@dataclass(frozen=True, slots=True)
class _Sent:
    """A file or an address on its way: what stands in the document, and the line of the script that says what it is.

    `kind` is the function of the script that reads it, empty for an address.
    """

    source: str
    kind: str = ""
    line: str = ""


def _sent(parcel: Parcel, name: str, file: Callable[[Parcel], str], mark: str) -> _Sent:
    if parcel.way == "address":
        plain = plain_address(parcel.address)
        return _Sent(plain, line="" if plain == parcel.address else f"# {name} is written {CUT}.")
    kind = "upload" if parcel.way == "upload" else "data"
    line = f"{name}=$({kind} {shlex.quote(parcel.mime)} {shlex.quote(file(parcel))})"
    placed = f"{mark}{name}{mark}"
    return _Sent(f"{STORED_SCHEME}{placed}" if kind == "upload" else placed, kind, line)


def _begin(sent: list[_Sent]) -> Iterator[str]:
    kinds = {each.kind for each in sent}
    yield BEGIN
    yield FIELD
    yield from (part for kind, part in (("data", DATA), ("upload", UPLOAD)) if kind in kinds)


def _document(sent: list[_Sent], create: Create, mark: str) -> Iterator[str]:
    """Yield the lines that read the files, and the document with what they read in their places."""
    lines = [f"{each.line}\n" for each in sent if each.line]
    yield from (("".join(lines),) if lines else ())
    first, *rest = json_text(create.body).split(mark)
    # Names and what stands between them take turns.
    text = first + "".join(f"${{{part}}}" if place % 2 == 0 else part for place, part in enumerate(rest))
    yield f'cat > "$folder/create.json" <<JSON\n{text}\nJSON\n'


def _end(way: str) -> Iterator[str]:
    yield CREATE[way]
    yield from ((POLL,) if way == "async" else ())
    yield DOWNLOAD


def _mark(request: EditRequest) -> str:
    """Return what stands nowhere in the request."""
    addresses = [picture.image.url for picture in request.pictures]
    said = json.dumps([request.prompt, request.parameters, addresses])
    mark = "@"
    while mark in said:
        mark += "@"
    return mark


def _base(engine: str, base_url: str) -> str:
    kind, _, name = engine.partition("/")
    if is_local(engine):
        return _VARIABLE
    if kind != "model-studio":
        return shlex.quote(base_url or f"https://{name}/api/v1")
    row = REGIONS[name]
    return shlex.quote(row.host) if row.host else f'"{(row.workspace_host or "").replace("{workspace}", _WORKSPACE)}"'


def _filled(part: str, facts: dict[str, str]) -> str:
    for name, value in facts.items():
        part = part.replace(f"⟨{name}⟩", value)
    return part
