"""Runs whose result is more than pictures of one task: streams, failures among pictures, files that are uploaded."""

from __future__ import annotations

import pytest

from wanwidgets.content import Failure, Link, SavedImage, Text
from wanwidgets.errors import (
    ImageError,
    InvalidRequest,
    OutcomeUnknown,
    ServiceError,
    StoreError,
    TaskFailed,
    Undelivered,
    Unreachable,
)
from wanwidgets.images import InputImage
from wanwidgets.regions import Mask, Stroke
from wanwidgets.request import EditRequest
from wanwidgets.result import RunState
from wanwidgets.running.runner import Runner
from wanwidgets.store import RunStore
from wanwidgets.task import TaskStatus

RUNNING, UNKNOWN, SUCCEEDED = RunState.RUNNING, RunState.UNKNOWN, RunState.SUCCEEDED
MIXED = EditRequest("A recipe with pictures", model="wan2.6-image", enable_interleave=True, stream=True)
LOST = {"code": "InternalError.Timeout", "message": "An internal timeout error has occured"}


def going_on(_seconds: float) -> bool:
    return False


@pytest.fixture
def store(tmp_path) -> RunStore:
    return RunStore(tmp_path / "runs")


@pytest.fixture
def runner(client, store) -> Runner:
    return Runner(client, store)


@pytest.fixture
def painting(photo) -> EditRequest:
    mask = Mask((400, 300), (Stroke(((200.0, 150.0),), 40.0),))
    return EditRequest("A hat", [photo], mask=mask, model="wanx-x-painting")


def shapes(run):
    """Return what a run holds, shortly."""
    return [part.text if isinstance(part, Text) else type(part).__name__ for part in run.content]


class Kitchen:
    """A server that streams a recipe in five parts and then gives its pictures."""

    def __init__(self, server, png) -> None:
        self.server, self.png = server, png

    def events(self, *, finish="stop"):
        make, origin = self.server.event, self.server.origin
        return [
            make(1, {"text": "First "}),
            make(2, {"text": "cut"}, usage={"image_count": 0}),
            make(3, {"image": f"{origin}/1.png?Signature=s3cret"}, usage={"image_count": 1}),
            make(4, {"text": "then cook"}),
            make(5, {"image": f"{origin}/2.png"}, finish=finish, usage={"image_count": 2}),
        ]

    def serve(self, count=5, *, pictures=None, **options):
        """Answer the create with so many events, and each GET by turns from `pictures`."""
        given = list(pictures or [self.server.raw(self.png)])

        def answer(seen):
            if seen.method == "POST":
                return self.server.stream(self.events()[:count], **options)
            return given.pop(0) if len(given) > 1 else given[0]

        self.server.answers(answer)


@pytest.fixture
def kitchen(server, png) -> Kitchen:
    return Kitchen(server, png)


def test_streamed_run_grows_part_by_part(kitchen, runner, store, png):
    """A streamed run tells each part as it comes, each picture as a file that is there, and ends as a success."""
    kitchen.serve()
    told = []
    for run in runner.run(MIXED, pause=going_on):
        assert all(saved.path.read_bytes() == png for saved in run.saved)
        told.append(run)

    assert [run.state for run in told] == [RunState.PREPARED, RunState.SENT] + [RUNNING] * 5 + [SUCCEEDED]
    assert [shapes(run) for run in told[2:-1]] == [
        ["First "],
        ["First cut"],
        ["First cut", "SavedImage"],
        ["First cut", "SavedImage", "then cook"],
        ["First cut", "SavedImage", "then cook", "SavedImage"],
    ]
    assert (told[-1].task_id, told[-1].request_id, told[-1].usage) == ("", "r-1", {"image_count": 2})
    assert store.runs() == [told[-1]]
    assert repr(told[-1]) == "<Run succeeded: 400×300, 400×300, 2 text, wan2.6-image>"


def test_streamed_pictures_are_fetched_once(kitchen, runner, server):
    """Each picture of a stream is downloaded once, when it comes."""
    kitchen.serve()

    list(runner.run(MIXED, pause=going_on))

    assert [seen.path for seen in server.seen if seen.method == "GET"] == ["/1.png?Signature=s3cret", "/2.png"]


def test_parts_of_a_stream_are_in_the_journal(kitchen, runner, store):
    """Whenever a part of its own has come it is in the journal before it is told; words that only grow are not."""
    kitchen.serve()
    kept = [shapes(store.get(run.id)) for run in runner.run(MIXED, pause=going_on)]

    assert kept[2:5] == [["First "], ["First "], ["First cut", "SavedImage"]]
    assert kept[-1] == ["First cut", "SavedImage", "then cook", "SavedImage"]


@pytest.mark.parametrize("whole", [True, False], ids=["ends", "breaks"])
@pytest.mark.parametrize(
    ("count", "kept"),
    [
        (0, []),
        (1, ["First "]),
        (2, ["First cut"]),
        (3, ["First cut", "SavedImage"]),
        (4, ["First cut", "SavedImage", "then cook"]),
    ],
)
def test_stream_that_breaks_keeps_what_had_come(kitchen, runner, store, *, count, kept, whole):
    """A stream that ends or breaks before its last part is of unknown outcome, with everything that had come."""
    kitchen.serve(count, whole=whole)

    *_, run = runner.run(MIXED, pause=going_on)

    assert (run.state, type(run.error)) == (UNKNOWN, OutcomeUnknown)
    assert shapes(run) == kept
    again = store.get(run.id)
    assert (again.state, shapes(again)) == (UNKNOWN, kept)
    assert again.saved == run.saved


def test_error_in_a_stream_keeps_what_had_come(kitchen, runner, server, png):
    """An error after the first picture leaves that picture in a run of unknown outcome."""
    events = [*kitchen.events()[:3], server.error_event("InternalError", 500)]
    server.answers(lambda seen: server.stream(events) if seen.method == "POST" else server.raw(png))

    *_, run = runner.run(MIXED, pause=going_on)

    assert (run.state, shapes(run)) == (UNKNOWN, ["First cut", "SavedImage"])
    assert "InternalError" in str(run.error)


def test_stream_that_is_refused_is_refused(server, runner):
    """A stream that the service does not begin ends like any other create that is refused."""
    server.answers(server.stream([server.error_event("InvalidParameter", 400)]))

    *_, run = runner.run(MIXED, pause=going_on)

    assert (run.state, type(run.error), run.content) == (RunState.REFUSED, ServiceError, ())


def test_picture_that_was_not_there_yet_is_fetched_in_the_end(kitchen, runner, server, png, simulated):
    """A picture that cannot be had when it comes does not hold the stream up, and is asked for again at its end."""
    kitchen.serve(pictures=[server.html(503), server.html(503), server.raw(png)])

    told = list(runner.run(MIXED, pause=simulated.pause))

    assert shapes(told[4]) == ["First cut"]
    assert (told[-1].state, shapes(told[-1])) == (SUCCEEDED, ["First cut", "SavedImage", "then cook", "SavedImage"])
    assert [seconds for seconds in simulated.pauses if seconds] == []


def test_picture_that_is_not_there_does_not_hold_up_each_part(kitchen, runner, server):
    """While a stream comes, a picture is asked for once, and not again with each part after it."""
    kitchen.serve(pictures=[server.html(503)])

    steps = iter(runner.run(MIXED, pause=going_on))
    for run in steps:
        if shapes(run)[-1:] == ["then cook"]:
            break
    steps.close()

    assert [seen.path for seen in server.seen if seen.method == "GET"] == ["/1.png?Signature=s3cret"]


def test_journal_that_breaks_in_a_stream_tells_of_the_bill(kitchen, runner, store):
    """An error of the journal in the middle of a stream says that the whole may be billed."""
    kitchen.serve()
    steps = runner.run(MIXED, pause=going_on)
    for _ in range(2):
        next(steps)
    for left in store.folder.glob("journal.sqlite*"):
        left.write_bytes(b"x" * 4096)

    with pytest.raises(StoreError, match="may be billed") as caught:
        next(steps)

    assert caught.value.run.state is RUNNING


def test_picture_that_never_comes_leaves_the_others(kitchen, runner, store, server, png):
    """A stream of which one picture cannot be had is undelivered, and keeps the other and all words."""
    kitchen.serve(pictures=[server.raw(png), server.html(403)])

    *_, run = runner.run(MIXED, pause=going_on)

    assert (run.state, type(run.error)) == (RunState.UNDELIVERED, Undelivered)
    # A stream has no task, so its links are the only way to what was paid for.
    assert any(isinstance(part, Link) for part in run.error.partial.content)
    assert "no task" in str(run.error)
    assert store.get(run.id).error.partial is None
    assert shapes(store.get(run.id)) == ["First cut", "SavedImage", "then cook"]


def test_stream_that_finds_no_place_on_disk_is_read_to_its_end(kitchen, runner, store, monkeypatch):
    """A full disk does not end a stream, which could not be asked for again: all its links are in the error."""

    def full(_data):
        raise StoreError("No space left on device.")

    monkeypatch.setattr(store, "keep", full)
    kitchen.serve()

    *_, run = runner.run(MIXED, pause=going_on)

    assert (run.state, type(run.error), shapes(run)) == (RunState.UNDELIVERED, Undelivered, ["First cut", "then cook"])
    assert "No space left" in str(run.error)
    assert len([part for part in run.error.partial.content if isinstance(part, Link)]) == 2


def test_break_tries_once_more_for_the_pictures(kitchen, runner, server, png):
    """When a stream breaks, a picture that had come and could not be had is asked for again."""
    kitchen.serve(3, pictures=[server.html(503), server.raw(png)])

    *_, run = runner.run(MIXED, pause=going_on)

    assert (run.state, shapes(run)) == (UNKNOWN, ["First cut", "SavedImage"])


def test_stream_that_nobody_reads_on_is_of_unknown_outcome(kitchen, runner, store, server):
    """A streamed run that is dropped half way is of unknown outcome in the journal, since it has no task to look up."""
    kitchen.serve()
    steps = runner.run(MIXED, pause=going_on)
    for _ in range(5):
        run = next(steps)

    steps.close()

    kept = store.get(run.id)
    assert (kept.state, shapes(kept)) == (UNKNOWN, ["First cut", "SavedImage"])
    assert kept.error.run is kept


def test_stream_without_anything_is_undelivered(server, runner):
    """A stream that ends well and brought nothing is no success."""
    server.answers(server.stream([server.event(1, finish="stop")]))

    *_, run = runner.run(MIXED, pause=going_on)

    assert (run.state, type(run.error)) == (RunState.UNDELIVERED, Undelivered)
    assert "24 hours" not in str(run.error)


def test_mixed_answer_may_be_a_task(server, runner, png):
    """Mixed words and pictures come from a task as well, in their order."""
    content = [{"text": "First"}, {"image": f"{server.origin}/1.png"}, {"text": "then"}]
    done = server.task("SUCCEEDED", choices=[{"message": {"content": content}}])
    server.answers(server.task("PENDING"), done, server.raw(png))

    *_, run = runner.run(MIXED.replace(stream=None), pause=going_on)

    assert (run.state, run.task_id, shapes(run)) == (SUCCEEDED, "t-1", ["First", "SavedImage", "then"])
    assert server.seen[0].headers["x-dashscope-async"] == "enable"


def test_failure_among_pictures_is_kept(server, runner, store, photo, png):
    """A task of which one picture failed succeeds with the others, and the failure stands in its place."""
    results = [
        {"url": f"{server.origin}/1.png", "actual_prompt": "a very red car"},
        LOST,
        {"url": f"{server.origin}/2.png"},
    ]
    server.answers(server.task("PENDING"), server.task("SUCCEEDED", results=results), server.raw(png))
    draft = EditRequest("Make it red", [photo.resize((400, 400))], model="wan2.5-i2i-preview", n=3)

    *_, run = runner.run(draft, pause=going_on)

    assert (run.state, shapes(run)) == (SUCCEEDED, ["SavedImage", "Failure", "SavedImage"])
    assert run.failures == (Failure(LOST["code"], LOST["message"]),)
    assert run.actual_prompt == "a very red car"
    assert repr(run) == "<Run succeeded: 400×300, 400×300, 1 failed, wan2.5-i2i-preview>"
    assert store.get(run.id) == run


@pytest.mark.parametrize("status", ["SUCCEEDED", "FAILED"])
def test_only_failures_are_a_failure(server, runner, photo, status):
    """A task that made no picture has failed with the first failure's reason, whatever it calls itself."""
    server.answers(server.task("PENDING"), server.task(status, results=[LOST, {"code": "Other", "message": "no"}]))
    draft = EditRequest("Make it red", [photo.resize((400, 400))], model="wan2.5-i2i-preview", n=2)

    *_, run = runner.run(draft, pause=going_on)

    assert (run.state, type(run.error), run.error.code) == (RunState.FAILED, TaskFailed, LOST["code"])
    assert shapes(run) == ["Failure", "Failure"]


def test_undelivered_task_keeps_what_did_come(server, runner, store, photo, png):
    """A task of which one picture cannot be downloaded keeps the others, and can be taken up again."""
    done = server.succeeded(f"{server.origin}/1.png", f"{server.origin}/2.png", f"{server.origin}/3.png")
    server.answers(
        lambda seen: {
            "/1.png": server.raw(png),
            "/2.png": server.html(404),
            "/3.png": server.raw(png),
        }.get(seen.path, server.task("PENDING") if seen.method == "POST" else done)
    )

    *_, run = runner.run(EditRequest("x", [photo], n=3), pause=going_on)

    assert (run.state, run.task_id, shapes(run)) == (RunState.UNDELIVERED, "t-1", ["SavedImage"] * 2)
    assert shapes(store.get(run.id)) == ["SavedImage"] * 2


def test_uploads_come_after_the_intent_and_before_the_create(server, runner, start_server, painting, png):
    """Files are uploaded when the intent is on disk and before anything is sent; the ways are told and kept."""
    files = start_server()
    files.answers(files.raw(b""))
    data = dict.fromkeys(("policy", "signature", "upload_dir", "oss_access_key_id"), "x")
    policy = server.json({"request_id": "r", "data": {**data, "upload_host": files.origin}})
    done = server.task("SUCCEEDED", results=[{"url": f"{server.origin}/1.png"}])
    server.answers(policy, policy, server.task("PENDING"), done, server.raw(png))
    steps = runner.run(painting, pause=going_on)

    assert next(steps).state is RunState.PREPARED
    assert server.seen == []
    sent = next(steps)
    assert (sent.state, sent.ways) == (RunState.SENT, ("upload", "upload"))
    assert (len(files.seen), {seen.method for seen in server.seen}) == (2, {"GET"})
    *_, run = steps

    assert (run.state, run.ways) == (SUCCEEDED, ("upload", "upload"))
    assert runner.store.get(run.id).ways == ("upload", "upload")


@pytest.mark.parametrize(
    ("answer", "state", "kind"),
    [
        (lambda s: s.error("Model.AccessDenied", status=403), RunState.REFUSED, ServiceError),
        (lambda s: s.html(502), RunState.UNREACHABLE, Unreachable),
        (lambda s: s.drops, RunState.UNREACHABLE, Unreachable),
    ],
    ids=["refused", "502", "dropped"],
)
def test_upload_that_fails_ends_the_run_unsent(server, runner, store, painting, *, answer, state, kind):
    """A run whose files cannot be uploaded ends as not sent, so nothing is billed."""
    server.answers(answer(server))

    told = list(runner.run(painting, pause=going_on))

    assert [run.state for run in told] == [RunState.PREPARED, state]
    assert type(told[-1].error) is kind
    assert {seen.method for seen in server.seen} == {"GET"}
    assert store.get(told[-1].id).state is state


def test_stop_between_two_uploads(server, runner, painting):
    """A run that is stopped while its files are uploaded is not sent."""
    server.answers(server.html(502))

    told = list(runner.run(painting, pause=lambda seconds: seconds > 0))

    assert [run.state for run in told] == [RunState.PREPARED, RunState.CANCELLED]


def test_own_uploader_that_fails_ends_the_run_unsent(make_client, store, painting, server):
    """A run whose files the user's own uploader does not take ends as not sent, and its secret is not kept."""

    def uploader(data, name):
        raise OSError("token s3cret")

    *_, run = Runner(make_client(uploader=uploader), store).run(painting, pause=going_on)

    assert (run.state, server.connections) == (RunState.UNREACHABLE, 0)
    assert b"s3cret" not in b"".join(path.read_bytes() for path in store.folder.rglob("*") if path.is_file())


def test_address_is_sent_where_the_model_wants_one(make_client, server, store, photo, png):
    """A fetched address goes as the address where that is wanted, is told so, and stands in no file of the run."""
    url = f"{server.origin}/in.png?Signature=s3cret"
    image = InputImage.from_pil(photo)
    fetched = InputImage.from_bytes(image.data, url=url)
    runner = Runner(make_client(send_addresses=True), store, fetch=lambda address: fetched)
    server.answers(server.task("PENDING"), server.succeeded(f"{server.origin}/1.png"), server.raw(png))

    *_, run = runner.run(EditRequest("x", [url, photo]), pause=going_on)

    content = server.seen[0].json["input"]["messages"][0]["content"]
    assert run.ways == ("address", "inline")
    assert (content[0]["image"], content[1]["image"]) == (url, image.data_url())
    assert b"s3cret" not in b"".join(path.read_bytes() for path in store.folder.rglob("*") if path.is_file())


def test_what_the_place_does_not_serve_is_not_begun(make_client, store, painting):
    """A run that the client's region does not serve, or whose pictures can go in no way, leaves nothing behind."""
    client = make_client(base_url="https://dashscope-us.aliyuncs.com/api/v1")
    with pytest.raises(InvalidRequest, match="virginia"):
        next(Runner(client, store).run(painting, pause=going_on))

    client._can_upload = False
    client.region = None
    with pytest.raises(ImageError, match="nothing can be uploaded"):
        next(Runner(client, store).run(painting, pause=going_on))
    assert store.runs() == []


def test_status_of_a_streamed_run_is_told(kitchen, runner):
    """A streamed run has the service's last word, as one of a task."""
    kitchen.serve()

    told = list(runner.run(MIXED, pause=going_on))

    assert [run.status for run in told[2:]] == [TaskStatus.RUNNING] * 4 + [TaskStatus.SUCCEEDED] * 2
    assert all(isinstance(part, (Text, SavedImage)) for part in told[-1].content)
