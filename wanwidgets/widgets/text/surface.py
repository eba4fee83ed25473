"""The words around the chosen picture: canvas and boxes; in English and in Chinese."""

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
    "canvas.name": (
        "Picture, drawn on with a pointer; the fields below do the same",
        "图片画布，用指针绘制；下方输入框可完成同样的操作",
    ),
    "canvas.opening": ("Opening…", "正在打开…"),
    "canvas.keys": (
        "{keys} is the page's, but the keys were at the picture. They are back at the page: press it again.",
        "{keys} 是页面的快捷键，但刚才键盘焦点在图片上。现在已交还页面，请再按一次。",
    ),
    "view.nearer": ("Zoom in: +, or turn the wheel over the picture", "放大：+ 键，或在图片上滚动滚轮"),
    "view.away": ("Zoom out: −, or turn the wheel over the picture", "缩小：− 键，或在图片上滚动滚轮"),
    "view.fit": ("Fit", "适应"),
    "view.fit.tooltip": ("Show the whole picture: 0", "显示整张图片：0 键"),
    "view.one": ("1:1", "原大"),
    "view.one.tooltip": (
        "A pixel of the picture is a pixel of the screen: 1",
        "图片的一个像素对应屏幕的一个像素：1 键",
    ),
    "view.undo": ("Undo: Ctrl or ⌘ with Z, on the picture", "撤销：在图片上按 Ctrl 或 ⌘ 加 Z"),
    "view.redo": ("Redo: Ctrl or ⌘ with Shift and Z, on the picture", "重做：在图片上按 Ctrl 或 ⌘ 加 Shift 加 Z"),
    "tool.hand": ("Hand", "抓手"),
    "tool.hand.tooltip": ("Move the picture; two fingers do so too", "移动图片，双指也可以"),
    "canvas.caption": ("image {number} · {width}×{height}", "图{number} · {width}×{height}"),
    "canvas.hint": ("drag to draw a box, at most {limit}", "拖动以画框，最多 {limit} 个"),
    "canvas.hint.free": ("drag to draw a box", "拖动以画框"),
    "canvas.hint.mask": ("paint what is to change", "涂抹要修改的区域"),
    "canvas.tooltip": (
        (
            "Drag to draw a box, click to select it; click again for the box below. Drag it to move it, or a handle to "
            "resize it. Arrow keys move it by 1 pixel, with Shift by 10; D duplicates it, Delete removes it, Escape "
            "lets go. The fields below do the same."
        ),
        (
            "拖动画框，点击选中，再次点击可选中下层的框。拖动框可移动，拖动手柄可调整大小。方向键移动 1 像素，"
            "按住 Shift 移动 10 像素；D 复制，Delete 删除，Esc 取消。下方输入框可完成同样的操作。"
        ),
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
    "box": ("box {number}", "框{number}"),
    "box.new": ("the new box", "新框"),
    "box.add": ("New box", "新建框"),
    "box.add.tooltip": (
        "Make a box in the middle of the picture, to be moved by hand or by numbers",
        "在图片中央新建一个框，再用指针或数字调整",
    ),
    "box.placeholder": ("new box: x1, y1, x2, y2", "新框：x1, y1, x2, y2"),
    "box.text": ("Corners of box {number}, to copy or paste", "框{number}的坐标，可复制或粘贴"),
    "box.text.new": ("Corners of a new box, to paste", "粘贴新框的坐标"),
    "box.select": ("Select box {number}", "选中框{number}"),
    "box.copy": ("Duplicate box {number}", "复制框{number}"),
    "box.remove": ("Remove box {number}", "删除框{number}"),
    "box.corner": ("{corner} of box {number}", "框{number}的 {corner}"),
    "box.order": (
        "{first} is {low} and {second} is {high}. Write the other one too: {second} must be greater.",
        "{first} 为 {low}，{second} 为 {high}。请再填另一个：{second} 必须更大。",
    ),
    "box.form": (
        "{value} is no box; write four whole numbers for {name}: x1, y1, x2, y2.",
        "{value} 不是框，请为{name}写四个整数：x1, y1, x2, y2。",
    ),
    "box.empty": (
        "The box {value} holds no pixel: x1 and x2, and y1 and y2, must differ.",
        "框 {value} 不含任何像素：x1 与 x2、y1 与 y2 不能相同。",
    ),
    "box.full.short": ("at most {limit} boxes", "最多 {limit} 个框"),
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
