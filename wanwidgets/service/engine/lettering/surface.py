"""Words that lie on a slanted surface: its four corners, found or given by a direction."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Box, Floats, Pixels, crop

__all__ = ["TILTS", "corners", "onto", "tilted"]

_LONGEST = 400
"""Longer side, in pixels, of the copy in which corners are looked for."""
_LEAST, _MOST = 0.2, 0.985
"""A surface covers such a part of the box; what covers more is the box itself."""
_BEND = 0.03
"""How far an outline may leave its four straight sides, in parts of its length."""

# Upper left, upper right, lower right, lower left, in parts of the box.
TILTS: Mapping[str, tuple[tuple[float, float], ...]] = MappingProxyType(
    {
        "left": ((0.0, 0.24), (1.0, 0.0), (1.0, 1.0), (0.0, 0.76)),
        "right": ((0.0, 0.0), (1.0, 0.24), (1.0, 0.76), (0.0, 1.0)),
        "floor": ((0.2, 0.12), (0.8, 0.12), (1.0, 0.95), (0.0, 0.95)),
        "up": ((0.0, 0.22), (1.0, 0.0), (1.0, 0.78), (0.0, 1.0)),
        "down": ((0.0, 0.0), (1.0, 0.22), (1.0, 1.0), (0.0, 0.78)),
    }
)
"""Where words go back to the left or right, lie on the floor, or rise and fall along their line."""


def corners(pixels: Pixels, box: Box) -> Floats | None:
    """Find the largest surface with four corners in a box, such as a sign, a sheet or a screen.

    Parameters
    ----------
    pixels
        height × width × 3.
    box
        In pixels.

    Returns
    -------
    Floats or None
        4 × 2, in pixels from the box's corner: upper left, upper right, lower right, lower left.

    Examples
    --------
    >>> wall = np.full((100, 200, 3), 40, np.uint8)
    >>> wall[20:80, 30:170] = 220
    >>> np.abs(corners(wall, (0, 0, 200, 100)) - [(30, 20), (169, 20), (169, 79), (30, 79)]).max() < 4
    np.True_
    """
    part = crop(pixels, box)
    scale = min(1.0, _LONGEST / max(part.shape[:2]))
    size = (max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale)))
    grey = cv2.medianBlur(cv2.cvtColor(cv2.resize(part, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY), 5)
    best: Floats | None = None
    largest = _LEAST * size[0] * size[1]
    for view in _views(np.asarray(grey, np.uint8)):
        for outline in cv2.findContours(view, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)[0]:
            hull = cv2.convexHull(outline)
            quad = cv2.approxPolyDP(hull, _BEND * cv2.arcLength(hull, closed=True), closed=True)
            area = cv2.contourArea(quad)
            # A surface fills its outline; a bent line around something does not.
            if len(quad) != 4 or area <= largest or area > _MOST * size[0] * size[1]:  # noqa: PLR2004 - corners
                continue
            if cv2.contourArea(outline) < 0.85 * area:
                continue
            best, largest = quad.reshape(4, 2).astype(np.float32) / np.float32(scale), area
    return None if best is None else _ordered(best)


def tilted(width: int, height: int, tilt: str, rng: np.random.Generator) -> Floats:
    """Return the corners of a rectangle that is seen at an angle.

    Parameters
    ----------
    width, height
        Of the box, pixels.
    tilt
        A key of `TILTS`.
    rng
        Varies the angle by up to a fifth.
    """
    flat = np.array(((0, 0), (1, 0), (1, 1), (0, 1)), np.float32)
    bent = flat + (np.array(TILTS[tilt], np.float32) - flat) * np.float32(rng.uniform(0.8, 1.2))
    return np.asarray(np.clip(bent, 0, 1) * np.array((width, height), np.float32), np.float32)


def onto(cover: Floats, quad: Floats, width: int, height: int) -> Floats:
    """Lay a rectangle onto four corners.

    Parameters
    ----------
    cover
        rows × columns, 0 to 1.
    quad
        4 × 2: where its corners come to lie, pixels.
    width, height
        Of what is returned.
    """
    rows, columns = cover.shape
    flat = np.array(((0, 0), (columns, 0), (columns, rows), (0, rows)), np.float32)
    turn = cv2.getPerspectiveTransform(flat, quad.astype(np.float32))
    return np.asarray(cv2.warpPerspective(cover, turn, (width, height), flags=cv2.INTER_AREA), np.float32)


def _views(grey: Pixels) -> tuple[Pixels, ...]:
    """Return light and dark, and edges that are closed: what surfaces show as."""
    _, light = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    edges = cv2.dilate(cv2.Canny(grey, 40, 120), np.ones((3, 3), np.uint8))
    return np.asarray(light, np.uint8), np.asarray(255 - light, np.uint8), np.asarray(255 - edges, np.uint8)


def _ordered(quad: Floats) -> Floats:
    """Order corners clockwise from the upper left one."""
    centre = quad.mean(axis=0)
    around = quad[np.argsort(np.arctan2(quad[:, 1] - centre[1], quad[:, 0] - centre[0]))]
    return np.asarray(np.roll(around, -int(np.argmin(around.sum(axis=1))), axis=0), np.float32)
