"""Editing: a draft that is changed step by step, each of which can be undone, and what there is to say of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from traitlets import Bool, Bunch, HasTraits, Instance

from wanwidgets.catalog import REGIONS
from wanwidgets.cost import Cost, cost_of
from wanwidgets.images import Address, InputImage
from wanwidgets.mending import moved_along
from wanwidgets.message import Message
from wanwidgets.pictures import Picture
from wanwidgets.place import is_local
from wanwidgets.problems import Problem
from wanwidgets.regions import Box
from wanwidgets.request import EditRequest
from wanwidgets.running.job import Spawn, in_thread
from wanwidgets.running.runner import Runner
from wanwidgets.session.history import History

__all__ = ["Editing", "place_of", "same_image"]

_ALONE = {"pictures", "images", "boxes", "mask", "model", "marks"}
"""Changes of these are undone one by one."""
_KEPT = {"images.count", "mask.unsupported", "mask.size", "prompt.length"}
"""What another model may not take of what was drawn or written, beside what is wrong with a picture."""
_OF_THE_MOMENT = {"mask_gone", "boxes_gone"}
"""The news that the next change of the draft makes old."""


_ALIKE = 0.01
"""By which ratios may differ that are the same for boxes: a result's sides are rounded."""


class Editing(HasTraits):
    """A session whose pictures are all there already; `wanwidgets.session.EditSession` is the whole.

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
        """Return everything that keeps the draft from being sent to who answers here; nothing when it can be.

        A picture with marks painted into it is judged as it is without them, and again with them when it is sent.
        """
        return self._runner.client.problems(self._unpainted(self.draft))

    def ways(self) -> tuple[str, ...]:
        """Return how each picture of the draft, in order, will go: ``"inline"``, ``"upload"`` or ``"address"``.

        Raises
        ------
        ImageError
            A picture can go in none of these ways.
        """
        # The mask is left out: to encode it takes long, and nothing is shown of its way.
        return self._runner.client.ways(self._unpainted(self.draft).replace(mask=None))

    @staticmethod
    def _unpainted(draft: EditRequest) -> EditRequest:
        """Return a draft without the boxes that are painted into its pictures when it is sent: it takes seconds."""
        if draft.marks != "drawn":
            return draft
        # A box that lies outside of its picture is painted nowhere, and a problem.
        pictures = tuple(
            Picture(picture.image, tuple(box for box in picture.boxes if box.clipped(picture.size).empty))
            if picture.size is not None
            else picture
            for picture in draft.pictures
        )
        return draft.replace(pictures=pictures)

    def cost(self) -> Cost:
        """Return what the draft would cost here."""
        return cost_of(self.draft, self.engine)

    def edit(self, **changes: Any) -> EditRequest:
        """Change fields or parameters of the draft (see `EditRequest.replace`), and return the new one.

        It can be undone. Changes of the same one text or number soon after each other are undone together.
        """
        merge = next(iter(changes)) if len(changes) == 1 and not changes.keys() & _ALONE else ""
        # What is changed is the draft of now: a thread may bring a picture meanwhile.
        with self.lock:
            return self._change(self.draft.replace(**changes), merge=merge)

    def choose(self, **changes: Any) -> EditRequest:
        """Change the model, or parameters that choose its mode, and keep of the others what fits.

        What does not fit is left out and told by the notice; defaults that were merely spelled out are not worth one.
        Pictures, boxes, mask and prompt stay in any case, and the notice tells what of them does not fit any more.
        """
        with self.lock:
            before, known = self.draft, {(found.code, found.field) for found in self.problems()}
            draft, left = before.fitted(**changes)
            self._change(draft)
            usual = before.mode.defaults() if before.mode else {}
            lost = tuple(name for name in left if before.parameters[name] != usual.get(name))
            kept = tuple(
                found
                for found in self.problems()
                if found.code in _KEPT or found.number is not None
                if (found.code, found.field) not in known
                # That there is no picture yet is no loss.
                if draft.pictures or found.code != "images.count"
            )
            if lost or kept:
                self.notice = Message.without(lost, kept)
            elif self.notice is not None and (self.notice.left_out or self.notice.kept):
                self.notice = None
            return self.draft

    def remove_image(self, number: int) -> None:
        """Take a picture and its boxes out of the draft; the mask goes with image 1, which is told."""
        with self.lock:
            pictures = list(self.draft.pictures)
            del pictures[number - 1]
            self._arrange(pictures)

    def move_image(self, number: int, to: int) -> None:
        """Move a picture, with its boxes, to another place; places are counted from 1.

        A mask belongs to the picture it was painted on: where that is image 1 no more it is taken away, which is told.
        """
        with self.lock:
            pictures = list(self.draft.pictures)
            picture = pictures.pop(number - 1)
            pictures.insert(to - 1, picture)
            self._arrange(pictures)

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

    def _arrange(self, pictures: Sequence[Picture]) -> None:
        draft = self.draft
        first = draft.pictures[0].image
        if draft.mask is None or (pictures and pictures[0].image is first):
            self._change(draft.replace(pictures=tuple(pictures)))
        else:
            self._change(draft.replace(pictures=tuple(pictures), mask=None))
            self.notice = Message.news("mask_gone")

    def _take_place(self, image: InputImage | Address, new: InputImage | Address) -> None:
        """Put another image where this one is, if it is still there, and its boxes along where the ratio is the same.

        Called with the lock.
        """
        draft = self.draft
        number = place_of(image, draft)
        if not number:
            return
        before = draft.pictures[number - 1]
        if isinstance(new, InputImage) and before.size is not None and _same_ratio(before.size, new.size):
            self._change(moved_along(draft, number, new, Box(0, 0, *new.size)))
            return
        pictures = list(draft.pictures)
        pictures[number - 1] = Picture(new)
        masked = number == 1 and draft.mask is not None
        self._change(draft.replace(pictures=tuple(pictures), **({"mask": None} if masked else {})))
        if before.boxes or masked:
            self.notice = Message.news("boxes_gone", number=number)

    def _change(self, draft: EditRequest, *, merge: str = "") -> EditRequest:
        with self.lock:
            before = self.draft
            if draft != before or not _same_files(draft, before):
                self._go(draft, self._history.changed(before, draft, merge=merge, now=self._clock()))
            return self.draft

    def _go(self, draft: EditRequest, history: History) -> None:
        self._history = history
        before, self.draft = self.draft, draft
        if draft == before and draft is not before:
            # The same pixels in another file, as after a conversion, of which traitlets tells nobody.
            self.notify_change(Bunch(name="draft", old=before, new=draft, owner=self, type="change"))
        self.can_undo, self.can_redo = bool(history.past), bool(history.future)
        self._forget_what_was_mended()

    def _forget_what_was_mended(self) -> None:
        notice = self.notice
        if notice is not None and (notice.problems or notice.kept):
            self.notice = notice.mended(self.problems())
        elif notice is not None and self._is_old(notice):
            self.notice = None

    def _is_old(self, notice: Message) -> bool:
        """Whether a change of the draft makes a notice old."""
        return notice.key in _OF_THE_MOMENT


def same_image(one: InputImage | Address, other: InputImage | Address) -> bool:
    """Whether these are the same address, or the very same image: equal ones need not be the same file."""
    return one is other or (isinstance(one, Address) and one == other)


def place_of(image: InputImage | Address, draft: EditRequest) -> int:
    """Return the number of the picture with that very image, counted from 1; 0 where there is none."""
    return next((n for n, picture in enumerate(draft.pictures, start=1) if same_image(picture.image, image)), 0)


def _same_files(one: EditRequest, other: EditRequest) -> bool:
    return all(a.image is b.image for a, b in zip(one.pictures, other.pictures, strict=False))


def _same_ratio(one: tuple[int, int], other: tuple[int, int]) -> bool:
    across, down = one[0] * other[1], one[1] * other[0]
    return abs(across - down) < _ALIKE * max(across, down)
