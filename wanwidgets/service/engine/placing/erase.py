"""What is under a mask of any shape gives way to what is around it."""

from __future__ import annotations

import math

import cv2
import numpy as np

from wanwidgets.service.engine.masks import bounds
from wanwidgets.service.engine.pixels import Floats, Mask, Pixels, bytes_of, crop, grown, within
from wanwidgets.service.engine.placing.fills import Hole, Proposal, closed, proposals
from wanwidgets.service.engine.placing.judge import flaws
from wanwidgets.service.engine.settle import settle

__all__ = ["erase"]

_APART = 12
"""A mask of more parts than these is filled in one go."""
_LONGEST = (64, 192)
"""Longer side, in pixels, of the copy in which is searched: from many parts to one, so that many cost little more."""
_SEEN, _LEAST = 0.9, 32
"""How far around a part is looked for what may be copied: in parts of its longer side, and at least, in pixels."""
_RIM, _NARROWEST = 0.06, 4
"""Width of what the fill must meet, in parts of the shorter side, and at least, in pixels."""
_EVEN = 0.4
"""Standard deviation, in parts of the rim's width, over which differences along the rim are averaged."""
_JOINT, _THICK = 2, 8
"""Width of the joint at the rim, pixels, and how deep a fill must be, in pixels, to have one."""
_PLAIN = 0.98
"""The first proposal shows nothing that was never there; others must be better than it by so much, as a factor."""
_GRID = 192
"""Most points a side on which light is bent."""
_FAINTEST, _STRONGEST = 0.4, 6.0
"""Grain is a standard deviation in grey levels between these."""


def erase(pixels: Pixels, mask: Mask, rng: np.random.Generator) -> Pixels:
    """Fill what is under a mask from its surroundings; nothing outside the mask changes.

    Several fills are made (`fills.proposals`), their light is bent to meet the rim, and the one with the fewest flaws
    (`judge.flaws`) is kept.

    Parameters
    ----------
    pixels
        height × width × 3.
    mask
        height × width; True is filled.
    rng
        Chooses between places of about the same quality, and makes the grain.

    Examples
    --------
    >>> wall = np.full((40, 60, 3), 120, np.uint8)
    >>> wall[15:25, 20:40] = (250, 0, 0)
    >>> erased = erase(wall, wall[:, :, 0] == 250, np.random.default_rng(0))
    >>> bool(np.abs(erased.astype(int) - 120).max() < 8)
    True
    """
    unknown, parts = mask.copy(), _parts(mask)
    longest = max(_LONGEST[0], round(_LONGEST[1] / math.sqrt(len(parts))))
    for part in parts:
        pixels = _filled(pixels, part, unknown, longest, rng)
        unknown &= ~part
    return pixels


def _parts(mask: Mask) -> list[Mask]:
    count, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
    if count - 1 > _APART:
        return [mask]
    return [np.asarray(labels == number, np.bool_) for number in range(1, count)]


def _filled(pixels: Pixels, part: Mask, unknown: Mask, longest: int, rng: np.random.Generator) -> Pixels:
    own = bounds(part)
    width, height = own[2] - own[0], own[3] - own[1]
    seen = grown(own, max(_LEAST, round(_SEEN * max(width, height))), part.shape)
    spot = grown(own, max(_NARROWEST, round(_RIM * min(width, height))), part.shape)
    inner = (spot[0] - seen[0], spot[1] - seen[1], spot[2] - seen[0], spot[3] - seen[1])
    rows, columns = slice(seen[1], seen[3]), slice(seen[0], seen[2])
    hole = Hole(crop(pixels, seen), unknown[rows, columns], part[rows, columns], inner)
    best = _best(hole, hole.shrunk(longest), rng)
    return within(pixels, seen, _joined(within(hole.view, inner, _lit(hole, best, rng)), hole))


def _best(hole: Hole, small: Hole, rng: np.random.Generator) -> Proposal:
    """Return the proposal whose fill, on a small copy, has the fewest flaws."""
    made = proposals(hole, small, rng)
    best = next(made)
    least = _PLAIN * _flaws(small, best, rng)
    for proposal in made:
        found = _flaws(small, proposal, rng)
        if found < least:
            best, least = proposal, found
        elif proposal.pieced:
            # Large pieces do no better where small ones do worse than something simpler.
            break
    return best


def _flaws(small: Hole, proposal: Proposal, rng: np.random.Generator) -> float:
    return flaws(within(small.view, small.spot, _lit(small, proposal, rng)), small.part)


def _lit(hole: Hole, proposal: Proposal, rng: np.random.Generator) -> Pixels:
    """Return a fill over the spot, its light bent to meet the rim, with grain."""
    before = crop(hole.view, hole.spot)
    rows, columns = slice(hole.spot[1], hole.spot[3]), slice(hole.spot[0], hole.spot[2])
    free = hole.part[rows, columns]
    surface = proposal.drawn(hole).astype(np.float32)
    if proposal.limit and not free.all():
        surface += _bent(np.clip(before - surface, -proposal.limit, proposal.limit), free)
    if proposal.grain:
        surface += proposal.grain * _grain(hole.view, before.shape, rng)
    # No fade into what was there: under the mask lies what is to be gone, and the light is that of the rim already.
    return np.where(free[:, :, None], bytes_of(surface), before)


def _joined(filled: Pixels, hole: Hole) -> Pixels:
    """Close the outermost pixels of a fill from both sides, so that no line is seen where detail meets other detail."""
    far = cv2.distanceTransform(np.pad(hole.part, 1, mode="edge").astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    if float(far.max()) < _THICK:
        return filled
    return closed(filled, np.asarray((far > 0) & (far <= _JOINT)), _JOINT + 1)


def _bent(gap: Floats, free: Mask) -> Floats:
    """Continue into the hole what is missing around it, averaged along the rim, on a copy: light has no detail."""
    height, width = free.shape
    scale = min(1.0, _GRID / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    seen = (~free).astype(np.float32)
    share = np.asarray(cv2.resize(seen, size, interpolation=cv2.INTER_AREA), np.float32)
    mean = np.asarray(cv2.resize(gap * seen[:, :, None], size, interpolation=cv2.INTER_AREA), np.float32)
    sigma = max(1.0, _EVEN * max(_NARROWEST, _RIM * min(size)))
    spread = cv2.GaussianBlur(np.dstack([mean.reshape(size[1], size[0], 3), share]), (0, 0), sigma)
    even = spread[:, :, :3] / np.maximum(spread[:, :, 3:], 1e-6)
    light = settle(np.asarray(even, np.float32), share < 0.5)  # noqa: PLR2004 - half of a point
    return np.asarray(cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _grain(pixels: Pixels, shape: tuple[int, ...], rng: np.random.Generator) -> Floats:
    """Return noise as strong as the picture's own, told from the median difference of neighbours."""
    step = max(1, min(pixels.shape[:2]) // 400)
    tone = pixels[::step, ::step].astype(np.float32).mean(axis=2)
    own = float(np.median(np.abs(np.diff(tone, axis=1)))) if tone.shape[1] > 1 else 0.0
    strength = min(_STRONGEST, max(_FAINTEST, 1.05 * own))
    return np.float32(strength) * rng.standard_normal((*shape[:2], 1), np.float32)
