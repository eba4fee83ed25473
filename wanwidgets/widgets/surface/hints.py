"""What the canvas says where no picture is to be seen, readable on light and dark themes."""

from __future__ import annotations

from wanwidgets.widgets.surface.scene import Command

__all__ = ["draw_hint", "draw_waiting"]

_FAINT = "#808488"
_PAPER = "rgba(128, 132, 136, 0.18)"
_FONT = "600 28px system-ui, -apple-system, 'Segoe UI', sans-serif"


def draw_hint(text: str, canvas: tuple[int, int]) -> tuple[Command, ...]:
    """Return the commands that write a line in the middle of an empty canvas."""
    width, height = canvas
    return (
        ("font", _FONT),
        ("text_align", "center"),
        ("text_baseline", "middle"),
        ("fill_style", _FAINT),
        ("fill_text", (text, width / 2, height / 2, width * 0.9)),
    )


def draw_waiting(area: tuple[int, int, int, int], text: str, canvas: tuple[int, int]) -> tuple[Command, ...]:
    """Return the commands that show where a picture will be that is still being read."""
    return (("fill_style", _PAPER), ("fill_rect", area), *draw_hint(text, canvas))
