"""Run All gives what is stored in the notebooks: from the pack, asking nobody, and from the local service alike."""

from __future__ import annotations

import re

import nbformat
import pytest

from tests.notebooks.books import LIVE, NEED_THE_SERVICE, NOTEBOOKS, PACK, REMEMBERED, called
from tests.notebooks.kernels import alone, compare, cut_off, execute, placed, run_all
from wanwidgets.engine_version import ENGINE_VERSION
from wanwidgets.store import RunStore
from wanwidgets.store.packing import manifest_of

MOST = 25_000_000
"""Bytes of the pack."""


def each(paths):
    return pytest.mark.parametrize("path", paths, ids=called)


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


def test_table_names_notebooks_that_there_are():
    """Each notebook that needs the local service is there, and the table says why it does."""
    assert set(NEED_THE_SERVICE) == {called(path) for path in LIVE}
    assert all(NEED_THE_SERVICE.values())


@each(REMEMBERED)
def test_same_facts_without_anybody_to_ask(tmp_path, offline, path):
    """Under strict nbval every output is the stored one, from the pack alone, and nothing was even tried."""
    done = compare(placed(tmp_path, path))

    assert done.returncode == 0, done.stdout
    assert offline.read_text(encoding="utf-8") == ""


@each(NOTEBOOKS)
def test_same_facts_from_the_local_service(tmp_path, path):
    """Under strict nbval every output is the stored one, from an empty store and the local service."""
    done = compare(placed(tmp_path, path))

    assert done.returncode == 0, done.stdout


@each(REMEMBERED)
def test_run_all_from_the_pack_never_waits_for_a_person(tmp_path, offline, path):
    """All cells of a notebook, sent at once as Run All does, end well, and none asks a person for anything."""
    ended, asked = run_all(placed(tmp_path, path))

    assert set(ended) == {"ok"}
    assert asked == []


@each(LIVE)
def test_run_all_with_the_service_never_waits_for_a_person(tmp_path, path):
    """So do those of a notebook that needs the local service."""
    ended, asked = run_all(placed(tmp_path, path))

    assert set(ended) == {"ok"}
    assert asked == []


def test_difference_is_noticed_and_named(tmp_path):
    """A notebook that prints something else than what is stored fails, and the failure names it with its cell."""
    book = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    for told in ("one", "two"):
        stored = nbformat.v4.new_output("stream", name="stdout", text=f"{told}\n")
        book.cells.append(nbformat.v4.new_code_cell("print('one')", execution_count=1, outputs=[stored]))
    nbformat.write(book, tmp_path / "told.ipynb")

    done = compare(tmp_path / "told.ipynb")

    assert done.returncode == 1
    assert re.search(r"FAILED .*told.ipynb::Cell 1", done.stdout)
    assert "1 failed, 1 passed" in done.stdout


def test_pack_is_of_the_engine_of_now():
    """Every run of the pack was answered by the local service's engine of now; otherwise `make pack` is due."""
    assert {run.engine for run in manifest_of(PACK).runs} == {f"local/{ENGINE_VERSION}"}


def test_pack_is_small():
    """The pack takes less than 25 MB in the repository."""
    assert PACK.stat().st_size < MOST
