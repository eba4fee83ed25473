from __future__ import annotations

import numpy as np
import pytest
from skimage import data

from wanwidgets.service.engine.edit import edit
from wanwidgets.service.engine.finding.marking import marking
from wanwidgets.service.engine.refusal import INVALID, EngineRefusal

CUP, SPOON = (90, 10, 420, 310), (330, 70, 420, 320)


def near_lines(shape, boxes, high):
    """Return where lines and names may be: along the edges of boxes, and around their upper left corners."""
    allowed = np.zeros(shape[:2], bool)
    for x1, y1, x2, y2 in boxes:
        lines = np.zeros_like(allowed)
        lines[y1 - 1 : y2 + 1, x1 - 1 : x2 + 1] = True
        lines[y1 + 4 : y2 - 4, x1 + 4 : x2 - 4] = False
        lines[max(0, y1 - high) : y1 + high, x1 - 1 : x1 + 150] = True
        allowed |= lines
    return allowed


def test_boxes_are_drawn_with_their_names(coffee, edited, differences):
    """Each box has a line along its edge and a plate with its name; else nothing changes."""
    out = edited('Label box 1 and box 2 "cup" and "spoon"', coffee, boxes=[(CUP, SPOON)])

    changed, beside = differences(coffee, out)
    changed = changed | beside
    for x1, y1, x2, y2 in (CUP, SPOON):
        edge = np.concatenate([changed[y1, x1:x2], changed[y2 - 1, x1:x2], changed[y1:y2, x1], changed[y1:y2, x2 - 1]])
        assert edge.mean() > 0.98
    assert not changed[~near_lines(coffee.shape, (CUP, SPOON), 30)].any()


def test_one_name_stands_for_all_boxes_and_others_must_be_as_many(coffee, edited):
    """One name names each box; two names for three boxes are refused with both numbers."""
    edited('Label box 1 and box 2 "thing"', coffee, boxes=[(CUP, SPOON)])

    with pytest.raises(EngineRefusal, match="2 names, but there is one box") as refusal:
        edited('Label box 1 "cup" and "spoon"', coffee, boxes=[(CUP,)])
    assert refusal.value.code == INVALID


def test_things_are_not_detected_without_a_box(coffee, edited):
    """The guide's detection of a laptop asks for boxes and says what can be found without."""
    prompt = 'Detect the laptop and alarm clock in the image, draw bounding boxes, and label them "laptop" and "clock".'

    with pytest.raises(EngineRefusal, match="draw a box on image 1 first") as refusal:
        edited(prompt, coffee)
    assert "faces" in refusal.value.message


def test_faces_are_drawn_or_refused(coffee, edited, differences):
    """A face gets a box around it; a cup of coffee has none, and that is said."""
    astronaut = np.ascontiguousarray(data.astronaut())

    inside, beside = differences(astronaut, edited("Detect the faces", astronaut), (150, 30, 300, 190))

    assert inside.any()
    assert not beside.any()
    with pytest.raises(EngineRefusal, match="No face was found"):
        edited("检测人脸", coffee)


def test_a_box_limits_where_is_looked(coffee, edited, differences):
    """What is red in a box is marked in the box; where nothing there is blue, that is said."""
    inside, beside = differences(coffee, edited("Mark the red things in box 1", coffee, boxes=[(CUP,)]), CUP)

    assert inside.any()
    assert not beside.any()
    with pytest.raises(EngineRefusal, match="Nothing blue was found"):
        edited("Mark the blue things in box 1", coffee, boxes=[(CUP,)])


def test_a_mask_is_outlined_inside(coffee, decoded, differences):
    """Under a mask its rim is drawn with the name inside, and not a pixel beside it changes."""
    mask = np.zeros(coffee.shape[:2], bool)
    mask[100:300, 150:450] = True
    found = edit('Label the mask "spill"', [coffee], [()], (600, 400), mask=mask)

    inside, beside = differences(coffee, decoded(found)[0], (150, 100, 450, 300))
    assert inside[100:300, 150].all()
    assert not inside[150:290, 165:435].any()
    assert not beside.any()
    assert found.understood == 'draw the masked part of image 1 with the name "spill"'


@pytest.mark.parametrize(
    ("name", "words"), [("\u1a00", "No font"), ("x" * 41, "41 characters"), ("\u200b", "nothing to write")]
)
def test_names_that_cannot_be_written_are_refused(coffee, edited, name, words):
    """A sign that no font has, a novel and an empty name are refused by what is wrong."""
    with pytest.raises(EngineRefusal, match=words):
        edited(f'Label box 1 "{name}"', coffee, boxes=[(CUP,)])


@pytest.mark.parametrize("box", [(0, 0, 600, 400), (599, 399, 600, 400), (0, 0, 1, 1)])
def test_any_box_can_be_drawn(coffee, box):
    """A box of one pixel and one that covers everything have their line and their name inside the picture."""
    out = marking(coffee, [box], ["name"], np.random.default_rng(0))

    assert out.shape == coffee.shape
    assert (out != coffee).any()


def test_chance_chooses_the_colour(coffee):
    """The same seed draws the same, and among some seeds there are several colours."""
    drawn = [marking(coffee, [CUP], ["cup"], np.random.default_rng(seed)).tobytes() for seed in (1, 1, 2, 3, 4)]

    assert drawn[0] == drawn[1]
    assert len(set(drawn)) >= 3
