from __future__ import annotations

import numpy as np
import pytest

from wanwidgets.service.engine import EngineRefusal, edit
from wanwidgets.service.engine.placing.move import move, swap

RNG = np.random.default_rng
RED, BLUE = (200, 20, 30), (30, 40, 190)


@pytest.fixture(scope="module")
def table() -> np.ndarray:
    """A grainy ground, 240 × 160 pixels, with a red square in (20, 40) to (60, 80) and a blue one beside it."""
    ground = RNG(0).normal(150, 4, (160, 240, 1)).repeat(3, axis=2)
    out = np.clip(ground, 0, 255).astype(np.uint8)
    out[45:75, 25:55], out[45:75, 165:195] = RED, BLUE
    return out


START, END = (20, 40, 60, 80), (160, 40, 200, 80)


def like(pixels: np.ndarray, color) -> np.ndarray:
    return (np.abs(pixels.astype(int) - color) < 40).all(axis=2)


def test_a_thing_leaves_and_arrives(table):
    """Where it was the ground is, where it is now it has its size and its place in the box; else nothing changed."""
    start, end = START, (90, 100, 130, 140)
    out = move(table, start, end, RNG(0))
    assert not like(out, RED)[40:80, 20:60].any()
    assert np.abs(out[40:80, 20:60].astype(float).mean(axis=(0, 1)) - 150).max() < 6
    rows, columns = np.nonzero(like(out, RED)[100:140, 90:130])
    assert (rows.min(), columns.min()) == pytest.approx((5, 5), abs=1)
    assert (rows.max(), columns.max()) == pytest.approx((34, 34), abs=1)
    untouched = np.ones(table.shape[:2], bool)
    untouched[40:80, 20:60] = untouched[100:140, 90:130] = False
    assert (out[untouched] == table[untouched]).all()


def test_a_thing_can_move_by_less_than_itself(table):
    """Boxes that overlap are no hindrance: the thing is whole at its new place."""
    out = move(table, START, (35, 40, 75, 80), RNG(0))
    assert like(out, RED)[47:73, 42:68].all()
    assert not like(out, RED)[:, :38].any()


def test_two_things_change_places(table):
    """Each is where the other was, and nothing around the boxes changed."""
    out = swap(table, START, END, RNG(0))
    assert like(out, BLUE)[47:73, 27:53].all()
    assert like(out, RED)[47:73, 167:193].all()
    untouched = np.ones(table.shape[:2], bool)
    untouched[40:80, 20:60] = untouched[40:80, 160:200] = False
    assert (out[untouched] == table[untouched]).all()


def test_things_are_scaled_to_the_other_box(table):
    """A thing that goes to a box of twice the size is twice as large."""
    out = swap(table, (20, 40, 60, 80), (90, 60, 170, 140), RNG(0))
    rows, columns = np.nonzero(like(out, RED)[60:140, 90:170])
    assert np.ptp(rows) == pytest.approx(59, abs=3)
    assert np.ptp(columns) == pytest.approx(59, abs=3)


def test_what_cannot_be_told_moves_with_its_box(grass):
    """A piece of lawn is blended in as a picture, and the hole is lawn again."""
    small = np.ascontiguousarray(grass[:160, :240])
    out = move(small, (20, 30, 90, 90), (140, 60, 210, 120), RNG(0)).astype(float)
    assert np.corrcoef(out[80:100, 160:190, 0].ravel(), small[50:70, 40:70, 0].ravel().astype(float))[0, 1] > 0.9
    assert np.diff(out[35:85, 25:85], axis=1).std() > 0.6 * np.diff(small.astype(float), axis=1).std()


@pytest.mark.parametrize("prompt", ["Move what is in box 1 to box 2", "交换框1和框2"])
def test_prompts_move_and_repeat(edited, differences, table, prompt):
    """The same seed gives the same picture, another one another; only the two boxes change."""
    small, boxes = np.ascontiguousarray(table[::2, ::2]), ((10, 20, 30, 40), (80, 20, 100, 40))
    first, again, other = (edited(prompt, small, boxes=[boxes], seed=seed) for seed in (1, 1, 2))
    inside, outside = differences(small, first, *boxes)
    assert inside.any()
    assert not outside.any()
    assert (first == again).all()
    assert (first != other).any()


@pytest.mark.parametrize(
    ("prompt", "boxes", "words"),
    [
        ("Swap the two boxes", (START,), "takes two boxes"),
        ("Swap box 1 and box 2", (START, (40, 60, 90, 90)), "overlap"),
        ("Swap box 1 and box 2", (START, (100, 100, 101, 101)), "too small"),
        ("Move what is in box 1 to box 2", ((3, 3, 5, 5), START), "too small"),
        ("Move what is in box 1 to box 2", (START,), "has one box"),
        ("Move what is in box 1 to box 2", (), "draw a box"),
    ],
)
def test_what_cannot_be_moved_is_refused(table, prompt, boxes, words):
    """The refusal names what is wrong with the boxes."""
    with pytest.raises(EngineRefusal, match=words):
        edit(prompt, (table,), (boxes,), (240, 160))
