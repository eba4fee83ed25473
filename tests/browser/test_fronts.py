"""One story in each place where people open a notebook: JupyterLab is the place of all the other browser tests."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

import nbformat
import pytest

from tests.browser.conftest import Notebook
from tests.browser.fronts import kernel_of, serve_front

pytestmark = pytest.mark.browser

CELL = """
import skimage.data, wanwidgets as ww
client = ww.connect("local")
editor = ww.Editor(images=[skimage.data.coffee()], prompt="Blur what is in box 1", size="1K", client=client)
editor
"""

# Read before the tests clean the environment: the Python that has ipykernel 6; `make kernels` makes one.
NAMED = os.environ.get("WANWIDGETS_IPYKERNEL6", "")
PYTHON_6 = str(Path(NAMED).absolute()) if NAMED else ""  # the server starts it from another folder
REQUIRED = os.environ.get("WANWIDGETS_REQUIRE_BROWSER") == "1"
NO_KERNEL = "No environment with ipykernel 6: `make kernels`, or name its Python in WANWIDGETS_IPYKERNEL6. NOT TESTED."


class Page(Notebook):
    """A notebook whose kernel is asked beside the front end."""

    def __init__(self, page, path, title, server):
        super().__init__(page, path, title)
        self.server = server

    def tell(self, code):
        with kernel_of(self.server) as tell:
            return tell(code)

    def quiet(self):
        """Check that no script of the page failed."""
        assert [error for error in self.errors if not any(re.search(noise, error) for noise in self.noise)] == []


@pytest.fixture
def open_front(chromium, tmp_path, request):
    """Return a function that starts a front and opens a notebook with one cell, an editor, in it."""
    with contextlib.ExitStack() as stack:

        def make(front, *, kernel="python3", kernels=()):
            server = stack.enter_context(serve_front(front, tmp_path / front, kernels=kernels))
            path = server.folder / "edit.ipynb"
            notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL.strip())])
            notebook.metadata["kernelspec"] = {"name": kernel, "display_name": kernel, "language": "python"}
            nbformat.write(notebook, path)
            context = chromium.new_context(viewport={"width": 1400, "height": 1000})
            context.set_default_timeout(60_000)
            stack.callback(context.close)
            page = Page(context.new_page(), path, request.node.name.strip("]").replace("[", "-"), server)
            page.page.goto(server.address(path))
            return page

        yield make


def run_cell(page):
    """Run the first cell by the keyboard, until it has run: a front that is still greeting its kernel drops the key."""
    page.page.wait_for_selector(".jp-Notebook .jp-InputPrompt")
    page.page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]', state="attached")
    prompt = page.cell(0).locator(".jp-InputPrompt")
    while not re.search(r"\d", prompt.inner_text()):
        if "*" not in prompt.inner_text():
            prompt.click()
            page.page.keyboard.press("Control+Enter")
        page.page.wait_for_timeout(1000)


def appears(page):
    """Wait until the picture is drawn."""
    page.stage.first.wait_for()
    page.drawn()


def reloads(page):
    """Save the notebook, load the page anew, and wait until the picture is drawn again."""
    before = page.path.stat().st_mtime_ns
    page.cell(0).locator(".jp-InputPrompt").click()
    page.page.keyboard.press("Control+s")
    while page.path.stat().st_mtime_ns == before:
        page.page.wait_for_timeout(100)
    page.page.reload()
    appears(page)


def edits(page):
    """Drag a box, press Edit, and wait for the result; return the box."""
    box = page.drag((120, 80), (400, 300))
    page.until_boxes([box])
    page.edit.click()
    page.finished("done")
    page.pictured()
    assert page.ask("[len(editor.session.runs), len(editor.session.runs[-1].saved)]") == [1, 1]
    return box


def test_notebook_7(open_front):
    """In Notebook 7 a box is dragged exactly, an edit gives its result, and all is there after a reload."""
    page = open_front("notebook")
    # Notebook 7.6 says it of itself, with an empty notebook too.
    page.noise.append("reading 'schema'")
    run_cell(page)
    appears(page)
    box = edits(page)
    page.shot()
    reloads(page)
    page.pictured()
    page.until_boxes([box])
    second = page.drag((450, 60), (560, 200))
    page.until_boxes([box, second])
    page.quiet()


def test_voila(open_front):
    """In Voila, where a reload is another visitor with a kernel of its own, a page works, and so does the next one."""
    page = open_front("voila")
    appears(page)
    first = page.ask("__import__('os').getpid()")
    edits(page)
    page.shot()
    page.page.reload()
    appears(page)
    page.until(f"__import__('os').getpid() != {first}", expected=True)
    box = page.drag((60, 50), (200, 180))
    page.until_boxes([box])
    page.quiet()


def test_ipykernel_6(open_front):
    """With ipykernel 6, which hears of the page on its main thread, the same story holds in JupyterLab."""
    if not PYTHON_6 or not Path(PYTHON_6).is_file():
        pytest.fail(NO_KERNEL) if REQUIRED else pytest.skip(NO_KERNEL)
    page = open_front("lab", kernel="ipykernel6", kernels=[("ipykernel6", PYTHON_6)])
    run_cell(page)
    appears(page)
    assert page.ask("__import__('ipykernel').version_info[0]") == 6
    box = edits(page)
    page.shot()
    reloads(page)
    page.until_boxes([box])
    page.quiet()
