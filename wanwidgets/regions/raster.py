"""The pixels of a mask in tiles, so that a step costs what it changes and not the whole picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from wanwidgets.regions.box import Box
from wanwidgets.regions.runs import Runs

__all__ = ["TILE", "Bools", "Raster"]

Bools: TypeAlias = npt.NDArray[np.bool_]
Place: TypeAlias = tuple[int, int]

TILE = 256
"""Pixels a side."""
_CORNER = Box(0, 0, 0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Raster:
    """Which pixels are painted; a change makes a new raster, which shares the tiles that stay.

    Attributes
    ----------
    size : (int, int)
        Width and height in pixels.
    tiles : mapping of (column, row) to array
        Where something is painted: true for each painted pixel. Not to be changed. A tile that is painted all over
        takes no memory.
    """

    size: tuple[int, int]
    tiles: Mapping[Place, Bools]

    @classmethod
    def blank(cls, size: tuple[int, int]) -> Raster:
        """Return a raster without paint."""
        return cls(size, {})

    @classmethod
    def of(cls, pixels: Bools) -> Raster:
        """Return the raster of an array of height × width."""
        size = pixels.shape[1], pixels.shape[0]
        # A copy, since a view would keep the whole array alive, and its owner could change it.
        changed = {place: pixels[_slices(box)].copy() for place, box in _places(_whole(size), size)}
        return _with(cls.blank(size), changed)

    def filled(self, area: Box, *, erase: bool) -> Raster:
        """Return the raster with the pixels of a box painted, or erased."""
        changed = {}
        for place, box in _places(area.clipped(self.size), self.size):
            part = _common(area, box)
            if part == box:
                changed[place] = _solid(box, painted=not erase)
                continue
            tile = self._tile(place, box).copy()
            tile[_slices(part, box)] = not erase
            changed[place] = tile
        return _with(self, changed)

    def painted(self, runs: Runs, *, erase: bool) -> Raster:
        """Return the raster with runs of pixels painted, or erased."""
        changed = {}
        for place, box, part in _by_tile(runs, self.size):
            tile = self._tile(place, box)
            changed[place] = tile & ~part if erase else tile | part
        return _with(self, changed)

    def inverted(self) -> Raster:
        """Return the raster that is painted where this one is not."""
        return _with(self, {place: ~self._tile(place, box) for place, box in _places(_whole(self.size), self.size)})

    def cut(self, area: Box) -> Bools:
        """Return the pixels of a box, as a new array of its height × width; beside the picture nothing is painted."""
        pixels = np.zeros((area.height, area.width), bool)
        for place, box in _places(area, self.size):
            if place in self.tiles:
                part = _common(area, box)
                pixels[_slices(part, area)] = self.tiles[place][_slices(part, box)]
        return pixels

    def bands(self) -> Iterator[tuple[int, Bools | None]]:
        """Yield the first row and the pixels of each row of tiles, from the top; None stands for pixels unpainted."""
        width, height = self.size
        painted = {row for _, row in self.tiles}
        for top in range(0, height, TILE):
            band = Box(0, top, width, min(top + TILE, height))
            yield top, self.cut(band) if top // TILE in painted else None

    def _tile(self, place: Place, box: Box) -> Bools:
        found = self.tiles.get(place)
        return _solid(box, painted=False) if found is None else found


def _with(raster: Raster, changed: Mapping[Place, Bools]) -> Raster:
    tiles = dict(raster.tiles)
    for place, tile in changed.items():
        # What has no strides is of one shade already, and need not be looked through.
        if tile[0, 0] if tile.strides == (0, 0) else tile.all():
            tiles[place] = np.broadcast_to(np.True_, tile.shape)
        elif tile.strides != (0, 0) and tile.any():
            tile.setflags(write=False)
            tiles[place] = tile
        else:
            tiles.pop(place, None)
    return Raster(raster.size, MappingProxyType(tiles))


def _places(area: Box, size: tuple[int, int]) -> Iterator[tuple[Place, Box]]:
    """Yield the tiles that a box touches, each with its own box."""
    if area.empty:
        return
    for row in range(area.y1 // TILE, -(-area.y2 // TILE)):
        for column in range(area.x1 // TILE, -(-area.x2 // TILE)):
            yield (column, row), _box_of(column, row, size)


def _by_tile(runs: Runs, size: tuple[int, int]) -> Iterator[tuple[Place, Box, Bools]]:
    """Yield the tiles that runs touch, each with its box and its pixels."""
    for row in np.unique(runs.rows // TILE).tolist():
        here = slice(*np.searchsorted(runs.rows, (row * TILE, (row + 1) * TILE)).tolist())
        rows, starts, ends = (part[here] for part in runs)
        first, stop = int(starts.min()) // TILE, -(-int(ends.max()) // TILE)
        left, right = first * TILE, min(stop * TILE, size[0])
        height = min(TILE, size[1] - row * TILE)
        # Runs neither meet nor touch, so every step up and down has a place of its own.
        steps = np.zeros((height, right - left + 1), np.int8)
        steps[rows - row * TILE, starts - left] = 1
        steps[rows - row * TILE, ends - left] = -1
        pixels = np.cumsum(steps, axis=1, dtype=np.int8).view(bool)
        for column in range(first, stop):
            box = _box_of(column, row, size)
            part = pixels[:, box.x1 - left : box.x2 - left]
            if part.any():
                yield (column, row), box, part


def _box_of(column: int, row: int, size: tuple[int, int]) -> Box:
    return Box(column * TILE, row * TILE, (column + 1) * TILE, (row + 1) * TILE).clipped(size)


def _whole(size: tuple[int, int]) -> Box:
    return Box(0, 0, *size)


def _common(one: Box, other: Box) -> Box:
    return Box(max(one.x1, other.x1), max(one.y1, other.y1), min(one.x2, other.x2), min(one.y2, other.y2))


def _slices(box: Box, inside: Box = _CORNER) -> tuple[slice, slice]:
    return slice(box.y1 - inside.y1, box.y2 - inside.y1), slice(box.x1 - inside.x1, box.x2 - inside.x1)


def _solid(box: Box, *, painted: bool) -> Bools:
    return np.broadcast_to(np.bool_(painted), (box.height, box.width))
