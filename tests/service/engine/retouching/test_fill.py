from __future__ import annotations

import numpy as np
import pytest

from wanwidgets.service.engine.retouching.fill import COLORS

BOX = (100, 60, 260, 200)


@pytest.mark.parametrize("prompt", ["Fill box 1 with blue", "把框1涂成蓝色", "solid blue"])
def test_a_box_is_one_colour_up_to_its_edge(edited, cat, differences, prompt):
    """Every pixel of the box has the same colour, near what the name stands for, and nothing outside changes."""
    out = edited(prompt, cat, boxes=[(BOX,)])
    part = out[60:200, 100:260].reshape(-1, 3)
    assert np.ptp(part, axis=0).max() == 0
    assert np.abs(part[0].astype(int) - COLORS["blue"]).max() < 16
    assert not differences(cat, out, BOX)[1].any()


def test_a_mask_of_one_pixel_is_filled(edited, cat):
    """A single pixel is a mask like any other."""
    mask = np.zeros(cat.shape[:2], bool)
    mask[50, 60] = True
    out = edited("纯红色", cat, mask=mask)
    assert np.argwhere((out != cat).any(axis=2)[:250]).tolist() == [[50, 60]]
