"""The listing of a pack: what was written is read, and nothing else is taken."""

from __future__ import annotations

import copy
import json

import pytest

from wanwidgets.store.packing.listing import manifest_in
from wanwidgets.store.packing.manifest import plain_request
from wanwidgets.store.packing.refused import Refused

LONE = "\ud800"


def read(document):
    return manifest_in(json.dumps(document).encode())


def refusal(data) -> str:
    with pytest.raises(Refused) as refused:
        manifest_in(data if isinstance(data, bytes) else json.dumps(data).encode())
    return str(refused.value)


def changed(document, path, value):
    """Return a copy with another value at a path; a value of `...` takes the name away."""
    made = copy.deepcopy(document)
    *above, last = path
    inner = made
    for name in above:
        inner = inner[name]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return made


def test_listing_that_was_written_is_read(document):
    """A listing comes back equal, and is written the same again, in ASCII, one run a line."""
    manifest = read(document)

    written = manifest.write()

    assert manifest_in(written) == manifest
    assert manifest_in(written).write() == written
    assert written.isascii()
    assert json.loads(written) == document
    assert sum(b'"run-1"' in line for line in written.splitlines()) == 1


def test_listing_knows_what_a_run_needs(document):
    """A run needs its results, and its inputs where the pack has them."""
    before, after = (picture["sha256"] for picture in (*document["runs"][0]["request"]["pictures"],
                                                       document["runs"][0]["content"][0]))  # fmt: skip
    (run,) = read(document).runs

    assert (run.inputs, run.results) == ((before,), (after,))
    assert read(document).needed(run) == (after, before)
    without = {**document, "inputs": False, "files": [f for f in document["files"] if f["sha256"] == after]}
    assert read(without).needed(run) == (after,)


RUN, ASKED, MADE = ("runs", 0), ("runs", 0, "request"), ("runs", 0, "content", 0)
WRONG = [
    (("versions", "wanwidgets"), "\x1b[31m"), (("versions", "wanwidgets"), ...),
    ((*RUN, "started"), "9999-12-31T23:59:59+00:00"), ((*RUN, "started"), "0001-01-01T00:00:00+00:00"),
    (("inputs",), 1), (("inputs",), ...), (("more",), 1), (("runs",), {}), (("runs",), [1]), (("files",), [[]]),
    (("addresses",), []), (("addresses",), {"a": "b"}), (("files", 0, "suffix"), ".exe"), (("files", 0, "size"), -1),
    (("files", 0, "sha256"), "../../x"), (("files", 0, "sha256"), "AB" * 32), (("files", 0, "size"), True),
    ((*RUN, "id"), ""), ((*RUN, "id"), "a b"), ((*RUN, "id"), 7), ((*RUN, "id"), "x" * 300), ((*RUN, "id"), ...),
    ((*RUN, "engine"), LONE), ((*RUN, "account"), "x"), ((*RUN, "started"), "yesterday"), ((*RUN, "started"), None),
    ((*RUN, "started"), "2026-11-20T12:00:00"), ((*RUN, "started"), "2026-11-20T12:00:00+02:00"),
    ((*RUN, "started"), "2026-11-20 12:00:00+00:00"), ((*RUN, "seconds"), -1), ((*RUN, "seconds"), "1"),
    ((*RUN, "seconds"), 1e300), ((*RUN, "usage"), []), ((*RUN, "content"), [{"file": "/etc/passwd"}]),
    ((*RUN, "content"), [{"text": 1}]), ((*RUN, "content"), [{"text": LONE}]), ((*RUN, "meaning"), None),
    ((*RUN, "task_id"), 1), ((*RUN, "request_id"), LONE), ((*RUN, "request"), []),
    ((*MADE, "path"), "/etc/passwd"), ((*MADE, "width"), 1.5), ((*MADE, "pixels"), "x"), ((*MADE, "sha256"), ""),
    ((*ASKED, "pictures", 0, "url"), "https://example.org/a.png"), ((*ASKED, "pictures", 0, "data"), "data:,"),
    ((*ASKED, "pictures", 0, "boxes"), [[1.5]]), ((*ASKED, "pictures", 0, "boxes"), 3),
    ((*ASKED, "pictures"), ["/etc/passwd"]), ((*ASKED, "pictures", 0, "name"), "holiday.jpg"),
    ((*ASKED, "mask"), "mask.png"), ((*ASKED, "mask"), {"size": [1, 1]}), ((*ASKED, "model"), ""),
    ((*ASKED, "mask"), {"size": [1, 1], "strokes": [], "base": {"data": "data:,"}}), ((*ASKED, "prompt"), None),
    ((*ASKED, "parameters"), []), ((*ASKED, "take"), -1), ((*ASKED, "take"), 1.0), ((*ASKED, "more"), 1),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value"), WRONG, ids=str)
def test_wrong_value_is_refused(document, path, value):
    """A value that is missing, too many, of another type or beyond its bounds is refused, and its place is told."""
    assert "manifest" in refusal(changed(document, path, value))


NESTED = [("usage",), ("request", "parameters", "x"), ("request", "mask")]


@pytest.mark.parametrize("path", NESTED, ids=str)
def test_values_nested_without_end_are_refused(document, path):
    """Lists within lists beyond any use are refused, though JSON reads them."""
    deep: object = 1
    for _ in range(100):
        deep = {"x": [deep]}

    assert "wrong" in refusal(changed(document, (*RUN, *path), deep))


NO_JSON = [
    b"", b"null", b"[]", b"\xff\xfe", b"{", b'{"format": "wanwidgets pack", "version": NaN}', b'{"format": "other"}',
    b"[" * 200_000, b'{"format": "wanwidgets pack", "version": ' + b"9" * 10_000 + b"}",
]  # fmt: skip


@pytest.mark.parametrize("data", NO_JSON, ids=range(len(NO_JSON)))
def test_what_is_no_listing_is_refused(data):
    """Nothing, other JSON, no JSON, JSON nested too deep and numbers without end are refused with words."""
    assert "manifest" in refusal(data)


@pytest.mark.parametrize(("path", "what"), [(("version",), "pack"), (("versions", "meaning"), "meaning")])
def test_newer_version_says_to_upgrade(document, path, what):
    """A pack of a newer version, or whose requests have a newer meaning, says so, whatever else it holds."""
    said = refusal(changed(changed(document, path, 2), ("runs",), "of the future"))

    assert f"newer wanwidgets ({what} version 2, this one knows 1)" in said
    assert "pip install --upgrade wanwidgets" in said


@pytest.mark.parametrize("value", [..., 0, -1, "1", 1.0, None])
@pytest.mark.parametrize("path", [("version",), ("versions", "meaning")])
def test_version_that_is_none_is_refused(document, path, value):
    """A pack that does not say its version is refused."""
    assert "version" in refusal(changed(document, path, value))


def test_missing_picture_names_the_run(document):
    """A pack that lacks a picture names the run that needs it."""
    for number in (0, 1):
        files = [document["files"][number]]
        missing = document["files"][1 - number]["sha256"]

        said = refusal({**document, "files": files})

        assert f"{missing[:12]}… of run run-1 is missing" in said


def test_picture_that_nobody_needs_is_refused(document):
    """A picture that no run has is none of a pack, and so is an address of one that is not there."""
    more = {"sha256": "ab" * 32, "suffix": ".png", "size": 3}

    assert "no run in it needs" in refusal({**document, "files": [*document["files"], more]})
    assert "no run in it needs" in refusal({**document, "addresses": {"cd" * 32: "ab" * 32}})


def test_run_that_is_there_twice_is_refused(document):
    """Two runs of one id are refused, and so is a picture that is listed twice."""
    assert "twice" in refusal({**document, "runs": document["runs"] * 2})
    assert "twice" in refusal({**document, "files": [*document["files"], document["files"][0]]})


def test_names_of_files_go(document):
    """A request as packs have it says no name of a file, of its pictures and of its mask's."""
    request = {
        **document["runs"][0]["request"],
        "parents": ["x"],
        "mask": {"size": [40, 30], "strokes": [], "base": {"sha256": "ab" * 32, "pixels": "cd" * 32, "name": "me.png"}},
    }
    request["pictures"] = [{**picture, "name": "me.png"} for picture in request["pictures"]]

    plain = plain_request(request)

    assert "me.png" not in json.dumps(plain)
    assert read(changed(document, (*ASKED, "mask"), None)).runs[0].request["pictures"] == plain["pictures"]
    assert "parents" not in plain
