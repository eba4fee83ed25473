"""The editor in its page: reloads, saved notebooks, narrow pages, themes, and no key anywhere."""

import base64
import io

import pytest
from PIL import Image

pytestmark = pytest.mark.browser

BOX = (150, 60, 420, 330)

EDITOR = f"""
import skimage.data, wanwidgets as ww
editor = ww.Editor(images=[skimage.data.coffee()], boxes={{1: [{BOX}]}}, client=ww.connect("local"), size="1K")
editor
"""

KEY = "sk-secret-0123456789"

PIXEL = "(canvas, [x, y]) => [...canvas.getContext('2d').getImageData(Math.round(x), Math.round(y), 1, 1).data]"


def shows_edge(notebook, box):
    """Wait until the left edge of a box is drawn in the accent colour."""
    place = notebook.place()
    across = place.inset[0] + box[0] * place.scale
    down = place.inset[1] + (box[1] + box[3]) / 2 * place.scale
    notebook.page.wait_for_function(
        "([canvas, where]) => { const [r, g, b] = (PIXEL)(canvas, where);"
        " return Math.abs(r - 26) < 40 && Math.abs(g - 115) < 40 && Math.abs(b - 232) < 40 }".replace("PIXEL", PIXEL),
        arg=[notebook.hold(), [across, down]],
    )


def test_drawing_goes_on_after_a_reload(open_notebook):
    """After each reload of the page the picture and its boxes are there again, and new ones can be drawn and run."""
    notebook = open_notebook(EDITOR)
    notebook.show()
    shows_edge(notebook, BOX)
    notebook.save()
    second = None
    for corner, opposite in (((440, 40), (580, 150)), ((430, 240), (590, 390))):
        notebook.reload()
        notebook.stage.wait_for()
        notebook.drawn()
        shows_edge(notebook, BOX)
        if second:
            shows_edge(notebook, second)
            notebook.page.locator(".wanwidgets-box").nth(1).locator("button").click()
            notebook.until_boxes([BOX])
        second = notebook.drag(corner, opposite)
        notebook.until_boxes([BOX, second])
        shows_edge(notebook, second)
    notebook.write_prompt("Blur what is in box 1")
    notebook.edit.click()
    notebook.finished("done")
    notebook.pictured()
    notebook.shot()
    assert [said for said in notebook.console if "setAttr" in said or "reading '" in said] == []


def test_results_stay_in_the_notebook(open_notebook, lab):
    """A result from the screen is a small picture among the cell's outputs, hidden only while the editor lives."""
    notebook = open_notebook(EDITOR)
    notebook.show()
    notebook.write_prompt("Blur what is in box 1")
    notebook.edit.click()
    notebook.finished("done")
    notebook.pictured()
    record = notebook.cell(0).locator(".jp-OutputArea .jp-RenderedImage")
    record.wait_for(state="attached")
    assert not record.is_visible()
    notebook.shot("live", notebook.cell(0))
    saved = notebook.save()
    pictures = [output.data["image/jpeg"] for output in saved.cells[0].outputs if "image/jpeg" in output.data]
    assert len(pictures) == 1
    data = base64.b64decode(pictures[0])
    assert len(data) <= 40_000
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        assert image.width >= 400
    notebook.reload()
    notebook.stage.wait_for()
    record.wait_for(state="attached")
    assert not record.is_visible()
    lab.shut_kernels()
    notebook.page.goto(lab.address(notebook.path))
    notebook.ready()
    record.wait_for()
    assert record.locator("img").evaluate("image => image.complete && image.naturalWidth") >= 400
    notebook.shot("without-a-kernel", notebook.cell(0))


def columns(notebook):
    return [notebook.page.locator(f".wanwidgets-{name}").bounding_box() for name in ("images", "picture", "controls")]


def too_wide(notebook):
    return notebook.editor.evaluate(
        """editor => {
          const edge = editor.getBoundingClientRect().right + 0.5;
          const wide = [...editor.querySelectorAll('*')].filter(part => part.getBoundingClientRect().right > edge);
          if (editor.scrollWidth > editor.clientWidth) wide.push(editor);
          return wide.map(part => part.className || part.tagName);
        }""",
    )


def test_a_narrow_page_stacks_the_columns(open_notebook):
    """On a narrow page the three columns stand below each other, and nothing is wider than the editor."""
    notebook = open_notebook(EDITOR, width=700)
    notebook.show()
    images, picture, controls = columns(notebook)
    assert images["y"] + images["height"] <= picture["y"] + 1
    assert picture["y"] + picture["height"] <= controls["y"] + 1
    assert too_wide(notebook) == []
    notebook.shot()


def test_a_wide_page_has_them_side_by_side(open_notebook):
    """On a wide page the columns stand side by side, also in the dark theme and while a run shows its result."""
    notebook = open_notebook(EDITOR)
    notebook.show()
    images, picture, controls = columns(notebook)
    assert images["x"] + images["width"] <= picture["x"] + 1
    assert picture["x"] + picture["width"] <= controls["x"] + 1
    theme = "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})"
    try:
        notebook.page.evaluate(theme, "JupyterLab Dark")
        notebook.page.wait_for_selector("body[data-jp-theme-light='false']", state="attached")
        notebook.write_prompt("Blur what is in box 1")
        notebook.edit.click()
        notebook.finished("done")
        notebook.pictured()
        assert too_wide(notebook) == []
        notebook.shot("dark")
        notebook.write_prompt("")
        notebook.edit.click()
        notebook.notice.wait_for()
        notebook.shot("dark-error")
    finally:
        notebook.page.evaluate(theme, "JupyterLab Light")
        notebook.page.wait_for_selector("body[data-jp-theme-light='true']", state="attached")


def test_no_key_in_a_saved_notebook(open_notebook):
    """The key of a client is in no saved notebook, not even where the state of all widgets is saved."""
    notebook = open_notebook(
        f"""
import skimage.data, wanwidgets as ww
client = ww.Client("{"sk-secret"}" "{"-0123456789"}", base_url="http://127.0.0.1:9")
editor = ww.Editor(images=[skimage.data.coffee()], prompt="Blur", client=client)
editor
""",
    )
    notebook.show()
    toggle = "() => window.jupyterapp.commands.execute('@jupyter-widgets/jupyterlab-manager:saveWidgetState')"
    notebook.page.evaluate(toggle)
    try:
        notebook.edit.click()
        notebook.finished("not sent")
        notebook.shot()
        saved = notebook.save()
    finally:
        notebook.page.evaluate(toggle)
    assert "application/vnd.jupyter.widget-state+json" in saved.metadata.get("widgets", {})
    assert KEY not in notebook.path.read_text(encoding="utf-8")
    assert KEY not in notebook.page.content()
