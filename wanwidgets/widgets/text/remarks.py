"""What is told of a run's way, of the store's folder and of the pace, in Chinese; the service's words stay its own."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["REMARKS_ZH", "chinese"]

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


def chinese(remark: str) -> str:
    """Return it in Chinese, or as it is where there are no words for it."""
    for english, words in REMARKS_ZH.items():
        found = re.match(english, remark)
        if found:
            return words.format(*found.groups())
    return remark
