from __future__ import annotations

import numpy as np
import pytest

from wanwidgets.service.engine import EngineRefusal, edit

PROMPTS = [
    "Fisheye effect",
    "Rotate it by 90 degrees",
    "Rotate it by 5 degrees",
    "Rotate it by 40 degrees",
    "Mirror it",
    "Crop to a square",
    "Crop to the right half",
    "Zoom in",
    "Zoom out",
    "Tilt it to the left",
    "Tilt-shift effect",
    "Add a vignette",
]


@pytest.mark.parametrize("prompt", PROMPTS)
def test_the_same_seed_gives_the_same_bytes_and_another_another_picture(cat, prompt):
    """Two pictures of one order differ, and the order gives them again; what shows is the whole output."""
    first, second = (edit(prompt, (cat,), ((),), (480, 320), n=2, seed=5) for _ in range(2))
    assert first == second
    assert first.images[0] != first.images[1]


@pytest.mark.parametrize("prompt", PROMPTS)
def test_grey_and_tiny_pictures_work(edited, prompt):
    """A picture without colour stays without, and one of 12 pixels a side is no error."""
    grey = np.repeat(np.random.default_rng(0).integers(0, 256, (90, 120, 1), np.uint8), 3, axis=2)
    assert np.ptp(edited(prompt, grey, size=(240, 180))[:120].astype(int), axis=2).max() <= 2
    assert edited(prompt, grey[:12, :12], size=(240, 240)).shape == (240, 240, 3)


@pytest.mark.parametrize("prompt", ["Fisheye effect in box 1", "Mirror it", "Rotate it by 90 degrees"])
def test_a_part_is_not_moved_on_its_own(cat, prompt):
    """What moves things is about a whole picture: a box that is named, or a mask, is refused."""
    mask = None if "box" in prompt else np.ones(cat.shape[:2], bool)
    with pytest.raises(EngineRefusal, match="whole picture"):
        edit(prompt, (cat,), (((5, 5, 90, 90),),), (480, 320), mask=mask)


def test_a_frame_is_no_part_of_the_picture(edited, cat):
    """A second step that moves things does not move the frame that the output's ratio brings."""
    out = edited("Make it warmer, then mirror it", np.maximum(cat, 100), size=(300, 600))
    plain = edited("Make it warmer", np.maximum(cat, 100), size=(300, 600))
    inner = slice(205, 395)
    assert np.abs(out[inner].astype(int) - plain[inner, ::-1]).mean() < 4


def test_boxes_that_lie_elsewhere_now_are_refused(cat):
    """After a crop no box means what it meant."""
    with pytest.raises(EngineRefusal, match="crop to box 1"):
        edit("Crop to box 1, then blur box 1", (cat,), (((5, 5, 90, 90),),), (480, 320))
