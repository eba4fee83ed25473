"""Replays from 10,000 remembered runs, beside joblib.Memory and requests-cache doing the same work in the same run.

Each remembers which picture answers a prompt and an input picture, and gives its bytes. The input is in the form that
each one takes: an `InputImage`, an array, a body with a data URL. Nothing is decoded, nobody is asked over a network.
"""

from __future__ import annotations

import io
import itertools
import random
import statistics
import time
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest
from photographs import MEGAPIXELS_20, write_photographs
from PIL import Image

from wanwidgets.content import SavedImage
from wanwidgets.decoding import sha256
from wanwidgets.images import InputImage
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.store import RunStore, rows

RUNS = 10_000
LOOKUPS, RECORDS = 1000, 200
ENGINE = "model-studio/singapore"
START = datetime(2026, 3, 12, tzinfo=timezone.utc)


def png(seed, side=64) -> bytes:
    """Return a picture of noise: 12 kB, or 6 MB where it has 1440 pixels a side."""
    out = io.BytesIO()
    noise = np.random.default_rng(seed).integers(0, 256, (side, side, 3), np.uint8)
    Image.fromarray(noise).save(out, "PNG", compress_level=1)
    return out.getvalue()


class Ours:
    """A `RunStore`; it writes each file and each row through to the disk."""

    name = "wanwidgets"

    def __init__(self, folder, photo) -> None:
        self.folder, self.image = folder / "ours", InputImage.from_pil(photo)
        self.image.hashes.find()
        self.open()

    def open(self):
        self.store = RunStore(self.folder)

    def request(self, number):
        return EditRequest(f"Paint it {number}", [self.image])

    def fill(self, count):
        # In one transaction, and without waiting for the disk: it is looked up below, not written.
        self.record(0, png(0))
        with self.store._journal.writing() as journal:
            for number in range(1, count):
                data = png(number)
                digest = sha256(data)
                path = self.folder / "files" / digest[:2] / f"{digest}.png"
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(data)
                saved = SavedImage(path, digest, 64, 64, pixels=digest)
                started = START + timedelta(seconds=number)
                request = self.request(number)
                run = Run(f"run-{number}", request, ENGINE, RunState.SUCCEEDED, started, content=(saved,))
                whole = {**rows.asked_of(run), **self.store._row(run, "")}
                rows.add(journal, whole, (*rows.inputs_of(request), *rows.results_of(run)))

    def record(self, number, data):
        run = self.store.begin(self.request(number), ENGINE)
        self.store.record(run.now(RunState.SUCCEEDED, content=(self.store.keep(data),)))

    def lookup(self, number):
        return self.store.recall(self.request(number), ENGINE).saved[0].data()


class Joblib:
    """A function whose results are kept by the hash of its arguments; nothing is written through to the disk."""

    name = "joblib.Memory"

    def __init__(self, folder, photo) -> None:
        self.joblib = pytest.importorskip("joblib")
        self.folder, self.array, self.made = folder / "joblib", np.asarray(photo), None
        self.open()

    def open(self):
        def edit(prompt, image):
            assert self.made is not None, "asked again"
            return self.made

        self.edit = self.joblib.Memory(self.folder, verbose=0).cache(edit)

    def fill(self, count):
        for number in range(count):
            self.record(number, png(number))

    def record(self, number, data):
        self.made = data
        self.edit(f"Paint it {number}", self.array)
        self.made = None

    def lookup(self, number):
        return self.edit(f"Paint it {number}", self.array)


class RequestsCache:
    """A session that remembers answers by the body that was posted, in SQLite."""

    name = "requests-cache"

    def __init__(self, folder, photo) -> None:
        self.cache = pytest.importorskip("requests_cache")
        self.path, self.url, self.made = folder / "cache.sqlite", InputImage.from_pil(photo).data_url(), None
        self.session = None
        self.open()

    def open(self, **options):
        import requests

        class Answer(requests.adapters.BaseAdapter):
            def send(_, request, **__):  # noqa: N805 - the session of the bench is meant
                assert self.made is not None, "asked again"
                answer = requests.Response()
                answer.status_code, answer.url, answer.request = 200, request.url, request
                answer._content = self.made
                answer.raw = requests.packages.urllib3.HTTPResponse(io.BytesIO(b""), status=200, preload_content=False)
                return answer

            def close(_):  # noqa: N805 - likewise
                pass

        if self.session is not None:
            self.session.close()
        self.session = self.cache.CachedSession(str(self.path), backend="sqlite", allowable_methods=["POST"], **options)
        self.session.mount("https://", Answer())

    def ask(self, number):
        body = {"prompt": f"Paint it {number}", "image": self.url}
        return self.session.post("https://example.com/edit", json=body).content

    def fill(self, count):
        # Without waiting for the disk, as above.
        self.open(fast_save=True)
        for number in range(count):
            self.record(number, png(number))
        self.open()

    def record(self, number, data):
        self.made = data
        self.ask(number)
        self.made = None

    def lookup(self, number):
        return self.ask(number)


def seconds_each(work, numbers):
    """Return the median of five parts, in seconds for one of them."""
    parts = [numbers[part::5] for part in range(5)]
    times = []
    for part in parts:
        begun = time.perf_counter()
        for number in part:
            work(number)
        times.append((time.perf_counter() - begun) / len(part))
    return statistics.median(times)


@pytest.mark.timeout(1800)
@pytest.mark.filterwarnings("ignore")
def test_replays_beside_other_memories(tmp_path):
    """Lookup and record with 10,000 remembered, the first lookup after opening, and a result of 6 MB."""
    y, x = np.mgrid[0:384, 0:512]
    photo = Image.fromarray(np.stack([x * 255 // 512, y * 255 // 384, (x * y) % 256], axis=-1).astype(np.uint8))
    numbers = random.Random(7).sample(range(RUNS), LOOKUPS)  # noqa: S311 - an order, not a secret
    large = png(1, 1440)
    print(f"\n{'':16}{'lookups/s':>10}{'records/s':>10}{'open, ms':>10}{'6 MB, ms':>10}{'disk, MB':>10}")
    for kind in (Ours, Joblib, RequestsCache):
        folder = tmp_path / kind.name
        folder.mkdir()
        peer = kind(folder, photo)
        peer.fill(RUNS)
        assert all(peer.lookup(number) == png(number) for number in numbers[:20])
        lookups = 1 / seconds_each(peer.lookup, numbers)
        new = itertools.count(RUNS)
        pictures = {number: png(number) for number in itertools.islice(new, RECORDS)}
        records = 1 / seconds_each(lambda pair, peer=peer: peer.record(*pair), list(pictures.items()))
        opens = []
        for number in numbers[:5]:
            begun = time.perf_counter()
            peer.open()
            peer.lookup(number)
            opens.append(time.perf_counter() - begun)
        peer.record(-1, large)
        assert peer.lookup(-1) == large
        heavy = seconds_each(lambda _, peer=peer: peer.lookup(-1), range(25))
        disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
        opened = statistics.median(opens) * 1000
        print(f"{kind.name:16}{lookups:>10.0f}{records:>10.0f}{opened:>10.1f}{heavy * 1000:>10.1f}{disk:>10.0f}")
        if kind is Ours:
            tell_more(peer, numbers)


def tell_more(peer, numbers):
    """Print what only ours does: a look without a file, the nearest request, a first write after opening."""
    store = peer.store
    looks = 1 / seconds_each(lambda number: store.remembered(peer.request(number), ENGINE), numbers)
    miss = peer.request(3).replace(seed=5)
    near = seconds_each(lambda _: store.nearest(miss, ENGINE), range(5))
    fresh = RunStore(peer.folder)
    begun = time.perf_counter()
    fresh.begin(peer.request(-2), ENGINE)
    first = time.perf_counter() - begun
    print(f"{'':16}remembered() {looks:.0f}/s, nearest() {near * 1000:.0f} ms, first write {first * 1000:.0f} ms")


def test_hash_of_a_large_picture(tmp_path, median_seconds):
    """The hash of the pixels of 20 megapixels: of an array, and of a JPEG with its decoding, beside joblib's."""
    data = write_photographs(tmp_path, count=1)[0].read_bytes()
    array = np.asarray(Image.open(io.BytesIO(data)))
    assert array.shape[1::-1] == MEGAPIXELS_20
    ways = {
        "JPEG, decoded": lambda: InputImage.from_bytes(data).pixels,
        "decoding alone": lambda: Image.open(io.BytesIO(data)).convert("RGB"),
        "file alone": lambda: InputImage.from_bytes(data).digest,
    }
    joblib = pytest.importorskip("joblib")
    ways["joblib.hash of the array"] = lambda: joblib.hash(array)
    print()
    for name, way in ways.items():
        print(f"{name:26}{median_seconds(way):.3f} s")
