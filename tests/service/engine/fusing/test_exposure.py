from __future__ import annotations

import numpy as np
import pytest

from wanwidgets.service.engine import EngineRefusal
from wanwidgets.service.engine.frame import resize
from wanwidgets.service.engine.fusing.exposure import double_exposure

PROMPT = "Make a double exposure of image 1 and image 2"


def alike(one, other) -> float:
    return float(np.corrcoef(one.astype(float).ravel(), other.astype(float).ravel())[0, 1])


def test_both_pictures_are_seen(edited, coffee, cat):
    """The result is like each of them, and like neither alone."""
    part = np.ascontiguousarray(coffee[50:350, 70:521])
    out = edited(PROMPT, part, cat, size=(451, 300))[:220]
    likeness = [alike(out, picture[:220]) for picture in (part, cat)]
    assert min(likeness) > 0.3
    assert max(likeness) < 0.97


def test_black_film_adds_nothing(cat):
    """With a black picture the other one is seen as it is: only its range is stretched."""
    out = double_exposure([np.zeros_like(cat), cat], (451, 300), np.random.default_rng(0))
    assert alike(out, cat) > 0.97


def test_neither_black_nor_white_is_lost(coffee, cat):
    """The film is neither fogged nor burnt: all of the range is used, little of it clipped."""
    out = double_exposure([coffee, cat], (600, 400), np.random.default_rng(0)).mean(axis=2)
    assert np.percentile(out, 1) < 90
    assert np.percentile(out, 99) > 220
    assert (out == 255).mean() < 0.05


def test_seeds_expose_differently(edited, coffee, cat):
    """The same seed gives the same bytes, another one another balance."""
    first, again, other = (edited(PROMPT, coffee, cat, seed=seed) for seed in (3, 3, 4))
    assert (first == again).all()
    assert np.abs(first.astype(int) - other).mean() > 2


@pytest.mark.parametrize("shape", [(1, 1), (100, 3000), (3000, 100)])
def test_pictures_of_any_shape_fill_the_frame(cat, shape):
    """What sticks out is cut off: an even picture of any shape leaves the other one as it is, to its edges."""
    out = double_exposure([cat, np.full((*shape, 3), 200, np.uint8)], (300, 200), np.random.default_rng(0))
    assert out.shape == (200, 300, 3)
    assert alike(out, resize(cat, (300, 200))) > 0.95


def test_too_many_are_a_fog(edited, cat):
    """Five pictures on one frame are refused, with the most that can be."""
    with pytest.raises(EngineRefusal, match="2 to 4 pictures, but there are 5"):
        edited("Blend all images", *[cat] * 5)
