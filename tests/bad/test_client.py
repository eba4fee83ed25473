"""What the client says to bad requests, before anything is sent: the column ``client`` of the tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wanwidgets.catalog import MODELS
from wanwidgets.errors import ImageError, InvalidRequest
from wanwidgets.protocol.encode import encode_create
from wanwidgets.request import EditRequest

TABLES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in Path(__file__).parent.glob("*.json")}
CASES = [
    pytest.param(table, case, id=f"{name}-{case['what']}")
    for name, table in TABLES.items()
    for case in table["cases"]
    if "client" in case
]
AT_CONSTRUCTION = {"TypeError": TypeError, "ImageError": ImageError, "InvalidRequest": InvalidRequest}


def encode(request):
    """Return the create, as if every picture had been uploaded."""
    return encode_create(request, sources=["oss://a/b.png"] * len(request.pictures), mask_source="oss://a/mask.png")


def test_every_model_has_a_table():
    """There is a table for each model of the catalog, with at least 25 bad requests that differ in name."""
    assert set(TABLES) == set(MODELS)
    for table in TABLES.values():
        names = [case["what"] for case in table["cases"] if case.get("client") not in {None, "fine"}]
        assert len(names) >= 25
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_good_request_has_no_problem(table, arguments):
    """The request that all cases of a table change is good, so that each case is bad by its change alone."""
    request = EditRequest(**arguments(table, {}))

    assert request.problems() == ()
    assert encode(request).body["model"] == table["model"]


@pytest.mark.parametrize(("table", "case"), CASES)
def test_client_says_what_is_wrong(table, case, arguments):
    """A bad request is refused where it is made, or has exactly the named problems and cannot be sent."""
    values, said = arguments(table, case), case["client"]
    if said in AT_CONSTRUCTION:
        with pytest.raises(AT_CONSTRUCTION[said]):
            EditRequest(**values)
        return
    request = EditRequest(**values)
    problems = request.problems()

    assert " ".join(problem.code for problem in problems) == ("" if said == "fine" else said)
    for problem in problems:
        assert str(problem).startswith(problem.field)
    if problems:
        with pytest.raises(InvalidRequest) as refused:
            encode(request)
        assert refused.value.problems == problems
