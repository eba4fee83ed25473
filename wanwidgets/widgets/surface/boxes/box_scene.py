"""How boxes look on the canvas, as drawing commands computed before anything is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from wanwidgets.regions import Box
from wanwidgets.widgets.surface.boxes.box_grips import KNOB, Grip, handles_of
from wanwidgets.widgets.surface.boxes.boxing import Boxing
from wanwidgets.widgets.surface.scene import ACCENT, Command
from wanwidgets.widgets.surface.view.viewport import Viewport

__all__ = ["Look", "draw_boxes"]

_LIGHT = "#ffffff"
_DARK = "rgba(0, 0, 0, 0.55)"
_FILLS = {"plain": None, "hovered": "rgba(26, 115, 232, 0.08)", "selected": "rgba(26, 115, 232, 0.18)"}
_LINES = {"plain": 4, "hovered": 5, "selected": 6}
"""By how a box is shown: what it is filled with, and how broad its line is, in canvas pixels."""
_RIM = 2  # of light on both sides of a line, and of dark round that: one of them is seen on any picture
_FONT = "600 {size}px system-ui, -apple-system, 'Segoe UI', sans-serif"
_LETTERS = 30  # height of letters on a badge, in canvas pixels; a canvas pixel is about half a screen pixel
_BADGE = 44
_PAD = 11
_ASIDE = 6  # between a badge and its box
_LOW = 2 * _BADGE  # a box lower than this is not to be hidden by badges
_WIDE = 0x2E7F  # letters beyond it are as wide as high
_MARK_LINE = 1 / 200
_MARK_LETTERS = 1 / 24
_MARK_SMALLEST = 14
"""How marks are painted into a picture, in parts of its shorter side; as `wanwidgets.marks` does."""

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Look:
    """How boxes are shown.

    Attributes
    ----------
    label : callable
        Returns the words on the badge of a box by its number: what the prompt calls it.
    ink : (int, int, int) or None
        The colour of marks that are painted into the picture when it is sent; None where boxes are told as a list.
    """

    label: Callable[[int], str]
    ink: tuple[int, int, int] | None = None


def draw_boxes(boxing: Boxing, view: Viewport, look: Look) -> Iterator[Command]:
    """Yield the commands that draw all boxes, those that are edited above the others."""
    yield "text_baseline", "middle"
    boxes, held = boxing.live, _held(boxing)
    edited = {boxing.selected, boxing.active, held.number if held else None}
    order = sorted(range(1, len(boxes) + 1), key=lambda number: (number in edited, number == boxing.selected))
    for number in order:
        box = boxes[number - 1]
        state = _state(number, boxing, held)
        if look.ink is not None:
            yield from _mark(box, view, number, look.ink)
        if look.ink is None or state != "plain":
            yield from _outline(_placed(box, view), state)
        if look.ink is None or number == boxing.active:
            size = f" · {box.width}×{box.height}" if number == boxing.active else ""
            others = [_placed(other, view) for at, other in enumerate(boxes, start=1) if at != number]
            small = [area for area in others if area[3] < _LOW]
            yield from _badge(_placed(box, view), look.label(number) + size, view.canvas, small)
        if number == boxing.selected and boxing.active is None:
            yield from _handles(box, view, held)


def _held(boxing: Boxing) -> Grip | None:
    """Return what the pointer is over, or holds."""
    return boxing.hover if boxing.gesture is None else boxing.gesture.grip


def _state(number: int, boxing: Boxing, held: Grip | None) -> str:
    if number == boxing.active or (number == boxing.selected and boxing.active is None):
        return "selected"
    return "hovered" if held is not None and held.number == number else "plain"


def _placed(box: Box, view: Viewport) -> Rectangle:
    left, top = view.to_canvas(box.x1, box.y1)
    right, bottom = view.to_canvas(box.x2, box.y2)
    return left, top, right - left, bottom - top


def _outline(area: Rectangle, state: str) -> Iterator[Command]:
    if _FILLS[state] is not None:
        yield "fill_style", _FILLS[state]
        yield "fill_rect", area
    line = _LINES[state]
    for colour, width in ((_DARK, line + 4 * _RIM), (_LIGHT, line + 2 * _RIM), (ACCENT, line)):
        yield "stroke_style", colour
        yield "line_width", width
        yield "stroke_rect", area


def _handles(box: Box, view: Viewport, held: Grip | None) -> Iterator[Command]:
    for name, at in handles_of(box, KNOB / view.scale).items():
        taken = held is not None and held.part == name
        x, y = view.to_canvas(*at)
        half = KNOB + 3 * taken
        yield "fill_style", _DARK
        yield "fill_rect", _square(x, y, half + 2 * _RIM)
        yield "fill_style", ACCENT
        yield "fill_rect", _square(x, y, half + _RIM)
        yield "fill_style", ACCENT if taken else _LIGHT
        yield "fill_rect", _square(x, y, half - _RIM)


def _square(x: float, y: float, half: float) -> Rectangle:
    return x - half, y - half, 2 * half, 2 * half


def _badge(area: Rectangle, text: str, canvas: tuple[int, int], others: Sequence[Rectangle]) -> Iterator[Command]:
    left, top, width, height = area
    if left + width < 0 or top + height < 0 or left > canvas[0] or top > canvas[1]:
        return
    wide = sum(_LETTERS if ord(letter) > _WIDE else _LETTERS * 0.6 for letter in text) + 2 * _PAD
    x, y = _beside(area, wide, canvas, others)
    yield "fill_style", _DARK
    yield "fill_rect", (x - 2 * _RIM, y - 2 * _RIM, wide + 4 * _RIM, _BADGE + 4 * _RIM)
    yield "fill_style", _LIGHT
    yield "fill_rect", (x - _RIM, y - _RIM, wide + 2 * _RIM, _BADGE + 2 * _RIM)
    yield "fill_style", ACCENT
    yield "fill_rect", (x, y, wide, _BADGE)
    yield from _written(text, x + wide / 2, y + _BADGE / 2 + 1, _LETTERS, _LIGHT, room=wide - _PAD)


def _beside(
    area: Rectangle,
    wide: float,
    canvas: tuple[int, int],
    others: Sequence[Rectangle],
) -> tuple[float, float]:
    """Return where a badge lies: above its box; a low box has it below, right or left where that hides no other."""
    left, top, width, height = area
    near = min(max(left - 4, 2 * _RIM), canvas[0] - wide - 2 * _RIM)
    above, below = top - _BADGE - _ASIDE, top + height + 2 * _ASIDE
    level = min(max(top, 2 * _RIM), canvas[1] - _BADGE - 2 * _RIM)
    spots = [(near, above)]
    if height < _LOW:
        spots += [(near, below), (left + width + 2 * _ASIDE, level), (left - wide - 2 * _ASIDE, level)]
    free = [(x, y) for x, y in spots if _inside((x, y, wide, _BADGE), canvas)]
    clear = [spot for spot in free if not any(_over((*spot, wide, _BADGE), other) for other in others)]
    return next(iter(clear or free), (near, max(top, 0.0) + 2 * _ASIDE))


def _inside(area: Rectangle, canvas: tuple[int, int]) -> bool:
    x, y, width, height = area
    return x >= _RIM and y >= _RIM and x + width + _RIM <= canvas[0] and y + height + _RIM <= canvas[1]


def _over(one: Rectangle, other: Rectangle) -> bool:
    return all(one[at] < other[at] + other[at + 2] and other[at] < one[at] + one[at + 2] for at in (0, 1))


def _mark(box: Box, view: Viewport, number: int, ink: tuple[int, int, int]) -> Iterator[Command]:
    """Yield what the picture that is sent has painted into it; its lines lie inside the box."""
    side = min(view.picture)
    inside = box.clipped(view.picture)
    if inside.empty:
        return
    left, top, width, height = _placed(inside, view)
    line = max(2, round(_MARK_LINE * side)) * view.scale
    colour = f"rgb{ink}"
    yield "stroke_style", colour
    yield "line_width", line
    yield "stroke_rect", (left + line / 2, top + line / 2, max(width - line, 0.1), max(height - line, 0.1))
    letters = max(_MARK_SMALLEST, round(_MARK_LETTERS * side)) * view.scale
    wide, high = letters * (0.55 * len(str(number)) + 0.75), letters * 1.4
    y = top - high if top - view.top >= high else top
    x = min(left, view.left + view.shown[0] - wide)
    yield "fill_style", colour
    yield "fill_rect", (x, y, wide, high)
    dark = 0.299 * ink[0] + 0.587 * ink[1] + 0.114 * ink[2] > 140  # noqa: PLR2004 - as the marks themselves are
    yield from _written(str(number), x + wide / 2, y + high / 2, letters, "#000000" if dark else _LIGHT, room=wide)


def _written(text: str, x: float, y: float, size: float, colour: str, *, room: float) -> Iterator[Command]:
    yield "font", _FONT.format(size=round(size, 1))
    yield "text_align", "center"
    yield "fill_style", colour
    yield "fill_text", (text, x, y, room)
