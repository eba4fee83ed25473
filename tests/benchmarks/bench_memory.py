"""Peak of memory and time for reading a 20-megapixel photograph, against Pillow alone in the same run."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image, ImageOps

from wanwidgets.images import InputImage


def test_read_against_pillow(median_seconds):
    """Reading, orienting and hashing, against decoding and orienting alone."""
    noise = np.random.default_rng(0).integers(0, 255, (456, 684, 3), dtype=np.uint8)
    large = Image.fromarray(noise).resize((5472, 3648), Image.Resampling.BICUBIC)
    for orientation in (1, 6):
        exif = Image.Exif()
        exif[0x0112] = orientation
        out = io.BytesIO()
        large.save(out, "JPEG", quality=90, exif=exif)
        data = out.getvalue()
        ours = median_seconds(lambda data=data: InputImage.from_bytes(data))
        pillow = median_seconds(lambda data=data: ImageOps.exif_transpose(Image.open(io.BytesIO(data))).load())
        print(f"\norientation {orientation}: ours {ours:.2f} s, Pillow alone {pillow:.2f} s, ratio {ours / pillow:.2f}")
