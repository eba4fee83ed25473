from __future__ import annotations

import numpy as np
import pytest

from wanwidgets.service.engine.tag import tag, tag_area


@pytest.mark.parametrize("size", [(272, 2172), (2172, 272), (768, 768), (2048, 2048), (1254, 836), (4096, 4096)])
@pytest.mark.parametrize("level", [0, 128, 255])
def test_the_tag_is_in_its_corner_and_legible(size, level):
    """Nothing changes outside its area; inside there is dark ground and light letters, whatever is below."""
    width, height = size
    pixels = np.full((height, width, 3), level, np.uint8)
    out = tag(pixels)
    x1, y1, x2, y2 = tag_area(width, height)
    assert 0 <= x1 < x2 <= width
    assert height * 0.9 < y1 + (y2 - y1) < height + 1
    changed = (out != pixels).any(axis=2)
    assert changed[y1:y2, x1:x2].any()
    changed[y1:y2, x1:x2] = False
    assert not changed.any()
    middle = out[(y1 + y2) // 2 - (y2 - y1) // 4 : (y1 + y2) // 2 + (y2 - y1) // 4, x1:x2].astype(int)
    assert middle.max() - middle.min() > 100
    assert y2 - y1 >= 18
