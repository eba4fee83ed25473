"""From nothing to the first edited picture on screen, as the README says it: clone, `make demo`, `make lab`, the mouse.

What pip downloads is part of it, with pip's cache off, so the figures depend on the way to the package registry.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import sync_playwright

from tests.browser.conftest import _chromium
from tests.browser.fronts import free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 600  # seconds; only ends what hangs
ADDRESS = re.compile(r"(http://127\.0\.0\.1:\d+/lab)(\?token=\w+)")
NOTEBOOK = "notebooks/01-first-edit.ipynb"
VISIBLE = "image => image.complete && image.naturalWidth > 0"

pytestmark = pytest.mark.timeout(1800)


class Watch:
    """Seconds since the begin, told as they pass."""

    def __init__(self):
        self.begin = time.perf_counter()

    def tell(self, what):
        print(f"{time.perf_counter() - self.begin:7.1f} s  {what}", flush=True)


def settings(folder):
    """Keep the server from opening a browser of its own, and return the environment of a newcomer."""
    chosen = {"ServerApp": {"open_browser": False, "port": free_port(), "port_retries": 0}}
    folder.mkdir()
    (folder / "jupyter_server_config.json").write_text(json.dumps(chosen), encoding="utf-8")
    dropped = ("PYTHONPATH", "VIRTUAL_ENV", "DASHSCOPE_", "WANWIDGETS_", "JUPYTER", "PYTEST_", "MAKE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    # The Python of the benchmark's own environment has ours installed; the reader's has not.
    own = Path(sys.executable).parent
    kept["PATH"] = os.pathsep.join(each for each in kept["PATH"].split(os.pathsep) if Path(each) != own)
    names = {f"JUPYTER_{name}_DIR": str(folder) for name in ("CONFIG", "DATA", "RUNTIME")}
    return {**kept, **names, "IPYTHONDIR": str(folder), "PIP_NO_CACHE_DIR": "1"}


@contextlib.contextmanager
def served(clone, environment, log):
    """Let `make lab` serve, give the address that it says, and stop it at the end."""
    with log.open("wb") as said:
        process = subprocess.Popen(
            ["make", "lab"], cwd=clone, env=environment, stdout=said, stderr=said, start_new_session=True
        )
        try:
            deadline = time.monotonic() + PATIENCE
            while not (address := ADDRESS.search(log.read_text(encoding="utf-8"))):
                assert process.poll() is None, log.read_text(encoding="utf-8")
                assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
                time.sleep(0.2)
            # A browser that the server opens itself goes to the notebook at once.
            yield f"{address[1]}/tree/{NOTEBOOK}{address[2]}"
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)


def cells_before_the_editor(clone):
    """Return how many cells stand above the one that shows the Editor."""
    cells = nbformat.read(clone / NOTEBOOK, as_version=4).cells
    return next(number for number, cell in enumerate(cells) if "ww.Editor(" in cell.source)


def test_first_picture(tmp_path):
    """A person with a clone and a mouse has the first edited picture on screen."""
    environment = settings(tmp_path / "settings")
    clone = tmp_path / "wanwidgets"
    watch = Watch()
    print()
    subprocess.run([shutil.which("git"), "clone", "-q", str(ROOT), str(clone)], check=True)
    watch.tell("cloned (from a folder of this machine)")
    subprocess.run(["make", "demo"], cwd=clone, env=environment, check=True)
    watch.tell("make demo: an environment, and the first edited picture as a file")
    assert len(list((clone / "demo-output").glob("result*.png"))) == 1
    with served(clone, environment, tmp_path / "log") as address, sync_playwright() as play:
        watch.tell("make lab: JupyterLab installed, and answers")
        browser = play.chromium.launch(executable_path=_chromium(), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(PATIENCE * 1000)
        page.goto(address)
        page.locator(".jp-Notebook .jp-Cell").first.click()
        watch.tell("the notebook is open")
        for _ in range(1 + cells_before_the_editor(clone)):
            page.keyboard.press("Shift+Enter")
        page.locator(".wanwidgets-go:enabled").click()
        watch.tell("Edit was pressed")
        picture = page.locator(".wanwidgets-result img").first
        picture.wait_for()
        page.wait_for_function(VISIBLE, arg=picture.element_handle())
        watch.tell("the first edited picture is on screen")
        browser.close()
