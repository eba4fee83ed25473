"""Which pixels of a picture may change."""

from __future__ import annotations

import hashlib
import io
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

from wanwidgets.decoding import MAX_PIXELS
from wanwidgets.images import InputImage
from wanwidgets.regions.box import Box
from wanwidgets.regions.drawing import begin, drawn
from wanwidgets.regions.files import FORMS, picture_of, pixels_in, require_form
from wanwidgets.regions.parts import Parts, parts_of
from wanwidgets.regions.raster import TILE, Bools, Raster
from wanwidgets.regions.strokes import Area, Inversion, Step, step_of
from wanwidgets.showing import shown

__all__ = ["Mask"]

_DARK = 64
_WHITE = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Mask:
    """Which pixels may change: steps over an optional base, so that a step costs no copy of the picture.

    Attributes
    ----------
    size : (int, int)
        Width and height of the picture, in pixels.
    strokes : tuple of Stroke, Area or Inversion
        What was done, in order.
    base : InputImage or None
        A picture of that size to start from; what is lighter than mid-grey is edited.

    Raises
    ------
    TypeError
        A size that no picture has, or another than that of the base.
    """

    size: tuple[int, int]
    strokes: tuple[Step, ...] = ()
    base: InputImage | None = None

    def __post_init__(self) -> None:
        width, height = self.size
        if not all(type(side) is int and side > 0 for side in (width, height)) or width * height > MAX_PIXELS:
            raise TypeError(f"The size of a mask is (width, height) of its picture, not {shown(self.size)}.")
        if self.base is not None and self.base.size != (width, height):
            raise TypeError(f"The mask is {width}×{height} pixels and its base {self.base.width}×{self.base.height}.")
        object.__setattr__(self, "size", (width, height))

    @classmethod
    def of(cls, base: InputImage) -> Mask:
        """Return the mask that a picture is: what is lighter than mid-grey is edited."""
        return cls(base.size, base=base)

    @classmethod
    def read(cls, source: object, *, edited: str | None = None) -> Mask:
        """Read a mask from a picture.

        Parameters
        ----------
        source
            A path, bytes, a data URL, a PIL image, an array or an `InputImage`.
        edited
            What of it is edited: ``"white"`` (lighter than mid-grey), ``"opaque"`` (painted on a transparent ground)
            or ``"transparent"`` (rubbed out of the picture). By default ``"opaque"`` where something is transparent,
            and ``"white"`` elsewhere. Half transparent pixels go to the side that they are nearer to.

        Raises
        ------
        TypeError
            The source is an address, or of no type that holds a picture.
        ImageError
            It cannot be read, or nothing of it is transparent although that is asked for.
        ValueError
            `edited` is none of these.
        """
        return cls._of_pixels(pixels_in(source, edited))

    @classmethod
    def _of_pixels(cls, pixels: Bools) -> Mask:
        size = pixels.shape[1], pixels.shape[0]
        # Most masks of one shade are no files.
        if not pixels.any():
            return cls(size)
        if pixels.all():
            return cls(size).filled()
        base = InputImage.from_pil(picture_of(pixels, "white"))
        begin(base, Raster.of(pixels))
        return cls(size, base=base)

    @property
    def empty(self) -> bool:
        """Whether no pixel is edited."""
        return not self._raster().tiles

    @property
    def pixels(self) -> str:
        """SHA-256, as hex digits, of size and edited pixels, in whatever way they came to be so."""
        digest = hashlib.sha256(f"{self.size}".encode("ascii"))
        width, height = self.size
        for top, band in self._raster().bands():
            rows = min(TILE, height - top)
            digest.update(bytes(width * rows) if band is None else (band.view(np.uint8) * np.uint8(255)).tobytes())
        return digest.hexdigest()

    def painted(self, *steps: Step) -> Mask:
        """Return the mask after some more strokes or areas."""
        return Mask(self.size, (*self.strokes, *steps), self.base)

    def filled(self) -> Mask:
        """Return the mask that edits every pixel."""
        return Mask(self.size, (Area(Box(0, 0, *self.size)),))

    def cleared(self) -> Mask:
        """Return the mask of that size that edits nothing."""
        return Mask(self.size)

    def inverted(self) -> Mask:
        """Return the mask that edits what this one keeps."""
        if self.strokes and isinstance(self.strokes[-1], Inversion):
            return Mask(self.size, self.strokes[:-1], self.base)
        return self.painted(Inversion())

    def with_boxes(self, boxes: Iterable[Iterable[object]], *, erase: bool = False) -> Mask:
        """Return the mask with exactly the pixels of some boxes added, or taken away."""
        return self.painted(*(Area(Box.of(box), erase) for box in boxes))

    def boxes(self, most: int | None = None) -> Parts:
        """Return boxes around the connected parts of what is edited, the `most` largest ones, in reading order.

        Pixels that touch at a corner belong together.
        """
        return parts_of(self._raster(), most)

    def scaled(self, size: tuple[int, int]) -> Mask:
        """Return the mask for its picture scaled to another width and height; each pixel takes the nearest one."""
        (width, height), (old_width, old_height) = size, self.size
        rows = (np.arange(height) * 2 + 1) * old_height // (2 * height)
        columns = (np.arange(width) * 2 + 1) * old_width // (2 * width)
        return Mask._of_pixels(self._pixels()[rows][:, columns])

    def padded(self, size: tuple[int, int], left: int, top: int) -> Mask:
        """Return the mask for its picture laid at a place of a larger one, or a part of it; what is new is kept."""
        pixels = np.zeros((size[1], size[0]), bool)
        here = Box(left, top, left + self.size[0], top + self.size[1]).clipped(size)
        part = self.cut(Box(here.x1 - left, here.y1 - top, here.x2 - left, here.y2 - top))
        pixels[here.y1 : here.y2, here.x1 : here.x2] = part
        return Mask._of_pixels(pixels)

    def cut(self, area: Box) -> Bools:
        """Return which pixels of a box are edited, as an array of its height × width; none beside the picture are."""
        return self._raster().cut(area)

    def image(self, *, edited: str = "white") -> Image.Image:
        """Return the mask as a picture of its size.

        Parameters
        ----------
        edited
            ``"white"``: mode L, 255 is edited and 0 is kept. ``"opaque"`` or ``"transparent"``: mode RGBA, white, and
            what is edited is opaque, or transparent.

        Raises
        ------
        ValueError
            `edited` is none of these.
        """
        return picture_of(self._pixels(), edited)

    def png(self, colors: Sequence[tuple[int, int, int]] = (_WHITE,), *, edited: str = "white") -> bytes:
        """Return the mask as a PNG file of two colours, or by transparency.

        Parameters
        ----------
        colors
            Red, green and blue of what may stand for what is edited; the first one is taken. The rest is black, or
            white where that is dark, or else any colour that is not among them.
        edited
            As for `image`; ``"opaque"`` and ``"transparent"`` know no colours.

        Raises
        ------
        ValueError
            `edited` is none of these.
        """
        require_form(edited)
        picture = self._colored(colors) if edited == FORMS[0] else self.image(edited=edited)
        file = io.BytesIO()
        picture.save(file, "PNG")
        return file.getvalue()

    def to_dict(self, *, embed: bool) -> dict[str, Any]:
        """Return the mask as JSON values; if `embed`, with its base as a data URL."""
        return {
            "size": list(self.size),
            "strokes": [stroke.to_dict() for stroke in self.strokes],
            "base": self.base.to_dict(embed=embed) if self.base else None,
        }

    @classmethod
    def from_dict(cls, document: Mapping[str, Any], find: Callable[[str], bytes] | None = None) -> Mask:
        """Read what `to_dict` wrote; `find` returns a file by the SHA-256 of its bytes where none is embedded."""
        width, height = document["size"]
        base = document["base"]
        steps = tuple(map(step_of, document["strokes"]))
        return cls((width, height), steps, InputImage.from_dict(base, find) if base else None)

    def _raster(self) -> Raster:
        return drawn(self.size, self.strokes, self.base)

    def _pixels(self) -> Bools:
        return self.cut(Box(0, 0, *self.size))

    def _colored(self, colors: Sequence[tuple[int, int, int]]) -> Image.Image:
        color = colors[0]
        usual = (255 if max(color) <= _DARK else 0,) * 3
        others = itertools.chain((usual,), itertools.product(range(256), repeat=3))
        rest = next(other for other in others if other not in colors)
        two = Image.fromarray(self._pixels().view(np.uint8), mode="P")
        two.putpalette([*rest, *color])
        return two.convert("RGB")
