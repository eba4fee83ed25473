"""What is told of a run's way, of the store's folder and of the pace, in Chinese; the service's words stay its own."""

from __future__ import annotations

import re
from collections.abc import Mapping

from wanwidgets.widgets.text.documents import DOCUMENTS_ZH
from wanwidgets.widgets.text.matching import in_words
from wanwidgets.widgets.text.obstacles import CONNECTIONS_ZH
from wanwidgets.widgets.text.reasons import reason

__all__ = ["REMARKS_ZH", "chinese", "here"]

REMARKS_ZH: Mapping[str, str] = {
    r"Stopped before anything was (sent|started)\.$": "已停止，尚未发送任何请求。",
    r"Stopped while waiting to send": "在等待发送时已停止，请求未发送。",
    r"Stopped while waiting to ask the service": "在等待查询时已停止；服务端已有的任务会继续。",
    r"Stopped while downloading": "在下载时已停止；图片在服务端保留 24 小时。",
    r"Stopped while the parts came\.": "在接收内容时已停止。已收到的内容会保留，整个请求可能计费。",
    r"Stopped waiting\. The service has begun the task": (
        "已停止等待。服务端已开始或可能已开始该任务：会继续完成，可能计费，图片在服务端保留 24 小时。"
    ),
    r"Stopped, and the local service ended": "已停止，且本地服务在图片到达前已结束。",
    r"The task was cancelled before it began": "任务在开始前已取消，不计费。",
    r"The task was cancelled at the service": "任务已在服务端取消，不计费。",
    r"The kernel ended before anything was sent": "内核在发送之前已结束。",
    r"The picture was made and could not be downloaded: (.+) It waits 24 hours at the service\.$": (
        "图片已生成但无法下载：{0} 图片在服务端保留 24 小时。"
    ),
    r"Stopped waiting\. The very same request is under way elsewhere": (
        "已停止等待。同一请求正在别处进行，会在那里继续；此处未发送任何请求。"
    ),
    r"Nothing was sent now\. The very same request was sent at (.+?), more than 24 hours ago, and no answer came": (
        "此次未发送任何请求。同一请求已于 {0} 发送而没有应答，至今已超过 24 小时，服务端不再保留该任务：可能已计费。"
        "可在下方放弃追查或重新发送，可能重复计费。"
    ),
    r"Nothing was sent now\. The very same request was sent at (.+?), and no answer came": (
        "此次未发送任何请求。同一请求已于 {0} 发送而没有应答：可能正在运行，可能已计费。请在下方查找；"
        "也可放弃追查或重新发送，可能重复计费。"
    ),
    r"Nothing was sent now\. The very same request was sent as a stream at (.+?), and its end never came": (
        "此次未发送任何请求。同一请求已于 {0} 以流式发送但未收到结尾：已收到的内容会保留，整个请求可能计费。"
        "流式请求没有可查找的任务：可放弃追查或重新发送，可能重复计费。"
    ),
    r"Nothing was sent: nobody is asked in offline mode, and the store (.+?) does not remember this request\. The very "
    r"same one, begun at (.+?), is unfinished in it": (
        '未发送任何请求：离线时不发送，且存储 {0} 中同一请求（始于 {1}）尚未完成。请用 mode="replay" 运行一次：会尽可能'
        "继续该请求，不会重复发送。"
    ),
    r"Nothing was sent: nobody is asked in offline mode, and the store (.+?) does not remember this request\. It ": (
        '未发送任何请求：离线时不发送，且存储 {0} 还没有任何记住的结果。请打开一个包，或用 mode="replay" 发送一次。'
    ),
    r"Nothing was sent: (?:the|this) client was made in offline mode": (
        "未发送任何请求：客户端是以离线模式建立的。若要发送，请不用离线模式重新连接。"
    ),
    r"Nothing was sent: this session is offline": "未发送任何请求：本会话为离线模式。",
    r"This request was answered before, and what came is not whole any more\. (.+) Nothing was sent\. Put the file": (
        "该请求已有结果，但其文件已不完整。{0} 未发送任何请求。请把文件恢复原样，或点击“重新请求”，费用与第一次相同。"
    ),
    r"The store has no file (\w+…)\.": "存储中没有文件 {0}。",
    r"The store's file (\w+…) is damaged": "存储中的文件 {0} 已损坏或被改动。",
    r"The store's file (\w+…) cannot be read \((.+?)\)": "无法读取存储中的文件 {0}（{1}）。",
    r"The journal of the run store (.+?) is gone": (
        "运行存储 {0} 的日志已被删除或移走。未写入任何内容。请放回原处，或另选文件夹。"
    ),
    r"The run store (.+?) cannot be used \((.+?)\)\. ": (
        "无法使用运行存储 {0}（{1}）。请用 RunStore(文件夹) 或 WANWIDGETS_STORE 另选文件夹；没有存储不会发送请求。"
    ),
    r"The local service needs Tornado, OpenCV and scikit-image: (.+?)\. \((.+)\)$": (
        "本地服务需要 Tornado、OpenCV 和 scikit-image：{0}（{1}）。"
    ),
    r"There is no run (.+?) in (.+?)\.": "{1} 中没有运行 {0}。",
    r"The run store is on a network file system \((.+?)\)": (
        "运行存储位于网络文件系统（{0}）：日志不使用预写日志，速度较慢。请勿同时在多台机器上打开。"
    ),
    r"The file system of the run store gives no shared memory": (
        "运行存储所在的文件系统不支持共享内存：日志不使用预写日志。"
    ),
    r"The run store may not be written": "运行存储不可写：只能查看已有记录，无法开始新的请求。",
    r"Runs of the run store that cannot be read: (\d+)\. ": (
        "运行存储中有 {0} 条记录无法读取。RunStore.damage() 说明原因；未删除任何内容。"
    ),
    r"The file system of the run store gives no locks": (
        "运行存储所在的文件系统不支持锁：无论内核是否仍在，记录写入后一小时内都视为进行中。"
    ),
    r"Requests are paced within this process alone, since (.+?) cannot be used \((.*)\)\. ": (
        "请求只在本进程内限速，因为无法使用 {0}（{1}）。如已损坏请删除；WANWIDGETS_PACE 可另行指定文件。"
    ),
}
"""By how the English begins; what is in brackets there is filled in here."""


_PICTURE = re.compile(r"(?:The picture|Image (?P<number>\d+))(?: \((?P<name>.+?)\))?: (?P<reason>.+)", re.DOTALL)
"""How an `ImageError` tells of a picture."""


_ELSEWHERE: Mapping[str, str] = {
    "Look for it in an Editor on this store, which can also send it again or leave it at that": (
        "Look for it below, send it again or leave it at that"
    ),
    "end it again or leave it at that in an Editor on this store": "end it again or leave it at that below",
}
"""What sends a reader of code to an Editor, and what an Editor says instead."""


def here(remark: str) -> str:
    """Return it in English as an Editor says it, which is where a cell sends its reader.

    >>> here("Send it again or leave it at that in an Editor on this store, or ask again.")
    'Send it again or leave it at that below, or ask again.'
    """
    for elsewhere, said in _ELSEWHERE.items():
        remark = remark.replace(elsewhere, said)
    return remark


def chinese(remark: str) -> str:
    """Return it in Chinese, or as it is where there are no words for it."""
    picture = _PICTURE.fullmatch(remark)
    if picture is None:
        said = in_words(remark, {**REMARKS_ZH, **DOCUMENTS_ZH, **CONNECTIONS_ZH})
        return remark if said is None else said
    name = f"（{picture['name']}）" if picture["name"] else ""
    return f"图{picture['number'] or '片'}{name}：{reason(picture['reason'], 'zh')}"
