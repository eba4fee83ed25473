"""Between the values of a file and light itself."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["LUMINANCE", "to_linear", "to_srgb"]

_DARK = 0.04045

LUMINANCE = np.array((0.2126, 0.7152, 0.0722))
"""What red, green and blue light add to brightness (Rec. 709)."""


def to_linear(value: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return light, 0 to 1, for sRGB values from 0 to 1 (IEC 61966-2-1).

    >>> bool(abs(to_linear(np.array(0.5)) - 0.214) < 0.001)
    True
    """
    return np.where(value <= _DARK, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def to_srgb(light: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return sRGB values for light; the inverse of `to_linear`.

    >>> bool(abs(to_srgb(to_linear(np.array(0.3))) - 0.3) < 1e-6)
    True
    """
    return np.where(light <= _DARK / 12.92, light * 12.92, 1.055 * np.maximum(light, 1e-9) ** (1 / 2.4) - 0.055)
