"""In what two requests differ, in words of both languages."""

from __future__ import annotations

import pytest

from wanwidgets.meaning import Difference
from wanwidgets.widgets.differing import difference_text, differences_text
from wanwidgets.widgets.text import Words

BOX = [1, 1, 9, 9]
LONG = "Place the cup of coffee in box 1 of the wooden table, "


@pytest.mark.parametrize(
    ("field", "before", "after", "english", "chinese"),
    [
        (
            "model",
            "wan2.7-image",
            "wan2.6-image",
            "Model: wan2.7-image → wan2.6-image",
            "模型：wan2.7-image → wan2.6-image",
        ),
        ("prompt", "a", "b", "Prompt: “a” → “b”", "提示词：“a” → “b”"),
        ("prompt", "", "b", "Prompt: none → “b”", "提示词：无 → “b”"),
        ("images", 1, 2, "Number of images: 1 → 2", "图片数量：1 → 2"),
        ("image 2", None, "5a", "Image 2: added", "图2：新增"),
        ("image 2", "5a", None, "Image 2: removed", "图2：已去掉"),
        ("image 1", "5a", "5b", "Image 1: another picture", "图1：换了图片"),
        ("boxes of image 1", [BOX], [[1, 1, 8, 9]], "Boxes of image 1: moved", "图1的框：已移动"),
        ("boxes of image 2", None, [BOX, BOX], "Boxes of image 2: none → 2 boxes", "图2的框：无 → 2 个框"),
        ("boxes of image 2", [BOX, BOX], [BOX], "Boxes of image 2: 2 boxes → 1 box", "图2的框：2 个框 → 1 个框"),
        ("mask", "5a", "5b", "Mask: painted differently", "蒙版：涂抹不同"),
        ("mask", None, "5b", "Mask: added", "蒙版：新增"),
        ("marks", "list", "drawn", "Boxes: listed → painted in", "框的标注方式：列出 → 画入图片"),
        ("marks", "list", "odd", "Boxes: listed → odd", "框的标注方式：列出 → odd"),
        ("take", 0, 3, "Take: 0 → 3", "变体：0 → 3"),
        (
            "engine",
            "local/1",
            "model-studio/beijing",
            "Answered by: local service → Beijing",
            "应答方：本地服务 → 北京",
        ),
        ("engine", "local/1", "local/2", "Answered by: local/1 → local/2", "应答方：local/1 → local/2"),
        ("version", 1, 2, "Version of the meaning: 1 → 2", "含义的版本：1 → 2"),
        ("seed", None, 4, "Seed: none → 4", "种子：无 → 4"),
        ("watermark", False, True, "Watermark: no → yes", "水印：否 → 是"),
        ("style", "<anime>", "<sketch>", "Style: anime → sketch", "风格：动漫 → 素描"),
        (
            "color_palette",
            [{"hex": "#ff0000", "ratio": "100%"}],
            None,
            "Palette: #ff0000 100% → none",
            "配色：#ff0000 100% → 无",
        ),
        ("new_parameter", 1, 2, "New_parameter: 1 → 2", "New_parameter：1 → 2"),
    ],
)
def test_each_field_is_told_in_words(field, before, after, english, chinese):
    """What differs has its name and its two values, and what has none that can be read says how it differs."""
    found = Difference(field, before, after)

    assert difference_text(found, Words("en")) == english
    assert difference_text(found, Words("zh")) == chinese


def test_long_prompts_are_shown_where_they_differ():
    """Of long prompts what is shown begins shortly before they differ, at a word where there are words."""
    english = difference_text(Difference("prompt", f"{LONG}softly", f"{LONG}sharply"), Words("en"))
    chinese = difference_text(Difference("prompt", f"{'长' * 60}亮", f"{'长' * 60}暗"), Words("zh"))

    assert english == "Prompt: “…the wooden table, softly” → “…the wooden table, sharply”"
    assert chinese.endswith(f"“…{'长' * 16}暗”")


def test_a_prompt_that_goes_on_is_seen_to():
    """Where one prompt is the beginning of the other, both are told."""
    found = Difference("prompt", LONG.strip(), f"{LONG}softly, and then twice as softly as it was before")
    one, other = difference_text(found, Words("en")).split(" → ")

    assert one == "Prompt: “…the wooden table,”"
    assert other.startswith("“…the wooden table, softly")


def test_of_many_the_first_are_told():
    """Of many differences the first few are told and the others counted."""
    found = tuple(Difference(f"image {number}", None, "5a") for number in range(1, 9))

    assert differences_text(found, Words("en"))[-1] == "and 3 more"
    assert len(differences_text(found, Words("zh"))) == 6
    assert differences_text(found[:5], Words("en"))[-1] == "Image 5: added"
