"""What can be wrong with a request, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from wanwidgets.problems import SENTENCES

__all__ = ["PROBLEMS_EN", "PROBLEMS_ZH"]

PROBLEMS_ZH: Mapping[str, tuple[str, str]] = {
    "model.unknown": ("没有模型 {value}，可用：{allowed}", "请选择其中之一。"),
    "prompt.missing": ("内容为空", "请写明要做什么修改。"),
    "prompt.length": ("有 {value} 个字符，允许 {allowed}", "请缩短。"),
    "prompt.character": ("含有不完整的字符（{value}），无法发送", "请重新输入。"),
    "images.count": ("有 {value} 张图片，允许 {allowed}", "请增减图片。"),
    "image.gone": ("找不到它的文件（{value}，{allowed} 像素）", "请添加该图片，会按像素识别并放回原位；或将其移除。"),
    "image.format": ("格式为 {value}，允许 {allowed}", "请转换格式。"),
    "image.side": ("尺寸为 {value} 像素，每边允许 {allowed}", "请缩放。"),
    "image.ratio": ("宽是高的 {value} 倍，允许 {allowed}", "请裁剪。"),
    "image.bytes": ("文件大小为 {value}，允许 {allowed}", "请缩小，或存为 JPEG。"),
    "boxes.unsupported": (
        "有 {value} 个框，而该模型不接受框列表",
        "请勾选“把框画进图片”、删除框，或选择支持框的模型。",
    ),
    "boxes.count": ("有 {value} 个框，每张图允许 {allowed}", "请删除一些，或勾选“把框画进图片”。"),
    "boxes.outside": ("框 {value} 完全在图片（{allowed}）之外", "请重新画框。"),
    "boxes.no_image": ("为图{value}给出了框，但图片数为 {allowed}", "请添加图片，或删除框。"),
    "mask.unsupported": ("{value}不使用蒙版", "请清空蒙版，或选择支持蒙版的模型。"),
    "parameter.unknown": ("该模型没有参数 {value}，可用：{allowed}", "请去掉它。"),
    "parameter.boolean": ("{value} 既不是 True 也不是 False", "请修改。"),
    "parameter.integer": ("{value} 不是整数", "请修改。"),
    "parameter.range": ("不允许 {value}，允许 {allowed}", "请修改。"),
    "model.region": ("地域{value}不提供此功能，提供的地域：{allowed}", "请选择其他地域。"),
    "model.way": ("此处无法{value}，可用：{allowed}", "请选择其中之一。"),
    "marks.unknown": ("不允许 {value}，允许 {allowed}", "请选择其中之一。"),
    "mask.missing": ("{value}需要蒙版", "请涂抹要修改的区域。"),
    "mask.empty": ("蒙版上没有涂抹任何区域", "请涂抹要修改的区域。"),
    "mask.size": ("蒙版为 {value} 像素，而图1为 {allowed}", "两者须一样大。"),
    "parameter.mode": ("不属于{value}，可用：{allowed}", "请去掉它，或选择其他模式。"),
    "parameter.number": ("{value} 不是数字", "请修改。"),
    "parameter.text": ("{value} 不是文本", "请修改。"),
    "parameter.character": ("含有不完整的字符（{value}），无法发送", "请重新输入。"),
    "parameter.length": ("有 {value} 个字符，允许 {allowed}", "请缩短。"),
    "parameter.choice": ("不允许 {value}，允许 {allowed}", "请选择其中之一。"),
    "palette.form": ("{value} 不是带占比的颜色，应为 {allowed}", "请修改。"),
    "palette.count": ("有 {value} 种颜色，允许 {allowed}", "请增减颜色。"),
    "palette.sum": ("占比合计 {value}，必须为 {allowed}", "请调整占比。"),
    "colors.form": ("{value} 不是颜色列表，每个颜色应为 {allowed}", "请修改。"),
    "size.mode": ("{value} 不适用于{allowed}", "请另选尺寸，或选择其他模式。"),
    "size.form": ("{value} 不是尺寸，允许 {allowed}", "请选择其中之一。"),
    "size.pixels": ("总像素 {value}，允许 {allowed}", "请调小或调大。"),
    "size.ratio": ("宽是高的 {value} 倍，允许 {allowed}", "请减小长宽差距。"),
    "budget.session": ("{value} 张超出本会话的预算（剩余 {allowed} 张）", "请减少张数，或提高预算。"),
    "budget.store": ("{value} 张超出本存储的预算（剩余 {allowed} 张）", "请减少张数，或提高预算。"),
    "take.range": ("不允许 {value}，允许 {allowed}", "请使用 0、1、2…"),
}
"""The Chinese of `wanwidgets.problems.SENTENCES`: what is wrong, and the remedy."""

PROBLEMS_EN: Mapping[str, tuple[str, str]] = {
    **SENTENCES,
    "boxes.unsupported": (
        SENTENCES["boxes.unsupported"][0],
        'Tick "Paint the boxes into the picture", remove them, or choose a model that does.',
    ),
    "boxes.count": (
        SENTENCES["boxes.count"][0],
        'Remove some, or tick "Paint the boxes into the picture".',
    ),
    "mask.unsupported": ('"{value}" uses no mask', "Clear it, or choose a model that takes one."),
}
"""The same in English: where `SENTENCES` speak of what is written in code, what is done on the screen."""
