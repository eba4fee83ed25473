"""What a tool of the canvas is: something that takes the pointer and the keys, and shows what it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from wanwidgets.request import EditRequest
from wanwidgets.session import EditSession
from wanwidgets.widgets.surface.scene import Command
from wanwidgets.widgets.surface.view.viewport import Viewport
from wanwidgets.widgets.text import Words

__all__ = ["Board", "Key", "Pointer", "Tool"]

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the mouse, the pen or a finger is.

    Attributes
    ----------
    canvas : (float, float)
        In canvas pixels; beyond the canvas, where a finger may go, the nearest point on its rim.
    picture : (float, float)
        In pixels of the picture; beside the picture, the nearest point on its edge.
    touch : bool
        Whether it is a finger, which hides what it points at and is less exact.
    """

    canvas: Point
    picture: Point
    touch: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """A key that went down, by its name in the browser; `shortcut` is with Ctrl or the command key."""

    name: str
    shift: bool = False
    shortcut: bool = False


class Board(Protocol):
    """The stage, as its tools see it."""

    @property
    def session(self) -> EditSession:
        """What is edited."""

    @property
    def words(self) -> Words:
        """In which language."""

    @property
    def view(self) -> Viewport | None:
        """Where the picture lies on the canvas; None while there is none."""

    @property
    def in_use(self) -> Tool:
        """The tool that is chosen."""

    @property
    def number(self) -> int:
        """Which picture of the draft is shown, counted from 1; 0 for none."""

    def redraw_soon(self) -> None:
        """Draw what the tools show within a frame, once for all that ask meanwhile."""

    def redraw_tools(self) -> None:
        """Draw what the tools show now."""

    def redraw_mask(self) -> None:
        """Draw the mask anew, of which something else is to be seen."""

    def look(self, view: Viewport) -> None:
        """Show another part of the picture, or the same one from nearer."""

    def say(self, key: str, **facts: object) -> None:
        """Tell the user something that the next change of the draft makes stale."""


class Tool(Protocol):
    """What the pointer does while the tool is chosen. What it shows is shown whatever tool is chosen."""

    name: str

    @property
    def under_way(self) -> bool:
        """Whether a gesture is under way."""

    @property
    def cursor(self) -> str:
        """What the pointer should look like, by its name in CSS."""

    def show(self, draft: EditRequest, number: int) -> bool:
        """Follow the draft and the picture that is shown, and return whether something else is to be drawn."""

    def press(self, at: Pointer) -> None:
        """Hear that the pointer went down; an earlier gesture that never ended is forgotten."""

    def move(self, at: Pointer) -> None:
        """Hear where the pointer is, be it down or not."""

    def release(self) -> None:
        """End the gesture and take what came of it."""

    def leave(self) -> None:
        """Hear that the pointer is over the canvas no more."""

    def key(self, key: Key) -> bool:
        """Hear that a key went down, and return whether it was of use; others are the stage's, or the page's."""

    def give_up(self) -> None:
        """Forget the gesture under way."""

    def scene(self, view: Viewport, *, chosen: bool) -> Iterator[Command]:
        """Yield the commands that draw what it shows; `chosen` is whether it is the tool in use."""
