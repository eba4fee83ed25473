"""EditSession: the draft, its runs and its notice, on a real local service, without a widget."""

from __future__ import annotations

import threading

import pytest

from wanwidgets.client import Client
from wanwidgets.errors import Busy, ImageError, InvalidRequest, TaskFailed
from wanwidgets.local import LocalService
from wanwidgets.message import Message
from wanwidgets.regions import Mask
from wanwidgets.request import EditRequest
from wanwidgets.result import RunState
from wanwidgets.running.runner import Runner
from wanwidgets.session import EditSession
from wanwidgets.store import RunStore


@pytest.fixture(scope="module")
def service():
    """Return a running local service."""
    with LocalService() as service:
        yield service


@pytest.fixture
def runner(service, tmp_path):
    """Return a runner on that service, with a store of its own."""
    return Runner(service.client(), RunStore(tmp_path / "runs"))


@pytest.fixture
def session(runner, photo):
    """Return a session with one picture and a prompt."""
    session = EditSession(runner, EditRequest("Make it black and white", [photo], size="1K"))
    yield session
    session.close()


def test_run_succeeds_and_is_kept(session):
    """A run yields its pictures, is the session's newest run, and leaves no job behind."""
    run = session.run(timeout=60)

    assert run.state is RunState.SUCCEEDED
    assert session.runs == (run,)
    assert (session.job, session.notice) == (None, None)
    assert run.images[0].size == (run.saved[0].width, run.saved[0].height)


def test_states_are_seen_in_order(session):
    """Observers see a run go from its intent to its end, and the job come and go."""
    seen, jobs = [], []
    session.observe(lambda change: seen.append(change.new[-1].state), "runs")
    session.observe(lambda change: jobs.append(change.new is not None), "job")
    session.run(timeout=60)

    assert [state.value for state in dict.fromkeys(seen)] == ["prepared", "sent", "running", "succeeded"]
    assert jobs == [True, False]


def test_invalid_draft_starts_nothing(session):
    """A draft with problems starts no run, and nothing is written down."""
    session.edit(prompt="", n=9)

    with pytest.raises(InvalidRequest) as caught:
        session.start()
    assert len(caught.value.problems) == 2
    assert (session.job, session.runs) == (None, ())


def test_failure_becomes_a_card_and_an_error(session):
    """What the service refuses is raised by `run`, kept as a failed run, and told in its words; the draft stays."""
    session.edit(prompt="a boy hugs a dog")
    with pytest.raises(TaskFailed, match="boy hugs a dog") as caught:
        session.run(timeout=60)

    assert caught.value.run.state is RunState.FAILED
    assert session.runs[-1].state is RunState.FAILED
    assert [(failed.code, failed.message) for failed in session.failed] == [(caught.value.code, caught.value.message)]
    assert session.notice is None
    assert session.draft.prompt == "a boy hugs a dog"


def test_second_run_has_to_wait(photo, tmp_path):
    """While a run is under way the very same is refused, and cancelling ends the first."""
    with LocalService(queue_seconds=60) as service:
        session = EditSession(
            Runner(service.client(), RunStore(tmp_path / "runs")),
            EditRequest("Make it warmer", [photo]),
        )
        job = session.start()
        with pytest.raises(Busy):
            session.start()
        session.cancel()

        assert job.join(30)
        assert session.runs[-1].state is RunState.CANCELLED
        assert session.notice.level == "info"
        assert not session.busy


def test_draft_can_be_edited_during_a_run(photo, tmp_path):
    """The run keeps the request that it began with, whatever is edited meanwhile."""
    with LocalService(queue_seconds=60) as service:
        session = EditSession(
            Runner(service.client(), RunStore(tmp_path / "runs")),
            EditRequest("Make it warmer", [photo]),
        )
        job = session.start()
        session.edit(prompt="Make it cooler")
        session.cancel()
        job.join(30)

        assert session.runs[-1].request.prompt == "Make it warmer"
        assert session.draft.prompt == "Make it cooler"


def test_closed_session_hears_nothing_more(photo, tmp_path):
    """A run that ends after its session was closed changes nothing in the session; the store has it."""
    with LocalService(queue_seconds=60) as service:
        store = RunStore(tmp_path / "runs")
        session = EditSession(Runner(service.client(), store), EditRequest("Make it warmer", [photo]))
        job = session.start()
        session.close()
        before = session.runs
        job.join(30)

        assert session.runs == before
        assert store.runs()[-1].state is RunState.CANCELLED


def test_notice_goes_when_its_reason_is_mended(session, photo):
    """Problems that were mended leave the notice; a picture that can be read ends the error about one that cannot."""
    session.edit(prompt="", n=9)
    with pytest.raises(InvalidRequest) as caught:
        session.start()
    session.notice = Message.of(caught.value)
    session.edit(n=1)
    assert [problem.code for problem in session.notice.problems] == ["prompt.missing"]
    session.edit(prompt="Make it warmer")
    assert session.notice is None

    session.notice = Message.of(ImageError("it is no picture."))
    session.add_image(photo)
    assert session.notice is None


def test_cost_is_that_of_the_place(session, photo, tmp_path):
    """A local run is free; a region's costs its price times n; another host's is not known."""
    client = session._runner.client
    assert (session.place, session.cost().amount) == ("local", 0.0)

    client.engine = "model-studio/singapore"
    session.edit(n=3)
    assert session.place == "Singapore"
    assert session.cost().amount == pytest.approx(3 * 0.220177)

    client.engine = "custom/example.com"
    assert (session.place, session.cost().amount) == ("example.com", None)


def test_cost_is_at_most_that_of_all_pictures(session):
    """What a set or a mixed answer costs at most follows what says how many pictures come; a trial cannot be paid."""
    session._runner.client.engine = "model-studio/virginia"
    session.edit(model="wan2.6-image", enable_interleave=True, size=None)
    assert session.cost().pictures == 5
    assert session.cost().amount == pytest.approx(1.0)

    session.edit(model="wanx-x-painting", enable_interleave=None)
    assert (session.cost().amount, session.cost().trial) == (0, 500)


def test_choosing_keeps_what_fits(session):
    """Another model or mode keeps the parameters that fit, and the notice names those that were left out."""
    session.edit(seed=4, watermark=True, thinking_mode=False, n=3)
    session.choose(enable_sequential=True)
    assert session.draft.parameters == {
        "enable_sequential": True, "n": 3, "seed": 4, "size": "1K", "watermark": True,
    }  # fmt: skip
    assert session.notice.left_out == ("thinking_mode",)
    assert "thinking_mode" in session.notice.text

    session.choose(model="wanx-x-painting")
    assert session.draft.parameters == {"n": 3}
    assert session.notice.left_out == ("enable_sequential", "seed", "size", "watermark")
    session.choose(model="wan2.7-image")
    assert session.notice is None


def test_defaults_that_were_spelled_out_go_without_a_word(session):
    """A parameter that only repeated its default is left out in silence, since nothing is lost."""
    session.edit(watermark=False, enable_sequential=False, size="2K")
    session.choose(model="wanx-x-painting")

    assert session.draft.parameters == {}
    assert session.notice is None


def test_region_that_does_not_serve_it_starts_nothing(photo, tmp_path):
    """What the client refuses for its region starts no run, and is told with the other problems."""
    client = Client("sk-unused", region="virginia")
    session = EditSession(Runner(client, RunStore(tmp_path / "runs")), EditRequest("", [photo.resize((800, 600))]))
    assert {"model.region", "prompt.missing"} == {problem.code for problem in session.problems()}
    assert (session.region, session.place) == ("virginia", "Virginia")

    with pytest.raises(InvalidRequest) as caught:
        session.start()
    assert len(caught.value.problems) == 2
    session.notice = Message.of(caught.value)
    session.choose(model="wan2.6-image")
    assert [problem.code for problem in session.notice.problems] == ["prompt.missing"]


def test_ways_of_the_pictures_are_known_beforehand(photo, tmp_path):
    """How each picture will go is known before anything is sent."""
    runner = Runner(Client("sk-unused", region="beijing"), RunStore(tmp_path / "runs"))
    session = EditSession(runner, EditRequest("x", [photo, photo]))
    assert session.ways() == ("inline", "inline")
    session.edit(model="wanx-x-painting", mask=Mask(photo.size))
    assert session.ways() == ("upload", "upload")


def test_concurrent_edits_lose_nothing(session):
    """Edits from several threads at once are all kept."""

    def add(number):
        session.edit(**{f"p{number}": number})

    threads = [threading.Thread(target=add, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(session.draft.parameters) == 21


def test_unexpected_faults_are_told_by_their_kind():
    """A fault of ours is told with its kind; an error of ours with its own text."""
    assert Message.of(KeyError("x")).text == "Unexpected KeyError: 'x'"
    assert Message.of(Busy("busy")).text == "busy"


def test_repr_is_short(session):
    """The repr names no prompt and no key."""
    assert repr(session).startswith("<EditSession local/")
    assert len(repr(session)) < 60
