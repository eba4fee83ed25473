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


def upload(notebook, *files):
    with notebook.page.expect_file_chooser() as chooser:
        notebook.page.locator(UPLOAD).click()
    chooser.value.set_files([{"name": name, "mimeType": "image/png", "buffer": data} for name, data in files])


def test_by_path_and_in_order(open_notebook):
    """Pictures come by path, with Enter or by the button, and are moved and removed by their buttons."""
    notebook = open_notebook(EMPTY)
    for number, size in enumerate([(300, 260), (320, 240), (400, 300)], start=1):
        (notebook.folder / f"picture {number}.png").write_bytes(png(*size))
    notebook.show()
    notebook.says(notebook.page.locator(".ww-empty"), "No picture yet")
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
    arrival = notebook.page.locator(".wanwidgets-arrival")
    notebook.says(arrival, "no such file as 'nowhere/missing.png'")
    assert notebook.ask(SIZES) == [[400, 300], [320, 240]]
    notebook.shot("missing")
    (notebook.folder / "nowhere").mkdir()
    (notebook.folder / "nowhere" / "missing.png").write_bytes(png(500, 250))
    arrival.get_by_role("button", name="Try again").click()
    notebook.until(SIZES, [[400, 300], [320, 240], [500, 250]])
    notebook.page.wait_for_function("() => !document.querySelector('.wanwidgets-arrival')")


def test_names_are_whole_in_narrow_rows(open_notebook):
    """A wide name goes on in a second line, and of the word behind the sign no half letter is seen."""
    notebook = open_notebook(EMPTY)
    (notebook.folder / f"{'W' * 40}.png").write_bytes(png(300, 260))
    notebook.page.set_viewport_size({"width": 1150, "height": 1000})
    notebook.show()
    notebook.source.fill(f"{'W' * 40}.png")
    notebook.source.press("Enter")
    notebook.until(SIZES, [[300, 260]])
    name = notebook.rows.locator(".ww-name")
    name.wait_for()
    assert name.evaluate("name => name.scrollWidth <= name.clientWidth")
    sign = "shown => [shown.clientWidth + 'px', getComputedStyle(shown, '::before').width]"
    seen, drawn = notebook.rows.locator(".ww-shown").evaluate(sign)
    assert seen == drawn
    notebook.shot()


def test_by_upload(open_notebook):
    """An upload becomes a picture of the list, and the limit of uploads is written beside the button."""
    notebook = open_notebook(EMPTY)
    notebook.show()
    limit = notebook.page.locator(".wanwidgets-images").get_by_text("10 MiB")
    button = notebook.page.locator(UPLOAD)
    assert limit.bounding_box()["y"] - button.bounding_box()["y"] < 60
    upload(notebook, ("small.png", png(310, 250)))
    notebook.until(SIZES, [[310, 250]])
    notebook.says(notebook.rows.nth(0), "small.png")
    upload(notebook, ("b.png", png(330, 270)), ("<b>text</b>.png", b"this is no picture"), ("a.png", png(350, 280)))
    notebook.until(SIZES, [[310, 250], [330, 270], [350, 280]])
    notebook.says(notebook.rows.nth(2), "a.png")
    notebook.says(button, r"\(0\)")
    arrival = notebook.page.locator(".wanwidgets-arrival")
    notebook.says(arrival, r"<b>text</b>\.png\s+not added\s+It holds text, not a picture")
    # What is shown large stays, and nothing of a lost file is in the draft.
    assert notebook.ask("editor.images.chosen") == 1
    notebook.shot("several")
    arrival.get_by_role("button").click()
    notebook.page.wait_for_function("() => !document.querySelector('.wanwidgets-arrival')")
    upload(notebook, *((f"{number}.png", png(300, 300)) for number in range(100)))
    notebook.says(notebook.notice, "94 of 100 pictures were left out: wan2.7-image takes at most 9")
    notebook.until("len(editor.session.draft.pictures)", 9)
    # Nine pictures are longer than their column, and scroll inside it.
    tall, shown = notebook.page.locator(".wanwidgets-list").evaluate("list => [list.scrollHeight, list.clientHeight]")
    assert tall > shown
    assert shown <= 500
    notebook.shot("hundred")


def test_an_upload_above_the_limit(open_notebook):
    """An upload above the limit is not added; the editor goes on, and uploads do so once its path was used instead."""
    notebook = open_notebook(EMPTY)
    (notebook.folder / "large.png").write_bytes(png(2100, 2000, noise=True))
    assert (notebook.folder / "large.png").stat().st_size > 12 * 2**20
    notebook.show()
    upload(notebook, ("large.png", (notebook.folder / "large.png").read_bytes()))
    # The browser has read it and sent it; what is sent after it arrives, so it is not on its way any more.
    notebook.says(notebook.page.locator(UPLOAD), r"\(1\)")
    notebook.write_prompt("Blur")
    assert notebook.ask(SIZES) == []
    notebook.shot("lost")
    notebook.source.fill("large.png")
    notebook.source.press("Enter")
    notebook.until(SIZES, [[2100, 2000]])
    notebook.drawn()
    upload(notebook, ("after.png", png(330, 270)))
    notebook.until(SIZES, [[2100, 2000], [330, 270]])
    notebook.says(notebook.page.locator(UPLOAD), r"\(0\)")


BOXED = """
import numpy as np, threading, wanwidgets as ww
photo = np.full((300, 400, 3), (20, 90, 160), np.uint8)
photo[100:200, 120:240] = (220, 40, 30)
editor = ww.Editor([photo, photo[::-1]], "Blur", client=ww.connect("local"), model="wan2.5-i2i-preview", marks="drawn",
                   boxes={1: [(120, 100, 240, 200)]}LANGUAGE)
editor
"""

COLOUR = """([canvas, x, y]) => {
  const [r, g, b] = canvas.getContext('2d').getImageData(x, y, 1, 1).data;
  return r > 150 && b < 100 ? 'red' : b > 120 && r < 100 ? 'blue' : `${r} ${g} ${b}`;
}"""


def colour(notebook, x, y):
    """Return the colour on the canvas over a point of the picture."""
    place = notebook.place()
    at = [place.inset[0] + x * place.scale, place.inset[1] + y * place.scale]
    return notebook.page.evaluate(COLOUR, [notebook.hold(), *at])


def around(notebook):
    """Return the colours just inside and just outside of the first box's corners."""
    x1, y1, x2, y2 = notebook.boxes()[0]
    inside = [(x1 + 8, y1 + 8), (x2 - 8, y2 - 8)]
    return [colour(notebook, *point) for point in (*inside, (x1 - 8, y2 - 20), (x2 + 8, y2 + 8))]


@pytest.mark.parametrize(("width", "language"), [(1400, "en"), (760, "zh")])
def test_mending_by_one_click(open_notebook, width, language):
    """A picture too small is mended by one click, and what lies under its box lies there still; undo takes it back."""
    notebook = open_notebook(BOXED.replace("LANGUAGE", f', language="{language}"'), width=width)
    notebook.show()
    assert around(notebook) == ["red", "red", "blue", "blue"]
    first = notebook.rows.nth(0)
    notebook.says(first, "300 px high; this model needs 384" if language == "en" else "高 300 像素")
    notebook.shot("before")
    first.get_by_role("button", name="512×384").click()
    notebook.until(SIZES, [[512, 384], [400, 300]])
    notebook.says(first, "512×384")
    notebook.until_boxes([(153, 128, 308, 256)])
    notebook.until("list(editor.canvas.view.picture)", [512, 384])
    notebook.page.wait_for_timeout(500)
    assert around(notebook) == ["red", "red", "blue", "blue"]
    # Moved and removed, it keeps its box, and comes back with it.
    first.locator(".wanwidgets-tools button").nth(1).click()
    notebook.until(SIZES, [[400, 300], [512, 384]])
    assert notebook.boxes(2) == [[153, 128, 308, 256]]
    notebook.rows.nth(1).locator(".wanwidgets-tools button").nth(2).click()
    notebook.until(SIZES, [[400, 300]])
    notebook.tell("editor.session.undo()")
    notebook.until(SIZES, [[400, 300], [512, 384]])
    assert notebook.boxes(2) == [[153, 128, 308, 256]]
    # An address that hangs counts its seconds in the browser, and other rows work meanwhile.
    notebook.tell("gate = threading.Event()")
    notebook.tell("editor.session._runner.fetch = lambda _: (gate.wait(), ww.read_image(photo))[1]")
    notebook.source.fill("https://example.com/slow.png")
    notebook.source.press("Enter")
    slow = notebook.rows.nth(2)
    notebook.says(slow, "slow.png")
    clock = slow.locator(".ww-clock")
    count = "clock => +getComputedStyle(clock).getPropertyValue('--ww-seconds')"
    notebook.page.wait_for_function(f"clock => ({count})(clock) >= 1", arg=clock.element_handle())
    notebook.rows.nth(0).locator(".wanwidgets-tools button").nth(1).click()
    notebook.until(SIZES, [[512, 384], [400, 300], None])
    notebook.page.evaluate(
        "() => window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'})"
    )
    notebook.page.wait_for_function("() => document.body.dataset.jpThemeLight === 'false'")
    notebook.page.wait_for_timeout(300)
    notebook.shot("fetching-dark")
    notebook.tell("gate.set()")
    notebook.until(SIZES, [[512, 384], [400, 300], [400, 300]])
    notebook.says(slow, "400×300")
