"""How it looks: a style sheet for each part, kept in its own language."""

from __future__ import annotations

import functools
from importlib import resources

__all__ = ["style_sheet"]

_PARTS = ("base", "head", "images", "surface", "mask", "controls", "runs", "results", "code")
"""The files, in the order in which they count."""


@functools.cache
def style_sheet() -> str:
    """Return the style sheet as HTML."""
    folder = resources.files("wanwidgets.widgets.style")
    css = "".join(folder.joinpath(f"{part}.css").read_text(encoding="utf-8") for part in _PARTS)
    return f"<style>{css}</style>"
