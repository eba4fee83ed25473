"""A thing freed from a plain background."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from wanwidgets.service.engine.masks import without_specks
from wanwidgets.service.engine.pixels import Floats, Mask, Pixels, bytes_of

__all__ = ["Cutout", "cut_out", "own_colours", "plain_alpha"]

_CLOSE = 9.0
"""Distance in LAB under which a pixel looks like the background."""
_FAR = 24.0
"""Distance in LAB above which it does not at all."""
_PLAIN = 0.93
"""Part of the rim that must look alike for a background to count as plain."""
_HALF, _WHOLE = 0.5, 0.98
_SPECK = 1 / 50
"""Of the area of the largest part."""
_RUN = 2.0
"""How far, in pixels, colours run over the rim."""
_COPY = 1024
"""Longer side, in pixels, of the copy in which they run."""
_ENOUGH = 100_000
"""Pixels that tell the usual colour."""
_THING = (0.02, 0.97)
"""Parts of the picture that a thing can cover; else the guess was wrong."""


@dataclass(frozen=True, slots=True)
class Cutout:
    """A thing: its colours (height × width × 3) and how much of each pixel it covers (height × width, 0 to 1)."""

    pixels: Pixels
    alpha: Floats


def cut_out(pixels: Pixels) -> Cutout | None:
    """Free the thing that lies on a plain background, trimmed to its bounds.

    Parameters
    ----------
    pixels
        height × width × 3.

    Returns
    -------
    Cutout or None
        None when the rim of the picture is not plain, or nothing else is in the picture.
    """
    alpha = plain_alpha(pixels)
    if alpha is None:
        return None
    rows, columns = np.flatnonzero((alpha > _HALF).any(axis=1)), np.flatnonzero((alpha > _HALF).any(axis=0))
    part = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
    return Cutout(own_colours(pixels[part], alpha[part]), np.ascontiguousarray(alpha[part]))


def plain_alpha(pixels: Pixels) -> Floats | None:
    """Return how much of each pixel the thing on a plain background covers.

    Parameters
    ----------
    pixels
        height × width × 3.

    Returns
    -------
    Floats or None
        height × width, 0 to 1; None as from `cut_out`.

    Examples
    --------
    >>> pixels = np.full((50, 50, 3), 255, np.uint8)
    >>> pixels[20:40, 10:30] = (200, 20, 30)
    >>> plain_alpha(pixels)[[5, 30], [5, 20]].tolist()
    [0.0, 1.0]
    """
    lab = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB), np.float32)
    rim = _rim(lab)
    ground = np.median(rim, axis=0)
    if (np.linalg.norm(rim - ground, axis=1) < _CLOSE).mean() < _PLAIN:
        return None
    distance = np.linalg.norm(lab - ground, axis=2)
    outside = _outside(distance < _FAR)
    alpha = np.where(outside, np.clip((distance - _CLOSE) / (_FAR - _CLOSE), 0, 1), 1).astype(np.float32)
    alpha = np.asarray(cv2.GaussianBlur(alpha, (0, 0), 0.7), np.float32)
    solid = without_specks(alpha > _HALF, _SPECK)
    if not _THING[0] < solid.mean() < _THING[1]:
        return None
    alpha *= cv2.dilate(solid.astype(np.uint8), np.ones((5, 5), np.uint8))
    return np.asarray(alpha, np.float32)


def _rim(pixels: Pixels | Floats) -> Floats:
    thick = max(1, min(pixels.shape[:2]) // 40)
    sides = (pixels[:thick], pixels[-thick:], pixels[:, :thick], pixels[:, -thick:])
    return np.concatenate([side.reshape(-1, 3) for side in sides]).astype(np.float32)


def _outside(like_ground: Mask) -> Mask:
    """Keep what is joined to the rim: a white face of a clock on white paper belongs to the clock."""
    padded = np.pad(like_ground, 1, constant_values=True).astype(np.uint8)
    _, labels = cv2.connectedComponents(padded, connectivity=4)
    return np.asarray(labels[1:-1, 1:-1] == labels[0, 0])


def own_colours(pixels: Pixels, alpha: Floats) -> Pixels:
    """Let colours of the thing's inside run over its rim, where the background's are mixed in and else are a halo."""
    solid = cv2.erode((alpha > _WHOLE).astype(np.uint8), np.ones((3, 3), np.uint8), borderValue=1)
    if not solid.any():
        return pixels
    height, width = alpha.shape
    scale = min(1.0, _COPY / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    weight = cv2.resize(solid.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    colours = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA) * (weight == 1)[:, :, None]
    share = np.asarray(cv2.GaussianBlur((weight == 1).astype(np.float32), (0, 0), _RUN), np.float32)[:, :, None]
    spread = np.asarray(cv2.GaussianBlur(colours.astype(np.float32), (0, 0), _RUN), np.float32)
    usual = np.median(pixels[solid > 0][:: max(1, int(solid.sum()) // _ENOUGH)], axis=0)
    near = bytes_of(np.where(share > 1e-3, spread / np.maximum(share, 1e-3), usual))  # noqa: PLR2004 - nothing is near there
    large = np.asarray(cv2.resize(near, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
    large[solid > 0] = pixels[solid > 0]
    return large
