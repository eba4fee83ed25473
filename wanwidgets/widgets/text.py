"""Every word shown, in English and in Chinese, in one table."""

from __future__ import annotations

from collections.abc import Mapping

from wanwidgets.problems import SENTENCES, Problem

__all__ = ["LANGUAGES", "PROBLEMS_ZH", "WORDS", "Words"]

LANGUAGES = ("en", "zh")

WORDS: Mapping[str, tuple[str, str]] = {
    "model": ("Model", "模型"),
    "images": ("Images", "图片"),
    "add.placeholder": ("path or address", "路径或网址"),
    "add": ("Add", "添加"),
    "add.tooltip": ("Add the picture at this path or address", "添加此路径或网址的图片"),
    "upload": ("Upload", "上传"),
    "upload.limit": (
        "Uploads: at most 10 MiB together. Larger files get lost on the way to the kernel; use their path.",
        "上传：合计不超过 10 MiB。更大的文件传不到内核，请改用路径。",
    ),
    "image": ("image {number}", "图{number}"),
    "image.choose": ("Show image {number} and draw boxes on it", "显示图{number}并在上面画框"),
    "image.up": ("Move image {number} up", "上移图{number}"),
    "image.down": ("Move image {number} down", "下移图{number}"),
    "image.remove": ("Remove image {number}", "删除图{number}"),
    "image.address": ("not fetched yet", "尚未下载"),
    "image.ratio": ("sets the ratio", "决定输出比例"),
    "canvas.empty": ("No picture yet", "还没有图片"),
    "canvas.empty.caption": (
        "Add a picture: type its path or address, or upload it.",
        "请添加图片：输入路径或网址，或上传文件。",
    ),
    "canvas.caption": ("image {number} · {width}×{height}", "图{number} · {width}×{height}"),
    "canvas.hint": ("drag to draw a box, at most {limit}", "拖动以画框，最多 {limit} 个"),
    "canvas.tooltip": (
        "Drag to draw a box, click to select it, Delete removes it, Escape gives up. The fields below do the same.",
        "拖动画框，点击选中，Delete 删除，Esc 取消。下方输入框可完成同样的操作。",
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
    "prompt": ("Prompt", "提示词"),
    "prompt.placeholder": (
        "What to change, for example: Place image 1 in box 1 of image 2",
        "要做什么修改，例如：把图1放到图2的框1里",
    ),
    "prompt.count": ("{count}/{limit}", "{count}/{limit}"),
    "size": ("Size", "尺寸"),
    "size.custom": ("W*H", "宽*高"),
    "size.output": ("output about {width}×{height}", "输出约 {width}×{height}"),
    "n": ("Pictures", "张数"),
    "seed": ("Seed", "种子"),
    "seed.placeholder": ("random", "随机"),
    "watermark": ("Watermark", "水印"),
    "thinking_mode": ("Thinking", "思考模式"),
    "edit": ("Edit", "编辑"),
    "edit.tooltip": ("Send this edit", "发送此次编辑"),
    "cancel": ("Cancel", "取消"),
    "cancel.tooltip": ("Stop the run", "停止运行"),
    "place.local": ("local service", "本地服务"),
    "place.local.title": (
        "Requests stay on this machine. Pictures are edited by classical image processing, not by a Wan model.",
        "请求不离开本机。图片由传统图像处理编辑，并非万相模型。",
    ),
    "place.remote.title": ("Requests go to Model Studio, {place}", "请求发往百炼（{place}）"),
    "cost.free": ("free", "免费"),
    "cost.price": ("{amount} {currency} a run", "每次 {amount} {currency}"),
    "cost.unknown": ("price unknown", "价格未知"),
    "cost.title": ("Price of {as_of}; failed pictures are not billed", "价格日期 {as_of}；失败的图片不计费"),
    "phase.prepared": ("sending", "发送中"),
    "phase.sent": ("sending", "发送中"),
    "phase.queued": ("queued", "排队中"),
    "phase.running": ("running", "运行中"),
    "phase.stopping": ("stopping", "正在停止"),
    "phase.succeeded": ("done", "完成"),
    "phase.refused": ("refused", "被拒绝"),
    "phase.failed": ("failed", "失败"),
    "phase.cancelled": ("cancelled", "已取消"),
    "phase.unreachable": ("not sent", "未发送"),
    "phase.unknown": ("outcome unknown", "结果未知"),
    "phase.lost": ("lost", "已丢失"),
    "phase.undelivered": ("not delivered", "未送达"),
    "phase.seconds": ("{phase} · {seconds:.0f} s", "{phase} · {seconds:.0f} 秒"),
    "phase.about": (
        "{phase} · {seconds:.0f} s of about {typical:.0f} s",
        "{phase} · {seconds:.0f} 秒，约需 {typical:.0f} 秒",
    ),
    "phase.took": ("{phase} · took {seconds:.1f} s", "{phase} · 用时 {seconds:.1f} 秒"),
    "phase.idle": ("Results appear here.", "结果会显示在这里。"),
    "result.caption": ("{width}×{height}", "{width}×{height}"),
    "result.use": ("Use as image", "用作输入图"),
    "result.use.tooltip": ("Add this result to the images", "将此结果添加到图片列表"),
    "notice.rotated": ("turned upright as its EXIF orientation says", "已按 EXIF 方向转正"),
    "notice.alpha": ("transparency flattened on white", "透明部分已合成到白色背景"),
    "notice.cmyk": ("CMYK converted to RGB", "已由 CMYK 转为 RGB"),
    "notice.palette": ("palette converted to RGB", "已由调色板转为 RGB"),
    "notice.depth": ("reduced to 8 bits a channel", "已降为每通道 8 位"),
    "notice.animated": ("only the first frame is used", "仅使用第一帧"),
    "notice.format": ("converted to a format that the models take", "已转换为模型支持的格式"),
    "notice.mode": ("converted to plain RGB", "已转换为普通 RGB"),
    "notice.reencoded": ("encoded again as JPEG (quality 98)", "已重新编码为 JPEG（质量 98）"),
}
"""By key: English, Chinese."""

PROBLEMS_ZH: Mapping[str, tuple[str, str]] = {
    "model.unknown": ("没有模型 {value}，可用：{allowed}", "请选择其中之一。"),
    "prompt.missing": ("内容为空", "请写明要做什么修改。"),
    "prompt.length": ("有 {value} 个字符，允许 {allowed}", "请缩短。"),
    "prompt.character": ("含有不完整的字符（{value}），无法发送", "请重新输入。"),
    "images.count": ("有 {value} 张图片，允许 {allowed}", "请增减图片。"),
    "image.format": ("格式为 {value}，允许 {allowed}", "请转换格式。"),
    "image.side": ("尺寸为 {value} 像素，每边允许 {allowed}", "请缩放。"),
    "image.ratio": ("宽是高的 {value} 倍，允许 {allowed}", "请裁剪。"),
    "image.bytes": ("文件大小为 {value}，允许 {allowed}", "请缩小，或存为 JPEG。"),
    "boxes.unsupported": ("有 {value} 个框，而该模型不支持框", "请删除框，或选择支持框的模型。"),
    "boxes.count": ("有 {value} 个框，每张图允许 {allowed}", "请删除一些。"),
    "boxes.outside": ("框 {value} 完全在图片（{allowed}）之外", "请重新画框。"),
    "boxes.no_image": ("为图{value}给出了框，但图片数为 {allowed}", "请添加图片，或删除框。"),
    "mask.unsupported": ("该模型不支持蒙版", "请使用框，或选择支持蒙版的模型。"),
    "parameter.unknown": ("该模型没有参数 {value}，可用：{allowed}", "请去掉它。"),
    "parameter.boolean": ("{value} 既不是 True 也不是 False", "请修改。"),
    "parameter.integer": ("{value} 不是整数", "请修改。"),
    "parameter.range": ("不允许 {value}，允许 {allowed}", "请修改。"),
    "size.form": ("{value} 不是尺寸，允许 {allowed}", "请选择其中之一。"),
    "size.tier": ("{value} 仅在没有输入图时可用；有输入图时允许 {allowed}", "请另选。"),
    "size.pixels": ("总像素 {value}，允许 {allowed}", "请调小或调大。"),
    "size.ratio": ("宽是高的 {value} 倍，允许 {allowed}", "请减小长宽差距。"),
    "take.negative": ("不允许 {value}，从 0 开始计数", "请使用 0、1、2…"),
}
"""The Chinese of `wanwidgets.problems.SENTENCES`: what is wrong, and the remedy."""


class Words:
    """The words of one language.

    Parameters
    ----------
    language
        ``"en"`` or ``"zh"``.

    Raises
    ------
    ValueError
        Another language.
    """

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, not {language!r}.")
        self.language = language
        self._index = LANGUAGES.index(language)

    def __call__(self, key: str, **facts: object) -> str:
        """Return the words of that key, with facts filled in."""
        return WORDS[key][self._index].format(**facts)

    def problem(self, problem: Problem, *, field: bool = True) -> str:
        """Return what is wrong and how to mend it, with or without naming the field."""
        pair = (SENTENCES if self.language == "en" else PROBLEMS_ZH)[problem.code]
        wrong = pair[0].format(value=problem.value, allowed=problem.allowed)
        stop = ". " if self.language == "en" else "。"
        text = f"{wrong}{stop}{pair[1]}"
        return f"{self.field(problem)}{': ' if self.language == 'en' else '：'}{text}" if field else text

    def field(self, problem: Problem) -> str:
        """Return the name of the field that has a problem."""
        if problem.number is not None:
            return self("image", number=problem.number)
        return self(problem.field) if problem.field in WORDS else problem.field
