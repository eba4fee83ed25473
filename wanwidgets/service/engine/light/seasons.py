"""The colours of a season. Leaves turn, light warms or cools; no flower blooms and no snow falls."""

from __future__ import annotations

import numpy as np

from wanwidgets.service.engine.light.glow import bloomed
from wanwidgets.service.engine.light.grade import Grade, graded, printed, varied
from wanwidgets.service.engine.pixels import Pixels

__all__ = ["autumn", "spring", "summer", "winter"]

_SPRING = Grade(
    gains=(1.02, 1.03, 0.97),
    exposure=0.22,
    contrast=-0.1,
    lift=0.03,
    saturation=1.08,
    shadows=(0.0, 0.02, 0.02),
    highlights=(0.03, 0.0, 0.015),
    hues=(
        (0, 0, 1),
        (30, 31, 1.0),
        (52, 55, 1.0),
        (68, 80, 1.2),
        (90, 97, 1.35),
        (140, 128, 1.2),
        (175, 175, 1.1),
        (360, 360, 1),
    ),
)
_SUMMER = Grade(
    gains=(1.1, 1.02, 0.88),
    exposure=0.12,
    contrast=0.3,
    saturation=1.18,
    highlights=(0.03, 0.015, -0.02),
    hues=(
        (0, 0, 1),
        (50, 48, 1.05),
        (72, 76, 1.1),
        (110, 116, 1.25),
        (170, 176, 1.1),
        (205, 208, 1.3),
        (250, 250, 1.1),
        (360, 360, 1),
    ),
)
_AUTUMN = Grade(
    gains=(1.12, 1.0, 0.82),
    exposure=-0.08,
    contrast=0.15,
    lift=0.02,
    saturation=1.05,
    shadows=(0.02, 0.0, -0.015),
    highlights=(0.03, 0.01, -0.02),
    hues=(
        (0, 4, 1.1),
        (30, 27, 1.15),
        (50, 36, 1.25),
        (75, 38, 1.35),
        (105, 31, 1.4),
        (140, 26, 1.2),
        (168, 150, 0.8),
        (185, 185, 0.85),
        (260, 260, 0.85),
        (330, 340, 1),
        (360, 364, 1.1),
    ),
)
_WINTER = Grade(
    gains=(0.86, 0.99, 1.2),
    exposure=0.18,
    contrast=0.05,
    lift=0.05,
    saturation=0.78,
    shadows=(-0.01, 0.01, 0.04),
    highlights=(0.0, 0.015, 0.04),
    hues=(
        (0, 0, 0.85),
        (30, 28, 0.7),
        (60, 52, 0.45),
        (110, 120, 0.3),
        (160, 180, 0.5),
        (210, 210, 0.95),
        (360, 360, 0.85),
    ),
)


def spring(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture in fresh greens and a soft, bright light.

    Parameters
    ----------
    pixels
        height × width × 3.
    amount
        1 is clearly seen and still natural.
    rng
        Varies warmth, brightness and the hue that leaves take.

    Examples
    --------
    >>> leaf = np.full((8, 8, 3), (70, 100, 40), np.uint8)
    >>> bool(spring(leaf, 1.0, np.random.default_rng(0))[0, 0, 1] > 100)
    True
    """
    return printed(bloomed(graded(pixels, varied(_SPRING, rng), amount), 0.18 * amount))


def summer(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture in strong colours and a high, warm sun; the parameters are those of `spring`.

    >>> leaf = np.full((8, 8, 3), (70, 100, 40), np.uint8)
    >>> bool(np.ptp(summer(leaf, 1.0, np.random.default_rng(0))[0, 0]) > 60)
    True
    """
    return printed(graded(pixels, varied(_SUMMER, rng), amount))


def autumn(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture with leaves in gold and rust under a low sun; the parameters are those of `spring`.

    >>> leaf = np.full((8, 8, 3), (70, 100, 40), np.uint8)
    >>> r, g, b = autumn(leaf, 1.0, np.random.default_rng(0))[0, 0]
    >>> bool(r > g > b)
    True
    """
    return printed(graded(pixels, varied(_AUTUMN, rng), amount))


def winter(pixels: Pixels, amount: float, rng: np.random.Generator) -> Pixels:
    """Return the picture pale and cold, with hardly a green; the parameters are those of `spring`.

    >>> leaf = np.full((8, 8, 3), (70, 100, 40), np.uint8)
    >>> r, g, b = winter(leaf, 1.0, np.random.default_rng(0))[0, 0].astype(int)
    >>> bool(b > r and max(r, g, b) - min(r, g, b) < 60)
    True
    """
    return printed(bloomed(graded(pixels, varied(_WINTER, rng), amount), 0.15 * amount))
