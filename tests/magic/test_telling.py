"""What ``%wan`` tells."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

import wanwidgets as ww
from wanwidgets.catalog import MODELS
from wanwidgets.magic.telling import model_table, models_table, runs_table, spend_table, status_table
from wanwidgets.result import RunState

PAID = "model-studio/singapore"


@pytest.fixture
def store(tmp_path, monkeypatch):
    """Return a store in the folder where the kernel is."""
    monkeypatch.chdir(tmp_path)
    return ww.RunStore(tmp_path / "runs", budget=30)


def begun(store, state, prompt="Make it warmer", engine=PAID, **changes):
    """Put a run into the store as a kernel that lives has it."""
    run = store.begin(ww.EditRequest(prompt, n=2), engine)
    return run if state is RunState.PREPARED else store.record(run.now(state, **changes))


def test_status_of_nothing(store):
    """Before the first run all is told all the same, and no folder is made for it."""
    assert status_table(ww.connect("local"), store).rows == (
        ("answers", "local service: no bill, no network, no Wan model"),
        ("mode", "replay"),
        ("store", "runs"),
        ("runs", "0"),
        ("under way", "0"),
        ("budget", "30 pictures in all"),
        ("spent", "0 pictures"),
    )
    assert not store.folder.exists()


def test_status_counts_runs_and_pictures(store):
    """What ended is counted by how, what is under way by itself, and money with what may come on top."""
    begun(store, RunState.SUCCEEDED, usage={"image_count": 2})
    begun(store, RunState.FAILED)
    begun(store, RunState.RUNNING, task_id="t1")
    told = dict(status_table(ww.Client("sk-1", region="singapore"), store).rows)

    assert told["answers"] == "Model Studio in Singapore"
    assert told["runs"] == "3: 1 succeeded, 1 failed"
    assert told["under way"] == "1"
    assert told["spent"] == "2 pictures, about 0.44 CNY, 2 perhaps billed"
    assert "left over" not in told


def test_status_tells_what_an_earlier_kernel_left(store):
    """A run that no living kernel has charge of is not under way; it is told how it goes on."""
    begun(store, RunState.RUNNING, task_id="t1")
    store.close()
    told = dict(status_table(ww.connect("local"), ww.RunStore(store.folder)).rows)

    assert told["under way"] == "0"
    assert told["left over"] == "1: ww.resume() goes on with them"


def test_status_of_offline(store, monkeypatch):
    """Offline nobody answers, whether the client says so or the environment."""
    assert dict(status_table(ww.connect("local", mode="offline"), store).rows)["mode"] == "offline"
    monkeypatch.setenv("WANWIDGETS_MODE", "offline")
    assert dict(status_table(ww.connect("local"), store).rows)["answers"].startswith("nobody")


def test_status_of_another_place(store):
    """A place that is no known region is called by its host."""
    client = ww.Client("sk-1", base_url="https://example.com/api/v1")

    assert dict(status_table(client, store).rows)["answers"] == "example.com"


def test_folder_elsewhere_is_named_in_full(store, tmp_path, monkeypatch):
    """A store that is not below the kernel's folder is named by its whole path."""
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "other")

    assert dict(spend_table(store).rows)["store"] == str(store.folder)


def test_spend_is_pictures_and_money(store):
    """What is billed comes first, with its price of a day; what may come on top is told apart."""
    begun(store, RunState.SUCCEEDED, usage={"image_count": 2})
    begun(store, RunState.UNKNOWN)
    table = spend_table(store)
    told = dict(table.rows)

    assert told["billed"] == "2 pictures, about 0.44 CNY"
    assert told["perhaps"].startswith("2 more")
    assert re.fullmatch(r"in CNY, as of \d{4}-\d\d-\d\d", told["price"])
    assert told["budget"] == "30 pictures in all"
    assert "cost nothing" in table.note


def test_models_are_those_of_the_catalog():
    """Every model is listed, with what it is for and what it costs."""
    table = models_table()

    assert [row[0] for row in table.rows] == list(MODELS)
    assert dict(zip(table.head, table.rows[0], strict=True)) == {
        "model": "wan2.7-image",
        "what for": "editing, text to picture, an image set",
        "pictures": "0–9",
        "boxes": "2 a picture",
        "mask": "none",
        "a picture costs about": "0.20 CNY (beijing), 0.22 CNY (singapore)",
    }
    assert "free trial only, 500 pictures" in repr(table)


@pytest.mark.parametrize("model", MODELS.values(), ids=list(MODELS))
def test_model_is_told_with_all_its_parameters_and_modes(model):
    """Each parameter of each mode is there, and so is every mode with what chooses it."""
    table = model_table(model)
    names = {row[0] for row in table.rows}

    assert set(model.parameters) <= names
    if len(model.modes) > 1:
        assert [row[2] for row in table.rows if row[0] == "mode"] == [mode.title for mode in model.modes]


def test_parameter_that_differs_by_mode_is_told_for_each():
    """How many pictures may come is another number in an image set, and is told with the mode."""
    rows = [row for row in model_table(MODELS["wan2.7-image"]).rows if row[0] == "n"]

    assert rows == [("n", "1–4; default 1", "editing, text to picture"), ("n", "1–12; default 4", "an image set")]


def test_runs_are_the_newest_first(store):
    """As many runs as are asked for, with their id, by which the store gives one back."""
    for prompt in ("Make it warmer", "Make it a very long prompt that goes on and on and on"):
        run = begun(store, RunState.FAILED, prompt)
    table = runs_table(store, 1)
    ((asked, state, model, prompt, made, run_id),) = table.rows

    assert re.fullmatch(r"\d\d:\d\d", asked)
    assert (state, model, made, run_id) == ("failed", "wan2.7-image", "", run.id)
    assert prompt == "Make it a very long prompt that goes on…"
    assert table.note.startswith("1 of 2 in runs")
    assert store.get(run_id).request.prompt.startswith("Make it a very")


def test_no_runs_are_told_without_a_table(store):
    """An empty store has a note and no columns."""
    assert repr(runs_table(store, 10)) == "0 of 0 in runs; ww.RunStore('runs').get(ID) gives one back."


def test_default_store_is_opened_without_its_name(monkeypatch, tmp_path):
    """How a run comes back is told so that it can be copied, for the store that was asked about."""
    monkeypatch.setenv("WANWIDGETS_STORE", str(tmp_path))

    assert "; ww.RunStore().get(ID) gives" in repr(runs_table(ww.RunStore(), 10))


def test_run_that_cannot_be_read_is_told(store):
    """A damaged line of the journal stands among the others, and says so."""
    run = begun(store, RunState.FAILED)
    journal = next(Path(store.folder).glob("*.sqlite*"))
    with sqlite3.connect(journal) as connection:
        connection.execute("UPDATE runs SET record = '{'")
    connection.close()
    ((_, state, _, fault, _, run_id),) = runs_table(store, 10).rows

    assert (state, run_id) == ("damaged", run.id)
    assert fault
