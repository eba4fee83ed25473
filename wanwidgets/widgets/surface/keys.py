"""Keys that the canvas itself takes, whatever the tool is."""

from __future__ import annotations

from collections.abc import Mapping

from wanwidgets.widgets.surface.tool import Key

__all__ = ["ARROWS", "doing", "is_for_the_page", "is_half_a_key"]

ARROWS: Mapping[str, tuple[int, int]] = {
    "ArrowLeft": (1, 0),
    "ArrowRight": (-1, 0),
    "ArrowUp": (0, 1),
    "ArrowDown": (0, -1),
}
"""Which way the picture goes; one looks the other way."""

_PLAIN = {
    "+": "nearer",
    "=": "nearer",
    "-": "away",
    "_": "away",
    "0": "fit",
    "1": "one",
    **dict.fromkeys(ARROWS, "pan"),
}
_SHORTCUTS = {("z", False): "undo", ("z", True): "redo", ("y", False): "redo"}
_SCROLLING = {"PageUp", "PageDown", "Home", "End", " ", "Enter", "Escape", "Tab"}
_HALF = {"Control", "Shift", "Alt", "Meta", "AltGraph", "CapsLock", "NumLock", "ScrollLock", "Fn", "OS", "Dead"}


def doing(key: Key) -> str:
    """Return what a key does: ``"nearer"``, ``"away"``, ``"fit"``, ``"one"``, ``"pan"``, ``"undo"`` …, or nothing."""
    if key.shortcut:
        return _SHORTCUTS.get((key.name.lower(), key.shift), "")
    return _PLAIN.get(key.name, "")


def is_half_a_key(key: Key) -> bool:
    """Return whether it is of no use alone, as Ctrl is, so that the other half must be waited for."""
    return key.name in _HALF


def is_for_the_page(key: Key) -> tuple[bool, bool]:
    """Return whether a key that is of no use here is meant for the page, and whether it did something there.

    What it would have done is lost, since the canvas had it; of what is worth the most the user is told.
    """
    function = key.name[:1] == "F" and key.name[1:].isdigit()
    told = key.shortcut or function
    return told or key.name in _SCROLLING, told
