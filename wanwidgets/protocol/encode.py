"""An `EditRequest` becomes the document of a create."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from wanwidgets.errors import InvalidRequest
from wanwidgets.images import Address
from wanwidgets.pictures import Picture
from wanwidgets.problems import Problem
from wanwidgets.protocol.names import ASYNC_HEADER
from wanwidgets.request import EditRequest

__all__ = ["Create", "encode_create"]


@dataclass(frozen=True, slots=True)
class Create:
    """A create, ready to be sent: path below the base URL, whether it makes a task, and the JSON body."""

    path: str
    asynchronous: bool
    body: dict[str, Any] = field(repr=False)

    @property
    def headers(self) -> dict[str, str]:
        """The headers of its own."""
        return dict(ASYNC_HEADER) if self.asynchronous else {}


def encode_create(request: EditRequest, *, asynchronous: bool = True) -> Create:
    """Write the document that asks for an edit.

    Parameters
    ----------
    request
        Without problems.
    asynchronous
        Whether a task is wanted; otherwise the answer itself is.

    Raises
    ------
    InvalidRequest
        The request has problems, or its model has no such endpoint.
    """
    request.require_valid()
    mode = request.mode
    way = "async" if asynchronous else "sync"
    endpoint = mode and mode.endpoint(way)
    if mode is None or endpoint is None:
        raise InvalidRequest([Problem("model.way", "model", way, "others")])
    content: list[dict[str, str]] = [{"image": _source(picture)} for picture in request.pictures]
    content.append({"text": request.prompt})
    parameters = request.effective()
    if request.boxes:
        # One list a picture, empty where it has no box.
        parameters["bbox_list"] = [[list(box) for box in picture.boxes] for picture in request.pictures]
    body = {
        "model": request.model,
        "input": {"messages": [{"role": "user", "content": content}]},
        "parameters": parameters,
    }
    return Create(endpoint.path, asynchronous, body)


def _source(picture: Picture) -> str:
    image = picture.image
    return image.url if isinstance(image, Address) else image.data_url()
