"""Photographs, and boxes in them, for what is placed and taken away."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from skimage import data


@pytest.fixture(scope="session")
def cup(coffee) -> np.ndarray:
    """A photograph of 200 × 133 pixels: to fill a part of it is quick."""
    return np.asarray(cv2.resize(coffee, (200, 133), interpolation=cv2.INTER_AREA))


@pytest.fixture(scope="session")
def ground(scene) -> np.ndarray:
    """The scene at half of its size, as grainy: the red square is at (100, 60) to (130, 90)."""
    return np.ascontiguousarray(scene[::2, ::2])


@pytest.fixture(scope="session")
def grass() -> np.ndarray:
    """A photograph of one texture, grey, 512 × 512 pixels."""
    return np.ascontiguousarray(np.repeat(data.grass()[:, :, None], 3, axis=2))


@pytest.fixture(scope="session")
def brick() -> np.ndarray:
    """A photograph of a wall with regular lines, grey, 512 × 512 pixels."""
    return np.ascontiguousarray(np.repeat(data.brick()[:, :, None], 3, axis=2))


@pytest.fixture(scope="session")
def rocket() -> np.ndarray:
    """A photograph of 320 × 213 pixels: a bright rocket, at (138, 54) to (182, 196), before an evening sky."""
    return np.asarray(cv2.resize(data.rocket(), (320, 213), interpolation=cv2.INTER_AREA))
