"""The magics in a real kernel: what a front end is told of completion, help and errors."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from jupyter_client.manager import start_new_kernel

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0  # seconds; nothing here is timed, this only ends what hangs

PREPARE = """
%load_ext wanwidgets
import numpy as np, wanwidgets as ww
photo = np.zeros((300, 400, 3), np.uint8)
box = ww.Box(1, 2, 3, 4)
"""


class Kernel:
    """A kernel, asked as a front end asks."""

    def __init__(self, client):
        self._client = client

    def run(self, code):
        """Run a cell, and return the answer and what was shown meanwhile."""
        shown = []
        answer = self._client.execute_interactive(code, timeout=PATIENCE, output_hook=shown.append)
        return answer["content"], [(each["msg_type"], each["content"]) for each in shown]

    def complete(self, text):
        """Return what is replaced before the cursor, which ``|`` stands for, and by what."""
        at = text.index("|")
        code = text.replace("|", "")
        asked = self._client.complete(code, at)
        while True:
            answer = self._client.get_shell_msg(timeout=PATIENCE)
            if answer["parent_header"].get("msg_id") == asked:
                content = answer["content"]
                return code[content["cursor_start"] : content["cursor_end"]], content["matches"]


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    """Return a kernel with the extension loaded, in a folder with a picture."""
    folder = tmp_path_factory.mktemp("kernel")
    (folder / "my cup.png").touch()
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")])),
        "IPYTHONDIR": str(folder / "ipython"),
        "WANWIDGETS_STORE": str(folder / "store"),
    }
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(folder), env=environment)
    try:
        kernel = Kernel(client)
        assert kernel.run(PREPARE)[0]["status"] == "ok"
        yield kernel
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.mark.parametrize(
    ("text", "replaced", "matches"),
    [
        ("%%wan --si|", "--si", ["--size"]),
        ("%%wan -i p|", "p", ["photo"]),
        ("%%wan -i my|", "my", ["my\\ cup.png"]),
        ("%%wan -i p| --size 1K\nMake it red", "p", ["photo"]),
        ("%%wan -m wan2.6|", "wan2.6", ["wan2.6-image"]),
        ("%%wan -i photo --box 1:|", "", ["box"]),
        ("%%wan -p enable_sequential=|", "", ["true", "false"]),
        ("%%wan -m wanx2.1-imageedit -p function=ex|", "ex", ["expand"]),
        ("%wan mo|", "mo", ["models"]),
        ("%%wa|", "%%wa", ["%%wan"]),
    ],
)
def test_kernel_completes_the_line_and_nothing_else(kernel, text, replaced, matches):
    """A front end is told exactly what fits: neither Python's names nor other files stand among it."""
    assert kernel.complete(text) == (replaced, matches)


@pytest.mark.parametrize("question", ["%%wan?", "%wan?"])
def test_kernel_shows_help_in_its_pager(kernel, question):
    """A question mark shows the help of the magic that it stands behind."""
    (payload,) = kernel.run(question)[0]["payload"]

    assert ("-i, --image" in payload["data"]["text/plain"]) == (question == "%%wan?")


def test_kernel_prints_help_of_a_cell_without_a_text(kernel):
    """`%%wan --help` needs no line below it."""
    answer, shown = kernel.run("%%wan --help")

    assert answer["status"] == "ok"
    assert any("-i, --image PICTURE" in content.get("text", "") for _, content in shown)


def test_kernel_shows_an_error_as_one_line_and_keeps_the_rest(kernel):
    """An error of the API is its name and its words; `%tb` has the whole way of it."""
    answer, shown = kernel.run("%%wan -i photo --size 7K --local\nMake it red")
    error = next(content for kind, content in shown if kind == "error")

    assert answer["ename"] == error["ename"] == "InvalidRequest"
    assert error["traceback"] == [f"InvalidRequest: {error['evalue']}"]
    (trace,) = [content["traceback"] for kind, content in kernel.run("%tb")[1] if kind == "error"]
    assert "run_cell_magic" in "".join(trace)
