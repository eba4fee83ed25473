"""How much memory a large photograph takes on its way into the draft."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

import wanwidgets

MEGAPIXELS = (5472, 3648)

PROBE = """
import re, sys
sys.path.insert(0, sys.argv[1])
from PIL import Image
from wanwidgets.reading import read_image
import numpy as np

def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) * 1024

read_image(np.zeros((64, 64, 3), np.uint8))
with Image.open(sys.argv[3]) as small:
    small.load()
open("/proc/self/clear_refs", "w").write("5")
before = peak()
image = read_image(sys.argv[2])
print((peak() - before) / (image.width * image.height * 3))
"""


@pytest.fixture(scope="module")
def photographs(tmp_path_factory):
    """Return the paths of a 20-megapixel JPEG, upright and turned, and of a small one."""
    folder = tmp_path_factory.mktemp("large")
    noise = Image.effect_noise((684, 456), 60)
    large = Image.merge("RGB", [noise, noise.rotate(180), noise.transpose(Image.Transpose.FLIP_LEFT_RIGHT)])
    large = large.resize(MEGAPIXELS, Image.Resampling.BICUBIC)
    exif = Image.Exif()
    exif[0x0112] = 6
    paths = {name: folder / f"{name}.jpg" for name in ("upright", "turned", "small")}
    large.save(paths["upright"], quality=90)
    large.save(paths["turned"], quality=90, exif=exif)
    large.resize((64, 64)).save(paths["small"])
    return paths


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="the peak of memory is read from Linux's /proc")
@pytest.mark.parametrize("name", ["upright", "turned"])
def test_large_photograph_takes_little_memory(photographs, name):
    """Reading, orienting and hashing a 20-megapixel JPEG takes at most 3.5 times its decoded size at the peak."""
    root = Path(wanwidgets.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(root), str(photographs[name]), str(photographs["small"])],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    times = float(done.stdout)
    print(f"{name}: {times:.2f} times the decoded size")

    assert times <= 3.5
