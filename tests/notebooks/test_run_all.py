"""Run All gives what is stored in the notebooks: from the pack, asking nobody, and from the local service alike."""

from __future__ import annotations

import ast
import json
import re

import nbformat
import pytest

from tests.notebooks.kernels import NOTEBOOKS, PACK, alone, compare, cut_off, execute, run_all
from wanwidgets.engine_version import ENGINE_VERSION
from wanwidgets.store import RunStore
from wanwidgets.store.packing import manifest_of

MOST = 25_000_000
"""Bytes of the pack."""

by_name = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@pytest.fixture(autouse=True)
def kernels_are_alone(monkeypatch, tmp_path):
    alone(monkeypatch, tmp_path)


@pytest.fixture
def offline(monkeypatch, tmp_path):
    """Kernels have what is in the pack, and ask nobody; return the file in which stands what they tried."""
    tried = cut_off(monkeypatch, tmp_path)
    RunStore.open_pack(PACK)
    monkeypatch.setenv("WANWIDGETS_MODE", "offline")
    return tried


@pytest.mark.parametrize(
    ("cell", "tried"),
    [
        ("import cv2", "import cv2"),
        ("import wanwidgets.service.server", "import wanwidgets.service"),
        ("__import__('requests').get('http://127.0.0.1:9')", "socket.getaddrinfo 127.0.0.1"),
        ("__import__('socket').socket().connect(('127.0.0.1', 9))", "socket.connect ('127.0.0.1', 9)"),
    ],
)
def test_offline_is_offline(monkeypatch, tmp_path, cell, tried):
    """A kernel that is cut off cannot import the local service or OpenCV, nor open a connection, and it is noticed."""
    noticed = cut_off(monkeypatch, tmp_path)

    told = execute(tmp_path, f"try:\n    {cell}\nexcept Exception as error:\n    print(type(error).__name__)")

    assert re.search("Error$", told.cells[0].outputs[0].text.strip())
    assert tried in noticed.read_text(encoding="utf-8").splitlines()


@pytest.mark.timeout(600)
def test_same_facts_without_anybody_to_ask(tmp_path, offline):
    """Under strict nbval every output is the stored one, from the pack alone, and nothing was even tried."""
    done = compare(tmp_path)

    assert done.returncode == 0, done.stdout
    assert offline.read_text(encoding="utf-8") == ""


@pytest.mark.timeout(600)
def test_same_facts_from_the_local_service(tmp_path):
    """Under strict nbval every output is the stored one, from an empty store and the local service."""
    done = compare(tmp_path)

    assert done.returncode == 0, done.stdout


@by_name
@pytest.mark.timeout(600)
def test_run_all_never_waits_for_a_person(tmp_path, offline, path):
    """All cells of a notebook, sent at once as Run All does, end well, and none asks a person for anything."""
    ended, asked = run_all(tmp_path, path)

    assert set(ended) == {"ok"}
    assert asked == []


@by_name
def test_every_cell_is_compared(path):
    """Every cell of code was run, one after the other from the first on, and none is left out of the comparison."""
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]

    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not [cell.source for cell in cells if "nbval" in cell.source.lower() or cell.metadata.get("tags")]


@by_name
def test_stored_outputs_are_light_and_hold_no_state(path):
    """What is stored is under 1.5 MB, with previews of at most 40 kB and without the state of widgets."""
    notebook = nbformat.read(path, as_version=4)
    outputs = [output.get("data", {}) for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    pictures = [data["image/jpeg"] for data in outputs if "image/jpeg" in data]

    assert path.stat().st_size < 1_500_000
    assert "widgets" not in notebook.metadata
    assert pictures
    assert max(len(picture) * 3 // 4 for picture in pictures) <= 40_000
    assert not re.search(r"sk-\w|/root/|/home/|/tmp/", json.dumps(notebook))


@by_name
def test_notebook_uses_what_is_public(path):
    """No notebook imports the local service, which those who replay need not have."""
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type != "code" or cell.source.startswith("%"):
            continue
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.ImportFrom):
                assert not node.module.startswith("wanwidgets.service")
            if isinstance(node, ast.Import):
                assert not [alias.name for alias in node.names if alias.name.startswith("wanwidgets.service")]


def test_pack_is_of_the_engine_of_now():
    """Every run of the pack was answered by the local service's engine of now; otherwise `make pack` is due."""
    assert {run.engine for run in manifest_of(PACK).runs} == {f"local/{ENGINE_VERSION}"}


def test_pack_is_small():
    """The pack takes less than 25 MB in the repository."""
    assert PACK.stat().st_size < MOST
