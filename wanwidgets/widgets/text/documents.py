"""Why a text or a file brought no request back, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["DOCUMENTS_ZH"]

DOCUMENTS_ZH: Mapping[str, str] = {
    # pasted JSON
    r"This is no JSON \((.+)\)\. Paste": "这不是 JSON（{0}）。请粘贴从 {{ 到 }} 的全部文本。",
    r"(.+): line (\d+) column (\d+) \(char \d+\)$": "第 {1} 行第 {2} 列",
    r"This is no request: it must be a JSON object with (.+)\.$": "这不是请求：应为含有 {0} 的 JSON 对象。",
    r"The version of the request is (.+); it must be (\d+)": "请求的版本是 {0}，应为 {1}。",
    r"The request is of version (\d+), and this wanwidgets reads (\d+)": (
        "请求的版本是 {0}，当前的 wanwidgets 只能读取 {1}。请升级 wanwidgets。"
    ),
    r"The text has (.+?) letters; at most (.+?) are read": "文本有 {0} 个字符，最多读取 {1} 个。",
    r"The request has no (.+)\.$": "请求中缺少 {0}。",
    r"The request cannot be read: (.+?)\.?$": "请求无法读取：{0}。",
    r"(.+) is no parameter; it stands beside them": "{0} 不是参数，应与参数并列",
    r"a picture's url must begin with": "图片的网址应以 http:// 或 https:// 开头",
    r"sha256 and pixels of a picture are": "图片的 sha256 和 pixels 应各为 64 位十六进制数",
    r"the size of a picture is \[width, height\]": "图片的尺寸应为 [宽, 高]，以像素计",
    r"the picture that the mask was begun with is not here": "缺少蒙版所基于的图片。",
    r"A box is \(x1, y1, x2, y2\), four whole numbers; this one is (.+)": "框应为四个整数 (x1, y1, x2, y2)，此处为 {0}",
    # what a picture's file tells
    r"what its file tells of the request cannot be read: (.+?)\.?$": "文件中记录的请求无法读取：{0}。",
    r"the file beside it: (.+)": "旁边的文件：{0}",
    r"it is of version (\d+), and this wanwidgets reads up to (\d+)": (
        "其版本是 {0}，当前的 wanwidgets 最高读取 {1}，请升级 wanwidgets"
    ),
    r"it is no document of wanwidgets": "不是 wanwidgets 的记录",
    r"it is no JSON": "不是 JSON",
    r"it is nested too deeply": "嵌套过深",
    r"it tells of no request, or what it told was taken out": "其中没有请求的记录，或已被去除，存储中也没有。",
    r"it tells of no request": "其中没有请求",
    r"it has more than (.+) bytes": "超过 {0} 字节",
    r"the request has more than (.+) bytes": "请求超过 {0} 字节，无法记入文件",
    r"it has a parameter that no model has: (.+)": "含有任何模型都没有的参数：{0}",
    r"its mask would take too long to draw": "其蒙版绘制耗时过长",
    r"its mask is none|the picture of its mask is|a step of its mask is none": "其蒙版无效",
    r"its parameters are none": "其参数无效",
    r"a hash in it is no SHA-256": "其中的哈希值不是 SHA-256",
    r"a box in it is none": "其中的框无效",
    r"a number in it is too large": "其中的数值过大",
    r"(\w+) in it is no (?:text|number|list)": "其中的 {0} 无效",
}
"""By how the English begins; what is in brackets there is filled in here."""
