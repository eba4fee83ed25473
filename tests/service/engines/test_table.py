from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

import wanwidgets as ww
from wanwidgets.engine_version import ENGINE_VERSION
from wanwidgets.service.engine.tag import tag_area
from wanwidgets.service.engines import ENGINES, chosen


def negative(job):
    return 255 - job.pictures[-1]


negative.version = "1"


def broken(_job):
    raise ZeroDivisionError("by nothing")


@pytest.fixture
def photo() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 255, (512, 768, 3), np.uint8)


def test_the_engines_that_come_along_are_bound_to_their_version():
    """The usual one is its version alone, as it always was."""
    assert {name: engine.label for name, engine in ENGINES.items()} == {
        "classical": ENGINE_VERSION,
        "cards": f"cards-{ENGINE_VERSION}",
    }


def cards(job):
    return job.pictures[0]


@pytest.mark.parametrize(
    ("engine", "kind", "said"),
    [
        ("magic", ValueError, "There is no engine 'magic'. Use one of classical, cards, or a function."),
        (7, TypeError, "engine must be one of classical, cards, or a function"),
        (None, TypeError, "not None"),
        (cards, ValueError, "There is an engine 'cards' already"),
    ],
)
def test_what_is_no_engine_is_refused(engine, kind, said):
    """When the service is made, before anything is sent to it."""
    with pytest.raises(kind, match=said):
        ww.LocalService(engine=engine)


def test_a_function_answers_through_the_whole_way(photo, tmp_path):
    """Its picture comes with its name, in the size that was ordered, and is remembered for this version alone."""
    store = ww.RunStore(tmp_path / "runs")
    asked = {"images": [photo], "size": "1K", "seed": 1, "store": store}
    with ww.LocalService(engine=negative) as service:
        run = ww.edit("anything", client=service.client(), **asked)
        again = ww.edit("anything", client=service.client(), **asked)
        assert len(service.ledger()) == 1
        assert service.ledger()[0]["engine"] == "negative-1"
    assert (run.engine, again.replayed) == ("local/negative-1", True)
    (result,) = run.images  # PIL images
    out = np.asarray(result.convert("RGB")).astype(int)
    width, height = out.shape[1], out.shape[0]
    assert abs(width / height - 1.5) < 0.01
    assert (width, height) != (768, 512)
    assert tag_area(width, height)[2] <= width
    small = np.asarray(result.convert("RGB").resize((768, 512))).astype(int)
    assert np.abs(small - (255 - photo))[:400].mean() < 25
    other = lambda job: job.pictures[-1]  # noqa: E731 - a function without a name
    with ww.LocalService(engine=other) as service:
        assert service.engine.startswith("local/lambda-")
        assert not ww.edit("anything", client=service.client(), **asked).replayed


def test_fingerprints_differ_by_engine_and_version(photo):
    """What is remembered of one engine is never taken for that of another."""
    request = ww.EditRequest("anything", [photo])
    labels = []
    for version in ("1", "2"):
        negative.version = version
        labels.append(ww.LocalService(engine=negative).engine)
    negative.version = "1"
    labels += [ww.LocalService().engine, ww.LocalService(engine="cards").engine]
    assert labels[:2] == ["local/negative-1", "local/negative-2"]
    assert len({request.fingerprint(label) for label in labels}) == 4


def test_a_function_that_fails_is_answered_with_a_document(serve, caplog):
    """A call is answered with 500, a task is FAILED; one line with the engine's name, the trace is in the log."""
    api = serve(engine=broken)
    answer = api.call(api.document())
    label = chosen(broken).label
    said = f"The engine {label} of the local service failed: ZeroDivisionError: by nothing."
    assert (answer.status_code, answer.json()["code"], answer.json()["message"]) == (500, "InternalError", said)
    output = api.finished(api.create(api.document()).json()["output"]["task_id"])["output"]
    assert (output["task_status"], output["code"], output["message"]) == ("FAILED", "InternalError", said)
    assert "Traceback" in caplog.text


@pytest.mark.parametrize(
    ("later", "status"), [("negative", "SUCCEEDED"), ("classical", "FAILED")], ids=["the same engine", "another engine"]
)
def test_a_task_is_done_by_the_engine_that_it_was_meant_for(serve, tmp_path, later, status):
    """A later server on the same folder goes on with what had not ended, but not in the name of another engine."""
    api = serve(folder=tmp_path / "state", engine=negative, queue_seconds=3600)
    task = api.create(api.document()).json()["output"]["task_id"]
    api.server.stop()
    api = serve(folder=tmp_path / "state", engine=negative if later == "negative" else later)
    output = api.finished(task)["output"]
    assert output["task_status"] == status
    if status == "FAILED":
        assert output["message"] == "The local service was started again without the engine negative-1."


def test_the_command_takes_a_function_of_a_module(tmp_path):
    """A module that can be imported and a function of it, by name; what is not there is said in one line."""
    (tmp_path / "mine.py").write_text("def flat(job):\n    return job.pictures[0]\nflat.version = '3'\n")
    start = (
        "import sys, types\n"
        "from wanwidgets.service import __main__ as main\n"
        "event = types.SimpleNamespace(set=lambda: None, wait=lambda *_: True)\n"
        "main.threading = types.SimpleNamespace(Event=lambda: event)\n"
    )
    for name, status, said in (
        ("mine:flat", 0, "engine flat-3"),
        ("mine:none", 1, "mine has no none"),
        ("nothing:flat", 1, "No module named 'nothing'"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", f"{start}sys.exit(main.main(['--engine', {name!r}]))"],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            cwd=tmp_path,
        )
        assert done.returncode == status
        assert said in done.stdout + done.stderr
        assert "Traceback" not in done.stderr
