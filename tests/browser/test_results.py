"""Results on screen, by mouse, keyboard and touch: gallery, large view, before and after, and what can be done next."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

BOX = (150, 60, 420, 330)

EDITOR = f"""
import skimage.data, wanwidgets as ww
editor = ww.Editor(images=[skimage.data.astronaut(), skimage.data.coffee()], boxes={{2: [{BOX}]}}, n=2,
                   client=ww.connect("local"), size="1K", prompt="Blur what is in box 1 of image 2", **OPTIONS)
editor
"""

# The canvas that shows all layers of the comparison.
CANVAS = ".wanwidgets-compare canvas"

# The colour of some points of a canvas, given in parts of its width and height.
COLOURS = """(canvas, points) => points.map(([x, y]) => [...canvas.getContext('2d').getImageData(
  Math.round(x * canvas.width), Math.round(y * canvas.height), 1, 1).data].slice(0, 3))"""

INSIDE = [((BOX[0] + across) / 600, (BOX[1] + down) / 400) for across in (40, 90, 180, 240) for down in (40, 130, 220)]
"""Points within the box, in parts of the picture, left and right of its middle; none where names or handle are."""

MADE = """
from PIL import Image
import datetime, hashlib, pathlib
from wanwidgets.content import Failure, SavedImage, Text
from wanwidgets.result import Run, RunState
def saved(colour, size=(900, 600)):
    path = pathlib.Path(f"{colour}.png").absolute()
    Image.new("RGB", size, colour).save(path)
    return SavedImage(path, hashlib.sha256(path.read_bytes()).hexdigest(), *size)
now = datetime.datetime(2026, 11, 20, tzinfo=datetime.timezone.utc)
def story(*content, state=RunState.SUCCEEDED):
    editor.session.runs = (Run("r", editor.session.draft, "local/1", state, now, content=content),)
"""


def opened(open_notebook, *cells, **options):
    notebook = open_notebook(EDITOR.replace("OPTIONS", repr(options.pop("editor", {}))), *cells, **options)
    notebook.show()
    return notebook


def ran(notebook):
    """Run the draft, and wait until its result is on the screen."""
    notebook.tell("_ = editor.run(60)")
    notebook.pictured()
    return notebook


def results(notebook):
    return notebook.page.locator(".wanwidgets-results")


def button(notebook, name):
    # An icon is a letter of its own before the words.
    return results(notebook).locator("button").filter(has_text=re.compile(rf"^\W*{name}$"))


def comparing(notebook):
    """Open the comparison, and wait until both pictures are drawn."""
    results(notebook).locator(".wanwidgets-result-bar button").click()
    canvas = notebook.page.locator(CANVAS).first
    canvas.wait_for()
    canvas.scroll_into_view_if_needed()
    at(notebook, 50)
    return canvas


def at(notebook, percent):
    """Wait until slider and drawing have the divider there."""
    notebook.until("editor.results.large.compare.slider.value", percent)
    canvas = notebook.page.locator(CANVAS).first
    x = percent / 100
    # The line is white; at the ends it is half beyond the picture.
    light = "([c]) => c.every(value => value > 235)"
    notebook.page.wait_for_function(
        f"([canvas, x]) => ({light})(({COLOURS})(canvas, [[Math.min(0.9995, Math.max(0.0005, x)), 0.2]]))",
        arg=[canvas.element_handle(), x],
    )


def changed(canvas, before, after, points=INSIDE):
    """Return for each point whether it shows before (0) or after (1)."""
    seen = np.array(canvas.evaluate(COLOURS, points), float)
    to_before, to_after = (np.abs(seen - image).sum(axis=1) for image in (before, after))
    return [int(value) for value in to_after < to_before]


def colours(notebook, canvas):
    """Return the colours of before and of after at the points."""
    slider = results(notebook).locator(".wanwidgets-twin [role=slider]")
    slider.focus()
    found = {}
    for key, percent in (("End", 100), ("Home", 0)):
        notebook.page.keyboard.press(key)
        at(notebook, percent)
        found[key] = np.array(canvas.evaluate(COLOURS, INSIDE), float)
    assert np.abs(found["End"] - found["Home"]).mean() > 5
    return found["End"], found["Home"]


def test_gallery_and_large_view(open_notebook):
    """Thumbnails stand in order; a click shows that picture large, the keyboard does as well."""
    notebook = ran(opened(open_notebook))
    parts = notebook.page.locator(".wanwidgets-part")
    expect(parts).to_have_count(2)
    notebook.says(results(notebook), r"Picture 1 of 2 · \d+×\d+")
    notebook.shot("gallery")
    assert notebook.result.count() == 1
    parts.nth(1).locator("button").click()
    notebook.says(results(notebook), "Picture 2 of 2")
    notebook.until("editor.results.large.saved == editor.session.runs[-1].saved[1]", expected=True)
    parts.nth(0).locator("button").focus()
    notebook.page.keyboard.press("Enter")
    notebook.says(results(notebook), "Picture 1 of 2")
    results(notebook).locator("summary").click()
    notebook.says(notebook.page.locator(".ww-request"), "wan2.7-image")
    expect(notebook.page.locator(".ww-inputs img")).to_have_count(2)
    notebook.shot("request", results(notebook))


def test_the_divider_by_mouse_slider_and_keys(open_notebook):
    """Left of the divider is before and right of it after, wherever mouse, keys or slider bring it."""
    notebook = ran(opened(open_notebook))
    canvas = comparing(notebook)
    before, after = colours(notebook, canvas)
    place = canvas.bounding_box()

    def across(share):
        return place["x"] + share * place["width"]

    middle = place["y"] + place["height"] / 2
    notebook.drag_on_page((across(0.1), middle), (across(0.475), middle))
    notebook.until("editor.results.large.compare.slider.value in (47, 48)", expected=True)
    wanted = [int(x > 0.475) for x, _ in INSIDE]
    notebook.page.wait_for_timeout(200)
    assert changed(canvas, before, after) == wanted
    notebook.shot("divider", results(notebook))
    # What only passes over moves nothing.
    notebook.page.mouse.move(across(0.9), middle)
    notebook.page.wait_for_timeout(200)
    assert changed(canvas, before, after) == wanted
    # The focus is in the canvas.
    notebook.page.keyboard.press("End")
    at(notebook, 100)
    assert changed(canvas, before, after) == [0] * len(INSIDE)
    results(notebook).locator(".wanwidgets-twin [role=slider]").focus()
    notebook.page.keyboard.press("Home")
    at(notebook, 0)
    assert changed(canvas, before, after) == [1] * len(INSIDE)


def test_another_picture_before_and_a_reload(open_notebook):
    """Another input can be before; after a reload of the page the comparison is drawn again and works."""
    notebook = ran(opened(open_notebook))
    canvas = comparing(notebook)
    second = np.array(canvas.evaluate(COLOURS, INSIDE), float)
    results(notebook).locator(".wanwidgets-result-bar select").select_option(label="image 1")
    notebook.until("editor.results.large.before.value", 1)
    notebook.page.wait_for_function(
        f"([canvas, points, old]) => ({COLOURS})(canvas, points).flat().some((c, i) => Math.abs(c - old[i]) > 60)",
        arg=[canvas.element_handle(), INSIDE[:3], second[:3].flatten().tolist()],
    )
    notebook.shot("other", results(notebook))
    first = np.array(canvas.evaluate(COLOURS, INSIDE), float)
    notebook.save()
    notebook.reload()
    canvas = notebook.page.locator(CANVAS).first
    canvas.wait_for()
    canvas.scroll_into_view_if_needed()
    at(notebook, 50)
    again = np.array(canvas.evaluate(COLOURS, INSIDE), float)
    assert np.abs(again - first).max() < 12
    place = canvas.bounding_box()
    notebook.drag_on_page(
        (place["x"] + 40, place["y"] + 50), (place["x"] + round(0.25 * place["width"]), place["y"] + 60)
    )
    at(notebook, 25)


def test_the_divider_by_touch(open_notebook):
    """A finger drags the divider, also when it goes beyond the picture."""
    notebook = ran(opened(open_notebook))
    canvas = comparing(notebook)
    place = canvas.bounding_box()
    page = notebook.page.context.new_cdp_session(notebook.page)

    def touch(kind, *shares):
        points = [{"x": place["x"] + share * place["width"], "y": place["y"] + place["height"] / 2} for share in shares]
        page.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    page.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    touch("touchStart", 0.5)
    for share in (0.4, 0.3, 0.2):
        touch("touchMove", share)
    at(notebook, 20)
    touch("touchMove", -0.02)
    at(notebook, 0)
    touch("touchEnd")
    notebook.until("editor.results.large.compare.divider.dragged", expected=False)


def test_use_again_code_and_save(open_notebook):
    """A result becomes an image, a request the draft again, its code runs in a cell, and its files are saved."""
    notebook = ran(opened(open_notebook, ""))
    results(notebook).locator(".wanwidgets-use select").select_option(label="image 1, replaced")
    button(notebook, "Use as").click()
    notebook.until(
        "editor.session.draft.pictures[0].image.digest == editor.session.runs[-1].saved[0].digest", expected=True
    )
    assert notebook.ask("len(editor.session.draft.pictures)") == 2
    results(notebook).locator(".wanwidgets-use select").select_option(label="new image 3")
    button(notebook, "Use as").click()
    notebook.until("len(editor.session.draft.pictures)", 3)

    notebook.write_prompt("something else")
    button(notebook, "Edit again").click()
    notebook.until("editor.session.draft == editor.session.runs[-1].request", expected=True)
    expect(notebook.prompt).to_have_value("Blur what is in box 1 of image 2")
    notebook.tell("editor.session.undo()")
    expect(notebook.prompt).to_have_value("something else")

    button(notebook, "Save").click()
    button(notebook, "Save all").click()
    notebook.says(results(notebook), "Saved edit-1.png, edit-2.png in")
    notebook.shot("saved", results(notebook))
    files = sorted(path.name for path in (notebook.folder / "wanwidgets-pictures").iterdir())
    assert files == ["edit-1.png", "edit-2.png"]

    button(notebook, "Copy as code").click()
    text = results(notebook).locator(".wanwidgets-code textarea")
    expect(text).to_have_value(re.compile("ww.edit"))
    notebook.shot("code", results(notebook))
    notebook.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    text.click()
    notebook.page.keyboard.press("Control+a")
    notebook.page.keyboard.press("Control+c")
    notebook.cell(1).locator(".cm-content").click()
    notebook.page.keyboard.press("Control+v")
    notebook.run(1)
    assert notebook.ask("run.request == editor.session.runs[-1].request")
    assert notebook.ask("[s.digest for s in run.saved] == [s.digest for s in editor.session.runs[-1].saved]")


@pytest.mark.parametrize(("language", "width"), [("en", 1400), ("zh", 700)])
def test_history_after_the_kernel_has_died(open_notebook, language, width):
    """Another kernel shows the runs of the one before, a page at a time, by words and state, and their results."""
    fill = """
store = ww.RunStore()
prompts = (*["Make it warmer"] * 3, "Make it black and white", *["Make it cooler"] * 4, "Blur image 1")
for take, prompt in enumerate(prompts):
    ww.edit(prompt, images=[skimage.data.coffee()], size="1K", n=1, take=take, client=ww.connect("local"))
"""
    notebook = ran(opened(open_notebook, fill, editor={"language": language}, width=width))
    notebook.run(1)
    notebook.kill()
    notebook.show()
    results(notebook).locator(".wanwidgets-history-toggle").click()
    rows = notebook.page.locator(".wanwidgets-history-row:visible")
    expect(rows).to_have_count(8)
    notebook.says(rows.first, "Blur image 1")
    pictures = notebook.page.locator(".wanwidgets-history-thumb img:visible")
    expect(pictures).to_have_count(8)
    notebook.shot("first", results(notebook))
    pager = notebook.page.locator(".wanwidgets-history-pager button")
    pager.nth(1).click()
    expect(rows).to_have_count(2)
    notebook.says(rows.last, "Blur what is in box 1")
    rows.last.locator("button").click()
    notebook.pictured()
    expect(notebook.page.locator(".wanwidgets-part")).to_have_count(2)
    comparing(notebook)
    notebook.shot("past", results(notebook))
    words = notebook.page.locator(".wanwidgets-history-filter input")
    words.fill("AND black")
    words.press("Enter")
    expect(rows).to_have_count(1)
    rows.first.locator("button").click()
    results(notebook).locator(".wanwidgets-result-actions button").nth(1).click()
    notebook.until("editor.session.draft.prompt", "Make it black and white")
    notebook.page.locator(".wanwidgets-history-filter select").nth(1).select_option(index=3)
    expect(rows).to_have_count(0)


@pytest.mark.parametrize("dark", [False, True])
def test_mixed_text_and_pictures(open_notebook, dark):
    """Words between pictures are read in order while the answer grows; failures stand in their place."""
    notebook = opened(open_notebook, MADE, width=1600 if dark else 1000)
    if dark:
        notebook.page.evaluate(
            "() => window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'})"
        )
    notebook.run(1)
    notebook.tell("story(Text('First, a cup.'), state=RunState.RUNNING)")
    words = notebook.page.locator(".wanwidgets-words")
    notebook.says(words, "First, a cup.")
    held = words.first.element_handle()
    long = "'First, a cup. ' + 'Pour the milk slowly, from the side. ' * 6"
    notebook.tell(
        f"story(Text({long}), saved('firebrick'), Text('Then <b>the spoon</b>.'), Failure('DataInspectionFailed', "
        "'Output data may contain inappropriate content.'), saved('steelblue'), Text('Serve it warm.'))"
    )
    expect(words).to_have_count(3)
    assert held.evaluate("words => words.isConnected && words.innerText.includes('from the side')")
    notebook.pictured()
    expect(notebook.page.locator(".wanwidgets-frame img:visible")).to_have_count(2)
    order = (
        results(notebook)
        .locator(".wanwidgets-parts")
        .evaluate("parts => [...parts.children].map(part => part.innerText.trim().split('\\n')[0].slice(0, 12))")
    )
    assert order == ["First, a cup", "1 900×600", "Then <b>the ", "✕ This pictu", "2 900×600", "Serve it war"]
    notebook.shot("story", results(notebook))
    if dark:
        # The server keeps the theme for the tests that follow.
        notebook.page.evaluate(
            "() => window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Light'})"
        )


def test_file_that_is_gone(open_notebook):
    """A result whose file is gone is said in its place, and everything else works on."""
    notebook = opened(open_notebook, MADE)
    notebook.run(1)
    notebook.tell("red, blue = saved('firebrick'), saved('steelblue'); red.path.unlink(); story(red, blue)")
    notebook.says(results(notebook), "The file of this picture is gone, or was changed: firebrick.png")
    notebook.shot("gone", results(notebook))
    notebook.page.locator(".wanwidgets-part button").nth(1).click()
    notebook.pictured()
    expect(notebook.page.locator(".wanwidgets-large")).not_to_contain_text("gone")
