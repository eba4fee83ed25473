"""A key is planted, everything that can go wrong does, and then no part of it is found anywhere."""

from __future__ import annotations

import io
import json
import logging
import pickle
import re
import traceback
from urllib.parse import quote

import nbformat
import pytest
from canary import CANARY, leaks
from fault_table import ONCE, cells
from faulty_wire import Fault, Wire
from kernels import impatient, never
from nbconvert.preprocessors import ExecutePreprocessor
from PIL import Image
from service_process import cheap_working

import wanwidgets as ww
from wanwidgets.errors import WanError
from wanwidgets.pacing.gates import OPEN
from wanwidgets.pacing.pace import PACE_VARIABLE
from wanwidgets.regions import Mask, Stroke
from wanwidgets.running.runner import Runner
from wanwidgets.service import furnish
from wanwidgets.service.server import Server

STEPS = ("policy", "upload", "create", "poll", "download")
# One of each kind; the others differ in words only.
KINDS = ("", "reset after", "502 html", "401 key", "429 free quota", "garbage", "cut", "hang", "not a picture", "echo")
CELLS = {(step, fault) for step, fault, _ in cells(ONCE).values()}


@pytest.fixture(scope="module")
def wire():
    """Return a wire to a service whose key is the canary."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(furnish, "working", cheap_working)
        with Server(engine="cards", looks=(0, 1), api_key=CANARY) as server:
            wire = Wire(int(server.url.split(":")[2].partition("/")[0]))
            yield wire
            wire.close()


@pytest.fixture(scope="module")
def left(wire, tmp_path_factory):
    """Do runs that fail at every step, and return by name everything that they left behind."""
    folder = tmp_path_factory.mktemp("left")
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    root, levels = logging.getLogger(), {}
    for name in ("", "urllib3", "requests", "wanwidgets", "asyncio", "traitlets"):
        levels[name] = logging.getLogger(name).level
        logging.getLogger(name).setLevel(logging.DEBUG)
    root.addHandler(handler)
    found: dict[str, bytes | str] = {}
    try:
        with pytest.MonkeyPatch.context() as patch, impatient():
            patch.setenv(PACE_VARIABLE, str(folder / "pace.sqlite"))
            store = ww.RunStore(folder / "store")
            found |= dict(_runs(wire, ww.Client(CANARY, base_url=wire.url, pause=never, gates=OPEN), store, folder))
            # Its pace is that of all kernels of the account, so it is told of few runs.
            paced = ww.Client(CANARY, base_url=wire.url)
            wire.plan(Fault("create", "429 RateQuota"))
            found |= dict(_things(paced, store))
            store.close()
    finally:
        root.removeHandler(handler)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
    found["logs"] = said.getvalue()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found[f"file {path.relative_to(folder)}"] = path.read_bytes()
    return found


def _runs(wire, client, store, folder):
    """Do a run for each step and kind of fault, and yield what is said of it."""
    runner = Runner(client, store)
    for step in STEPS:
        for kind in KINDS:
            if kind not in {"", "echo"} and (step, kind) not in CELLS:
                continue
            if kind:
                wire.plan(Fault(step, kind, times=1 if step == "poll" else 9))
            *_, run = runner.run(_request(step, f"{step} {kind}"), pause=never)
            wire.calm()
            run.save(folder / "saved", stem=f"{step}-{kind}")
            yield f"run {step} {kind}", f"{run!r} {run.error} {vars(run)} {run.usage}"
            if run.error is not None:
                yield f"error {step} {kind}", _told(run)
    for kind in ("reset", "401 key", "echo", "502 html", "429 free quota"):
        for step, ask in (("list", lambda: list(client.tasks())), ("cancel", lambda: client.cancel("no-such-task"))):
            wire.plan(Fault(step, kind, times=9))
            try:
                ask()
            except WanError as error:
                yield f"{step} {kind}", _traced(error) + repr(vars(error))
            wire.calm()


def _request(step: str, prompt: str) -> ww.EditRequest:
    if step not in {"policy", "upload"}:
        return ww.EditRequest(prompt, seed=1)
    # Each its own picture: one that was uploaded a while ago is not uploaded again.
    picture = Image.new("RGB", (260, 260), f"#{hash_of(prompt):06x}")
    mask = Mask((260, 260), (Stroke(((130.0, 130.0),), 40.0),))
    return ww.EditRequest(prompt, [picture], mask=mask, model="wanx-x-painting")


def hash_of(text: str) -> int:
    return int.from_bytes(text.encode(), "big") % 0xFFFFFF


def _told(run) -> str:
    try:
        run.require_success()
    except WanError as error:
        return _traced(error) + repr(error) + str(error) + repr(vars(error))
    raise AssertionError(run)


def _traced(error: BaseException) -> str:
    whole = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "".join(whole.format()) + "".join(traceback.format_exception(error))


def _things(client, store):
    """Yield what the public objects of a session say of themselves, on paper and when they are pickled."""
    session = ww.EditSession(Runner(client, store), ww.EditRequest("Make it red"))
    job = session.start()
    assert job.join(30)
    editor = ww.Editor(client=client, store=store)
    things = {
        "client": client,
        "store": store,
        "runner": Runner(client, store),
        "session": session,
        "editor": editor,
        "job": job,
        "run": job.run,
        "request": session.draft,
        "task": client.fetch(job.run.task_id),
        "gates": client.gates,
        "entry": next(iter(client.tasks())),
    }
    for name, thing in things.items():
        yield f"{name} on paper", f"{thing!r} {thing} {vars(thing) if hasattr(thing, '__dict__') else ''}"
        try:
            yield f"{name} pickled", pickle.dumps(thing)
        except Exception as error:  # noqa: BLE001 - what refuses to be pickled may refuse in any words
            yield f"{name} not pickled", _traced(error)
    yield "traits of the session", repr(session.trait_values())
    yield "state of the editor", repr({model.model_id: model.get_state() for model in _models(editor)})
    editor.close()
    session.close()


def _models(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from _models(child)


def test_the_search_finds_what_it_looks_for():
    """A key that is whole, cut, quoted, in Base64 or in hexadecimal digits is found; another one is not."""
    forms = ("%s", "x%sx", "Bearer %s", '{"message": "%s"}')

    assert all(leaks(form % CANARY) for form in forms)
    assert leaks(CANARY[11:19])
    assert leaks(json.dumps({"at": CANARY[:20]}))
    assert not leaks(CANARY[11:18])
    assert not leaks("sk-" + "A" * 60)
    assert len(CANARY) >= 40


def test_every_step_failed(left):
    """The runs did what they were to do: some came through, and every step of some went wrong."""
    failed = {name.split()[1] for name in left if name.startswith("error ")}

    assert failed == set(STEPS)
    assert any(name.startswith("run") and "<Run succeeded" in str(text) for name, text in left.items())
    assert any("PNG" in repr(data[:8]) for name, data in left.items() if name.startswith("file saved"))
    assert "POST" in left["logs"]
    assert any(name.endswith("pace.sqlite") for name in left)


def test_nothing_that_is_left_holds_a_part_of_the_key(left):
    """No file, log, repr, traceback with its locals, pickle or widget state has eight characters of the key."""
    held = {name: found for name, data in left.items() if (found := leaks(data))}

    assert not held


ECHOES = {
    "whole": CANARY,
    "with its scheme": f"Bearer {CANARY}",
    "masked": f"{CANARY[:12]}****{CANARY[-8:]}",
    "half": CANARY[: len(CANARY) // 2],
    "quoted": quote(CANARY, safe=""),
    "twice": f"{CANARY}, {CANARY}",
}


@pytest.mark.parametrize("said", ECHOES.values(), ids=ECHOES)
@pytest.mark.parametrize("slashes", ["/", "\\/"], ids=["plain", "escaped"])
@pytest.mark.parametrize("step", ["create", "poll", "policy"])
def test_error_that_repeats_the_key_does_not_show_it(wire, tmp_path, *, said, slashes, step):
    """A service that repeats the key in its error, whole, partly or encoded, does not bring it into a run or a file."""
    document = {"request_id": "r-1", "code": "InvalidApiKey", "message": f"Incorrect API key provided: {said}."}
    body = json.dumps(document).replace("/", slashes).encode()
    store = ww.RunStore(tmp_path / "store")
    wire.plan(Fault(step, "says", answer=(401, "application/json", body)))
    client = ww.Client(CANARY, base_url=wire.url, pause=never, gates=OPEN)

    *_, run = Runner(client, store).run(_request(step, f"Make it red: {step}"), pause=never)

    assert run.error.code == "InvalidApiKey"
    assert "Incorrect API key provided" in str(run.error)
    assert not leaks(str(run.error) + repr(vars(run.error)))
    store.close()
    assert not [path for path in store.folder.rglob("*") if path.is_file() and leaks(path.read_bytes())]


NOTEBOOK = """
%xmode Verbose
---
import os
import wanwidgets as ww
client = ww.Client(os.environ["CANARY_KEY"], base_url=os.environ["CANARY_URL"])
editor = ww.Editor(prompt="Make it red", client=client)
editor
---
editor.run(timeout=60)
---
editor.run(timeout=60)
---
editor.run(timeout=60)
---
client
---
editor.session.runs
---
ww.connect("mars")
---
ww.edit("Make it blue", client=client)
---
import logging; logging.basicConfig(level=logging.DEBUG)
ww.edit("Make it green", client=client)
"""


def test_saved_notebook_does_not_hold_the_key(wire, tmp_path, monkeypatch):
    """A notebook saved with its widgets and outputs, also tracebacks that show values, has no part of the key."""
    monkeypatch.setenv("CANARY_KEY", CANARY)
    monkeypatch.setenv("DASHSCOPE_API_KEY", CANARY)
    monkeypatch.setenv("CANARY_URL", wire.url)
    monkeypatch.setenv(PACE_VARIABLE, str(tmp_path / "pace.sqlite"))
    cells = [nbformat.v4.new_code_cell(text.strip()) for text in NOTEBOOK.split("---")]
    notebook = nbformat.v4.new_notebook(cells=cells)
    # The first is well, the second is refused, of the third nobody knows.
    wire.plan(Fault("create", "echo", skip=1), Fault("create", "reset after"))
    ExecutePreprocessor(timeout=120, allow_errors=True, store_widget_state=True).preprocess(
        notebook, {"metadata": {"path": str(tmp_path)}}
    )
    path = tmp_path / "saved.ipynb"
    nbformat.write(notebook, path)

    text = path.read_text(encoding="utf-8")
    assert "application/vnd.jupyter.widget-state+json" in json.loads(text)["metadata"]["widgets"]
    assert "InvalidApiKey" in text
    assert "key = <key>" in re.sub(r"\\u001b[^m]*m", "", text)
    assert "OutcomeUnknown" in text
    assert "image/jpeg" in text or "image/png" in text
    assert not leaks(text)
    for file in tmp_path.rglob("*"):
        assert file.is_dir() or not leaks(file.read_bytes()), file.name
