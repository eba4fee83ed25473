"""The draft and the runs of a session as code, and code as its draft."""

from __future__ import annotations

import ast
import json
import shutil
from dataclasses import replace

import pytest
from PIL import Image

import wanwidgets as ww
from wanwidgets.errors import StoreError
from wanwidgets.images import Gap
from wanwidgets.regions import Stroke
from wanwidgets.running.runner import Runner
from wanwidgets.session.coding import KINDS

CANARY = "sk-canary-0123456789abcdef"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """Every test has a current folder of its own."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def store(tmp_path):
    return ww.RunStore(tmp_path / "runs")


@pytest.fixture
def open_session(store):
    """Return a function that makes sessions which send nothing and spawn nothing."""

    def make(draft=None, *, store=store, region="beijing", **options):
        client = ww.Client(options.pop("key", "sk-unused"), region=region)
        return ww.EditSession(Runner(client, store), draft, spawn=lambda work: work(), **options)

    return make


@pytest.fixture
def whole(photo):
    """Return a draft that has everything."""
    base = Image.new("L", photo.size, 255)
    base.paste(0, (0, 0, 200, 150))
    mask = ww.Mask.read(base).painted(Stroke(((10.0, 10.0), (90.0, 60.0)), 12.0))
    return ww.EditRequest(
        "Put box 1 of image 2 into 图1", [photo, photo.rotate(90)], boxes={2: [(1, 2, 30, 40)]}, mask=mask, seed=3, n=2
    )


def test_draft_as_a_cell(open_session, whole, store, tmp_path):
    """The cell of a draft opens an editor on it; pictures that no run has used yet are in the store from now on."""
    session = open_session(whole, budget=9, mode="offline")
    code = session.export()
    ast.parse(code)
    image = whole.pictures[0].image

    assert code.startswith("from pathlib import Path\n\nimport wanwidgets as ww\n\neditor = ww.Editor(\n    prompt=")
    assert f"'runs/files/{image.digest[:2]}/{image.digest}.png'" in code
    assert str(tmp_path) not in code
    assert "client=ww.connect('beijing', mode=\"offline\")" in code
    assert "store=ww.RunStore('runs')" in code
    assert "    mode='offline'" in code
    assert "budget=9" in code
    assert store.find(image.digest) == image.data
    assert store.find(whole.mask.base.digest) == whole.mask.base.data
    assert store.runs() == []


def test_run_as_a_cell(open_session, whole, store, tmp_path):
    """The code of a run names the files of the store, and is that of the whole run though the run be bare."""
    whole, session = whole.replace(mask=None), open_session()
    run = store.begin(whole, session.engine)
    code = session.code(run)

    assert "run = ww.edit(" in code
    assert f"runs/files/{run.request.pictures[0].image.digest[:2]}/" in code
    assert str(tmp_path) not in code
    assert [session.code(session.past(run.id).run, kind) for kind in KINDS] == [
        session.code(run, kind) for kind in KINDS
    ]


def test_run_of_a_pack_asks_where_the_session_does(open_session, whole, store):
    """The code of a run that came in a pack sends the key to no place that the pack names."""
    whole, session = whole.replace(mask=None), open_session()
    run = replace(store.begin(whole, "custom/evil.example"), pack="lesson")

    assert "evil" not in "".join(session.code(run, kind) for kind in KINDS)
    assert "ww.connect('beijing')" in session.code(run)


@pytest.mark.parametrize(("mode", "said"), [(None, 0), ("replay", 0), ("refresh", 0), ("offline", 2)])
def test_mode_of_a_run(open_session, store, mode, said):
    """The code of a run gives its pictures again, and is offline where the session is: it is not asked anew."""
    session = open_session(mode=mode)

    assert session.code(store.begin(ww.EditRequest("x"), session.engine)).count("mode=") == said


def test_file_that_is_gone_is_put_back(open_session, whole, store):
    """A run that holds its pictures writes a file again that is gone or was edited by hand; nothing is lost."""
    session = open_session()
    run = store.begin(whole, session.engine)
    image, other = (picture.image for picture in run.request.pictures)
    store.path(image.digest).unlink()
    edited = store.path(other.digest)
    edited.write_bytes(b"edited")
    session.code(run)

    assert store.find(image.digest) == image.data
    assert store.find(other.digest) == other.data
    assert [path.read_bytes() for path in edited.parent.glob("*.changed-1*")] == [b"edited"]


def test_file_of_a_past_run_that_is_gone(open_session, whole, store):
    """Of a run that holds none of its pictures a file that is gone cannot be written again, which is said."""
    session = open_session()
    run = store.begin(whole, session.engine)
    store.path(run.request.pictures[0].image.digest).unlink()

    with pytest.raises(StoreError, match="has no file"):
        session.code(session.past(run.id).run)


def test_draft_as_a_script(open_session, photo):
    """The script of a draft reads the files of the store, also those that are made only to be sent."""
    draft = ww.EditRequest("Blur box 1", [photo], boxes={1: [(1, 2, 90, 80)]}, marks="drawn", size="1K")
    session = open_session(draft)
    script = session.export("curl")

    assert "image_1=$(data image/png runs/files/" in script
    assert draft.pictures[0].image.digest not in script, "the picture without its marks is sent"
    assert "base=https://dashscope.aliyuncs.com/api/v1\n" in script


def test_draft_that_cannot_be_sent_is_no_script(open_session):
    """A draft with problems is no script, and says why; it is a cell and JSON all the same."""
    session = open_session(ww.EditRequest(""))

    with pytest.raises(ww.WanError, match="prompt"):
        session.export("curl")
    assert "prompt=''" in session.export("python")
    assert json.loads(session.export("json"))["prompt"] == ""


def test_json_becomes_the_draft_in_one_step(open_session, whole):
    """What one session wrote is the draft of another one on that store, and one undo takes it back."""
    text = open_session(whole).export("json")
    session = open_session(ww.EditRequest("something else"))
    told = []
    session.observe(lambda change: told.append(change.new), "draft")

    assert session.load(text) == session.draft == whole
    assert session.draft.fingerprint("e") == whole.fingerprint("e")
    assert len(told) == 1
    session.undo()
    assert session.draft.prompt == "something else"
    session.redo()
    assert session.draft == whole


def test_pictures_of_the_draft_are_known(open_session, whole, tmp_path):
    """Pictures that are in the draft already stay the very same, with their names, also beside an empty store."""
    text = open_session(whole).export("json")
    session = open_session(whole, store=ww.RunStore(tmp_path / "empty"))
    read = session.load(text.replace("Put box 1", "Draw box 1"))

    assert read.prompt.startswith("Draw box 1")
    assert all(one.image is other.image for one, other in zip(read.pictures, whole.pictures, strict=True))


def test_picture_that_is_nowhere_is_a_gap(open_session, photo, tmp_path):
    """A picture that neither the draft nor the store has leaves a gap, which the problems of the draft tell."""
    draft = ww.EditRequest("x", [photo], boxes={1: [(1, 2, 3, 4)]}, size="1K")
    text = open_session(draft).export("json")
    session = open_session(store=ww.RunStore(tmp_path / "empty"))
    session.load(text)
    (picture,) = session.draft.pictures

    assert isinstance(picture.image, Gap)
    assert [found.code for found in session.problems()] == ["image.gone"]
    assert session.cares == session.arrivals == ()


def test_same_pixels_in_another_file(open_session, photo, store, tmp_path):
    """A picture that the store has in another file is found by its pixels."""
    text = open_session(ww.EditRequest("x", [photo], size="1K")).export("json")
    other = ww.RunStore(tmp_path / "other")
    photo.save(tmp_path / "slow.png", compress_level=0)
    other.begin(ww.EditRequest("y", [tmp_path / "slow.png"]), "local/1")
    session = open_session(store=other)
    session.load(text)

    assert session.draft.pictures[0].image == ww.InputImage.from_pil(photo)
    assert session.draft.pictures[0].image.data == (tmp_path / "slow.png").read_bytes()


def test_nothing_is_fetched(open_session, monkeypatch):
    """An address in a text that somebody wrote is not fetched by reading it."""
    session = open_session()
    monkeypatch.setattr(session._runner, "fetch", lambda _: pytest.fail("it was fetched"))
    session.load(open_session(ww.EditRequest("x", ["http://127.0.0.1:1/a.png"])).export("json"))

    assert session.draft.pictures[0].image.url == "http://127.0.0.1:1/a.png"


@pytest.mark.parametrize("text", ["", "{}", "import os"])
def test_wrong_text_leaves_the_draft(open_session, whole, text):
    """What is no request changes nothing."""
    session = open_session(whole)

    with pytest.raises(ValueError, match="This is no"):
        session.load(text)
    assert session.draft is whole
    assert not session.can_undo


def test_no_other_kind(open_session):
    """A kind of code that there is not is refused, naming those that there are."""
    with pytest.raises(ValueError, match="'perl'; allowed are 'python', 'curl', 'json'"):
        open_session(ww.EditRequest("x")).export("perl")


@pytest.mark.parametrize("kind", KINDS)
def test_no_secret_is_written(open_session, photo, kind, monkeypatch, tmp_path):
    """No key is written, be it the client's, the environment's or one within the prompt, and no query of an address."""
    monkeypatch.setenv("DASHSCOPE_API_KEY", "a-key-of-another-shape-9876")
    pictures = [photo, "https://a.example/1.png?Signature=canary-signature"]
    draft = ww.EditRequest(f"Write {CANARY} and a-key-of-another-shape-9876", pictures, size="1K")
    session = open_session(draft, key=CANARY)
    texts = [session.export(kind), session.code(session._runner.store.begin(draft, session.engine), kind)]

    for text in texts:
        assert "Write <key> and <key>" in text
        assert "canary" not in text
        assert "9876" not in text
        assert "Signature" not in text
        assert str(tmp_path) not in text


def test_whatever_is_exported_is_executed(open_session, whole, store):
    """The exported cell, executed in a notebook, opens an editor whose session exports the same again."""
    draft = whole.replace(model="wan2.7-image-pro", watermark=True, color_palette=[{"hex": "#112233", "ratio": "100%"}])
    session = open_session(draft)
    code = session.export().replace("ww.connect('beijing')", "client")
    space = {"client": session._runner.client}
    exec(code, space)  # noqa: S102 - that it runs is what is tested
    editor = space["editor"]
    try:
        assert editor.session.draft.meaning("e") == draft.meaning("e")
        assert editor.session.draft.parameters == draft.parameters
        assert [editor.session.export(kind) for kind in ("python", "json")] == [
            session.export(kind) for kind in ("python", "json")
        ]
    finally:
        editor.close()


def test_after_the_files_have_moved(open_session, whole, tmp_path):
    """A store that was moved is found by what is written there, since paths are relative to the kernel's folder."""
    text = open_session(whole).export("json")
    shutil.move(tmp_path / "runs", tmp_path / "moved")
    session = open_session(store=ww.RunStore(tmp_path / "moved"))

    assert session.load(text) == whole
