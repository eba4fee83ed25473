from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from wanwidgets.service.engine.grow import expand, grown_size, magnify, margins

RNG = np.random.default_rng


@pytest.mark.parametrize("scales", [{}, {"left_scale": 2.0}, {"top_scale": 1.3, "bottom_scale": 1.01}, dict.fromkeys(
    ("left_scale", "top_scale", "right_scale", "bottom_scale"), 2.0)], ids=str)  # fmt: skip
def test_the_picture_stays_in_its_place(cat, scales):
    """To the byte, at the corner that the scales give; the size is what was announced."""
    added = margins((451, 300), scales)
    out = expand(cat, added, RNG(0))
    assert (out.shape[1], out.shape[0]) == grown_size("expand", (451, 300), scales)
    assert (out[added[1] : added[1] + 300, added[0] : added[0] + 451] == cat).all()


def test_an_expansion_meets_the_picture_and_grows_soft(coffee):
    """There is no step at the old rim, and far away no detail."""
    out = expand(coffee, (300, 0, 300, 0), RNG(0)).astype(float)
    own = np.abs(np.diff(coffee.astype(float), axis=1)).mean()
    assert np.abs(out[:, 299] - out[:, 300]).mean() < own
    assert np.abs(np.diff(out[:, 20:120], axis=1)).mean() < 0.6 * own


def test_expansions_differ_by_their_seed(cat):
    """Another seed is another grain, the same seed the same."""
    first, again, other = (expand(cat, (90, 0, 0, 0), RNG(seed)) for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()


@pytest.mark.parametrize("factor", [1, 2, 3, 4])
def test_an_enlargement_is_lanczos_and_a_little_crisper(cat, factor):
    """The size is a multiple, and no pixel is far from what Lanczos alone gives."""
    size = grown_size("super_resolution", (451, 300), {"upscale_factor": factor})
    out = magnify(cat, size, RNG(0))
    plain = np.asarray(Image.fromarray(cat).resize(size, Image.Resampling.LANCZOS))
    assert out.shape == plain.shape
    assert np.abs(out.astype(int) - plain).mean() < 2
    assert np.abs(out.astype(int) - plain).max() <= 16
