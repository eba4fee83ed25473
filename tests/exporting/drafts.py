"""Drafts of every kind that the catalog knows, and the pictures that they are made of."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from PIL import Image

from wanwidgets.catalog import MODELS
from wanwidgets.images import InputImage
from wanwidgets.regions import Area, Box, Inversion, Mask, Stroke
from wanwidgets.request import EditRequest

SIZE = (600, 520)

_noise = np.random.default_rng(3)
PICTURES = [InputImage.from_array(_noise.integers(0, 255, (*SIZE[::-1], 3), dtype=np.uint8)) for _ in range(3)]
"""Of a size that every model takes."""

BASE = InputImage.from_pil(Image.fromarray(np.eye(SIZE[1], SIZE[0], 40, dtype=bool)).convert("L"))

MODES = [(model.name, mode.name) for model in MODELS.values() for mode in model.modes]
"""Every mode of every model."""

_PALETTE = [{"hex": "#112233", "ratio": "50.00%"}, {"hex": "#445566", "ratio": "30.00%"}]
_PALETTE = [*_PALETTE, {"hex": "#778899", "ratio": "20.00%"}]


def _value(row, mode):
    """Return a strategy for values of a parameter, most of which the mode takes."""
    low, high = (row.range.low, row.range.high) if row.range else (0, 9)
    return {
        "size": st.sampled_from([*(tier.name for tier in mode.sizes.tiers), "1024*1024", "1280*1280"]),
        "integer": st.integers(int(low), int(min(high, 2**31 - 1))),
        "number": st.floats(low, high),
        "boolean": st.booleans(),
        "text": st.text(max_size=30),
        "choice": st.sampled_from(row.choices or ("x",)),
        "palette": st.just(_PALETTE),
        "colors": st.just([[255, 0, 0], [0, 0, 255]]),
    }[row.kind]


def _boxes():
    side = st.integers(0, SIZE[1])
    return st.tuples(side, side, side, side)


def masks():
    """Return a strategy for masks: painted, of boxes, inverted, given as a picture, and all of it."""
    point = st.tuples(st.floats(0, SIZE[0]), st.floats(0, SIZE[1]))
    strokes = st.builds(Stroke, st.lists(point, min_size=1, max_size=3).map(tuple), st.floats(1, 60), st.booleans())
    areas = st.builds(lambda box, erase: Area(Box.of(box), erase), _boxes(), st.booleans())
    steps = st.lists(st.one_of(strokes, areas, st.just(Inversion())), max_size=3).map(tuple)
    return st.builds(Mask, st.just(SIZE), steps, st.sampled_from([None, BASE]))


@st.composite
def drafts(draw, model, mode_name):
    """Return a draft of that mode with any of its parameters, boxes and a mask."""
    entry = MODELS[model]
    mode = next(mode for mode in entry.modes if mode.name == mode_name)
    count = draw(st.integers(int(mode.images.low), int(min(mode.images.high, 3))))
    images = draw(st.lists(st.sampled_from(PICTURES), min_size=count, max_size=count))
    values = {name: draw(_value(row, mode)) for name, row in mode.parameters.items() if draw(st.booleans())}
    boxes = {number: draw(st.lists(_boxes(), max_size=2)) for number in range(1, count + 1) if draw(st.booleans())}
    return EditRequest(
        draw(st.text(max_size=120)),
        images,
        model=model,
        boxes=boxes,
        mask=draw(masks()) if count and (mode.mask != "none" or draw(st.integers(0, 3)) == 0) else None,
        marks=draw(st.sampled_from(["list", "drawn"])),
        take=draw(st.integers(0, 2)),
        **{**values, **mode.when},
    )
