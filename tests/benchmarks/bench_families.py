"""How long an edit of each kind takes at 1K and at 2K, the PNG file included, against Pillow in the same run."""

from __future__ import annotations

import io
import statistics
import time
from collections import defaultdict

import pytest
from PIL import Image
from showcase import SHOWS, photograph, shown

from wanwidgets.service.engine.camera.kinds import KINDS as CAMERA
from wanwidgets.service.engine.cutting.kinds import KINDS as CUTTING
from wanwidgets.service.engine.finding.kinds import KINDS as FINDING
from wanwidgets.service.engine.fusing.kinds import KINDS as FUSING
from wanwidgets.service.engine.lettering.kinds import KINDS as LETTERING
from wanwidgets.service.engine.light.kinds import KINDS as LIGHT
from wanwidgets.service.engine.placing.kinds import KINDS as PLACING
from wanwidgets.service.engine.retouching.kinds import KINDS as RETOUCHING
from wanwidgets.service.engine.style.kinds import KINDS as STYLE

ROOMS = {
    "placing": PLACING,
    "retouching": RETOUCHING,
    "fusing": FUSING,
    "cutting": CUTTING,
    "finding": FINDING,
    "lettering": LETTERING,
    "camera": CAMERA,
    "light": LIGHT,
    "style": STYLE,
}
ROUNDS = 3
GOALS = {1024: 1.0, 2048: 3.0}
"""Seconds that the median kind of a family may take, by the side of a square of as many pixels."""


def seconds(work) -> float:
    """Return the median of a few rounds."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def pillow(side: int) -> float:
    """Return what decoding, resizing by Lanczos and writing a PNG file of that size take with Pillow alone."""
    file = io.BytesIO()
    Image.fromarray(photograph("coffee", side)).save(file, "PNG", compress_level=1)
    size = Image.open(file).size
    smaller = (size[0] * 3 // 4, size[1] * 3 // 4)

    def work():
        Image.open(io.BytesIO(file.getvalue())).resize(smaller, Image.Resampling.LANCZOS).resize(
            size, Image.Resampling.LANCZOS
        ).save(io.BytesIO(), "PNG")

    return seconds(work)


@pytest.mark.timeout(1800)
def test_families():
    """A table: for each kind its median at both sizes, for each family the median and the slowest of its kinds."""
    bases = {side: pillow(side) for side in GOALS}
    took: dict[str, dict[int, float]] = defaultdict(dict)
    for show in SHOWS:
        for side in GOALS:
            for name in show.pictures:
                photograph(name, side)
            took[show.kind][side] = seconds(lambda show=show, side=side: shown(show, show.english, side))
    head = "".join(f"{f'{side // 1024}K s':>9}{'ratio':>7}" for side in GOALS)
    print(f"\nPillow alone: {', '.join(f'{side // 1024}K {base:.2f} s' for side, base in bases.items())}")
    print(f"{'kind':<18}{head}")
    for room, kinds in ROOMS.items():
        own = [took[kind.name] for kind in kinds if kind.name in took]
        for kind in kinds:
            if kind.name in took:
                print(f"  {kind.name:<16}{_columns(took[kind.name], bases)}")
        medians = {side: statistics.median(times[side] for times in own) for side in GOALS}
        slow = [f"{side // 1024}K over {goal:g} s" for side, goal in GOALS.items() if medians[side] > goal]
        print(f"{room:<18}{_columns(medians, bases)}  median of {len(own)}  {' '.join(slow)}")


def _columns(times, bases) -> str:
    return "".join(f"{times[side]:>9.2f}{times[side] / bases[side]:>7.1f}" for side in GOALS)
