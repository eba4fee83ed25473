from __future__ import annotations

import numpy as np
import pytest

from wanwidgets.service.engine.pixels import crop
from wanwidgets.service.engine.placing.erase import erase
from wanwidgets.service.engine.placing.fills import Proposal

RNG = np.random.default_rng


def disc(shape, x, y, radius) -> np.ndarray:
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]]
    return np.hypot(columns - x, rows - y) < radius


MASKS = {
    "a disc": lambda shape: disc(shape, 100, 67, 14),
    "a pixel": lambda shape: disc(shape, 100, 67, 0.5),
    "at the corner": lambda shape: disc(shape, 0, 0, 20),
    "a scratch": lambda shape: np.abs(np.subtract(*np.indices(shape[:2])) + shape[1] // 6) < 2,
    "twenty specks": lambda shape: sum(disc(shape, 8 + 9 * k, 10 + 6 * k, 2) for k in range(20)) > 0,
    "everything": lambda shape: np.ones(shape[:2], bool),
    "all but a column": lambda shape: np.indices(shape[:2])[1] > 0,
}


@pytest.mark.parametrize("name", MASKS)
def test_only_what_is_under_the_mask_changes(cup, name):
    """Whatever the mask, not a pixel outside it changes, and it is filled without an error."""
    mask = MASKS[name](cup.shape)
    out = erase(cup, mask, RNG(0))
    assert out.shape == cup.shape
    assert (out[~mask] == cup[~mask]).all()
    assert (out[mask] != cup[mask]).any()


@pytest.mark.parametrize("shape", [(30, 900, 3), (900, 30, 3), (9, 9, 3), (2, 2, 3), (1, 50, 3)], ids=str)
def test_any_picture_can_be_filled(shape):
    """Panoramas and tiny pictures, with a hole in the middle, and with one that is all."""
    pixels = np.ascontiguousarray(np.broadcast_to(np.linspace(0, 255, shape[1])[None, :, None], shape), np.uint8)
    middle = np.zeros(shape[:2], bool)
    middle[shape[0] // 3 : shape[0] // 3 + max(1, shape[0] // 3), shape[1] // 3 : shape[1] // 2 + 1] = True
    for mask in (middle, np.ones(shape[:2], bool)):
        out = erase(pixels, mask, RNG(0))
        assert (out[~mask] == pixels[~mask]).all()


def test_a_scratch_is_closed_from_its_sides(coffee):
    """A thin line over a photograph is gone: what is there now is as near to the photograph as its neighbours are."""
    mask = MASKS["a scratch"](coffee.shape)
    scratched = np.where(mask[:, :, None], np.uint8(255), coffee)
    out = erase(scratched, mask, RNG(0)).astype(int)
    assert np.abs(out - coffee)[mask].mean() < 0.12 * np.abs(scratched.astype(int) - coffee)[mask].mean()


def test_a_grey_picture_stays_grey(grass):
    """No colour comes in."""
    part = grass[:120, :120]
    out = erase(part, disc(part.shape, 60, 60, 18), RNG(0))
    assert np.ptp(out.astype(int), axis=2).max() <= 1


def test_large_pieces_are_not_tried_where_small_ones_fail(monkeypatch, cup):
    """Where small pieces are no better than the even colour, nothing more is searched for, and that colour stays."""
    asked = []

    def fill(level: int, *, pieced: bool = False) -> Proposal:
        asked.append(level)
        return Proposal(lambda hole: np.full_like(crop(hole.view, hole.spot), level), 0.0, 0.0, pieced)

    def made(*_):
        yield fill(120)
        yield fill(255, pieced=True)
        yield fill(121)

    monkeypatch.setattr("wanwidgets.service.engine.placing.erase.proposals", made)
    grey = np.full_like(cup, 120)
    mask = disc(cup.shape, 100, 67, 14)
    grey[mask] = 0
    # The joint is closed to within a few levels.
    assert np.abs(erase(grey, mask, RNG(0))[mask].astype(int) - 120).max() <= 3
    assert asked == [120, 255]
