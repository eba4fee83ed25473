"""The colour in which boxes will be painted into the picture that is shown."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np

from wanwidgets.images import InputImage
from wanwidgets.marks import COLORS, mark_color
from wanwidgets.regions import Box
from wanwidgets.request import EditRequest
from wanwidgets.widgets.surface.tool import Board
from wanwidgets.widgets.surface.view.aside import Aside

__all__ = ["MarkInk"]


class MarkInk:
    """Follows the draft and finds the colour beside it.

    To read a large photo takes a good part of a second, so that the boxes are drawn at once in the colour of before,
    and again where another one is found.

    Parameters
    ----------
    board
        Where the boxes are drawn.

    Attributes
    ----------
    color : (int, int, int) or None
        Red, green, blue; None where the boxes are not painted into the picture.
    """

    def __init__(self, board: Board) -> None:
        self.color: tuple[int, int, int] | None = None
        self._board = board
        self._seen: tuple[InputImage, tuple[Box, ...]] | None = None
        beside = board.session._beside  # noqa: SLF001 - a thread whose faults the session tells
        self._reading = Aside(beside, board.session.lock)

    def show(self, draft: EditRequest, number: int) -> bool:
        """Follow the draft and the picture that is shown, and return whether the boxes look different at once."""
        before, painted = self.color, draft.marks == "drawn" and number > 0
        picture = draft.pictures[number - 1] if painted else None
        image = picture.image if picture is not None else None
        seen = (image, picture.boxes) if picture is not None and isinstance(image, InputImage) else None
        if not _same(seen, self._seen):
            self._seen = seen
            if seen is not None and seen[1]:
                self._reading.want(functools.partial(self._find, *seen))
            else:
                self._reading.drop()
        self.color = (before or COLORS[0]) if painted else None
        return self.color != before

    def _find(self, image: InputImage, boxes: tuple[Box, ...]) -> Callable[[], None]:
        color = mark_color(np.asarray(image.image()), boxes)

        def found() -> None:
            if color != self.color:
                self.color = color
                self._board.redraw_tools()

        return found


def _same(one: tuple[InputImage, tuple[Box, ...]] | None, other: tuple[InputImage, tuple[Box, ...]] | None) -> bool:
    # Pictures are told apart by what they are, since to compare their pixels may take long.
    return one is other or (one is not None and other is not None and one[0] is other[0] and one[1] == other[1])
