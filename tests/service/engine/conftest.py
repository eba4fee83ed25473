"""Pictures for the engine's tests, and reading results back."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw
from skimage import data

from wanwidgets.service.engine import Result, edit
from wanwidgets.service.engine.tag import tag_area


@pytest.fixture(scope="session")
def coffee() -> np.ndarray:
    """A photograph of 600 × 400 pixels."""
    return np.ascontiguousarray(data.coffee())


@pytest.fixture(scope="session")
def cat() -> np.ndarray:
    """A photograph of 451 × 300 pixels without a plain background."""
    return np.ascontiguousarray(data.chelsea())


@pytest.fixture(scope="session")
def disc() -> np.ndarray:
    """A red disc with a white middle on white, 300 × 300 pixels, off its centre."""
    image = Image.new("RGB", (300, 300), "white")
    draw = ImageDraw.Draw(image)
    draw.ellipse((40, 60, 200, 220), fill=(200, 20, 30))
    draw.ellipse((90, 110, 150, 170), fill="white")
    return np.asarray(image)


@pytest.fixture(scope="session")
def decoded() -> Callable[[Result], list[np.ndarray]]:
    def read(result: Result) -> list[np.ndarray]:
        return [np.asarray(Image.open(io.BytesIO(png)).convert("RGB")) for png in result.images]

    return read


@pytest.fixture(scope="session")
def edited(decoded) -> Callable[..., np.ndarray]:
    """Edit pictures at the size of the last one and return the first result."""

    def run(prompt: str, *pictures: np.ndarray, boxes=None, **options) -> np.ndarray:
        size = (pictures[-1].shape[1], pictures[-1].shape[0])
        own = boxes or [()] * len(pictures)
        return decoded(edit(prompt, pictures, own, options.pop("size", size), **options))[0]

    return run


@pytest.fixture(scope="session")
def differences() -> Callable[..., tuple[np.ndarray, np.ndarray]]:
    """Compare two pictures: where they differ inside the boxes, and where outside them and outside the tag."""

    def compare(before: np.ndarray, after: np.ndarray, *boxes) -> tuple[np.ndarray, np.ndarray]:
        differs = (before.astype(int) != after).any(axis=2)
        x1, y1, x2, y2 = tag_area(before.shape[1], before.shape[0])
        differs[y1:y2, x1:x2] = False
        inside = np.zeros_like(differs)
        for left, top, right, bottom in boxes:
            inside[top:bottom, left:right] = True
        return differs & inside, differs & ~inside

    return compare
