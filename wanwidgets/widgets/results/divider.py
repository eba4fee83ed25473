"""The divider between before and after: where it is, what moves it, and how it is drawn. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wanwidgets.widgets.surface.scene import Command

__all__ = ["Divider", "draw_divider", "fitted"]

STEP, STRIDE = 0.01, 0.1
"""How far an arrow key moves it, without and with Shift, in parts of the width."""

_KEYS = {"ArrowLeft": -1, "ArrowDown": -1, "ArrowRight": 1, "ArrowUp": 1}
_ENDS = {"Home": 0.0, "End": 1.0}
_LIGHT, _DARK, _BEHIND = "#ffffff", "rgba(20, 22, 26, 0.78)", "#6f7378"
_FONT = "600 26px system-ui, -apple-system, 'Segoe UI', sans-serif"
_LETTER, _PAD, _TALL, _INSET = 15, 16, 44, 16
_LINE, _KNOB = 4, 30
_WIDE = 0x2E7F
"""Letters beyond this one are as wide as they are high."""


@dataclass(frozen=True, slots=True)
class Divider:
    """Where it is, from 0, where all is after, to 1, where all is before; and whether it is being dragged."""

    at: float = 0.5
    dragged: bool = False

    def moved(self, at: float) -> Divider:
        """Return it there, or at the end where that is beyond."""
        return replace(self, at=min(1.0, max(0.0, at)))

    def pressed(self, at: float) -> Divider:
        """Return it there, held by the pointer, which need not find the line."""
        return replace(self.moved(at), dragged=True)

    def dragged_to(self, at: float) -> Divider:
        """Return it there if it is held; what merely hovers moves nothing."""
        return self.moved(at) if self.dragged else self

    def released(self) -> Divider:
        """Return it where it is, held no more."""
        return replace(self, dragged=False)

    def keyed(self, name: str, *, shift: bool = False) -> Divider:
        """Return it after a key; keys that are not its own change nothing."""
        if name in _ENDS:
            return self.moved(_ENDS[name])
        return self.moved(self.at + _KEYS.get(name, 0) * (STRIDE if shift else STEP))


def fitted(picture: tuple[int, int], frame: tuple[int, int]) -> tuple[float, float, float, float]:
    """Return left, top, width and height of a picture that is as large as it can be in the middle of a frame."""
    scale = min(frame[0] / picture[0], frame[1] / picture[1])
    width, height = picture[0] * scale, picture[1] * scale
    return (frame[0] - width) / 2, (frame[1] - height) / 2, width, height


def draw_divider(
    divider: Divider,
    frame: tuple[int, int],
    before: object,
    names: tuple[str, str],
) -> tuple[Command, ...]:
    """Return the commands that draw what is left of the divider, the line with its handle, and the names.

    Parameters
    ----------
    divider
        Where it is.
    frame
        Width and height, in canvas pixels.
    before
        A canvas of that size, to be copied from; after lies below what is drawn here.
    names
        What before and after are called.
    """
    width, height = frame
    x = divider.at * width
    middle = height / 2
    commands: list[Command] = [
        ("save", ()),
        ("begin_path", ()),
        ("rect", (0, 0, x, height)),
        ("clip", ()),
        ("fill_style", _BEHIND),
        ("fill_rect", (0, 0, width, height)),
        ("draw_image", (before, 0, 0)),
        ("restore", ()),
    ]
    # A light line within a dark one is seen on any picture.
    for colour, line in ((_DARK, _LINE + 4), (_LIGHT, _LINE)):
        commands += [("fill_style", colour), ("fill_rect", (x - line / 2, 0, line, height))]
    for colour, radius in ((_DARK, _KNOB + 2), (_LIGHT, _KNOB)):
        commands += [("fill_style", colour), ("fill_circle", (x, middle, radius))]
    commands.append(("fill_style", _DARK))
    for side in (-1, 1):
        tip, back = x + side * 20, x + side * 8
        commands.append(("fill_polygon", ([(tip, middle), (back, middle - 11), (back, middle + 11)],)))
    left, right = (_broad(name) for name in names)
    # A name that the divider covers would name the wrong side.
    if x >= _INSET + left + _LINE:
        commands += _name(names[0], _INSET, left)
    if x <= width - _INSET - right - _LINE:
        commands += _name(names[1], width - _INSET - right, right)
    return tuple(commands)


def _broad(name: str) -> float:
    return _LETTER * sum(2 if ord(letter) > _WIDE else 1 for letter in name) + 2 * _PAD


def _name(name: str, left: float, width: float) -> list[Command]:
    return [
        ("fill_style", _DARK),
        ("fill_rect", (left, _INSET, width, _TALL)),
        ("font", _FONT),
        ("text_align", "center"),
        ("text_baseline", "middle"),
        ("fill_style", _LIGHT),
        ("fill_text", (name, left + width / 2, _INSET + _TALL / 2 + 1, width - _PAD)),
    ]
