"""What is paid for is not lost on the screen either: killed kernels, lost answers, tasks that were stopped too late."""

import pytest

pytestmark = pytest.mark.browser


def editor(service, **options):
    """Return a cell that makes an editor on a service of another process."""
    values = {"prompt": "Blur what is in box 1", "size": "1K", **options}
    given = ", ".join(f"{name}={value!r}" for name, value in values.items())
    return f"""
import skimage.data, wanwidgets as ww
client = {service.client()}
editor = ww.Editor(images=[skimage.data.coffee()], boxes={{1: [(150, 60, 420, 330)]}}, client=client, {given})
editor
"""


def test_killed_kernel_loses_nothing(open_notebook, serve):
    """A kernel is killed while its task runs; the editor of the next one says so, and shows the picture."""
    service = serve(run_seconds=15)
    notebook = open_notebook(editor(service))
    notebook.show()
    notebook.edit.click()
    notebook.says(notebook.progress, "running")
    notebook.kill()
    notebook.show()
    notebook.says(notebook.notice, "1 run was still under way")
    notebook.says(notebook.behind, "running")
    assert notebook.edit.is_enabled()
    notebook.shot("under-way")
    notebook.pictured()
    notebook.finished("done")
    notebook.shot("came")
    assert notebook.notice.count() == 0
    assert notebook.ask("[run.state.value for run in editor.session.runs]") == ["succeeded"]
    assert len(service.ledger()) == 1


def test_stopped_too_late_is_kept(open_notebook, serve):
    """A running task cannot be stopped; Edit is free again at once, and the picture is shown when it comes."""
    service = serve(run_seconds=12)
    notebook = open_notebook(editor(service))
    notebook.show()
    notebook.edit.click()
    notebook.says(notebook.progress, "running")
    notebook.cancel.click()
    notebook.says(notebook.notice, "its result is kept when it comes")
    notebook.says(notebook.behind, "goes on at the service")
    notebook.page.wait_for_function("button => !button.disabled", arg=notebook.edit.element_handle())
    assert notebook.cancel.is_disabled()
    notebook.shot("stopped")
    notebook.pictured()
    notebook.finished("done")
    notebook.shot("came")
    assert notebook.ask("[(run.state.value, run.stopped) for run in editor.session.runs]") == [["succeeded", True]]
    assert len(service.ledger()) == 1


def test_unknown_outcome_is_adopted_by_a_click(open_notebook, serve):
    """An accepted create whose answer was lost is looked for, and one click takes its task and shows its picture."""
    service = serve(run_seconds=2)
    service.fault("create", "drop_after")
    notebook = open_notebook(editor(service))
    notebook.show()
    # The list need not be waited for a whole minute here: the create is as old as the kernel believes.
    notebook.tell(SETTLED)
    notebook.edit.click()
    notebook.says(notebook.panel, "A task of that model was created at .* and no run knows it")
    notebook.shot("found")
    assert notebook.ask("len(editor.session.runs[-1].saved)") == 0
    notebook.panel.get_by_role("button", name="Adopt it").click()
    notebook.pictured()
    notebook.finished("done")
    assert notebook.panel.count() == 0
    notebook.shot("adopted")
    assert len(service.ledger()) == 1


SETTLED = """
import wanwidgets.running.tracing
wanwidgets.running.tracing.LISTED_AT = (0.0, 2.0)
"""


def test_what_was_not_found_is_sent_again_by_a_click_only(open_notebook, serve):
    """A create that the service never saw leaves no trace; sending again is a click, and says what it may cost."""
    service = serve()
    service.fault("create", "drop_before")
    notebook = open_notebook(editor(service, budget=20))
    notebook.show()
    notebook.tell(SETTLED)
    notebook.edit.click()
    notebook.says(notebook.panel, "No trace found. Sending again may bill twice")
    notebook.says(notebook.spend, "19 of 20 pictures of the budget left")
    notebook.shot("none")
    assert service.ledger() == []
    notebook.panel.get_by_role("button", name="Send again").click()
    notebook.pictured()
    notebook.finished("done")
    assert notebook.panel.count() == 0
    notebook.says(notebook.spend, "this session 1 picture")
    notebook.shot("sent-again")
    assert len(service.ledger()) == 1
    assert notebook.ask("[run.state.value for run in editor.session.runs]") == ["abandoned", "succeeded"]


def test_cell_that_is_run_again_shows_what_is_under_way(open_notebook, serve):
    """The editor of a cell that is run again shows the run of the one before, and its picture; one task is sent."""
    service = serve(run_seconds=8)
    notebook = open_notebook(editor(service))
    notebook.show()
    notebook.edit.click()
    notebook.says(notebook.progress, "running")
    notebook.show()
    notebook.says(notebook.notice, "1 run was still under way")
    notebook.says(notebook.behind, "running")
    notebook.shot("behind")
    notebook.pictured()
    notebook.finished("done")
    assert notebook.behind.count() == 0
    assert notebook.ask("[run.state.value for run in editor.session.runs]") == ["succeeded"]
    assert len(service.ledger()) == 1


def test_what_did_not_come_is_fetched_again_by_a_click(open_notebook, serve):
    """A picture that was made and not downloaded is one click away, and costs nothing more."""
    service = serve()
    service.fault("result", "expired", times=1)
    notebook = open_notebook(editor(service))
    notebook.show()
    notebook.edit.click()
    notebook.finished("not delivered")
    notebook.shot("not-delivered")
    notebook.editor.get_by_role("button", name="Fetch again").click()
    notebook.pictured()
    notebook.finished("done")
    assert notebook.notice.count() == 0
    assert len(service.ledger()) == 1
