"""The words of results; in English and in Chinese."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["RESULTS_WORDS"]

RESULTS_WORDS: Mapping[str, tuple[str, str]] = {
    "result.caption": ("{width}×{height}", "{width}×{height}"),
    "result.choose": ("Show the results of", "显示结果"),
    "result.some": ("{made} of {asked} pictures", "{made}/{asked} 张成功"),
    "result.more": ("more to come", "还有更多"),
    "result.failed": ("This picture failed", "此图片生成失败"),
    "result.prompt": ("Prompt as it was used", "实际使用的提示词"),
    "result.gone": (
        "The file of this picture is gone, or was changed: {name}",
        "此图片的文件已不存在或已被改动：{name}",
    ),
    "result.use": ("Use as image", "用作输入图"),
    "result.use.tooltip": ("Add this result to the images", "将此结果添加到图片列表"),
}
"""By key: English, Chinese."""
