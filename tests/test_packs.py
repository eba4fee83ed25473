"""The command makes, opens and shows packs, and says in words what it cannot do."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PIL import Image

from wanwidgets.packs import main
from wanwidgets.request import EditRequest
from wanwidgets.result import RunState
from wanwidgets.store import RunStore


@pytest.fixture
def folder(tmp_path, photo):
    store = RunStore(tmp_path / "teacher")
    for prompt, engine in (("red", "local/1"), ("blue", "local/1"), ("red", "model-studio/singapore")):
        run = store.begin(EditRequest(prompt, [photo]), engine)
        kept = tmp_path / "made.png"
        Image.new("RGB", (30, 30), prompt).save(kept)
        store.record(run.now(RunState.SUCCEEDED, content=(store.keep(kept.read_bytes()),)))
    return store.folder


def test_pack_is_made_shown_and_opened(folder, tmp_path, capsys):
    """The three verbs do what the methods do, and tell on one line what is in the pack."""
    path, target = tmp_path / "lesson.zip", tmp_path / "class"

    assert main(["make", str(folder), str(path)]) == 0
    assert main(["show", str(path)]) == 0
    assert main(["open", str(path), str(target)]) == 0

    made, shown, opened = capsys.readouterr().out.splitlines()
    inside = "2 runs of local/1, 1 run of model-studio/singapore, 3 pictures, 0.3 MB"
    assert made == f"{path}: {inside}"
    assert shown == f"{path}: {inside}, made with wanwidgets 0.1.0"
    assert opened == f"{target}: {inside}"
    assert {run.id for run in RunStore(target).runs()} == {run.id for run in RunStore(folder).runs()}


def test_pack_without_inputs_is_smaller(folder, tmp_path, capsys):
    """The pictures that were asked with can be left out."""
    assert main(["make", str(folder), str(tmp_path / "small.zip"), "--without-inputs"]) == 0

    assert "2 pictures, 0.0 MB" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["open", "none.zip"], ["show", "none.zip"], ["make", "none", "none.zip"]])
def test_what_cannot_be_done_is_told(tmp_path, monkeypatch, capsys, arguments):
    """What cannot be done is told in one sentence, with an exit code that a Makefile sees."""
    monkeypatch.chdir(tmp_path)

    assert main(arguments) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("The pack 'none.zip' was not ")


def test_module_is_a_command(folder, tmp_path):
    """`python -m wanwidgets.packs` ends with the exit code of what it did."""
    command = [sys.executable, "-m", "wanwidgets.packs"]

    assert subprocess.run([*command, "show", str(tmp_path / "none.zip")], capture_output=True, check=False).returncode
    assert b"VERB" in subprocess.run([*command, "--help"], capture_output=True, check=True).stdout
