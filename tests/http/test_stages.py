"""The stages of a run are told in their order, and the journal is not told of them."""

from __future__ import annotations

import pytest

from wanwidgets.errors import Cancelled
from wanwidgets.modes import ReplayMode
from wanwidgets.pacing.gates import OPEN
from wanwidgets.regions import Mask, Stroke
from wanwidgets.request import EditRequest
from wanwidgets.running.runner import Runner
from wanwidgets.stages import STAGES, Stage
from wanwidgets.store import RunStore

CHECKING, SENDING, QUEUED, RUNNING = (Stage(name) for name in ("checking", "sending", "queued", "running"))


def going_on(_seconds: float) -> bool:
    return False


class Counted(RunStore):
    """A store that remembers which states were written down."""

    def __init__(self, folder):
        super().__init__(folder)
        self.written = []

    def record(self, run):
        self.written.append(run.state.value)
        return super().record(run)


@pytest.fixture
def store(tmp_path):
    """Return a store that counts."""
    return Counted(tmp_path / "runs")


@pytest.fixture
def stages_of(client, store):
    """Return a function that runs a request, and returns its stages, each once while it stays."""

    def run(draft, **options):
        told = []
        steps = Runner(options.pop("client", client), store).run(draft, pause=going_on, tell=told.append, **options)
        last = list(steps)[-1]
        assert {stage.name for stage in told} <= set(STAGES)
        return last, [stage for stage, before in zip(told, [None, *told], strict=False) if stage != before]

    return run


def answer_task(server, png):
    server.answers(
        server.task("PENDING"),
        server.task("PENDING"),
        server.task("RUNNING"),
        server.succeeded(f"{server.origin}/1.png", f"{server.origin}/2.png"),
        server.raw(png),
    )


def test_task_goes_through_its_stages(server, stages_of, photo, png):
    """A task is checked, sent, queued, run, and each of its pictures is downloaded and saved by its number."""
    answer_task(server, png)
    _, told = stages_of(EditRequest("Make it red", [photo], n=2))

    assert told == [
        CHECKING,
        SENDING,
        QUEUED,
        RUNNING,
        Stage("downloading", 1, 2),
        Stage("saving", 1, 2),
        Stage("downloading", 2, 2),
        Stage("saving", 2, 2),
    ]


def test_stages_are_not_written_down(server, client, stages_of, store, *, photo, png):
    """The journal is written as often, and the same, whether anybody hears of the stages or not."""
    draft = EditRequest("Make it red", [photo], n=2)
    answer_task(server, png)
    stages_of(draft)
    heard, store.written = store.written, []
    answer_task(server, png)
    list(Runner(client, store).run(draft, pause=going_on, mode=ReplayMode.REFRESH))

    assert heard == store.written
    assert heard == ["sent", "running", "running", "running", "running", "succeeded"]


def test_uploads_are_counted(server, start_server, stages_of, photo, png):
    """Each file that is uploaded is told with its number of all, before the request is sent."""
    files = start_server()
    files.answers(files.raw(b""))
    data = dict.fromkeys(("policy", "signature", "upload_dir", "oss_access_key_id"), "x")
    policy = server.json({"request_id": "r", "data": {**data, "upload_host": files.origin}})
    done = server.task("SUCCEEDED", results=[{"url": f"{server.origin}/1.png"}])
    server.answers(policy, policy, server.task("PENDING"), done, server.raw(png))
    mask = Mask((400, 300), (Stroke(((200.0, 150.0),), 40.0),))
    _, told = stages_of(EditRequest("A hat", [photo], mask=mask, model="wanx-x-painting"))

    assert told[:4] == [CHECKING, Stage("uploading", 1, 2), Stage("uploading", 2, 2), SENDING]


class Line:
    """Gates before which a run stands third, second and first in line."""

    def __init__(self):
        self.create, self.query, self.kept, self.told = OPEN.create, OPEN.query, OPEN.kept, OPEN.told

    def slot(self, model, pause, placed):
        for place in (3, 2, 1):
            placed(place)
        return OPEN.slot(model, pause)


def test_place_in_line_is_told(server, make_client, stages_of, photo, png):
    """Who waits for a slot hears of its place, and then that it is sent."""
    answer_task(server, png)
    _, told = stages_of(EditRequest("Make it red", [photo]), client=make_client(gates=Line()))

    assert told[:6] == [CHECKING, SENDING, *(Stage("waiting", place) for place in (3, 2, 1)), SENDING]


def test_stream_tells_which_picture_is_made(server, stages_of, png):
    """While the parts come, the stage says at which picture of how many the service is."""
    make, origin = server.event, server.origin
    events = [
        make(1, {"text": "First"}),
        make(2, {"image": f"{origin}/1.png"}),
        make(3, {"image": f"{origin}/2.png"}, finish="stop", usage={"image_count": 2}),
    ]
    server.answers(lambda seen: server.stream(events) if seen.method == "POST" else server.raw(png))
    request = EditRequest("A recipe", model="wan2.6-image", enable_interleave=True, stream=True, max_images=4)
    _, told = stages_of(request)

    assert told == [
        CHECKING,
        SENDING,
        Stage("running", 1, 4),
        Stage("downloading", 1, 1),
        Stage("saving", 1, 1),
        Stage("running", 2, 4),
        Stage("downloading", 2, 2),
        Stage("saving", 2, 2),
        Stage("running", 3, 4),
    ]


def test_stop_is_heard_in_each_stage(server, client, store, photo, png):
    """Wherever a run is when its user stops, it tells no further stage of its way to the service."""
    draft = EditRequest("Make it red", [photo])
    for stage in (CHECKING, SENDING):
        told = []
        answer_task(server, png)
        steps = Runner(client, store).run(draft, pause=lambda _, at=stage, told=told: at in told, tell=told.append)
        last = list(steps)[-1]
        assert isinstance(last.error, Cancelled)
        assert told[-1] == stage
