"""Bringing: a picture that was saved here brings back the whole session that made it, or offers to."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from traitlets import Instance

from wanwidgets.errors import ImageError, StoreError
from wanwidgets.images import InputImage
from wanwidgets.message import Message
from wanwidgets.pictures import Picture
from wanwidgets.recovering import origin_of
from wanwidgets.request import EditRequest
from wanwidgets.session.adding import Adding
from wanwidgets.session.arrivals import Arrival
from wanwidgets.session.history import History
from wanwidgets.session.sources import Source

__all__ = ["Bringing", "Offer"]


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be done with a picture behind which there is a request.

    Attributes
    ----------
    name : str
        Of the picture; perhaps empty.
    image : InputImage
        The picture.
    source : object
        As `EditRequest.from_image` takes it.
    before : EditRequest or None
        The draft before the request was brought, when it is the draft already and the picture itself can be had
        instead. None while the picture is in the draft, and its request can be had.
    """

    name: str
    image: InputImage
    source: object = field(repr=False)
    before: EditRequest | None = field(default=None, repr=False)

    @property
    def brought(self) -> bool:
        """Whether the request is the draft already."""
        return self.before is not None


class Bringing(Adding):
    """A session that knows what its own pictures tell; `wanwidgets.session.EditSession` is the whole.

    A picture that is added alone to an empty draft, and whose file tells of its request, brings the whole request as
    one step that can be undone. Any other picture is only added, and `offer` says that there is more behind it.
    """

    offer = Instance(Offer, allow_none=True)

    def bring_back(self) -> None:
        """Begin to make the request behind the picture that is offered the draft, and return at once."""
        with self.lock:
            offer = self.offer
            if offer is None or offer.brought:
                return
            self.offer = None

        def work() -> None:
            try:
                request = EditRequest.from_image(offer.source, store=self._runner.store)
            except Exception as error:  # noqa: BLE001 - a thread has no caller, and the notice says what went wrong
                with self.lock:
                    self.notice = Message.of(error)
            else:
                with self.lock:
                    self._bring(offer.image, offer.name, request, offer.source)

        self._readers(work)

    def use_picture(self) -> None:
        """Take the picture itself whose request was brought back, as one step that can be undone."""
        with self.lock:
            offer = self.offer
            if offer is not None and offer.before is not None:
                self.offer = None
                self._change(offer.before.replace(pictures=(*offer.before.pictures, Picture(offer.image))))

    def decline(self) -> None:
        """Offer no more what is offered; without an offer nothing happens."""
        with self.lock:
            self.offer = None

    def _arrive(self, arrival: Arrival, picture: Picture) -> None:
        image, source = picture.image, arrival.source
        try:
            origin = self._origin(source, image) if isinstance(image, InputImage) else ""
            alone = origin == "told" and self._is_alone(arrival)
            request = EditRequest.from_image(source.value, store=self._runner.store) if alone else None
        except (ImageError, StoreError) as error:
            # The picture itself is whole.
            super()._arrive(arrival, picture)
            with self.lock:
                self.notice = Message("warning", str(error))
            return
        with self.lock:
            if not isinstance(image, InputImage) or not self._waited_for(arrival):
                super()._arrive(arrival, picture)
            elif request is not None and self._is_alone(arrival):
                self.drop(arrival.id)
                self._bring(image, arrival.name, request, source.value)
            else:
                super()._arrive(arrival, picture)
                if origin and any(each.image is image for each in self.draft.pictures):
                    self.offer = Offer(arrival.name, image, source.value)

    def _origin(self, source: Source, image: InputImage) -> str:
        store = self._runner.store
        # The user knows what a result of this very store is made of. A data URL may have a million slashes.
        path = source.value if isinstance(source.value, (str, Path)) else None
        named = path is not None and str(path)[:5].lower() not in {"data:", "file:"}
        ours = named and store.folder.resolve() in Path(str(path)).expanduser().resolve().parents
        return "" if ours else origin_of(source.value, image, store)

    def _is_alone(self, arrival: Arrival) -> bool:
        """Whether a picture was added alone, and to a draft in which there is nothing yet."""
        draft = self.draft
        together = sum(each.batch == arrival.batch for each in self.arrivals)
        return together == 1 and not (draft.pictures or draft.prompt.strip() or draft.mask)

    def _bring(self, image: InputImage, name: str, request: EditRequest, source: object) -> None:
        before = self.draft
        self._change(request)
        self.offer = Offer(name, image, source, before)
        if self.notice is not None and self.notice.about_pictures:
            self.notice = None

    def _go(self, draft: EditRequest, history: History) -> None:
        super()._go(draft, history)
        offer = self.offer
        if offer is not None and (offer.brought or all(each.image is not offer.image for each in draft.pictures)):
            # The draft is another one now, or the picture is gone from it.
            self.offer = None
