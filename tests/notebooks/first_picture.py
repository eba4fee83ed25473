"""``python first_picture.py NOTEBOOK KERNEL``: how long Run All takes from no kernel to the first picture."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import nbclient
import nbformat


def main(path, kernel):
    """Run the cells of a notebook until one has a picture, and tell after how many seconds it was there."""
    notebook, began = nbformat.read(path, as_version=4), time.monotonic()
    place = {"metadata": {"path": str(Path(path).parent)}}
    client = nbclient.NotebookClient(notebook, timeout=120, kernel_name=kernel, resources=place)
    with client.setup_kernel():
        for number, cell in enumerate(notebook.cells):
            client.execute_cell(cell, number)
            if any("image/jpeg" in output.get("data", {}) for output in cell.get("outputs", ())):
                seconds = time.monotonic() - began
                print(f"{Path(path).name}: the first picture is there {seconds:.1f} s after the kernel was asked for")
                return
    sys.exit(f"{path} has no picture.")


if __name__ == "__main__":
    main(*sys.argv[1:])
