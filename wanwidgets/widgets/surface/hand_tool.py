"""The tool that moves the picture about."""

from __future__ import annotations

from collections.abc import Iterator

from wanwidgets.request import EditRequest
from wanwidgets.widgets.surface.scene import Command
from wanwidgets.widgets.surface.tool import Board, Key, Pointer
from wanwidgets.widgets.surface.view.viewport import Viewport

__all__ = ["HAND", "HandTool"]

HAND = "hand"


class HandTool:
    """What is taken hold of stays under the pointer.

    Parameters
    ----------
    board
        Whose view it moves.
    """

    name = HAND
    cursor = "grab"

    def __init__(self, board: Board) -> None:
        self._board = board
        self._held: tuple[float, float] | None = None

    @property
    def under_way(self) -> bool:
        """Whether the pointer is down."""
        return self._held is not None

    def show(self, draft: EditRequest, number: int) -> bool:  # noqa: ARG002  # it is the same for every picture
        """Nothing of the draft is shown."""
        return False

    def press(self, at: Pointer) -> None:
        """Take hold of the picture."""
        if self._board.view is not None:
            self._held = self._board.view.under(*at.canvas)

    def move(self, at: Pointer) -> None:
        """Move the picture, while the pointer is down."""
        if self._held is not None and self._board.view is not None:
            self._board.look(self._board.view.holding(self._held, at.canvas))

    def release(self) -> None:
        """Let go."""
        self._held = None

    def leave(self) -> None:
        """Nothing is shown of a pointer that is up."""

    def key(self, key: Key) -> bool:  # noqa: ARG002  # the arrows move the picture whatever the tool is
        """No key is of use."""
        return False

    def give_up(self) -> None:
        """Let go; the picture stays where it is."""
        self._held = None

    def scene(self, view: Viewport, *, chosen: bool) -> Iterator[Command]:  # noqa: ARG002  # see above
        """Nothing is drawn."""
        return iter(())
