"""Nothing is left of a cell that was run again, of an editor that was closed, of fifty runs, nor in the saved file."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
import skimage.data
from nbclient import NotebookClient
from PIL import Image

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

ROOT = Path(__file__).resolve().parents[2]

EDITOR = """
import comm, ctypes, gc, ipywidgets, skimage.data, threading, wanwidgets as ww
globals().get("editor") and editor.close()
client = globals().get("client") or ww.connect("local")
editor = ww.Editor(images=[skimage.data.coffee()], prompt="Make it warmer", size="1K", client=client)
editor
"""

# What lives in the kernel: the models, their comms, and the threads, when those of runs have ended.
ALIVE = "[len(ipywidgets.widgets.widget._instances), len(comm.get_comm_manager().comms)]"
THREADS = "[thread.name for thread in threading.enumerate() if thread.name == 'wanwidgets-run']"
# What the allocator holds free for later is given back first: it is no leak, and it varies from run to run.
MEMORY = (
    "(gc.collect(), ctypes.CDLL(None).malloc_trim(0), int(open('/proc/self/statm').read().split()[1]) * 4096 / 1e6)[-1]"
)

# The models that the page keeps for this kernel.
MODELS = """async () => {
  const panel = [...window.jupyterapp.shell.widgets('main')].find(widget => widget.sessionContext);
  const manager = panel.content.rendermime && panel.content.rendermime.getFactory
    ? panel.content.rendermime.getFactory('application/vnd.jupyter.widget-view+json') : null;
  const made = manager && manager.createRenderer({mimeType: 'application/vnd.jupyter.widget-view+json'});
  const held = made && (made._manager && made._manager.promise ? await made._manager.promise : made.manager);
  return held && held._models ? [...held._models.keys ? held._models.keys() : Object.keys(held._models)].length : null;
}"""


def quiet(notebook):
    """Wait until no thread of ours runs in the kernel."""
    notebook.until(THREADS, [])


def test_cell_that_is_run_again_leaves_nothing(open_notebook):
    """Ten runs of the cell and a close leave as many widgets, comms and models in the page as the first."""
    notebook = open_notebook(EDITOR)
    notebook.show()
    quiet(notebook)
    first, models = notebook.ask(ALIVE), notebook.page.evaluate(MODELS)
    for _ in range(10):
        notebook.run(0)
        notebook.drawn()
    quiet(notebook)
    again = notebook.ask(ALIVE)
    print(f"widgets and comms after 1 run {first}, after 11 runs {again}; models in the page {models}")
    assert again == first
    notebook.tell("editor.close()")
    quiet(notebook)
    left = notebook.ask(ALIVE)
    print(f"after close {left}; models in the page {notebook.page.evaluate(MODELS)}")
    assert left[0] < first[0] / 10
    assert left[0] == left[1]


def test_fifty_runs_leave_nothing(open_notebook):
    """After the gallery is full, further runs up to fifty leave widgets, comms and threads as they were."""
    notebook = open_notebook(EDITOR)
    notebook.show()

    def run(count, first):
        for number in range(first, first + count):
            notebook.tell(f"editor.session.edit(seed={number}); editor.run(timeout=60); None")
        quiet(notebook)
        return notebook.ask(ALIVE), notebook.ask(MEMORY)

    at_20, memory_20 = run(20, 1)
    at_50, memory_50 = run(30, 21)
    print(f"after 20 runs {at_20}, {memory_20:.0f} MB; after 50 {at_50}, {memory_50:.0f} MB")
    assert at_50 == at_20
    # A picture of 1K is 3 MB in memory: thirty of them that stay would be seen.
    assert memory_50 - memory_20 < 60


SAVED = """
import wanwidgets as ww
editor = ww.Editor(images={paths}, prompt="Make it warmer", size="1K", client=ww.connect("local"))
editor
"""


def test_saved_notebook_stays_small(tmp_path, monkeypatch):
    """A notebook with nine inputs and twelve results is below 1.5 MB, even with the state of the widgets."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    sources = (skimage.data.coffee(), skimage.data.astronaut(), skimage.data.chelsea())
    paths = [str(tmp_path / f"{number}.png") for number in range(9)]
    for number, path in enumerate(paths):
        Image.fromarray(sources[number % 3]).resize((1200 + number, 900), Image.Resampling.BICUBIC).save(path)
    cells = [SAVED.format(paths=json.dumps(paths))]
    # What the Edit button does: the results are in the gallery and in the record under the first cell.
    cells += [f"editor.session.edit(seed={number})\nrun = editor.run(timeout=60)" for number in range(12)]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell.strip()) for cell in cells])
    NotebookClient(notebook, kernel_name="python3", store_widget_state=True, timeout=120).execute()
    states = notebook.metadata["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    whole = len(nbformat.writes(notebook).encode())
    plain = whole - len(json.dumps(notebook.metadata["widgets"]))
    heavy = sorted((len(json.dumps(each)) // 1000, each["model_name"]) for each in states.values())[:-15:-1]
    print(f"{whole / 1e3:.0f} kB with the state of {len(states)} widgets, {plain / 1e3:.0f} kB without; in kB: {heavy}")
    assert whole < 1_500_000
