from __future__ import annotations

import cv2
import numpy as np
import pytest

from wanwidgets.service.engine.style.cartoon import cartoon
from wanwidgets.service.engine.style.ink import ink
from wanwidgets.service.engine.style.kinds import KINDS
from wanwidgets.service.engine.style.oil import oil
from wanwidgets.service.engine.style.poster import poster
from wanwidgets.service.engine.style.sketch import crayon, sketch
from wanwidgets.service.engine.style.watercolour import watercolour

ALL = [sketch, crayon, watercolour, oil, cartoon, ink, poster]
PROMPTS = {kind.name: kind.example.strip('"') for kind in KINDS}


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.fixture(scope="module")
def small(cat) -> np.ndarray:
    return cv2.resize(cat, (226, 150), interpolation=cv2.INTER_AREA)


def tone(pixels) -> np.ndarray:
    """Return the brightness of the picture without its strokes."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return cv2.resize(cv2.GaussianBlur(grey, (0, 0), 6), (60, 40), interpolation=cv2.INTER_AREA).ravel()


def colours(pixels) -> np.ndarray:
    return np.ptp(pixels.astype(int), axis=2)


@pytest.mark.parametrize("style", ALL)
def test_a_drawing_is_of_the_picture(style, coffee, cat):
    """What is bright stays bright and what is dark stays dark: tones correlate by more than 0.7."""
    for picture in (coffee, cat):
        out = style(picture, 1.0, rng())
        assert out.shape == picture.shape
        assert np.corrcoef(tone(out), tone(picture))[0, 1] > 0.7


@pytest.mark.parametrize("style", ALL)
def test_a_drawing_is_no_photograph(style, cat):
    """It differs from the photograph everywhere, by more than a tenth of the range on most pixels or in its texture."""
    out = style(cat, 1.0, rng()).astype(int)
    assert np.abs(out - cat).max(axis=2).mean() > 12


@pytest.mark.parametrize("style", ALL)
def test_chance_draws_another_one(style, small):
    """The same seed gives the same bytes, another one other strokes; the photograph itself is not written to."""
    small.flags.writeable = False
    one = style(small, 1.0, rng())
    assert (style(small, 1.0, rng()) == one).all()
    assert np.abs(style(small, 1.0, rng(2)).astype(int) - one).mean() > 1


@pytest.mark.parametrize("style", ALL)
def test_half_a_drawing_lets_the_photograph_through(style, small):
    """Below 1 the result is a mix of both, and 0 is the photograph."""
    half, full = style(small, 0.5, rng()).astype(float), style(small, 1.0, rng()).astype(float)
    assert np.abs(half - (small + full) / 2).max() <= 1.01
    assert (style(small, 0.0, rng()) == small).all()


def test_a_pencil_has_no_colour_and_white_stays_paper(coffee):
    """Nothing is more than slightly tinted; white is the colour of the sheet, black is dark."""
    assert colours(sketch(coffee, 1.0, rng())).max() < 14
    halves = np.zeros((200, 200, 3), np.uint8)
    halves[:, 100:] = 255
    out = sketch(halves, 1.0, rng())
    assert out[:, 120:].mean() > 235
    assert out[:, :80].mean() < 150


def test_hatching_has_a_direction():
    """An even grey becomes strokes: values change more across them than along them."""
    halves = np.full((300, 300, 3), 70, np.uint8)
    halves[:, 200:] = 255
    out = sketch(halves, 1.0, rng()).astype(np.float32).mean(axis=2)[40:260, 20:170]
    across, down = cv2.Sobel(out, cv2.CV_32F, 1, 0), cv2.Sobel(out, cv2.CV_32F, 0, 1)
    tensor = np.array([[(across**2).mean(), (across * down).mean()], [(across * down).mean(), (down**2).mean()]])
    low, high = np.linalg.eigvalsh(tensor)
    assert high > 2 * low


def test_coloured_pencils_keep_the_hue():
    """Red stays red and blue stays blue."""
    halves = np.zeros((120, 160, 3), np.uint8)
    halves[:, :80] = (190, 40, 40)
    halves[:, 80:] = (40, 60, 190)
    out = crayon(halves, 1.0, rng()).mean(axis=0)
    assert out[20:60, 0].mean() > out[20:60, 2].mean() + 40
    assert out[100:140, 2].mean() > out[100:140, 0].mean() + 40


def test_a_watercolour_is_lighter_than_the_picture(coffee, cat):
    """Thin paint on white paper."""
    for picture in (coffee, cat):
        assert watercolour(picture, 1.0, rng()).mean() > picture.mean() + 4


def test_oil_follows_the_edges():
    """Beside a vertical edge the strokes are vertical: values change less along the edge than across it."""
    scene = np.full((200, 200, 3), 90, np.uint8)
    scene[:, 100:] = 150
    out = oil(scene, 1.0, rng()).astype(float).mean(axis=2)
    near = np.r_[84:94, 106:116]
    assert np.abs(np.diff(out, axis=0))[:, near].mean() < 0.7 * np.abs(np.diff(out, axis=1))[:, near].mean()


def test_a_cartoon_has_lines_and_even_fields(coffee):
    """At a strong edge there is ink; away from edges neighbours are nearly the same."""
    scene = np.full((240, 240, 3), 210, np.uint8)
    scene[60:180, 60:180] = (60, 90, 200)
    out = cartoon(scene, 1.0, rng()).mean(axis=2)
    assert out[120, 55:68].min() < 0.6 * out[120, 80:160].min()
    steps = np.abs(np.diff(cartoon(coffee, 1.0, rng()).astype(int), axis=1)).max(axis=2)
    assert (steps <= 4).mean() > 0.75


def test_ink_has_few_tones_and_hardly_a_colour(coffee):
    """Saturation is a quarter of the photograph's, and the paper is warm."""
    out = ink(coffee, 1.0, rng())
    assert colours(out).mean() < 0.25 * colours(coffee).mean() + 12
    white = ink(np.full((80, 80, 3), 255, np.uint8), 1.0, rng()).mean(axis=(0, 1))
    assert white[0] > white[2] + 8


def test_a_poster_has_as_many_colours_as_it_says(coffee):
    """Eight to ten colours cover nearly all of it, and more strength leaves fewer."""
    counts = []
    for amount in (1.0, 2.0):
        out = poster(coffee, amount, rng()).reshape(-1, 3)
        # Where two colours meet, their blur lies between them.
        number = np.unique(np.rint(out / 6), axis=0, return_counts=True)[1]
        large = number > 0.008 * len(out)
        assert number[large].sum() > 0.75 * len(out)
        counts.append(int(large.sum()))
    assert 6 <= counts[0] <= 12
    assert counts[1] < counts[0]


@pytest.mark.parametrize("prompt", PROMPTS.values())
def test_nothing_outside_the_box_changes(edited, coffee, differences, prompt):
    """A box is drawn, the rest stays a photograph."""
    box = (100, 80, 300, 250)
    inside, outside = differences(coffee, edited(prompt, coffee, boxes=[(box,)]), box)
    assert not outside.any()
    assert inside[80:250, 100:300].mean() > 0.5


@pytest.mark.parametrize("style", ALL)
@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (2, 3), (16, 900)])
def test_any_shape_can_be_drawn(style, shape):
    """A pixel, a line and a panorama, of one colour or of two."""
    even = np.full((*shape, 3), 120, np.uint8)
    halves = even.copy()
    halves[:, shape[1] // 2 :] = 250
    for picture in (even, halves):
        assert style(picture, 1.6, rng()).shape == picture.shape
