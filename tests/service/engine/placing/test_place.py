from __future__ import annotations

import numpy as np
import pytest

from wanwidgets.service.engine import EngineRefusal, edit
from wanwidgets.service.engine.placing.place import fit_inside, place

PROMPT = "Place image 1 in box 1 of image 2"
BOXES = [
    (200, 100, 330, 260),
    (0, 0, 150, 120),
    (450, 0, 600, 150),
    (0, 250, 200, 370),
    (400, 200, 600, 360),
    (100, 100, 103, 104),
    (300, 200, 301, 201),
]


@pytest.mark.parametrize("box", BOXES, ids=str)
@pytest.mark.parametrize("source", ["disc", "cat"])
def test_nothing_outside_the_box_changes(request, edited, differences, source, box):
    """Inside something is new, also in corners and in tiny boxes; outside not a byte is."""
    coffee = request.getfixturevalue("coffee")
    out = edited(PROMPT, request.getfixturevalue(source), coffee, boxes=[(), (box,)])
    inside, outside = differences(coffee, out, box)
    assert not outside.any()
    assert inside.any()


def test_a_thing_on_a_plain_ground_is_cut_out(edited, coffee, disc):
    """The ground stays behind, the thing fills the box and is centred, and a white middle belongs to it."""
    box = (200, 100, 360, 260)
    out = edited(PROMPT, disc, coffee, boxes=[(), (box,)]).astype(int)
    patch = out[100:260, 200:360]
    red = (patch[..., 0] > 150) & (patch[..., 1] < 60) & (patch[..., 2] < 70)
    rows, columns = np.flatnonzero(red.any(axis=1)), np.flatnonzero(red.any(axis=0))
    for places in (rows, columns):
        assert (places[0] + places[-1]) / 2 == pytest.approx(79.5, abs=1)
        assert places[-1] - places[0] >= 155
    assert (patch[80, 80] > 230).all()
    assert np.abs(patch[2, 2] - coffee[102, 202]).max() <= 12


def test_a_photograph_meets_its_surroundings(edited, coffee, cat):
    """The rim continues the base without a step, the middle shows the photograph."""
    box = (180, 120, 480, 320)
    out = edited(PROMPT, cat, coffee, boxes=[(), (box,)]).astype(float)
    x1, y1, x2, y2 = fit_inside(box, 451, 300)
    inner = np.concatenate([out[y1, x1:x2], out[y2 - 1, x1:x2]])
    outer = np.concatenate([out[y1 - 1, x1:x2], out[y2, x1:x2]])
    own = np.abs(np.diff(coffee.astype(float), axis=0)).mean()
    assert np.abs(inner - outer).mean() < 1.5 * own
    shown = np.corrcoef(out[180:260, 260:400].mean(axis=2).ravel(), coffee[180:260, 260:400].mean(axis=2).ravel())
    assert shown[0, 1] < 0.5


def test_a_picture_is_not_shifted(coffee):
    """A part of the base, put back where it came from, leaves the base as it was."""
    box = (150, 80, 450, 280)
    out = place(coffee, coffee[80:280, 150:450], box, np.random.default_rng(0))
    assert np.abs(out.astype(int) - coffee).max() <= 1


@pytest.mark.parametrize(
    ("box", "size", "expected"),
    [
        ((0, 0, 100, 50), (10, 10), (25, 0, 75, 50)),
        ((10, 20, 110, 220), (200, 100), (10, 95, 110, 145)),
        ((0, 0, 1, 1), (500, 20), (0, 0, 1, 1)),
        ((5, 5, 65, 45), (60, 40), (5, 5, 65, 45)),
    ],
)
def test_a_picture_keeps_its_ratio(box, size, expected):
    """As large as fits, with the box's centre."""
    assert fit_inside(box, *size) == expected


def test_a_box_of_the_source_is_taken(edited, coffee, disc):
    """Only the named part of the first picture is put into the second."""
    out = edited(
        "Place box 1 of image 1 in box 1 of image 2",
        disc,
        coffee,
        boxes=[((40, 60, 200, 220),), ((200, 100, 360, 260),)],
    )
    # The middle is white; the scene lends it some of its colour.
    assert (out[180, 280] > 160).all()


def test_a_cut_out_has_no_halo(edited, disc):
    """On a dark scene no light rim is left of the white ground."""
    night = np.zeros((400, 600, 3), np.uint8) + np.array((0, 0, 60), np.uint8)
    out = edited(PROMPT, disc, night, boxes=[(), ((200, 100, 360, 260),)])
    y, x = np.mgrid[0:400, 0:600]
    rim = np.hypot(x - 279.5, y - 179.5) > 40
    rim[300:] = False
    assert out[rim][:, 1].max() <= 24


def test_a_thing_of_a_photograph_is_cut_out(coffee, grass):
    """Of a boxed cup the corners of its box stay behind, the cup comes along, and it is as large as the box lets it."""
    box = (100, 100, 400, 380)
    out = place(grass, coffee, box, np.random.default_rng(0), (70, 5, 495, 395))
    before = grass.astype(int)
    changed = np.abs(out.astype(int) - before).max(axis=2) > 60
    red = (out[..., 0].astype(int) - out[..., 1]) > 90
    assert not changed[100:120, 100:120].any()
    assert red[100:380, 100:400].mean() > 0.25
    columns = np.flatnonzero(red.any(axis=0))
    assert np.ptp(columns) > 250
    outside = np.ones(grass.shape[:2], bool)
    outside[100:380, 100:400] = False
    assert (out[outside] == grass[outside]).all()


def test_the_only_box_of_the_source_is_meant(edited, coffee, disc):
    """Who draws a box on the first picture and names no box means that box."""
    boxes = [((40, 60, 200, 220),), ((200, 100, 360, 260),)]
    named = edited("Place box 1 of image 1 in box 1 of image 2", disc, coffee, boxes=boxes)
    assert (edited("Place image 1 in box 1 of image 2", disc, coffee, boxes=boxes) == named).all()


def test_a_replacement_leaves_nothing_of_what_was_there(edited, ground, disc, differences):
    """The red square is gone where the disc does not cover it, and only the box changed."""
    box = (90, 50, 140, 100)
    blue = np.ascontiguousarray(disc[..., ::-1])
    out = edited("Replace what is in box 1 of image 2 with image 1", blue, ground, boxes=[(), (box,)])
    assert not differences(ground, out, box)[1].any()
    corners = np.concatenate([out[51:55, 91:95], out[95:99, 135:139]]).astype(int)
    assert (corners[..., 0] - corners[..., 2]).max() < 60
    assert (out[72:75, 96:100, 2].astype(int) - out[72:75, 96:100, 0]).min() > 60


@pytest.mark.parametrize("prompt", ["Place image 1 beside the vase in image 2", "把图1放在图2的花瓶旁边"])
def test_what_stands_beside_needs_a_box(coffee, disc, prompt):
    """The vase is not looked for: without a box there is a refusal that asks for one, with one it is used."""
    with pytest.raises(EngineRefusal, match="draw a box on image 2"):
        edit(prompt, (disc, coffee), ((), ()), (600, 400))
    result = edit(prompt, (disc, coffee), ((), ((200, 100, 360, 260),)), (600, 400))
    assert result.understood == "place image 1 in box 1 of image 2"
