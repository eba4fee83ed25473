"""What lies over the picture on the canvas, as drawing commands computed before anything is drawn."""

from __future__ import annotations

from typing import Any, TypeAlias

__all__ = ["ACCENT", "Command"]

Command: TypeAlias = tuple[str, Any]
"""An attribute of the canvas and its value, or a method and the tuple of its arguments."""

ACCENT = "#1a73e8"
