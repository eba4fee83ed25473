"""Carries a delivery out: what has to be uploaded is uploaded, by the provider's way or by the user's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wanwidgets.delivery import Delivered, Parcel
from wanwidgets.errors import Cancelled, Unreachable
from wanwidgets.request import EditRequest
from wanwidgets.stages import Stage, Tell, untold
from wanwidgets.uploading import Uploads
from wanwidgets.waiting import Pause

__all__ = ["Uploader", "deliver"]

Uploader = Callable[[bytes, str], str]
"""Puts a file of that name where the service can fetch it, and returns its http(s):// or oss:// address."""

_SCHEMES = ("http://", "https://", "oss://")


def deliver(
    request: EditRequest,
    parcels: Sequence[Parcel],
    *,
    uploads: Uploads,
    uploader: Uploader | None,
    pause: Pause,
    tell: Tell = untold,
) -> Delivered:
    """Return what stands in the document for each picture and for the mask.

    Parameters
    ----------
    request, parcels
        The plan for that request.
    uploads
        The provider's way.
    uploader
        The user's own way, taken instead.
    pause
        Waits; returns True when the user wants to stop.
    tell
        Hears of each upload before it begins.

    Raises
    ------
    ServiceError, Unreachable, Cancelled
        Nothing but files was sent, and nothing is billed.
    """
    sources: list[str] = []
    count, number = sum(parcel.way == "upload" for parcel in parcels), 0
    for parcel in parcels:
        if parcel.way != "upload":
            sources.append(parcel.source)
            continue
        if pause(0):
            raise Cancelled("Stopped before anything was started.")
        number += 1
        tell(Stage("uploading", number, count))
        sources.append(
            uploads.url(parcel, request.model, pause=pause) if uploader is None else _own(uploader, parcel),
        )
    ways = tuple(parcel.way for parcel in parcels)
    mask = sources.pop() if request.mask is not None else None
    return Delivered(tuple(sources), mask, ways)


def _own(uploader: Uploader, parcel: Parcel) -> str:
    name = f"{parcel.digest[:16]}{parcel.suffix}"
    try:
        url = uploader(parcel.data, name)
    except Exception as error:
        # It is the user's own code, which may raise anything. Its text may hold a secret of theirs and would be kept
        # in the journal; the traceback has it.
        raise Unreachable(f"Your uploader failed ({type(error).__name__}). Nothing was sent.") from error
    # Their code may return anything.
    if not str(url).isascii() or not str(url).startswith(_SCHEMES):
        raise Unreachable(
            f"Your uploader returned no address for {name}. It has to return one that begins with http://, https:// "
            "or oss://, without letters beyond ASCII. Nothing was sent.",
        )
    return str(url)
