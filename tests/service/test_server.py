from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading

import pytest
import requests

from wanwidgets import errors
from wanwidgets.service import server as server_module
from wanwidgets.service.server import Server


def test_a_server_starts_and_stops_more_than_once():
    """Start and stop do nothing when there is nothing to do, and a stopped server starts again."""
    server = Server()
    assert not server.running
    assert server.start() is server.start()
    url = server.url
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/api/v1", url)
    assert server.start().url == url
    server.stop()
    server.stop()
    assert not server.running
    with server:
        assert requests.get(f"{server.url}/tasks", timeout=10).status_code == 401


def test_nothing_is_left_after_stop(serve):
    """No thread, no listening socket and no file outlives the server, also with work under way."""
    before = set(threading.enumerate())
    api = serve(run_seconds=3600)
    api.create(api.document(n=2))
    port = int(re.search(r":(\d+)/", api.server.url)[1])
    folder = api.server._listener._folder
    assert folder.is_dir()
    api.server.stop()
    assert set(threading.enumerate()) == before
    assert not folder.exists()
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), timeout=10):
        pass


def test_the_address_is_known_only_while_it_runs():
    """Without a start there is no port to tell."""
    server = Server()
    with pytest.raises(RuntimeError, match="not running"):
        _ = server.url


def test_a_taken_port_is_an_error():
    """The reason is the system's own, and nothing is left behind."""
    with Server() as first:
        second = Server(port=int(re.search(r":(\d+)/", first.url)[1]))
        with pytest.raises(OSError, match="in use"):
            second.start()
        assert not second.running


def test_the_key_is_random_and_hidden():
    """Each server has a key of its own, which no repr shows."""
    first, second = Server(), Server()
    assert re.fullmatch(r"sk-local-[0-9a-f]{32}", first.api_key)
    assert first.api_key != second.api_key
    assert first.api_key not in repr(first) + repr(first._settings)
    with first:
        assert repr(first) == f"<Server {first.url}>"


def test_the_loop_answers_while_the_engine_works(serve):
    """A query is answered while an edit holds the worker."""
    api = serve(run_seconds=3600)
    task = api.create(api.document()).json()["output"]["task_id"]
    assert api.query(task)["output"]["task_status"] in {"PENDING", "RUNNING"}
    assert api("GET", "/tasks").json()["total"] == 1


def test_a_mistake_of_the_engine_is_an_internal_error(serve, monkeypatch, caplog):
    """It is logged with its trace, and answered as the provider's own kind of accident."""

    def broken(*_args, **_kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("wanwidgets.service.furnish.working", broken)
    api = serve()
    response = api.call(api.document())
    assert (response.status_code, response.json()["code"]) == (500, "InternalError")
    assert "ZeroDivisionError" in caplog.text


def test_pictures_that_cannot_be_kept_fail_their_task(serve, caplog):
    """The disk is full: the task ends as the provider's own kind of accident, and its slot is free for the next."""
    api = serve(engine="cards", looks=(0, 0), limits=True)

    def full(_png):
        raise OSError("No space left on device")

    kept = api.server._listener.ask(lambda state: state.bench._keep)
    api.server._listener.ask(lambda state: setattr(state.bench, "_keep", full))
    failed = api.finished(api.create(api.document()).json()["output"]["task_id"])["output"]
    assert (failed["task_status"], failed["code"]) == ("FAILED", "InternalError")
    assert "No space left" in caplog.text
    api.server._listener.ask(lambda state: setattr(state.bench, "_keep", kept))
    done = api.finished(api.create(api.document()).json()["output"]["task_id"])["output"]
    assert done["task_status"] == "SUCCEEDED"
    assert api.server._listener.ask(lambda state: state.tasks._running) == {"wan2.7-image": 0}


def test_missing_packages_are_named(monkeypatch):
    """Without Tornado or OpenCV the constructor says what to install."""
    monkeypatch.setattr(server_module, "_missing", ImportError("No module named 'cv2'"))
    with pytest.raises(errors.MissingDependency, match=r"wanwidgets\[local\].*cv2"):
        Server()


@pytest.mark.parametrize("package", ["cv2", "tornado"])
def test_the_module_is_importable_without_its_packages(package):
    """Who only talks to Model Studio can import it; the error comes with the first server."""
    code = (
        f"import sys; sys.modules[{package!r}] = None\n"
        "from wanwidgets.errors import MissingDependency\n"
        "from wanwidgets.service.server import Server\n"
        "try: Server()\n"
        "except MissingDependency as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert "pip install 'wanwidgets[local]'" in done.stdout


def test_importing_does_no_work():
    """No thread is started and nothing is printed by an import."""
    code = (
        "import threading, wanwidgets.service.server, wanwidgets.service.__main__\n"
        "assert threading.active_count() == 1, threading.enumerate()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout + done.stderr == ""
