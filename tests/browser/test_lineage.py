"""The lineage on screen: rows with lines beside them, by mouse and keyboard, in both themes and languages."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

FAMILY = """
import skimage.data, wanwidgets as ww
store, client = ww.RunStore("runs"), ww.connect("local")
def edit(prompt, *images, **more):
    return ww.edit(prompt, images=images, client=client, store=store, size="1K", **more)
photo = skimage.data.coffee()
blurred = edit("Blur it", photo, n=4)
grey = edit("Make it black and white", blurred.saved[2].path)
warm = edit("Make it warmer", blurred.saved[0].path, seed=7)
astronaut = edit("Make it cooler", skimage.data.astronaut())
joined = edit("Place image 2 in box 1 of image 1", grey.saved[0].path, astronaut.saved[0].path,
              boxes={1: [(30, 30, 260, 260)]})
"""

EDITOR = """
editor = ww.Editor(images=[joined.saved[0].path], client=client, store=store, size="1K", prompt="Sharpen it", **OPTIONS)
editor
"""

IDS = "[run.id for run in (blurred, grey, warm, astronaut, joined)]"


@pytest.fixture
def family(open_notebook):
    """Return a function that opens an editor on a store with a family of runs, and runs once more."""

    def make(**options):
        editor = EDITOR.replace("OPTIONS", repr(options.pop("editor", {})))
        notebook = open_notebook(FAMILY + editor, **options)
        notebook.show()
        notebook.tell("_ = editor.run(60)")
        notebook.pictured()
        return notebook

    return make


def rows(notebook):
    return notebook.page.locator(".wanwidgets-kin-row:visible")


def button(notebook, name="Lineage"):
    return notebook.page.locator(".wanwidgets-result-actions button").filter(has_text=re.compile(rf"^\W*{name}$"))


def opened(notebook, name="Lineage"):
    """Open the panel, and wait until its small pictures are there."""
    button(notebook, name).click()
    expect(rows(notebook)).to_have_count(8)
    expect(notebook.page.locator(".wanwidgets-kin-row:visible img")).to_have_count(8)


def test_rows_tell_and_show(family):
    """Each row says what its run was made from; a click or a key shows that run, and the panel stays where it is."""
    notebook = family()
    opened(notebook)
    told = rows(notebook).all_inner_texts()

    assert told[0].startswith("Original picture")
    assert "from picture 3 of run 1" in told[2]
    assert "Prompt: “Blur it” → “Make it black and white”" in told[2]
    assert "compared with run 4: Prompt:" in told[6]
    assert re.search(r"6 +Sharpen it\s+from run 5", told[7])
    notebook.shot("open")
    ids = notebook.ask(IDS)
    expect(rows(notebook).nth(7)).to_have_class(re.compile("wanwidgets-chosen"))
    rows(notebook).nth(3).locator("button").click()
    notebook.until("editor.results._run.id", ids[2])
    expect(rows(notebook).nth(3)).to_have_class(re.compile("wanwidgets-chosen"))
    notebook.shot("another")
    rows(notebook).nth(2).locator("button").focus()
    notebook.page.keyboard.press("Enter")
    notebook.until("editor.results._run.id", ids[1])
    expect(rows(notebook)).to_have_count(8)
    named = rows(notebook).nth(2).locator("button").get_attribute("title")
    assert named == "Show the results of run 2: Make it black and white"


def test_lines_meet_between_rows(family):
    """The lines of a row end where those of the next begin, without a gap between them."""
    notebook = family(width=1600)
    opened(notebook)
    boxes = notebook.page.eval_on_selector_all(
        ".ww-kin-lines", "all => all.map(svg => [svg.getBoundingClientRect().top, svg.getBoundingClientRect().bottom])"
    )

    assert all(abs(upper[1] - lower[0]) <= 1 for upper, lower in pairwise(boxes))


@pytest.mark.parametrize(("language", "width"), [("en", 700), ("zh", 1600), ("zh", 700)])
def test_looks(family, language, width):
    """It fits narrow and wide outputs in both languages, and in the dark: nothing is cut off, no text is small."""
    notebook = family(editor={"language": language}, width=width)
    opened(notebook, {"en": "Lineage", "zh": "谱系"}[language])
    page = notebook.page
    inside = ".wanwidgets-kin :is(b, span, i)"
    small = page.eval_on_selector_all(
        inside, "all => all.filter(e => parseFloat(getComputedStyle(e).fontSize) < 12).length"
    )
    wide = page.eval_on_selector_all(
        ".wanwidgets-kin-row", "all => all.filter(e => e.offsetParent && e.scrollWidth > e.clientWidth + 1).length"
    )

    assert (small, wide) == (0, 0)
    notebook.shot()
    page.evaluate("() => window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'})")
    page.wait_for_selector("body[data-jp-theme-light='false']", state="attached")
    notebook.shot("dark")


def test_the_picture_in_a_notebook(open_notebook):
    """A lineage as the value of a cell is a small picture, and the saved notebook holds it as a JPEG."""
    notebook = open_notebook(FAMILY, "store.lineage(joined)")
    notebook.run(0)
    notebook.run(1)
    image = notebook.page.locator(".jp-RenderedImage img")
    image.wait_for()
    notebook.shot("output", image)
    saved = notebook.save()
    data = next(
        output.data for cell in saved.cells for output in cell.outputs if "image/jpeg" in output.get("data", {})
    )

    assert data["text/plain"] == "<Lineage of 5 in 5 runs>"
    assert len(data["image/jpeg"]) < 56_000
