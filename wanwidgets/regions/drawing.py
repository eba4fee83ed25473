"""The pixels that steps over a base come to; what was drawn lately is kept, so that one step more costs one step."""

from __future__ import annotations

import threading
from typing import NamedTuple

from wanwidgets.images import InputImage
from wanwidgets.regions.files import light
from wanwidgets.regions.raster import Raster
from wanwidgets.regions.runs import covered
from wanwidgets.regions.strokes import Area, Step, Stroke

__all__ = ["begin", "drawn"]

_MOST = 12
"""Rasters share the tiles that are the same, so they cost little beyond the first."""
_BASES = 2
"""To decode a base takes longest of all, so the latest ones stay however much is painted over them."""


class _Drawn(NamedTuple):
    size: tuple[int, int]
    steps: tuple[Step, ...]
    base: InputImage | None
    raster: Raster


_recent: list[_Drawn] = []
_bases: list[tuple[InputImage, Raster]] = []
_lock = threading.Lock()


def drawn(size: tuple[int, int], steps: tuple[Step, ...], base: InputImage | None) -> Raster:
    """Return the pixels after some steps over a base."""
    with _lock:
        begun = [known for known in _recent if _goes_on(size, steps, base, known)]
    known = max(begun, key=lambda known: len(known.steps), default=None)
    raster = _ground(size, base) if known is None else known.raster
    rest = steps if known is None else steps[len(known.steps) :]
    for step in rest:
        raster = _after(raster, step)
    if rest:
        with _lock:
            _recent.insert(0, _Drawn(size, steps, base, raster))
            del _recent[_MOST:]
    return raster


def begin(base: InputImage, raster: Raster) -> None:
    """Keep the pixels of a base for the steps that come next."""
    with _lock:
        _bases.insert(0, (base, raster))
        del _bases[_BASES:]


def _ground(size: tuple[int, int], base: InputImage | None) -> Raster:
    if base is None:
        return Raster.blank(size)
    with _lock:
        known = [raster for other, raster in _bases if other is base]
    if known:
        return known[0]
    raster = Raster.of(light(base))
    begin(base, raster)
    return raster


def _after(raster: Raster, step: Step) -> Raster:
    if isinstance(step, Stroke):
        return raster.painted(covered(step.points, step.radius, raster.size), erase=step.erase)
    return raster.filled(step.box, erase=step.erase) if isinstance(step, Area) else raster.inverted()


def _goes_on(size: tuple[int, int], steps: tuple[Step, ...], base: InputImage | None, known: _Drawn) -> bool:
    # Base and steps are the same objects when a mask grows, which is found out faster than that they are equal.
    if size != known.size or base is not known.base or len(steps) < len(known.steps):
        return False
    return all(ours is theirs for ours, theirs in zip(steps, known.steps, strict=False))
