"""Where letters are: parts of one ink that stand out from all that is around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from wanwidgets.service.engine.frame import bounded
from wanwidgets.service.engine.pixels import Floats, Mask, Pixels

__all__ = ["Strokes", "strokes"]

_LONGEST = 640
"""Longer side, in pixels, of the copy in which letters are looked for."""
_ALIKE = (16.0, 8.0)
"""Pixels of one ink are no further apart, in units of CIELAB; the second is for a ground that is nearly of that ink."""
_FAR = 1.4
"""What is around a letter is, nearly everywhere, at least so many times as far from its ink."""
_NEARLY, _PARTLY = 0.7, 0.35
"""What is nearly everywhere; and how much will do for what lies in a line with letters."""
_INKS = 8
"""So many inks are tried."""
_SMALLEST, _LARGEST = 8, 0.2
"""Area of a part of a letter: in pixels of the copy, and in parts of the place."""
_SHORTEST = 5
"""Longer side of such a part, pixels of the copy."""
_THICKEST = 0.55
"""Width of a stroke in parts of the letter's longer side, at most."""
_UNLIKE = (0.2, 3.5)
"""Height of a part in parts of the letters' own: what is less or more is none of them."""
_STRONG = 45.0
"""More contrast than this counts no more."""
_OWN = 0.75
"""Of letters at least this part of all that has their ink are letters; of fur, grass and bricks it is less."""
_CLEAR, _LIKE = 44.0, 0.4
"""Their contrast, and how far the widths of their strokes are from the middle one, in parts of it;"""
_EVEN, _FEW = (0.3, 0.2), 3
"""or, of fainter ones, how far the widths are and the heights, likewise, of so many parts. Of 140 boxes on photographs
without letters these rules leave 2 in 100; of 122 words on photographs they lose 5 in 100."""
_ALONE, _LEVEL = 0.9, 0.3
"""Where hardly anything else has the ink, and the heights are no further apart than that, widths tell nothing: in small
print the strokes of neighbours run together."""


@dataclass(frozen=True, slots=True)
class Strokes:
    """Letters that were found.

    `mask` is height × width; `ink` their colour, red, green and blue; `stroke` the width of a typical stroke and
    `height` that of a typical letter, pixels.
    """

    mask: Mask
    ink: tuple[int, int, int]
    stroke: float
    height: float


def strokes(pixels: Pixels) -> Strokes | None:
    """Find the letters in a box that is drawn around them; None where nothing there is like letters.

    Fur, grass and bricks have thin parts of one ink as well: letters are told by their contrast, or by strokes and
    heights that are all alike, and by nothing else there having their ink.

    Several inks are tried, those that differ most from what is near them, and what is darker or lighter than its
    surroundings. Of each, the parts are kept that the edge of the box does not cut, that are thin, and that meet
    another colour all around. The ink wins whose parts have the longest strokes of the highest contrast, with little
    else beside them: the sum over parts of area / width of stroke × contrast ** 1.5, times the square of their share of
    all that has the ink.

    Parameters
    ----------
    pixels
        height × width × 3: what lies in the box.

    Examples
    --------
    >>> page = np.full((40, 60, 3), 230, np.uint8)
    >>> page[10:30, 20:24] = page[10:30, 34:38] = 20
    >>> found = strokes(page)
    >>> found.ink, bool(found.mask[20, 22]), bool(found.mask[20, 29])
    ((20, 20, 20), True, False)
    """
    small = bounded(pixels, _LONGEST)
    if min(small.shape[:2]) < 6:  # noqa: PLR2004 - no letter is as low as that
        return None
    lab = np.asarray(cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)
    best = max((_parts(mask, lab, alike) for mask, alike in _candidates(lab)), key=lambda parts: parts.score)
    if not best.score or not best.lettered:
        return None
    mask = _lettering(best)
    if not mask.any():
        return None
    ink = np.median(small[mask], axis=0)
    scale = pixels.shape[1] / small.shape[1]
    if scale > 1:
        full = cv2.resize(mask.astype(np.float32), (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_CUBIC)
        mask = np.asarray(np.asarray(full) >= 0.45, np.bool_)  # noqa: PLR2004 - about half covered
    stroke, height = best.middle(best.strokes), best.middle(best.boxes[:, 3])
    return Strokes(mask, (int(ink[0]), int(ink[1]), int(ink[2])), stroke * scale, height * scale)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The connected parts of a mask, by number from 0 (which is the ground): what is to be known of each.

    `boxes` are left, top, width and height; `sure` are those that are letters by themselves, `share` is their part of
    all that has the ink, and `score` says how much they count.
    """

    labels: npt.NDArray[np.int32]
    boxes: Floats
    strokes: Floats
    lengths: Floats
    far: Floats
    contrast: Floats
    sure: Mask
    share: float
    score: float

    @property
    def lettered(self) -> bool:
        """Whether the sure ones are letters, and no texture."""
        lengths = self.lengths[self.sure]
        contrast = float(np.average(self.contrast[self.sure], weights=lengths))
        widths, heights = (
            float(np.average(np.abs(values[self.sure] - self.middle(values)), weights=lengths)) / self.middle(values)
            for values in (self.strokes, self.boxes[:, 3])
        )
        even = len(lengths) >= _FEW and widths <= _EVEN[0] and heights <= _EVEN[1]
        alike = widths <= _LIKE or (self.share >= _ALONE and heights <= _LEVEL)
        return self.share >= _OWN and (even or (contrast >= _CLEAR and alike))

    def middle(self, values: Floats) -> float:
        """Return the median over the sure ones, by their length."""
        own, lengths = values[self.sure], self.lengths[self.sure]
        order = np.argsort(own, kind="stable")
        along = np.cumsum(lengths[order])
        return float(own[order][int(np.searchsorted(along, along[-1] / 2))])


def _candidates(lab: Floats) -> Iterator[tuple[Mask, float]]:
    light = np.asarray(lab[:, :, 0] * 2.55, np.uint8)
    block = int(np.clip(0.4 * min(light.shape), 11, 101)) | 1
    for method, sign in ((cv2.THRESH_BINARY, -1), (cv2.THRESH_BINARY_INV, 1)):
        for alike in _ALIKE:
            offset = round(sign * 0.75 * alike)
            mask = cv2.adaptiveThreshold(light, 1, cv2.ADAPTIVE_THRESH_MEAN_C, method, block, offset)
            yield np.asarray(mask, np.bool_), alike
    for ink in _inks(lab):
        apart = np.linalg.norm(lab - ink, axis=2)
        for alike in _ALIKE:
            yield np.asarray(apart < alike, np.bool_), alike


def _inks(lab: Floats) -> Floats:
    """Return the colours that most of what differs from its surroundings has."""
    apart = np.linalg.norm(lab - cv2.GaussianBlur(lab, (0, 0), max(3.0, 0.06 * min(lab.shape[:2]))), axis=2)
    weight = np.minimum(apart, 40) ** 2
    cells = np.floor(lab / 8).astype(np.int64) + 64
    keys = (cells[:, :, 0] * 256 + cells[:, :, 1]) * 256 + cells[:, :, 2]
    _, where = np.unique(keys.ravel(), return_inverse=True)
    total = np.bincount(where, weight.ravel())
    means = np.stack([np.bincount(where, (weight * lab[:, :, k]).ravel()) for k in range(3)], axis=1)
    colors = means / np.maximum(total, 1e-9)[:, None]
    chosen: list[int] = []
    for index in np.argsort(-total, kind="stable").tolist():
        if all(np.linalg.norm(colors[index] - colors[other]) > _ALIKE[0] for other in chosen):
            chosen.append(index)
        if len(chosen) == _INKS:
            break
    return np.asarray(colors[chosen], np.float32)


def _parts(mask: Mask, lab: Floats, alike: float) -> _Parts:
    count, found, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    labels = np.asarray(found, np.int32)
    x, y, width, height, area = (stats[:, column].astype(np.float32) for column in range(5))
    thick = np.asarray(cv2.distanceTransform(np.pad(mask, 1).astype(np.uint8), cv2.DIST_L2, 3))[1:-1, 1:-1]
    widest = np.zeros(count, np.float32)
    np.maximum.at(widest, labels.ravel(), thick.ravel())
    stroke = np.maximum(2 * widest - 1, 1)
    longer = np.maximum(width, height)
    whole = (x > 0) & (y > 0) & (x + width < mask.shape[1]) & (y + height < mask.shape[0])
    sized = (area >= _SMALLEST) & (area <= _LARGEST * mask.size) & (longer >= _SHORTEST)
    far, contrast = _around(mask, labels, lab, area, _FAR * alike)
    sure = whole & sized & (stroke <= _THICKEST * longer) & (far >= _NEARLY)
    sure[0] = False
    lengths = np.asarray(area / stroke, np.float32)
    # Of texture most parts are no letters; of ink nearly all are.
    share = float(area[sure].sum() / max(area[1:].sum(), 1.0))
    score = share**2 * float((lengths * np.minimum(contrast, _STRONG) ** 1.5)[sure].sum())
    boxes = np.stack([x, y, width, height], axis=1)
    known = np.asarray(sure, np.bool_)
    return _Parts(labels, boxes, np.asarray(stroke, np.float32), lengths, far, contrast, known, share, score)


def _around(
    mask: Mask, labels: npt.NDArray[np.int32], lab: Floats, area: Floats, apart_by: float
) -> tuple[Floats, Floats]:
    """Return for each part how much of what is around it is far from its ink, and how far that is in the middle."""
    count = len(area)
    sums = np.stack([np.bincount(labels.ravel(), lab[:, :, k].ravel(), count) for k in range(3)], axis=1)
    inks = sums / np.maximum(area, 1)[:, None]
    # A part's number is carried outwards; where two meet, the larger number has it.
    wide = np.asarray(cv2.dilate(labels.astype(np.float32), np.ones((7, 7), np.uint8)), np.int64)
    rim = np.asarray(cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)), np.bool_)
    ring = (wide > 0) & ~rim
    owners = wide[ring]
    apart = np.linalg.norm(lab[ring] - inks[owners], axis=1)
    total = np.maximum(np.bincount(owners, minlength=count), 1)
    far = np.bincount(owners, apart > apart_by, count) / total
    return far.astype(np.float32), (np.bincount(owners, apart, count) / total).astype(np.float32)


def _lettering(parts: _Parts) -> Mask:
    """Keep what is about as high as most, and what lies in the same lines: dots, hyphens, letters that are cut."""
    heights = parts.boxes[:, 3]
    typical, stroke = parts.middle(heights), parts.middle(parts.strokes)
    kept = parts.sure & (heights >= _UNLIKE[0] * typical) & (heights <= _UNLIKE[1] * typical)
    if not kept.any():
        return np.zeros(parts.labels.shape, np.bool_)
    lines = np.zeros(parts.labels.shape[0] + 1, np.bool_)
    for _, top, _, height in parts.boxes[kept].tolist():
        lines[max(0, round(top - 0.2 * typical)) : round(top + height + 0.2 * typical)] = True
    left, right = parts.boxes[kept, 0].min(), (parts.boxes[kept, 0] + parts.boxes[kept, 2]).max()
    middles = parts.boxes[:, :2] + parts.boxes[:, 2:] / 2
    beside = (middles[:, 0] > left - 2 * typical) & (middles[:, 0] < right + 2 * typical)
    alike = (heights <= 1.5 * typical) & (parts.strokes <= 2 * stroke) & (parts.far >= _PARTLY)
    also = beside & alike & lines[np.rint(middles[:, 1]).astype(np.int64)]
    also[0] = False
    return np.asarray((kept | also)[parts.labels], np.bool_)
