"""What is remembered is given again on the screen: free, said so, and with more of the same by a click."""

import pytest

pytestmark = pytest.mark.browser

DARK = "() => window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'})"

# A service that bills, and a store that was filled in March.
CELL = """
import os
from datetime import datetime, timezone
import skimage.data, wanwidgets as ww
store = ww.RunStore("runs", now=lambda: datetime(2026, 3, 12, 9, 30, tzinfo=timezone.utc))
service = ww.LocalService({service}).start()
client = service.client(engine="model-studio/singapore")
options = dict(images=[skimage.data.coffee()], client=client, size="1K")
if {past}:
    ww.edit("Make it warmer", store=store, **options)
editor = ww.Editor(prompt="Make it warmer", store=ww.RunStore("runs"), language="{language}"{more}, **options)
editor
"""


def cell(*, past=True, language="en", service="", **more):
    given = "".join(f", {name}={value!r}" for name, value in more.items())
    return CELL.format(past=past, language=language, service=service, more=given)


def asked(notebook):
    return notebook.ask("len(service.ledger())")


def button(notebook, name):
    return notebook.editor.locator(".wanwidgets-variation").get_by_role("button", name=name)


def test_what_is_remembered_is_free_and_says_so(open_notebook):
    """Beside Edit it says from when it is before it is asked for, and so does the run; nobody is asked."""
    notebook = open_notebook(cell())
    notebook.show()
    estimate = notebook.editor.locator(".ww-estimate")
    notebook.says(estimate, "remembered from 12 March: free")
    notebook.says(notebook.editor.locator(".ww-badge"), "Singapore · remembered: free")
    assert button(notebook, "New variation").is_enabled()
    notebook.shot("before")
    notebook.edit.click()
    notebook.pictured()
    notebook.says(notebook.progress, "replayed from 12 March, free")
    notebook.says(notebook.editor.locator(".wanwidgets-about-result"), "1 picture · replayed from 12 March, free")
    notebook.shot("replayed")
    assert asked(notebook) == 1
    assert notebook.ask("editor.session.spend().pictures") == 0

    notebook.write_prompt("Make it cooler")
    notebook.says(estimate, "about 0.22 CNY")
    assert button(notebook, "New variation").is_disabled()
    assert button(notebook, "Ask again").is_disabled()
    notebook.shot("other")


def test_variation_and_asking_again(open_notebook):
    """A variation is the next take, which is seen and can be undone; to ask again makes a second run of the same."""
    notebook = open_notebook(cell())
    notebook.show()
    notebook.says(notebook.editor.locator(".ww-estimate"), "remembered from")
    take = notebook.editor.locator(".wanwidgets-variation input")
    assert take.input_value() == "0"
    button(notebook, "New variation").click()
    notebook.until("editor.session.draft.take", 1)
    notebook.finished("done")
    notebook.pictured()
    assert take.input_value() == "1"
    notebook.until("len(service.ledger())", 2)
    notebook.says(notebook.editor.locator(".ww-estimate"), r"remembered from \d\d:\d\d: free")
    notebook.shot("variation")

    take.fill("0")
    take.press("Enter")
    notebook.until("editor.session.draft.take", 0)
    notebook.says(notebook.editor.locator(".ww-estimate"), "remembered from 12 March")
    assert "0.22 CNY" in button(notebook, "Ask again").get_attribute("title")
    button(notebook, "Ask again").click()
    notebook.until("len(service.ledger())", 3)
    notebook.finished("done")
    notebook.says(notebook.editor.locator(".ww-estimate"), r"remembered from \d\d:\d\d: free")
    assert notebook.ask("[run.replayed for run in editor.session.runs]") == [False, False]


@pytest.mark.parametrize(
    ("language", "width", "dark"), [("en", 1600, False), ("en", 700, False), ("zh", 1400, True)], ids=str
)
def test_offline_says_what_differs(open_notebook, language, width, *, dark):
    """Offline the head says that nobody is asked, and what is not remembered is told by its fields, in words."""
    notebook = open_notebook(cell(language=language, mode="offline"), width=width)
    if dark:
        notebook.page.evaluate(DARK)
    notebook.show()
    notebook.says(notebook.editor.locator(".ww-badge"), "offline: nobody is asked|离线：不发送请求")
    notebook.says(notebook.editor.locator(".ww-estimate"), "remembered from 12 March|已记住 3月12日")
    notebook.write_prompt("Make it warmer, like an evening")
    notebook.says(notebook.editor.locator(".ww-estimate"), "not remembered|没有记住")
    notebook.shot("unremembered")
    notebook.edit.click()
    notebook.says(notebook.notice, "“Make it warmer” → “Make it warmer, like an evening”")
    notebook.shot("missed")
    status = notebook.editor.locator(".wanwidgets-controls")
    assert status.evaluate("part => part.scrollWidth - part.clientWidth") <= 0
    assert asked(notebook) == 1

    notebook.write_prompt("Make it warmer")
    notebook.says(notebook.editor.locator(".ww-estimate"), "remembered from 12 March|已记住 3月12日")
    notebook.notice.wait_for(state="detached")
    notebook.edit.click()
    notebook.pictured()
    notebook.says(notebook.progress, "replayed from 12 March, free|重放 3月12日 的结果，免费")
    notebook.shot("replayed")
    assert asked(notebook) == 1


def test_refresh_is_said_in_the_head(open_notebook):
    """Where everything is asked again the head says so, and the price stands though it is remembered."""
    notebook = open_notebook(cell(mode="refresh"))
    notebook.show()
    notebook.until("editor.session.memory.since is not None", expected=True)
    notebook.says(notebook.editor.locator(".ww-badge"), "about 0.22 CNY · refresh: always asked")
    notebook.says(notebook.editor.locator(".ww-estimate"), "about 0.22 CNY")
    notebook.edit.click()
    notebook.finished("done")
    assert asked(notebook) == 2
    notebook.shot()


@pytest.mark.parametrize(("language", "width"), [("en", 1400), ("en", 700), ("zh", 700)])
def test_nothing_jumps(open_notebook, language, width):
    """What is remembered, under way, replayed or none of them: the head, Edit and what is below stay where they are."""
    notebook = open_notebook(cell(language=language), width=width)
    notebook.show()
    notebook.says(notebook.editor.locator(".ww-estimate"), "remembered from|已记住")
    parts = (".wanwidgets-head", ".wanwidgets-actions", ".wanwidgets-variation", ".ww-reason")

    def places():
        return [notebook.editor.locator(part).first.evaluate(PLACE) for part in parts]

    before = places()
    notebook.write_prompt("Make it cooler")
    notebook.says(notebook.editor.locator(".ww-estimate"), "about|约")
    assert places() == before
    notebook.edit.click()
    notebook.finished("done|完成")
    notebook.says(notebook.editor.locator(".ww-estimate"), "remembered from|已记住")
    assert places() == before


PLACE = """part => {
  const [own, editor] = [part, part.closest('.wanwidgets-editor')].map(each => each.getBoundingClientRect());
  return [own.left - editor.left, own.top - editor.top, own.width, own.height].map(Math.round);
}"""


SETTLED = """
import wanwidgets.running.tracing
wanwidgets.running.tracing.LISTED_AT = (0.0, 2.0)
"""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_unknown_outcome_is_not_sent_again(open_notebook, language):
    """Whoever asks again for what was sent without an answer is told so, and finds it below; one request was sent."""
    notebook = open_notebook(cell(past=False, language=language))
    notebook.show()
    notebook.tell(SETTLED)
    notebook.tell("service.fault('create', 'drop_after')")
    notebook.edit.click()
    notebook.says(notebook.panel, "A task of that model was created at|有一个该模型的任务创建于")
    notebook.edit.click()
    notebook.says(notebook.notice, "Nothing was sent now. The very same request was sent|此次未发送任何请求")
    notebook.says(notebook.panel, "A task of that model was created at|有一个该模型的任务创建于")
    notebook.shot()
    assert notebook.panel.count() == 1
    assert asked(notebook) == 1

    notebook.panel.get_by_role("button", name="Adopt it" if language == "en" else "认领").click()
    notebook.pictured()
    notebook.says(notebook.editor.locator(".ww-estimate"), "remembered from|已记住")
    assert asked(notebook) == 1
