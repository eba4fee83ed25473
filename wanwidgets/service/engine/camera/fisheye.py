"""A fisheye lens."""

from __future__ import annotations

import numpy as np

from wanwidgets.service.engine.camera.sampling import grid, sampled
from wanwidgets.service.engine.pixels import Floats, Pixels

__all__ = ["fisheye", "half_field", "origin"]

_HALF_FIELD = 56.0
_LEAST, _MOST = 20.0, 74.0
_WIDEST = np.float32(np.radians(89.0))


def half_field(amount: float, rng: np.random.Generator) -> float:
    """Return the angle from the optical axis to the nearer end of the longer side, degrees: 56 for an amount of 1.

    It is varied by up to 4.

    >>> 52 <= half_field(1.0, np.random.default_rng(0)) <= 60
    True
    """
    # The bulge grows with the tangent: twice the amount is not twice the angle.
    wide = np.degrees(np.arctan(amount * np.tan(np.radians(_HALF_FIELD))))
    return float(np.clip(wide + rng.uniform(-4, 4), _LEAST, _MOST))


def fisheye(pixels: Pixels, size: tuple[int, int], degrees: float) -> Pixels:
    """Return the picture as a fisheye lens of equidistant projection shows it, black where the lens sees beyond it.

    `origin` says where each pixel comes from. The middle is magnified by tan θ / θ; the middles of the longer sides
    stay where they are, the corners are drawn inwards, and some of the middles of the shorter sides is lost. No pixel
    is invented.

    Parameters
    ----------
    pixels
        height × width × 3.
    size
        Width and height of the output, pixels, in about the ratio of `pixels`.
    degrees
        The angle θ from the optical axis to the middle of a shorter side, above 0 and below 90.

    Examples
    --------
    >>> pixels = np.zeros((90, 90, 3), np.uint8)
    >>> pixels[:, 60] = 255
    >>> bent = fisheye(pixels, (90, 90), 60.0)[:, :, 0].argmax(axis=1)
    >>> int(bent[45]) > int(bent[15])
    True
    """
    height, width = pixels.shape[:2]
    ratio = np.float32(max(width / size[0], height / size[1]))
    x, y = grid(size)
    across, down = origin(
        x * np.float32(width / size[0]), y * np.float32(height / size[1]), max(width, height), degrees
    )
    inside = np.minimum(width / 2 - np.abs(across), height / 2 - np.abs(down)) / (2 * ratio)
    out = sampled(pixels, across, down)
    weight = np.asarray(np.clip(inside + 1, 0, 1), np.float32)[:, :, None]
    return np.where(weight < 1, (out * weight).astype(np.uint8), out)


def origin(x: Floats, y: Floats, longer: int, degrees: float) -> tuple[Floats, Floats]:
    """Return where in the picture of an ordinary lens that is which a fisheye shows at `x` and `y`.

    An ordinary lens shows what is seen under an angle θ' at a distance f tan θ' from the middle, an equidistant fisheye
    at f θ'. With both lenses such that what is seen under θ is R, half the longer side, away from the middle, what is
    at r in the new picture was at R tan(θ r / R) / tan θ in the old one.

    Parameters
    ----------
    x, y
        Pixels from the middle, of any equal shape.
    longer
        The longer side of the picture, pixels.
    degrees
        The angle θ, above 0 and below 90.

    Examples
    --------
    >>> x, y = origin(np.array([100, 50], np.float32), np.zeros(2, np.float32), 200, 60.0)
    >>> [round(float(place), 1) for place in x]  # 100 tan(30°) / tan(60°) = 33.3
    [100.0, 33.3]
    """
    rim = np.float32(longer / 2)
    wide = np.float32(np.radians(degrees))
    away = np.maximum(np.hypot(x, y), np.float32(1e-3))
    stretch = rim * np.tan(np.minimum(wide * away / rim, _WIDEST)) / (np.tan(wide) * away)
    return np.asarray(x * stretch, np.float32), np.asarray(y * stretch, np.float32)
