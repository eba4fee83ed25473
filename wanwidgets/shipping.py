"""The half of a client that brings pictures to the service, before anything that costs is sent."""

from __future__ import annotations

from collections.abc import Callable

from wanwidgets.delivering import Uploader, deliver
from wanwidgets.delivery import Delivered, Parcel, plan_delivery
from wanwidgets.errors import FetchError
from wanwidgets.images import Address
from wanwidgets.pacing.gates import Gates
from wanwidgets.protocol.retry import Schedule
from wanwidgets.querying import Queries
from wanwidgets.reading import read_image
from wanwidgets.request import EditRequest
from wanwidgets.stages import Tell, untold
from wanwidgets.transport import Transport
from wanwidgets.uploading import Uploads
from wanwidgets.waiting import Pause

__all__ = ["Shipping"]


class Shipping(Queries):
    """Delivers pictures, and asks about tasks.

    Parameters
    ----------
    transport
        Who is asked.
    uploads
        Whether the place takes temporary uploads.
    uploader, send_addresses, new_id, schedule, gates, pause, clock, now, random
        As `wanwidgets.client.Client` takes them.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        uploads: bool,
        uploader: Uploader | None,
        send_addresses: bool,
        new_id: Callable[[], str],
        schedule: Schedule,
        gates: Gates,
        pause: Pause | None,
        clock: Callable[[], float],
        now: Callable[[], float],
        random: Callable[[], float],
    ) -> None:
        super().__init__(transport, schedule=schedule, gates=gates, pause=pause, clock=clock, now=now, random=random)
        self._send_addresses = send_addresses
        self._uploader = uploader
        self._can_upload = uploads or uploader is not None
        self._uploads = Uploads(transport, new_id=new_id, now=now, random=random)

    def ways(self, request: EditRequest) -> tuple[str, ...]:
        """Return how each picture, in order, and the mask after them will go: inline, upload or address.

        Raises
        ------
        ImageError
            A picture can go in none of these ways.
        """
        return tuple(parcel.way for parcel in self._plan(request))

    def deliver(self, request: EditRequest, *, pause: Pause | None = None, tell: Tell = untold) -> Delivered:
        """Upload what has to be uploaded, telling of each, and return what stands in the document for each picture.

        `submit`, `call` and `stream` do it by themselves unless they are given the outcome.

        Raises
        ------
        ServiceError, Unreachable, Cancelled
            Nothing but files was sent, and nothing is billed.
        ImageError
            Nothing was sent.
        """
        parcels, waits = self._plan(request), pause or self._pause
        return deliver(request, parcels, uploads=self._uploads, uploader=self._uploader, pause=waits, tell=tell)

    def upload(self, source: object, *, model: str, pause: Pause | None = None) -> str:
        """Upload a picture to the provider's temporary store.

        Parameters
        ----------
        source
            As `wanwidgets.reading.read_image` takes it, but no address.
        model
            The only model that may use it.
        pause
            Waits between attempts.

        Returns
        -------
        str
            Its ``oss://`` address, good for at least 12 of its 48 hours.

        Raises
        ------
        ImageError
            The source is no picture, or is an address.
        ServiceError, Unreachable, Cancelled
            It is not there.
        """
        image = read_image(source)
        if isinstance(image, Address):
            raise FetchError("it is an address already, which needs no upload.", name=image.name)
        parcel = Parcel("upload", image.name, data=image.data, mime=image.mime)
        return self._uploads.url(parcel, model, pause=pause or self._pause)

    def _plan(self, request: EditRequest) -> tuple[Parcel, ...]:
        return plan_delivery(request, uploads=self._can_upload, send_addresses=self._send_addresses)
