"""Everything that keeps a request from being sent, all at once, with its remedy."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from wanwidgets.catalog import MODELS
from wanwidgets.errors import InvalidRequest
from wanwidgets.problems import SENTENCES
from wanwidgets.regions import Mask, Stroke
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
    "4K on pro with pictures": ({"model": "wan2.7-image-pro", "size": "4K"}, ["size.mode"]),
    "4K set on pro": (
        {"model": "wan2.7-image-pro", "size": "4K", "images": [], "enable_sequential": True},
        ["size.mode"],
    ),
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
    "parameter of another mode": ({"enable_sequential": True, "thinking_mode": True}, ["parameter.mode"]),
    "set of twelve": ({"enable_sequential": True, "n": 12}, []),
    "set of thirteen": ({"enable_sequential": True, "n": 13}, ["parameter.range"]),
    "set with a number": ({"enable_sequential": 1}, ["parameter.boolean"]),
    "three boxes drawn": ({"boxes": {1: [(1, 1, 9, 9)] * 3}, "marks": "drawn"}, []),
    "box outside drawn": ({"boxes": {1: [(900, 900, 999, 999)]}, "marks": "drawn"}, ["boxes.outside"]),
    "other marks": ({"marks": "painted"}, ["marks.unknown"]),
    "mask for a model without": ({"mask": Mask((400, 300))}, ["mask.unsupported"]),
    "negative take": ({"take": -1}, ["take.range"]),
}


def palette(*shares, color="#C2D1E6"):
    return [{"hex": color, "ratio": share} for share in shares]


PALETTES = {
    "three colours": (palette("33.33%", "33.33%", "33.34%"), []),
    "ten colours": (palette(*["10.00%"] * 10), []),
    "lower case": (palette("50.00%", "25.00%", "25.00%", color="#c2d1e6"), []),
    "a hundredth short": (palette("33.33%", "33.33%", "33.33%"), ["palette.sum"]),
    "a hundredth over": (palette("33.33%", "33.34%", "33.34%"), ["palette.sum"]),
    "two colours": (palette("50.00%", "50.00%"), ["palette.count"]),
    "eleven colours": (palette(*["9.09%"] * 10, "9.10%"), ["palette.count"]),
    "none": ([], ["palette.count", "palette.sum"]),
    "three decimals": (palette("33.333%", "33.333%", "33.334%"), ["palette.form"]),
    "no decimals": (palette("50%", "25%", "25%"), ["palette.form"]),
    "numbers": (palette(50.0, 25.0, 25.0), ["palette.form"]),
    "short colour": (palette("50.00%", "25.00%", "25.00%", color="#abc"), ["palette.form"]),
    "colour by name": (palette("50.00%", "25.00%", "25.00%", color="red"), ["palette.form"]),
    "a line's end": (palette("50.00%", "25.00%", "25.00%\n"), ["palette.form"]),
    "no share": ([{"hex": "#C2D1E6"}] * 3, ["palette.form"]),
    "one more key": ([{"hex": "#C2D1E6", "ratio": "33.33%", "name": "sky"}] * 3, ["palette.form"]),
    "a table": ({"hex": "#C2D1E6", "ratio": "100.00%"}, ["palette.form"]),
    "a text": ("#C2D1E6", ["palette.form"]),
}


@pytest.mark.parametrize(("value", "want"), PALETTES.values(), ids=PALETTES)
def test_palette_makes_a_hundred_to_the_hundredth(value, want):
    """A palette has three to ten colours as #RRGGBB, each with a share of two decimals, which make exactly 100.00%."""
    assert codes(EditRequest("x", [flat(400, 300)], color_palette=value)) == want


HALF = Mask((400, 300), (Stroke(((200, 150),), 40),))
OTHER_MODELS = {
    "wan2.6": ({"model": "wan2.6-image"}, []),
    "wan2.6 without pictures": ({"model": "wan2.6-image", "images": []}, ["images.count"]),
    "wan2.6 five pictures": ({"model": "wan2.6-image", "images": [flat(400, 300)] * 5}, ["images.count"]),
    "wan2.6 very narrow": ({"model": "wan2.6-image", "images": [flat(8000, 240)]}, []),
    "wan2.6 boxes": ({"model": "wan2.6-image", "boxes": {1: [(1, 1, 9, 9)]}}, ["boxes.unsupported"]),
    "wan2.6 longest negative": ({"model": "wan2.6-image", "negative_prompt": "字" * 500}, []),
    "wan2.6 long negative": ({"model": "wan2.6-image", "negative_prompt": "字" * 501}, ["parameter.length"]),
    "wan2.6 negative of half a character": (
        {"model": "wan2.6-image", "negative_prompt": "\ud83d"},
        ["parameter.character"],
    ),
    "wan2.6 negative is no text": ({"model": "wan2.6-image", "negative_prompt": 5}, ["parameter.text"]),
    "wan2.6 ratio 4:1": ({"model": "wan2.6-image", "size": "2048*512"}, []),
    "wan2.6 ratio beyond": ({"model": "wan2.6-image", "size": "2049*512"}, ["size.ratio"]),
    "wan2.6 max_images in editing": ({"model": "wan2.6-image", "max_images": 3}, ["parameter.mode"]),
    "mixed": ({"model": "wan2.6-image", "enable_interleave": True, "images": []}, []),
    "mixed two pictures": (
        {"model": "wan2.6-image", "enable_interleave": True, "images": [flat(400, 300)] * 2},
        ["images.count"],
    ),
    "mixed n of two": ({"model": "wan2.6-image", "enable_interleave": True, "n": 2}, ["parameter.range"]),
    "mixed six": ({"model": "wan2.6-image", "enable_interleave": True, "max_images": 6}, ["parameter.range"]),
    "mixed tier": ({"model": "wan2.6-image", "enable_interleave": True, "size": "1K"}, ["size.mode"]),
    "mixed too large": ({"model": "wan2.6-image", "enable_interleave": True, "size": "1281*1280"}, ["size.pixels"]),
    "mixed extended": ({"model": "wan2.6-image", "enable_interleave": True, "prompt_extend": True}, ["parameter.mode"]),
    "wan2.5": ({"model": "wan2.5-i2i-preview", "images": [flat(400, 400)]}, []),
    "wan2.5 small": ({"model": "wan2.5-i2i-preview", "images": [flat(383, 400)]}, ["image.side"]),
    "wan2.5 tier": ({"model": "wan2.5-i2i-preview", "images": [flat(400, 400)], "size": "1K"}, ["size.form"]),
    "painting": ({"model": "wanx-x-painting", "mask": HALF}, []),
    "painting without a mask": ({"model": "wanx-x-painting"}, ["mask.missing"]),
    "painting under nothing": ({"model": "wanx-x-painting", "mask": Mask((400, 300))}, ["mask.empty"]),
    "painting under another size": ({"model": "wanx-x-painting", "mask": Mask((399, 300))}, ["mask.size"]),
    "painting 76 characters": ({"model": "wanx-x-painting", "mask": HALF, "prompt": "x" * 76}, ["prompt.length"]),
    "painting free size": ({"model": "wanx-x-painting", "mask": HALF, "size": "1000*1000"}, ["size.form"]),
    "painting fixed size": ({"model": "wanx-x-painting", "mask": HALF, "size": "720*1280"}, []),
    "painting style": ({"model": "wanx-x-painting", "mask": HALF, "style": "<anime>"}, []),
    "painting other style": ({"model": "wanx-x-painting", "mask": HALF, "style": "anime"}, ["parameter.choice"]),
    "painting colours": ({"model": "wanx-x-painting", "mask": HALF, "mask_color": [[0, 0, 0], [134, 134, 134]]}, []),
    "painting colour alone": ({"model": "wanx-x-painting", "mask": HALF, "mask_color": [0, 0, 0]}, ["colors.form"]),
    "painting 256": ({"model": "wanx-x-painting", "mask": HALF, "mask_color": [[0, 0, 256]]}, ["colors.form"]),
    "edit 2.1": ({"model": "wanx2.1-imageedit", "images": [flat(600, 600)]}, []),
    "edit 2.1 small": ({"model": "wanx2.1-imageedit", "images": [flat(511, 600)]}, ["image.side"]),
    "edit 2.1 strength": (
        {"model": "wanx2.1-imageedit", "images": [flat(600, 600)], "function": "stylization_all", "strength": 1},
        [],
    ),
    "edit 2.1 no strength": (
        {"model": "wanx2.1-imageedit", "images": [flat(600, 600)], "strength": 0.5},
        ["parameter.mode"],
    ),
    "edit 2.1 NaN": (
        {
            "model": "wanx2.1-imageedit",
            "images": [flat(600, 600)],
            "function": "stylization_all",
            "strength": float("nan"),
        },
        ["parameter.number"],
    ),
    "edit 2.1 function": (
        {"model": "wanx2.1-imageedit", "images": [flat(600, 600)], "function": "sing"},
        ["parameter.choice"],
    ),
    "edit 2.1 mask missing": (
        {"model": "wanx2.1-imageedit", "images": [flat(600, 600)], "function": "description_edit_with_mask"},
        ["mask.missing"],
    ),
}


@pytest.mark.parametrize(("changes", "want"), OTHER_MODELS.values(), ids=OTHER_MODELS)
def test_each_mode_has_limits_of_its_own(changes, want):
    """What one model or mode takes another refuses, and says so."""
    values = {"prompt": "Make it warmer", "images": [flat(400, 300)], **changes}

    assert codes(EditRequest(**values)) == want


@pytest.mark.parametrize("name", MODELS)
def test_value_of_any_kind_is_judged_and_not_raised(name):
    """Whatever a parameter is given, `problems` tells it and raises nothing."""

    class Shy:
        def __repr__(self):
            raise RuntimeError

    strange = [
        Shy(),
        float("nan"),
        float("inf"),
        10**5000,
        "",
        "\ud83d",
        b"x",
        [],
        [None],
        {},
        {"hex": 1},
        object(),
        -1,
    ]
    strange += [np.bool_(1), np.int64(3), np.zeros(3), True, 1 + 2j, [[0, 0, 0, 0]], "9" * 5000 + "*1", [{"hex": "x"}]]

    for parameter in [*MODELS[name].parameters, "nonsense"]:
        for value in strange:
            for problem in EditRequest("x", [flat(600, 600)], model=name, **{parameter: value}).problems():
                assert len(str(problem)) < 900


def test_drawn_marks_count_towards_the_file():
    """What is judged is the picture with its marks, which is what is sent."""
    noise = Image.fromarray(np.random.default_rng(5).integers(0, 255, (3000, 2900, 3), dtype=np.uint8))
    out = io.BytesIO()
    noise.save(out, "WEBP", quality=20, method=0)
    request = EditRequest("x", [out.getvalue()], model="wan2.6-image", boxes={1: [(5, 5, 500, 500)]}, marks="drawn")

    assert codes(request.replace(pictures=[out.getvalue()])) == []
    assert codes(request) == ["image.bytes"]


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
