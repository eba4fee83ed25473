"""The words of the list of pictures; in English and in Chinese."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["IMAGES_WORDS"]

IMAGES_WORDS: Mapping[str, tuple[str, str]] = {
    "images": ("Images", "图片"),
    "images.count": ("{count}, allowed {allowed}", "{count}，允许 {allowed}"),
    "images.empty": (
        "No picture yet. Give a path or an address below, or upload one.",
        "还没有图片。请在下方填写路径或网址，或上传图片。",
    ),
    "images.empty.free": (
        "No picture yet. This model can also work from the prompt alone.",
        "还没有图片。该模型也可以只凭提示词生成。",
    ),
    "add.placeholder": ("path or address", "路径或网址"),
    "add.source": (
        "Paths, patterns such as photos/*.jpg, or addresses, several with commas between them",
        "路径、photos/*.jpg 之类的模式或网址；多个之间用逗号分隔",
    ),
    "add": ("Add", "添加"),
    "add.tooltip": ("Add the pictures at these paths or addresses", "添加这些路径或网址的图片"),
    "upload": ("Upload", "上传"),
    "upload.tooltip": ("Upload pictures, at most 10 MiB together", "上传图片，合计不超过 10 MiB"),
    "upload.limit": (
        "Uploads: at most 10 MiB together. More gets lost on the way: use paths, or fewer at a time.",
        "上传：合计不超过 10 MiB，超出部分会在途中丢失：请改用路径，或分批上传。",
    ),
    "image": ("image {number}", "图{number}"),
    "image.shown": ("shown", "显示中"),
    "image.choose": ("Show image {number} and draw boxes on it", "显示图{number}并在上面画框"),
    "image.up": ("Move image {number} up", "上移图{number}"),
    "image.down": ("Move image {number} down", "下移图{number}"),
    "image.remove": ("Remove image {number}", "删除图{number}"),
    "image.address": ("not fetched yet", "尚未下载"),
    "image.gap": ("{size}, missing", "{size}，缺失"),
    "image.gone": ("Not here: add it, and it takes its place", "不在此处：添加后会放回原位"),
    "offer.picture": ("This picture", "这张图片"),
    "offer.behind": (
        "There is a whole request behind it, with prompt, images and settings.",
        "它带有完整的请求：提示词、图片和设置。",
    ),
    "offer.behind.take": ("Bring it back", "恢复请求"),
    "offer.behind.tooltip": (
        "Prompt, images, boxes, mask and parameters as they were when {name} was made; it can be undone",
        "恢复生成 {name} 时的提示词、图片、框、蒙版和参数；可撤销",
    ),
    "offer.brought": (
        "The whole request that made it is back. Undo takes it away.",
        "生成它的完整请求已恢复。撤销可移除。",
    ),
    "offer.brought.take": ("Use the picture", "改用图片本身"),
    "offer.brought.tooltip": (
        "Take {name} itself as image 1 instead of its request",
        "只把 {name} 用作图1，不要它的请求",
    ),
    "offer.missing.one": ("One of its images is not here.", "缺少其中一张图片。"),
    "offer.missing.many": ("{count} of its images are not here.", "缺少其中 {count} 张图片。"),
    "offer.drop": ("Offer this no more", "不再显示"),
    "image.fetching": ("fetching …", "正在下载…"),
    "image.mending": ("mending …", "正在修正…"),
    "image.reading": ("reading …", "正在读取…"),
    "image.unread": ("not added", "未添加"),
    "image.unfetched": ("not fetched", "未下载"),
    "image.again": ("Try again", "重试"),
    "image.again.tooltip": ("Try again: {name}", "重试：{name}"),
    "image.drop": ("Remove {name} from the list", "从列表中移除 {name}"),
    "image.mask": ("has the mask; moved or removed, it loses it", "带有蒙版；移动或删除后蒙版会丢失"),
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
    "image.ratio.output": ("sets the ratio: output about {width}×{height}", "决定输出比例：输出约 {width}×{height}"),
    "image.low.both": ("{found} px; this model needs {limit} on each side", "{found} 像素；该模型要求每边至少 {limit}"),
    "image.low.width": ("{found} px wide; this model needs {limit}", "宽 {found} 像素；该模型要求至少 {limit}"),
    "image.low.height": ("{found} px high; this model needs {limit}", "高 {found} 像素；该模型要求至少 {limit}"),
    "image.high.both": (
        "{found} px; this model takes up to {limit} on each side",
        "{found} 像素；该模型每边最多 {limit}",
    ),
    "image.high.width": ("{found} px wide; this model takes up to {limit}", "宽 {found} 像素；该模型最多 {limit}"),
    "image.high.height": ("{found} px high; this model takes up to {limit}", "高 {found} 像素；该模型最多 {limit}"),
    "image.wide": (
        "{found} times as wide as high; this model takes up to {limit}",
        "宽是高的 {found} 倍；该模型最多 {limit} 倍",
    ),
    "image.tall": (
        "{found} times as high as wide; this model takes up to {limit}",
        "高是宽的 {found} 倍；该模型最多 {limit} 倍",
    ),
    "image.format": ("a {found} file; this model takes {limit}", "{found} 文件；该模型接受 {limit}"),
    "image.bytes": ("{found}; this model takes {limit}", "{found}；该模型允许 {limit}"),
    "mend.enlarge": ("Enlarge to {width}×{height}", "放大到 {width}×{height}"),
    "mend.reduce": ("Reduce to {width}×{height}", "缩小到 {width}×{height}"),
    "mend.pad": ("Pad to {width}×{height}", "补白到 {width}×{height}"),
    "mend.convert": ("Convert to {format}", "转换为 {format}"),
    "mend.compress": ("Compress as {format}", "压缩为 {format}"),
    "mend.tooltip": (
        "Image {number}: what is drawn on it stays in place, and it can be undone",
        "图{number}：其上所画内容位置不变，可撤销",
    ),
    "mend.tooltip.pad": (
        "Image {number}: white is put beside it; what is drawn on it stays in place, and it can be undone",
        "图{number}：在旁边补白；其上所画内容位置不变，可撤销",
    ),
    "news.mask_gone": (
        "The mask was painted on what was image 1, so it was taken away with it. Undo brings both back.",
        "蒙版是画在原来的图1上的，因此一并移除。撤销可恢复两者。",
    ),
    "news.boxes_gone": (
        "Image {number} has another ratio now, so what was drawn on it was taken away. Undo brings it back.",
        "图{number}的比例变了，因此其上所画内容已移除。撤销可恢复。",
    ),
    "news.left_out.one": (
        "A picture was left out: {model} takes at most {most}. Remove one first.",
        "未添加：{model} 最多 {most} 张图片。请先删除一张。",
    ),
    "news.left_out.many": (
        "{count} of {asked} pictures were left out: {model} takes at most {most}.",
        "{asked} 张图片中有 {count} 张未添加：{model} 最多 {most} 张。",
    ),
    "news.left_out.more": (
        "More than {count} files are named like this: {model} takes at most {most}, and the first ones were added.",
        "符合的文件超过 {count} 个：{model} 最多 {most} 张，已添加最前面的。",
    ),
}
"""By key: English, Chinese."""
