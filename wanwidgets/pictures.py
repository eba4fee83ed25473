"""A picture of a draft with its boxes, so that the boxes travel with it when pictures are reordered."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from wanwidgets.errors import ImageError
from wanwidgets.images import Address, InputImage
from wanwidgets.reading import read_image
from wanwidgets.regions import Box

__all__ = ["Picture"]

_AT_ONCE = 2
"""Pictures that are read at once: each that is converted takes three times its decoded size meanwhile."""


@dataclass(frozen=True)
class Picture:
    """One input picture and the boxes drawn on it.

    The rule for boxes: corners may come in any order; what lies outside the picture is cut off; a box of which
    nothing lies inside is kept as it was given, and the request's `problems()` refuse it. Where the picture is an
    address, this happens once it was fetched.

    Attributes
    ----------
    image : InputImage or Address
    boxes : tuple of Box
        In pixels of the original picture; "box 1" of the prompt is the first.
    """

    image: InputImage | Address
    boxes: tuple[Box, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.image, (InputImage, Address)):
            raise TypeError(f"A picture holds an InputImage or an Address, not {type(self.image).__name__}.")
        boxes = tuple(Box.of(box) for box in self.boxes)
        if isinstance(self.image, InputImage):
            size = self.image.size
            boxes = tuple(box if box.clipped(size).empty else box.clipped(size) for box in boxes)
        object.__setattr__(self, "boxes", boxes)

    @classmethod
    def read(
        cls,
        source: object,
        *,
        number: int,
        boxes: Iterable[Iterable[object]] = (),
        name: str = "",
    ) -> Picture:
        """Read a picture from whatever a notebook has (see `read_image`).

        Parameters
        ----------
        source
            As `read_image` takes it, or a `Picture`.
        number
            Its place, counted from 1, for messages.
        boxes
            Boxes beside those that a `Picture` brings.
        name
            A short label for messages; by default the file's name.

        Raises
        ------
        ImageError
            Naming the picture by its number.
        """
        added = tuple(Box.of(box) for box in boxes)
        if isinstance(source, cls):
            return cls(source.image, source.boxes + added)
        try:
            return cls(read_image(source, name=name), added)
        except ImageError as error:
            raise error.at(number) from None

    @classmethod
    def read_all(
        cls, sources: Sequence[object], boxes: Mapping[int, Iterable[Iterable[object]]] | None = None
    ) -> tuple[Picture, ...]:
        """Read pictures, a few at once, since one that has to be turned or converted takes a while.

        Parameters
        ----------
        sources
            As `read` takes them.
        boxes
            By the number of the picture, counted from 1.

        Raises
        ------
        ImageError
            Naming the first picture that cannot be read by its number.
        """
        boxes = boxes or {}

        def read(number: int) -> Picture:
            return cls.read(sources[number - 1], number=number, boxes=boxes.get(number, ()))

        numbers = range(1, len(sources) + 1)
        fresh = [id(source) for source in sources if not isinstance(source, (cls, InputImage, Address))]
        # A PIL image is not made for two threads, so one that is given twice is read in turn; a browser has no threads.
        if len(fresh) < _AT_ONCE or len(set(fresh)) < len(fresh) or sys.platform == "emscripten":
            return tuple(map(read, numbers))
        with ThreadPoolExecutor(_AT_ONCE, "wanwidgets-read") as pool:
            return tuple(pool.map(read, numbers))

    @property
    def size(self) -> tuple[int, int] | None:
        """Width and height in pixels; None for an address that was not fetched."""
        return self.image.size if isinstance(self.image, InputImage) else None

    def look_within(self) -> None:
        """Find out the hash of the pixels, if it is not known; a large photograph takes a moment.

        Raises
        ------
        ImageError
            Its file is damaged within.
        """
        if isinstance(self.image, InputImage):
            self.image.hashes.find()

    def to_dict(self, *, embed: bool) -> dict[str, Any]:
        """Return the picture and its boxes as JSON values; if `embed`, with its file as a data URL."""
        image = self.image
        seen = {"url": image.url} if isinstance(image, Address) else image.to_dict(embed=embed)
        return {**seen, "boxes": [list(box) for box in self.boxes]}

    @classmethod
    def from_dict(cls, document: Mapping[str, Any], find: Callable[[str], bytes] | None = None) -> Picture:
        """Read what `to_dict` wrote; `find` returns a file by the SHA-256 of its bytes where none is embedded."""
        image = Address(document["url"]) if "url" in document else InputImage.from_dict(document, find)
        return cls(image, tuple(Box.of(box) for box in document["boxes"]))
