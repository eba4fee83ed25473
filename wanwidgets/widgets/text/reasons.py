"""Why a picture could not be read or fetched, in Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from wanwidgets.widgets.text.documents import DOCUMENTS_ZH
from wanwidgets.widgets.text.matching import in_words
from wanwidgets.widgets.text.obstacles import CONNECTIONS_ZH

__all__ = ["REASONS_ZH", "reason"]

REASONS_ZH: Mapping[str, str] = {
    r"there is no such file as (.+?)\. Give": "找不到文件 {0}。请填写相对于笔记本所在文件夹的路径，或完整路径。",
    r"no file has a name like this": "没有符合的文件。路径是否相对于笔记本所在的文件夹？",
    r"it is a folder": "这是文件夹，不是图片。可写成 文件夹/*.jpg。",
    r"it is no file but a pipe": "这是管道或设备，不是图片文件。",
    r"the file cannot be read \((.+)\)\.$": "无法读取文件（{0}）。",
    r"the file is empty": "文件是空的。",
    r"the file is damaged or cut off": "文件已损坏或不完整，请重新导出。",
    r"it holds text, not a picture": "内容是文本而不是图片。是否把网页或错误信息存成了图片文件名？",
    r"it is no picture that can be read": "不是可读取的图片。请提供 JPEG、PNG、WEBP、BMP、GIF 或 TIFF 文件。",
    r"HEIC is not read": "不支持 HEIC，请导出为 JPEG。",
    r"its file has (\d+ MB); at most (\d+ MB)": "文件为 {0}，最多读取 {1}。",
    r"it declares (.+?) pixels; at most (.+?) are read": "声明的像素为 {0}，最多读取 {1}。请缩小。",
    r"the data URL": "data URL 不完整或无效。",
    r"an oss:// address has no pixels": "oss:// 网址无法显示和检查，请提供文件本身。",
    r"its address answered HTTP (\d+)": "网址返回 HTTP {0}。请在浏览器中打开并下载，然后使用该文件。",
    r"its address cannot be reached \((.+?)\)\.(?: (.+))?$": "无法访问该网址（{0}）。{1}",
    r"its address is not a whole": "不是完整的 http:// 或 https:// 网址。",
    r"its address gives more than (\d+ MB)": "网址给出的内容超过 {0}。",
    r"its address redirects more than": "网址重定向次数过多。",
    r"nobody is asked in offline mode, and no run of the store (.+?) was asked with what this address gave": (
        "离线时不发送请求，且存储 {0} 中没有用过该网址的图片。请改为提供文件，或先不用离线模式运行一次。"
    ),
    r"there is no host (.+?)\. Is": "找不到主机 {0}。本机是否已联网？",
    r"(.+?) lies on this machine or in a private network": (
        "{0} 位于本机或内部网络，不会从网址获取。请自行下载，然后使用文件。"
    ),
}
"""By how the English begins; what is in brackets there is filled in here."""


def reason(text: str, language: str) -> str:
    """Return why, in that language where there are words for it, as a sentence that begins with a capital letter."""
    said = in_words(text, {**REASONS_ZH, **DOCUMENTS_ZH, **CONNECTIONS_ZH}) if language == "zh" else None
    return said if said is not None else text[:1].upper() + text[1:]
