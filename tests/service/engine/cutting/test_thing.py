from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest
from skimage import data

from wanwidgets.service.engine.cutting.plain import plain_alpha
from wanwidgets.service.engine.cutting.thing import thing_in

EMPTY = {
    "wood": ("coffee", (490, 200, 590, 390)),
    "more wood": ("coffee", (490, 40, 590, 120)),
    "sky": ("rocket", (350, 120, 440, 300)),
    "fur": ("chelsea", (100, 10, 250, 70)),
    "wall": ("astronaut", (80, 10, 140, 150)),
    "black": ("astronaut", (380, 290, 500, 340)),
    "grass": ("grass", (100, 100, 180, 180)),
}


def overlap(alpha, box, mask):
    """Return the intersection over the union of what is covered by half and a mask of the whole picture."""
    found = np.zeros_like(mask)
    found[box[1] : box[3], box[0] : box[2]] = alpha > 0.5
    return (found & mask).sum() / (found | mask).sum()


def photo(name):
    pixels = getattr(data, name)()
    return np.ascontiguousarray(pixels if pixels.ndim == 3 else np.dstack([pixels] * 3))


@pytest.mark.parametrize("factor", [1, 3])
def test_a_thing_is_told_as_by_hand(known, factor):
    """Against a mask made by hand the overlap is at least 0.92, in small and in large pictures."""
    pixels, box, mask = known.at(factor)
    alpha = thing_in(pixels, box)
    assert alpha.shape == (box[3] - box[1], box[2] - box[0])
    assert alpha.dtype == np.float32
    assert 0 == alpha.min() < alpha.max() == 1
    assert overlap(alpha, box, mask) >= 0.92


@pytest.mark.parametrize("grown", [(-4, -4, 4, 4), (-8, 0, 0, 8), (3, -5, -2, 4)], ids=str)
def test_a_box_need_not_be_drawn_with_care(head, grown):
    """A few pixels more or less on any side change the thing little."""
    pixels, box, mask = head.at(1)
    moved = tuple(side + by for side, by in zip(box, grown, strict=True))
    assert overlap(thing_in(pixels, moved), moved, mask) >= 0.9


@pytest.mark.parametrize("place", EMPTY)
def test_where_nothing_is_nothing_is_found(place):
    """A box on a bare wall, the sky, fur or grass holds no thing."""
    name, box = EMPTY[place]
    assert thing_in(photo(name), box) is None


def test_the_rim_follows_the_picture(saucer):
    """At three times the size the rim is where the edge is, much closer than a pixel of the small copy."""
    pixels, box, _ = saucer.at(3)
    alpha = thing_in(pixels, box)
    tone = cv2.GaussianBlur(cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB).astype(np.float32), (0, 0), 2)
    steep = sum(np.abs(cv2.Sobel(tone, cv2.CV_32F, *order)).max(axis=2) for order in ((1, 0), (0, 1)))
    inside = steep[box[1] : box[3], box[0] : box[2]]
    rim = np.hypot(*np.gradient(cv2.GaussianBlur(alpha, (0, 0), 1))) > 0.15
    assert np.median(inside[rim]) > 4 * np.median(inside)
    between = (alpha > 0.02) & (alpha < 0.98)
    assert between.mean() < 0.02


def test_things_are_the_same_in_every_thread(head):
    """Chance is the thread's own and is set for each thing, whatever else is drawn meanwhile."""
    pixels, box, _ = head.at(1)
    first = thing_in(pixels, box)
    cv2.setRNGSeed(77)
    with ThreadPoolExecutor(4) as pool:
        others = list(pool.map(lambda _: thing_in(pixels, box), range(6)))
    assert all((other == first).all() for other in others)


@pytest.mark.parametrize("box", [(10, 10, 11, 11), (10, 10, 14, 300), (0, 0, 600, 400)], ids=str)
def test_what_cannot_be_told_is_none(coffee, box):
    """A pixel, a line and the whole of a busy picture hold no thing."""
    assert thing_in(coffee, box) is None


def test_a_box_may_end_at_the_edge_of_the_picture(cat):
    """A face that is cut off by the picture is no background where it is cut off."""
    alpha = thing_in(cat, (25, 0, 400, 300))
    assert alpha[:2, 60:300].mean() > 0.95
    assert alpha[100:200, -25:].mean() < 0.2


def test_holes_of_a_thing_are_filled(head):
    """Eyes and teeth belong to the face."""
    pixels, box, _ = head.at(1)
    alpha = thing_in(pixels, box)
    assert (alpha[80:150, 50:105] > 0.999).all()


def test_a_thing_on_a_plain_ground_needs_no_surroundings(disc):
    """The box may be the whole picture, and a white middle on white belongs to the thing."""
    alpha = thing_in(disc, (0, 0, 300, 300))
    y, x = np.mgrid[0:300, 0:300]
    assert (alpha[np.hypot(x - 120, y - 140) < 78] > 0.999).all()
    assert (alpha[np.hypot(x - 120, y - 140) > 84] == 0).all()
    assert (alpha == plain_alpha(disc)).all()


def test_a_long_picture_is_no_trouble():
    """In a panorama of 3000 × 100 pixels a thing is found as anywhere."""
    pixels = np.random.default_rng(3).normal(120, 12, (100, 3000, 3)).clip(0, 255).astype(np.uint8)
    pixels[30:70, 1400:1500] = (200, 30, 40)
    alpha = thing_in(pixels, (1380, 15, 1520, 85))
    assert alpha[20:50, 30:110].mean() > 0.98
    assert alpha[:10].mean() < 0.02
