from __future__ import annotations

import io
from types import MappingProxyType

import numpy as np
import pytest
from PIL import Image

from wanwidgets.catalog import MODELS
from wanwidgets.service import jobs
from wanwidgets.service.engine.frame import resize
from wanwidgets.service.jobs import job_of
from wanwidgets.service.order import Order

PHOTO = np.random.default_rng(0).integers(0, 255, (600, 900, 3), np.uint8)
MASK = np.zeros((600, 900, 3), np.uint8)
MASK[200:400, 300:600] = 255


def png(pixels) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


FILES = {"photo": png(PHOTO), "mask": png(MASK)}


def job(*, count=1, model="wan2.7-image", mode="edit", mask=None, boxes=None):
    row = MODELS[model]
    own = next(item for item in row.modes if item.name == mode)
    parameters = MappingProxyType({**own.defaults(), "seed": 1})
    order = Order(row, own, "x", ("photo",) * count, mask, boxes or ((),) * count, parameters)
    return job_of(order, lambda address, _limit: FILES[address])


@pytest.fixture
def small_memory(monkeypatch):
    """As if two pictures of 600 × 900 were too much at once."""
    monkeypatch.setattr(jobs, "_AT_HAND", 600 * 900)


def test_pictures_come_as_they_are():
    """To the byte, as long as all of them fit."""
    made = job(count=2)
    assert all((pixels == PHOTO).all() for pixels in made.pictures)


def test_one_picture_is_never_reduced(small_memory):
    """A single one may take all that there is: growing it must give back its own pixels."""
    assert (job().pictures[0] == PHOTO).all()


@pytest.mark.parametrize("count", [2, 3, 9])
def test_several_large_pictures_get_equal_shares(small_memory, count):
    """Together they never have more pixels than may be in memory; the ratio stays, and so does the output's size."""
    made = job(count=count)
    assert sum(pixels.shape[0] * pixels.shape[1] for pixels in made.pictures) <= 600 * 900
    assert len({pixels.shape for pixels in made.pictures}) == 1
    height, width = made.pictures[0].shape[:2]
    assert abs(width / height - 1.5) < 0.01
    assert width * height > 0.98 * 600 * 900 / count
    assert (made.pictures[0] == resize(PHOTO, (width, height))).all()


def test_the_size_of_the_output_follows_the_picture_as_it_was_sent(monkeypatch):
    """A picture that is used smaller does not change what is ordered."""
    before = job(count=3).size
    monkeypatch.setattr(jobs, "_AT_HAND", 101 * 173)
    assert job(count=3).size == before


def test_boxes_shrink_with_their_picture(small_memory):
    """They stay where they were, inside the picture, and one pixel large at least."""
    own = ((0, 0, 900, 600), (300, 200, 600, 400), (899, 599, 900, 600), (0, 0, 1, 1))
    made = job(count=4, boxes=(own, (), (), own[:1]))
    height, width = made.pictures[0].shape[:2]
    whole, middle, last, first = made.boxes[0]
    assert whole == made.boxes[3][0] == (0, 0, width, height)
    assert middle == tuple(round(value / 2) for value in own[1])
    assert last[2:] == (width, height)
    for x1, y1, x2, y2 in (last, first):
        assert (x2 - x1, y2 - y1) == (1, 1)


def test_a_mask_shrinks_with_its_picture(monkeypatch):
    """It covers the same part, and is compared with the base as both were sent."""
    whole = job(model="wanx-x-painting", mode="inpaint", mask="mask").mask
    monkeypatch.setattr(jobs, "_AT_HAND", 300 * 450)
    made = job(model="wanx-x-painting", mode="inpaint", mask="mask")
    assert made.mask.shape == made.pictures[0].shape[:2] == (300, 450)
    assert made.mask.dtype == bool
    assert abs(made.mask.mean() - whole.mean()) < 0.005
    assert made.mask[101:199, 151:299].all()
