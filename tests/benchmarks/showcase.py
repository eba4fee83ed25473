"""One edit of each kind, as a person would ask for it in either language: for the contact sheet and for the benchmark.

The photographs ship with scikit-image, which names their authors: nothing is downloaded.
"""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import skimage.data
from PIL import Image

from wanwidgets.service.engine import edit
from wanwidgets.service.engine.frame import resize

FILES = {
    "coffee": "coffee.png",
    "cat": "chelsea.png",
    "astronaut": "astronaut.png",
    "rocket": "rocket.jpg",
    "motorcycle": "motorcycle_left.png",
    "logo": "logo.png",
    "stars": "hubble_deep_field.jpg",
    "brick": "brick.png",
    "page": "page.png",
}

# Boxes in pixels of the photographs.
CUP, SAUCER, SPOON = (165, 8, 420, 265), (70, 8, 480, 392), (318, 230, 412, 332)
LEFT_EYE, RIGHT_EYE, NOSE = (132, 82, 208, 150), (290, 104, 348, 166), (226, 216, 296, 268)
FACE, PATCH, SHUTTLE, HELMET, WOMAN = (
    (178, 66, 282, 182),
    (132, 342, 210, 425),
    (316, 0, 474, 282),
    (283, 338, 510, 510),
    (10, 4, 508, 510),
)
SUIT = (40, 190, 350, 510)
ROCKET, TANK, MOTORCYCLE = (296, 112, 350, 422), (318, 150, 495, 262), (80, 50, 690, 460)
TABLE, LINE = (430, 250, 590, 390), (2, 2, 300, 40)


class Show(NamedTuple):
    """An edit: the prompt in both languages, the names of its pictures, and for each its boxes."""

    kind: str
    english: str
    chinese: str
    pictures: tuple[str, ...]
    boxes: tuple[tuple[tuple[int, int, int, int], ...], ...] = ()


def _one(kind, english, chinese, picture, *boxes):
    return Show(kind, english, chinese, (picture,), (boxes,))


SHOWS = (
    Show(
        "place",
        "Place image 1 in box 1 of image 2",
        "把图1放到图2的框1里",
        ("cat", "coffee"),
        ((), (TABLE,)),
    ),
    Show(
        "replace",
        "Replace what is in box 1 of image 2 with image 1",
        "把图2框1里的东西换成图1",
        ("logo", "astronaut"),
        ((), (PATCH,)),
    ),
    _one("move", "Move what is in box 1 to box 2", "把框1里的东西移到框2", "coffee", SPOON, (20, 20, 114, 122)),
    _one("swap", "Swap what is in box 1 and box 2", "交换框1和框2里的内容", "cat", LEFT_EYE, RIGHT_EYE),
    _one("remove", "Remove what is in box 1", "去掉框1里的东西", "astronaut", PATCH),
    _one("sharpen", "Sharpen the picture", "锐化图片", "cat"),
    _one("blur", "Blur what is in box 1", "模糊框1", "astronaut", FACE),
    _one("pixelate", "Pixelate the face in box 1", "给框1里的脸打马赛克", "astronaut", FACE),
    _one("brighten", "Make it brighter", "让图片更亮", "rocket"),
    _one("darken", "Make it darker", "调暗", "coffee"),
    _one("contrast", "More contrast", "增加对比度", "motorcycle"),
    _one("flatten", "Less contrast", "降低对比度", "motorcycle"),
    _one("saturate", "More vivid colours", "颜色更鲜艳", "cat"),
    _one("mute", "Reduce the saturation", "降低饱和度", "coffee"),
    _one("fill", "Fill box 1 with red", "把框1涂成红色", "rocket", (40, 40, 200, 160)),
    _one("tint", "Give it a blue tint", "加上蓝色调", "cat"),
    _one("recolor", "Make the cup in box 1 blue", "把框1里的杯子变成蓝色", "coffee", SAUCER),
    _one("replace_color", "Change red to blue", "把红色变成蓝色", "motorcycle"),
    Show("colors", "Give image 1 the colours of image 2", "把图2的色调应用到图1", ("cat", "rocket")),
    Show(
        "thing_colors",
        "Give the suit in box 1 of image 1 the colours of image 2",
        "把图1框1里的衣服变成图2的颜色",
        ("astronaut", "rocket"),
        ((SUIT,), ()),
    ),
    Show(
        "graffiti",
        "Spray the graffiti from image 2 onto the motorcycle in box 1 of image 1",
        "把图2的涂鸦喷到图1框1的摩托车上",
        ("motorcycle", "logo"),
        ((TANK,), ()),
    ),
    Show(
        "texture",
        "Cover the table in box 1 of image 1 with the texture of image 2",
        "把图2的纹理贴到图1的框1上",
        ("coffee", "brick"),
        ((SAUCER,), ()),
    ),
    Show("collage", "Put image 1 and image 2 side by side", "把图1和图2左右拼在一起", ("cat", "coffee")),
    Show(
        "double_exposure", "Make a double exposure of image 1 and image 2", "图1和图2做双重曝光", ("stars", "astronaut")
    ),
    _one(
        "cut",
        "Cut out the cup in box 1 and put it on a white background",
        "把框1里的杯子抠出来，放到白色背景上",
        "coffee",
        SAUCER,
    ),
    Show(
        "backdrop",
        "Replace the background of the woman in box 1 of image 1 with image 2",
        "把图1框1里的人的背景换成图2",
        ("astronaut", "stars"),
        ((WOMAN,), ()),
    ),
    _one("around", "Blur the background behind the cup in box 1", "虚化框1里杯子的背景", "coffee", SAUCER),
    _one("outside", "Blur everything outside box 1", "模糊框1外面的部分", "cat", LEFT_EYE),
    _one("segment", "Segment the cup in box 1", "分割框1里的杯子", "coffee", SAUCER),
    _one("outline", "Outline the cup in box 1 in yellow", "用黄色描出框1里杯子的轮廓", "coffee", SAUCER),
    _one("mask", "Show the mask of the cup in box 1", "显示框1里杯子的蒙版", "coffee", SAUCER),
    _one("sticker", "Make a sticker of the cup in box 1", "把框1里的杯子做成贴纸", "coffee", SAUCER),
    _one("fisheye", "Reshoot this photo with a fisheye lens", "用鱼眼镜头重新拍摄这张照片", "motorcycle"),
    _one("rotate", "Rotate the picture by 15 degrees", "把图片旋转15度", "coffee"),
    _one("mirror", "Mirror the picture", "左右翻转图片", "cat"),
    _one("crop", "Crop to box 1", "裁剪到框1", "astronaut", SHUTTLE),
    _one("trim", "Crop it to 16:9", "裁剪成16:9", "astronaut"),
    _one("halve", "Crop to the left half", "裁剪到左半边", "motorcycle"),
    _one("zoom", "Zoom in on box 1", "放大框1", "cat", LEFT_EYE),
    _one("zoom_out", "Zoom out", "缩小画面", "rocket"),
    _one("tilt", "Tilt the perspective to the left", "透视向左倾斜", "astronaut"),
    _one("miniature", "Tilt-shift effect with box 1 sharp", "以框1为焦点的移轴效果", "motorcycle", TANK),
    _one("vignette", "Add a vignette", "加上暗角", "coffee"),
    _one("grey", "Make it black and white", "变成黑白照片", "astronaut"),
    _one("warm", "Make it warmer", "调成暖色调", "cat"),
    _one("cool", "Make it cooler", "调成冷色调", "coffee"),
    _one("sepia", "Make it sepia", "变成棕褐色", "rocket"),
    _one("invert", "Invert the colours", "反色", "cat"),
    _one("vintage", "Make it look vintage", "变成复古照片", "motorcycle"),
    _one("spring", "Make it spring", "变成春天", "coffee"),
    _one("summer", "Make it summer", "变成夏天", "rocket"),
    _one("autumn", "Make it autumn", "变成秋天", "cat"),
    _one("winter", "Make it winter", "变成冬天", "coffee"),
    _one("sunrise", "Make it sunrise", "变成日出", "rocket"),
    _one("noon", "Make it noon", "变成正午", "motorcycle"),
    _one("sunset", "Make it sunset", "变成日落", "rocket"),
    _one("dusk", "Make it dusk", "变成蓝调时刻", "astronaut"),
    _one("night", "Make it night", "变成夜晚", "coffee"),
    _one("rain", "Make it rain", "加上雨", "rocket"),
    _one("snow", "Make it snow", "加上雪", "rocket"),
    _one("fog", "Add fog", "加上雾", "rocket"),
    _one("rays", "Add sun rays", "加上阳光", "coffee"),
    _one("sketch", "Turn it into a pencil sketch", "变成铅笔素描", "astronaut"),
    _one("crayon", "Turn it into a coloured pencil drawing", "变成彩铅画", "cat"),
    _one("watercolour", "Turn it into a watercolour", "变成水彩画", "coffee"),
    _one("oil", "Turn it into an oil painting", "变成油画", "cat"),
    _one("cartoon", "Turn it into a cartoon", "变成卡通", "motorcycle"),
    _one("ink", "Turn it into an ink painting", "变成水墨画", "rocket"),
    _one("poster", "Turn it into a poster of flat colours", "变成色块海报", "astronaut"),
    _one("faces", "Detect the faces", "检测人脸", "astronaut"),
    _one("colored", "Mark the red things", "标出红色的东西", "motorcycle"),
    _one("label", "Label box 1 and box 2 'cup' and 'spoon'", "给框1和框2标注“杯子”和“勺子”", "coffee", CUP, SPOON),
    _one("veil", "Pixelate the faces", "给人脸打码", "astronaut"),
    _one("write", "Write 'Time for Holiday?' in box 1", "在框1里写‘假期到了？’", "rocket", (30, 30, 280, 110)),
    _one("caption", "Write 'Good morning' at the bottom", "在图片底部写‘早上好’", "coffee"),
    _one("reword", "Replace the text in box 1 with 'Hello'", "把框1里的文字改成‘你好’", "page", LINE),
    _one("unwrite", "Remove the text in box 1", "去掉框1里的文字", "page", LINE),
)
"""By family, in the order in which a person would look at them."""


@lru_cache(maxsize=32)
def photograph(name: str, side: int = 0) -> np.ndarray:
    """Return one of the photographs, RGB; with a `side`, brought to as many pixels as a square of that side has."""
    image = Image.open(Path(skimage.data.__file__).parent / FILES[name])
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image.convert("RGBA"))
    pixels = np.asarray(paper.convert("RGB"))
    height, width = pixels.shape[:2]
    scale = _scale(pixels, side) if side else 1
    return resize(pixels, (round(width * scale), round(height * scale)))


def _scale(pixels: np.ndarray, side: int) -> float:
    return side / math.sqrt(pixels.shape[0] * pixels.shape[1])


def shown(show: Show, prompt: str, side: int, *, seed: int = 3):
    """Do an edit on pictures of as many pixels as a square of that side has, and return the result, of such a size."""
    pictures = [photograph(name, side) for name in show.pictures]
    scales = [_scale(photograph(name), side) for name in show.pictures]
    boxes = [
        tuple(tuple(round(value * scale) for value in box) for box in own)
        for own, scale in zip(show.boxes or ((),) * len(pictures), scales, strict=True)
    ]
    height, width = pictures[_base(show)].shape[:2]
    return edit(prompt, pictures, boxes, (width, height), seed=seed)


def _base(show: Show) -> int:
    """Return the picture whose ratio the output takes: that which is changed."""
    return next((index for index, own in enumerate(show.boxes) if own), 0)
