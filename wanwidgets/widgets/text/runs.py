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
    "phase.running": ("running", "运行中"),
    "stage.checking": ("checking", "检查中"),
    "stage.uploading": ("uploading the picture", "正在上传图片"),
    "stage.uploading.of": ("uploading picture {number} of {count}", "正在上传第 {number}/{count} 张图片"),
    "stage.sending": ("sending", "发送中"),
    "stage.waiting": ("waiting for its turn: the account's limits", "等待轮到：已达账号限额"),
    "stage.place": ("waiting for its turn: {place} in line", "等待轮到：{place}"),
    "place.1": ("first", "第一位"),
    "place.2": ("second", "第二位"),
    "place.3": ("third", "第三位"),
    "place.n": ("number {number}", "第 {number} 位"),
    "stage.queued": ("queued at the service", "在服务端排队"),
    "stage.running": ("running", "运行中"),
    "stage.running.of": ("running, picture {number} of {count}", "运行中，第 {number}/{count} 张"),
    "stage.downloading": ("downloading the picture", "正在下载图片"),
    "stage.downloading.of": ("downloading picture {number} of {count}", "正在下载第 {number}/{count} 张图片"),
    "stage.saving": ("saving the picture", "正在保存图片"),
    "stage.saving.of": ("saving picture {number} of {count}", "正在保存第 {number}/{count} 张图片"),
    "runs.stop": ("Cancel: {name}", "取消：{name}"),
    "runs.more": ("and {count} more under way", "另有 {count} 个进行中"),
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
    "phase.seconds": ("{phase} · {seconds:.0f} s", "{phase} · {seconds:.0f} 秒"),
    "phase.about": (
        "{phase} · {seconds:.0f} s of about {typical:.0f} s",
        "{phase} · {seconds:.0f} 秒，约需 {typical:.0f} 秒",
    ),
    "phase.longer": (
        "{phase} · {seconds:.0f} s, longer than the usual {typical:.0f} s",
        "{phase} · {seconds:.0f} 秒，超过通常的 {typical:.0f} 秒",
    ),
    "phase.took": ("{phase} · took {seconds:.1f} s", "{phase} · 用时 {seconds:.1f} 秒"),
    "phase.idle": ("Results appear here.", "结果会显示在这里。"),
    "fail.refused": ("The service refused it; not billed", "服务端拒绝了请求，未计费"),
    "fail.failed": ("It failed at the service; not billed", "任务在服务端失败，未计费"),
    "fail.unreachable": ("Nothing was sent: the service cannot be reached", "无法连接服务端，未发送任何请求"),
    "fail.lost": ("The service does not know the task; it may be billed", "服务端不认得该任务，可能已计费"),
    "fail.expired": ("Its 24 hours at the service are over; it may be billed", "服务端保留的 24 小时已过，可能已计费"),
    "fail.undelivered": ("The pictures were made and did not arrive", "图片已生成，但未送达"),
    "fail.code": ("code", "错误码"),
    "fail.request": ("request", "请求 ID"),
    "fail.again": ("Try again", "重试"),
    "fail.again.tooltip": ("Send the same request once more, as a new run", "把同一请求作为新任务再发送一次"),
    "fail.fetch": ("Fetch again", "重新取回"),
    "fail.fetch.tooltip": (
        "Fetch the pictures that the service made and that did not come; it costs nothing",
        "取回服务端已生成而未送达的图片，不另计费",
    ),
    "fail.dismiss": ("Dismiss: {name}", "关闭：{name}"),
    "fail.more": ("and {count} more that failed", "另有 {count} 个失败"),
    "remedy.rate": (
        "Too much was asked at once. This usually clears within a minute: try again then.",
        "请求过于频繁。通常一分钟内恢复，稍后重试。",
    ),
    "remedy.capacity": (
        "The model has no capacity at the moment. Try again in a few minutes.",
        "模型当前容量不足。请几分钟后重试。",
    ),
    "remedy.slow": (
        "The service took too long. Try again; a smaller size or fewer pictures help.",
        "服务端处理超时。请重试，也可减小尺寸或张数。",
    ),
    "remedy.broken": (
        "Something broke at the service. Try again; if it stays, give its support the request id.",
        "服务端内部错误。请重试；若仍出现，请把请求 ID 告知客服。",
    ),
    "remedy.key": (
        "Check the API key. A key works only in the region that it was made in.",
        "请检查 API Key。API Key 只在其所属地域有效。",
    ),
    "remedy.workspace": (
        "Check the id of the workspace, and whether the key may use it.",
        "请检查业务空间 ID，以及该 API Key 是否有权使用。",
    ),
    "remedy.access": (
        "The account may not use this model. Activate it in the console, or choose another model.",
        "账号无权使用该模型。请在控制台开通，或换一个模型。",
    ),
    "remedy.model": (
        "The model does not exist there. Choose another model, or another region.",
        "该地域没有此模型。请换一个模型或地域。",
    ),
    "remedy.trial": (
        "The free quota is used up. Turn on paid use in the console, or choose another model.",
        "免费额度已用完。请在控制台开通付费，或换一个模型。",
    ),
    "remedy.bill": (
        "The account has no credit. Pay in the console, then send it again.",
        "账号欠费。请在控制台付款后重新发送。",
    ),
    "remedy.inspection": (
        "The content check refused the prompt, a picture or the result. Change the prompt or the pictures.",
        "内容审核未通过（提示词、图片或结果）。请修改提示词或图片。",
    ),
    "remedy.property": (
        "The service suspects protected content. Change the prompt or the pictures.",
        "服务端怀疑涉及知识产权。请修改提示词或图片。",
    ),
    "remedy.address": (
        "The service could not fetch a picture by its address. Add the file itself instead.",
        "服务端无法通过地址获取图片。请改为直接添加图片文件。",
    ),
    "remedy.picture": (
        "A picture has a format or a size that the model does not take. Use another one, or scale it.",
        "图片的格式或尺寸不受支持。请更换图片或调整尺寸。",
    ),
    "remedy.local": (
        "The local service knows simple edits only. Write it like one of the examples, or ask the real service.",
        "本地服务只支持简单的编辑。请参照示例改写，或使用真实服务。",
    ),
    "remedy.large": (
        "The request is too large. Use fewer or smaller pictures.",
        "请求过大。请减少图片或减小尺寸。",
    ),
    "remedy.input": (
        "The service does not take this request. Change what its message names, then send it again.",
        "服务端不接受该请求。请按其说明修改后重新发送。",
    ),
    "remedy.unreachable": (
        "Check the network, a proxy and the address of the service. Trying again is safe: nothing was sent.",
        "请检查网络、代理和服务地址。重试是安全的：未发送任何请求。",
    ),
    "remedy.elsewhere": (
        "A gateway answered, not the service. Check the address and the network; trying again is safe.",
        "应答来自网关而非服务端。请检查地址和网络；重试是安全的。",
    ),
    "remedy.lost": (
        "It may be of another key or region. Look in the console before you send it again: it may have been billed.",
        "任务可能属于另一个 API Key 或地域。重新发送前请先在控制台查看：可能已计费。",
    ),
    "remedy.expired": (
        "The pictures cannot be had any more. To make them anew press Edit; that is billed again.",
        "图片已无法取回。如需重新生成请再次编辑，将重新计费。",
    ),
    "remedy.undelivered": (
        "The service keeps them for 24 hours. Fetching them again costs nothing.",
        "服务端保留 24 小时。重新取回不另计费。",
    ),
    "remedy.unheard": (
        "The message is all that is known. Trying again may help; if not, give the support the request id.",
        "详情仅见上述说明。可以重试；若仍失败，请把请求 ID 告知客服。",
    ),
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
    "news.busy.same": (
        "The very same request is under way already. Wait for it, cancel it, or change something first.",
        "同一请求已在进行中。请等待、取消，或先修改内容。",
    ),
    "news.busy.limit": (
        "{count} runs are under way, which is as many as may be at once. Wait for one to end, or cancel one.",
        "已有 {count} 个任务进行中，达到同时进行的上限。请等待其中一个结束，或取消一个。",
    ),
    "news.taken": (
        "Another kernel or editor has charge of that run now, or it has ended: {name}.",
        "该任务已由另一个内核或编辑器接管，或已结束：{name}。",
    ),
}
"""By key: English, Chinese."""
