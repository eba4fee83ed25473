"""What lies over the picture on the canvas, as drawing commands computed before anything is drawn."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
from PIL import Image, ImageColor

from wanwidgets.regions import Box, Mask
from wanwidgets.widgets.surface.boxing import Boxing
from wanwidgets.widgets.surface.viewport import Viewport

__all__ = ["ACCENT", "Command", "draw_boxes", "draw_brush", "draw_hint", "draw_stroke", "mask_overlay"]

Command: TypeAlias = tuple[str, Any]
"""An attribute of the canvas and its value, or a method and the tuple of its arguments."""

ACCENT = "#1a73e8"
_LIGHT = "#ffffff"
_FAINT = "#808488"
_FILL = "rgba(26, 115, 232, 0.16)"
_PAINT = "rgba(26, 115, 232, 0.5)"
_ERASER = "rgba(255, 255, 255, 0.6)"
_COVER = 128
"""How much of the picture the mask covers, 0 to 255."""
_LINE = 4  # canvas pixels; a canvas pixel is about half a screen pixel
_BADGE = 40
_FONT = "600 28px system-ui, -apple-system, 'Segoe UI', sans-serif"
_LETTER = 17


def draw_boxes(boxing: Boxing, view: Viewport, label: str, *, painted: bool = False) -> tuple[Command, ...]:
    """Return the commands that draw all boxes, and the one being dragged.

    Parameters
    ----------
    boxing, view
        What to draw and where.
    label
        The words on a badge, with ``{number}`` in them: what the prompt calls the box.
    painted
        Whether the boxes are in the picture already; then only the selected one is drawn over it.
    """
    commands: list[Command] = [("font", _FONT), ("text_align", "left"), ("text_baseline", "middle")]
    for number, box in enumerate(boxing.boxes, start=1):
        if painted and number != boxing.selected:
            continue
        commands += _box(box, view, selected=number == boxing.selected)
        if not painted:
            commands += _badge(box, view, label.format(number=number))
    if boxing.rubber is not None:
        commands += _box(boxing.rubber, view, selected=True)
        commands += _badge(boxing.rubber, view, label.format(number=len(boxing.boxes) + 1))
    return tuple(commands)


def draw_stroke(
    points: Sequence[tuple[float, float]],
    radius: float,
    view: Viewport,
    *,
    erase: bool,
) -> tuple[Command, ...]:
    """Return the commands that draw a stroke under way; points and radius in pixels of the picture."""
    if not points:
        return ()
    # One path, since two translucent ones would add up where they cross. A line of no length draws nothing.
    line = [points[0], *points] if len(points) == 1 else points
    where = np.array([view.to_canvas(x, y) for x, y in line])
    where[-1] += (0.01, 0.0)
    return (
        ("stroke_style", _ERASER if erase else _PAINT),
        ("line_width", max(1.0, 2 * radius * view.scale)),
        ("line_cap", "round"),
        ("line_join", "round"),
        ("stroke_lines", (where,)),
        ("line_cap", "butt"),
        ("line_join", "miter"),
    )


def draw_brush(point: tuple[float, float], radius: float, view: Viewport) -> tuple[Command, ...]:
    """Return the commands that draw the outline of the brush; point and radius in pixels of the picture."""
    circle = (*view.to_canvas(*point), max(1.0, radius * view.scale))
    return (
        ("stroke_style", _LIGHT),
        ("line_width", 5),
        ("stroke_circle", circle),
        ("stroke_style", ACCENT),
        ("line_width", 2),
        ("stroke_circle", circle),
    )


def mask_overlay(mask: Mask, view: Viewport) -> bytes:
    """Return the mask as a translucent PNG of the size that the picture has on the canvas."""
    width, height = (max(1, round(side)) for side in view.shown)
    painted = mask.image().resize((width, height), Image.Resampling.BOX, reducing_gap=1.0)
    # One colour, 256 times, each as opaque as its index says: a byte a pixel is written many times faster than four.
    cover = Image.frombytes("P", painted.size, painted.tobytes())
    cover.putpalette(ImageColor.getrgb(ACCENT) * 256)
    file = io.BytesIO()
    cover.save(file, "PNG", compress_level=1, transparency=bytes(value * _COVER // 255 for value in range(256)))
    return file.getvalue()


def draw_hint(text: str, canvas: tuple[int, int]) -> tuple[Command, ...]:
    """Return the commands that write a line in the middle of an empty canvas, readable on light and dark themes."""
    width, height = canvas
    return (
        ("font", _FONT),
        ("text_align", "center"),
        ("text_baseline", "middle"),
        ("fill_style", _FAINT),
        ("fill_text", (text, width / 2, height / 2, width * 0.9)),
    )


def _box(box: Box, view: Viewport, *, selected: bool) -> Iterator[Command]:
    left, top = view.to_canvas(box.x1, box.y1)
    right, bottom = view.to_canvas(box.x2, box.y2)
    area = (left, top, right - left, bottom - top)
    if selected:
        yield "fill_style", _FILL
        yield "fill_rect", area
    # A light line under a dark one is seen on any picture.
    for colour, width in ((_LIGHT, _LINE + 4), (ACCENT, _LINE + 2 * selected)):
        yield "stroke_style", colour
        yield "line_width", width
        yield "stroke_rect", area


def _badge(box: Box, view: Viewport, text: str) -> Iterator[Command]:
    left, top = view.to_canvas(box.x1, box.y1)
    width = _LETTER * sum(2 if ord(letter) > 0x2E7F else 1 for letter in text) + 22  # noqa: PLR2004  # CJK is wide
    top = top - _BADGE if top >= _BADGE else top
    yield "fill_style", _LIGHT
    yield "fill_rect", (left - 4, top - 2, width + 4, _BADGE + 4)
    yield "fill_style", ACCENT
    yield "fill_rect", (left - 2, top, width, _BADGE)
    yield "fill_style", _LIGHT
    yield "fill_text", (text, left + 8, top + _BADGE / 2 + 1)
