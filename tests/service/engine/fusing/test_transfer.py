from __future__ import annotations

import cv2
import numpy as np
import pytest
from skimage import data

from wanwidgets.service.engine import EngineRefusal
from wanwidgets.service.engine.fusing.transfer import histogram, reinhard

COLOURS = "Give image 1 the colours of image 2"


@pytest.fixture(scope="session")
def night() -> np.ndarray:
    """A blue photograph of 640 × 427 pixels."""
    return np.ascontiguousarray(data.rocket())


def lab(pixels) -> np.ndarray:
    return cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2LAB).reshape(-1, 3)


def apart(one, other) -> np.ndarray:
    """Return for each channel the mean distance between two distributions (earth mover's)."""
    shares = np.linspace(0, 1, 200)
    return np.array(
        [
            np.abs(np.quantile(one[..., channel], shares) - np.quantile(other[..., channel], shares)).mean()
            for channel in range(3)
        ]
    )


@pytest.mark.parametrize(("own", "other"), [("coffee", "night"), ("night", "coffee"), ("cat", "night")])
def test_mean_and_spread_move_to_the_source(request, own, other):
    """At least two thirds of the distance in colour are gone, and a third of that in lightness."""
    pixels, source = request.getfixturevalue(own), request.getfixturevalue(other)
    out = reinhard(pixels, source, 1.0, np.random.default_rng(0))
    before, after, goal = lab(pixels), lab(out), lab(source)
    was = np.abs(before.mean(axis=0) - goal.mean(axis=0))
    left = np.abs(after.mean(axis=0) - goal.mean(axis=0))
    assert np.hypot(*left[1:]) < np.hypot(*was[1:]) / 3
    assert left[0] < 2 / 3 * was[0] or was[0] < 3
    spread = [np.linalg.norm(values.std(axis=0)[1:] - goal.std(axis=0)[1:]) for values in (before, after)]
    assert spread[1] < 0.8 * spread[0]


@pytest.mark.parametrize(("own", "other"), [("coffee", "night"), ("cat", "coffee")])
def test_the_histogram_becomes_that_of_the_source(request, own, other):
    """Three quarters of the distance between the distributions are gone in all, three fifths in each channel."""
    pixels, source = request.getfixturevalue(own), request.getfixturevalue(other)
    # Going all the way is one of the variations; this seed is near it.
    out = histogram(pixels, source, 1.0, np.random.default_rng(2))
    was, left = apart(pixels, source), apart(out, source)
    assert (left < 0.4 * was).all()
    assert left.sum() < 0.25 * was.sum()


@pytest.mark.parametrize("transfer", [reinhard, histogram])
def test_what_is_drawn_stays(cat, night, transfer):
    """Only colours change: what was lighter than its neighbour still is."""
    out = transfer(cat, night, 1.0, np.random.default_rng(0))
    before, after = (np.diff(lab(pixels)[:, 0].reshape(cat.shape[:2]), axis=1) for pixels in (cat, out))
    assert np.corrcoef(before.ravel(), after.ravel())[0, 1] > 0.9


def test_more_is_more(edited, coffee, night):
    """Slightly leaves more of the old colours, strongly moves the light as well."""
    words = ("slightly ", "", "strongly ")
    goal = lab(night).mean(axis=0)
    left = [
        np.abs(lab(edited(f"Apply the colours of image 2 {word}to image 1", coffee, night)) - goal).mean(axis=0)
        for word in words
    ]
    moved = [np.linalg.norm(values[1:]) for values in left]
    assert moved[0] > moved[1]
    assert left[1][0] > left[2][0]


def test_a_grey_source_takes_colour_and_a_grey_picture_gets_one(coffee):
    """Grey is a colour like any other, and the result is no noise."""
    grey = np.repeat(cv2.cvtColor(coffee, cv2.COLOR_RGB2GRAY)[:, :, None], 3, 2)
    rng = np.random.default_rng(0)
    assert np.ptp(reinhard(coffee, grey, 1.6, rng).astype(int), axis=2).mean() < 20
    toned = reinhard(grey, coffee, 1.0, rng)
    assert lab(toned).mean(axis=0)[1:] == pytest.approx(lab(coffee).mean(axis=0)[1:], abs=8)
    assert lab(toned).std(axis=0)[1:].max() < 8


def test_paper_and_pitch_stay(night):
    """White and black take no tint of the source."""
    pixels = np.zeros((40, 80, 3), np.uint8)
    pixels[:, 40:] = 255
    out = reinhard(pixels, night, 1.0, np.random.default_rng(0)).astype(int)
    assert np.ptp(out[:, 45:], axis=2).max() <= 6
    assert np.ptp(out[:, :35], axis=2).max() <= 6


@pytest.mark.parametrize("prompt", [COLOURS, "Apply the colours of image 2 to image 1 using histogram matching"])
def test_a_seed_is_a_variation(edited, cat, night, prompt):
    """The same seed gives the same picture, another one another that can be told from it."""
    first, again, other = (edited(prompt, cat, night, seed=seed, size=(451, 300)) for seed in (1, 1, 2))
    assert (first == again).all()
    assert np.abs(first.astype(int) - other).mean() > 0.8


@pytest.mark.parametrize(
    "prompt",
    ["Give box 1 of image 1 the colours of image 2", "Give the cup in box 1 of image 1 the colours of image 2"],
)
def test_nothing_outside_the_box_changes(edited, coffee, night, differences, prompt):
    """A box limits a change of colour, with a named thing as well."""
    box = (150, 20, 450, 370)
    out = edited(prompt, coffee, night, boxes=[(box,), ()], size=(600, 400))
    inside, outside = differences(coffee, out, box)
    assert not outside.any()
    assert inside.mean() > 0.1


def test_only_the_thing_takes_the_colours(edited, disc, night):
    """Of a box around a red disc only the disc loses its red; the paper in the corners stays as it is."""
    box = (20, 40, 220, 240)
    out = edited(
        "Give the disc in box 1 of image 1 the colours of image 2", disc, night, boxes=[(box,), ()], size=(300, 300)
    )
    assert (out[45:60, 25:45] == 255).all()
    assert disc[140, 65, 0] - disc[140, 65, 2] > 150
    assert int(out[140, 65, 0]) - out[140, 65, 2] < 30


GUIDE = "Recolor the dress from image 1 using the colors of the bird in image 2."


def test_the_colours_of_a_thing_are_those_of_the_thing(edited, coffee, disc):
    """A red disc on paper lends its red and not the paper; so does one in a box, on any ground."""
    table, box, cup = coffee[::2, ::2].copy(), (40, 60, 200, 220), (75, 10, 225, 185)
    plain = edited(GUIDE, table, disc, boxes=[(cup,), ()], size=(300, 200))
    boxed = edited(
        GUIDE, table, np.where(disc == 255, 180, disc).astype(np.uint8), boxes=[(cup,), (box,)], size=(300, 200)
    )
    whole = edited(
        "Recolor the dress from image 1 using the colors of image 2", table, disc, boxes=[(cup,), ()], size=(300, 200)
    )
    # The inside of the cup, which is cream.
    rim = [lab(out[30:45, 130:150])[:, 1:].mean(axis=0) for out in (plain, boxed, whole)]
    redness = [np.hypot(*values) for values in rim]
    assert redness[0] > redness[2] + 10
    assert redness[1] > redness[2] + 10


def test_a_thing_that_cannot_be_found_is_not_guessed(edited, coffee, cat):
    """On a busy picture a box must say which thing lends its colours."""
    with pytest.raises(EngineRefusal, match="draw a box around it"):
        edited(GUIDE, coffee, cat, boxes=[((150, 20, 450, 370),), ()])


def test_under_a_mask_only_the_mask_changes(coffee, night):
    """With a mask there is one picture only, so its own box lends the colours."""
    mask = np.zeros(coffee.shape[:2], bool)
    mask[100:200, 100:300] = True
    assert reinhard(coffee, night, 1.0, np.random.default_rng(0), mask).shape == coffee.shape


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (100, 3000), (2, 2)])
@pytest.mark.parametrize("transfer", [reinhard, histogram])
def test_any_picture_can_be_had(night, transfer, shape):
    """A single pixel and a panorama get their colours too, as picture and as source."""
    flat = np.full((*shape, 3), (200, 100, 50), np.uint8)
    rng = np.random.default_rng(0)
    assert transfer(flat, night, 1.0, rng).shape == flat.shape
    assert transfer(night, flat, 1.0, rng).shape == night.shape
