"""What JupyterLab saves of a session with nine inputs and twelve results when it saves the state of widgets as well."""

import base64

import nbformat
import pytest

from tests.benchmarks.photographs import write_photographs
from tests.browser.fronts import OVERRIDES, serve_front

pytestmark = pytest.mark.browser

SAVING = {**OVERRIDES, "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True}}

EDITOR = """
from pathlib import Path
import wanwidgets as ww
photographs = sorted(Path({folder!r}).glob("*.jpg"))
editor = ww.Editor(photographs, "Blur what is in box 1 of image 2", boxes={{2: [(300, 200, 900, 700)]}}, n=4, size="1K",
                   client=ww.connect("local"))
editor
"""


@pytest.fixture(scope="module")
def lab(chromium_path, tmp_path_factory):
    """Return a JupyterLab whose user chose Save Widget State Automatically."""
    with serve_front("lab", tmp_path_factory.mktemp("saving"), overrides=SAVING) as server:
        yield server
        server.shut_kernels()


def test_saved_notebook_is_light(open_notebook, tmp_path):
    """With the state of its widgets the file is under 1.5 MB, and shows the last result as an ordinary output."""
    write_photographs(tmp_path, count=9, size=(1500, 1000), noise=25)
    notebook = open_notebook(EDITOR.format(folder=str(tmp_path)))
    notebook.show()
    for seed in (1, 2, 3):
        notebook.tell(f"editor.session.edit(seed={seed})")
        notebook.edit.click()
        notebook.until("sum(len(run.saved) for run in editor.session.runs)", 4 * seed)
        notebook.until("editor.session.busy", expected=False)
    notebook.pictured()
    notebook.page.locator(".wanwidgets-result button", has_text="Before / after").click()
    notebook.page.locator(".wanwidgets-compare canvas").first.wait_for()

    saved = notebook.save()

    text = notebook.path.read_text(encoding="utf-8")
    states = saved.metadata["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    assert len([model for model in states.values() if model["model_name"] == "ImageModel"]) > 12
    assert len(text.encode()) < 1_500_000
    pictures = [
        output.data["image/jpeg"] for output in saved.cells[0].outputs if "image/jpeg" in output.get("data", {})
    ]
    assert len(pictures) == 1
    assert len(base64.b64decode(pictures[0])) <= 40_000
    print(f"{len(text.encode()):,} bytes, {len(nbformat.writes(without_state(saved)).encode()):,} without the state")


def without_state(notebook):
    """Return what is saved by default."""
    del notebook.metadata["widgets"]
    return notebook
