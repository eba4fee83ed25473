"""How much work the steps of a mask are, told before anybody draws them: a few bytes can ask for hours of it."""

from __future__ import annotations

from wanwidgets.provenance.values import Form, Misread, items

__all__ = ["MOST_DRAWN", "MOST_STEPS", "drawn_by"]

MOST_STEPS = 1000
MOST_DRAWN = 10**9
"""Of strokes and areas, and of the pixels around them, some seconds' work; a mask of more is told as a picture."""


def drawn_by(mask: Form) -> int:
    """Return how many pixels the steps of a mask go over at most.

    Parameters
    ----------
    mask
        What `Mask.to_dict` writes, or somebody else.

    Raises
    ------
    Misread
        It has more than `MOST_STEPS`, or one that is none.
    """
    try:
        width, height = (int(side) for side in mask["size"])
        return int(sum(_pixels(step, width, height) for step in items(mask, "strokes", MOST_STEPS)))
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        if isinstance(error, Misread):
            raise
        raise Misread("a step of its mask is none") from None


def _pixels(step: Form, width: int, height: int) -> float:
    # In the order of `wanwidgets.regions.strokes.step_of`: one that says both is a stroke.
    if "points" in step:
        points, brush = [(float(x), float(y)) for x, y in step["points"]], 2 * float(step["radius"]) + 1
        lines = zip(points, points[1:] or points, strict=False)
        return sum(min(abs(a - c) + brush, width) * min(abs(b - d) + brush, height) for (a, b), (c, d) in lines)
    if "box" not in step:
        return width * height
    left, top, right, bottom = (float(side) for side in step["box"])
    return min(abs(right - left), width) * min(abs(bottom - top), height)
