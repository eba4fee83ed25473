"""Things on photographs with masks made by hand."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw
from skimage import data

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A photograph of scikit-image, a box on it, and the outline of the thing in the box, all in its pixels."""

    photo: str
    box: tuple[int, int, int, int]
    outline: Points

    def at(self, factor: int) -> tuple[np.ndarray, tuple[int, int, int, int], np.ndarray]:
        """Return the picture, the box and the mask of the whole picture, enlarged."""
        pixels = getattr(data, self.photo)()
        pixels = np.ascontiguousarray(pixels if pixels.ndim == 3 else np.dstack([pixels] * 3))
        pixels = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
        mask = Image.new("1", (pixels.shape[1], pixels.shape[0]))
        ImageDraw.Draw(mask).polygon([(x * factor, y * factor) for x, y in self.outline], fill=1)
        x1, y1, x2, y2 = (value * factor for value in self.box)
        return pixels, (x1, y1, x2, y2), np.asarray(mask)


def ellipse(x: float, y: float, across: float, down: float) -> Points:
    """Return the outline of an ellipse by its centre and half axes."""
    turns = np.linspace(0, 2 * np.pi, 36, endpoint=False)
    return tuple((float(x + across * np.cos(turn)), float(y + down * np.sin(turn))) for turn in turns)


def points(numbers: str) -> Points:
    """Read ``x,y x,y``."""
    return tuple((float(x), float(y)) for x, y in (pair.split(",") for pair in numbers.split()))


KNOWN = {
    "patch": Known("astronaut", (124, 338, 218, 432), ellipse(171, 385, 37, 37.3)),
    "head": Known(
        "astronaut",
        (145, 8, 310, 200),
        points(
            "230,16 253,19 272,28 287,42 296,61 300,84 299,105 288,122 277,129 274,136 266,138 262,155 255,171 254,182 "
            "234,190 211,188 188,178 185,159 181,131 176,131 171,120 160,110 155,89 154,70 159,54 176,42 190,37 202,23"
        ),
    ),
    "cup and saucer": Known(
        "coffee",
        (70, 10, 490, 394),
        points(
            "180,74 185,75 197,57 215,41 245,26 282,18 320,21 357,35 385,56 397,70 400,70 411,67 422,71 424,80 419,95 "
            "417,107 440,125 458,148 470,172 478,202 480,225 478,255 468,285 450,315 425,342 395,362 360,378 325,385 "
            "295,388 265,386 220,376 178,360 143,335 113,303 93,270 81,230 77,200 79,175 87,150 102,125 128,100 157,81"
        ),
    ),
    "rim of the cup": Known(
        "coffee",
        (165, 10, 416, 216),
        points(
            "173,107 176,90 185,73 197,57 215,41 245,26 282,18 320,21 357,35 385,56 400,80 407,102 407,120 404,140 "
            "395,160 375,181 350,197 320,206 290,207 260,201 230,189 205,170 187,147 176,125"
        ),
    ),
    "coin": Known("coins", (78, 101, 128, 151), ellipse(102.9, 126, 18.7, 18.4)),
    "large coin": Known("coins", (298, 9, 371, 79), ellipse(334.8, 43.8, 29.5, 27.9)),
}


@pytest.fixture(scope="session", params=KNOWN)
def known(request: pytest.FixtureRequest) -> Known:
    """One thing after the other."""
    return KNOWN[request.param]


@pytest.fixture(scope="session")
def saucer() -> Known:
    """A cup on its saucer, on wood."""
    return KNOWN["cup and saucer"]


@pytest.fixture(scope="session")
def head() -> Known:
    """A head before a wall."""
    return KNOWN["head"]


@pytest.fixture(scope="session")
def coin() -> Known:
    """A coin among others on a grey photograph."""
    return KNOWN["coin"]
