"""The words of the list of pictures; in English and in Chinese."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["IMAGES_WORDS"]

IMAGES_WORDS: Mapping[str, tuple[str, str]] = {
    "images": ("Images", "图片"),
    "images.count": ("{count}, allowed {allowed}", "{count}，允许 {allowed}"),
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
    "image.way.upload": ("sent by upload", "将上传后发送"),
    "image.way.address": ("sent as its address", "以网址发送"),
    "image.stuck.no_upload": (
        "The model takes addresses only, and nothing can be uploaded here: give its http(s) address",
        "该模型只接受网址，而此处无法上传：请改用 http(s) 网址",
    ),
    "image.stuck.not_fetched": (
        "Boxes cannot be painted into an address that was not fetched: give its file",
        "无法把框画进尚未下载的网址图片：请改用文件",
    ),
    "image.stuck.not_ascii": (
        "The model takes no address with letters beyond ASCII: give its file",
        "该模型不接受含非 ASCII 字符的网址：请改用文件",
    ),
    "image.ratio": ("sets the ratio", "决定输出比例"),
}
"""By key: English, Chinese."""
