"""The words of the mask and its tools; in English and in Chinese."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["MASK_WORDS"]

MASK_WORDS: Mapping[str, tuple[str, str]] = {
    "mask": ("Mask", "蒙版"),
    "mask.legend": ("painted (white) is edited, the rest is kept", "涂抹处（白色）会被编辑，其余保留"),
    "mask.size": ("Brush", "笔刷"),
    "mask.size.tooltip": (
        "Width of the brush in pixels of the picture; the keys [ and ] change it",
        "笔刷宽度（图片像素），也可按 [ 和 ] 键调整",
    ),
    "mask.erase": ("Eraser", "橡皮"),
    "mask.erase.tooltip": ("Take away from the mask instead of adding to it", "从蒙版中擦除，而不是添加"),
    "mask.opacity": ("Overlay", "显示"),
    "mask.opacity.tooltip": (
        "How much of the picture the paint covers on the screen; the mask itself stays black and white",
        "涂抹色在屏幕上的不透明度，蒙版本身始终是黑白的",
    ),
    "mask.fill": ("Fill", "填满"),
    "mask.fill.tooltip": ("Paint the whole picture", "涂满整张图片"),
    "mask.invert": ("Invert", "反选"),
    "mask.invert.tooltip": ("Edit what is kept now, and keep what is edited", "交换被编辑和被保留的区域"),
    "mask.clear": ("Clear", "清空"),
    "mask.clear.tooltip": ("Remove the whole mask", "删除整个蒙版"),
    "mask.from_boxes": ("Box → mask", "框 → 蒙版"),
    "mask.from_boxes.tooltip": (
        "Paint exactly the selected box, or all boxes of image 1; with the eraser, take them away",
        "精确涂满选中的框或图1的所有框；使用橡皮时则擦除",
    ),
    "mask.to_boxes": ("Mask → boxes", "蒙版 → 框"),
    "mask.to_boxes.tooltip": (
        "Put boxes around the largest painted parts, in place of the boxes of image 1",
        "用涂抹的最大区域的外接框替换图1的框",
    ),
    "mask.parts": (
        "Boxes are around the {count} largest painted parts; {left} smaller parts have none.",
        "已为最大的 {count} 个涂抹区域生成框，另有 {left} 个较小的区域没有框。",
    ),
    "mask.parts.none": ("Nothing is painted, so there is nothing to put a box around.", "尚未涂抹，无法生成框。"),
    "mask.files": ("File…", "文件…"),
    "mask.files.tooltip": ("Read the mask from a file, or save it", "从文件读取蒙版，或保存蒙版"),
    "mask.file": ("path of the mask: mask.png", "蒙版路径：mask.png"),
    "mask.file.tooltip": (
        "Path of the file, from the notebook's folder; a mask is as large as image 1",
        "文件路径，相对于笔记本所在文件夹；蒙版须与图1一样大",
    ),
    "mask.load": ("Open", "打开"),
    "mask.load.tooltip": (
        "Take the picture of that path as the mask, in place of what is painted",
        "把该路径的图片作为蒙版，替换当前涂抹",
    ),
    "mask.save": ("Save", "保存"),
    "mask.save.tooltip": (
        "Save the mask as a PNG; a file of that name that is another one is kept",
        "把蒙版保存为 PNG，同名的其他文件会保留",
    ),
    "mask.saved": ("The mask was saved as {path}.", "蒙版已保存为 {path}。"),
    "mask.loading": ("Reading the mask…", "正在读取蒙版…"),
    "mask.form": ("What the file says is edited", "文件中哪部分会被编辑"),
    "mask.form.white": ("white is edited", "白色会被编辑"),
    "mask.form.opaque": ("opaque is edited", "不透明处会被编辑"),
    "mask.form.transparent": ("transparent is edited", "透明处会被编辑"),
    "mask.form.tooltip": (
        "What the file says is edited; a transparent file opened as black and white is read as: opaque is edited",
        "文件中哪部分会被编辑。以黑白方式打开含透明度的文件时，按“不透明处会被编辑”读取",
    ),
    "mask.other": (
        "The mask was painted for another picture. Clear it to paint a new one, or put its picture back.",
        "该蒙版属于另一张图片。请清空后重新涂抹，或放回原来的图片。",
    ),
}
"""By key: English, Chinese."""
