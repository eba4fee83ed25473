"""An `EditRequest` becomes the document of a create."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from wanwidgets.errors import InvalidRequest
from wanwidgets.images import Address
from wanwidgets.marks import sent_image
from wanwidgets.pictures import Picture
from wanwidgets.problems import Problem
from wanwidgets.protocol.names import RESOLVE_HEADER, STORED_SCHEME, WAY_HEADERS
from wanwidgets.regions import Mask
from wanwidgets.request import EditRequest

__all__ = ["WAYS", "Create", "encode_create", "mask_file"]

WAYS: Mapping[str, str] = {"async": "the asynchronous way", "sync": "the synchronous way", "stream": "streaming"}
"""What the ways are called."""

_EDITED = (255, 255, 255)
"""What is painted where the user named no colour: white, as most of the documents have it."""


@dataclass(frozen=True, slots=True)
class Create:
    """A create, ready to be sent.

    Attributes
    ----------
    path : str
        Below the base URL.
    way : str
        ``"async"`` (a task is wanted), ``"sync"`` (the result itself) or ``"stream"`` (its parts as they come).
    body : dict
        JSON values.
    resolves : bool
        Whether it names files that were uploaded.
    """

    path: str
    way: str
    body: dict[str, Any] = field(repr=False)
    resolves: bool = False

    @property
    def headers(self) -> dict[str, str]:
        """The headers of its own."""
        return {**WAY_HEADERS[self.way], **(RESOLVE_HEADER if self.resolves else {})}


def encode_create(
    request: EditRequest,
    *,
    way: str = "async",
    sources: Sequence[str] | None = None,
    mask_source: str | None = None,
) -> Create:
    """Write the document that asks for an edit.

    Parameters
    ----------
    request
        Without problems.
    way
        ``"async"``, ``"sync"`` or ``"stream"``.
    sources
        What stands for each picture, in order: a ``data:``, ``http(s)://`` or ``oss://`` URL. By default the picture
        itself, inside the document; of an address that was not fetched, the address.
    mask_source
        The same for the mask.

    Raises
    ------
    InvalidRequest
        The request has problems, or its mode has no such endpoint.
    """
    request.require_valid()
    entry, mode = request.entry, request.mode
    if entry is None or mode is None:  # `require_valid` refused it; this tells the type checker
        raise InvalidRequest([Problem("model.unknown", "model", repr(request.model))])
    endpoint = mode.endpoint(way)
    if endpoint is None:
        possible = ", ".join(WAYS[end.way] for end in mode.endpoints)
        raise InvalidRequest([Problem("model.way", "model", WAYS.get(way, repr(way)), possible)])
    if sources is None:
        sources = [_source(picture, request.marks) for picture in request.pictures]
    if request.mask is not None and mask_source is None:
        mask_source = f"data:image/png;base64,{base64.b64encode(mask_file(request)).decode('ascii')}"
    values = _parameters(request)
    if way == "stream":
        values["stream"] = True
    inside = {name for name, row in mode.parameters.items() if row.place == "input"}
    body = {
        "model": request.model,
        "input": {
            **_FORMS[entry.form](request, sources, mask_source),
            **{name: value for name, value in values.items() if name in inside},
        },
        "parameters": {name: value for name, value in values.items() if name not in inside},
    }
    resolves = any(source.startswith(STORED_SCHEME) for source in (*sources, mask_source or ""))
    return Create(endpoint.path, way, body, resolves)


def mask_file(request: EditRequest) -> bytes:
    """Return the request's mask as the PNG file that is sent.

    It has two colours: what is edited has the first one that the request names in ``mask_color``, or is white, and
    what is kept has none of them.

    Raises
    ------
    ValueError
        There is no mask.
    """
    if request.mask is None:
        raise ValueError("The request has no mask.")
    named = request.parameters.get("mask_color") or [_EDITED]
    return _mask_png(request.mask, tuple((red, green, blue) for red, green, blue in named))


@lru_cache(maxsize=4)
def _mask_png(mask: Mask, colors: tuple[tuple[int, int, int], ...]) -> bytes:
    return mask.png(colors)


def _source(picture: Picture, marks: str) -> str:
    image = picture.image
    return image.url if isinstance(image, Address) else sent_image(picture, marks).data_url()


def _parameters(request: EditRequest) -> dict[str, Any]:
    values = request.effective()
    rows = request.mode.parameters if request.mode else {}
    if request.mask is not None and "mask_color" in rows:
        # The documents contradict each other about what white means, so the colour is always said.
        values.setdefault("mask_color", [list(_EDITED)])
    if request.boxes and request.marks == "list":
        # One list a picture, empty where it has no box.
        values["bbox_list"] = [[list(box) for box in picture.boxes] for picture in request.pictures]
    return values


def _messages(request: EditRequest, sources: Sequence[str], _mask: str | None) -> dict[str, Any]:
    content: list[dict[str, str]] = [{"image": source} for source in sources]
    content.append({"text": request.prompt})
    return {"messages": [{"role": "user", "content": content}]}


def _images(request: EditRequest, sources: Sequence[str], _mask: str | None) -> dict[str, Any]:
    return {"prompt": request.prompt, "images": list(sources)}


def _base_image(request: EditRequest, sources: Sequence[str], mask: str | None) -> dict[str, Any]:
    base = {"prompt": request.prompt, "base_image_url": sources[0]}
    return base if mask is None else {**base, "mask_image_url": mask}


_FORMS: Mapping[str, Callable[[EditRequest, Sequence[str], str | None], dict[str, Any]]] = {
    "messages": _messages,
    "images": _images,
    "base_image": _base_image,
}
"""How the input is written, by `Model.form`."""
