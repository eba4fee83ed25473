"""What is done with things, by prompts, on photographs."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from wanwidgets.service.engine import EngineRefusal, edit
from wanwidgets.service.engine.tag import tag_area

BOX = (70, 10, 490, 394)
"""Around the cup and its saucer on the photograph of a coffee."""


@pytest.fixture(scope="module")
def cup(saucer) -> np.ndarray:
    """Return the mask of the cup and its saucer, made by hand."""
    return saucer.at(1)[2]


@pytest.fixture(scope="module")
def far(cup) -> tuple[np.ndarray, np.ndarray]:
    """Tell what surely is the cup and what surely is not, and is not under the tag."""
    distance = 7
    padded = np.pad(cup, distance, mode="edge")
    moved = [
        padded[distance + y : distance + y + 400, distance + x : distance + x + 600]
        for y in (-distance, 0, distance)
        for x in (-distance, 0, distance)
    ]
    outside = ~np.any(moved, axis=0)
    # The spoon's tip and the bright edge of the saucer are where hands and machines differ.
    outside[60:230, 380:500] = False
    x1, y1, x2, y2 = tag_area(600, 400)
    outside[y1:y2, x1:x2] = False
    inside = np.all(moved, axis=0)
    inside[60:230, 380:500] = False
    inside[y1:y2, x1:x2] = False
    return inside, outside


def values(pixels, where):
    return pixels[where].astype(int)


@pytest.mark.parametrize(
    ("prompt", "color"),
    [
        ("Cut out the cup in box 1", (255, 255, 255)),
        ("抠出框1里的杯子,放到黑色背景上", (0, 0, 0)),
        ("Put the cup in box 1 on a green background", (46, 139, 72)),
    ],
)
def test_a_thing_is_cut_out(edited, coffee, far, prompt, color):
    """Behind it there is one pure colour, and on the thing not a pixel changed."""
    inside, outside = far
    out = edited(prompt, coffee, boxes=[(BOX,)])
    assert (out[outside] == color).mean() > 0.995
    assert (out[inside] == coffee[inside]).all(axis=1).mean() > 0.99


def test_transparency_is_a_checkerboard(edited, coffee, far):
    """Results have no alpha; white and light grey squares stand for it."""
    out = edited("Isolate the cup in box 1 on a transparent background", coffee, boxes=[(BOX,)])
    ground = out[far[1]]
    assert np.isin(ground, (204, 255)).all(axis=1).mean() > 0.99
    assert 0.4 < (ground[:, 0] == 255).mean() < 0.6


@pytest.mark.parametrize("ground", [(255, 255, 255), (250, 250, 250), (90, 140, 200)], ids=str)
def test_a_plain_background_needs_no_box(edited, disc, ground):
    """What lies on it is found without help."""
    picture = np.where((disc == 255).all(axis=2, keepdims=True), np.uint8(ground), disc)
    out = edited("Make the background black", picture)
    assert (out[5:30, 5:250] == 0).all()
    assert (out[70:80, 110:130] == picture[70:80, 110:130]).all()


def test_a_thing_stands_in_front_of_another_picture(edited, coffee, far):
    """The other picture covers all around the thing, which keeps its detail and takes on a little of the light."""
    inside, outside = far
    night = np.zeros((300, 500, 3), np.uint8) + np.array((10, 20, 90), np.uint8)
    out = edited("Replace the background of image 1 with image 2", coffee, night, boxes=[(BOX,), ()], size=(600, 400))
    assert (values(out, outside) == (10, 20, 90)).all(axis=1).mean() > 0.995
    shift = (values(out, inside) - values(coffee, inside)).mean(axis=0)
    toward = np.array((10, 20, 90)) - coffee[inside].mean(axis=0)
    assert (shift / toward > 0.02).all()
    assert (shift / toward < 0.35).all()
    assert np.corrcoef(values(out, inside)[:, 0], values(coffee, inside)[:, 0])[0, 1] > 0.98


def test_only_the_background_is_blurred(edited, coffee, far):
    """The thing keeps every pixel, its surroundings lose most of their detail and keep their light."""
    inside, outside = far
    out = edited("Blur the background behind the cup in box 1", coffee, boxes=[(BOX,)])
    assert (out[inside] == coffee[inside]).all(axis=1).mean() > 0.99

    def detail(pixels):
        across = np.abs(np.diff(pixels.astype(float).mean(axis=2), axis=1))
        return across[outside[:, 1:] & outside[:, :-1]].mean()

    assert detail(out) < 0.35 * detail(coffee)
    assert values(out, outside).mean() == pytest.approx(values(coffee, outside).mean(), rel=0.06)


def test_no_colour_of_the_thing_runs_out(edited):
    """Beside a blurred background a red thing leaves no red."""
    ground = np.random.default_rng(4).normal(120, 30, (240, 320, 1)).clip(0, 255).repeat(3, axis=2).astype(np.uint8)
    ground[80:160, 120:200] = (220, 20, 20)
    out = edited("Strongly blur the background behind box 1", ground, boxes=[((108, 68, 212, 172),)]).astype(int)
    ring = np.zeros((240, 320), bool)
    ring[72:168, 112:208] = True
    ring[78:162, 118:202] = False
    assert (out[ring][:, 0] - out[ring][:, 1]).max() <= 12


def test_the_rest_loses_its_colour(edited, coffee, far):
    """The thing keeps its colours, all else is grey."""
    inside, outside = far
    out = edited("Keep the cup in box 1 in colour and make the rest black and white", coffee, boxes=[(BOX,)])
    assert (np.ptp(values(out, outside), axis=1) <= 0.15 * np.ptp(values(coffee, outside), axis=1) + 2).mean() > 0.99
    assert (out[inside] == coffee[inside]).all(axis=1).mean() > 0.99


@pytest.mark.parametrize(("prompt", "limits"), [("Darken", (0.2, 0.6)), ("Brighten", (1.1, 3))])
def test_light_around_a_thing(edited, coffee, far, prompt, limits):
    """Its surroundings are darker or brighter, itself is not."""
    (inside, outside), (low, high) = far, limits
    out = edited(f"{prompt} the background of the cup in box 1", coffee, boxes=[(BOX,)])
    assert low < values(out, outside).mean() / values(coffee, outside).mean() < high
    assert (out[inside] == coffee[inside]).all(axis=1).mean() > 0.99


def test_outside_a_box_is_outside_the_box(edited, coffee):
    """The rectangle is meant, not the thing in it, and to the pixel."""
    x1, y1, x2, y2 = (200, 100, 330, 260)
    out = edited("Make everything outside box 1 black and white", coffee, boxes=[((x1, y1, x2, y2),)])
    assert (out[y1:y2, x1:x2] == coffee[y1:y2, x1:x2]).all()
    assert np.ptp(out[:y1].astype(int), axis=2).mean() < 0.12 * np.ptp(coffee[:y1].astype(int), axis=2).mean()


def test_a_segment_is_veiled(edited, coffee, far):
    """The thing is tinted, its light and dark are still seen, and around it nothing changed."""
    inside, outside = far
    out = edited("Segment the cup in box 1 in blue", coffee, boxes=[(BOX,)])
    assert (out[outside] == coffee[outside]).all(axis=1).mean() > 0.995
    assert (values(out, inside)[:, 2] - values(coffee, inside)[:, 2]).mean() > 30
    assert np.corrcoef(values(out, inside).mean(axis=1), values(coffee, inside).mean(axis=1))[0, 1] > 0.95


def test_every_box_has_its_own_colour(edited, coffee, cat):
    """Two things in two boxes are veiled in two colours."""
    both = np.hstack([coffee, np.pad(cat, ((50, 50), (0, 149), (0, 0)), mode="edge")])
    eye = (600 + 130, 128, 600 + 214, 204)
    out = edited("Segment box 1 and box 2", both, boxes=[(BOX, eye)]).astype(int) - both
    first, second = out[150:200, 250:350].mean(axis=(0, 1)), out[150:180, 760:780].mean(axis=(0, 1))
    assert np.linalg.norm(first) > 20
    assert np.linalg.norm(second) > 20
    assert np.linalg.norm(first / np.linalg.norm(first) - second / np.linalg.norm(second)) > 0.3


def test_an_outline_runs_along_the_rim(edited, coffee, cup, far):
    """A white line, at the rim of the mask made by hand and nowhere else."""
    out = edited("Outline the cup in box 1 in white", coffee, boxes=[(BOX,)])
    inside, outside = far
    assert (out[inside] == coffee[inside]).all(axis=1).mean() > 0.99
    assert (out[outside] == coffee[outside]).all(axis=1).mean() > 0.995
    changed = (out != coffee).any(axis=2)
    around = int(np.count_nonzero(cup[1:] != cup[:-1]) + np.count_nonzero(cup[:, 1:] != cup[:, :-1]))
    assert 1.0 * around < changed[:380].sum() < 6.0 * around


@pytest.mark.parametrize(("prompt", "thing"), [("Show the mask of", 255), ("Make a silhouette of", 0)])
def test_a_mask_is_shown(edited, coffee, far, prompt, thing):
    """White on black or black on white."""
    inside, outside = far
    out = edited(f"{prompt} the cup in box 1", coffee, boxes=[(BOX,)])
    assert (out[inside] == thing).all(axis=1).mean() > 0.98
    assert (out[outside] == 255 - thing).all(axis=1).mean() > 0.995


def test_a_sticker_has_a_white_rim(edited, head):
    """From far to near: one pale colour, a rim of white, the thing with every pixel."""
    pixels, box, mask = head.at(1)
    out = edited("Make a sticker of the woman in box 1", pixels, boxes=[(box,)])
    row = out[100].astype(int)
    left = int(np.flatnonzero(mask[100])[0])
    assert (row[left - 60] < 255).any()
    assert (row[left - 60] > 200).all()
    assert (row[left - 8 : left - 1] == 255).all(axis=1).sum() >= 3
    assert (out[60:180, 200:250] == pixels[60:180, 200:250]).all(axis=2).mean() > 0.99


PROMPTS = [
    "Cut out the cup in box 1",
    "Make the background of box 1 transparent",
    "Blur the background behind box 1",
    "Make the background of box 1 black and white",
    "Darken everything outside box 1",
    "Segment box 1",
    "Outline box 1",
    "Show the mask of box 1",
    "Make a silhouette of box 1",
    "Make a sticker of box 1",
    "Replace the background of box 1 of image 1 with image 2",
]


@pytest.mark.parametrize("prompt", PROMPTS)
def test_pictures_of_one_order_differ_and_come_again(decoded, coffee, cat, prompt):
    """Another seed is another picture, the same seed the same bytes."""
    pictures = (coffee, cat) if "image 2" in prompt else (coffee,)
    boxes = ((BOX,), ())[: len(pictures)]
    first = edit(prompt, pictures, boxes, (180, 120), n=2, seed=4)
    assert edit(prompt, pictures, boxes, (180, 120), seed=5).images == first.images[1:]
    one, other = decoded(first)
    assert (one != other).any()


@pytest.mark.parametrize("size", [(150, 300), (400, 100)])
@pytest.mark.parametrize("prompt", PROMPTS)
def test_other_ratios_make_frames(decoded, coffee, cat, prompt, size):
    """A frame around the picture is background, and nothing is looked for in it."""
    pictures = (coffee, cat) if "image 2" in prompt else (coffee,)
    boxes = ((BOX,), ())[: len(pictures)]
    out = decoded(edit(prompt, pictures, boxes, size))[0]
    assert out.shape == (size[1], size[0], 3)
    if prompt.startswith("Cut"):
        assert (out[:, :10] == 255).all() if size[0] > size[1] else (out[:10] == 255).all()


@pytest.mark.parametrize(
    ("prompt", "boxes", "words"),
    [
        ("Cut out the cup", (), "draw a box around"),
        ("Remove the background", (), "draw a box around"),
        ("模糊背景", (), "draw a box around"),
        ("Segment the glass cup in the image.", (), "draw a box around"),
        ("Cut out what is in box 1", ((490, 200, 590, 390),), "Nothing in the box"),
        ("Cut out what is in box 1", ((10, 10, 11, 11),), "Nothing in the box"),
        ("Cut out what is in box 1", ((0, 0, 600, 400),), "Nothing in the box"),
        ("Segment box 1 and box 2", (BOX, (490, 200, 590, 390)), "box 2 of the 2"),
        ("Blur everything outside the box", (), "draw a box on image 1"),
    ],
)
def test_what_cannot_be_told_is_refused(coffee, prompt, boxes, words):
    """The refusal says what to draw, under the provider's own code; nothing is made up."""
    with pytest.raises(EngineRefusal, match=words) as refused:
        edit(prompt, (coffee,), (boxes,), (600, 400))
    assert refused.value.code == "InvalidParameter"


def test_a_mask_says_what_the_thing_is(decoded, coffee):
    """What is painted over is the thing, to the pixel; its rim is softened."""
    y, x = np.mgrid[0:400, 0:600]
    mask = np.hypot(x - 300, y - 200) < 90
    out = decoded(edit("Cut it out", (coffee,), ((),), (600, 400), mask=mask))[0]
    assert (out[np.hypot(x - 300, y - 200) < 84] == coffee[np.hypot(x - 300, y - 200) < 84]).all()
    assert (out[(np.hypot(x - 300, y - 200) > 96) & (y < 370)] == 255).all()


def test_a_mask_of_one_pixel_is_a_thing(decoded, coffee):
    """Little is left, and no error."""
    mask = np.zeros((400, 600), bool)
    mask[200, 300] = True
    for prompt in ("Cut it out", "Blur the background", "Segment it", "Outline it", "Make a sticker of it"):
        assert decoded(edit(prompt, (coffee,), ((),), (600, 400), mask=mask))[0].shape == (400, 600, 3)


def test_a_grey_picture_is_cut_by_its_light(edited, coin):
    """Where there is no colour there is light and dark."""
    pixels, box, mask = coin.at(1)
    shown = edited("Show the mask of what is in box 1", pixels, boxes=[(box,)])[:, :, 0] > 127
    x1, y1, x2, y2 = tag_area(pixels.shape[1], pixels.shape[0])
    shown[y1:y2, x1:x2] = False
    assert (np.ptp(pixels, axis=2) == 0).all()
    assert (shown & mask).sum() / (shown | mask).sum() > 0.9


def test_steps_about_a_thing_follow_each_other(edited, coffee, far):
    """The second step is about the thing that the first one names."""
    inside, outside = far
    out = edited("Outline the cup in box 1 in white and blur the background", coffee, boxes=[(BOX,)])
    assert (out[inside] == coffee[inside]).all(axis=1).mean() > 0.99
    assert (out[outside] != coffee[outside]).any(axis=1).mean() > 0.9


def test_what_was_understood_is_said(coffee):
    """In the result and in the file."""
    result = edit("抠出框1里的杯子", (coffee,), ((BOX,),), (600, 400))
    assert result.understood == "cut out the thing in box 1 of image 1, on a white background"
    assert Image.open(io.BytesIO(result.images[0])).text["Description"] == result.understood
