from __future__ import annotations

import pytest

from wanwidgets.service.engine.instructions import read
from wanwidgets.service.engine.steps import Change, Place, Reading, Unreadable

ONE_IN_BOX_1_OF_2 = (Place(1, None, 2, 1),)
BOX_1 = (Change("remove", None, (1,)),)
GREY = (Change("grey"),)

READINGS = [
    ("Place image 1 in box 1 of image 2", ONE_IN_BOX_1_OF_2),
    ("Place image 1 in box 1 in image 2", ONE_IN_BOX_1_OF_2),
    ("place [image 1] in box 1 of [image 2].", ONE_IN_BOX_1_OF_2),
    ("Put the clock from image 1 into bounding box 1 in image 2", ONE_IN_BOX_1_OF_2),
    (
        "Place the alarm clock from image 1 at bounding box 1 in image 2. Keep scene and lighting natural.",
        ONE_IN_BOX_1_OF_2,
    ),
    (
        "Place the clock from Image 1 at the position of bounding box 1 in Image 2. Keep the lighting natural",
        ONE_IN_BOX_1_OF_2,
    ),
    ("Paste image 1 onto image 2 in box 2, naturally", (Place(1, None, 2, 2),)),
    ("Insert picture 1 into the first box of picture 2, please", ONE_IN_BOX_1_OF_2),
    ("Please put the red cup from the first image into the second box of image 2", (Place(1, None, 2, 2),)),
    ("Move the lamp from image 2 to box 1 of image 1 and keep the lighting consistent", (Place(2, None, 1, 1),)),
    ("Put image 1 in the box of image 2", (Place(1, None, 2, None),)),
    ("Add image 1 to box 1", (Place(1, None, None, 1),)),
    ("Put what is in box 1 of image 1 into box 2 of image 2", (Place(1, 1, 2, 2),)),
    ("Put image 1 into box 1 of image 2 and make it look natural", ONE_IN_BOX_1_OF_2),
    ("Put a hat in box 1 of image 2", (Place(None, None, 2, 1),)),
    ("把图1放到图2的框1里", ONE_IN_BOX_1_OF_2),
    ("将图1的闹钟放在图2的框1处", ONE_IN_BOX_1_OF_2),
    ("将图1中的闹钟放置在图2的框1的位置，场景和光线保持自然。", ONE_IN_BOX_1_OF_2),
    ("把图片1放进图片2的第一个框里", ONE_IN_BOX_1_OF_2),
    ("在图2的框1里放上图1", ONE_IN_BOX_1_OF_2),
    ("在图2的框1处添加图1的杯子", ONE_IN_BOX_1_OF_2),
    ("请把第二张图里的猫贴到图1的框2里，保持自然", (Place(2, None, 1, 2),)),
    ("Remove what is in box 1", BOX_1),
    ("Remove what's in box 1!", BOX_1),
    ("Remove the man in box 1", BOX_1),
    ("remove everything inside the first box", BOX_1),
    ("Erase the object in box 2 of image 1", (Change("remove", 1, (2,)),)),
    (
        "Erase the content of bounding box 1 in image 2. Keep everything else unchanged.",
        (Change("remove", 2, (1,)),),
    ),
    ("Could you get rid of the car in box 1 without changing the background?", BOX_1),
    ("Delete the object inside the box", (Change("remove", every=True),)),
    ("Remove the cup", (Change("remove"),)),
    ("Take away the things in boxes 1 and 2", (Change("remove", None, (1, 2)),)),
    ("删除框1中的物体", BOX_1),
    ("去掉图1框1里的东西", (Change("remove", 1, (1,)),)),
    ("擦除图1中框1里的人", (Change("remove", 1, (1,)),)),
    ("请把框1里的杯子去掉，保持背景不变", BOX_1),
    ("把第二张图的框2里的东西删掉", (Change("remove", 2, (2,)),)),
    ("删除框1和框2里的东西", (Change("remove", None, (1, 2)),)),
    ("Make it black and white", GREY),
    ("Turn image 1 into a grayscale photo", (Change("grey", 1),)),
    ("Convert the photo to monochrome.", GREY),
    ("Turn the whole image black & white", (Change("grey", whole=True),)),
    ("B&W please", GREY),
    ("Make the car in box 1 black and white", (Change("grey", None, (1,)),)),
    ("变成黑白照片", GREY),
    ("把图1变成黑白", (Change("grey", 1),)),
    ("将图片转换为灰度图", GREY),
    ("Make it warmer", (Change("warm"),)),
    ("Give it a warm tone", (Change("warm"),)),
    ("Make the picture slightly warmer", (Change("warm", amount=0.5),)),
    ("cooler tones in box 1", (Change("cool", None, (1,)),)),
    ("Make image 1 much cooler", (Change("cool", 1, amount=1.6),)),
    ("调成暖色调", (Change("warm"),)),
    ("给这张照片加一点暖色调", (Change("warm", amount=0.5),)),
    ("冷色调", (Change("cool"),)),
    ("Sharpen the picture", (Change("sharpen"),)),
    ("Could you make it a bit sharper?", (Change("sharpen", amount=0.5),)),
    ("Sharpen image 2 strongly", (Change("sharpen", 2, amount=1.6),)),
    ("锐化", (Change("sharpen"),)),
    ("稍微锐化一下", (Change("sharpen", amount=0.5),)),
    ("Blur what is in box 1", (Change("blur", None, (1,)),)),
    ("Blur the face in box 1", (Change("blur", None, (1,)),)),
    ("Blur both boxes", (Change("blur", every=True),)),
    ("模糊框1", (Change("blur", None, (1,)),)),
    ("对框1进行模糊处理", (Change("blur", None, (1,)),)),
    ("虚化框1中的人脸", (Change("blur", None, (1,)),)),
    ("Remove what is in box 1 and make it black and white", (*BOX_1, *GREY)),
    ("Make it black and white, then sharpen it", (*GREY, Change("sharpen"))),
    ("先删除框1里的东西，然后变成黑白", (*BOX_1, *GREY)),
    ("变成黑白照片，并且锐化", (*GREY, Change("sharpen"))),
    ("Place [Image 1] in box 1 of [Image 2]", ONE_IN_BOX_1_OF_2),
    ("Put image 1's clock into box 1 of image 2", ONE_IN_BOX_1_OF_2),
    ("把[图1]放到【图2】的框1里", ONE_IN_BOX_1_OF_2),
    ("把图片1放到图片2的框1中", ONE_IN_BOX_1_OF_2),
    ("Blur image 1's box 1", (Change("blur", 1, (1,)),)),
    ("Make image 2's box 1 black and white", (Change("grey", 2, (1,)),)),
    ("Remove what is in Image 1's box 1", (Change("remove", 1, (1,)),)),
    ("Make Image 1's colours warmer", (Change("warm", 1),)),
    ("将[图片1]变成黑白", (Change("grey", 1),)),
    ("Remove what is under the mask", (Change("remove", every=True),)),
    ("Erase the man in the masked area", (Change("remove", every=True),)),
    ("删除蒙版区域的内容", (Change("remove", every=True),)),
    ("去掉蒙版里的人", (Change("remove", every=True),)),
    ("Make the masked area black and white", (Change("grey", every=True),)),
    ("模糊蒙版区域", (Change("blur", every=True),)),
    ("Fill the mask with red", (Change("fill", every=True, color="red"),)),
    ("fill box 1 with a solid blue color", (Change("fill", None, (1,), color="blue"),)),
    ("Fill what is in box 1 of image 2 with gray", (Change("fill", 2, (1,), color="grey"),)),
    ("Paint the wall red", (Change("fill", color="red"),)),
    ("涂成红色", (Change("fill", color="red"),)),
    ("把框1涂成蓝色", (Change("fill", None, (1,), color="blue"),)),
    ("用红色填充框1", (Change("fill", None, (1,), color="red"),)),
    ("把图1的框2填充为绿色", (Change("fill", 1, (2,), color="green"),)),
]

REFUSED = [
    "",
    "hello",
    "a boy hugs a dog",
    "do not remove what is in box 1",
    "Don't blur the picture",
    "Never make it warmer",
    "Make everything black and white except box 1",
    "Replace the raspberry with a lemon",
    "Make the cat smile",
    "Make it blue",
    "Turn image 1 into a black and white drawing",
    "Make it warm and cozy",
    "Make it warmer and add a hat",
    "Remove the background",
    "Remove the colours",
    "Remove half of what is in box 1",
    "Blur the background",
    "Change the sky to sunset",
    'Write "Hello" in box 1',
    "Rotate image 1",
    "Make it warmer, cooler and sharper if possible",
    "Spray the graffiti from image 2 onto the car in image 1",
    "Make the cat in the box hug the dog in box 1 warmer",
    "blur it sharp",
    "Paint a red apple",
    "paint a cat black",
    "fill the sky with stars",
    "fill the background with red",
    "do not fill the mask with red",
    "红色的苹果",
    "把背景涂成红色",
    "画一只猫",
    "不要删除框1",
    "别把它变成黑白",
    "让男孩抱着狗",
    "把背景换成海滩",
    "模糊背景",
    "把图1的猫变成狗",
    "除了框1都变成黑白",
]


@pytest.mark.parametrize(("prompt", "steps"), READINGS, ids=[prompt for prompt, _ in READINGS])
def test_a_prompt_is_read(prompt, steps):
    """What is meant is found whatever the wording, the language and the wishes around it."""
    assert read(prompt) == Reading(steps)


@pytest.mark.parametrize("prompt", REFUSED)
def test_a_prompt_is_refused_rather_than_misread(prompt):
    """What is denied, unknown or only half understood is not done."""
    assert isinstance(read(prompt), Unreadable)


def test_a_refusal_says_what_is_possible_in_the_language_of_the_prompt():
    """An English and a Chinese answer, each with the words that were not understood and with examples."""
    english, chinese = read("Make the cat smile"), read("让猫微笑")
    assert '"make the cat smile"' in english.message
    assert '"Place image 1 in box 1 of image 2"' in english.message
    assert "让猫微笑" in chinese.message
    assert "把图1放到图2的框1里" in chinese.message


@pytest.mark.parametrize(
    "piece", ["box 1 ", "keep the scene, ", "image 1 in ", "框1的", "a", "place ", "the light and "]
)
def test_long_prompts_end_quickly(piece):
    """No pattern runs away on repetition; pytest's time limit would tell."""
    for text in (piece * 4000, piece * (790 // len(piece)), f"place {piece * (700 // len(piece))} in box 1"):
        read(text)
