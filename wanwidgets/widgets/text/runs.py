"""The words for runs: what they cost, where they are, and what became of them; in English and in Chinese."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["RUN_WORDS"]

RUN_WORDS: Mapping[str, tuple[str, str]] = {
    "pictures.one": ("1 picture", "1 张"),
    "pictures.many": ("{count} pictures", "{count} 张"),
    "pictures.one.most": ("at most 1 picture", "最多 1 张"),
    "pictures.many.most": ("at most {count} pictures", "最多 {count} 张"),
    "cost.free": ("free", "免费"),
    "cost.trial": ("free trial only, {pictures} pictures", "仅限免费试用，{pictures} 张"),
    "cost.trial.title": (
        "The model cannot be paid for: after {pictures} pictures it refuses",
        "该模型无法付费使用：用完 {pictures} 张后会拒绝",
    ),
    "cost.most": ("at most about {amount} {currency}", "最多约 {amount} {currency}"),
    "cost.price": ("about {amount} {currency}", "约 {amount} {currency}"),
    "cost.unknown": ("price unknown", "价格未知"),
    "cost.title": ("Price of {as_of}; failed pictures are not billed", "价格日期 {as_of}；失败的图片不计费"),
    "spend.priced": ("{pictures}, about {money}", "{pictures}，约 {money}"),
    "spend.unpriced": ("{pictures}, price unknown", "{pictures}，价格未知"),
    "spend.session": ("this session {spent}", "本会话 {spent}"),
    "spend.store": ("this store {spent}", "本存储 {spent}"),
    "spend.perhaps": ("{count} perhaps billed", "另有 {count} 张可能计费"),
    "spend.left": ("{left} of {budget} pictures of the budget left", "预算还剩 {left}/{budget} 张"),
    "spend.title": (
        "Billed pictures as the service tells them, at the catalog's price. Perhaps: under way, or never answered",
        "按服务返回的用量和目录价格计算的已计费图片。可能计费：仍在进行，或没有应答的请求",
    ),
    "phase.prepared": ("sending", "发送中"),
    "phase.sent": ("sending", "发送中"),
    "phase.waits": ("waiting for its turn: the account's limits", "等待轮到：已达账号限额"),
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
    "phase.abandoned": ("outcome unknown, left at that", "结果未知，已放弃追查"),
    "phase.expired": ("expired", "已过期"),
    "phase.undelivered": ("not delivered", "未送达"),
    "phase.stopped": ("stopped, goes on at the service", "已停止，服务端仍在继续"),
    "phase.behind": ("{phase} · since {since}, {minutes}", "{phase} · 始于 {since}，{minutes}"),
    "phase.minutes": ("{minutes} min", "{minutes} 分钟"),
    "phase.hours": ("{hours} h {minutes} min", "{hours} 小时 {minutes} 分钟"),
    "phase.just": ("{seconds} s", "{seconds} 秒"),
    "fetch": ("Fetch again", "重新取回"),
    "fetch.tooltip": (
        "Fetch the pictures that the service made and that did not come; it costs nothing",
        "取回服务端已生成而未送达的图片，不另计费",
    ),
    "behind": ("Under way behind", "后台进行中"),
    "behind.more": ("and {count} more", "另有 {count} 个"),
    "phase.seconds": ("{phase} · {seconds:.0f} s", "{phase} · {seconds:.0f} 秒"),
    "phase.about": (
        "{phase} · {seconds:.0f} s of about {typical:.0f} s",
        "{phase} · {seconds:.0f} 秒，约需 {typical:.0f} 秒",
    ),
    "phase.took": ("{phase} · took {seconds:.1f} s", "{phase} · 用时 {seconds:.1f} 秒"),
    "phase.idle": ("Results appear here.", "结果会显示在这里。"),
    "trace.title": ("Outcome unknown", "结果未知"),
    "trace.sent": ("{name}, sent {time}", "{name}，发送于 {time}"),
    "trace.looking": (
        "Looking for it: the list may lag, up to {seconds:.0f} s.",
        "正在查找：任务列表可能滞后，最多 {seconds:.0f} 秒。",
    ),
    "trace.one": (
        "A task of that model was created at {time} and no run knows it.",
        "有一个该模型的任务创建于 {time}，没有任何记录认得它。",
    ),
    "trace.many": (
        "{count} tasks of that model were created about then and no run knows them.",
        "那时前后有 {count} 个该模型的任务，没有任何记录认得它们。",
    ),
    "trace.none": ("No trace found. Sending again may bill twice.", "没有找到。重新发送可能重复计费。"),
    "trace.stream": (
        "A stream leaves no task to look for. Sending again may bill twice.",
        "流式请求没有可查找的任务。重新发送可能重复计费。",
    ),
    "trace.old": (
        "The service lists tasks for 24 hours, which are over. Sending again may bill twice.",
        "服务端只列出 24 小时内的任务，现已超过。重新发送可能重复计费。",
    ),
    "trace.unsettled": (
        "The search did not come to its end. {reason} Look again; it costs nothing.",
        "查找没有完成。{reason} 请重新查找，不计费。",
    ),
    "trace.same": ("the same prompt", "提示词相同"),
    "trace.other": ("another prompt", "提示词不同"),
    "trace.adopt": ("Adopt it", "认领"),
    "trace.adopt.tooltip": (
        "Take the task created at {time} for this run, and fetch its pictures",
        "认定创建于 {time} 的任务属于此请求，并取回图片",
    ),
    "trace.leave": ("Leave it", "放弃追查"),
    "trace.leave.tooltip": ("Leave it at that; it may have been billed", "不再追查；可能已计费"),
    "trace.again": ("Send again", "重新发送"),
    "trace.again.tooltip": (
        "Send the same request as a new run; it may bill twice",
        "把同一请求作为新任务发送，可能重复计费",
    ),
    "trace.look": ("Look again", "重新查找"),
    "trace.look.tooltip": ("Ask the service for its tasks once more", "再次查询服务端的任务列表"),
    "trace.more": ("and {count} more whose outcome is unknown", "另有 {count} 个结果未知的请求"),
    "status.PENDING": ("queued", "排队中"),
    "status.RUNNING": ("running", "运行中"),
    "status.SUCCEEDED": ("done", "完成"),
    "status.FAILED": ("failed", "失败"),
    "status.CANCELED": ("cancelled", "已取消"),
    "status.UNKNOWN": ("not said", "未说明"),
    "news.under_way.one": (
        "1 run was still under way. It goes on, and is shown when it comes.",
        "有 1 个任务仍在进行，将继续等待，完成后显示结果。",
    ),
    "news.under_way.many": (
        "{count} runs were still under way. They go on, and are shown when they come.",
        "有 {count} 个任务仍在进行，将继续等待，完成后显示结果。",
    ),
    "news.goes_on": (
        "Stopped. The service does not stop the task any more: it may be billed; its result is kept when it comes.",
        "已停止。服务端已无法停止该任务：可能计费，结果到达后会保存。",
    ),
    "news.came": (
        "What was under way has come: {name}. Newer results are shown; choose it above them to see it.",
        "后台任务已完成：{name}。当前显示的是更新的结果，可在结果上方切换查看。",
    ),
    "news.ended": ("What was under way has ended, {name}: {reason}", "后台任务已结束，{name}：{reason}"),
    "news.taken": (
        "Another kernel or editor has charge of that run now, or it has ended: {name}.",
        "该任务已由另一个内核或编辑器接管，或已结束：{name}。",
    ),
}
"""By key: English, Chinese."""
