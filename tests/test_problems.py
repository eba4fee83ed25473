"""Everything that keeps a request from being sent, all at once, with its remedy."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from wanwidgets.errors import InvalidRequest
from wanwidgets.problems import SENTENCES
from wanwidgets.request import EditRequest


def flat(width, height):
    return Image.new("RGB", (width, height), (90, 120, 150))


def codes(request):
    return [problem.code for problem in request.problems()]


CASES = {
    "fine": ({}, []),
    "model": ({"model": "wan9"}, ["model.unknown"]),
    "empty prompt": ({"prompt": ""}, ["prompt.missing"]),
    "blank prompt": ({"prompt": " \n "}, ["prompt.missing"]),
    "longest prompt": ({"prompt": "字" * 5000}, []),
    "long prompt": ({"prompt": "字" * 5001}, ["prompt.length"]),
    "half a character": ({"prompt": "warmer \ud83d"}, ["prompt.character"]),
    "emoji": ({"prompt": "warmer \U0001f600"}, []),
    "nine pictures": ({"images": [flat(240, 240)] * 9}, []),
    "ten pictures": ({"images": [flat(240, 240)] * 10}, ["images.count"]),
    "no picture": ({"images": []}, []),
    "smallest side": ({"images": [flat(240, 240)]}, []),
    "small side": ({"images": [flat(239, 300)]}, ["image.side"]),
    "largest side": ({"images": [flat(8000, 1000)]}, []),
    "large side": ({"images": [flat(8001, 1001)]}, ["image.side"]),
    "narrowest": ({"images": [flat(1920, 240)]}, []),
    "narrow": ({"images": [flat(1921, 240)]}, ["image.ratio"]),
    "tall": ({"images": [flat(240, 1921)]}, ["image.ratio"]),
    "two boxes": ({"boxes": {1: [(1, 1, 9, 9), (20, 20, 30, 30)]}}, []),
    "three boxes": ({"boxes": {1: [(1, 1, 9, 9)] * 3}}, ["boxes.count"]),
    "box outside": ({"boxes": {1: [(900, 900, 999, 999)]}}, ["boxes.outside"]),
    "empty box": ({"boxes": {1: [(5, 5, 5, 9)]}}, ["boxes.outside"]),
    "box sticking out": ({"boxes": {1: [(-50, -50, 10, 10)]}}, []),
    "1K": ({"size": "1K"}, []),
    "4K": ({"size": "4K"}, ["size.form"]),
    "4K on pro with pictures": ({"model": "wan2.7-image-pro", "size": "4K"}, ["size.tier"]),
    "4K on pro without pictures": ({"model": "wan2.7-image-pro", "size": "4K", "images": []}, []),
    "smallest W*H": ({"size": "768*768"}, []),
    "small W*H": ({"size": "767*768"}, ["size.pixels"]),
    "largest W*H": ({"size": "2048*2048"}, []),
    "large W*H": ({"size": "2049*2048"}, ["size.pixels"]),
    "large W*H without pictures": ({"model": "wan2.7-image-pro", "size": "4096*4096", "images": []}, []),
    "narrow W*H": ({"size": "2400*299"}, ["size.ratio"]),
    "no size": ({"size": "banana"}, ["size.form"]),
    "number as size": ({"size": 1024}, ["size.form"]),
    "n too small": ({"n": 0}, ["parameter.range"]),
    "n": ({"n": 4}, []),
    "n too large": ({"n": 5}, ["parameter.range"]),
    "n is no number": ({"n": "2"}, ["parameter.integer"]),
    "n is a truth": ({"n": True}, ["parameter.integer"]),
    "n is a fraction": ({"n": 1.5}, ["parameter.integer"]),
    "largest seed": ({"seed": 2**31 - 1}, []),
    "large seed": ({"seed": 2**31}, ["parameter.range"]),
    "negative seed": ({"seed": -1}, ["parameter.range"]),
    "watermark is no truth": ({"watermark": 1}, ["parameter.boolean"]),
    "unknown parameter": ({"negative_prompt": "blurry"}, ["parameter.unknown"]),
    "negative take": ({"take": -1}, ["take.negative"]),
}


@pytest.mark.parametrize(("changes", "want"), CASES.values(), ids=CASES)
def test_limits_are_checked_to_the_letter(changes, want):
    """Each limit holds at its edge and fails just beyond it."""
    values = {"prompt": "Make it warmer", "images": [flat(400, 300)], **changes}

    assert codes(EditRequest(**values)) == want


def test_file_size_is_checked():
    """A file above 20 MB is refused with its size."""
    noise = np.random.default_rng(5).integers(0, 255, (2400, 3400, 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(noise).save(out, "BMP")
    (problem,) = EditRequest("x", [out.getvalue()]).problems()

    assert (problem.code, problem.value, problem.allowed) == ("image.bytes", "24.5 MB", "≤ 20 MB")


def test_all_problems_are_told_at_once():
    """Every problem is found in one go, each naming field, value, what is allowed, and the remedy."""
    request = EditRequest("", [flat(400, 300), flat(100, 300)], boxes={1: [(1, 1, 9, 9)] * 3}, n=9, size="x", seed=-5)
    found = request.problems()

    assert [problem.code for problem in found] == [
        "prompt.missing",
        "boxes.count",
        "image.side",
        "parameter.range",
        "parameter.range",
        "size.form",
    ]
    assert [problem.number for problem in found[:3]] == [None, 1, 2]
    for problem in found:
        said = str(problem)
        assert said.startswith(problem.field)
        assert problem.value in said
        assert problem.allowed in said
        assert said.endswith(".")


def test_invalid_request_is_an_error_with_its_problems():
    """`require_valid` raises all problems at once, and says that nothing was sent."""
    with pytest.raises(InvalidRequest, match=r"Nothing was sent\..*prompt.*n:") as caught:
        EditRequest(n=9).require_valid()

    assert len(caught.value.problems) == 2


def test_picture_that_was_not_fetched_is_not_judged():
    """An address has no size yet; only the number of its boxes can be wrong."""
    assert codes(EditRequest("x", ["https://example.com/x.png"], boxes={1: [(1, 1, 9, 9)] * 3})) == ["boxes.count"]


def test_every_sentence_can_be_filled():
    """Each sentence uses no fact but the value and what is allowed, and each has a remedy."""
    for wrong, remedy in SENTENCES.values():
        assert wrong.format(value="v", allowed="a")
        assert remedy.endswith(".")
