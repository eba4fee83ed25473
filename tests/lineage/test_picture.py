"""The picture of a lineage: what is seen where, gaps for what is gone, and sizes that hold."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from wanwidgets.content import SavedImage
from wanwidgets.lineage import Edge, Lineage, Original, Step
from wanwidgets.preview import PREVIEW_BYTES

RED, GREEN, BLUE, ACCENT = (255, 0, 0), (0, 128, 0), (0, 0, 255), (25, 103, 210)


def where(picture, color):
    """Return the rows and columns of the middle of all pixels of a colour, None where there are none."""
    found = np.argwhere((np.abs(np.asarray(picture).astype(int) - color) <= 1).all(axis=2))
    return tuple(found.mean(axis=0)) if len(found) else None


def test_runs_go_from_left_to_right(step, original):
    """A picture that no run made is at the left, then what was made of it, then what was made of that."""
    lineage = Lineage(
        "b",
        (step("a", "red"), step("b", "green")),
        (Edge("a", 1, "b", 1),),
        (original("a", "blue"),),
    )
    picture = lineage.picture()
    columns = [where(picture, color)[1] for color in (BLUE, RED, GREEN)]
    rows = [where(picture, color)[0] for color in (BLUE, RED, GREEN)]

    assert columns == sorted(columns)
    assert max(rows) - min(rows) < 12
    assert abs(where(picture, ACCENT)[1] - columns[2]) < 30


def test_branches_are_below_each_other(step):
    """Two runs that were made from the same result are in one column, the later one below."""
    lineage = Lineage(
        "a",
        (step("a", "red"), step("b", "green"), step("c", "blue")),
        (Edge("a", 1, "b", 1), Edge("a", 1, "c", 1)),
    )
    picture = lineage.picture()
    (green_row, green), (blue_row, blue) = where(picture, GREEN), where(picture, BLUE)

    assert abs(green - blue) < 6
    assert blue_row - green_row > 100


def test_a_run_shows_what_went_on(step):
    """Of many results four are seen, and those that something was made from are among them."""
    colors = ["black", "white", "gray", "pink", "orange", "red"]
    lineage = Lineage("a", (step("a", *colors), step("b", "green")), (Edge("a", 6, "b", 1),))

    assert where(lineage.picture(), RED) is not None
    assert where(lineage.picture(), (255, 165, 0)) is None


@pytest.mark.parametrize("harm", ["gone", "changed", "no picture"])
def test_what_is_gone_is_a_gap(step, original, harm):
    """A file that is gone, or was changed by hand, leaves an empty place in a picture that is otherwise whole."""
    first, second, photo = step("a", "red"), step("b", "green"), original("a", "blue")
    for path in (first.saved[0].path, photo.path):
        if harm == "gone":
            path.unlink()
        else:
            path.write_bytes(second.saved[0].path.read_bytes() if harm == "changed" else b"words")
    picture = Lineage("b", (first, second), (Edge("a", 1, "b", 1),), (photo,)).picture()

    assert where(picture, RED) is where(picture, BLUE) is None
    assert where(picture, GREEN) is not None
    assert where(picture, (241, 243, 244)) is not None


def test_a_file_that_is_no_picture_is_a_gap(tmp_path, step):
    """A file that has the bytes it is named by and is no picture is a gap as well, and so is one that is not there."""
    path = tmp_path / "words.png"
    path.write_bytes(b"words")
    digest = hashlib.sha256(b"words").hexdigest()
    for photo in (Original("a", 1, digest, path=path), Original("a", 1, digest)):
        assert where(Lineage("a", (step("a", "red"),), originals=(photo,)).picture(), (241, 243, 244)) is not None


def test_damaged_lines_and_empty_runs_have_a_place(step):
    """A run that cannot be read, and one that made nothing, are drawn as gaps with their numbers."""
    lineage = Lineage("b", (Step("a", None), step("b")), (Edge("a", 1, "b", 1),))

    assert lineage.picture().width > 300


def test_many_pictures_beside_a_run_are_counted(step, original):
    """What else a run was given is small below it; what finds no room is counted."""
    originals = tuple(
        original("a", color, image) for image, color in enumerate(("blue", "lime", "cyan", "pink", "tan"), 1)
    )
    with_few = Lineage("a", (step("a", "red"),), originals=originals[:3]).picture()
    with_many = Lineage("a", (step("a", "red"),), originals=originals).picture()

    assert with_few.size == with_many.size
    assert where(with_many, (0, 255, 255)) is not None
    assert where(with_many, (210, 180, 140)) is None


@pytest.mark.parametrize("shape", ["line", "fan", "twos"])
def test_sizes_hold(tmp_path, step, shape):
    """A long line and a wide fan of pictures of noise stay within 40 kB, however much is on them."""
    noise = np.random.default_rng(5)
    steps, edges = [], []
    for number in range(24):
        path = tmp_path / f"noise-{number}.png"
        Image.fromarray(noise.integers(0, 256, (120, 160, 3), dtype=np.uint8)).save(path)
        saved = SavedImage(path, hashlib.sha256(path.read_bytes()).hexdigest(), 160, 120)
        plain = step(f"run-{number}")
        steps.append(Step(plain.id, replace(plain.run, content=(saved,) * 4)))
        if number:
            parent = {"line": number - 1, "fan": 0, "twos": (number - 1) // 2}[shape]
            edges.append(Edge(f"run-{parent}", 1, f"run-{number}", 1))
    lineage = Lineage("run-3", tuple(steps), tuple(edges))

    assert len(lineage.sheet()) <= PREVIEW_BYTES
    assert lineage.picture().width <= 24 * 80
