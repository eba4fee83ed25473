"""A transport that is found only when something is sent."""

from __future__ import annotations

import copy
import threading

import pytest

from wanwidgets.deferred import Deferred, Nobody
from wanwidgets.errors import MissingDependency, NotRemembered
from wanwidgets.key import Key
from wanwidgets.transport import Transport

KEY = "sk-secret-0123456789"


def found():
    return Transport(Key(KEY), "http://127.0.0.1:9/api/v1/", "ws-1", key_hint="hint")


def test_it_becomes_another_transport():
    """Every fact of it is that of the transport that was found, and its sessions carry the key and the workspace."""
    deferred, real = Deferred(found), found()

    for name in ("base_url", "host", "secure", "account", "key_hint"):
        assert getattr(deferred, name) == getattr(real, name)
    assert deferred.hidden_in(KEY.encode()) == b"<key>"
    with deferred.session() as one, real.session() as other:
        assert one.headers == other.headers


def test_it_is_found_once_and_when_it_is_needed():
    """Nothing is found before it is needed, and of many threads that need it at once one finds it."""
    calls, gate = [], threading.Barrier(8)

    def find():
        calls.append(1)
        return found()

    deferred = Deferred(find)
    assert calls == []

    def work():
        gate.wait()
        assert deferred.host == "127.0.0.1"

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert calls == [1]


def test_what_was_not_found_is_looked_for_again():
    """An error of finding it is raised by what needed it, and the next use tries again."""
    answers = [MissingDependency("first"), found()]

    def find():
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    deferred = Deferred(find)
    with pytest.raises(MissingDependency):
        deferred.ready()

    assert deferred.host == "127.0.0.1"


def test_unknown_names_are_no_facts():
    """A name that no transport has is an AttributeError as usual, and what Python itself looks for finds nothing."""
    deferred = Deferred(found)

    with pytest.raises(AttributeError):
        _ = deferred.nonsense
    assert not hasattr(Deferred(lambda: pytest.fail("it was found")), "__deepcopy__")
    with pytest.raises(TypeError):
        copy.deepcopy(deferred)


def test_nobody_is_asked():
    """The transport of an offline client raises whatever is wanted of it."""
    nobody = Nobody()

    for wanted in (nobody.ready, nobody.session, lambda: nobody.base_url, lambda: nobody.account):
        with pytest.raises(NotRemembered, match="offline"):
            wanted()
