"""The words above everything, and of notices; in English and in Chinese."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["HEAD_WORDS"]

HEAD_WORDS: Mapping[str, tuple[str, str]] = {
    "model": ("Model", "模型"),
    "mode.one": ("{mode} · 1 picture", "{mode} · 1 张"),
    "mode.many": ("{mode} · {count} pictures", "{mode} · {count} 张"),
    "mode.most": ("{mode} · up to {count} pictures", "{mode} · 最多 {count} 张"),
    "mode.trial": ("{said} · free trial only at the provider", "{said} · 官方仅供免费试用"),
    "mode.title": ("What this request is, by its parameters and pictures", "由参数和图片决定的请求类型"),
    "place.local": ("local service", "本地服务"),
    "place.local.title": (
        "Requests stay on this machine. Pictures are edited by classical image processing, not by a Wan model.",
        "请求不离开本机。图片由传统图像处理编辑，并非万相模型。",
    ),
    "place.remote.title": ("Requests go to Model Studio, {place}", "请求发往百炼（{place}）"),
    "terminal": (
        "JupyterLab, Notebook 7 and Voila show an Editor, a terminal does not. editor.run() does what Edit does there.",
        "Editor 显示在 JupyterLab、Notebook 7 和 Voila 中，终端无法显示。editor.run() 相当于按“编辑”。",
    ),
    "notice.left_out": (
        "Left out, since what was chosen does not take it: {names}.",
        "已去掉所选模型或模式不支持的参数：{names}。",
    ),
    "notice.kept": ("Kept, and not taken by what was chosen: {problem}", "已保留，但所选模型或模式不支持：{problem}"),
    "notice.kept.more": ("And {count} more, told beside their fields.", "另有 {count} 处，见各字段旁的说明。"),
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
