"""What a task can make: pictures (as links, then as files), words, and failures."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from PIL import Image

from wanwidgets.decoding import sha256
from wanwidgets.errors import StoreError

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

    `actual_prompt` is what the service made of the prompt, where it says so. `pixels` is the SHA-256 of size and RGB
    pixels (`InputImage.pixels`), by which it is known in any other file; empty where it is not known.
    """

    path: Path
    digest: str
    width: int
    height: int
    actual_prompt: str = ""
    pixels: str = ""

    def data(self) -> bytes:
        """Return the file, byte for byte as the service made it.

        Raises
        ------
        StoreError
            It is gone, cannot be read, or was changed since it was kept.
        """
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            raise StoreError(f"The picture {self.path.name} is gone: it was deleted or moved after it came.") from None
        except OSError as error:
            raise StoreError(f"The picture {self.path.name} cannot be read ({error.strerror or error}).") from None
        if sha256(data) != self.digest:
            raise StoreError(
                f"The file {self.path.name} is not the picture that came any more: it was changed or damaged. Open it "
                "yourself to see what it is now.",
            )
        return data

    def image(self) -> Image.Image:
        """Return the picture, read from disk; errors as for `data`."""
        with Image.open(io.BytesIO(self.data())) as opened:
            opened.load()
            return opened.copy()


Content: TypeAlias = Text | SavedImage | Failure
"""One part of what a run made."""
