"""A hole filled with pieces of what is around it, so that every small piece of the fill has been seen elsewhere.

The scheme is that of Wexler, Shechtman and Irani, "Space-Time Completion of Video" (2007): from a coarse copy to a
finer one, each patch that touches the hole looks for its like among the known ones, and these vote for the hole's
colours. On small copies the search is exact, by one product of matrices; on the finest it only refines. There, patches
are made to move with their neighbours, so that large pieces are copied whole and the detail of the full size comes
along.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from wanwidgets.service.engine.pixels import Floats, Mask
from wanwidgets.service.engine.placing.offsets import Offsets, spread
from wanwidgets.service.engine.settle import settle

__all__ = ["exemplar"]

Places = npt.NDArray[np.int32]
"""Rows and columns of pixels: n × 2."""

_EXACT = 64
"""Up to here every known patch is looked at; one patch in two, each way, up to twice that."""
_COARSEST = 16
_RADIUS = 3
_SIDE = 2 * _RADIUS + 1
_ROUNDS = 4
_NEAR = 1.0
"""Weight of distance in the coarse search: a near place has the same light and the same distance from the camera."""
_WORN, _MOST_USES = 4.0, 40
"""What each use of a patch, of so many at most, adds to its cost in the next round, in squared grey levels a pixel:
else one even patch would be laid side by side."""
_FEWEST = 40
"""Known patches below which nothing can be learned."""
_WHIM = 8.0
"""Standard deviation, in grey levels, of the noise from which the search starts: another one, another fill."""
_TOGETHER = 240.0
"""What it costs a patch, in squared grey levels a pixel, to move apart from a neighbour."""
_SETTLING = 6
_STEP = 2
"""Patches are this many pixels apart on all but the coarsest copies."""
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class _Level:
    """One copy: `pixels` as floats, `hole`, and the middles of the patches that are known and of those that are not."""

    pixels: Floats
    hole: Mask
    known: Places
    wanted: Places


def exemplar(pixels: Floats, hole: Mask, rng: np.random.Generator) -> tuple[Floats, Offsets] | None:
    """Tell for each pixel of a hole where to copy from.

    Parameters
    ----------
    pixels
        The hole and what may be learned from, height × width × 3, grey levels; not read in the hole.
    hole
        height × width.
    rng
        Chooses where the search starts.

    Returns
    -------
    tuple or None
        The picture with the hole filled, height × width × 3, soft where pieces disagree; and the rows and columns to go
        from each pixel, height × width × 2. None where too little is known around the hole.

    Examples
    --------
    >>> stripes = np.where(np.arange(96) // 4 % 2, 200, 40).astype(np.float32)[:, None, None].repeat(96, 1).repeat(3, 2)
    >>> hole = np.zeros((96, 96), bool)
    >>> hole[30:60, 40:62] = True
    >>> _, offsets = exemplar(stripes, hole, np.random.default_rng(0))
    >>> bool((offsets[hole][:, 0] % 8 == 0).mean() > 0.9)
    True
    """
    levels = [level for level in _levels(pixels, hole) if len(level.known) >= _FEWEST]
    if not levels or levels[-1].hole.shape != hole.shape:
        return None
    guess = settle(levels[0].pixels, levels[0].hole)
    guess += levels[0].hole[:, :, None] * rng.normal(0, _WHIM, guess.shape).astype(np.float32)
    found = levels[0].wanted
    for number, level in enumerate(levels):
        if number:
            enlarged = cv2.resize(guess, level.hole.shape[::-1], interpolation=cv2.INTER_CUBIC)
            guess = np.where(level.hole[:, :, None], np.asarray(enlarged, np.float32), level.pixels)
        if max(level.hole.shape) > 2 * _EXACT and number:
            found = _carried(found, levels[number - 1], level)
            found = _refined(level, guess, found)
            guess = _voted(level, guess, found)
            found = _refined(level, guess, found)
            guess = _voted(level, guess, found)
        else:
            uses = np.zeros(len(level.known), np.float32)
            for _ in range(_ROUNDS):
                chosen = _searched(level, guess, uses)
                uses = np.bincount(chosen, minlength=len(level.known)).astype(np.float32)
                found = level.known[chosen]
                guess = _voted(level, guess, found)
    return guess, _together(levels[-1], guess, found)


def _levels(pixels: Floats, hole: Mask) -> Iterator[_Level]:
    """Make copies of half the size each, the coarsest first."""
    height, width = hole.shape
    halvings = max(0, math.floor(math.log2(min(height, width) / _COARSEST)))
    for scale in (0.5**halving for halving in range(halvings, -1, -1)):
        yield _level(pixels, hole, (max(1, round(width * scale)), max(1, round(height * scale))))


def _level(pixels: Floats, hole: Mask, size: tuple[int, int]) -> _Level:
    unknown = np.asarray(cv2.resize(hole.astype(np.float32), size, interpolation=cv2.INTER_AREA), np.float32) > 0
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.float32)
    touched = np.asarray(cv2.dilate(unknown.astype(np.uint8), np.ones((_SIDE, _SIDE), np.uint8)), np.bool_)
    whole = np.zeros_like(unknown)
    whole[_RADIUS:-_RADIUS, _RADIUS:-_RADIUS] = True
    wanted, known = touched.copy(), whole & ~touched
    if max(size) > _EXACT:
        wanted[1::_STEP] = False
        wanted[:, 1::_STEP] = False
    if _EXACT < max(size) <= 2 * _EXACT:
        known[1::_STEP] = False
        known[:, 1::_STEP] = False
    return _Level(small, unknown, _places(known), _places(wanted))


def _places(mask: Mask) -> Places:
    return np.asarray(np.argwhere(mask), np.int32)


def _patches(pixels: Floats, places: Places) -> Floats:
    """Return the patches around places as rows of whole numbers from -128 to 127.

    Sums of products of such numbers are exact in 32 bit floats, so no order of summation changes a result.
    """
    padded = cv2.copyMakeBorder(pixels, *(_RADIUS,) * 4, cv2.BORDER_REFLECT)
    whole = np.rint(np.clip(padded, 0, 255)).astype(np.float32) - 128
    windows = np.lib.stride_tricks.sliding_window_view(whole, (_SIDE, _SIDE), axis=(0, 1))
    return np.ascontiguousarray(windows[places[:, 0], places[:, 1]].reshape(len(places), -1))


def _searched(level: _Level, guess: Floats, uses: Floats) -> npt.NDArray[np.intp]:
    """Return for each wanted patch the number of the known one that is most like it and was not used too often."""
    theirs, ours = _placed(level.pixels, level.known), _placed(guess, level.wanted)
    length = (theirs**2).sum(axis=1) + _WORN * 3 * _SIDE**2 * np.minimum(uses, _MOST_USES)
    # Half of the squared distance, but for what is the same for all of them, in one product.
    costs = np.hstack([length[:, None] / 2, -theirs]).astype(np.float32).T
    ours = np.hstack([np.ones_like(ours[:, :1]), ours])
    best = np.empty(len(ours), np.intp)
    rows = max(1, _CHUNK // len(theirs))
    for start in range(0, len(ours), rows):
        best[start : start + rows] = (ours[start : start + rows] @ costs).argmin(axis=1)
    return best


def _placed(pixels: Floats, places: Places) -> Floats:
    """Return patches with where they are, so that what is near is like what is alike."""
    near = np.rint(_NEAR * 3 * _SIDE / 2 * places)
    return np.hstack([_patches(pixels, places), near]).astype(np.float32)


def _carried(found: Places, coarse: _Level, fine: _Level) -> Places:
    """Bring matches to the next copy: where a patch lies there, and how far from it its like."""
    grid = _nearest(coarse, found)
    scale = np.asarray(fine.hole.shape, np.float32) / coarse.hole.shape
    at = np.minimum((fine.wanted / scale).astype(np.int32), np.asarray(coarse.hole.shape, np.int32) - 1)
    offset = np.rint(grid[at[:, 0], at[:, 1]] * scale).astype(np.int32)
    return _allowed(fine, fine.wanted + offset, fine.known[len(fine.known) // 2])


def _nearest(level: _Level, found: Places) -> Offsets:
    """Return for every pixel the offset of the nearest patch that is wanted."""
    sparse, known = np.zeros((*level.hole.shape, 2), np.int32), np.zeros(level.hole.shape, np.bool_)
    sparse[level.wanted[:, 0], level.wanted[:, 1]] = found - level.wanted
    known[level.wanted[:, 0], level.wanted[:, 1]] = True
    return spread(sparse, known)


def _inside(level: _Level) -> Mask:
    inside = np.zeros(level.hole.shape, np.bool_)
    inside[level.known[:, 0], level.known[:, 1]] = True
    return inside


def _allowed(level: _Level, places: Places, otherwise: Places) -> Places:
    """Return the places, with another one wherever no whole patch is known."""
    limit = np.asarray(level.hole.shape, np.int32) - 1
    clipped = np.clip(places, 0, limit)
    good = _inside(level)[clipped[:, 0], clipped[:, 1]] & (clipped == places).all(axis=1)
    return np.asarray(np.where(good[:, None], clipped, otherwise), np.int32)


def _refined(level: _Level, guess: Floats, found: Places) -> Places:
    """Try the places around each match."""
    ours = _patches(guess, level.wanted)
    best, cost = found, _unlike(level, ours, found)
    for down in (-2, 0, 2):
        for across in (-2, 0, 2):
            best, cost = _better(level, ours, best, cost, found + np.asarray((down, across), np.int32))
    middle = best
    for down, across in ((0, 1), (0, -1), (1, 0), (-1, 0)):
        best, cost = _better(level, ours, best, cost, middle + np.asarray((down, across), np.int32))
    return best


def _better(level: _Level, ours: Floats, best: Places, cost: Floats, other: Places) -> tuple[Places, Floats]:
    tried = _allowed(level, other, best)
    unlike = _unlike(level, ours, tried)
    less = unlike < cost
    return np.where(less[:, None], tried, best), np.where(less, unlike, cost)


def _unlike(level: _Level, ours: Floats, places: Places) -> Floats:
    return np.asarray(((ours - _patches(level.pixels, places)) ** 2).mean(axis=1), np.float32)


def _voted(level: _Level, guess: Floats, found: Places) -> Floats:
    """Return the mean of what the matches say of each pixel of the hole, close ones counting more."""
    unlike = _unlike(level, _patches(guess, level.wanted), found)
    trust = np.exp(-unlike / (2 * max(float(np.percentile(unlike, 75)), 1.0)))
    # A margin of a patch's radius, and a fourth channel that counts the votes.
    padded = cv2.copyMakeBorder(
        np.dstack([level.pixels, np.ones_like(guess[:, :, :1])]), *(_RADIUS,) * 4, cv2.BORDER_CONSTANT
    )
    said, total = padded.reshape(-1, 4), np.zeros((padded.shape[0] * padded.shape[1], 4), np.float32)
    here, there = (((places + _RADIUS) @ np.asarray((padded.shape[1], 1))) for places in (level.wanted, found))
    for down in range(-_RADIUS, _RADIUS + 1):
        for across in range(-_RADIUS, _RADIUS + 1):
            way = down * padded.shape[1] + across
            # No place is wanted twice, so no vote is lost.
            total[here + way] += said[there + way] * trust[:, None]
    votes = total.reshape(padded.shape)[_RADIUS:-_RADIUS, _RADIUS:-_RADIUS]
    mean = votes[:, :, :3] / np.maximum(votes[:, :, 3:], 1e-9)
    return np.where(level.hole[:, :, None], mean, level.pixels).astype(np.float32)


def _together(level: _Level, guess: Floats, found: Places) -> Offsets:
    """Return one offset a pixel; patches follow their neighbours where that costs little."""
    ours = _patches(guess, level.wanted)
    cost = _unlike(level, ours, found)
    step = _STEP if max(level.hole.shape) > _EXACT else 1
    index = np.full((level.hole.shape[0] + 2 * step, level.hole.shape[1] + 2 * step), -1, np.int32)
    index[level.wanted[:, 0] + step, level.wanted[:, 1] + step] = np.arange(len(found))
    ways = ((0, step), (0, -step), (step, 0), (-step, 0))
    beside = np.stack([index[level.wanted[:, 0] + step + y, level.wanted[:, 1] + step + x] for y, x in ways])
    exists = beside >= 0
    for turn in range(_SETTLING):
        offset = found - level.wanted
        theirs = offset[beside]
        lonely = _apart(offset, theirs, exists)
        chosen, least, kept = found, cost + lonely, cost
        # Neighbours that change at once would only swap: every second one waits.
        turns = (level.wanted.sum(axis=1) // step + turn) % 2 == 0
        for way in range(len(ways)):
            moved = np.where(exists[way][:, None], level.wanted + theirs[way], found)
            tried = _allowed(level, moved, found)
            unlike = _unlike(level, ours, tried)
            total = unlike + _apart(tried - level.wanted, theirs, exists)
            less = (total < least) & turns
            chosen = np.where(less[:, None], tried, chosen)
            least, kept = np.where(less, total, least), np.where(less, unlike, kept)
        found, cost = chosen, kept
    return _nearest(level, found)


def _apart(offset: Places, theirs: npt.NDArray[np.int32], exists: Mask) -> Floats:
    differ = (theirs != offset[None]).any(axis=2) & exists
    return np.asarray(_TOGETHER / 4 * differ.sum(axis=0), np.float32)
