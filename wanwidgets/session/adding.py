"""Adding: pictures are read and come into the draft, in the order in which they were asked for."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from traitlets import Tuple

from wanwidgets.catalog import MODELS
from wanwidgets.errors import ImageError
from wanwidgets.images import Address, Gap, InputImage
from wanwidgets.message import Message
from wanwidgets.pictures import Picture
from wanwidgets.running.crew import Crew
from wanwidgets.session.arrivals import Arrival
from wanwidgets.session.editing import same_image
from wanwidgets.session.fetching import Fetching
from wanwidgets.session.sources import MOST_MATCHES, Source, is_pattern, matching

__all__ = ["Adding"]

_MOST_FAILED = 9
"""Failures that are remembered; older ones are forgotten."""


class Adding(Fetching):
    """A session into which pictures come; `wanwidgets.session.EditSession` is the whole."""

    arrivals = Tuple()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # One after the other, so that they keep their order and only one of them is held decoded.
        self._readers = Crew(self._spawn, most=1)
        self._ids = itertools.count(1)

    @property
    def most_images(self) -> int:
        """How many pictures any mode of the model takes; of an unknown model, any model."""
        models = [self.draft.entry] if self.draft.entry else MODELS.values()
        return int(max(mode.images.high for model in models for mode in model.modes))

    @property
    def room(self) -> int:
        """How many pictures can still be added; those that are being read have their place."""
        coming = sum(arrival.error is None and arrival.replaces is None for arrival in self.arrivals)
        # What is missing may be what comes.
        there = sum(not isinstance(picture.image, Gap) for picture in self.draft.pictures)
        return max(0, self.most_images - there - coming)

    def add_images(self, sources: Iterable[Source]) -> None:
        """Begin to add pictures to the draft, and return at once.

        `arrivals` says which are being read and which could not be. At most as many are added as any mode of the model
        takes, and the notice tells how many were left out.

        Parameters
        ----------
        sources
            Each may also be a pattern of paths.
        """
        with self.lock:
            asked, batch, room = list(sources), next(self._ids), self.room
            # A pattern may name nothing or many, which is only found out when it is looked up.
            taken = asked[:room]
            self._announce(Arrival(next(self._ids), source, batch) for source in taken)
            if len(asked) > room:
                self._tell_left_out(len(asked) - room, len(asked))

    def add_image(self, source: object, *, name: str = "") -> None:
        """Append a picture to the draft, and return when it was read; an address is fetched meanwhile.

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
            self._append(picture)
            image = picture.image
            if isinstance(image, InputImage) and image.notices:
                self.notice = Message("info", " ".join(map(str, image.notices)), notices=image.notices)
            elif self.notice is not None and self.notice.about_pictures:
                self.notice = None

    def undo(self) -> None:
        """Take back the last change of the draft; where pictures were added, the rest of them does not come either."""
        with self.lock:
            added = self._history.merge
            self.arrivals = tuple(each for each in self.arrivals if each.error or _merge(each) != added)
            super().undo()

    def drop(self, arrival_id: int) -> None:
        """Forget a picture that is being read or could not be; without one nothing happens."""
        with self.lock:
            self.arrivals = tuple(each for each in self.arrivals if each.id != arrival_id)

    def read_again(self, arrival_id: int) -> None:
        """Try again to read a picture that could not be, as the last one; without room for it the notice says so."""
        with self.lock:
            found = next((each for each in self.arrivals if each.id == arrival_id and each.error), None)
            if found is None:
                return
            if found.replaces is None and not self.room:
                self._tell_left_out(1, 1)
                return
            self.drop(arrival_id)
            self._announce([replace(found, error=None)])

    def _announce(self, arrivals: Iterable[Arrival]) -> None:
        new = tuple(arrivals)
        failed = [each for each in self.arrivals if each.error][-_MOST_FAILED:]
        kept = tuple(each for each in self.arrivals if not each.error or each in failed)
        self.arrivals = (*kept, *new)
        for arrival in new:
            self._readers(lambda arrival=arrival: self._read(arrival))  # type: ignore[misc]

    def _read(self, arrival: Arrival) -> None:
        if self._waited_for(arrival):
            try:
                if is_pattern(arrival.source.value):
                    self._expand(arrival)
                else:
                    self._arrive(arrival, _picture(arrival.source))
            except ImageError as error:
                self._not_read(arrival, error)
            except Exception as error:  # noqa: BLE001 - a thread has no caller, and the row says what went wrong
                self._not_read(arrival, ImageError(f"{type(error).__name__}: {error}", name=arrival.name))

    def _expand(self, arrival: Arrival) -> None:
        """Read the files of a pattern in its place."""
        files, more = matching(str(arrival.source.value))
        if not files:
            raise ImageError("no file has a name like this. Is it relative to the notebook's folder?")
        with self.lock:
            if not self._waited_for(arrival):
                return
            # Its own place is one of them.
            room = self.room + 1
            found = [Arrival(next(self._ids), Source(path), arrival.batch) for path in files[:room]]
            where = self.arrivals.index(arrival)
            self.arrivals = (*self.arrivals[:where], *found, *self.arrivals[where + 1 :])
            if len(files) > room or more:
                self._tell_left_out(len(files) - len(found), len(files), more=more)
        for each in found:
            self._read(each)

    def _arrive(self, arrival: Arrival, picture: Picture) -> None:
        with self.lock:
            # As it is now: the picture whose place it takes may have been mended since.
            now = next((each for each in self.arrivals if each.id == arrival.id), None)
            if now is None:
                return
            if now.replaces is None and not self._fill(picture, merge=_merge(now)):
                self._append(picture, merge=_merge(now))
            elif now.replaces is not None:
                self._take_place(now.replaces, picture.image)
                self._await_instead(now.replaces, picture.image)
            self.drop(arrival.id)
            if self.notice is not None and self.notice.about_pictures:
                self.notice = None

    def _append(self, picture: Picture, *, merge: str = "") -> None:
        self._change(self.draft.replace(pictures=(*self.draft.pictures, picture)), merge=merge)
        if isinstance(picture.image, Address):
            self._fetch(picture.image)

    def _fill(self, picture: Picture, *, merge: str) -> bool:
        """Put a picture where one with its pixels is missing, and return whether there was such a place."""
        image = picture.image
        before = self.draft.pictures
        if not isinstance(image, InputImage):
            return False
        missing = [isinstance(each.image, Gap) and each.image.fits(image) for each in before]
        filled = (Picture(image, each.boxes) if gap else each for each, gap in zip(before, missing, strict=True))
        if any(missing):
            self._change(self.draft.replace(pictures=tuple(filled)), merge=merge)
        return any(missing)

    def _await_instead(self, old: InputImage | Address, new: InputImage | Address) -> None:
        """Let what was to take the place of a picture take that of the one that came instead; called with the lock."""
        self.arrivals = tuple(
            replace(each, replaces=new) if each.replaces is not None and same_image(each.replaces, old) else each
            for each in self.arrivals
        )

    def _not_read(self, arrival: Arrival, error: ImageError) -> None:
        with self.lock:
            self.arrivals = tuple(
                replace(each, error=error) if each.id == arrival.id else each for each in self.arrivals
            )

    def _is_old(self, notice: Message) -> bool:
        # What was left out is not old as long as those that were not are still coming.
        left_out = notice.key.startswith("left_out.") and all(arrival.error for arrival in self.arrivals)
        return left_out or super()._is_old(notice)

    def _waited_for(self, arrival: Arrival) -> bool:
        return any(each.id == arrival.id for each in self.arrivals)

    def _tell_left_out(self, count: int, asked: int, *, more: bool = False) -> None:
        if more:
            key, count = "left_out.more", MOST_MATCHES
        else:
            key = "left_out.one" if count == asked == 1 else "left_out.many"
        self.notice = Message.news(key, count=count, asked=asked, model=self.draft.model, most=self.most_images)


def _merge(arrival: Arrival) -> str:
    """Return the kind of change that a picture is when it comes, which is the same for its whole batch."""
    return f"add {arrival.batch}"


def _picture(source: Source) -> Picture:
    """Read a picture to its end, so that one that is damaged within is told at once."""
    picture = Picture.read(source.value, number=1, name=source.name)
    if isinstance(picture.image, InputImage):
        _ = picture.image.pixels
    return picture
