"""The words of prompt, parameters and buttons; in English and in Chinese."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["CONTROLS_WORDS"]

CONTROLS_WORDS: Mapping[str, tuple[str, str]] = {
    "prompt": ("Prompt", "提示词"),
    "prompt.placeholder": (
        "What to change, for example: Place image 1 in box 1 of image 2",
        "要做什么修改，例如：把图1放到图2的框1里",
    ),
    "prompt.placeholder.mask": (
        "What is to be where you painted, for example: A red hat",
        "涂抹处要出现什么，例如：一顶红帽子",
    ),
    "prompt.placeholder.text": (
        "What to make, for example: A lighthouse in a storm, oil on canvas",
        "要生成什么，例如：暴风雨中的灯塔，油画",
    ),
    "prompt.count": ("{count}/{limit}", "{count}/{limit}"),
    "size.custom": ("W*H", "宽*高"),
    "size.automatic": ("as the image", "随输入图"),
    "size.automatic.none": ("automatic", "自动"),
    "size.output": ("output about {width}×{height}", "输出约 {width}×{height}"),
    "seed.placeholder": ("random", "随机"),
    "negative_prompt.placeholder": ("what should not be in the result", "结果中不应出现的内容"),
    "mask_color.placeholder": ("#ffffff, #00ff00", "#ffffff, #00ff00"),
    "palette.none": ("none", "无"),
    "palette.sum": ("together {sum} %", "合计 {sum} %"),
    "palette.begin": ("Choose colours", "选择颜色"),
    "palette.begin.tooltip": ("Begin with {count} colours", "从 {count} 种颜色开始"),
    "palette.add": ("Add a colour", "添加颜色"),
    "palette.add.tooltip": ("At most {count} colours", "最多 {count} 种颜色"),
    "palette.even": ("Even shares", "均分占比"),
    "palette.even.tooltip": ("Give each colour the same share, 100 % together", "每种颜色占比相同，合计 100 %"),
    "palette.color": ("Colour {number}", "颜色 {number}"),
    "palette.share": ("Share of colour {number}, in per cent", "颜色 {number} 的占比（%）"),
    "palette.remove": ("Remove colour {number}", "删除颜色 {number}"),
    "insert": ("Insert", "插入"),
    "insert.tooltip": ('Put "{name}" at the end of the prompt', "把“{name}”添加到提示词末尾"),
    "box.of": ("box {number} of image {image}", "图{image}的框{number}"),
    "time.about": ("about {seconds} s", "约 {seconds} 秒"),
    "time.usual": ("usually {seconds} s", "通常 {seconds} 秒"),
    "time.usual.each": ("usually {seconds} s a picture", "每张通常 {seconds} 秒"),
    "time.title": (
        "Time by earlier runs; where there are none, by the samples in the provider's documents",
        "时间按以往任务估计；没有记录时取自官方文档的示例",
    ),
    "step.images": ("Next: add a picture.", "下一步：添加图片。"),
    "step.mask": ("Next: paint what is to change.", "下一步：涂抹要修改的区域。"),
    "step.prompt": ("Next: write the prompt.", "下一步：填写提示词。"),
    "ready.wrong": ("{field}: {remedy}", "{field}：{remedy}"),
    "ready.more": ("{said} And {count} more.", "{said}另有 {count} 处。"),
    "ready.same": ("Under way. Change something to run it beside this.", "进行中。修改后可同时运行另一个请求。"),
    "ready.limit": (
        "{count} runs are under way, as many as may be at once.",
        "已有 {count} 个任务进行中，达到同时运行的上限。",
    ),
    "way": ("How it is sent", "发送方式"),
    "take": ("Take", "变体"),
    "size.custom.name": ("Width * height of the result in pixels", "结果的宽*高（像素）"),
    "edit": ("Edit", "编辑"),
    "make": ("Generate", "生成"),
    "edit.tooltip": ("Send this request", "发送此请求"),
    "cancel": ("Cancel", "取消"),
    "cancel.tooltip": ("Stop the run", "停止运行"),
}
"""By key: English, Chinese."""
