"""A key is shown nowhere, not even by a traceback that tells the values of all names."""

from __future__ import annotations

import pickle
import re
import traceback

import pytest
from IPython.core.ultratb import VerboseTB

import wanwidgets as ww
from wanwidgets.errors import OutcomeUnknown, Unreachable
from wanwidgets.key import Key
from wanwidgets.pacing.gates import OPEN
from wanwidgets.transport import Transport

DRAFT = ww.EditRequest("Make it red", model="wan2.6-image", enable_interleave=True)
TEXT = "sk-An/example-of-a-key"


def shown(call):
    """Return what tracebacks of an error that a call raises show of frames that are not of this file."""
    try:
        call()
    except BaseException as error:  # noqa: BLE001 - an interrupt is one of them
        below = error.__traceback__
        while below.tb_frame.f_code.co_filename == __file__:
            below = below.tb_next
        whole = traceback.TracebackException(type(error), error, below, capture_locals=True)
        verbose = VerboseTB(include_vars=True, tb_offset=0).text(type(error), error, below)
        return "".join(whole.format()) + re.sub("\x1b[^m]*m", "", verbose)
    raise AssertionError("nothing was raised")


def named(monkeypatch, name, value=TEXT):
    monkeypatch.setenv(name, value)
    return ww.connect("singapore")


WRONG = {
    "region": lambda _: ww.Client(TEXT, region="mars"),
    "address": lambda _: ww.Client(TEXT, base_url="ftp://x"),
    "workspace": lambda _: ww.Client(TEXT, workspace="a b"),
    "pasted": lambda _: ww.Client(f"{TEXT} {TEXT}"),
    "option": lambda _: ww.connect(api_key=TEXT, colour="red"),
    "connect": lambda _: ww.connect("mars", api_key=TEXT),
    "connect pasted": lambda _: ww.connect(api_key=f"{TEXT}\n{TEXT}"),
    "variable": lambda patch: named(patch, "DASHSCOPE_API_KEY", f"{TEXT} x"),
    "file": lambda patch: named(patch, "DASHSCOPE_API_KEY_FILE_PATH"),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_error_of_what_takes_a_key_does_not_show_it(wrong, monkeypatch):
    """A client that cannot be made tells why in a traceback, whose frames hold no key by a plain name."""
    told = shown(lambda: wrong(monkeypatch))

    assert "Error" in told
    assert TEXT[:12] not in told


ASKED = {
    "query": lambda client: client.fetch("t-1"),
    "create": lambda client: client.submit(DRAFT),
    "stream": lambda client: list(client.stream(DRAFT.replace(stream=True))),
}


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
def test_error_from_within_a_request_does_not_show_the_key(server, monkeypatch, ask, error):
    """What breaks in within requests, also while another error is handled, leaves no frame that holds the headers."""

    def headers():
        return {"Authorization": f"Bearer {TEXT}"}

    def hidden(given):
        raise OSError(f"{len(given)} headers")

    def breaks(*_given, **_named):
        try:
            hidden(headers())
        except OSError:
            raise error  # noqa: B904 - the other one is to be seen

    monkeypatch.setattr("http.client.HTTPConnection.endheaders", breaks)
    client = ww.Client(TEXT, base_url=server.url, gates=OPEN)

    told = shown(lambda: ask(client))

    assert error.__name__ in told
    assert "urlopen" in told
    assert TEXT[:12] not in told


def test_key_is_silent():
    """A key shows itself in no text and no pickle, and a key of a key is the same one."""
    key = Key(Key(f" {TEXT}\n"))

    assert f"{key} {key!r}" == "<key> <key>"
    assert bool(key)
    assert not Key(" \n")
    assert not Key(None)
    assert key.mark("host") == Key(TEXT).mark("host") != key.mark("other")
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(key)
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(Transport(key, "https://example.com/api/v1"))


def test_answer_that_is_too_deep_is_no_document(server):
    """An answer of lists within lists, which cannot be looked through, is treated as somebody else's."""
    deep = ("[" * 700 + "]" * 700).encode()
    server.answers(server.raw(b'{"request_id": "r-1", "output": ' + deep + b"}"))
    client = ww.Client(TEXT, base_url=server.url, gates=OPEN)

    with pytest.raises(OutcomeUnknown):
        client.submit(DRAFT)
    with pytest.raises(Unreachable):
        client.fetch("t-1")
