"""What pointer, fingers, wheel and keys do on the stage, in whatever order a browser tells of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from wanwidgets.widgets.surface.keys import ARROWS, doing, is_for_the_page, is_half_a_key
from wanwidgets.widgets.surface.pinch import Pinch
from wanwidgets.widgets.surface.tool import Board, Key, Pointer
from wanwidgets.widgets.surface.view.viewport import ONE_TO_ONE, Viewport

__all__ = ["Handling"]

Point = tuple[float, float]

_TURN = 400.0
"""Pixels of the wheel for which the picture becomes twice as large; a notch of a mouse is about 100."""
_FAR = 40.0
"""Canvas pixels that a gesture has gone when a second finger is no longer the rest of a pinch."""
_ARROW = 96.0
"""Canvas pixels that the picture goes by an arrow key."""

_LOOKS: Mapping[str, Callable[[Viewport, Point], Viewport]] = {
    "nearer": lambda view, at: view.stepped(1, at),
    "away": lambda view, at: view.stepped(-1, at),
    "fit": lambda view, _: view.fitted(),
    "one": lambda view, at: view.scaled(ONE_TO_ONE, at),
}


class Handling:
    """Gives pointer and keys to the tool in use, and keeps for the stage what is meant for the view.

    Parameters
    ----------
    board
        The stage.
    redraw
        Draws everything again.
    give_back
        Gives the keys back to the page.
    """

    def __init__(self, board: Board, redraw: Callable[[], None], give_back: Callable[[], None]) -> None:
        self._board = board
        self._redraw = redraw
        self._give_back = give_back
        self._pointer: Point | None = None
        self._begun: Point | None = None
        self._pinch: Pinch | None = None
        # After a pinch the last finger draws nothing until it was lifted.
        self._spent = False

    def redraw(self) -> None:
        """Draw everything again, and end what was under way, since its end was lost with the page."""
        self._pinch, self._spent = None, False
        self._redraw()
        self.leave()

    def press(self, x: float, y: float, *, touch: bool = False) -> None:
        """Begin a gesture of the tool in use."""
        at = self._at(x, y, touch=touch)
        if at is not None:
            self._begun = at.canvas
            self._board.in_use.press(at)

    def move(self, x: float, y: float) -> None:
        """Follow the pointer."""
        at = self._at(x, y)
        if at is not None:
            self._board.in_use.move(at)

    def release(self, x: float | None = None, y: float | None = None) -> None:
        """End the gesture."""
        if self._board.view is not None:
            if x is not None and y is not None and self._board.in_use.under_way:
                self.move(x, y)
            self._board.in_use.release()
        self._begun = None

    def leave(self, x: float | None = None, y: float | None = None) -> None:
        """End what is under way, since the pointer's going up elsewhere is never told."""
        self.release(x, y)
        self._pointer = None
        self._board.in_use.leave()

    def touch(self, points: Sequence[Point]) -> None:
        """Begin a gesture with one finger; with a second one, take hold of the picture."""
        found = _finite(points)
        if len(found) > 1:
            self._end_for_a_pinch()
            if self._board.view is not None:
                self._pinch, self._spent = Pinch.begin(self._board.view, found), True
        elif found and not self._spent:
            self.press(*found[0], touch=True)

    def touch_move(self, points: Sequence[Point]) -> None:
        """Follow the fingers."""
        found = _finite(points)
        if self._pinch is not None and self._board.view is not None:
            if len(found) > 1:
                self._board.look(self._pinch.moved(self._board.view, found))
        elif found and self._board.in_use.under_way:
            at = self._at(*found[0], touch=True)
            if at is not None:
                self._board.in_use.move(at)

    def touch_end(self, points: Sequence[Point]) -> None:
        """End the gesture, or let one of the fingers go."""
        found = _finite(points)
        if self._spent and len(found) > 1 and self._board.view is not None:
            self._pinch = Pinch.begin(self._board.view, found)
            return
        self._pinch = None
        self._spent = self._spent and bool(found)
        if not self._spent:
            # Nothing is pointed at any more, after a pinch as well.
            self.leave()

    def wheel(self, dx: float, dy: float) -> None:
        """Come nearer to what is under the pointer, or go away; turned sideways, move the picture."""
        view = self._board.view
        if view is None or not (math.isfinite(dx) and math.isfinite(dy)):
            return
        if dy:
            turns = min(max(-dy / _TURN, -1.0), 1.0)
            self._board.look(view.zoomed(2.0**turns, self._pointer or _centre(view)))
        else:
            self._board.look(view.panned(-dx, 0.0))

    def key(self, name: str, *, shift: bool = False, shortcut: bool = False) -> None:
        """Give a key to the tool in use, or do what it does on every canvas, or give it back to the page."""
        key = Key(name, shift, shortcut)
        if is_half_a_key(key):
            return
        if name != "Tab" and (self._board.in_use.key(key) or self.do(doing(key), key)):
            return
        given, told = is_for_the_page(key)
        if given:
            self._give_back()
        if told:
            self._board.say("canvas.keys", keys=f"Ctrl/⌘+{name.upper()}" if shortcut else name)

    def do(self, what: str, key: Key | None = None) -> bool:
        """Do what a key or a button of the view does, by its name in `keys.doing`, and return whether there is such.

        A key is meant where the pointer is, a button in the middle.
        """
        board, view = self._board, self._board.view
        if what in {"undo", "redo"}:
            if board.in_use.under_way:
                board.in_use.give_up()
                board.redraw_tools()
            else:
                getattr(board.session, what)()
            return True
        if not what or view is None:
            return False
        at = (self._pointer if key else None) or _centre(view)
        if key is not None and key.name in ARROWS:
            across, down = ARROWS[key.name]
            board.look(view.panned(across * _ARROW, down * _ARROW))
        else:
            board.look(_LOOKS[what](view, at))
        return True

    def _end_for_a_pinch(self) -> None:
        # The second finger of a pinch comes a moment after the first, which was no gesture of the tool then; what was
        # drawn already is worth keeping.
        tool = self._board.in_use
        if not tool.under_way:
            return
        begun, now = self._begun, self._pointer
        if begun is not None and now is not None and math.dist(begun, now) > _FAR:
            tool.release()
        else:
            tool.give_up()
            self._board.redraw_tools()
        self._begun = None

    def _at(self, x: float, y: float, *, touch: bool = False) -> Pointer | None:
        view = self._board.view
        if view is None or not (math.isfinite(x) and math.isfinite(y)):
            return None
        width, height = view.canvas
        canvas = min(max(x, 0.0), float(width)), min(max(y, 0.0), float(height))
        self._pointer = canvas
        return Pointer(canvas, view.to_picture(*canvas), touch)


def _finite(points: Sequence[Point]) -> list[Point]:
    return [(x, y) for x, y in points if math.isfinite(x) and math.isfinite(y)]


def _centre(view: Viewport) -> Point:
    return view.canvas[0] / 2, view.canvas[1] / 2
