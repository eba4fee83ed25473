"""The words of what is remembered: dates, modes, variations, and what differs; in English and in Chinese."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["REMEMBERING_WORDS"]

REMEMBERING_WORDS: Mapping[str, tuple[str, str]] = {
    # when it was
    "date.day": ("{day} {month}", "{month}{day}日"),
    "date.year": ("{day} {month} {year}", "{year}年{month}{day}日"),
    "month.1": ("January", "1月"),
    "month.2": ("February", "2月"),
    "month.3": ("March", "3月"),
    "month.4": ("April", "4月"),
    "month.5": ("May", "5月"),
    "month.6": ("June", "6月"),
    "month.7": ("July", "7月"),
    "month.8": ("August", "8月"),
    "month.9": ("September", "9月"),
    "month.10": ("October", "10月"),
    "month.11": ("November", "11月"),
    "month.12": ("December", "12月"),
    # a run that was replayed
    "replayed": ("replayed from {date}, free", "重放 {date} 的结果，免费"),
    "replayed.engine": ("replayed from {date}, free, made by {place}", "重放 {date} 的结果，免费，由{place}生成"),
    "replayed.pack": ("replayed from {date}, free, from the pack {pack}", "重放 {date} 的结果，免费，来自包 {pack}"),
    "phase.replayed": ("{phase} · {said}", "{phase} · {said}"),
    "stage.remembered": ("remembered", "已记住"),
    "stage.elsewhere": ("the same is under way already, waiting for it", "同一请求已在进行，等待其结果"),
    # what is known before it
    "remembered": ("remembered from {date}: free", "已记住 {date} 的结果：免费"),
    "remembered.free": ("remembered: free", "已记住：免费"),
    "remembered.title": (
        "This very request was answered already. Its pictures are given again: nothing is sent, and it costs nothing",
        "该请求已有结果，会直接给出原来的图片：不发送，不计费",
    ),
    "unremembered": ("not remembered, and nobody is asked", "没有记住的结果，且不会发送"),
    "unremembered.title": (
        "Offline only what is remembered is given. Edit says in what this request differs from the nearest one",
        "离线时只给出已记住的结果。点击编辑可查看与最接近的请求有何不同",
    ),
    # the buttons for more
    "vary": ("New variation", "新变体"),
    "vary.tooltip": (
        "Ask for another picture of the same request, under the next take: {price}",
        "以下一个变体编号再生成一次同样的请求：{price}",
    ),
    "vary.none": (
        "There is no picture of this request yet to vary: press Edit first",
        "该请求还没有结果，请先点击编辑",
    ),
    "vary.offline": ("Offline nobody is asked", "离线时不发送任何请求"),
    "refresh": ("Ask again", "重新请求"),
    "refresh.tooltip": (
        "Send the very same request though it is remembered; both results are kept: {price}",
        "重新发送已记住的同一请求，两次结果都会保留：{price}",
    ),
    "refresh.none": ("This request is not remembered: Edit asks", "该请求没有记住的结果，点击编辑即会发送"),
    "take.tooltip": (
        "Which variation of the same request: 0, 1, 2 and so on. Each is remembered by itself",
        "同一请求的第几个变体：0、1、2…，各自分别记住",
    ),
    # modes
    "mode.offline": ("offline: nobody is asked", "离线：不发送请求"),
    "mode.offline.title": (
        'Only what is remembered is given; nothing is sent. To ask as well: mode="replay", or unset WANWIDGETS_MODE',
        '只给出已记住的结果，不发送任何请求。若要发送：mode="replay"，或取消 WANWIDGETS_MODE',
    ),
    "mode.refresh": ("refresh: always asked", "刷新：总是发送"),
    "mode.refresh.title": (
        (
            'Also what is remembered is asked for again, and may be billed again. To replay: mode="replay", or unset '
            "WANWIDGETS_MODE"
        ),
        '已记住的请求也会重新发送，可能再次计费。若要重放：mode="replay"，或取消 WANWIDGETS_MODE',
    ),
    # what was not remembered
    "missed": (
        (
            "Nothing was sent: offline nobody is asked, and this request is not remembered. In this it differs from "
            "the nearest one that is (remembered → asked for):"
        ),
        "未发送任何请求：离线时不发送，且没有该请求的结果。与最接近的已记住请求有以下不同（已记住的 → 现在的）：",
    ),
    "missed.what": (
        'Set it back, open the pack that holds it, or ask with mode="replay".',
        '请改回原值，打开包含该结果的包，或用 mode="replay" 发送。',
    ),
    # in what two requests differ
    "differs": ("{field}: {before} → {after}", "{field}：{before} → {after}"),
    "differs.said": ("{field}: {said}", "{field}：{said}"),
    "differs.quoted": ("“{text}”", "“{text}”"),
    "differs.none": ("none", "无"),
    "differs.picture": ("another picture", "换了图片"),
    "differs.added": ("added", "新增"),
    "differs.removed": ("removed", "已去掉"),
    "differs.mask": ("painted differently", "涂抹不同"),
    "differs.boxes.one": ("1 box", "1 个框"),
    "differs.boxes.many": ("{count} boxes", "{count} 个框"),
    "differs.moved": ("moved", "已移动"),
    "differs.many": ("and {count} more", "另有 {count} 处"),
    "differs.images": ("Number of images", "图片数量"),
    "boxes.of": ("Boxes of image {number}", "图{number}的框"),
    "engine": ("Answered by", "应答方"),
    "version": ("Version of the meaning", "含义的版本"),
    "marks.name": ("Boxes", "框的标注方式"),
    "marks.list": ("listed", "列出"),
    "marks.drawn": ("painted in", "画入图片"),
}
"""By key: English, Chinese."""
