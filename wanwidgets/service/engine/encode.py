"""Pixels to a PNG file that says where it comes from."""

from __future__ import annotations

import zlib
from io import BytesIO

from PIL import Image, PngImagePlugin

from wanwidgets.service.engine.pixels import Pixels
from wanwidgets.service.engine.tag import TAG_TEXT
from wanwidgets.service.engine.version import ENGINE_VERSION

__all__ = ["encode"]


def encode(pixels: Pixels, understood: str, engine: str = ENGINE_VERSION) -> bytes:
    """Return a PNG file with the texts ``Software`` (and engine), ``Comment`` and ``Description`` (how it was read)."""
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Software", f"wanwidgets local service {engine}")
    texts.add_itxt("Comment", TAG_TEXT.replace(" ·", ","))
    texts.add_itxt("Description", understood)
    file = BytesIO()
    # A notebook waits for this, and the file stays on this machine. Runs alone, of what the filters leave, take less
    # time than the lowest level, and make smaller files of photographs and cards alike.
    Image.fromarray(pixels).save(file, "PNG", compress_type=zlib.Z_RLE, pnginfo=texts)
    return file.getvalue()
