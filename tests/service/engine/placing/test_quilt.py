from __future__ import annotations

import numpy as np

from wanwidgets.service.engine.placing.offsets import copied
from wanwidgets.service.engine.placing.quilt import quilt

RNG = np.random.default_rng


def hole() -> np.ndarray:
    mask = np.zeros((128, 128), bool)
    mask[40:88, 40:88] = True
    return mask


def test_a_texture_keeps_its_unrest(grass):
    """The detail of the fill is within a tenth of that of the lawn, and is copied: no pixel value is new."""
    view = np.ascontiguousarray(grass[:128, :128])
    mask = hole()
    offsets = quilt(view.astype(np.float32), mask, np.full(view.shape, 120, np.float32), RNG(0))
    out = copied(view, mask, offsets).astype(float)
    inside, around = np.diff(out[40:88, 40:88, 0], axis=1).std(), np.diff(view[..., 0].astype(float), axis=1).std()
    assert 0.8 * around < inside < 1.1 * around
    rows, columns = np.nonzero(mask)
    assert not mask[rows + offsets[mask][:, 0], columns + offsets[mask][:, 1]].any()


def test_seeds_choose_other_pieces(grass):
    """The same seed lays the same pieces, another one others."""
    view = grass[:128, :128].astype(np.float32)
    first, again, other = (quilt(view, hole(), view, RNG(seed)) for seed in (0, 0, 1))
    assert (first == again).all()
    assert (first != other).any(axis=2)[hole()].mean() > 0.3


def test_no_room_is_said():
    """Where no piece is known as a whole there is nothing to lay."""
    mask = np.ones((40, 40), bool)
    mask[:2] = False
    pixels = np.zeros((40, 40, 3), np.float32)
    assert quilt(pixels, mask, pixels, RNG(0)) is None
