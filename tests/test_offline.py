"""Offline, a notebook runs without a key, a network and the packages of the local service."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import wanwidgets as ww
from wanwidgets.errors import NotRemembered
from wanwidgets.request import EditRequest
from wanwidgets.result import RunState

ENGINES = {
    "nothing said": ({}, {}, "local/"),
    "local": ({"where": "local"}, {}, "local/"),
    "a key in the environment": ({}, {"DASHSCOPE_API_KEY": "sk-test"}, "model-studio/beijing"),
    "a region": ({"where": "singapore"}, {}, "model-studio/singapore"),
    "a region by the workspaces of which its hosts are named": ({"where": "frankfurt"}, {}, "model-studio/frankfurt"),
    "its workspace": ({"where": "frankfurt", "workspace": "ws-1"}, {}, "model-studio/frankfurt"),
    "an address": ({"base_url": "https://example.com/api/v1"}, {}, "custom/example.com"),
}


@pytest.mark.parametrize(("said", "variables", "engine"), ENGINES.values(), ids=ENGINES)
@pytest.mark.parametrize("by", ["argument", "environment"])
def test_offline_client_needs_no_key(monkeypatch, said, variables, *, engine, by):
    """In offline mode `connect` takes whatever it takes otherwise, needs no key, and knows who would answer."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    if by == "environment":
        monkeypatch.setenv("WANWIDGETS_MODE", "offline")
    client = ww.connect(**said, **({"mode": "offline"} if by == "argument" else {}))

    assert client.engine.startswith(engine)
    assert (client.offline, client.account) == (True, "")
    with pytest.raises(NotRemembered):
        client.fetch("t-1")


def test_argument_comes_before_the_environment(monkeypatch):
    """What is said by argument counts: a client that is not offline needs its key."""
    monkeypatch.setenv("WANWIDGETS_MODE", "offline")

    assert not ww.connect("local", mode="replay").offline
    with pytest.raises(ValueError, match="DASHSCOPE_API_KEY"):
        ww.connect("beijing", mode="refresh")
    with pytest.raises(ValueError, match="mode: 'never' is no mode"):
        ww.connect("local", mode="never")


def test_edit_by_mode_and_take(photo, tmp_path, monkeypatch):
    """`ww.edit` replays by default, asks again in refresh mode, and remembers each take; offline it asks nobody."""
    with ww.LocalService() as service:
        client, store = service.client(), ww.RunStore(tmp_path / "runs")
        draft = {"images": [photo], "size": "1K", "client": client, "store": store}
        first = ww.edit("Make it warmer", **draft)
        again = ww.edit("Make it warmer", **draft)
        fresh = ww.edit("Make it warmer", mode="refresh", **draft)
        other = ww.edit("Make it warmer", take=1, **draft)
        asked = len(service.ledger())
    monkeypatch.setenv("WANWIDGETS_MODE", "offline")
    draft.pop("client")
    offline = [ww.edit("Make it warmer", take=take, **draft) for take in (0, 1)]

    assert (again.id, again.replayed) == (first.id, True)
    assert (fresh.replayed, other.replayed, asked) == (False, False, 3)
    assert [run.id for run in offline] == [fresh.id, other.id]
    with pytest.raises(NotRemembered, match=r"take \(remembered"):
        ww.edit("Make it warmer", take=2, **draft)


def test_offline_resumes_nothing(photo, tmp_path, monkeypatch):
    """In offline mode `ww.resume` takes nothing up, since that would ask."""
    store = ww.RunStore(tmp_path / "runs")
    with ww.LocalService(queue_seconds=600) as service:
        client = service.client(engine="custom/127.0.0.1")
        run = store.begin(EditRequest("Make it warmer", [photo]), client.engine, account=client.account)
        store.release(store.record(run.now(RunState.RUNNING, task_id="t-1")))
        monkeypatch.setenv("WANWIDGETS_MODE", "offline")

        assert ww.resume(client, store) == []
    assert [left.state for left in store.unfinished()] == [RunState.RUNNING]


NOTEBOOK = """
import socket, sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"cv2", "tornado"} or name.startswith("wanwidgets.service"):
            raise ImportError(f"{name} is not there")

sys.meta_path.insert(0, Blocked())

def connect(*_):
    raise AssertionError("a connection was opened")

socket.socket.connect = connect

from PIL import Image
import wanwidgets as ww

run = ww.edit("Make it warmer", images=[Image.open("in.png")], size="1K")
again = ww.edit("Make it warmer", images=["in.png"], size="1K", client=ww.connect("local"))
print(run.replayed, again.replayed, len(run.images))
try:
    ww.edit("Make it cooler", images=["in.png"], size="1K")
except ww.NotRemembered as error:
    print([difference.field for difference in error.differences])
editor = ww.Editor(images=["in.png"], prompt="Make it warmer", size="1K")
print(editor.run(60).id == run.id, editor.session.offline)
editor.close()
"""


@pytest.mark.parametrize("mode", ["offline", "replay"])
def test_notebook_runs_without_network_and_packages(photo, tmp_path, monkeypatch, mode):
    """A whole notebook on a store that remembers runs where nothing can be asked; by default too, but for its miss."""
    photo.save(tmp_path / "in.png")
    monkeypatch.setenv("WANWIDGETS_STORE", str(tmp_path / "runs"))
    ww.edit("Make it warmer", images=[tmp_path / "in.png"], client=ww.connect("local"), size="1K")
    monkeypatch.setenv("WANWIDGETS_MODE", mode)
    monkeypatch.setenv("PYTHONPATH", str(Path(ww.__file__).parents[1]))
    code = NOTEBOOK if mode == "offline" else NOTEBOOK.replace("ww.NotRemembered as", "ImportError as").replace(
        "[difference.field for difference in error.differences]", "str(error)"
    )  # fmt: skip

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    missed = "['prompt']" if mode == "offline" else "wanwidgets.service is not there"
    assert done.stdout.splitlines() == ["True True 1", missed, f"True {mode == 'offline'}"]
