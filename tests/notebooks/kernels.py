"""Notebooks run by kernels of their own, which find neither settings nor a key of the user."""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import sys
from pathlib import Path

import nbclient
import nbformat
from jupyter_client.manager import start_new_kernel

from tests.notebooks.books import ROOT, called, code_of

PATIENCE = 120  # seconds; nothing here is timed, this only ends what hangs

TRIED = "TRIED_OFFLINE"
"""The variable of offline.py, which cannot be imported: it would cut off whoever does."""

_FOLDERS = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")


def alone(patch, folder):
    """Set the environment of kernels: this package, an empty store, and nothing of the user's."""
    for name in [name for name in os.environ if name.startswith(("DASHSCOPE_", "WANWIDGETS_"))]:
        patch.delenv(name)
    patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")])))
    for name in (*_FOLDERS, "WANWIDGETS_STORE"):
        patch.setenv(name, str(folder / name.lower()))
    patch.setenv("WANWIDGETS_PACE", "off")
    patch.setenv("DASHSCOPE_API_KEY_FILE_PATH", os.devnull)


def cut_off(patch, folder):
    """Let kernels ask nobody, and return the file in which stands what they tried."""
    startup = folder / "ipythondir" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    shutil.copy(Path(__file__).with_name("offline.py"), startup)
    tried = folder / "tried"
    tried.touch()
    patch.setenv(TRIED, str(tried))
    return tried


def execute(folder, *cells):
    """Run cells one after the other in a folder, and return them with their outputs and the state of their widgets."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell.strip()) for cell in cells])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    place = {"metadata": {"path": str(folder)}}
    nbclient.NotebookClient(notebook, timeout=PATIENCE, store_widget_state=True, resources=place).execute()
    return notebook


def placed(folder, path):
    """Copy a notebook to where it stands among the others, and return the copy."""
    copy = folder / "notebooks" / called(path)
    copy.parent.mkdir(parents=True)
    return Path(shutil.copy(path, copy))


def compare(path):
    """Run a copy of a notebook where it stands and compare every output with the one that is stored, by nbval."""
    options = ("--nbval", "--nbval-current-env", f"--nbval-cell-timeout={PATIENCE}", "-p", "no:cacheprovider", "-q")
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, path.name],
        cwd=path.parent,
        capture_output=True,
        text=True,
        check=False,
    )


def run_all(path):
    """Send every cell at once, as Run All does, and return how each ended and what a person was asked."""
    cells = [cell.source for cell in code_of(path)]
    manager, client = start_new_kernel(cwd=str(path.parent))
    try:
        waiting = [client.execute(cell, allow_stdin=True, stop_on_error=True) for cell in cells]
        ended = dict.fromkeys(waiting, "")
        while not all(ended.values()):
            reply = client.get_shell_msg(timeout=PATIENCE)
            if (name := reply["parent_header"].get("msg_id")) in ended:
                ended[name] = reply["content"]["status"]
        asked = []
        try:
            while True:
                asked.append(client.get_stdin_msg(timeout=0)["content"])
        except queue.Empty:
            return list(ended.values()), asked
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
