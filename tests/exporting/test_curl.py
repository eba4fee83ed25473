"""A request as a shell script: bash and curl send what a client sends, and fetch what it would fetch."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import wanwidgets as ww
from tests.exporting.drafts import PICTURES, SIZE
from wanwidgets.exporting.curl import as_curl
from wanwidgets.exporting.plain import literal, plain_address
from wanwidgets.exporting.shell import json_text
from wanwidgets.pacing.gates import OPEN
from wanwidgets.regions import Stroke
from wanwidgets.running.runner import Runner

pytestmark = pytest.mark.skipif(not (shutil.which("bash") and shutil.which("curl")), reason="needs bash and curl")

KEY = "sk-canary-0123456789abcdef"
FIXED = settings(derandomize=True, deadline=None)
MASK = ww.Mask(SIZE, (Stroke(((100.0, 100.0), (400.0, 300.0)), 40.0),))

REQUESTS = {
    "boxes": ww.EditRequest("Blur what is in box 1", PICTURES[:1], boxes={1: [(10, 10, 200, 200)]}, size="1K", n=2),
    "several": ww.EditRequest("Make image 2 black and white", PICTURES[:2], size="1K", seed=3),
    "drawn": ww.EditRequest(
        "Blur what is in box 1",
        PICTURES[:1],
        boxes={1: [(10, 10, 200, 200)]},
        marks="drawn",
        model="wan2.6-image",
        n=1,
    ),
    "list of pictures": ww.EditRequest("Make it warmer", PICTURES[:1], model="wan2.5-i2i-preview", n=1),
    "mask": ww.EditRequest(
        "Paint the mask red",
        PICTURES[:1],
        mask=MASK,
        model="wanx2.1-imageedit",
        function="description_edit_with_mask",
        n=1,
    ),
    "words only": ww.EditRequest("A red cup", size="1K", n=1),
    "quotes": ww.EditRequest(
        "Make it black and white. $(touch pwned) `touch pwned` \\$HOME \\\\ '\" ! %s @ @@ ⟨base⟩ 图\n\tJSON\nJSON\n"
        "\x7f\u2028😀",
        PICTURES[:1],
        size="1K",
        n=1,
    ),
}
"""Requests of each form of the document."""


@pytest.fixture(scope="module")
def service():
    with ww.LocalService(engine="cards", api_key=KEY) as service:
        yield service


@pytest.fixture
def bash(tmp_path, service):
    """Return a function that runs a script in a folder of its own, and returns what it said and the files it made."""
    folder = tmp_path / "it's a folder"
    tools = tmp_path / "tools"
    for made in (folder, tools):
        made.mkdir()
    # The script waits between two looks; here it looks at once.
    (tools / "sleep").write_text("#!/bin/sh\nexit 0\n")
    (tools / "sleep").chmod(0o755)

    def run(script, *, key=service.api_key, **more):
        (folder / "ask.sh").write_text(script, encoding="utf-8")
        before = {path.name for path in folder.iterdir()}
        environment = {
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(tmp_path),
            "LC_ALL": "C.UTF-8",
            "TMPDIR": str(tmp_path),
            "DASHSCOPE_HTTP_BASE_URL": service.url,
            **({"DASHSCOPE_API_KEY": key} if key else {}),
            **more,
        }
        command = ["bash", "ask.sh"]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        return done, sorted(path for path in folder.iterdir() if path.name not in before)

    def file(parcel):
        path = folder / f"in put {parcel.digest}{parcel.suffix}"
        path.write_bytes(parcel.data)
        return path.name

    run.file = file
    return run


def digests(paths):
    return sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in paths if path.suffix == ".png")


@pytest.mark.parametrize("name", REQUESTS)
def test_script_sends_what_a_client_sends(name, bash, service, tmp_path):
    """The document that curl sends is that of a client, the pictures that it fetches are those of a run."""
    request = REQUESTS[name]
    service.reset()
    done, files = bash(as_curl(request, engine="local/1", file=bash.file))
    assert (done.returncode, done.stderr) == (0, "")
    task = ww.Client(KEY, base_url=service.url, engine="local/1", gates=OPEN).submit(request)
    by_curl, by_client = service.ledger()

    assert by_curl["document"] == by_client["document"]
    assert by_curl["way"] == by_client["way"] == "async"
    assert by_curl["prompt"] == request.prompt
    assert task.id == by_client["task_id"]
    assert [path.name for path in files] == [
        f"{by_curl['task_id']}-{n}.png" for n in range(1, request.most_pictures() + 1)
    ]
    assert done.stdout.split() == [path.name for path in files]
    assert digests(files) == sorted(by_curl["pictures"])
    assert not list(tmp_path.glob("tmp.*")), "the script leaves its folder behind"


def test_script_of_a_session_makes_its_pictures(bash, tmp_path, monkeypatch):
    """What a session exports, run by bash in the notebook's folder, makes the very pictures that its own run makes."""
    monkeypatch.chdir(tmp_path / "it's a folder")
    with ww.LocalService(api_key=KEY) as service:
        runner = Runner(service.client(), ww.RunStore('it\'s "runs"'))
        session = ww.EditSession(runner, REQUESTS["boxes"])
        script = session.export("curl")
        done, files = bash(script, DASHSCOPE_HTTP_BASE_URL=service.url)
        run = session.run(60)
        ledger = service.ledger()
    session.close()

    assert (done.returncode, done.stderr) == (0, "")
    assert ledger[0]["document"] == ledger[1]["document"]
    assert digests(files) == sorted(saved.digest for saved in run.saved)
    assert script == session.code(run, "curl")


def test_files_are_uploaded_where_the_model_takes_addresses_only(bash, service):
    """A picture and a mask of a model that takes no files within the document go to the temporary store first."""
    request = ww.EditRequest("A red cup", PICTURES[:1], mask=MASK, model="wanx-x-painting", n=1)
    service.reset()
    script = as_curl(request, engine="local/1", file=bash.file)
    done, files = bash(script)
    (entry,) = service.ledger()

    assert (done.returncode, done.stderr) == (0, "")
    assert "OssResourceResolve" in script
    assert script.count("=$(upload ") == 2
    assert entry["status"] == "SUCCEEDED"
    assert digests(files) == entry["pictures"]


def test_stream(bash, service):
    """A request whose parts are wanted as they come is asked for as such; its words are kept beside its pictures."""
    request = ww.EditRequest("Tell of a cup", model="wan2.6-image", enable_interleave=True, max_images=2, stream=True)
    service.reset()
    done, files = bash(as_curl(request, engine="local/1", file=bash.file))
    (entry,) = service.ledger()

    assert (done.returncode, done.stderr) == (0, "")
    assert entry["way"] == "stream"
    assert digests(files) == sorted(entry["pictures"])
    assert "".join(path.read_text() for path in files if path.suffix == ".txt").startswith("id:1")


@pytest.fixture
def told(bash, tmp_path):
    """Return the arguments of every call of curl, which is carried out all the same."""
    log = tmp_path / "curl.log"
    curl = tmp_path / "tools" / "curl"
    curl.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> "{log}"\nexec "{shutil.which("curl")}" "$@"\n')
    curl.chmod(0o755)
    return lambda: log.read_text().splitlines()


def test_headers_and_key(bash, told):
    """The headers are those of a client; the key and the id of the workspace are the user's, the key in no argument."""
    done, _ = bash(as_curl(REQUESTS["words only"], engine="local/1", file=bash.file), DASHSCOPE_WORKSPACE_ID="ws-1")
    arguments = told()
    headers = [value for name, value in itertools.pairwise(arguments) if name == "--header"]

    assert done.returncode == 0
    assert set(headers) == {
        "Accept: application/json",
        "Content-Type: application/json",
        "X-DashScope-Async: enable",
        "X-DashScope-WorkSpace: ws-1",
    }
    assert not [each for each in arguments if KEY in each]
    assert KEY not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("key", "said"),
    [("", "DASHSCOPE_API_KEY: Set it to the API key of the local service."), ("sk-wrong", "InvalidApiKey")],
)
def test_wrong_key(bash, key, said):
    """Without the right key nothing is made, and the script says so."""
    done, files = bash(as_curl(REQUESTS["words only"], engine="local/1", file=bash.file), key=key)

    assert done.returncode == 1
    assert said in done.stderr
    assert not files


def test_file_that_is_gone(bash, service):
    """A picture whose file is gone is named, and nothing is sent."""
    service.reset()
    done, _ = bash(as_curl(REQUESTS["boxes"], engine="local/1", file=lambda _: "gone.png"))

    assert done.returncode == 1
    assert done.stderr == "There is no file gone.png.\n"
    assert service.ledger() == []


def test_task_that_fails(bash):
    """Of a task that fails the service's own words are shown."""
    with ww.LocalService(api_key=KEY) as service:
        request = ww.EditRequest("What nobody understands", PICTURES[:1], size="1K")
        done, files = bash(as_curl(request, engine="local/1", file=bash.file), DASHSCOPE_HTTP_BASE_URL=service.url)

    assert done.returncode == 1
    assert "The task made no picture:" in done.stderr
    assert "NotSupportedByLocalService" in done.stderr
    assert not files


@pytest.mark.parametrize(
    ("engine", "base"),
    [
        ("local/1", "base=${DASHSCOPE_HTTP_BASE_URL:?"),
        ("model-studio/singapore", "base=https://dashscope-intl.aliyuncs.com/api/v1\n"),
        ("model-studio/frankfurt", 'base="https://${DASHSCOPE_WORKSPACE_ID:?'),
        ("custom/wan.example.org", "base=https://wan.example.org/api/v1\n"),
    ],
)
def test_who_answers(engine, base):
    """The script asks where a client would."""
    request = ww.EditRequest("x", PICTURES[:1], model="wan2.6-image" if "frankfurt" in engine else "wan2.7-image")
    script = as_curl(request, engine=engine, file=lambda _: "x.png")

    assert base in script
    assert ("is billed" in script) == (engine != "local/1")


def test_no_secret():
    """Neither a key nor the query of an address stands in the script."""
    request = ww.EditRequest("x", ["https://a.example/1.png?Signature=secret", *PICTURES[:1]], size="1K")
    script = as_curl(request, engine="model-studio/singapore", file=lambda _: "x.png")

    assert "secret" not in script
    assert "# image_1 is written without its query, which may be signed." in script
    assert '"image": "https://a.example/1.png"' in script


@pytest.mark.parametrize("request_", [ww.EditRequest(""), ww.EditRequest("x", model="wan2.5-i2i-preview")])
def test_unfinished_draft_is_no_script(request_):
    """What cannot be sent is no script: it would be refused."""
    with pytest.raises(ww.WanError):
        as_curl(request_, engine="model-studio/beijing", file=lambda _: "x.png")


def test_place_that_does_not_serve_it():
    """A model that a region does not serve is refused, as a client refuses it."""
    with pytest.raises(ww.WanError, match="virginia"):
        as_curl(REQUESTS["words only"], engine="model-studio/virginia", file=lambda _: "x.png")


texts = st.text(st.one_of(st.characters(), st.sampled_from("$`!\\\"'\n\ud83d@[1, 2]")), max_size=40)


@settings(FIXED, max_examples=200)
@given(
    st.recursive(st.one_of(texts, st.integers(), st.none()), lambda inner: st.lists(inner, max_size=4), max_leaves=6)
)
def test_json_stays_the_same(value):
    """JSON for a script has the same values, and nothing in it that a shell would touch."""
    text = json_text([value])

    assert json.loads(text) == [value]
    assert not set(text) & set("$`!")
    assert "\\\\" not in text
    assert text.encode("utf-8")


@FIXED
@given(st.one_of(st.floats(), st.lists(st.floats(allow_nan=False)), st.dictionaries(st.text(), st.booleans())))
def test_literal_needs_no_name(value):
    """A value as Python is that value."""
    made = eval(literal(value), {"__builtins__": {"float": float}})  # noqa: S307 - that it is Python is what is tested

    assert repr(made) == repr(value)


@FIXED
@given(st.text())
def test_plain_address_has_no_query(text):
    """No text at all keeps a query."""
    assert "?" not in plain_address(f"https://a.example/{text}?x=1").partition("#")[0] or "#" in text


def test_name_of_a_place_is_no_command(tmp_path):
    """Whatever a place is called, the script does not do it: neither with a key nor without one."""
    script = as_curl(REQUESTS["words only"], engine='custom/$(touch${IFS}pwned)`touch pwned`"}', file=lambda _: "")
    for key in ("", KEY):
        told = subprocess.run(
            [shutil.which("bash"), "-c", script],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "DASHSCOPE_API_KEY": key},
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.returncode
    assert list(tmp_path.iterdir()) == []
