from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from wanwidgets.service.engine import ENGINE_VERSION, EngineRefusal, edit

PROMPTS = [
    "Place image 1 in box 1 of image 2",
    "Remove what is in box 1",
    "black and white",
    "warmer",
    "cooler",
    "blur",
    "sharpen",
    "fill box 1 with red",
]
BOXES = ((), ((200, 100, 330, 260),))


@pytest.mark.parametrize("prompt", PROMPTS)
def test_the_same_request_gives_the_same_bytes(cat, coffee, prompt):
    """Nothing of the engine depends on time or chance."""
    first, second = (edit(prompt, (cat, coffee), BOXES, (900, 600), n=2, seed=7) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("prompt", PROMPTS)
def test_pictures_of_one_request_differ(cat, coffee, prompt):
    """The second of n pictures is what the next seed gives first, and another picture."""
    two = edit(prompt, (cat, coffee), BOXES, (900, 600), n=2, seed=7).images
    assert two[0] != two[1]
    assert edit(prompt, (cat, coffee), BOXES, (900, 600), n=1, seed=8).images == two[1:]


def test_a_result_says_where_it_comes_from(coffee):
    """The file names the engine, that it is no Wan model, and how the prompt was read."""
    result = edit("把图片变成黑白", (coffee,), ((),), (900, 600))
    text = Image.open(io.BytesIO(result.images[0])).text
    assert text["Software"] == f"wanwidgets local service {ENGINE_VERSION}"
    assert text["Comment"] == "local service, not a Wan model"
    assert text["Description"] == result.understood == "black and white in image 1"
    assert (result.width, result.height) == Image.open(io.BytesIO(result.images[0])).size == (900, 600)


def test_steps_follow_each_other(edited, coffee, differences):
    """The box is emptied and then the whole picture loses its colour."""
    box = (200, 100, 330, 260)
    out = edited("Remove what is in box 1 and make it black and white", coffee, boxes=[(box,)])
    grey = edited("Make it black and white", coffee)
    inside, outside = differences(grey, out, box)
    assert inside.any()
    assert (np.ptp(out[:350], axis=2) == 0).all()
    assert np.abs(out.astype(int) - grey)[outside].max(initial=0) <= 16


def test_boxes_are_used_when_none_is_named(edited, coffee, differences):
    """A drawn box limits the change, unless the prompt speaks of the whole picture."""
    box = (200, 100, 330, 260)
    assert not differences(coffee, edited("Blur it", coffee, boxes=[(box,)]), box)[1].any()
    assert differences(coffee, edited("Blur the whole picture", coffee, boxes=[(box,)]), box)[1].any()


@pytest.mark.parametrize(
    ("prompt", "boxes", "words"),
    [
        ("Place image 1 in box 1 of image 2", ((), ()), "draw a box on image 2"),
        ("Place image 1 in box 2 of image 2", BOXES, "image 2 has one box"),
        ("Place image 1 in image 2", ((), ()), "draw a box on image 2"),
        ("Place image 3 in box 1 of image 2", BOXES, "there are 2 pictures"),
        ("Put the clock in box 1 of image 2", BOXES, "from which picture"),
        ("Remove the cup", ((), ()), "draw a box on image 2"),
        ("Paint the wall red", ((), ()), "draw a box on image 2"),
        ("Blur the masked area", ((), ()), "draw a box on image 2"),
        ("Blur the box", ((), ()), "draw a box on image 2"),
        ("Blur image 1 and sharpen image 2", ((), ()), "image 1 and image 2"),
        ("Blur box 1 of image 1", BOXES, "draw a box on image 1"),
    ],
)
def test_what_is_missing_is_named(cat, coffee, prompt, boxes, words):
    """A refusal says what to draw or to say, under the provider's own code."""
    with pytest.raises(EngineRefusal, match=words) as refused:
        edit(prompt, (cat, coffee), boxes, (900, 600))
    assert refused.value.code == "InvalidParameter"


@pytest.mark.parametrize(
    "prompt",
    [
        "Make it warmer and cooler",
        "Sharpen it and blur it",
        "Make it brighter, then darker",
        "Make it spring and winter",
        "Turn it into a pencil sketch and an oil painting",
        "Fill box 1 with red and fill box 1 with blue",
        "Make the whole picture black and white but keep the colours",
        "Blur the whole picture and keep the background unchanged",
        "调成暖色调,再调成冷色调",
        "调亮一点,再调暗一点",
    ],
)
def test_what_contradicts_itself_is_refused(coffee, prompt):
    """Of two steps that undo each other neither is done."""
    with pytest.raises(EngineRefusal, match=r"contradict each other|wants kept") as refused:
        edit(prompt, (coffee,), (((200, 100, 330, 260),),), (900, 600))
    assert refused.value.code == "InvalidParameter"


def test_what_is_not_understood_has_a_code_of_its_own(coffee):
    """A user of the protocol can tell what only the local service lacks from what the provider refuses."""
    with pytest.raises(EngineRefusal, match='did not understand "make the cat smile"') as refused:
        edit("Make the cat smile", (coffee,), ((),), (900, 600))
    assert refused.value.code == "NotSupportedByLocalService"


def test_a_model_without_boxes_is_not_asked_for_them(coffee):
    """The refusal says that painted boxes are not read, and not to draw one that could not be sent."""
    with pytest.raises(EngineRefusal, match="the model takes no boxes") as refused:
        edit("Remove what is in box 1", (coffee,), ((),), (900, 600), boxable=False)
    assert "bbox_list" not in refused.value.message


def test_a_note_is_part_of_what_was_understood(coffee):
    """What was left out is said in the result and in the file."""
    result = edit("Blur it", (coffee,), ((),), (600, 400), note="something is not regarded")
    assert result.understood == "blur in image 1 (something is not regarded)"
    assert Image.open(io.BytesIO(result.images[0])).text["Description"] == result.understood


def test_text_alone_makes_no_picture():
    """The engine has nothing to invent a picture from, and says so."""
    with pytest.raises(EngineRefusal, match=r"^The local service does not edit without a picture"):
        edit("Make it warmer", (), (), (1024, 1024))


@pytest.mark.parametrize("size", [(272, 2172), (2172, 272), (1448, 1448)])
@pytest.mark.parametrize("prompt", PROMPTS)
def test_every_size_works(cat, coffee, prompt, size):
    """Extreme ratios make frames, not errors."""
    result = edit(prompt, (cat, coffee), BOXES, size)
    assert np.asarray(Image.open(io.BytesIO(result.images[0]))).shape == (size[1], size[0], 3)
