"""A request as code on screen: copied by hand into a cell that is run, and pasted back."""

import json
import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

EDITOR = """
import skimage.data, wanwidgets as ww
editor = ww.Editor(images=[skimage.data.astronaut(), skimage.data.coffee()], boxes={2: [(150, 60, 420, 330)]}, n=2,
                   client=ww.connect("local"), size="1K", seed=7, prompt="Blur what is in box 1 of image 2", **OPTIONS)
editor
"""


# The names of what is seen and reaches out of the panel, and of what has small letters.
BEYOND = """panel => [...panel.querySelectorAll('*')].filter(each => each.offsetParent
  && each.getBoundingClientRect().right > panel.getBoundingClientRect().right + 1).map(each => each.className)"""
SMALL = """panel => [...panel.querySelectorAll('*')].filter(each => each.offsetParent && each.textContent.trim()
  && parseFloat(getComputedStyle(each).fontSize) < 12).map(each => each.className)"""


def opened(open_notebook, *cells, language="en", **options):
    notebook = open_notebook(EDITOR.replace("OPTIONS", repr({"language": language})), *cells, **options)
    notebook.show()
    return notebook


def code_of(notebook):
    """Open the code of the draft, and return its text."""
    notebook.page.locator(".wanwidgets-code-button").click()
    text = notebook.page.locator(".wanwidgets-draft-code textarea")
    expect(text).to_have_value(re.compile("ww.Editor"))
    return text


def choose(notebook, kind):
    notebook.page.locator(".wanwidgets-draft-code .widget-toggle-buttons button").filter(has_text=kind).click()


def back(notebook):
    return notebook.page.locator(".wanwidgets-draft-code .wanwidgets-code-back")


def copy(notebook, text):
    notebook.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    text.click()
    notebook.page.keyboard.press("Control+a")
    notebook.page.keyboard.press("Control+c")


def test_cell_is_copied_and_run(open_notebook):
    """The cell of a draft, copied by hand and run in the notebook, opens an editor on the very same draft."""
    notebook = opened(open_notebook, "")
    notebook.tell("first = editor.session")
    text = code_of(notebook)
    notebook.write_prompt("Blur image 1")
    expect(text).to_have_value(re.compile("Blur image 1"))
    copy(notebook, text)
    notebook.cell(1).locator(".cm-content").click()
    notebook.page.keyboard.press("Control+v")
    notebook.run(1)

    assert notebook.ask("editor.session is not first and editor.session.draft == first.draft")
    assert notebook.ask("editor.session.draft.meaning('e') == first.draft.meaning('e')")
    assert notebook.ask("editor.session.draft.parameters") == {"n": 2, "seed": 7, "size": "1K"}
    assert notebook.ask("editor.session.export() == first.export()")


def test_json_is_pasted_back(open_notebook):
    """JSON that is pasted over the text becomes the draft at a click; wrong JSON is told and changes nothing."""
    notebook = opened(open_notebook)
    text = code_of(notebook)
    choose(notebook, "JSON")
    expect(text).to_have_value(re.compile('"format"'))
    document = json.loads(text.input_value())
    text.fill(json.dumps({**document, "prompt": "Make it warmer", "parameters": {"size": "2K"}}))
    back(notebook).locator("button").click()
    expect(notebook.prompt).to_have_value("Make it warmer")
    notebook.says(back(notebook), "The draft is this request now")
    assert notebook.ask("editor.session.draft.parameters") == {"size": "2K"}
    assert notebook.boxes(2) == [[150, 60, 420, 330]]
    notebook.shot("loaded")

    text.fill('{"format": "wanwidgets request", "version": 99}')
    back(notebook).locator("button").click()
    notebook.says(back(notebook), "of version 99.*Upgrade wanwidgets")
    notebook.shot("refused")
    notebook.tell("editor.session.undo()")
    expect(notebook.prompt).to_have_value("Blur what is in box 1 of image 2")


@pytest.mark.parametrize(
    ("language", "width", "theme"),
    [("en", 1600, "light"), ("zh", 700, "light"), ("en", 1400, "dark"), ("zh", 480, "dark")],
)
def test_code_looks(open_notebook, language, width, theme):
    """It fits narrow and wide outputs in both languages and themes: nothing is cut off, and no text is small."""
    notebook = opened(open_notebook, language=language, width=width)
    change = "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})"
    try:
        if theme == "dark":
            notebook.page.evaluate(change, "JupyterLab Dark")
            notebook.page.wait_for_selector("body[data-jp-theme-light='false']", state="attached")
        text, panel, heights = code_of(notebook), notebook.page.locator(".wanwidgets-draft-code"), set()
        for kind, begins in (
            ("curl", "#!/usr/bin/env bash"),
            ("JSON", '{\n  "format"'),
            ("Python", "from|import wanwidgets"),
        ):
            choose(notebook, kind)
            expect(text).to_have_value(re.compile(f"^{begins}"))
            notebook.shot(kind)
            assert panel.evaluate(BEYOND) == []
            assert panel.evaluate(SMALL) == []
            heights.add(panel.evaluate("panel => panel.offsetHeight"))
        assert len(heights) == 1, "what is below moves with the kind"
    finally:
        notebook.page.evaluate(change, "JupyterLab Light")
        notebook.page.wait_for_selector("body[data-jp-theme-light='true']", state="attached")
