from __future__ import annotations

import cv2
import numpy as np
import pytest

from wanwidgets.service.engine.retouching.vivid import mute, saturate


def fullness(pixels) -> np.ndarray:
    return np.ptp(pixels.astype(int), axis=2)


def test_colours_become_stronger_and_weaker(edited, cat):
    """The distance from grey grows by a fifth at least, or halves; light stays."""
    before = cat[:250]
    more, less = edited("More vivid colours", cat)[:250], edited("Reduce the saturation", cat)[:250]
    assert fullness(more).mean() > 1.2 * fullness(before).mean()
    assert fullness(less).mean() == pytest.approx(0.45 * fullness(before).mean(), rel=0.15)
    for out in (more, less):
        grey = [cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).mean() for pixels in (before, out)]
        assert grey[1] == pytest.approx(grey[0], abs=2)


def test_full_colours_gain_less_than_pale_ones():
    """What is pale is nearly doubled, what is full hardly changes, so nothing flattens into one colour."""
    row = np.array([[[130, 120, 110], [250, 60, 20]]], np.uint8)
    gains = fullness(saturate(row, 1.0, np.random.default_rng(0)))[0] / fullness(row)[0]
    assert gains[0] > 1.6
    assert gains[1] < 1.15


@pytest.mark.parametrize("change", [saturate, mute])
def test_grey_stays_grey(change):
    """A picture without colours gets none."""
    grey = np.repeat(np.random.default_rng(2).integers(0, 256, (300, 7, 1), np.uint8), 3, axis=2)
    assert np.abs(change(grey, 1.6, np.random.default_rng(1)).astype(int) - grey).max() <= 1


def test_muting_can_end_in_grey_but_goes_no_further():
    """No colour turns into its opposite."""
    out = mute(np.array([[[250, 60, 20]]], np.uint8), 1.6, np.random.default_rng(4)).astype(int)[0, 0]
    assert out[0] >= out[1] >= out[2]
