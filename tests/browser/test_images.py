"""Bringing pictures in, ordering them and taking them out."""

import io

import numpy as np
import pytest
from PIL import Image

pytestmark = pytest.mark.browser

EMPTY = """
import wanwidgets as ww
editor = ww.Editor(client=ww.connect("local"))
editor
"""

UPLOAD = ".wanwidgets-images button.widget-upload"

SIZES = "[picture.size for picture in editor.session.draft.pictures]"


def png(width, height, *, noise=False):
    shape = (height, width, 3)
    pixels = np.random.default_rng(1).integers(0, 256, shape) if noise else np.full(shape, (30, 120, 90))
    out = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(out, "PNG")
    return out.getvalue()


def upload(notebook, name, data):
    with notebook.page.expect_file_chooser() as chooser:
        notebook.page.locator(UPLOAD).click()
    chooser.value.set_files({"name": name, "mimeType": "image/png", "buffer": data})


def test_by_path_and_in_order(open_notebook):
    """Pictures come by path, with Enter or by the button, and are moved and removed by their buttons."""
    notebook = open_notebook(EMPTY)
    for number, size in enumerate([(300, 260), (320, 240), (400, 300)], start=1):
        (notebook.folder / f"picture {number}.png").write_bytes(png(*size))
    notebook.show()
    notebook.says(notebook.editor, "Add a picture")
    notebook.shot("empty")
    notebook.source.fill("picture 1.png")
    notebook.source.press("Enter")
    notebook.until(SIZES, [[300, 260]])
    notebook.source.fill("'picture 2.png'")
    add = notebook.page.locator(".wanwidgets-add button").first
    add.click()
    notebook.until(SIZES, [[300, 260], [320, 240]])
    notebook.source.fill("picture 3.png")
    add.click()
    notebook.until(SIZES, [[300, 260], [320, 240], [400, 300]])
    notebook.page.wait_for_function("field => field.value === ''", arg=notebook.source.element_handle())
    notebook.says(notebook.rows.nth(2), "400×300")
    notebook.says(notebook.editor.locator(".wanwidgets-picture"), "image 3 · 400×300")
    tools = [notebook.rows.nth(row).locator(".wanwidgets-tools button") for row in range(3)]
    assert tools[0].nth(0).is_disabled()
    assert tools[2].nth(1).is_disabled()
    notebook.shot("three")
    tools[2].nth(0).click()
    notebook.until(SIZES, [[300, 260], [400, 300], [320, 240]])
    tools[0].nth(1).click()
    notebook.until(SIZES, [[400, 300], [300, 260], [320, 240]])
    tools[1].nth(2).click()
    notebook.until(SIZES, [[400, 300], [320, 240]])
    notebook.page.wait_for_function("() => document.querySelectorAll('.wanwidgets-row').length === 2")
    notebook.source.fill("nowhere/missing.png")
    notebook.source.press("Enter")
    notebook.says(notebook.editor, "missing.png")
    assert notebook.notice.is_visible()
    assert notebook.ask(SIZES) == [[400, 300], [320, 240]]
    notebook.shot("missing")


def test_by_upload(open_notebook):
    """An upload becomes a picture of the list, and the limit of uploads is written beside the button."""
    notebook = open_notebook(EMPTY)
    notebook.show()
    limit = notebook.page.locator(".wanwidgets-images").get_by_text("10 MiB")
    button = notebook.page.locator(UPLOAD)
    assert limit.bounding_box()["y"] - button.bounding_box()["y"] < 60
    upload(notebook, "small.png", png(310, 250))
    notebook.until(SIZES, [[310, 250]])
    notebook.says(notebook.rows.nth(0), "small.png")
    upload(notebook, "again.png", png(330, 270))
    notebook.until(SIZES, [[310, 250], [330, 270]])
    notebook.says(notebook.rows.nth(1), "again.png")
    notebook.says(button, r"\(0\)")
    upload(notebook, "text.png", b"this is no picture")
    notebook.says(notebook.editor, r"Image 3 \(text.png\)")
    assert notebook.notice.is_visible()
    assert notebook.ask(SIZES) == [[310, 250], [330, 270]]
    notebook.shot()


def test_an_upload_above_the_limit(open_notebook):
    """An upload above the limit is not added; the editor goes on, and uploads do so once its path was used instead."""
    notebook = open_notebook(EMPTY)
    (notebook.folder / "large.png").write_bytes(png(2100, 2000, noise=True))
    assert (notebook.folder / "large.png").stat().st_size > 12 * 2**20
    notebook.show()
    upload(notebook, "large.png", (notebook.folder / "large.png").read_bytes())
    # The browser has read it and sent it; what is sent after it arrives, so it is not on its way any more.
    notebook.says(notebook.page.locator(UPLOAD), r"\(1\)")
    notebook.write_prompt("Blur")
    assert notebook.ask(SIZES) == []
    notebook.shot("lost")
    notebook.source.fill("large.png")
    notebook.source.press("Enter")
    notebook.until(SIZES, [[2100, 2000]])
    notebook.drawn()
    upload(notebook, "after.png", png(330, 270))
    notebook.until(SIZES, [[2100, 2000], [330, 270]])
    notebook.says(notebook.page.locator(UPLOAD), r"\(0\)")
