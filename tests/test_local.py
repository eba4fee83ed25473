"""The shared local service starts when something is sent, and what is remembered needs none of its packages."""

from __future__ import annotations

import threading

import pytest

import wanwidgets as ww
from wanwidgets import local
from wanwidgets.engine_version import ENGINE_VERSION
from wanwidgets.errors import MissingDependency, NotRemembered, WanError
from wanwidgets.local import LocalService, SharedService
from wanwidgets.result import RunState
from wanwidgets.service import engine, server


@pytest.fixture
def shared(monkeypatch):
    """Return a shared service of this test, which is stopped after it."""
    started = []

    class Watched(LocalService):
        def start(self):
            started.append(self)
            return super().start()

    monkeypatch.setattr(local, "LocalService", Watched)
    service = SharedService()
    service.started = started
    yield service
    for each in started:
        each.stop()


def test_engine_is_known_before_it_is_there(shared):
    """A client knows who will answer though nothing is started, by the very version that the engine has."""
    client = shared.client()

    assert ENGINE_VERSION == engine.ENGINE_VERSION
    assert client.engine == f"local/{ENGINE_VERSION}" == LocalService().engine
    assert (client.account, client.offline) == ("", False)
    assert shared.started == []
    assert repr(shared) == f"<SharedService local/{ENGINE_VERSION}>"


def test_it_starts_with_the_first_request_and_once(shared, photo, tmp_path):
    """Only what is sent starts it, once for all clients of the process; what is remembered starts nothing."""
    draft = {"images": [photo], "size": "1K", "store": ww.RunStore(tmp_path / "runs")}
    with pytest.raises(NotRemembered):
        ww.edit("Make it warmer", client=shared.client(), mode="offline", **draft)
    assert shared.started == []

    first = ww.edit("Make it warmer", client=shared.client(), **draft)
    second = ww.edit("Make it cooler", client=shared.client(), **draft)

    assert (first.state, second.state) == (RunState.SUCCEEDED,) * 2
    (service,) = shared.started
    assert len(service.ledger()) == 2
    assert shared.client().base_url == service.url


def test_many_threads_start_one(shared):
    """Clients that send at once have the same service."""
    gate, urls = threading.Barrier(6), []

    def work():
        client = shared.client()
        gate.wait()
        urls.append(client.base_url)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(urls)) == len(shared.started) == 1


def test_what_is_not_installed_is_told_when_it_is_needed(shared, photo, tmp_path, monkeypatch):
    """Without its packages what is remembered is given; anything else says what to install, and leaves no trace."""
    store = ww.RunStore(tmp_path / "runs")
    draft = {"images": [photo], "size": "1K", "store": store}
    first = ww.edit("Make it warmer", client=shared.client(), **draft)
    monkeypatch.setattr(server, "_missing", ImportError("No module named 'cv2'", name="cv2"))
    client = SharedService().client()

    assert ww.edit("Make it warmer", client=client, **draft).id == first.id
    with pytest.raises(MissingDependency, match=r"wanwidgets\[local\]"):
        ww.edit("Make it cooler", client=client, **draft)
    assert len(store.runs()) == 1


def test_failure_to_start_is_tried_again(shared, photo, tmp_path, monkeypatch):
    """A service that could not be started is started by the next request."""
    client, store = shared.client(), ww.RunStore(tmp_path / "runs")
    with monkeypatch.context() as patch:
        patch.setattr(local, "LocalService", lambda: pytest.raises)
        with pytest.raises(AttributeError):
            client.ready()

    assert ww.edit("Make it warmer", images=[photo], client=client, store=store, size="1K").state is RunState.SUCCEEDED


def test_refusal_of_the_service_is_told_as_before(shared, photo, tmp_path):
    """What the service refuses is an error of its own, with the run, also when it was started for it."""
    with pytest.raises(WanError, match="NotSupportedByLocalService"):
        ww.edit("a boy hugs a dog", images=[photo], client=shared.client(), store=ww.RunStore(tmp_path / "runs"))
