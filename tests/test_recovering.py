"""A picture that was saved brings back the request that made it, wherever it went since."""

from __future__ import annotations

import base64
import io
import json
import os
import shutil
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest
from PIL import Image

import wanwidgets as ww
from wanwidgets.decoding import sha256
from wanwidgets.errors import ImageError, StoreError
from wanwidgets.images import Address, Gap, InputImage
from wanwidgets.pictures import Picture
from wanwidgets.provenance import MOST_BYTES, carried, carrying, told_in
from wanwidgets.reading import read_image
from wanwidgets.regions import Mask, Stroke
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.store import RunStore

START = datetime(2026, 11, 20, tzinfo=timezone(timedelta(hours=8)))
KEY = "sk-0123456789abcdef0123456789abcdef"


def noise(seed, size=(90, 70)):
    return Image.fromarray(np.random.default_rng(seed).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8))


def encoded(image, kind="PNG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


@pytest.fixture
def store(tmp_path):
    return RunStore(tmp_path / "runs")


@pytest.fixture
def run_of(store):
    """Return a function that keeps a run of a request with its results, each a minute after the one before."""
    made = []

    def run(request, *results, engine="local/1", **more):
        kept = store.begin(request, engine)
        files = [result if isinstance(result, bytes) else encoded(result) for result in results]
        started = START + timedelta(minutes=len(made))
        done = replace(kept, started=started, content=tuple(map(store.keep, files)), **more)
        made.append(store.record(done.now(RunState.SUCCEEDED)))
        return replace(made[-1], home=store)

    return run


@pytest.fixture
def request_of_two(tmp_path):
    """Return a request that has everything that a request can have."""
    first = InputImage.from_bytes(encoded(noise(1)), name="a secret name.png")
    mask = Mask.read(np.pad(np.ones((20, 30), np.uint8) * 255, ((10, 40), (10, 50)))).painted(
        Stroke(((5.5, 6.0), (40.0, 50.0)), 4.0), Stroke(((20.0, 20.0),), 3.0, erase=True)
    )
    return EditRequest(
        "把图1里的天空变成日落 🌅",
        [Picture(first, (ww.Box(1, 2, 30, 40),)), noise(2, (120, 80))],
        boxes={2: [(3, 4, 50, 60), (0, 0, 9, 9)]},
        mask=mask,
        marks="drawn",
        take=2,
        size="1K",
        seed=7,
        color_palette=[{"hex": "#C2D1E6", "ratio": "100.00%"}],
    )


def test_everything_comes_back(run_of, store, request_of_two, tmp_path):
    """Prompt, pictures, boxes, mask and every parameter are back, and the fingerprint is the same."""
    path = run_of(request_of_two, noise(3)).save(tmp_path / "out")[0]
    found = EditRequest.from_image(path, store=store)

    assert found == request_of_two.replace(mask=found.mask)
    assert found.mask.strokes == request_of_two.mask.strokes
    assert found.fingerprint("local/1") == request_of_two.fingerprint("local/1")
    assert found.problems() == request_of_two.problems()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
@pytest.mark.parametrize("way", ["path", "text", "bytes", "url"])
def test_any_file_any_way(run_of, store, tmp_path, kind, way):
    """Results of each format bring it back, as a path, a text, a file:// URL, or bytes where the file tells itself."""
    request = EditRequest("Paint it", [noise(1)], size="1K")
    path = run_of(request, encoded(noise(3).quantize() if kind == "GIF" else noise(3), kind)).save(tmp_path / "out")[0]
    source = {"path": path, "text": str(path), "bytes": path.read_bytes(), "url": f"file://{path}"}[way]

    assert path.with_name(f"{path.name}.wanwidgets.json").exists() == (kind == "GIF")
    assert EditRequest.from_image(source, store=store) == request


def test_signed_file_stays_as_it_is(run_of, store, tmp_path):
    """A file with a C2PA manifest is saved byte for byte, and what stands beside it tells."""
    plain = encoded(noise(3))
    body = b"caBX" + b"\0\0\0\x10jumb"
    signed = plain[:33] + (len(body) - 4).to_bytes(4, "big") + body + _crc(body) + plain[33:]
    request = EditRequest("Paint it", [noise(1)])
    path = run_of(request, signed).save(tmp_path / "out")[0]

    assert path.read_bytes() == signed
    assert EditRequest.from_image(path, store=store) == request


def _crc(body):
    return __import__("zlib").crc32(body).to_bytes(4, "big")


def test_pictures_lie_beside(run_of, tmp_path):
    """Without the store pictures are found in the folder of the file, by hash or by pixels, in any format."""
    request = EditRequest("Paint it", [noise(1), noise(2)], boxes={2: [(1, 2, 3, 4)]})
    path = run_of(request, noise(3)).save(tmp_path / "out")[0]
    (path.parent / "one.png").write_bytes(request.pictures[0].image.data)
    noise(2).save(path.parent / "two.webp", lossless=True)
    noise(2, (60, 90)).save(path.parent / "other.png")
    (path.parent / "broken.jpg").write_bytes(b"no picture")
    (path.parent / "folder.png").mkdir()
    os.mkfifo(path.parent / "pipe.png")
    found = EditRequest.from_image(path)

    assert found == request
    assert [picture.image.name for picture in found.pictures] == ["one.png", "two.webp"]


def test_what_is_not_found_is_a_gap(run_of, tmp_path):
    """A picture that is nowhere is a gap in its place, which nobody fetches, and of which the problems tell."""
    request = EditRequest("Paint it", [noise(1), noise(2)], boxes={2: [(1, 2, 3, 4)]})
    path = run_of(request, noise(3)).save(tmp_path / "out")[0]
    found = EditRequest.from_image(path)
    gap = found.pictures[1].image

    assert [type(picture.image) for picture in found.pictures] == [Gap, Gap]
    assert (gap.digest, gap.pixels, gap.size) == (
        request.pictures[1].image.digest,
        request.pictures[1].image.pixels,
        (90, 70),
    )
    assert found.pictures[1].boxes == request.pictures[1].boxes
    assert gap.fits(request.pictures[1].image)
    assert not gap.fits(request.pictures[0].image)
    problems = [problem for problem in found.problems() if problem.code == "image.gone"]
    assert [str(problem) for problem in problems] == [
        f"image {number}: its file, {picture.image.digest[:8]}… of 90×70 pixels, is not here. Add the picture: it is "
        "known by its pixels and takes its place. Or remove it."
        for number, picture in enumerate(request.pictures, start=1)
    ]


def test_store_knows_its_pixels(run_of, store, tmp_path):
    """Where what was told is taken out, by another program or on the way, the store knows the picture by its pixels."""
    request = EditRequest("Paint it", [noise(1)], size="1K")
    path = run_of(request, noise(3)).save(tmp_path / "out", provenance=False)[0]
    noise(3).save(tmp_path / "again.webp", lossless=True)

    for source in (path, tmp_path / "again.webp", noise(3), np.asarray(noise(3)), InputImage.from_pil(noise(3))):
        assert EditRequest.from_image(source, store=store) == request


def test_store_whose_picture_is_gone(run_of, store, tmp_path):
    """Where the store has lost a picture that was sent, the rest comes back, with a gap."""
    request = EditRequest("Paint it", [noise(1)], size="1K")
    run_of(request, noise(3))
    store.path(request.pictures[0].image.digest).unlink()
    found = EditRequest.from_image(noise(3), store=store)

    assert isinstance(found.pictures[0].image, Gap)
    assert found.prompt == "Paint it"


@pytest.mark.parametrize("given", [True, False])
def test_picture_of_which_nobody_knows(store, given):
    """A picture that tells nothing, and that the store does not know, is an error that says what to do."""
    with pytest.raises(ImageError, match="does not know it either" if given else r"Give store="):
        EditRequest.from_image(noise(3), store=store if given else None)


@pytest.mark.parametrize(
    ("source", "error"), [("https://a.example/b.png", ImageError), (3, TypeError), ("no", ImageError)]
)
def test_no_picture(source, error):
    """An address is not fetched, and what is no picture is none."""
    with pytest.raises(error):
        EditRequest.from_image(source)


def test_another_picture_of_the_name(run_of, store, tmp_path):
    """A file beside a picture that tells of another one is not believed."""
    path = run_of(EditRequest("Paint it", [noise(1)]), encoded(noise(3).quantize(), "GIF")).save(tmp_path / "out")[0]
    path.write_bytes(encoded(noise(4).quantize(), "GIF"))

    with pytest.raises(ImageError, match="does not know it"):
        EditRequest.from_image(path, store=store)


def test_ancestors_are_told(run_of, store, tmp_path):
    """A picture tells of the requests before it, nearest first and each once, through any file and any branch."""
    base = run_of(EditRequest("one", [noise(1)]), noise(3), noise(4), task_id="task-1")
    left = run_of(EditRequest("two", [base.images[0]]), noise(5))
    right = run_of(EditRequest("three", [base.saved[1].path]), noise(6))
    last = run_of(EditRequest("four", [left.images[0], np.asarray(right.images[0])]), noise(7))
    told = told_in(carried(last.save(tmp_path / "out")[0].read_bytes(), MOST_BYTES))

    assert [each.request.prompt for each in told.ancestors] == ["two", "three", "one", "one"]
    assert [each.number for each in told.ancestors] == [1, 1, 1, 2]
    assert told.ancestors[2].task_id == "task-1"
    assert [each.result.pixels for each in told.ancestors[:2]] == [each.pixels for each in told.request.pictures]


def test_ancestors_from_files(run_of, store, tmp_path):
    """A picture that came from somewhere else with what it tells hands that on."""
    first = run_of(EditRequest("one", [noise(1)]), noise(3))
    second = run_of(EditRequest("two", [first.images[0]]), noise(4))
    path = second.save(tmp_path / "out")[0]
    other = RunStore(tmp_path / "others")
    kept = other.begin(EditRequest("three", [path]), "local/1")
    third = replace(kept, content=(other.keep(encoded(noise(5))),), home=other)
    told = told_in(carried(third.save(tmp_path / "more")[0].read_bytes(), MOST_BYTES))

    assert [each.request.prompt for each in told.ancestors] == ["two", "one"]


def test_key_in_somebody_elses_file_is_not_told_on(run_of, tmp_path):
    """What a file of somebody else tells is handed on without a key, wherever in it that stands."""
    path = run_of(EditRequest("one", [noise(1)]), noise(3)).save(tmp_path / "out")[0]
    theirs = json.loads(carried(path.read_bytes(), MOST_BYTES))
    stroke = {"box": [1, 2, 3, 4], "erase": False, "note": KEY}
    base = {"sha256": "a" * 64, "name": KEY}
    theirs["request"] |= {
        "prompt": KEY,
        "model": KEY,
        "marks": KEY,
        "mask": {"size": [9, 9], "strokes": [stroke], "base": base},
        "parameters": {"palette": [{KEY: KEY}]},
    }
    said = dict.fromkeys(("engine", "task_id", "request_id", "started", "actual_prompt"), f"{KEY}!")
    theirs |= {**said, "usage": {KEY: KEY, "at": "https://a.example"}, "ancestors": [{**theirs, **said}]}
    path.write_bytes(carrying(path.read_bytes(), json.dumps(theirs)))
    made = run_of(EditRequest("two", [path]), noise(4))
    other = replace(made, home=None)
    text = carried(other.save(tmp_path / "more")[0].read_bytes(), MOST_BYTES)

    assert KEY not in text
    assert told_in(text).ancestors[0].request.prompt == "<key>"
    assert told_in(text).ancestors[0].usage == {"<key>": "<key>"}


def test_each_file_beside_is_decoded_once(run_of, tmp_path, monkeypatch):
    """A file that names a hundred pictures keeps nobody waiting while those beside it are decoded for each of them."""
    path = run_of(EditRequest("one", [noise(1)]), noise(3)).save(tmp_path / "out")[0]
    for seed in range(4, 8):
        noise(seed).save(path.parent / f"{seed}.png")
    theirs = json.loads(carried(path.read_bytes(), MOST_BYTES))
    theirs["request"]["pictures"] = [
        {"sha256": f"{n:064x}", "pixels": f"{n:064x}", "width": 90, "height": 70} for n in range(1, 101)
    ]
    path.write_bytes(carrying(path.read_bytes(), json.dumps(theirs)))
    read = []
    monkeypatch.setattr("wanwidgets.beside.read_image", lambda path: read.append(path) or read_image(path))
    found = EditRequest.from_image(path)

    assert len(found.pictures) == 100
    assert len(read) == 10  # each of five for its size, and for its pixels


def test_folder_that_cannot_be_listed(run_of, tmp_path, monkeypatch):
    """A folder whose files may be opened and not be listed has no pictures for anybody, and is no error."""
    path = run_of(EditRequest("one", [noise(1)]), noise(3)).save(tmp_path / "out")[0]

    def refuse(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.iterdir", refuse)

    assert isinstance(EditRequest.from_image(path).pictures[0].image, Gap)


def test_result_like_its_input_is_no_ancestor_of_itself(run_of, tmp_path):
    """A request that changed nothing made the picture that it was made of, and there is no circle."""
    run_of(EditRequest("nothing", [noise(1)]), noise(1))
    again = run_of(EditRequest("nothing again", [noise(1)]), noise(1))
    told = told_in(carried(again.save(tmp_path / "out")[0].read_bytes(), MOST_BYTES))

    assert [each.request.prompt for each in told.ancestors] == ["nothing"]


def test_nothing_of_the_user_is_told(run_of, store, request_of_two, tmp_path, monkeypatch):
    """No key, path, file name, address or user is in a saved file; keys are left out of words."""
    monkeypatch.setenv("DASHSCOPE_API_KEY", "my-own-key-of-this-place")
    secret = "https://a.example/b.png?Signature=abcdefgh"
    image = replace(request_of_two.pictures[0].image, url=secret)
    request = request_of_two.replace(
        prompt=f"Write {KEY} and my-own-key-of-this-place, or my-own-key-of on it",
        pictures=(Picture(image), Picture(Address(secret))),
        mask=None,
        negative_prompt=KEY,
        palette=[{"hex": KEY}],
    )
    usage = {"image_count": 1, "url": secret, "more": {"path": str(tmp_path)}}
    run = Run(
        "id-1", request, "local/1", RunState.SUCCEEDED, START,
        content=(replace(store.keep(encoded(noise(3))), actual_prompt=f"{KEY}!"),),
        usage=usage, account="account-1", home=store,
    )  # fmt: skip
    text = carried(run.save(tmp_path / "out")[0].read_bytes(), MOST_BYTES)

    for word in (KEY, "my-own-key", "a secret name", "Signature", "a.example", str(tmp_path), "account-1", "id-1"):
        assert word not in text, word
    told = told_in(text)
    assert told.request.prompt == "Write <key> and <key>, or <key> on it"
    assert told.actual_prompt == "<key>!"
    assert told.started == "2026-11-19T16:00:00+00:00"
    assert told.usage == {"image_count": 1}


def test_long_mask_is_told_as_a_picture(run_of, store, tmp_path):
    """A mask of very many strokes is told as a picture of it, which edits the same pixels."""
    strokes = [Stroke(((float(n % 80), float(n % 60)),), 1.5) for n in range(1500)]
    request = EditRequest("Paint it", [noise(1)], mask=Mask((90, 70)).painted(*strokes))
    found = EditRequest.from_image(run_of(request, noise(3)).save(tmp_path / "out")[0], store=store)

    assert found.mask.strokes == ()
    assert found.fingerprint("local/1") == request.fingerprint("local/1")


def _file_telling(document):
    return carrying(encoded(noise(9)), json.dumps(document))


@pytest.fixture
def document(run_of, request_of_two, tmp_path):
    """Return what a saved picture tells, as JSON values."""
    path = run_of(request_of_two, noise(3)).save(tmp_path / "told")[0]
    shutil.rmtree(tmp_path / "runs")
    return json.loads(carried(path.read_bytes(), MOST_BYTES))


@pytest.mark.parametrize(
    "mask",
    [
        {"size": [0, 0], "strokes": [], "base": None},
        {"size": [9000, 9000], "strokes": [], "base": None},
        {"size": "ab", "strokes": [], "base": None},
        {"size": [90, 70], "strokes": [{"points": [["a", 1]], "radius": 1, "erase": False}], "base": None},
        {"size": [90, 70], "strokes": [{"points": [[1, 1]], "radius": 10**8, "erase": False}], "base": None},
        {"size": [90, 70], "strokes": [{"points": [[1, 1]]}], "base": None},
        {"size": [90, 70], "strokes": [], "base": {"data": "data:image/png;base64,!!!"}},
        {"size": [90, 70], "strokes": [], "base": {"data": "data:,%!PS-Adobe-3.0 EPSF-3.0"}},
        {"size": [90, 70], "strokes": [], "base": {"data": f"data:;base64,{base64.b64encode(b'%!PS').decode()}"}},
        {
            "size": [9, 7],
            "strokes": [],
            "base": {"data": f"data:;base64,{base64.b64encode(encoded(noise(1))).decode()}"},
        },
    ],
)
def test_hostile_masks_are_refused(document, mask):
    """A mask that is none is an error in words, whatever it claims to be."""
    document["request"]["mask"] = mask

    with pytest.raises(ImageError, match="cannot be read"):
        EditRequest.from_image(_file_telling(document))


@pytest.mark.parametrize(
    "changes",
    [
        {"prompt": "a\ud800b"},
        {"model": "\udfff"},
        {"marks": "\udfff"},
        {"parameters": {"size": "\ud83d"}},
        {"parameters": {"palette": [{"\ud83d": 1}]}},
    ],
)
def test_half_a_character_is_refused(document, changes):
    """Words with half a character, which the browser would never get to see, are refused."""
    document["request"] |= changes

    with pytest.raises(ImageError, match=r"half a character \('\\ud"):
        EditRequest.from_image(_file_telling(document))


def test_mask_whose_picture_is_not_here(document):
    """A mask whose picture is neither told nor found is empty, of which the problems tell."""
    document["request"]["mask"]["base"] = {"sha256": "a" * 64}
    found = EditRequest.from_image(_file_telling(document))

    assert found.mask.empty
    assert found.mask.size == (90, 70)


def test_newer_version_says_so(document):
    """A document of a newer version says what to do, and what a file claims to be does not matter."""
    with pytest.raises(ImageError, match="upgrade wanwidgets"):
        EditRequest.from_image(_file_telling({**document, "version": 2}))


def test_nothing_is_fetched_or_opened(document, monkeypatch):
    """What a file says leads to no connection and to no file but those in its folder."""
    document["request"]["pictures"] = [{"url": "https://a.example/b.png", "data": "file:///etc/passwd", "name": "/etc"}]
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("a connection"))
    found = EditRequest.from_image(_file_telling(document))

    assert found.pictures[0].image == Gap.of("")


def test_changed_result_is_not_saved(run_of, tmp_path):
    """A result that was changed since it came is told of no more, and nothing is written."""
    run = run_of(EditRequest("Paint it", [noise(1)]), noise(3), noise(4))
    run.saved[1].path.write_bytes(encoded(noise(5)))

    with pytest.raises(StoreError, match="changed or damaged"):
        run.save(tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert [path.name for path in run.save(tmp_path / "out", numbers=[1], stem="car")] == ["car-1.png"]


def test_pixels_of_a_saved_file_are_those_of_the_result(run_of, tmp_path):
    """A saved file has the pixels of the result, and the file of the store stays as the service made it."""
    run = run_of(EditRequest("Paint it", [noise(1)]), noise(3))
    path = run.save(tmp_path / "out")[0]

    assert np.array_equal(Image.open(path), noise(3))
    assert sha256(run.saved[0].path.read_bytes()) == run.saved[0].digest
