from __future__ import annotations

import cv2
import numpy as np
import pytest

from wanwidgets.service.engine.placing.judge import flaws

HOLE = np.zeros((256, 256), bool)
HOLE[90:160, 80:170] = True
INSIDE = np.s_[90:160, 80:170]


@pytest.fixture(scope="module", params=["grass", "brick"])
def photograph(request) -> np.ndarray:
    return np.ascontiguousarray(request.getfixturevalue(request.param)[:256, :256])


def spoiled(photograph: np.ndarray, how: str) -> np.ndarray:
    out = photograph.copy()
    if how == "one grey":
        out[INSIDE] = 128
    elif how == "smeared":
        out[INSIDE] = cv2.GaussianBlur(photograph, (0, 0), 6)[INSIDE]
    elif how == "brighter":
        out[INSIDE] = np.clip(photograph[INSIDE].astype(int) + 50, 0, 255)
    elif how == "noise":
        out[INSIDE] = np.random.default_rng(0).integers(0, 255, (70, 90, 1))
    elif how == "checkered":
        out[INSIDE] = 255 * (np.indices((70, 90)).sum(axis=0) // 12 % 2)[:, :, None]
    return out


@pytest.mark.parametrize("how", ["one grey", "smeared", "brighter", "noise", "checkered"])
def test_the_picture_itself_is_better_than_any_spoiled_one(photograph, how):
    """What was there has fewer flaws than a smear, a stain, noise or something strange."""
    assert flaws(photograph, HOLE) + 0.3 < flaws(spoiled(photograph, how), HOLE)


def test_a_stain_is_a_flaw():
    """In a picture of one colour the same colour is better than a near one, and that better than a far one."""
    hole = np.zeros((64, 64), bool)
    hole[20:40, 20:40] = True
    same, near, far = (
        flaws(np.where(hole[:, :, None], np.uint8(level), np.uint8(90)).repeat(3, axis=2), hole)
        for level in (90, 110, 160)
    )
    assert same < near < far


@pytest.mark.parametrize("hole", [np.zeros((9, 9), bool), np.ones((9, 9), bool)], ids=["nothing", "all"])
def test_where_there_is_nothing_to_compare_there_is_no_flaw(hole):
    """An empty hole, or one that is everything, is not judged."""
    assert flaws(np.zeros((9, 9, 3), np.uint8), hole) == 0
