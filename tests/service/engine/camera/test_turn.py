from __future__ import annotations

import numpy as np
import pytest

from wanwidgets.service.engine.camera.turn import mirror, quarters, straighten, turn


def distance(one, other) -> float:
    return float(np.abs(one.astype(int) - other).mean())


@pytest.mark.parametrize(("prompt", "there"), [("Mirror it", np.s_[:, ::-1]), ("Flip it vertically", np.s_[::-1])])
def test_a_mirror_is_exact(edited, cat, prompt, there):
    """No value but those of one pixel in 500 differs from the mirrored picture, and those by one level."""
    out = edited(prompt, cat)[:250].astype(int)
    wanted = cat[there][:250].astype(int)
    assert np.abs(out - wanted).max() <= 1
    assert 0 < (out != wanted).any(axis=2).mean() < 0.003


def test_turning_twice_and_four_times():
    """Two mirrors give the picture again, and so do four quarters."""
    pixels = np.random.default_rng(0).integers(0, 256, (7, 11, 3), np.uint8)
    assert (mirror(mirror(pixels, "vertically"), "vertically") == pixels).all()
    assert (quarters(quarters(pixels, 1), 3) == pixels).all()
    assert (quarters(pixels, 2) == pixels[::-1, ::-1]).all()


def test_clockwise_is_to_the_right(edited):
    """What was at the top is at the right after a quarter turn clockwise, and at the left after the other."""
    pixels = np.zeros((300, 300, 3), np.uint8)
    pixels[:60] = 200
    for prompt, column in (("Rotate it by 90 degrees", 280), ("逆时针旋转90度", 20), ("rotate it right", 280)):
        assert edited(prompt, pixels)[100, column, 0] >= 198
    assert edited("Rotate it by 40 degrees clockwise", pixels)[60, 190, 0] > 150


@pytest.mark.parametrize("degrees", [-12.0, 3.5, 15.0])
def test_a_small_turn_leaves_no_empty_corner(degrees, cat):
    """The part that is kept lies inside the picture at all four corners, and one of its corners on the rim."""
    out = straighten(np.full_like(cat, 80), degrees)
    assert (out == 80).all()
    height, width = out.shape[:2]
    assert width / height == pytest.approx(451 / 300, rel=0.01)
    cosine, sine = np.cos(np.radians(degrees)), abs(np.sin(np.radians(degrees)))
    reach = (width * cosine + height * sine, width * sine + height * cosine)
    assert reach[0] <= 452
    assert reach[1] <= 301
    assert min(451 - reach[0], 300 - reach[1]) < 4


def test_a_turn_there_and_back_is_the_picture(cat):
    """Turning by 7 degrees and back loses the rim and less than 3 levels of the middle."""
    back = straighten(straighten(cat, 7.0), -7.0)
    height, width = back.shape[:2]
    top, left = (300 - height) // 2, (451 - width) // 2
    assert distance(back[20:-20, 20:-20], cat[top : top + height, left : left + width][20:-20, 20:-20]) < 3.5


def test_a_large_turn_shows_the_whole_picture(cat):
    """All four corners of the picture are in the output, and around it lies a darker copy."""
    marked = np.full((200, 300, 3), 150, np.uint8)
    for y, x in ((4, 4), (4, 295), (195, 4), (195, 295)):
        marked[y - 4 : y + 4, x - 4 : x + 4] = (255, 0, 0)
    out = turn(marked, (600, 400), 45.0).astype(int)
    red = (out[..., 0] > 180) & (out[..., 1] < 60)
    rows, columns = np.nonzero(red)
    quadrants = {(int(row) * 3 // 400, int(column) * 3 // 600) for row, column in zip(rows, columns, strict=True)}
    assert len(quadrants) >= 4
    assert out[0, 0].mean() < 110


@pytest.mark.parametrize("size", [(3000, 100), (240, 240)])
def test_panoramas_turn(edited, size):
    """Any ratio turns by any angle."""
    pixels = np.full((size[1], size[0], 3), 99, np.uint8)
    for prompt in ("Rotate it by 90 degrees", "Rotate it by 33 degrees", "Rotate it by 2 degrees"):
        assert edited(prompt, pixels, size=(600, 400)).shape == (400, 600, 3)
