from __future__ import annotations

import numpy as np

from wanwidgets.service.engine.placing.offsets import copied, spread


def test_one_offset_copies_to_the_byte(coffee):
    """Where all pixels go the same way, at twice the size of the copy too, nothing is mixed."""
    area = np.zeros((400, 600), bool)
    area[100:180, 200:300] = True
    out = copied(coffee, area, np.full((200, 300, 2), (30, -20), np.int32))
    assert (out[100:180, 200:300] == coffee[160:240, 160:260]).all()
    assert (out[~area] == coffee[~area]).all()


def test_two_offsets_fade_into_each_other():
    """Between two offsets of a small copy each value lies between those of the two sources."""
    view = np.zeros((40, 80, 3), np.uint8)
    view[:, :10], view[:, 10:20] = 40, 200
    area = np.zeros((40, 80), bool)
    area[:, 40:60] = True
    offsets = np.zeros((20, 40, 2), np.int32)
    offsets[:, :25, 1], offsets[:, 25:, 1] = -20, -22
    out = copied(view, area, offsets)[20, 40:60, 0].astype(int)
    assert (np.abs(out[:9] - 40) <= 1).all()
    assert out.min() >= 0
    assert out.max() <= 200


def test_the_nearest_offset_is_taken():
    """What has no offset of its own follows its nearest neighbour that has one."""
    offsets, known = np.zeros((5, 9, 2), np.int32), np.zeros((5, 9), bool)
    offsets[2, 0], offsets[2, 8] = (1, 2), (3, 4)
    known[2, 0] = known[2, 8] = True
    out = spread(offsets, known)
    assert (out[:, :4] == (1, 2)).all()
    assert (out[:, 5:] == (3, 4)).all()
