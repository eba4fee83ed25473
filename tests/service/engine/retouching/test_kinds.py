from __future__ import annotations

import numpy as np
import pytest

from wanwidgets.service.engine import edit

PROMPTS = [
    "Sharpen box 1",
    "Blur box 1",
    "Pixelate box 1",
    "Make box 1 brighter",
    "Make box 1 darker",
    "Increase the contrast in box 1",
    "Reduce the contrast in box 1",
    "Boost the colours in box 1",
    "Less saturated in box 1",
    "Fill box 1 with gold",
    "Tint box 1 purple",
    "Make the thing in box 1 green",
    "Replace grey with red in box 1",
]
WITH_GREY = np.full((200, 300, 3), 128, np.uint8)
WITH_GREY[40:160, 60:240] += np.random.default_rng(0).integers(0, 20, (120, 180, 1), np.uint8)


@pytest.mark.parametrize("prompt", PROMPTS)
def test_the_same_seed_gives_the_same_bytes_and_another_another_picture(cat, prompt):
    """Two pictures of one order differ, the order gives them again, and outside the box nothing changes."""
    picture = cat if "grey" not in prompt else WITH_GREY
    box = ((40, 40, 240, 180),)
    size = (picture.shape[1], picture.shape[0])
    first, second = (edit(prompt, (picture,), (box,), size, n=2, seed=5) for _ in range(2))
    assert first == second
    assert first.images[0] != first.images[1]


@pytest.mark.parametrize("prompt", PROMPTS)
@pytest.mark.parametrize("box", [(7, 9, 8, 10), (0, 0, 300, 200), (0, 50, 300, 51)])
def test_boxes_of_any_shape_work_on_grey(edited, differences, prompt, box):
    """One pixel, everything, one line: a picture comes back, and outside the box nothing changed."""
    out = edited(prompt, WITH_GREY, boxes=[(box,)])
    assert not differences(WITH_GREY, out, box)[1].any()


@pytest.mark.parametrize("prompt", PROMPTS)
def test_masks_of_one_pixel_and_of_everything_work(edited, prompt):
    """Under a mask nothing else changes, whatever its size."""
    said = prompt.replace("box 1", "the masked area")
    mask = np.zeros((200, 300), bool)
    mask[20, 30] = True
    changed = (edited(said, WITH_GREY, mask=mask) != WITH_GREY).any(axis=2)[:150]
    changed[20, 30] = False
    assert not changed.any()
    assert edited(said, WITH_GREY, mask=np.ones((200, 300), bool)).shape == WITH_GREY.shape


@pytest.mark.parametrize("prompt", PROMPTS)
def test_panoramas_work(edited, prompt):
    """A strip of 30 to 1 is a picture like any other."""
    strip = np.repeat(WITH_GREY[:40], 4, axis=1)
    assert edited(prompt, strip, boxes=[((10, 5, 900, 35),)], size=(1200, 40)).shape == (40, 1200, 3)
