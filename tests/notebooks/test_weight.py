"""What a saved notebook holds of a session with nine inputs and twelve results: little, what is needed, and no key."""

from __future__ import annotations

import base64
import io
import re

import nbformat
import pytest
from nbconvert import HTMLExporter
from PIL import Image

import wanwidgets as ww
from tests.benchmarks.photographs import write_photographs
from tests.notebooks.kernels import alone, execute
from wanwidgets.preview import PREVIEW_BYTES, THUMBNAIL_BYTES

KEY = "sk-canary-0123456789abcdef"
MOST = 1_500_000
"""Bytes of the file."""
INPUTS, RESULTS = 9, 12
LARGE = 3
"""The picture of the canvas, and the large view: after and before."""

STATE = "application/vnd.jupyter.widget-state+json"

OPEN = """
from pathlib import Path
import wanwidgets as ww
photographs = sorted(Path({folder!r}).glob("*.jpg"))
editor = ww.Editor(photographs, "Blur what is in box 1 of image 2", boxes={{2: [(300, 200, 900, 700)]}}, size="1K")
editor
"""

# A person presses Edit, turns on the history and the comparison, and waits until every picture is there.
PRESS = """
import threading
def rest():
    while threads := [thread for thread in threading.enumerate() if thread.name == "wanwidgets-run"]:
        threads[0].join()
for step in {steps}:
    editor.session.edit(**step)
    editor.controls.actions.edit.click()
    rest()
editor.results.history.toggle.value = True
editor.results.large.compares.value = True
rest()
print(len(editor.session.draft.pictures), "inputs,", sum(len(run.saved) for run in editor.session.runs), "results")
"""

SESSIONS = {
    "three edits of four pictures": [{"n": 4, "seed": seed} for seed in (1, 2, 3)],
    "one set of twelve": [{"enable_sequential": True, "n": 12, "seed": 1}],
}


@pytest.fixture(scope="module", params=SESSIONS.values(), ids=SESSIONS)
def session(request, tmp_path_factory):
    """Return the notebook of a session, with the state of its widgets; the kernel knew the key as a user gives it."""
    folder = tmp_path_factory.mktemp("session")
    write_photographs(folder, count=INPUTS, size=(1500, 1000), noise=25)
    with pytest.MonkeyPatch.context() as patch, ww.LocalService(api_key=KEY) as service:
        alone(patch, folder)
        patch.setenv("DASHSCOPE_API_KEY", KEY)
        patch.setenv("DASHSCOPE_HTTP_BASE_URL", service.url)
        yield execute(folder, OPEN.format(folder=str(folder)), PRESS.format(steps=request.param))


def jpegs(notebook):
    """Return the pictures among the outputs of the cells."""
    outputs = [output.get("data", {}) for cell in notebook.cells for output in cell.outputs]
    return [base64.b64decode(data["image/jpeg"]) for data in outputs if "image/jpeg" in data]


def kept_by_widgets(notebook):
    """Return how many bytes each picture of the saved widgets has, the largest first."""
    models = notebook.metadata["widgets"][STATE]["state"].values()
    images = [model for model in models if model["model_name"] == "ImageModel"]
    buffers = [buffer for image in images for buffer in image.get("buffers", ())]
    return sorted((len(base64.b64decode(buffer["data"])) for buffer in buffers), reverse=True)


def file_of(notebook):
    """Return a notebook as it is saved."""
    return nbformat.writes(notebook)


def without_state(notebook):
    """Return a notebook as front ends save it by default."""
    copy = nbformat.from_dict(notebook)
    del copy.metadata["widgets"]
    return copy


def test_session_is_what_is_weighed(session):
    """Nine inputs and twelve results, and each picture is among the state of the widgets, or nothing was weighed."""
    sizes = kept_by_widgets(session)

    assert session.cells[1].outputs[0].text == f"{INPUTS} inputs, {RESULTS} results\n"
    assert len([size for size in sizes if size > 1_000]) >= LARGE + INPUTS
    print(f"{len(file_of(session).encode()):,} bytes, {len(file_of(without_state(session)).encode()):,} without state")


def test_file_is_small(session):
    """The file is under 1.5 MB, also when the state of its widgets is saved."""
    assert len(file_of(session).encode()) < MOST
    assert len(file_of(without_state(session)).encode()) < MOST / 10


def test_few_large_pictures_are_alive(session):
    """All pictures in the widgets are thumbnails but that of the canvas and the large view's after and before."""
    sizes = kept_by_widgets(session)

    assert sizes[LARGE - 1] > THUMBNAIL_BYTES >= sizes[LARGE]


def test_result_is_seen_without_a_kernel(session):
    """One ordinary output of at most 40 kB shows what came last, and nbconvert has it in its page."""
    (result,) = jpegs(session)
    assert len(result) <= PREVIEW_BYTES
    with Image.open(io.BytesIO(result)) as image:
        image.load()
        assert min(image.size) >= 300
    for notebook in (session, without_state(session)):
        page, _ = HTMLExporter().from_notebook_node(notebook)
        assert base64.b64encode(result).decode() in re.sub(r"\s", "", page)


def test_no_key_is_in_it(session):
    """Neither the key nor most of it is in the file, in plain or as base64."""
    text = file_of(session)

    assert not [secret for secret in (KEY, KEY[3:-3], base64.b64encode(KEY.encode()).decode()) if secret in text]
