"""What a session has of earlier runs: pages of them, their requests as the draft, and their code."""

from __future__ import annotations

import io

import pytest
from PIL import Image

import wanwidgets as ww
from wanwidgets.result import RunState
from wanwidgets.running.runner import Runner
from wanwidgets.store.pages import Wanted


@pytest.fixture
def work():
    """Return the list of what the session has put aside for a thread."""
    return []


@pytest.fixture
def store(tmp_path):
    return ww.RunStore(tmp_path / "runs")


@pytest.fixture
def session(store, work):
    client = ww.Client("sk-unused", region="beijing")
    return ww.EditSession(Runner(client, store), spawn=work.append)


@pytest.fixture
def request_(photo):
    return ww.EditRequest("Blur box 1", [photo], boxes={1: [(1, 2, 30, 40)]}, seed=3, mask=photo.convert("L"))


@pytest.fixture
def png():
    """Return a function that makes the file of a picture of one colour."""

    def make(color):
        file = io.BytesIO()
        Image.new("RGB", (8, 8), color).save(file, "PNG")
        return file.getvalue()

    return make


def done(work):
    while work:
        work.pop(0)()


def test_runs_of_the_session_with_the_same_picture_are_kin(session, store, request_, png):
    """A lineage has the runs of the session that began with the same picture, and not those of others."""

    def ran(prompt, data):
        run = store.begin(request_.replace(prompt=prompt), session.engine)
        return store.record(run.now(RunState.SUCCEEDED, content=(store.keep(data),)))

    ours, other, later = (ran(prompt, png(color)) for prompt, color in (("a", "red"), ("b", "green"), ("c", "blue")))
    session.runs = (ours, later)
    lineage = session.lineage(ours.id)

    assert [step.id for step in lineage.steps] == [ours.id, later.id]
    assert [step.id for step in session.lineage(other).steps] == [ours.id, other.id, later.id]


def test_request_of_a_run_becomes_the_draft_in_one_step(session, store, request_):
    """The request of a run that holds its pictures becomes the draft at once, and one undo takes it back."""
    session.edit(prompt="something else")
    session.edit_again(store.begin(request_, session.engine))
    assert session.draft == request_

    session.undo()
    assert session.draft.prompt == "something else"
    session.redo()
    assert session.draft == request_


def test_pictures_of_a_past_run_are_read_aside(session, store, request_, work):
    """A run of a page has no pictures; they and its mask are read from the store on a thread."""
    store.begin(request_, session.engine)
    (past,) = session.page(Wanted()).runs
    session.edit_again(past.run)
    assert session.draft == ww.EditRequest()

    done(work)
    assert session.draft == request_
    assert session.draft.mask.pixels == request_.mask.pixels
    session.undo()
    assert session.draft == ww.EditRequest()


def test_picture_that_is_gone_is_told(session, store, request_, work):
    """Where a picture of a past run is gone the draft stays, and the notice says so."""
    run = store.begin(request_, session.engine)
    store.path(run.request.pictures[0].image.digest).unlink()
    session.edit_again(session.past(run.id).run)
    done(work)

    assert session.draft == ww.EditRequest()
    assert "has no file" in session.notice.text


def test_page_is_of_the_whole_store(session, store, request_):
    """A page has the runs of other sessions as well."""
    ids = [store.begin(request_.replace(prompt=str(number)), "local/1").id for number in range(3)]
    page = session.page(Wanted(states=frozenset({RunState.PREPARED})), count=2)

    assert [past.id for past in page.runs] == ids[:0:-1]
    assert page.total == 3
    assert session.input_file(page.runs[0].inputs[0]) == request_.pictures[0].image.data
