"""A pack brings what a teacher remembers into the stores of a class, and nothing else."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from datetime import datetime, timedelta, timezone

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from wanwidgets.budget import Caps
from wanwidgets.content import Failure, Text
from wanwidgets.decoding import sha256
from wanwidgets.errors import StoreError
from wanwidgets.images import InputImage
from wanwidgets.regions import Mask
from wanwidgets.request import EditRequest
from wanwidgets.result import RunState
from wanwidgets.spend import NOTHING
from wanwidgets.store import RunStore
from wanwidgets.store.packing import manifest_of, mixin

START = datetime(2026, 11, 20, 12, 0, tzinfo=timezone.utc)
ENGINE = "model-studio/singapore"
KEY = f"sk-{'0a1b2c3d' * 4}"


@pytest.fixture
def store(tmp_path) -> RunStore:
    moments = (START + timedelta(seconds=count) for count in range(1000))
    return RunStore(tmp_path / "teacher", now=lambda: next(moments))


@pytest.fixture
def draft(photo) -> EditRequest:
    mask = Mask.of(InputImage.from_pil(photo.convert("L").point(lambda value: 255 * (value > 99)), name="my-mask.png"))
    source = InputImage.from_pil(photo, name="my-holiday.png")
    return EditRequest("把它涂红", [source, photo.rotate(90)], boxes={2: [(1, 2, 30, 40)]}, mask=mask, seed=3, take=2)


@pytest.fixture
def run_of(store, picture):
    """Return what makes a run of a request that succeeded, with a picture of its own for each number."""

    def make(request, number: int, *, state=RunState.SUCCEEDED, engine=ENGINE, more=(), into=store, **facts):
        run = into.begin(request, engine, account="the-account", caps=Caps(session_id="the-session"))
        saved = into.keep(picture(number))
        told = {"usage": {"image_count": 1, "size": "40*30"}, "seconds": 12.5, "task_id": f"t-{number}", **facts}
        return into.record(run.now(state, content=(Text("words\n字"), saved, *more), ways=("upload",), **told))

    return make


@pytest.fixture
def lesson(store, run_of, draft, tmp_path):
    """Return a pack with three runs of two engines."""
    run_of(draft, 11)
    run_of(draft.replace(prompt="另一个"), 12)
    run_of(draft, 13, engine="local/1")
    return store.pack(tmp_path / "lesson.zip")


def rows_of(store):
    with store._journal.reading() as journal:
        tables = ("runs", "pictures", "addresses")
        return {table: journal.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables}  # noqa: S608 - ours


def files_of(store):
    return {path.name: path.read_bytes() for path in (store.folder / "files").rglob("*") if path.is_file()}


def test_class_replays_what_the_teacher_asked(store, lesson, draft, tmp_path):
    """What was packed is found by the same request in the other store, with everything that a run tells."""
    asked = store.recall(draft, ENGINE)

    other = RunStore.open_pack(lesson, tmp_path / "class")

    run = other.recall(draft, ENGINE)
    assert run.replayed
    assert run.pack == "lesson"
    assert [saved.data() for saved in run.saved] == [saved.data() for saved in asked.saved]
    assert run.saved[0].path.is_relative_to(tmp_path / "class")
    for name in ("id", "engine", "started", "seconds", "task_id", "request_id", "usage", "state"):
        assert getattr(run, name) == getattr(asked, name), name
    assert [part for part in run.content if isinstance(part, Text)] == [Text("words\n字")]
    assert other.damage() == ()
    assert other.notices == ()


def test_request_of_a_packed_run_can_be_read(store, lesson, draft, tmp_path):
    """A packed run has its whole request, pictures, boxes and mask, but no name of a file."""
    other = RunStore.open_pack(lesson, tmp_path / "class")

    for run in store.runs():
        packed = other.get(run.id).request
        assert packed == run.request
        assert packed.fingerprint(ENGINE) == run.request.fingerprint(ENGINE)
        assert {picture.image.name for picture in packed.pictures} == {""}


def test_pack_costs_nobody_anything(lesson, tmp_path):
    """Packed runs are no spending, and leave the whole budget of the store."""
    other = RunStore.open_pack(lesson, tmp_path / "class", budget=1)

    assert other.spend() == NOTHING
    assert other.budget == 1
    other.begin(EditRequest("Paint it red", [Image.new("RGB", (300, 300))], n=1), ENGINE)


def test_pack_names_nobody(store, lesson, tmp_path):
    """No account, session, name of a file, way, owner or path stands in a pack, nor when it was made."""
    with zipfile.ZipFile(lesson) as archive:
        told = archive.read("manifest.json").decode()
        times = {entry.date_time for entry in archive.infolist()}

    for secret in ("the-account", "the-session", "my-holiday", "my-mask", "upload", "owner", str(tmp_path), "teacher"):
        assert secret not in told
        assert secret.encode() not in lesson.read_bytes()
    assert times == {(1980, 1, 1, 0, 0, 0)}


def test_same_runs_give_the_same_bytes(store, lesson, tmp_path):
    """A pack that is made again is the same file, also from the store that it was opened in."""
    again = store.pack(tmp_path / "again.zip")
    other = RunStore.open_pack(lesson, tmp_path / "class").pack(tmp_path / "other.zip")

    assert again.read_bytes() == lesson.read_bytes() == other.read_bytes()


def test_pack_has_what_would_be_replayed(store, run_of, draft, tmp_path):
    """Of one fingerprint the newest run without failed pictures is packed, and of one that did not succeed nothing."""
    run_of(draft, 1)
    good = run_of(draft, 2)
    run_of(draft, 3, more=(Failure("InternalError", "too late"),))
    run_of(draft.replace(prompt="another"), 4, state=RunState.UNDELIVERED)

    path = store.pack(tmp_path / "lesson.zip")

    assert [run.id for run in manifest_of(path).runs] == [good.id] == [store.recall(draft, ENGINE).id]


def test_pack_passes_over_a_run_whose_picture_is_gone(store, run_of, draft, tmp_path):
    """Where the picture of the newest run is gone, the next newest is packed, which would be replayed as well."""
    older = run_of(draft, 1)
    run_of(draft, 2).saved[0].path.unlink()

    assert [run.id for run in manifest_of(store.pack(tmp_path / "a.zip")).runs] == [older.id]


def test_runs_can_be_chosen(store, run_of, draft, tmp_path):
    """The runs that are named are packed, by themselves or by their ids, each once."""
    first, second, third = (run_of(draft, number) for number in (1, 2, 3))

    path = store.pack(tmp_path / "a.zip", runs=[third, first.id, first])

    assert [run.id for run in manifest_of(path).runs] == [first.id, third.id]
    assert second.saved[0].digest not in {file.sha256 for file in manifest_of(path).files}


def test_pack_without_inputs(store, run_of, draft, tmp_path):
    """A pack without the pictures that were asked with is smaller, and replays all the same."""
    run = run_of(draft, 1)

    path = store.pack(tmp_path / "a.zip", inputs=False)
    other = RunStore.open_pack(path, tmp_path / "class")

    assert [file.sha256 for file in manifest_of(path).files] == [run.saved[0].digest]
    assert other.recall(draft, ENGINE).saved[0].data() == run.saved[0].data()
    assert [found.id for found in other.runs()] == [run.id]
    assert other.damage() == ()
    assert other.pack(tmp_path / "b.zip", inputs=False).read_bytes() == path.read_bytes()


def test_addresses_are_remembered_as_hashes(store, run_of, draft, tmp_path):
    """What an address gave is known in the class as well, and the address is not in the pack."""
    url = "https://pictures.example/a.png?size=large"
    image = draft.pictures[0].image
    run_of(draft, 1)
    store.keep_address(url, image)
    store.keep_address("https://pictures.example/other.png", InputImage.from_pil(Image.new("RGB", (9, 9))))

    path = store.pack(tmp_path / "a.zip")
    other = RunStore.open_pack(path, tmp_path / "class")

    assert b"pictures.example" not in path.read_bytes()
    assert len(manifest_of(path).addresses) == 1
    assert other.address(url) == image.data
    assert other.pack(tmp_path / "b.zip").read_bytes() == path.read_bytes()


def test_addresses_of_a_later_pack_are_remembered(store, run_of, draft, tmp_path):
    """A pack that knows no more than an earlier one but what an address gave adds that."""
    url = "https://pictures.example/a.png"
    run_of(draft, 1)
    RunStore.open_pack(store.pack(tmp_path / "a.zip"), tmp_path / "class")
    store.keep_address(url, draft.pictures[0].image)

    other = RunStore.open_pack(store.pack(tmp_path / "b.zip"), tmp_path / "class")

    assert other.address(url) == draft.pictures[0].image.data


def test_opening_again_changes_nothing(lesson, tmp_path, monkeypatch):
    """A pack that is opened again changes neither the journal nor a file, and looks into no picture."""
    store = RunStore.open_pack(lesson, tmp_path / "class")
    before = rows_of(store), files_of(store)

    def looked(*_) -> None:
        raise AssertionError

    monkeypatch.setattr(mixin, "require_sound", looked)
    RunStore.open_pack(lesson, tmp_path / "class")

    assert (rows_of(store), files_of(store)) == before


def test_opening_puts_back_what_is_gone(lesson, draft, tmp_path):
    """A picture that was deleted or edited by hand is put back, and what was edited is kept beside it."""
    store = RunStore.open_pack(lesson, tmp_path / "class")
    before = files_of(store)
    deleted, edited = sorted((store.folder / "files").rglob("*.png"))[:2]
    deleted.unlink()
    edited.write_bytes(b"mine")

    RunStore.open_pack(lesson, tmp_path / "class")

    after = files_of(store)
    assert {name: after[name] for name in before} == before
    assert [data for name, data in after.items() if name not in before] == [b"mine"]


def test_own_runs_stay(lesson, run_of, draft, tmp_path):
    """Runs of the store that a pack is opened in stay, and come before those of the pack."""
    own = RunStore(tmp_path / "class")
    mine = run_of(draft, 21, into=own)

    store = RunStore.open_pack(lesson, own.folder)

    assert store.get(mine.id) == own.get(mine.id)
    assert store.recall(draft, ENGINE).id == mine.id
    assert len(store.runs()) == 4
    assert store.spend().pictures == 1


def test_teacher_opens_the_own_pack(store, lesson):
    """A pack opened in the store that made it changes nothing there: what was paid for stays paid for."""
    before = rows_of(store)

    RunStore.open_pack(lesson, store.folder)

    assert rows_of(store) == before
    assert store.spend().pictures == 2


def test_another_run_of_the_same_id_is_an_error(store, run_of, draft, tmp_path):
    """A run of the same id that is another one is not overwritten: it is an error, and nothing of the pack is taken."""
    run = run_of(draft, 1)
    run_of(draft.replace(prompt="another"), 2)
    path = store.pack(tmp_path / "a.zip")
    other = RunStore(tmp_path / "class", new_id=lambda: run.id)
    run_of(draft, 3, into=other)
    before = rows_of(other), files_of(other)

    with pytest.raises(StoreError, match=f"another run {run.id}"):
        RunStore.open_pack(path, other.folder)

    assert (rows_of(other), files_of(other)) == before


def test_default_folder_is_that_of_the_environment(lesson, tmp_path, monkeypatch):
    """Without a folder a pack is opened where RunStore() is."""
    monkeypatch.setenv("WANWIDGETS_STORE", str(tmp_path / "elsewhere"))

    assert RunStore.open_pack(lesson).folder == RunStore().folder == tmp_path / "elsewhere"


def test_many_open_it_at_once(lesson, tmp_path):
    """Threads that open the same pack in the same folder at once have each run once, and none fails."""
    failures = []
    begin = threading.Barrier(4)

    def open_it() -> None:
        begin.wait()
        try:
            RunStore.open_pack(lesson, tmp_path / "class")
        except Exception as error:  # noqa: BLE001 - told by the assertion below
            failures.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert len(RunStore(tmp_path / "class").runs()) == 3
    assert RunStore(tmp_path / "class").damage() == ()


@pytest.mark.parametrize("named", ["lesson", "Lektion 1", "第一课", "a.b", "x" * 120])
def test_runs_know_their_pack(store, lesson, draft, tmp_path, named):
    """A run of a pack has the name of its file, whatever the alphabet."""
    path = lesson.rename(tmp_path / f"{named}.zip")

    assert RunStore.open_pack(path, tmp_path / "class").recall(draft, ENGINE).pack == named[:100]


def refusal(call) -> str:
    with pytest.raises(StoreError) as refused:
        call()
    return str(refused.value)


def test_nothing_to_pack(store, run_of, draft, tmp_path):
    """A store where nothing succeeded makes no pack, and says so."""
    assert "no run in teacher that succeeded" in refusal(lambda: store.pack(tmp_path / "a.zip"))
    run_of(draft, 1, state=RunState.FAILED)
    assert "no run in teacher that succeeded" in refusal(lambda: store.pack(tmp_path / "a.zip"))
    assert not (tmp_path / "a.zip").exists()


def test_runs_that_cannot_be_packed(store, run_of, draft, tmp_path):
    """A run that is not there, or that did not succeed, or something else than a run, is named."""
    failed = run_of(draft, 1, state=RunState.FAILED)

    assert "runs= names none" in refusal(lambda: store.pack(tmp_path / "a.zip", runs=[]))
    assert "no run 'x'" in refusal(lambda: store.pack(tmp_path / "a.zip", runs=["x"]))
    assert f"run {failed.id} did not succeed" in refusal(lambda: store.pack(tmp_path / "a.zip", runs=[failed]))
    with pytest.raises(TypeError, match="not int"):
        store.pack(tmp_path / "a.zip", runs=[7])


def test_run_that_no_request_finds_is_not_packed(store, run_of, draft, tmp_path):
    """A run of before, whose model had other defaults then, is left out, and told where it was named."""
    old, new = run_of(draft, 1), run_of(draft.replace(prompt="another"), 2)
    with store._journal.writing() as journal:
        journal.execute("UPDATE runs SET meaning = '', fingerprint = 'of-then' WHERE id = ?", (old.id,))

    assert [run.id for run in manifest_of(store.pack(tmp_path / "a.zip")).runs] == [new.id]
    assert "no request finds it" in refusal(lambda: store.pack(tmp_path / "b.zip", runs=[old]))


def test_mask_of_before_is_packed(store, run_of, draft, photo, tmp_path):
    """A run with a mask, of which a journal of before does not say the meaning, is packed all the same."""
    size = draft.pictures[0].size
    run = run_of(draft.replace(mask=Image.new("L", size, 255).rotate(30)), 1)
    with store._journal.writing() as journal:
        journal.execute("UPDATE runs SET meaning = ''")

    lesson = store.pack(tmp_path / "a.zip")

    assert store.pack(tmp_path / "b.zip", runs=[run]).read_bytes() == lesson.read_bytes()
    school = RunStore.open_pack(lesson, tmp_path / "class")
    assert school.recall(run.request, ENGINE).id == run.id


def test_damaged_line_is_passed_over(store, run_of, draft, tmp_path):
    """A run whose line in the journal is damaged gives way to the next newest, and is told where it was named."""
    older, newer = run_of(draft, 1), run_of(draft, 2)
    with store._journal.writing() as journal:
        journal.execute("UPDATE runs SET record = '{' WHERE id = ?", (newer.id,))

    assert [run.id for run in manifest_of(store.pack(tmp_path / "a.zip")).runs] == [older.id]
    assert f"run {newer.id} cannot be read" in refusal(lambda: store.pack(tmp_path / "b.zip", runs=[newer]))


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.write_bytes(b"mine")])
@pytest.mark.parametrize("what", ["result 1", "image 1", "image 2", "image 3"])
def test_picture_that_is_gone_is_named(store, run_of, draft, *, tmp_path, harm, what):
    """A result, an input or a mask's picture that is gone or was changed is named, and nothing is written."""
    run = run_of(draft, 1)
    place = int(what[-1]) - 1
    images = (*(picture.image for picture in draft.pictures), draft.mask.base)
    harm(run.saved[0].path if what == "result 1" else store.path(images[place].digest))

    said = refusal(lambda: store.pack(tmp_path / "a.zip"))

    assert f"{what} of run {run.id} cannot be packed" in said
    assert "runs=[…]" in said
    assert list(tmp_path.glob("*.zip")) == list(tmp_path.glob(".*")) == []


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"prompt": f"Paint {KEY} red"}, "request › prompt"),
        ({"negative_prompt": f"not {KEY}"}, "request › parameters › negative_prompt"),
    ],
)
def test_key_in_a_request_is_not_packed(store, run_of, draft, *, tmp_path, change, place):
    """A key in a text of a request is found before anything is written, and its place is told, not the key."""
    run = run_of(draft.replace(**change), 1)

    said = refusal(lambda: store.pack(tmp_path / "a.zip"))

    assert f"an API key stands in the {place} of run {run.id}" in said
    assert KEY not in said
    assert not (tmp_path / "a.zip").exists()


def test_key_in_what_the_service_said_is_not_packed(store, run_of, draft, tmp_path):
    """A signed address in what the service told is found."""
    run_of(draft, 1, usage={"debug": ["https://bucket.example/a.png?Expires=1&Signature=abcdefgh1234"]})

    assert "a signed address stands in the usage › debug" in refusal(lambda: store.pack(tmp_path / "a.zip"))


def test_key_in_a_picture_is_not_packed(store, run_of, photo, tmp_path):
    """A key in the text of a picture's file is found, compressed or not."""
    info = PngInfo()
    info.add_text("Comment", f"made with {KEY}", zip=True)
    out = io.BytesIO()
    photo.save(out, "PNG", pnginfo=info)
    run = run_of(EditRequest("red", [out.getvalue()]), 1)

    said = refusal(lambda: store.pack(tmp_path / "a.zip"))

    assert f"an API key stands in the file of image 1 of run {run.id}" in said
    assert list(tmp_path.glob("*.zip")) == list(tmp_path.glob(".*")) == []
    assert store.pack(tmp_path / "a.zip", inputs=False).exists()


def test_key_of_the_environment_is_not_packed(store, run_of, draft, tmp_path, monkeypatch):
    """The key that is in use is found, though it looks like none."""
    monkeypatch.setenv("DASHSCOPE_API_KEY", "an-unusual-key-of-a-gateway")
    run_of(draft.replace(prompt="see an-unusual-key-of-a-gateway"), 1)

    said = refusal(lambda: store.pack(tmp_path / "a.zip"))

    assert "the API key of this environment stands in the request › prompt" in said
    assert "unusual" not in said


def test_other_file_is_not_replaced(store, lesson, tmp_path):
    """A pack replaces a pack, and no file that is something else."""
    thesis = tmp_path / "thesis.zip"
    with zipfile.ZipFile(thesis, "w") as archive:
        archive.writestr("thesis.tex", "x")
    before = thesis.read_bytes()

    assert "is no pack that could be replaced" in refusal(lambda: store.pack(thesis))
    assert thesis.read_bytes() == before
    assert "Is a directory" in refusal(lambda: store.pack(tmp_path))
    lesson.write_bytes(b"")
    assert manifest_of(store.pack(lesson)).runs


def test_address_in_the_place_of_a_picture_is_not_packed(store, picture, tmp_path):
    """A run whose picture is an address cannot be packed, since the picture is not here."""
    run = store.begin(EditRequest("red", ["https://example.org/a.png"]), ENGINE)
    store.record(run.now(RunState.SUCCEEDED, content=(store.keep(picture(1)),)))

    assert f"run {run.id} was asked with an address" in refusal(lambda: store.pack(tmp_path / "a.zip"))


def test_packs_that_cannot_be_read(store, tmp_path):
    """A pack that is not there, and a folder in its place, are told by the system's own words."""
    said = refusal(lambda: RunStore.open_pack(tmp_path / "a.zip", tmp_path / "class"))
    assert said == "The pack 'a.zip' was not opened: No such file or directory."
    assert "Is a directory" in refusal(lambda: RunStore.open_pack(tmp_path, tmp_path / "class"))
    assert not (tmp_path / "class").exists()


def other_hash(document, files):
    name = next(iter(files))
    return document, {**files, name: files[name][:-20] + bytes(20)}


def other_size(document, files):
    document["files"][0]["size"] += 1
    return document, files


def missing_file(document, files):
    return document, dict(list(files.items())[1:])


def unknown_file(document, files):
    data = b"more"
    return document, {**files, f"files/{sha256(data)[:2]}/{sha256(data)}.png": data}


def no_picture(document, files):
    data = b"\x89PNG\r\n\x1a\nnothing"
    return with_result(document, files, data)


def with_result(document, files, data, suffix=".png"):
    part = document["runs"][0]["content"][0]
    old, part["sha256"] = part["sha256"], sha256(data)
    document["files"] = [file for file in document["files"] if file["sha256"] != old]
    document["files"].append({"sha256": sha256(data), "suffix": suffix, "size": len(data)})
    files = {name: found for name, found in files.items() if old not in name}
    return document, {**files, f"files/{sha256(data)[:2]}/{sha256(data)}{suffix}": data}


def gif(document, files):
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, "GIF")
    return with_result(document, files, out.getvalue())


def other_kind(document, files):
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, "PNG")
    return with_result(document, files, out.getvalue(), ".jpg")


def other_picture(document, files):
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, "PNG")
    return with_result(document, files, out.getvalue())


def other_width(document, files):
    document["runs"][0]["content"][0]["width"] = 41
    return document, files


def other_input(document, files):
    pixels = document["runs"][0]["content"][0]["pixels"]
    run = document["runs"][0]
    run["meaning"] = run["meaning"].replace(run["request"]["pictures"][0]["pixels"], pixels)
    run["request"]["pictures"][0]["pixels"] = pixels
    return document, files


def other_prompt(document, files):
    document["runs"][0]["request"]["prompt"] = "Paint it blue"
    return document, files


def other_engine(document, files):
    document["runs"][0]["engine"] = "local/1"
    return document, files


def other_mask(document, files):
    document["runs"][0]["request"]["mask"] = {"size": [40, 30], "strokes": [], "base": None}
    return document, files


def other_meaning(document, files):
    document["runs"][0]["meaning"] = "[]"
    return document, files


def deep_meaning(document, files):
    document["runs"][0]["meaning"] = "[" * 100_000
    return document, files


def odd_meaning(document, files):
    document["runs"][0]["meaning"] = "字"
    return document, files


def odd_boxes(document, files):
    run = document["runs"][0]
    run["request"]["pictures"][0]["boxes"] = [[1, 2, 3]]
    meaning = json.loads(run["meaning"])
    meaning["pictures"][0]["boxes"] = [[1, 2, 3]]
    run["meaning"] = json.dumps(meaning, sort_keys=True, separators=(",", ":"))
    return document, files


def in_meaning(document, **changes):
    run = document["runs"][0]
    run["meaning"] = json.dumps({**json.loads(run["meaning"]), **changes}, sort_keys=True, separators=(",", ":"))


def list_of_parameters(document, files):
    in_meaning(document, parameters=[])
    return document, files


def other_parameters(document, files):
    in_meaning(document, parameters={"seed": 8})
    return document, files


def other_version(document, files):
    in_meaning(document, version=2)
    return document, files


def no_mask(document, files):
    document["runs"][0]["request"]["mask"] = {"size": [10**6, 10**6], "strokes": [], "base": None}
    in_meaning(document, mask="0" * 64)
    return document, files


def odd_parameters(document, files):
    document["runs"][0]["request"]["parameters"] = {"boxes": {}, "seed": 7}
    return document, files


def reading_parameters(document, files):
    document["runs"][0]["request"]["parameters"] = {"images": ["/etc/passwd"]}
    return document, files


def key_in_a_text(document, files):
    document["runs"][0]["content"][1]["text"] = f"see {KEY}"
    return document, files


def key_in_a_picture(document, files):
    return with_result(document, files, next(iter(files.values())) + KEY.encode())


def newer(document, files):
    document["version"] = 2
    return document, files


HARMS = {
    other_hash: "is damaged", other_size: "another size than listed", missing_file: "is missing",
    unknown_file: "is not in its manifest", no_picture: "is none", gif: "is no PNG", other_kind: "is no JPG",
    other_picture: "another picture than its manifest says", other_width: "another picture than its manifest says",
    other_input: "another one than its manifest says", other_prompt: "the prompt of run run-1",
    other_engine: "the engine of run run-1", other_mask: "the mask of run run-1",
    other_meaning: "the meaning of run run-1 is none", deep_meaning: "the meaning of run run-1 is none",
    odd_meaning: "the meaning of run run-1 is none", odd_boxes: "the request of run run-1 is none",
    list_of_parameters: "the meaning of run run-1 has a wrong 'parameters'", other_parameters: "the seed of run run-1",
    other_version: "the meaning of run run-1 has a wrong 'version'", no_mask: "The size of a mask is",
    odd_parameters: "has parameters that are none", reading_parameters: "the request of run run-1 is none",
    key_in_a_text: "an API key stands in the content › text of run run-1. Tell who made the pack",
    key_in_a_picture: "an API key stands in the file of result 1", newer: "pip install --upgrade",
}  # fmt: skip


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_pack_that_is_not_sound_is_refused(document, files, packed, *, store, run_of, draft, harm):
    """Whatever is wrong in a pack is told, and the store is as it was."""
    run_of(draft, 1)
    before = rows_of(store), files_of(store)
    path = packed(*harm(document, files))

    said = refusal(lambda: RunStore.open_pack(path, store.folder))

    assert HARMS[harm] in said
    assert said.startswith("The pack 'lesson.zip' was not opened: ")
    assert KEY not in said
    assert (rows_of(store), files_of(store)) == before


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_pack_that_is_not_sound_makes_no_folder(document, files, packed, tmp_path, harm):
    """A pack that is refused leaves no trace where no store was."""
    path = packed(*harm(document, files))

    refusal(lambda: RunStore.open_pack(path, tmp_path / "class"))

    assert not (tmp_path / "class").exists()


def test_sound_pack_is_opened(document, packed, tmp_path):
    """The pack that all of these are made from is opened."""
    store = RunStore.open_pack(packed(document), tmp_path / "class")

    assert [run.id for run in store.runs()] == ["run-1"]
    assert store.damage() == ()
