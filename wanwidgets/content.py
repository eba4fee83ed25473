"""What a task can make: pictures (as links, then as files), words, and failures."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from PIL import Image

__all__ = ["Content", "Failure", "Link", "SavedImage", "Text"]


@dataclass(frozen=True, slots=True)
class Text:
    """Words among the results."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """The address of a result picture, good for 24 hours; its query string is its key.

    `actual_prompt` is what the service made of the prompt, where it says so.
    """

    url: str = field(repr=False)
    actual_prompt: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """A picture that the service could not make, in its own words."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class SavedImage:
    """A result picture on disk: path, SHA-256 of the file as hex digits, width and height in pixels.

    `actual_prompt` is what the service made of the prompt, where it says so.
    """

    path: Path
    digest: str
    width: int
    height: int
    actual_prompt: str = ""

    def image(self) -> Image.Image:
        """Return the picture, read from disk."""
        with Image.open(self.path) as opened:
            opened.load()
            return opened.copy()


Content: TypeAlias = Text | SavedImage | Failure
"""One part of what a run made."""
