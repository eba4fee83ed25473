"""Pictures of the site: a list of notebooks becomes cards, and what stands for an editor in a notebook says so."""

from __future__ import annotations

import base64
import json
from pathlib import Path

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx

# An editor needs a kernel; what stands for it in the stored outputs is its repr.
_EDITOR = "<Editor>"
_WORDS = {
    "en": "Here is the Editor while the notebook runs. It needs a kernel, so this page cannot show it.",
    "zh": "笔记本运行时，编辑器就在这里。它需要内核，所以本页无法显示。",
}


def richest_picture(notebook: Path) -> bytes | None:
    """Return the JPEG with the most in it among the stored outputs of a notebook, or None where there is none."""
    shown = [
        base64.b64decode("".join(output["data"]["image/jpeg"]))
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        for output in cell.get("outputs", ())
        if "image/jpeg" in output.get("data", {})
    ]
    return max(shown, key=len, default=None)


def stand_in(app: Sphinx, page: nodes.document) -> None:
    """Say what stands where a notebook shows an editor, and leave out outputs without a word."""
    here = app.env.docname
    if not here.startswith("notebooks/"):
        return
    words = _WORDS["zh" if here.startswith("notebooks/zh/") else "en"]
    for block in list(page.findall(nodes.literal_block)):
        text = block.astext().strip()
        if text == _EDITOR:
            block.replace_self(nodes.paragraph("", words, classes=["stand-in"]))
        elif not text:
            block.parent.remove(block)


def cards(app: Sphinx, page: nodes.document) -> None:
    """Make the items of a list that begin with a link to a notebook into cards with a picture of each."""
    for link in list(page.findall(pending_xref)):
        words, target = link.parent, str(link["reftarget"])
        path = Path(app.srcdir, f"{target}.ipynb")
        item = words.parent
        if not (isinstance(item, nodes.list_item) and words.index(link) == 0 and path.is_file()):
            continue
        item["classes"].append("card")
        item.parent["classes"] = ["cards"]
        told = [child for child in words.children if child is not link]
        if told and isinstance(told[0], nodes.Text):
            told[0] = nodes.Text(told[0].lstrip(":：,， "))
        item.children = []
        item += _picture(app, target, path)
        item += [nodes.paragraph("", "", link, classes=["card-title"]), nodes.paragraph("", "", *told)]


def _picture(app: Sphinx, target: str, path: Path) -> nodes.raw:
    data = richest_picture(path)
    if data is None:
        return nodes.raw("", '<span class="card-picture"></span>', format="html")
    folder, name = Path(app.outdir, "_pictures"), f"{target.replace('/', '-')}.jpg"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    up = "../" * app.env.docname.count("/")
    html = f'<img class="card-picture" src="{up}_pictures/{name}" alt="" loading="lazy">'
    return nodes.raw("", html, format="html")


def setup(app: Sphinx) -> dict[str, bool]:
    """Join the build."""
    app.connect("doctree-read", stand_in)
    app.connect("doctree-read", cards)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
