"""Large photographs such as a camera writes, made of small ones: enlarged, with the noise of a sensor."""

from __future__ import annotations

import io

import numpy as np
import skimage.data
from PIL import Image

MEGAPIXELS_20 = (5472, 3648)


def write_photographs(folder, *, count=9, size=MEGAPIXELS_20, noise=9):
    """Write JPEGs of quality 90 into a folder, and return their paths; the same each time."""
    sources = (skimage.data.astronaut(), skimage.data.coffee(), skimage.data.chelsea(), skimage.data.rocket())
    paths = []
    for number in range(count):
        large = Image.fromarray(sources[number % len(sources)]).resize(size, Image.Resampling.BICUBIC)
        grain = np.random.default_rng(number).integers(-noise, noise + 1, (size[1], size[0], 1), dtype=np.int16)
        pixels = np.clip(np.asarray(large, np.int16) + grain, 0, 255).astype(np.uint8)
        out = io.BytesIO()
        Image.fromarray(pixels).save(out, "JPEG", quality=90)
        paths.append(folder / f"photograph-{number + 1}.jpg")
        paths[-1].write_bytes(out.getvalue())
    return paths
