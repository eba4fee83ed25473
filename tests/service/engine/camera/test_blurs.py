from __future__ import annotations

import numpy as np
import pytest

from wanwidgets.service.engine.camera.sampling import grid, sampled
from wanwidgets.service.engine.camera.vignette import vignette


def detail(pixels) -> float:
    return float(np.abs(np.diff(pixels.astype(int), axis=1)).mean())


def test_a_tilted_lens_is_sharp_in_one_band(edited, coffee):
    """In the rows of the box detail stays; at the rim that is farthest from them half of it is gone."""
    box = (0, 150, 600, 220)
    out = edited("Tilt-shift effect with box 1 sharp", coffee, boxes=[(box,)])
    assert detail(out[155:215]) > 0.95 * detail(coffee[155:215])
    assert detail(out[:20]) < 0.6 * detail(coffee[:20])


def test_without_a_box_the_band_is_in_the_lower_middle(edited, coffee):
    """Seeds move it."""
    outs = [edited("移轴效果", coffee, seed=seed) for seed in (1, 2)]
    assert (outs[0][:340] != outs[1][:340]).any()
    assert detail(outs[0][:20]) < 0.6 * detail(coffee[:20])


@pytest.mark.parametrize("prompt", ["Tilt-shift effect", "Add a vignette"])
def test_under_a_mask_nothing_else_changes(edited, coffee, prompt):
    """A mask limits what is otherwise about the whole picture."""
    mask = np.zeros(coffee.shape[:2], bool)
    mask[:60, :200] = True
    changed = (edited(prompt, coffee, mask=mask) != coffee).any(axis=2)[:350]
    assert changed[mask[:350]].mean() > 0.3
    assert not changed[~mask[:350]].any()


def test_a_vignette_darkens_the_corners_by_stops():
    """The middle stays; a corner loses about 1.9 stops of its light, all colours alike."""
    out = vignette(np.full((400, 600, 3), (200, 100, 50), np.uint8), (0, 0, 600, 400), 1.0, np.random.default_rng(0))
    assert (out[180:220, 280:320] == (200, 100, 50)).all()
    shares = [out[y, x] / np.array((200, 100, 50)) for y, x in ((0, 0), (0, -1), (-1, 0), (-1, -1))]
    assert 2**-2.6 < np.mean(shares) < 2**-1.4
    assert np.ptp(shares, axis=1).max() < 0.02


def test_a_vignette_around_a_box_leaves_it_light(edited, coffee):
    """What is in the box keeps its light, what is far away loses half of it at least."""
    box = (200, 100, 300, 180)
    out = edited("Add a vignette around box 1", coffee, boxes=[(box,)])
    assert out[110:170, 215:285].mean() > 0.93 * coffee[110:170, 215:285].mean()
    assert out[300:380, 10:60].mean() < 0.5 * coffee[300:380, 10:60].mean()


def test_a_smaller_copy_is_used_where_a_picture_shrinks():
    """Stripes of one pixel become grey when they are shown at a quarter, not coarse stripes."""
    stripes = np.zeros((256, 256, 3), np.uint8)
    stripes[:, ::2] = 255
    x, y = grid((60, 60))
    assert sampled(stripes, x * 4.1, y * 4.1).std() < 12


def test_nothing_moves_without_a_lens(cat):
    """Every pixel comes back from its own place."""
    assert (sampled(cat, *grid((451, 300))) == cat).all()
