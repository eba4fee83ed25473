"""How it looks: one style sheet, kept in its own language."""

from __future__ import annotations

import functools
from importlib import resources

__all__ = ["style_sheet"]


@functools.cache
def style_sheet() -> str:
    """Return the style sheet as HTML."""
    css = resources.files("wanwidgets.widgets").joinpath("style.css").read_text(encoding="utf-8")
    return f"<style>{css}</style>"
