from __future__ import annotations

import dataclasses
import io
import logging

import numpy as np
import pytest
from PIL import Image
from skimage import data

from wanwidgets.engines import NOT_SUPPORTED, EngineRefusal, Job, Outcome, Picture
from wanwidgets.service.engine.frame import fit
from wanwidgets.service.engine.tag import tag, tag_area
from wanwidgets.service.engines.own import own
from wanwidgets.service.refusal import Refusal

CAT = np.ascontiguousarray(data.chelsea())
JOB = Job("wan2.7-image", "edit", "edit", "anything", (451, 300), (CAT,), ((),), n=1, seed=5)
LABEL = "mine-7"


def parts(function, **changes):
    return list(own(function, LABEL)(dataclasses.replace(JOB, **changes)).parts)


def shown(picture: Picture) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(picture.png)).convert("RGB"))


def png(size, mode="RGB", kind="PNG") -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, 90).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(
    ("made", "wanted"),
    [
        (255 - CAT, 255 - CAT),
        (Image.fromarray(255 - CAT), 255 - CAT),
        (CAT[:, :, 0], np.repeat(CAT[:, :, :1], 3, axis=2)),
        (CAT[:, :, :1], np.repeat(CAT[:, :, :1], 3, axis=2)),
        (Image.fromarray(CAT[:, :, 0]), np.repeat(CAT[:, :, :1], 3, axis=2)),
        (np.dstack([CAT, np.zeros_like(CAT[:, :, 0])]), np.full_like(CAT, 255)),
        (CAT[:, ::-1], CAT[:, ::-1]),
        (CAT[::2, ::2], None),
        (CAT[:, :200], None),
    ],
    ids=["array", "image", "grey", "one channel", "grey image", "transparent", "a view", "smaller", "another ratio"],
)
def test_a_picture_becomes_one_of_the_ordered_size(made, wanted):
    """To the pixel where it has that size, else fitted as the base of an edit is; tagged, and saying who made it."""
    (picture,) = parts(lambda _job: made)
    expected = fit(made, JOB.size).pixels if wanted is None else wanted
    assert (picture.width, picture.height) == JOB.size
    assert (shown(picture) == tag(np.ascontiguousarray(expected))).all()
    x1, y1, x2, y2 = tag_area(*JOB.size)
    assert (shown(picture)[y1:y2, x1:x2] != expected[y1:y2, x1:x2]).any()
    texts = Image.open(io.BytesIO(picture.png)).text
    assert texts["Software"] == "wanwidgets local service mine-7"
    assert texts["Comment"] == "local service, not a Wan model"
    assert texts["Description"] == "answered by mine-7"


def test_a_finished_file_is_handed_on_as_it_is():
    """To the byte, as bytes or as a Picture."""
    file = png(JOB.size)
    assert parts(lambda _job: file) == parts(lambda _job: Picture(file, *JOB.size)) == [Picture(file, *JOB.size)]


def test_one_picture_is_asked_for_again_with_the_next_seed():
    """The function of one picture is called n times, each time when its picture is taken; seeds count up."""
    seeds = []

    def grey(job):
        seeds.append(job.seed)
        return np.full((300, 451, 3), job.seed, np.uint8)

    several = iter(own(grey, LABEL)(dataclasses.replace(JOB, n=3)).parts)
    assert seeds == [5]
    assert [shown(next(several))[0, 0, 0] for _ in range(2)] == [5, 6]
    assert seeds == [5, 6]
    assert [shown(part)[0, 0, 0] for part in several] == [7]


@pytest.mark.parametrize(
    "function",
    [
        lambda job: [CAT] * job.n,
        lambda job: (CAT for _ in range(job.n)),
        lambda job: np.stack([CAT] * job.n),
        lambda job: Outcome((CAT, CAT, CAT), "read"),
    ],
    ids=["a list", "a generator", "a stack", "an outcome"],
)
def test_several_pictures_can_come_at_once(function):
    """All of them are taken, in order."""
    assert [shown(part).shape for part in parts(function, n=3)] == [(300, 451, 3)] * 3


def test_an_outcome_says_how_the_order_was_read():
    """Its own words stand in the file and are handed on."""
    outcome = own(lambda _job: Outcome([CAT], "the cat, as it is"), LABEL)(JOB)
    assert outcome.understood == "the cat, as it is"
    (picture,) = outcome.parts
    assert Image.open(io.BytesIO(picture.png)).text["Description"] == "the cat, as it is"


def test_a_mixed_answer_has_words_between_its_pictures():
    """Words come through as they are, and fewer pictures than at most are enough."""
    made = parts(lambda _job: ["first", CAT, "last"], mode="mixed", n=4)
    assert [made[0], made[2]] == ["first", "last"]
    assert shown(made[1]).shape == CAT.shape


def broken(_job):
    raise ZeroDivisionError("no\n  such  number.")


def leaving(_job):
    raise SystemExit


def broken_later(_job):
    yield CAT
    raise KeyError("second")


@pytest.mark.parametrize(
    ("function", "n", "said"),
    [
        (broken, 1, "ZeroDivisionError: no such number."),
        (leaving, 1, "SystemExit."),
        (broken_later, 2, "KeyError: 'second'."),
        (lambda: None, 1, "TypeError"),
        (lambda _job: None, 1, "it returned nothing, not a picture or a list of pictures"),
        (lambda _job: 3, 1, "it returned a value of type int"),
        (lambda _job: [3], 1, "its picture 1 is a value of type int"),
        (lambda _job: [], 1, "it returned 0 of the 1 pictures"),
        (lambda _job: [CAT], 2, "it returned 1 of the 2 pictures"),
        (lambda _job: [CAT] * 3, 2, "more pictures than the 2"),
        (lambda _job: "words", 1, r"it returned words \('words'\)"),
        (lambda _job: CAT / 255, 1, "its picture 1 is an array of float64; it must be of uint8"),
        (lambda _job: [CAT, CAT[:0]], 2, "its picture 2 is an array of 0×451×3"),
        (lambda _job: CAT[0, 0], 1, "its picture 1 is an array of 3;"),
        (lambda _job: np.uint8(4) * np.ones((), np.uint8)[None], 1, "its picture 1 is an array of 1;"),
        (lambda _job: np.zeros((4, 4, 2), np.uint8), 1, "its picture 1 is an array of 4×4×2"),
        (lambda _job: Image.new("RGB", (0, 9)), 1, "its picture 1 has no pixels"),
        (lambda _job: b"no picture", 1, "its picture 1 is bytes that are no PNG file"),
        (lambda _job: png((451, 300), kind="JPEG"), 1, "its picture 1 is bytes that are no PNG file"),
        (lambda _job: png((451, 300))[:90], 1, "its picture 1 is bytes that are no PNG file"),
        (lambda _job: png((9, 300)), 1, r"9\*300 pixels where 451\*300 were ordered"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(function, n, said, caplog):
    """The provider's code for an accident, the engine's name, and why; never a trace, which is in the log."""
    with caplog.at_level(logging.ERROR, "wanwidgets.service"), pytest.raises(Refusal, match=said) as failed:
        parts(function, n=n)
    assert (failed.value.status, failed.value.code) == (500, "InternalError")
    assert failed.value.message.startswith("The engine mine-7 of the local service failed: ")
    assert "\n" not in failed.value.message
    assert "Traceback" not in failed.value.message
    assert "mine-7" in caplog.text


def test_a_long_error_is_cut():
    """Whatever a function's error holds, the answer stays a line."""

    def wordy(_job):
        raise ValueError("x" * 9000)

    with pytest.raises(Refusal) as failed:
        parts(wordy)
    assert len(failed.value.message) < 300


@pytest.mark.parametrize("late", [False, True])
def test_a_refusal_is_the_functions_own(late):
    """It is no failure: code and message come through."""

    def choosy(_job):
        if late:
            yield CAT
        raise EngineRefusal(NOT_SUPPORTED, "Only cats.")

    with pytest.raises(EngineRefusal, match=r"^Only cats\.$") as refused:
        parts(choosy, n=2)
    assert refused.value.code == NOT_SUPPORTED
