"""The short way in, the demo and the local service as users meet them."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import closing

import pytest
from PIL import Image

import wanwidgets as ww
from wanwidgets import demo
from wanwidgets.errors import InvalidRequest, MissingDependency, WanError
from wanwidgets.result import RunState
from wanwidgets.running.runner import Runner
from wanwidgets.service import server
from wanwidgets.task import TaskStatus


def test_one_line_edits_a_picture(photo, tmp_path):
    """`ww.edit` runs one edit and returns the run with its pictures on disk."""
    run = ww.edit("Blur what is in box 1", images=[photo], boxes={1: [(50, 50, 200, 200)]}, client=ww.connect("local"),
                  store=ww.RunStore(tmp_path / "runs"), size="1K", n=2)  # fmt: skip

    assert run.state is RunState.SUCCEEDED
    assert [image.size for image in run.images] == [(1182, 887)] * 2
    assert len(run.save(tmp_path / "out")) == 2


def test_default_store_is_named_by_the_environment(photo, tmp_path, monkeypatch):
    """Without a store, runs are kept where WANWIDGETS_STORE says."""
    monkeypatch.setenv("WANWIDGETS_STORE", str(tmp_path / "mine"))
    ww.edit("Make it warmer", images=[photo], client=ww.connect("local"), size="1K")

    assert len(ww.RunStore(tmp_path / "mine").runs()) == 1


def test_invalid_edit_sends_nothing(tmp_path):
    """An edit with problems raises them all, and not even the store is made."""
    with pytest.raises(InvalidRequest, match=r"prompt.*size"):
        ww.edit("", images=[], size="7K", store=ww.RunStore(tmp_path / "runs"))

    assert not (tmp_path / "runs").exists()


def test_failure_carries_its_run(photo, tmp_path):
    """An edit that failed at the service raises, and the error carries the run as it is kept."""
    with pytest.raises(WanError) as caught:
        ww.edit("a boy hugs a dog", images=[photo], client=ww.connect("local"), store=ww.RunStore(tmp_path / "runs"))

    assert caught.value.run.state is RunState.FAILED


def test_budget_refuses_before_anything_is_sent(photo, tmp_path):
    """`budget=` counts what the store has spent, with what the run would make at most; nothing is written down."""
    store = ww.RunStore(tmp_path / "runs")
    with ww.LocalService() as service:
        client = service.client(engine="custom/127.0.0.1")
        ww.edit("Make it warmer", images=[photo], client=client, store=store, size="1K", budget=1)
        with pytest.raises(ww.BudgetExceeded):
            ww.edit("Make it cooler", images=[photo], client=client, store=store, size="1K", budget=1)
        assert len(service.ledger()) == len(store.runs()) == 1


def left_behind(client, store, draft, state):
    """Begin a run, and let go of it in a state as a kernel does that ends."""
    with closing(Runner(client, store).run(draft, pause=lambda _: False)) as steps:
        return next(run for run in steps if run.state is state)


def test_scripts_resume_what_is_unfinished(photo, tmp_path):
    """`ww.resume` waits for all that is unfinished and returns it as it ended; errors are in the runs."""
    store = ww.RunStore(tmp_path / "runs")
    with ww.LocalService() as service:
        client = service.client(engine="custom/127.0.0.1")
        good = left_behind(client, store, ww.EditRequest("Make it warmer", [photo], size="1K"), RunState.RUNNING)
        bad = left_behind(client, store, ww.EditRequest("a boy hugs a dog", [photo], size="1K"), RunState.RUNNING)
        service.fault("create", "drop_after")
        with pytest.raises(WanError):
            ww.edit("Make it cooler", images=[photo], client=client, store=store, size="1K")
        runs = ww.resume(client, ww.RunStore(tmp_path / "runs"))

        assert [run.id for run in runs[:2]] == [good.id, bad.id]
        assert [run.state for run in runs] == [RunState.SUCCEEDED, RunState.FAILED, RunState.UNKNOWN]
        assert isinstance(runs[1].error, WanError)
        assert len(service.ledger()) == 3
        assert [run.state for run in ww.resume(client, store)] == [RunState.UNKNOWN]


def test_resuming_may_take_its_time(photo, tmp_path):
    """After the timeout runs are returned as they are, their tasks go on, and they can be taken up again."""
    store = ww.RunStore(tmp_path / "runs")
    with ww.LocalService(queue_seconds=600) as service:
        client = service.client(engine="custom/127.0.0.1")
        left = left_behind(client, store, ww.EditRequest("Make it warmer", [photo]), RunState.RUNNING)
        for _ in range(2):
            (run,) = ww.resume(client, store, timeout=0.0)
            assert (run.id, run.state, run.error) == (left.id, RunState.RUNNING, None)
        assert client.fetch(left.task_id).status is TaskStatus.PENDING


def test_without_a_key_the_local_service_answers():
    """`connect()` without a key is the local service, one for the whole process."""
    before = threading.active_count()
    first, second = ww.connect(), ww.connect("local")

    assert first.engine.startswith("local/")
    assert first.base_url == second.base_url
    assert threading.active_count() <= before + 3


def test_key_of_the_environment_goes_to_model_studio(monkeypatch):
    """With a key, `connect()` is Model Studio, in Beijing unless another place is named; local stays local."""
    monkeypatch.setenv("DASHSCOPE_API_KEY", "sk-test")

    assert ww.connect().engine == "model-studio/beijing"
    assert ww.connect("singapore").base_url == "https://dashscope-intl.aliyuncs.com/api/v1"
    assert ww.connect(base_url="https://example.com/api/v1").engine == "custom/example.com"
    assert ww.connect("local").engine.startswith("local/")
    monkeypatch.setenv("DASHSCOPE_HTTP_BASE_URL", "https://other.example.com/api/v1")
    assert ww.connect().engine == "custom/other.example.com"
    assert ww.connect("beijing").engine == "model-studio/beijing"


def test_place_of_the_environment(monkeypatch):
    """Region, workspace and address of the environment count where nothing is said, the address before the region."""
    monkeypatch.setenv("DASHSCOPE_API_KEY", "sk-test")
    monkeypatch.setenv("DASHSCOPE_API_REGION", "eu-central-1")
    monkeypatch.setenv("DASHSCOPE_WORKSPACE_ID", "ws-1")

    assert ww.connect().base_url == "https://ws-1.eu-central-1.maas.aliyuncs.com/api/v1"
    assert ww.connect(workspace="ws-2").base_url == "https://ws-2.eu-central-1.maas.aliyuncs.com/api/v1"
    assert ww.connect("singapore").engine == "model-studio/singapore"
    assert ww.connect("singapore", workspace_host=True).base_url.startswith("https://ws-1.ap-southeast-1.")
    assert ww.connect(base_url="https://dashscope-us.aliyuncs.com/api/v1").engine == "model-studio/virginia"
    monkeypatch.setenv("DASHSCOPE_BASE_URL", "https://other.example.com/api/v1")
    assert ww.connect().engine == "custom/other.example.com"
    assert ww.connect("local").engine.startswith("local/")


def test_key_may_stand_in_the_file_of_the_environment(monkeypatch, tmp_path):
    """A key in the file that the environment names is a key."""
    (tmp_path / "key").write_text("sk-test\n", encoding="ascii")
    monkeypatch.setenv("DASHSCOPE_API_KEY_FILE_PATH", str(tmp_path / "key"))

    assert ww.connect().engine == "model-studio/beijing"


def test_each_client_has_its_own_place(monkeypatch):
    """Clients of two places and keys live beside each other, and what the environment says later changes neither."""
    one, other = ww.Client("sk-one"), ww.connect("singapore", api_key="sk-two")
    monkeypatch.setenv("DASHSCOPE_HTTP_BASE_URL", "https://other.example.com/api/v1")

    assert (one.engine, other.engine) == ("model-studio/beijing", "model-studio/singapore")


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (lambda: ww.connect("beijing"), "DASHSCOPE_API_KEY"),
        (lambda: ww.connect("frankfurt", api_key="sk-test"), "workspace="),
        (lambda: ww.connect("mars", api_key="sk-test"), "mars"),
        (lambda: ww.connect(api_key="sk-test", base_url="ftp://x"), "base_url"),
        (lambda: ww.Client(""), "empty"),
        (lambda: ww.Client("sk-test", region="beijing", base_url="https://x"), "not both"),
    ],
)
def test_wrong_connections_are_refused(how, said):
    """A region without a key, an unknown region, or a wrong base URL is refused with what to do."""
    with pytest.raises(ValueError, match=said):
        how()


def test_missing_packages_of_the_local_service_are_named(monkeypatch):
    """Without the packages of the local service the error says what to install."""
    monkeypatch.setattr(server, "_missing", ImportError("No module named 'cv2'", name="cv2"))

    with pytest.raises(MissingDependency, match=r"wanwidgets\[local\]"):
        ww.LocalService()


def test_demo_writes_input_and_result(tmp_path, capsys):
    """The demo edits a real photograph and prints the path of the result last, the input before it."""
    demo.main(str(tmp_path / "out"))
    lines = capsys.readouterr().out.strip().splitlines()

    result = lines[-1].removeprefix("result: ")
    assert lines[-2].startswith("input:  ")
    with Image.open(result) as after, Image.open(lines[-2].removeprefix("input:  ")) as before:
        assert after.size > before.size


def test_demo_runs_as_a_command(tmp_path):
    """`python -m wanwidgets.demo` does the same and ends well."""
    done = subprocess.run([sys.executable, "-W", "error", "-m", "wanwidgets.demo", str(tmp_path / "out")],
                          capture_output=True, text=True, check=False)  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip().endswith(".png")


def test_region_that_is_asked_for_needs_no_other(monkeypatch):
    """A region of the environment that nobody knows does not stand in the way of the one that is asked for."""
    monkeypatch.setenv("DASHSCOPE_API_KEY", "sk-1")
    monkeypatch.setenv("DASHSCOPE_API_REGION", "cn-hongkong")

    assert ww.connect("singapore").region == "singapore"
    with pytest.raises(ValueError, match="DASHSCOPE_API_REGION: There is no region 'cn-hongkong'"):
        ww.connect()
