"""Running an edit from the screen: results, progress, stopping it, and what can go wrong."""

import io
import json
import re

import numpy as np
import pytest
import skimage.data
from PIL import Image

from wanwidgets.service.engine.tag import tag_area

pytestmark = pytest.mark.browser

BOX = (150, 60, 420, 330)

EDITOR = f"""
import skimage.data, wanwidgets as ww
editor = ww.Editor(images=[skimage.data.coffee()], boxes={{1: [{BOX}]}}, client=ww.connect("local"), size="1K")
editor
"""


def slow(**seconds):
    options = ", ".join(f"{name}={value}" for name, value in seconds.items())
    return f"""
import skimage.data, wanwidgets as ww
service = ww.LocalService({options}).start()
editor = ww.Editor(images=[skimage.data.coffee()], boxes={{1: [{BOX}]}}, prompt="Remove what is in box 1",
                   client=service.client(), size="1K")
editor
"""


# Reads an image of the page as the browser shows it: width, height, and the colours of a raster of 64 × 48 points.
SHOWN = """image => {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [64, 48];
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0, 64, 48);
  return [image.naturalWidth, image.naturalHeight, [...context.getImageData(0, 0, 64, 48).data]];
}"""


def raster(image):
    return np.asarray(image.convert("RGB").resize((64, 48), Image.Resampling.BOX), float)


@pytest.mark.parametrize("prompt", ["Remove what is in box 1", "Blur what is in box 1"])
def test_an_edit_from_the_screen(open_notebook, prompt):
    """The picture that appears has changed inside the box, and nowhere else."""
    notebook = open_notebook(EDITOR)
    notebook.show()
    notebook.write_prompt(prompt)
    notebook.edit.click()
    notebook.finished("done")
    notebook.pictured()
    notebook.shot()
    path = notebook.ask("str(editor.session.runs[-1].saved[0].path)")
    with Image.open(path) as file:
        result = file.convert("RGB")
    before = Image.fromarray(skimage.data.coffee()).resize(result.size, Image.Resampling.LANCZOS)
    scale = np.array([result.width / 600, result.height / 400] * 2)
    left, top, right, bottom = (np.array(BOX) * scale).round().astype(int)
    change = np.abs(np.asarray(result, int) - np.asarray(before, int)).max(axis=2)
    inside = change[top:bottom, left:right]
    outside = change.copy()
    for x1, y1, x2, y2 in ((left - 1, top - 1, right + 1, bottom + 1), tag_area(*result.size)):
        outside[y1:y2, x1:x2] = 0
    print(f"{prompt}: inside mean {inside.mean():.1f} max {inside.max()}, outside max {outside.max()}")
    assert outside.max() == 0
    assert inside.mean() > 3
    # A preview, so only roughly; but of the result and not of the original.
    width, height, data = notebook.result.first.evaluate(SHOWN)
    assert abs(width / height - result.width / result.height) < 0.01
    seen = np.array(data, float).reshape(48, 64, 4)[..., :3]
    to_result, to_before = np.abs(seen - raster(result)).mean(), np.abs(seen - raster(before)).mean()
    assert to_result < 6
    assert to_result < to_before


@pytest.mark.parametrize(
    ("seconds", "phase", "end", "reason"),
    [
        ({"queue_seconds": 600}, "queued at the service", "cancelled", "cancelled before it began"),
        # What the service has begun it also ends, so its pictures are still waited for.
        ({"run_seconds": 600}, "running", "stopped, goes on at the service", "its result is kept when it comes"),
    ],
    ids=["pending", "running"],
)
def test_cancel(open_notebook, seconds, phase, end, reason):
    """A run can be stopped while it waits and while it runs; its time is shown, and then Edit works again."""
    notebook = open_notebook(slow(**seconds))
    notebook.show()
    assert notebook.cancel.is_disabled()
    notebook.edit.click()
    notebook.says(notebook.runs, rf"{phase} · [1-9]\d* s")
    notebook.shot("under-way")
    notebook.cancel.click()
    notebook.finished(end)
    notebook.says(notebook.notice, reason)
    notebook.page.wait_for_function("button => !button.disabled", arg=notebook.edit.element_handle())
    assert notebook.cancel.is_disabled()
    notebook.shot("stopped")
    # The very same would wait for what goes on.
    notebook.tell("editor.session.edit(seed=1)")
    notebook.edit.click()
    notebook.says(notebook.runs, phase)
    notebook.runs.first.get_by_role("button", name="Cancel: Remove what is in box 1").click()
    notebook.finished(end)
    assert notebook.ask("[(run.stopped, len(run.saved)) for run in editor.session.runs]") == [[True, 0], [True, 0]]


def test_nothing_waits_for_a_run(open_notebook):
    """While a run is under way cells execute, boxes can be drawn and the prompt be written; the run keeps its own."""
    notebook = open_notebook(slow(run_seconds=600), "print('six times seven is', 6 * 7)")
    notebook.show()
    notebook.edit.click()
    notebook.says(notebook.progress, "running")
    notebook.run(1)
    notebook.says(notebook.output(1), "six times seven is 42")
    box = notebook.drag((450, 40), (570, 180))
    notebook.until_boxes([list(BOX), box])
    notebook.write_prompt("Blur what is in box 2")
    sent = "(lambda run: [run.state.value, run.request.prompt, run.request.boxes[1]])(editor.session.job.run)"
    assert notebook.ask(sent) == ["running", "Remove what is in box 1", [list(BOX)]]
    notebook.shot()
    notebook.cancel.click()
    notebook.finished("stopped, goes on at the service")


def test_a_run_that_ends_while_a_cell_runs(open_notebook):
    """A run that ends while a cell keeps the kernel busy is not lost."""
    notebook = open_notebook(slow(run_seconds=1), "import time; time.sleep(3); print('slept')")
    notebook.show()
    notebook.edit.click()
    notebook.says(notebook.progress, "sending|queued|running")
    notebook.run(1)
    notebook.says(notebook.output(1), "slept")
    notebook.finished("done")
    notebook.pictured()
    assert notebook.ask("[run.state.value for run in editor.session.runs]") == ["succeeded"]


def test_refusals_are_shown(open_notebook):
    """What keeps a run from succeeding is said in the editor, and the draft stays as it was."""
    notebook = open_notebook(EDITOR)
    notebook.show()
    draft = "[editor.session.draft.prompt, len(editor.session.draft.pictures), editor.session.draft.boxes[1]]"
    assert notebook.edit.is_disabled()
    assert notebook.ask("len(editor.session.runs)") == 0
    notebook.write_prompt("a boy hugs a dog")
    notebook.edit.click()
    notebook.finished("failed|refused")
    said = notebook.ask("editor.session.runs[-1].error.message")
    notebook.cards.wait_for()
    assert said.split(".")[0] in notebook.cards.inner_text()
    assert "NotSupportedByLocalService" in notebook.cards.inner_text()
    assert notebook.cards.get_by_role("button", name="Try again").count() == 0
    assert notebook.ask(draft) == ["a boy hugs a dog", 1, [list(BOX)]]
    notebook.shot()
    notebook.write_prompt("Blur what is in box 1")
    notebook.edit.click()
    notebook.finished("done")
    notebook.pictured()
    assert notebook.notice.count() == 0
    notebook.cards.get_by_role("button", name="Dismiss: a boy hugs a dog").click()
    notebook.cards.wait_for(state="detached")


def test_html_is_only_text(open_notebook):
    """HTML in prompts, in paths, in names of files and in errors is shown as it was written, and does nothing."""
    bad = "<img src=x onerror=window.pwned=1>"
    notebook = open_notebook(EDITOR)
    notebook.show()
    notebook.source.fill(bad)
    notebook.source.press("Enter")
    notebook.says(notebook.editor, re.escape(bad))
    notebook.write_prompt(bad)
    notebook.edit.click()
    notebook.finished("failed|refused")
    corners = notebook.page.get_by_role("textbox", name="Corners of a new box, to paste")
    corners.fill(bad)
    corners.press("Enter")
    notebook.says(notebook.notice, re.escape(bad))
    content = io.BytesIO()
    Image.new("RGB", (300, 300), "teal").save(content, "PNG")
    with notebook.page.expect_file_chooser() as chooser:
        notebook.page.locator(".wanwidgets-images button.widget-upload").click()
    chooser.value.set_files({"name": f"{bad}.png", "mimeType": "image/png", "buffer": content.getvalue()})
    notebook.until("len(editor.session.draft.pictures)", 2)
    notebook.says(notebook.rows.nth(1), "<img")
    notebook.shot()
    assert notebook.page.evaluate("() => window.pwned === undefined")


def test_a_run_from_a_cell(open_notebook):
    """`editor.run()` in a cell returns the run, which shows its picture, and the editor shows it as well."""
    notebook = open_notebook(
        EDITOR,
        "editor.session.edit(prompt='Blur what is in box 1')\neditor.run(timeout=60)",
    )
    notebook.show()
    notebook.run(1)
    notebook.finished("done")
    notebook.pictured()
    notebook.output(1).locator(".jp-RenderedImage img").wait_for()
    saved = notebook.save()
    assert list(saved.cells[1].outputs[0].data) == ["image/jpeg", "text/plain"]
    assert saved.cells[1].outputs[0].data["text/plain"].startswith("<Run succeeded: ")
    assert not [output for output in saved.cells[0].outputs if "image/jpeg" in output.data]
    notebook.shot("cell", notebook.cell(1))


def test_in_chinese(open_notebook):
    """With `language="zh"` the words are Chinese, and a Chinese prompt is carried out."""
    notebook = open_notebook(EDITOR.replace('size="1K"', 'size="1K", language="zh"'))
    notebook.show()
    assert notebook.edit.inner_text().strip() == "编辑"
    words = notebook.editor.inner_text()
    assert all(word in words for word in ("图片", "提示词", "本地服务", "免费", "上传", "框1", "取消"))
    notebook.write_prompt("把框1里的东西去掉")
    notebook.edit.click()
    notebook.finished("完成")
    notebook.pictured()
    notebook.shot()
    notebook.write_prompt("")
    notebook.says(notebook.editor, "下一步：填写提示词")
    assert notebook.edit.is_disabled()


CLICK_AND_WAIT = """async button => {
  const old = document.querySelector('.wanwidgets-result img')?.src;
  const begun = performance.now();
  button.click();
  for (;;) {
    await new Promise(requestAnimationFrame);
    const image = document.querySelector('.wanwidgets-result img');
    if (image && image.src !== old && image.complete && image.naturalWidth) return (performance.now() - begun) / 1000;
  }
}"""


def test_how_long_it_takes(open_notebook, artifacts):
    """Each size of result arrives on the screen; the seconds are written down, not judged."""
    notebook = open_notebook(EDITOR)
    notebook.show()
    seconds = {}
    for prompt in ("Blur what is in box 1", "Remove what is in box 1"):
        notebook.write_prompt(prompt)
        for size in ("1K", "2K"):
            notebook.page.locator(".wanwidgets-field-size select").select_option(size)
            notebook.until("editor.session.draft.effective()['size']", size)
            seconds[f"{prompt}, {size}"] = round(notebook.edit.evaluate(CLICK_AND_WAIT), 2)
            notebook.finished("done")
    print(f"\nfrom Edit to the picture on the screen: {seconds}")
    (artifacts / "seconds.json").write_text(json.dumps(seconds, indent=1), encoding="utf-8")


PROMPTS = ("Blur what is in box 1", "Make it warmer", "Remove what is in box 1")


def outside(service, *, language="en", **options):
    """Return a cell that makes an editor on a service of another process."""
    given = "".join(f", {name}={value!r}" for name, value in options.items())
    return f"""
import skimage.data, wanwidgets as ww
editor = ww.Editor(images=[skimage.data.coffee()], boxes={{1: [{BOX}]}}, client={service.client()}, size="1K",
                   language={language!r}{given})
editor
"""


def begin_all(notebook):
    for prompt in PROMPTS:
        notebook.write_prompt(prompt)
        notebook.edit.click()
        notebook.until(f"{prompt!r} in [row.request.prompt for row in editor.session.under_way]", expected=True)


DARK = "() => window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'})"


def test_three_at_once_and_the_middle_one_is_cancelled(open_notebook, serve):
    """Three runs go on beside each other with a row each; one click stops the middle one, and the others come."""
    service = serve(queue_seconds=25)
    notebook = open_notebook(outside(service))
    notebook.show()
    begin_all(notebook)
    assert notebook.runs.count() == len(PROMPTS)
    notebook.until("sum(bool(run.task_id) for run in editor.session.runs)", 3)
    notebook.shot("three")
    places = [notebook.runs.nth(number).bounding_box() for number in range(3)]
    notebook.runs.nth(1).get_by_role("button", name="Cancel: Make it warmer").click()
    notebook.says(notebook.runs.nth(1), "stopping|cancelled")
    notebook.says(notebook.runs.nth(1), "cancelled")
    notebook.shot("cancelled")
    assert [notebook.runs.nth(number).bounding_box() for number in range(3)] == places
    notebook.pictured()
    notebook.finished("done")
    states = "{run.request.prompt: run.state.value for run in editor.session.runs}"
    assert notebook.ask(states) == dict(zip(PROMPTS, ["succeeded", "cancelled", "succeeded"], strict=True))
    assert len(service.ledger()) == len(PROMPTS)
    notebook.runs.first.wait_for(state="hidden")


def test_a_double_click_is_sent_once(open_notebook, serve):
    """Two clicks on Edit, however quick, are one run; the second is told why it is none."""
    service = serve(queue_seconds=4)
    notebook = open_notebook(outside(service, prompt=PROMPTS[0]))
    notebook.show()
    notebook.edit.evaluate("button => { button.click(); button.click(); button.click(); }")
    notebook.pictured()
    notebook.finished("done")
    assert len(service.ledger()) == 1
    assert notebook.ask("len(editor.session.runs)") == 1


WATCH = """root => {
  window.wwSaid = [];
  new MutationObserver(() => {
    const said = [...root.querySelectorAll('.wanwidgets-run .ww-status span')].map(part => part.innerText).join('|');
    if (said && said !== window.wwSaid.at(-1)) window.wwSaid.push(said);
  }).observe(root, {subtree: true, childList: true, characterData: true});
}"""


def test_progress_is_told_in_order(open_notebook, serve):
    """A run is queued, runs and comes; how long it usually takes is known from the run before it."""
    service = serve(queue_seconds=4, run_seconds=8)
    notebook = open_notebook(outside(service, prompt=PROMPTS[0]))
    notebook.show()
    notebook.editor.locator(".wanwidgets-status").evaluate(WATCH)
    notebook.edit.click()
    notebook.says(notebook.runs, "queued at the service")
    notebook.shot("queued")
    notebook.says(notebook.runs, "running")
    notebook.shot("running")
    notebook.pictured()
    notebook.finished("done")
    notebook.shot("done")
    said = notebook.page.evaluate("() => window.wwSaid")
    order = [said.index(next(text for text in said if stage in text)) for stage in ("queued at", "running")]
    assert order == sorted(order)
    expected = notebook.ask("editor.session.expected_seconds")
    assert 0 < expected < 22
    notebook.write_prompt(PROMPTS[2])
    notebook.edit.click()
    notebook.says(notebook.runs, rf"of about {expected:.0f} s|longer than the usual {expected:.0f} s")
    notebook.pictured()
    notebook.finished("done")


def test_a_failed_run_is_tried_again(open_notebook, serve):
    """A failure says what happened, with its code and request id, and one click sends the same again."""
    service = serve()
    service.fault("create", "internal")
    notebook = open_notebook(outside(service, prompt=PROMPTS[0]))
    notebook.show()
    notebook.edit.click()
    notebook.cards.wait_for()
    for part in ("The service refused it; not billed", "InternalError", "Something broke at the service"):
        notebook.says(notebook.cards, part)
    request = notebook.ask("editor.session.failed[0].request_id")
    assert notebook.cards.locator(".ww-id").nth(1).inner_text() == request
    notebook.shot("failed")
    notebook.cards.get_by_role("button", name="Try again").click()
    notebook.pictured()
    notebook.finished("done")
    assert notebook.cards.count() == 0
    assert notebook.ask("[run.state.value for run in editor.session.runs]") == ["refused", "succeeded"]
    assert len(service.ledger()) == 1


@pytest.mark.parametrize(
    ("language", "width", "dark"), [("en", 900, False), ("zh", 1400, True), ("zh", 900, True)], ids=str
)
def test_how_runs_look(open_notebook, serve, language, width, *, dark):
    """Runs, a failure and a refusal of the budget fit a narrow and a wide output, in light, dark and Chinese."""
    service = serve(queue_seconds=2, run_seconds=600)
    service.fault("create", "error", code="DataInspectionFailed", message="It may contain <b>x</b>.", status=400)
    notebook = open_notebook(outside(service, language=language, budget=3), width=width)
    if dark:
        notebook.page.evaluate(DARK)
    notebook.show()
    notebook.write_prompt("A prompt that is refused")
    notebook.edit.click()
    notebook.cards.wait_for()
    begin_all(notebook)
    notebook.until("[run.status and run.status.value for run in editor.session.runs[1:]]", ["RUNNING"] * 3)
    status = notebook.editor.locator(".wanwidgets-status")
    widths = status.evaluate("part => [part.scrollWidth, part.clientWidth]")
    assert widths[0] == widths[1]
    notebook.runs.nth(1).get_by_role("button").click()
    notebook.says(notebook.runs.nth(1), "goes on at the service|服务端仍在继续")
    notebook.write_prompt("One picture more than the budget has")
    notebook.shot()
    assert "<b>x</b>" in notebook.cards.inner_text()
