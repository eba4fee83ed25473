from __future__ import annotations

import numpy as np
import pytest

from wanwidgets.service.engine.placing.exemplar import exemplar
from wanwidgets.service.engine.placing.offsets import copied

RNG = np.random.default_rng


@pytest.fixture(scope="module")
def hole() -> np.ndarray:
    mask = np.zeros((96, 96), bool)
    mask[36:60, 30:62] = True
    return mask


def test_no_offset_leads_into_the_hole(brick, hole):
    """What is copied is known, for all of the hole."""
    pixels = brick[:384:4, :384:4].astype(np.float32)
    _, offsets = exemplar(pixels, hole, RNG(0))
    rows, columns = np.nonzero(hole)
    there = rows + offsets[rows, columns, 0], columns + offsets[rows, columns, 1]
    assert not hole[there].any()


def test_the_hole_is_never_read(brick, hole):
    """Whatever is in the hole, the same is made of what is around it."""
    pixels = brick[:384:4, :384:4].astype(np.float32)
    other = np.where(hole[:, :, None], np.float32(255), pixels)
    for one, two in zip(exemplar(pixels, hole, RNG(3)), exemplar(other, hole, RNG(3)), strict=True):
        assert (one == two).all()


def test_lines_go_on_through_the_hole(hole):
    """Slanted stripes are continued: nine pixels of ten as they were, within a third of their contrast."""
    y, x = np.mgrid[0:96, 0:96]
    stripes = np.where((2 * x + y) % 24 < 12, 60, 180).astype(np.uint8)[:, :, None].repeat(3, axis=2)
    _, offsets = exemplar(stripes.astype(np.float32), hole, RNG(0))
    out = copied(stripes, hole, offsets).astype(int)
    assert (np.abs(out - stripes)[hole] < 40).mean() > 0.9


def test_too_little_around_is_said():
    """A hole that leaves a rim of three pixels teaches nothing."""
    mask = np.ones((40, 40), bool)
    mask[:3] = mask[-3:] = mask[:, :3] = mask[:, -3:] = False
    assert exemplar(np.zeros((40, 40, 3), np.float32), mask, RNG(0)) is None
