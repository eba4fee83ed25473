"""Every model has its own fields on screen, and results of any shape are shown in order."""

import itertools
import re

import pytest

pytestmark = pytest.mark.browser

EDITOR = """
import skimage.data, wanwidgets as ww
editor = ww.Editor(images=[skimage.data.astronaut()], prompt="a red hat", seed=7, client=ww.connect("local"))
editor
"""

CARDS = """
import wanwidgets as ww
service = ww.LocalService(engine="cards").start()
editor = ww.Editor(prompt="A story of two cups", model="wan2.6-image", enable_interleave=True, max_images=2,
                   client=service.client(), store=ww.RunStore.temporary())
seen = []
editor.session.observe(lambda change: seen.append([type(part).__name__ for part in change.new[-1].content]), "runs")
editor
"""

FIELDS = {
    "wan2.7-image-pro": ["size", "n", "seed", "color-palette", "watermark", "enable-sequential"],
    "wan2.6-image": ["size", "n", "seed", "negative-prompt", "prompt-extend", "watermark", "enable-interleave"],
    "wan2.5-i2i-preview": ["size", "n", "seed", "negative-prompt", "prompt-extend", "watermark"],
    "wanx-x-painting": ["size", "n", "style", "mask-color"],
    "wanx2.1-imageedit": ["function", "n", "seed", "watermark"],
}


def fields(notebook):
    classes = notebook.page.locator(".wanwidgets-field:visible").evaluate_all("list => list.map(one => one.className)")
    return [re.search(r"wanwidgets-field-([\w-]+)", names)[1] for names in classes]


def test_each_model_has_its_fields(open_notebook):
    """Choosing a model in the menu brings its fields and words, keeps what fits and names what does not."""
    notebook = open_notebook(EDITOR)
    notebook.show()
    menu = notebook.page.locator(".wanwidgets-choice select")
    labels = menu.locator("option").all_inner_texts()
    for model, names in FIELDS.items():
        menu.select_option(label=next(label for label in labels if label.endswith(model)))
        notebook.until("editor.session.draft.model", model)
        # Not their number alone: two models may have as many.
        notebook.page.locator(f".wanwidgets-field-{names[0]}").wait_for()
        notebook.page.wait_for_function(
            "([last, count]) => { const all = document.querySelectorAll('.wanwidgets-field:not(.wanwidgets-hidden)');"
            " return all.length === count && all[count - 1].classList.contains(`wanwidgets-field-${last}`); }",
            arg=[names[-1], len(names)],
        )
        assert fields(notebook) == names
        notebook.shot(model)
        if model == "wanx-x-painting":
            notebook.says(notebook.notice, "Seed")
            notebook.says(notebook.page.locator(".wanwidgets-mode"), "inpainting")
    function = notebook.page.locator(".wanwidgets-field-function select")
    function.select_option(label="expand the picture")
    notebook.until("editor.session.draft.mode.name", "expand")
    notebook.page.locator(".wanwidgets-field-top-scale input").fill("1.5")
    notebook.page.locator(".wanwidgets-field-top-scale input").press("Enter")
    notebook.until("editor.session.draft.parameters.get('top_scale')", 1.5)
    function.select_option(label="edit under a mask")
    notebook.page.locator(".wanwidgets-mask").wait_for()
    notebook.until("editor.session.draft.parameters", {"function": "description_edit_with_mask"})
    notebook.shot("under-a-mask")


def test_a_palette(open_notebook):
    """A palette is begun, its shares are typed until they are whole, or made even by a button."""
    notebook = open_notebook(EDITOR)
    notebook.show()
    palette = notebook.page.locator(".wanwidgets-field-color-palette")
    tools = palette.locator(".wanwidgets-palette-tools button")
    tools.nth(0).click()
    rows = palette.locator(".wanwidgets-palette-row")
    rows.nth(2).wait_for()
    ratios = "[entry['ratio'] for entry in editor.session.draft.parameters['color_palette']]"
    notebook.until(ratios, ["33.34%", "33.33%", "33.33%"])
    rows.nth(0).locator("input[type=number]").fill("33.33")
    rows.nth(0).locator("input[type=number]").press("Enter")
    notebook.says(palette, "together 99.99 %")
    notebook.says(palette, "together they must make 100.00%")
    notebook.shot("short")
    tools.nth(0).click()
    notebook.until(ratios, ["33.33%", "33.33%", "33.33%", "0.01%"])
    notebook.says(palette, "together 100.00 %")
    tools.nth(1).click()
    notebook.until(ratios, ["25.00%"] * 4)
    # Typed, since the picker hears only of changes that the browser itself noticed.
    rows.nth(1).locator("input[type=text]").press("Control+a")
    notebook.page.keyboard.type("#00ff80")
    notebook.page.keyboard.press("Tab")
    notebook.until("editor.session.draft.parameters['color_palette'][1]['hex']", "#00ff80")
    rows.nth(3).locator("button").click()
    notebook.until(ratios, ["25.00%"] * 3)
    notebook.shot()


def test_a_streamed_answer_appears_in_order(open_notebook):
    """Words and pictures of a streamed answer appear one after the other, and stay in their order in the notebook."""
    notebook = open_notebook(CARDS)
    notebook.show()
    notebook.says(notebook.page.locator(".wanwidgets-mode"), "mixed text and pictures · up to 2 pictures")
    notebook.page.locator(".wanwidgets-field-stream input").check()
    notebook.until("editor.session.draft.stream", expected=True)
    notebook.edit.click()
    notebook.finished("done")
    parts = notebook.page.locator(".wanwidgets-parts > *")
    notebook.pictured()
    kinds = notebook.ask("seen[-1]")
    assert kinds.count("SavedImage") == 2
    assert kinds[0] == "Text"
    found = parts.evaluate_all(
        "list => list.map(one => one.classList.contains('wanwidgets-words') ? 'Text' : 'SavedImage')",
    )
    assert found == kinds
    # It came part by part, and never otherwise than at the end.
    grown = [
        seen
        for seen, before in zip(notebook.ask("seen"), [None, *notebook.ask("seen")], strict=False)
        if seen != before
    ]
    assert all(later[: len(earlier)] == earlier for earlier, later in itertools.pairwise(grown))
    assert kinds[:2] in grown
    notebook.shot()
    (record,) = [output for output in notebook.save().cells[0].outputs if "text/html" in output.get("data", {})]
    assert "<img" in record.data["text/html"]
    assert "image/jpeg" in record.data


def test_a_part_that_failed_is_shown(open_notebook):
    """Of a run that made some pictures and failed at others, both are shown; words of the service are only text."""
    notebook = open_notebook(
        EDITOR,
        """
        from PIL import Image
        import datetime, hashlib, pathlib
        from wanwidgets.content import Failure, SavedImage
        from wanwidgets.result import Run, RunState
        path = pathlib.Path("red.png")
        Image.new("RGB", (300, 200), "firebrick").save(path)
        saved = SavedImage(path, hashlib.sha256(path.read_bytes()).hexdigest(), 300, 200, "A red hat, <b>in detail</b>")
        failed = Failure("DataInspectionFailed", "Output data may contain <img src=x onerror=window.pwned=1>")
        now = datetime.datetime(2026, 11, 20, tzinfo=datetime.timezone.utc)
        editor.session.runs = (Run("r", editor.session.draft, "local/1", RunState.SUCCEEDED, now,
                                   content=(saved, failed, saved)),)
        """.replace("\n        ", "\n"),
    )
    notebook.show()
    notebook.run(1)
    notebook.says(notebook.editor.locator(".wanwidgets-results"), "2 of 3 pictures")
    card = notebook.page.locator(".ww-failed")
    notebook.says(card, "DataInspectionFailed")
    assert "<img src=x" in card.inner_text()
    assert notebook.page.locator(".wanwidgets-part").count() == 2
    notebook.page.locator(".ww-request summary").click()
    notebook.says(notebook.page.locator(".ww-prompt"), "in detail</b>")
    assert notebook.page.evaluate("() => window.pwned === undefined")
    notebook.editor.scroll_into_view_if_needed()
    notebook.shot()
