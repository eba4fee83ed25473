"""A saved picture that is dropped on an editor brings its session back."""

import pytest

pytestmark = pytest.mark.browser

EMPTY = """
import wanwidgets as ww
editor = ww.Editor(client=ww.connect("local"), language={language!r})
editor
"""

# Made and saved before anything is shown; one of its pictures is nowhere but in the run.
MADE = """
import numpy as np
from dataclasses import replace
from PIL import Image
import wanwidgets as ww
from wanwidgets.result import RunState
y, x = np.mgrid[0:480, 0:640]
photo = Image.fromarray(np.stack([x * 255 // 640, y * 255 // 480, (x + y) % 256], axis=-1).astype(np.uint8))
other = photo.rotate(180)
request = ww.EditRequest(
    "Place image 2 in box 1 of image 1 / 把图2放进图1的框", [photo, other],
    boxes={{1: [(100, 80, 400, 300)]}}, size="1K", n=2, seed=7,
)
store = ww.RunStore({store!r})
run = store.begin(request, "local/1")
import io
out = io.BytesIO()
photo.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(out, "PNG")
run = store.record(replace(run, content=(store.keep(out.getvalue()),)).now(RunState.SUCCEEDED))
made = run.save("saved")
photo.save("first.png")
other.save("second.bmp")
print(len(made))
"""

OFFER = ".wanwidgets-offer"
PROMPT = "editor.session.draft.prompt"
SIZES = "[picture.size for picture in editor.session.draft.pictures]"


def upload(notebook, path):
    with notebook.page.expect_file_chooser() as chooser:
        notebook.page.locator(".wanwidgets-images button.widget-upload").click()
    chooser.value.set_files(str(path))


def opened(open_notebook, *, store="wanwidgets-runs", language="en", **options):
    notebook = open_notebook(EMPTY.format(language=language), **options)
    notebook.show()
    notebook.tell(MADE.format(store=store))
    return notebook


def test_dropped_on_an_empty_editor(open_notebook):
    """The whole session is back, with its boxes, by one upload; the picture itself or nothing is a click away."""
    notebook = opened(open_notebook, store="wanwidgets-runs")
    notebook.tell("editor.session._runner.store = store; print(0)")
    upload(notebook, notebook.folder / "saved" / "edit-1.png")
    notebook.says(notebook.editor.locator(OFFER), "request that made it is back")
    notebook.until(SIZES, [[640, 480], [640, 480]])
    notebook.until_boxes([(100, 80, 400, 300)])
    notebook.until(
        "[editor.session.draft.parameters, editor.session.offer.brought]", [{"size": "1K", "n": 2, "seed": 7}, True]
    )
    notebook.drawn()
    notebook.shot("brought")
    notebook.page.get_by_role("button", name="Use the picture").click()
    notebook.until(f"[{PROMPT}, {SIZES}]", ["", [[640, 480]]])
    notebook.page.locator(OFFER).wait_for(state="hidden")


def test_offered_beside_other_work(open_notebook):
    """In a draft with something in it the picture is added, and one click brings its request back."""
    notebook = opened(open_notebook)
    notebook.tell("editor.session._runner.store = store; editor.session.edit(prompt='Mine'); print(0)")
    upload(notebook, notebook.folder / "saved" / "edit-1.png")
    notebook.says(notebook.editor.locator(OFFER), "whole request behind it")
    notebook.until(f"[{PROMPT}, {SIZES}]", ["Mine", [[640, 480]]])
    notebook.drawn()
    notebook.shot("offered")
    notebook.page.get_by_role("button", name="Bring it back").click()
    notebook.until(SIZES, [[640, 480], [640, 480]])
    notebook.says(notebook.editor.locator(OFFER), "Undo takes it away")


@pytest.mark.parametrize(("width", "theme"), [(700, "Light"), (1600, "Light"), (1400, "Dark"), (480, "Dark")])
def test_looks(open_notebook, width, theme):
    """What was brought back, with one picture missing, has room in narrow and wide outputs, light and dark."""
    notebook = opened(open_notebook, store="elsewhere", width=width)
    change = "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})"
    try:
        notebook.page.evaluate(change, f"JupyterLab {theme}")
        upload(notebook, notebook.folder / "saved" / "edit-1.png")
        notebook.says(notebook.editor.locator(OFFER), "2 of its images")
        notebook.shot("all")
        upload(notebook, notebook.folder / "first.png")
        notebook.until(SIZES, [[640, 480], None])
        notebook.says(notebook.rows.nth(1), "640×480, missing")
        cut = "buttons => buttons.filter(each => each.scrollWidth > each.clientWidth).map(each => each.textContent)"
        assert notebook.editor.locator(f"{OFFER} button").evaluate_all(cut) == []
        notebook.shot()
    finally:
        notebook.page.evaluate(change, "JupyterLab Light")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_missing_pictures_take_their_places(open_notebook, language):
    """Where nobody has the pictures their places are shown, and each one that is added goes where it belongs."""
    notebook = opened(open_notebook, store="elsewhere", language=language)
    upload(notebook, notebook.folder / "saved" / "edit-1.png")
    notebook.says(notebook.editor.locator(OFFER), "2 of its images are not here|缺少其中 2 张")
    notebook.until(SIZES, [None, None])
    notebook.shot("missing")
    upload(notebook, notebook.folder / "second.bmp")
    notebook.until(SIZES, [None, [640, 480]])
    upload(notebook, notebook.folder / "first.png")
    notebook.until(SIZES, [[640, 480], [640, 480]])
    notebook.until_boxes([(100, 80, 400, 300)])
    notebook.drawn()
    notebook.shot("filled")
