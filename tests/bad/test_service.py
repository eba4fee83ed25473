"""What the service answers to bad documents sent over HTTP: the column ``service`` of the tables.

``400 Code`` is refused at once, ``FAILED Code`` is a task that was accepted and failed, ``SUCCEEDED`` was accepted and
done. The column ``evidence`` says how the answer is known: D, the documents have this code or behaviour for this fault
(whether it comes at once or late they say for none); M, somebody measured it; G, a guess of the local service's.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import requests

import wanwidgets as ww

TABLES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in Path(__file__).parent.glob("*.json")}
CASES = [
    pytest.param(table, case, id=f"{name}-{case['what']}")
    for name, table in TABLES.items()
    for case in table["cases"]
    if case["service"] != "-"
]
MESSAGES = "services/aigc/image-generation/generation"
SYNTHESIS = "services/aigc/image2image/image-synthesis"
PATHS = {
    "wan2.7-image": MESSAGES,
    "wan2.7-image-pro": MESSAGES,
    "wan2.6-image": MESSAGES,
    "wan2.5-i2i-preview": SYNTHESIS,
    "wanx-x-painting": SYNTHESIS,
    "wanx2.1-imageedit": SYNTHESIS,
}


@pytest.fixture(scope="module")
def service():
    """Return a running local service that answers any prompt with a card."""
    # A task has ended when it is first looked at.
    with ww.LocalService(engine="cards", looks=(0, 0)) as service:
        yield service


@pytest.fixture(scope="module")
def ask(service):
    """Return a function that creates a task, waits for its end, and says in words and in a message what came."""
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {service.api_key}"

    def create(path, document, *, synchronous=False):
        # As it is: neither NaN nor half a character is valid JSON, and both can be sent.
        body = json.dumps(document).encode()
        headers = {"Content-Type": "application/json", **({} if synchronous else {"X-DashScope-Async": "enable"})}
        answer = session.post(f"{service.url}/{path}", data=body, headers=headers, timeout=60)
        found = answer.json()
        if answer.status_code != 200:
            return f"{answer.status_code} {found['code']}", found["message"]
        if synchronous:
            return "SUCCEEDED", ""
        output = session.get(f"{service.url}/tasks/{found['output']['task_id']}", timeout=60).json()["output"]
        return f"{output['task_status']} {output.get('code', '')}".strip(), output.get("message", "")

    yield create
    session.close()


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_good_document_is_done(table, ask, document):
    """The document that all cases of a table change is good, so that each case is bad by its change alone."""
    assert ask(PATHS[table["model"]], document(table, {})) == ("SUCCEEDED", "")


@pytest.mark.parametrize(("table", "case"), CASES)
def test_service_answers_as_the_provider(table, case, ask, document):
    """A bad document is refused, fails late or is done in spite of it, as the table has it."""
    said, message = ask(PATHS[table["model"]], document(table, case))

    assert said == case["service"], message
    assert case.get("message", "") in message
    assert case["evidence"] in {"D", "M", "G"}


@pytest.mark.parametrize(
    ("table", "case"),
    [case for case in CASES if PATHS[case.values[0]["model"]] == MESSAGES and case.values[1]["service"] != "SUCCEEDED"],
)
def test_synchronous_call_is_refused_for_the_same_reason(table, case, ask, document):
    """What makes a task fail is answered by the synchronous endpoint at once, with the same code."""
    wanted = document(table, case)
    said, message = ask("services/aigc/multimodal-generation/generation", wanted, synchronous=True)

    assert said == f"400 {case['service'].split()[1]}", message
    # A mixed answer has a reason of its own: it must be streamed.
    if "enable_interleave" not in case.get("change", {}):
        assert case.get("message", "") in message
