from __future__ import annotations

import pytest

from wanwidgets.service.engine.grammar.marks import marked


@pytest.mark.parametrize(
    ("prompt", "text"),
    [
        ("Blur boxes 1, 2, and 3", "blur <box 1> <box 2> <box 3>"),
        ("Box 1 of Image 2's", "<box 1> of <image 2> 's"),
        ("image 2's box 1", "<box 1> of <image 2>"),
        ("the 2nd picture, third box", "<image 2> , <box 3>"),
        ("「图1」的《框2》", "<image 1> 的 <box 2>"),
        ("第二张图的第三个框", "<image 2> 的 <box 3>"),
        ("將圖1放到圖2的框1裡", "将 <image 1> 放到 <image 2> 的 <box 1> 里"),
        ("Crop it to 16:9", "crop it to 16:9"),
        ("裁成16：9", "裁成16:9"),
        ("Image 1: blur", "<image 1> blur"),
        ("the selected pattern from image 1", "<every> from <image 1>"),
        ("框选的物体", "<every>"),
        ("把框变成黑白", "把 <every> 变成黑白"),
        ("相框", "相框"),
        ("in the box", "in <every>"),
        ("the whole picture", "<whole>"),
        ("整张图", "<whole>"),
        ("slightly warmer", "<less> warmer"),
        ("<box 1> <less>", "<box 1> less"),
        ("Please could you blur it for me? Thanks a lot!", "blur it ? !"),
        ("I'd like the face in box 1 blurred", "the face in <box 1> blurred"),
        ("能帮我模糊一下框1吗", "模糊 <box 1>"),
        ("1. Blur it\n2) Sharpen it", "blur it\n sharpen it"),
        ("Rotate box 1 and 30 degrees", "rotate <box 1> and 30 degrees"),
        ("４:３", "4:3"),
    ],
)
def test_what_is_named_becomes_a_mark(prompt, text):
    """Pictures, boxes, places and amounts are marked, courtesies, lists and brackets are gone, ratios stay."""
    assert marked(prompt).text == text


def test_quotes_are_kept_as_they_were_written():
    """Capitals and Chinese stay in quotes of every sort; the name of a box in quotes is that box."""
    found = marked("Write 'Don't STOP' and “你好” in \"box 1\"")
    assert found.text == "write <text 1> and <text 2> in <box 1>"
    assert found.quotes == ("Don't STOP", "你好")


def test_a_mark_of_the_prompt_itself_is_none():
    """Nobody forges a quoted text or a box by writing its mark."""
    assert marked("<text 1> <every>").text == "text 1 every"
    assert marked("\x00text 1\x01").quotes == ()


@pytest.mark.parametrize(
    ("prompt", "keeps"),
    [
        ("Blur it and keep the background unchanged", ("background",)),
        ("Make it black and white but keep the original colours", ("colours",)),
        ("变成黑白,保持背景和颜色不变", ("background", "colours")),
        ("Blur the background", ()),
        ("Make it warmer and keep everything else as it is", ()),
    ],
)
def test_what_is_to_be_kept_is_remembered(prompt, keeps):
    """A dropped wish that a step could break is known to the plan."""
    assert marked(prompt).keeps == keeps


def test_a_prompt_that_was_copied_with_its_quotes_is_read_without_them():
    """Quotes around all of it are no text to be written."""
    assert marked("“把框1模糊”").text == marked("把框1模糊").text
    assert marked('"warmer" and "colder"').quotes == ("warmer", "colder")


def test_all_but_a_box_is_what_lies_outside_of_it():
    """An exception that a box names is a place; "but" and 除 elsewhere are not."""
    assert marked("Blur everything but box 1").text == "blur everything outside <box 1>"
    assert marked("除框1外模糊").text == "<box 1> 以外的部分模糊"
    assert marked("删除框1").text == "删除 <box 1>"


def test_a_prompt_that_is_all_wishes_keeps_its_language():
    """What is dropped still tells in which language to answer."""
    assert marked("图片太暗").chinese


def test_a_wish_at_the_very_end_may_have_a_space_behind_it():
    """A space too many after the last word hides no wish."""
    assert marked("Make it warmer and keep the background natural  ").text == "make it warmer"
