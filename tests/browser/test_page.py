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
    # Above the middle, where a selected box has a handle.
    down = place.inset[1] + (3 * box[1] + box[3]) / 4 * place.scale
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
    for corner, opposite in (((440, 40), (580, 150)), ((470, 240), (590, 390))):
        notebook.reload()
        notebook.stage.wait_for()
        notebook.drawn()
        shows_edge(notebook, BOX)
        if second:
            shows_edge(notebook, second)
            notebook.page.locator(".wanwidgets-box button[title='Remove box 2']").click()
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
          const parts = [editor, ...editor.querySelectorAll('*')].filter(part => part.checkVisibility());
          const wide = parts.filter(part => part.getBoundingClientRect().right > edge);
          const room = /wanwidgets-(editor|head|column|status|results)/;
          const rooms = parts.filter(part => room.test(part.className));
          wide.push(...rooms.filter(part => part.scrollWidth > part.clientWidth));
          return wide.map(part => part.className || part.tagName);
        }""",
    )


def widen(notebook, width):
    """Make the editor so many CSS pixels wide."""
    for _ in range(2):
        size = notebook.page.viewport_size
        now = notebook.editor.evaluate("editor => editor.getBoundingClientRect().width")
        notebook.page.set_viewport_size({**size, "width": round(size["width"] + width - now)})
        notebook.page.wait_for_timeout(200)
    assert notebook.editor.evaluate("editor => editor.getBoundingClientRect().width") == pytest.approx(width, abs=1)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_too_wide_at_any_width(open_notebook, language):
    """From 600 to 1600 pixels the columns stack or stand side by side, and nothing is wider than its room."""
    notebook = open_notebook(EDITOR.replace("size=", f"language={language!r}, size="))
    notebook.show()
    rows = {600: 3, 700: 2, 900: 2, 1200: 1, 1600: 1}
    for width, expected in rows.items():
        widen(notebook, width)
        assert too_wide(notebook) == [], width
        assert len({round(column["y"]) for column in columns(notebook)}) == expected
        picture, stage = columns(notebook)[1], notebook.stage.first.bounding_box()
        # A gutter on both sides, where the wheel and a finger scroll the page.
        assert stage["x"] - picture["x"] >= 12
        assert picture["x"] + picture["width"] - stage["x"] - stage["width"] >= 12
        notebook.shot(str(width))


def test_nothing_jumps_when_the_state_changes(open_notebook):
    """Columns and canvas stay where they are when something is wrong, and when a run starts, ends and fails."""
    notebook = open_notebook(
        EDITOR.replace('client=ww.connect("local")', "client=ww.LocalService(run_seconds=1).start().client()"),
        width=1500,
    )
    notebook.show()
    go = notebook.page.locator(".wanwidgets-go:enabled")

    def places():
        top = notebook.editor.bounding_box()["y"]
        parts = [*columns(notebook), notebook.stage.first.bounding_box(), notebook.edit.bounding_box()]
        return [(part["x"], part["y"] - top, part["width"], part["height"]) for part in parts]

    before = places()
    notebook.write_prompt("Blur what is in box 1")
    go.wait_for()
    assert places() == before
    notebook.write_prompt("x" * 5001)
    notebook.says(notebook.page.locator(".ww-reason"), "Shorten it")
    # What is wrong with a field stands below it; the columns do not grow.
    assert places()[:4] == before[:4]
    notebook.write_prompt("Blur what is in box 1")
    go.click()
    notebook.says(notebook.editor.locator(".wanwidgets-status"), "running")
    assert places() == before
    notebook.finished("done")
    notebook.pictured()
    assert places() == before
    notebook.write_prompt("what nobody understands")
    go.click()
    notebook.finished("failed|refused")
    assert places() == before
    notebook.shot()


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
        notebook.page.locator(".wanwidgets-field-seed input").fill("many")
        notebook.page.locator(".wanwidgets-field-seed input").press("Enter")
        notebook.says(notebook.page.locator(".ww-reason"), "Seed: Change it")
        assert notebook.edit.is_disabled()
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
