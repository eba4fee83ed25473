"""Peak of memory and time for reading a 20-megapixel photograph, against Pillow alone in the same run."""

from __future__ import annotations

import io
import subprocess
import sys

import numpy as np
import pytest
import skimage.data
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


_EDIT = """
import pathlib, re, sys, types
from wanwidgets.catalog import MODELS
from wanwidgets.service.engines import ENGINES
from wanwidgets.service.order import Order
from wanwidgets.service.work import work
path, count, prompt, size, box = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4], eval(sys.argv[5])

def peak():
    # What resource tells begins with what the process that started this one had.
    return int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])

before = peak()
if count:
    model = MODELS["wan2.7-image"]
    mode = next(mode for mode in model.modes if mode.name == "edit")
    boxes = ((),) * (count - 1) + ((box,) if box else (),)
    parameters = types.MappingProxyType({**mode.defaults(), "size": size, "n": 1, "seed": 1})
    data = open(path, "rb").read()
    work(Order(model, mode, prompt, ("x",) * count, None, boxes, parameters), lambda *_: data, ENGINES["classical"])
print(before, peak())
"""

_BOX = (2062, 5344, 3281, 6640)
"""A patch on the sleeve of the astronaut."""
_EDITS = (
    (0, "", None),
    (1, "Make it warmer", None),
    (1, "Remove what is in box 1", _BOX),
    (1, "Crop to box 1", _BOX),
    (1, "Cut out the thing in box 1 and put it on a white background", _BOX),
    (1, "Turn it into an oil painting", None),
    (2, "Place image 1 in box 1 of image 2", _BOX),
    (2, "Give image 2 the colours of image 1", None),
    (9, "Make image 9 warmer", None),
    (9, "Put the pictures in a grid", None),
)


@pytest.mark.timeout(1800)
def test_edits_of_the_largest_pictures(tmp_path):
    """Peak of memory of whole orders with pictures of 8000 × 8000 pixels at 2K, each in a process of its own.

    One such picture is 192 MB of pixels, and Pillow's copy of it while it is decoded is as much again.
    """
    path = tmp_path / "large.jpg"
    Image.fromarray(skimage.data.astronaut()).resize((8000, 8000), Image.Resampling.BICUBIC).save(path, quality=85)
    print(f"\n{'pictures':>8} {'peak MB':>8} {'more than the import':>21}")
    for count, prompt, box in _EDITS:
        command = [sys.executable, "-c", _EDIT, str(path), str(count), prompt, "2K", repr(box)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
        assert done.returncode == 0, done.stderr
        before, peak = (int(part) / 1024 for part in done.stdout.split())
        print(f"{count:>8} {peak:>8.0f} {peak - before:>21.0f}  {prompt}")
