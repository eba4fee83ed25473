"""Drafting: a draft being edited, and what there is to say of it. It does not know whether it is displayed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from traitlets import Bool, HasTraits, Instance

from wanwidgets.catalog import REGIONS
from wanwidgets.content import SavedImage
from wanwidgets.cost import Cost, cost_of
from wanwidgets.errors import ImageError, InvalidRequest
from wanwidgets.images import Address
from wanwidgets.message import Message
from wanwidgets.pictures import Picture
from wanwidgets.place import is_local
from wanwidgets.problems import Problem
from wanwidgets.request import EditRequest
from wanwidgets.running.job import Spawn, in_thread
from wanwidgets.running.runner import Runner
from wanwidgets.session.history import History

__all__ = ["Drafting"]

_ALONE = {"pictures", "images", "boxes", "mask", "model", "marks"}
"""Changes of these are undone one by one."""


class Drafting(HasTraits):
    """The half of a session that sends nothing; `wanwidgets.session.EditSession` is the whole.

    Parameters
    ----------
    runner
        Whom the draft is for, and who fetches addresses.
    draft
        What to begin with.
    spawn, clock
        The seams of threads and of time, in seconds on a steady clock.
    """

    draft = Instance(EditRequest)
    notice = Instance(Message, allow_none=True)
    can_undo = Bool(default_value=False)
    can_redo = Bool(default_value=False)

    def __init__(
        self,
        runner: Runner,
        draft: EditRequest | None = None,
        *,
        spawn: Spawn = in_thread,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(draft=draft or EditRequest())
        self.lock = threading.RLock()
        self._runner = runner
        self._spawn = spawn
        self._clock = clock
        self._history = History()

    @property
    def engine(self) -> str:
        """Who answers, as `Client.engine` names it."""
        return self._runner.client.engine

    @property
    def place(self) -> str:
        """Where requests go: ``"local"``, the label of a region, or the name of a host."""
        if is_local(self.engine):
            return "local"
        return REGIONS[self.region].label if self.region else self.engine.partition("/")[2]

    @property
    def region(self) -> str:
        """The name of the region that answers, a key of `wanwidgets.catalog.REGIONS`; empty where there is none."""
        name = self.engine.partition("/")[2]
        return name if name in REGIONS else ""

    def problems(self) -> tuple[Problem, ...]:
        """Return everything that keeps the draft from being sent to who answers here; nothing when it can be."""
        return self._runner.client.problems(self.draft)

    def ways(self) -> tuple[str, ...]:
        """Return how each picture of the draft, in order, will go: ``"inline"``, ``"upload"`` or ``"address"``.

        Raises
        ------
        ImageError
            A picture can go in none of these ways.
        """
        # The mask is left out: to encode it takes long, and nothing is shown of its way.
        return self._runner.client.ways(self.draft.replace(mask=None))

    def cost(self) -> Cost:
        """Return what the draft would cost here."""
        return cost_of(self.draft, self.engine)

    def edit(self, **changes: Any) -> EditRequest:
        """Change fields or parameters of the draft (see `EditRequest.replace`), and return the new one.

        It can be undone. Changes of the same one text or number soon after each other are undone together.
        """
        merge = next(iter(changes)) if len(changes) == 1 and not changes.keys() & _ALONE else ""
        return self._change(self.draft.replace(**changes), merge=merge)

    def choose(self, **changes: Any) -> EditRequest:
        """Change the model, or parameters that choose its mode, and keep of the others what fits.

        What does not fit is left out and told by the notice; defaults that were merely spelled out are not worth one.
        """
        with self.lock:
            before = self.draft
            draft, left = before.fitted(**changes)
            self._change(draft)
            usual = before.mode.defaults() if before.mode else {}
            lost = tuple(name for name in left if before.parameters[name] != usual.get(name))
            if lost:
                self.notice = Message.without(lost)
            elif self.notice is not None and self.notice.left_out:
                self.notice = None
            return self.draft

    def add_image(self, source: object, *, name: str = "") -> None:
        """Append a picture to the draft; an address is fetched meanwhile.

        Parameters
        ----------
        source
            As `EditRequest` takes it.
        name
            A short label; by default the file's name.

        Raises
        ------
        ImageError
            The draft stays as it was.
        """
        picture = Picture.read(source, number=len(self.draft.pictures) + 1, name=name)
        with self.lock:
            self.edit(pictures=(*self.draft.pictures, picture))
            image = picture.image
            if isinstance(image, Address):
                self._fetch(image)
            elif image.notices:
                self.notice = Message("info", " ".join(map(str, image.notices)), notices=image.notices)
            elif self.notice is not None and self.notice.about_pictures:
                self.notice = None

    def fetch_images(self) -> None:
        """Begin to fetch every picture of the draft that is still an address, and return at once."""
        for image in {picture.image for picture in self.draft.pictures if isinstance(picture.image, Address)}:
            self._fetch(image)

    def remove_image(self, number: int) -> None:
        """Take a picture and its boxes out of the draft."""
        with self.lock:
            pictures = list(self.draft.pictures)
            del pictures[number - 1]
            self.edit(pictures=tuple(pictures))

    def move_image(self, number: int, to: int) -> None:
        """Move a picture, with its boxes, to another place; places are counted from 1."""
        with self.lock:
            pictures = list(self.draft.pictures)
            picture = pictures.pop(number - 1)
            pictures.insert(to - 1, picture)
            self.edit(pictures=tuple(pictures))

    def set_boxes(self, number: int, boxes: Iterable[Iterable[object]], *, merge: str = "") -> None:
        """Replace the boxes of a picture.

        Parameters
        ----------
        number
            Of the picture, counted from 1.
        boxes
            In pixels of the original picture.
        merge
            The kind of the change, such as ``"nudge"``: those of one kind soon after each other are undone together.
        """
        with self.lock:
            picture = self.draft.pictures[number - 1]
            self.set_picture(number, Picture(picture.image, tuple(boxes)), merge=merge)  # type: ignore[arg-type]

    def set_picture(self, number: int, picture: Picture, *, merge: str = "", **changes: Any) -> None:
        """Replace a picture of the draft with its boxes, together with other changes."""
        with self.lock:
            pictures = list(self.draft.pictures)
            pictures[number - 1] = picture
            merge = f"{merge} {number}" if merge else ""
            self._change(self.draft.replace(pictures=tuple(pictures), **changes), merge=merge)

    def undo(self) -> None:
        """Take back the last change of the draft; without one nothing happens."""
        with self.lock:
            if self._history.past:
                self._go(*self._history.undone(self.draft))

    def redo(self) -> None:
        """Make the change again that was undone last; without one nothing happens."""
        with self.lock:
            if self._history.future:
                self._go(*self._history.redone(self.draft))

    def use_result(self, saved: SavedImage) -> None:
        """Append a result to the pictures of the draft."""
        self.add_image(saved.path)

    def _change(self, draft: EditRequest, *, merge: str = "") -> EditRequest:
        with self.lock:
            before = self.draft
            if draft != before:
                self._go(draft, self._history.changed(before, draft, merge=merge, now=self._clock()))
            return self.draft

    def _go(self, draft: EditRequest, history: History) -> None:
        self._history = history
        self.draft = draft
        self.can_undo, self.can_redo = bool(history.past), bool(history.future)
        self._forget_what_was_mended()

    def _forget_what_was_mended(self) -> None:
        notice = self.notice
        if notice is not None and notice.problems:
            left = tuple(problem for problem in self.problems() if problem in notice.problems)
            self.notice = Message.of(InvalidRequest(left)) if left else None

    def _fetch(self, address: Address) -> None:
        def work() -> None:
            try:
                image = self._runner.fetch(address)
            except ImageError as error:
                with self.lock:
                    images = [picture.image for picture in self.draft.pictures]
                    self.notice = Message.of(error.at(images.index(address) + 1) if address in images else error)
                return

            def fetched(draft: EditRequest) -> EditRequest:
                if all(picture.image != address for picture in draft.pictures):
                    return draft
                pictures = [
                    Picture(image, picture.boxes) if picture.image == address else picture for picture in draft.pictures
                ]
                return draft.replace(pictures=tuple(pictures))

            with self.lock:
                # No edit of the user's: to undo it would only fetch it again.
                draft = fetched(self.draft)
                if draft is not self.draft:
                    self._go(draft, self._history.mapped(fetched))

        self._spawn(work)
