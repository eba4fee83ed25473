"""The words around the chosen picture: canvas, boxes and mask; in English and in Chinese."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["SURFACE_WORDS"]

SURFACE_WORDS: Mapping[str, tuple[str, str]] = {
    "canvas.empty": ("No picture yet", "还没有图片"),
    "canvas.empty.free": ("No picture needed", "无需图片"),
    "canvas.empty.caption": (
        "Add a picture: type its path or address, or upload it.",
        "请添加图片：输入路径或网址，或上传文件。",
    ),
    "canvas.empty.free.caption": (
        "Write what to make. Add a picture to edit it.",
        "写明要生成什么。要编辑图片，请添加图片。",
    ),
    "canvas.caption": ("image {number} · {width}×{height}", "图{number} · {width}×{height}"),
    "canvas.hint": ("drag to draw a box, at most {limit}", "拖动以画框，最多 {limit} 个"),
    "canvas.hint.free": ("drag to draw a box", "拖动以画框"),
    "canvas.hint.mask": ("paint what is to change", "涂抹要修改的区域"),
    "canvas.tooltip": (
        "Drag to draw a box, click to select it, Delete removes it, Escape lets go. The fields below do the same.",
        "拖动画框，点击选中，Delete 删除，Esc 取消选择。下方输入框可完成同样的操作。",
    ),
    "canvas.tooltip.mask": (
        "Drag to paint. Only what is painted changes. Escape gives up the stroke.",
        "拖动以涂抹，只有涂抹的区域会改变。Esc 取消当前笔画。",
    ),
    "tool.box": ("Box", "框"),
    "tool.box.tooltip": ("Draw boxes on the picture", "在图片上画框"),
    "tool.brush": ("Brush", "画笔"),
    "tool.brush.tooltip": ("Paint the mask", "涂抹蒙版"),
    "marks": ("Paint the boxes into the picture", "把框画进图片"),
    "marks.tooltip": (
        "Boxes and numbers become part of the picture that is sent. Ask in the prompt that they be gone in the result.",
        "框和编号会成为所发送图片的一部分。请在提示词中要求结果里去掉它们。",
    ),
    "mask": ("Mask", "蒙版"),
    "mask.legend": ("painted = edited", "涂抹处 = 被编辑"),
    "mask.size": ("Brush", "笔刷"),
    "mask.size.tooltip": ("Width of the brush in pixels of the picture", "笔刷宽度（图片像素）"),
    "mask.erase": ("Eraser", "橡皮"),
    "mask.erase.tooltip": ("Take away from the mask", "擦除蒙版"),
    "mask.clear": ("Clear", "清空"),
    "mask.clear.tooltip": ("Remove the whole mask", "删除整个蒙版"),
    "mask.file": ("mask from a file: path", "从文件读取蒙版：路径"),
    "mask.file.tooltip": (
        "A picture as large as image 1; what is lighter than mid-grey is edited",
        "与图1一样大的图片，比中灰亮的部分会被编辑",
    ),
    "mask.other": (
        "The mask was painted for another picture. Clear it to paint a new one, or put its picture back.",
        "该蒙版属于另一张图片。请清空后重新涂抹，或放回原来的图片。",
    ),
    "box": ("box {number}", "框{number}"),
    "box.placeholder": ("x1, y1, x2, y2", "x1, y1, x2, y2"),
    "box.remove": ("Remove box {number}", "删除框{number}"),
    "box.form": (
        "box {number}: {value} is not a box; write four whole numbers: x1, y1, x2, y2.",
        "框{number}：{value} 不是框，请写四个整数：x1, y1, x2, y2。",
    ),
    "box.full": (
        "Image {number} has {limit} boxes already, which is all that this model takes. Remove one first.",
        "图{number}已有 {limit} 个框，这是该模型的上限。请先删除一个。",
    ),
    "box.none": (
        "This model takes no list of boxes. Paint the boxes into the picture instead: tick that below it.",
        "该模型不接受框列表。请勾选图片下方的选项，把框画进图片。",
    ),
}
"""By key: English, Chinese."""
