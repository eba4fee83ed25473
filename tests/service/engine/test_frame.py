from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from wanwidgets.service.engine.frame import fit


def test_a_picture_of_the_same_ratio_is_only_resized(coffee):
    """Pillow's Lanczos, to the byte; at the same size nothing at all."""
    assert (fit(coffee, (600, 400)).pixels == coffee).all()
    expected = np.asarray(Image.fromarray(coffee).resize((1254, 836), Image.Resampling.LANCZOS))
    assert (fit(coffee, (1254, 836)).pixels == expected).all()


@pytest.mark.parametrize(
    ("size", "box", "mapped"),
    [
        ((600, 400), (10, 20, 30, 40), (10, 20, 30, 40)),
        ((1200, 800), (10, 20, 30, 40), (20, 40, 60, 80)),
        ((400, 800), (0, 0, 600, 400), (0, 266, 400, 533)),
        ((1200, 400), (0, 0, 600, 400), (300, 0, 900, 400)),
        ((300, 200), (599, 399, 600, 400), (299, 199, 300, 200)),
    ],
)
def test_boxes_go_along(coffee, size, box, mapped):
    """A box lies over the same pixels after the picture was resized or framed, and is never empty."""
    assert fit(coffee, size).box(box) == mapped


@pytest.mark.parametrize("size", [(400, 800), (1200, 400), (768, 768)])
def test_another_ratio_shows_the_picture_whole(coffee, size):
    """Nothing is cut off: the picture lies in the middle, over a darker copy."""
    frame = fit(coffee, size)
    assert frame.pixels.shape == (size[1], size[0], 3)
    x1, y1, x2, y2 = frame.box((0, 0, 600, 400))
    inner = np.asarray(Image.fromarray(coffee).resize((x2 - x1, y2 - y1), Image.Resampling.LANCZOS))
    assert (frame.pixels[y1:y2, x1:x2] == inner).all()
    around = np.ones(frame.pixels.shape[:2], bool)
    around[y1:y2, x1:x2] = False
    assert 0 < frame.pixels[around].mean() < coffee.mean()
