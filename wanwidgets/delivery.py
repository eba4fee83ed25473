"""How each picture and the mask reach the service: inside the document, as an address, or by an upload.

Pure, so that an editor can show it beforehand.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field

from wanwidgets.errors import ImageError
from wanwidgets.images import Address
from wanwidgets.marks import sent_image
from wanwidgets.pictures import Picture
from wanwidgets.protocol.encode import mask_file
from wanwidgets.request import EditRequest

__all__ = ["INLINE_BYTES", "Delivered", "Parcel", "plan_delivery"]

INLINE_BYTES = 7_000_000
"""The largest file that is put into the document as Base64, as the provider's page of errors advises."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One file on its way.

    Attributes
    ----------
    way : str
        ``"inline"``, ``"upload"`` or ``"address"``.
    name : str
        For messages.
    address : str
        Of a file that goes as an address. It may be signed, so it is not shown.
    data : bytes
        The file that goes in any other way.
    mime : str
        Its type.
    """

    way: str
    name: str
    address: str = field(default="", repr=False)
    data: bytes = field(default=b"", repr=False)
    mime: str = ""

    @property
    def source(self) -> str:
        """What stands in the document, unless it has to be uploaded first."""
        return self.address or f"data:{self.mime};base64,{base64.b64encode(self.data).decode('ascii')}"

    @property
    def digest(self) -> str:
        """SHA-256 of the file as hex digits."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def suffix(self) -> str:
        """What its name ends in."""
        return f".{self.mime.rpartition('/')[2]}"


@dataclass(frozen=True, slots=True)
class Delivered:
    """What stands in the document for each picture, in order, and for the mask; and which way each took."""

    sources: tuple[str, ...] = field(repr=False)
    mask: str | None = field(repr=False)
    ways: tuple[str, ...]


def plan_delivery(request: EditRequest, *, uploads: bool, send_addresses: bool = False) -> tuple[Parcel, ...]:
    """Choose the way of each picture, in order, and of the mask after them.

    A file goes inside the document up to `INLINE_BYTES`, and by an upload above it or where the model takes addresses
    only. What was fetched from an address goes as that address where the model takes addresses only, or on demand.

    Parameters
    ----------
    request
        With a known model.
    uploads
        Whether files can be uploaded; if not, even large ones go inside the document.
    send_addresses
        Whether a known address is preferred to the bytes that were fetched from it.

    Raises
    ------
    ImageError
        A picture can reach the model in none of these ways.
    """
    plan = _Plan(request, uploads=uploads, prefers_addresses=send_addresses)
    parcels = [plan.picture(picture, number) for number, picture in enumerate(request.pictures, start=1)]
    if request.mask is not None:
        parcels.append(plan.file("mask", mask_file(request), "image/png", None))
    return tuple(parcels)


class _Plan:
    def __init__(self, request: EditRequest, *, uploads: bool, prefers_addresses: bool) -> None:
        self._model = request.model
        self._marks = request.marks
        self._inline = request.entry is None or request.entry.images.inline
        self._uploads = uploads
        self._prefers_addresses = prefers_addresses or not self._inline

    def picture(self, picture: Picture, number: int) -> Parcel:
        image = picture.image
        if isinstance(image, Address):
            return self._address(picture, image, number)
        sent = sent_image(picture, self._marks)
        if self._prefers_addresses and sent.url and sent.url.isascii():
            return Parcel("address", sent.name, sent.url)
        return self.file(sent.name, sent.data, sent.mime, number)

    def file(self, name: str, data: bytes, mime: str, number: int | None) -> Parcel:
        if self._inline and (len(data) <= INLINE_BYTES or not self._uploads):
            return Parcel("inline", name, data=data, mime=mime)
        if not self._uploads:
            raise ImageError(
                f"{self._model} takes addresses only, and nothing can be uploaded here. Give its http(s) address, or "
                "an uploader= of your own.",
                name=name,
                number=number,
                code="no_upload",
            )
        return Parcel("upload", name, data=data, mime=mime)

    def _address(self, picture: Picture, image: Address, number: int) -> Parcel:
        why = code = ""
        if self._marks == "drawn" and picture.boxes:
            why, code = "boxes cannot be drawn into an address that was not fetched. Give its file.", "not_fetched"
        elif not self._inline and not image.url.isascii():
            why, code = f"{self._model} takes no address with letters beyond ASCII. Give its file.", "not_ascii"
        if why:
            raise ImageError(why, name=image.name, number=number, code=code)
        return Parcel("address", image.name, image.url)
