"""The words of requests as code; in English and in Chinese."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["CODE_WORDS"]

CODE_WORDS: Mapping[str, tuple[str, str]] = {
    "code.draft": ("Code", "代码"),
    "code.draft.tooltip": (
        "Show this draft as a Python cell, as curl and as JSON, and paste JSON back",
        "以 Python 单元格、curl 和 JSON 显示此草稿，也可粘贴 JSON",
    ),
    "code.name": ("Code of this request", "此请求的代码"),
    "code.python": ("A notebook cell that makes this again", "可重现此内容的 Notebook 单元格"),
    "code.curl": ("A shell script that sends the same by curl", "用 curl 发送同样请求的 Shell 脚本"),
    "code.json": ("The request as data, to be kept and pasted back", "可保存并粘贴回来的请求数据"),
    "code.python.hint": (
        "Click into the text, Ctrl+A, Ctrl+C, and paste it into a cell.",
        "点击文本框，按 Ctrl+A、Ctrl+C，再粘贴到单元格中。",
    ),
    "code.curl.hint": (
        "Save it beside the notebook and run it there by bash. The key comes from DASHSCOPE_API_KEY.",
        "保存到 Notebook 所在文件夹，用 bash 运行。密钥取自 DASHSCOPE_API_KEY，不写在脚本中。",
    ),
    "code.json.hint": (
        "Copy it, or paste another request over it. Pictures are named by their hashes.",
        "可复制；也可粘贴另一个请求并设为草稿。图片以哈希值表示。",
    ),
    "code.wait": ("# reading …", "# 正在读取…"),
    "code.long": (
        "# {count} letters are too many to be shown: session.export({kind}) and session.code(run, {kind}) have all.",
        "# 共 {count} 个字符，过长，无法在此显示：session.export({kind}) 和 session.code(run, {kind}) 返回全部。",
    ),
    "code.not_yet": ("# It cannot be sent yet:", "# 尚不能发送："),
    "code.load": ("Make it the draft", "设为草稿"),
    "code.load.tooltip": (
        "Make the request in this text the draft; Undo takes it back",
        "将文本中的请求设为草稿，可撤销",
    ),
    "code.loaded": ("The draft is this request now. Undo takes it back.", "草稿已变为此请求，可撤销。"),
    "code.not_loaded": ("Not read, and the draft is as it was. {why}", "未能读取，草稿未改动。{why}"),
}
"""By key: English, Chinese."""
