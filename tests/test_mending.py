"""What can be done about a picture that the model does not take."""

from __future__ import annotations

import io
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from wanwidgets.catalog import MODELS
from wanwidgets.images import Address, InputImage
from wanwidgets.mending import Mend, mended, mends_for
from wanwidgets.pictures import Picture
from wanwidgets.problems import picture_problems
from wanwidgets.regions import Box, Mask, Stroke
from wanwidgets.request import EditRequest
from wanwidgets.sizes import Span

SIDES = st.one_of(st.integers(1, 700), st.sampled_from([1, 239, 240, 256, 257, 383, 384, 511, 512, 2000]))


def draft(image, model="wan2.5-i2i-preview", **more):
    return EditRequest("x", [image], model=model, **more)


def plain(width, height, kind="PNG"):
    """Return a picture of two halves, black on the left and red on the right."""
    pixels = Image.new("RGB", (width, height), "black")
    pixels.paste("red", (width // 2, 0, width, height))
    out = io.BytesIO()
    pixels.save(out, kind)
    return InputImage.from_bytes(out.getvalue(), name="plain")


def wrong(request, number=1):
    found = picture_problems(request.entry, request.pictures[number - 1], number, request.marks)
    return {problem.code for problem in found if problem.code.startswith("image.")}


@pytest.mark.parametrize(
    ("model", "size", "mend"),
    [
        ("wan2.5-i2i-preview", (400, 300), Mend("enlarge", (512, 384), Box(0, 0, 512, 384))),
        ("wan2.5-i2i-preview", (6000, 3000), Mend("reduce", (5000, 2500), Box(0, 0, 5000, 2500))),
        ("wan2.5-i2i-preview", (2000, 400), Mend("pad", (2000, 500), Box(0, 50, 2000, 450))),
        ("wan2.7-image", (100, 1000), Mend("pad", (240, 1920), Box(24, 0, 216, 1920))),
        ("wan2.6-image", (8100, 100), Mend("pad", (8000, 240), Box(0, 70, 8000, 169))),
        ("wanx-x-painting", (200, 100), Mend("enlarge", (514, 257), Box(0, 0, 514, 257))),
    ],
)
def test_shape_is_mended_with_the_least_change(model, size, mend):
    """A side too small or too large is scaled, and white is put beside a picture of a ratio that is not taken."""
    image = InputImage.from_pil(Image.new("L", size, 90))

    assert mends_for(draft(image, model), 1) == (mend,)


def test_nothing_is_mended_that_is_not_wrong():
    """A picture that the model takes, one that is not known yet, and any of an unknown model have no mends."""
    assert mends_for(draft(plain(600, 500)), 1) == ()
    assert mends_for(draft(Address("https://example.com/x.png")), 1) == ()
    assert mends_for(draft(plain(10, 10), "wan9"), 1) == ()
    with pytest.raises(ValueError, match="image 1"):
        mended(draft(Address("https://example.com/x.png")), 1, Mend("enlarge", (512, 512), Box(0, 0, 512, 512)))


@settings(max_examples=40, deadline=None)
@given(SIDES, SIDES, st.sampled_from(sorted(MODELS)), st.sampled_from(["PNG", "JPEG", "WEBP"]), st.data())
def test_after_mending_nothing_is_wrong_any_more(width, height, model, kind, data):
    """Each mend alone leaves a picture that the model takes, with boxes inside it of which none is empty."""
    boxes = []
    for _ in range(2):
        x, y = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
        boxes.append((x, y, data.draw(st.integers(x + 1, width)), data.draw(st.integers(y + 1, height))))
    request = draft(plain(width, height, kind), model, boxes={1: boxes}, mask=Mask((width, height)))
    mends = mends_for(request, 1)
    assert bool(mends) == bool(wrong(request))

    for mend in mends:
        done = mended(request, 1, mend)
        picture = done.pictures[0]
        assert wrong(done) == set()
        assert picture.size == mend.size == done.mask.size
        assert len(picture.boxes) == len(boxes)
        whole = Box(0, 0, *picture.size)
        assert whole.clipped(picture.size) == whole
        assert mend.inside.clipped(picture.size) == mend.inside
        for before, after in zip(boxes, picture.boxes, strict=True):
            assert not after.empty
            assert after.clipped(picture.size) == after
            # It covers what it covered, and less than a pixel more at each side.
            for axis, (old, new) in enumerate(((width, mend.inside.width), (height, mend.inside.height))):
                start, end = (before[axis] * new / old, before[axis + 2] * new / old)
                assert start - 1 < after[axis] - mend.inside[axis] <= start + 1e-9
                assert end - 1e-9 <= after[axis + 2] - mend.inside[axis] < end + 1
        assert mends_for(done, 1) == ()


@settings(max_examples=300, deadline=None)
@given(st.integers(1, 20000), st.integers(1, 20000), st.sampled_from(sorted(MODELS)))
def test_every_size_has_a_mend_within_the_limits(width, height, model):
    """For a picture of any size the mend is of sides and a ratio that the model takes, and the picture lies in it."""
    assume(width * height <= 64_000_000)
    image = replace(plain(8, 8), width=width, height=height)
    rules = MODELS[model].images
    for mend in mends_for(draft(image, model), 1):
        assert all(rules.side.low <= side <= rules.side.high for side in mend.size)
        assert rules.ratio is None or mend.size[0] / mend.size[1] in rules.ratio
        assert not mend.inside.empty
        assert mend.inside.clipped(mend.size) == mend.inside
        if mend.kind != "pad":
            assert mend.inside == Box(0, 0, *mend.size)
            stretch = (mend.size[0] / width) / (mend.size[1] / height)
            # A side is rounded by half a pixel, and by one more where rounding alone would leave the ratio.
            assert abs(math.log(stretch)) <= 2.01 / min(mend.size)


def test_picture_and_boxes_and_mask_stay_together():
    """What a box and the mask lay on they lie on afterwards, also where white was put beside the picture."""
    image = plain(2000, 300)
    mask = Mask((2000, 300), (Stroke(((1500.0, 150.0),), 40.0),))
    request = draft(image, boxes={1: [(1000, 0, 2000, 300)]}, mask=mask)
    (mend,) = mends_for(request, 1)
    done = mended(request, 1, mend)
    (box,) = done.pictures[0].boxes
    pixels = np.asarray(done.pictures[0].image.image())
    painted = np.asarray(done.mask.image()) > 0

    assert mend.kind == "pad"
    assert done.pictures[0].size == (2000, 500)
    assert box == Box(1000, 100, 2000, 400)
    assert (pixels[box.y1 : box.y2, box.x1 : box.x2] == (255, 0, 0)).all()
    assert (pixels[:100] == 255).all()
    assert (pixels[400:] == 255).all()
    assert (painted[100:400] == (np.asarray(mask.image()) > 0)).all()
    assert not painted[:100].any()
    assert not painted[400:].any()


def test_mask_goes_with_image_1_only():
    """Mending another picture leaves the mask, and so does a mask that never had the size of image 1."""
    mask = Mask((600, 500), (Stroke(((10.0, 10.0),), 4.0),))
    two = EditRequest("x", [plain(600, 500), plain(400, 300)], model="wan2.5-i2i-preview", mask=mask)
    assert mended(two, 2, mends_for(two, 2)[0]).mask == mask

    other = draft(plain(400, 300), mask=mask)
    assert mended(other, 1, mends_for(other, 1)[0]).mask == mask


@pytest.mark.parametrize(
    ("kind", "model", "become"),
    [("WEBP", "wanx-x-painting", "PNG"), ("JPEG", "wan2.5-i2i-preview", "JPEG"), ("PNG", "wan2.7-image", "PNG")],
)
def test_format_is_converted_only_where_it_must_be(kind, model, become):
    """A format that is not taken becomes one that is, without loss; a mend of the size keeps the others."""
    image = plain(300, 200, kind)
    request = draft(image, model)
    done = mended(request, 1, mends_for(request, 1)[0]).pictures[0].image

    assert done.format == become
    assert done.name == "plain"


def test_conversion_keeps_each_pixel():
    """Converting alone changes no pixel, and what was done to the picture before stays told."""
    image = InputImage.from_pil(Image.new("RGBA", (400, 300), (200, 30, 90, 128)), name="glass")
    out = io.BytesIO()
    image.image().save(out, "WEBP", lossless=True)
    webp = replace(InputImage.from_bytes(out.getvalue(), name="glass"), notices=image.notices)
    request = draft(webp, "wanx-x-painting")
    (mend,) = mends_for(request, 1)
    done = mended(request, 1, mend).pictures[0].image

    assert mend == Mend("convert", (400, 300), Box(0, 0, 400, 300), "PNG")
    assert (done.format, done.pixels) == ("PNG", webp.pixels)
    assert [notice.code for notice in done.notices] == ["alpha"]


@pytest.fixture
def strict(monkeypatch):
    """Return a function that makes a model of the catalog take only so many bytes."""

    def make(max_bytes, name="wan2.7-image"):
        model = MODELS[name]
        less = replace(model, images=replace(model.images, max_bytes=max_bytes, side=Span(64, 8000)))
        monkeypatch.setattr("wanwidgets.request.MODELS", {**MODELS, name: less})

    return make


def noise(width, height):
    return InputImage.from_pil(Image.effect_noise((width, height), 90).convert("RGB"), name="noise")


@pytest.mark.parametrize("marks", ["list", "drawn"])
def test_file_that_is_too_large_is_compressed_or_made_smaller(strict, marks):
    """A file above the limit becomes a JPEG of the same size, or stays lossless with fewer pixels; both are offered."""
    image = noise(400, 300)
    strict(len(image.data) * 3 // 4)
    request = draft(image, "wan2.7-image", boxes={1: [(50, 50, 90, 90)]}, marks=marks)
    compress, reduce = mends_for(request, 1)
    assert (compress.kind, compress.size, compress.format) == ("compress", (400, 300), "JPEG")
    assert (reduce.kind, reduce.format) == ("reduce", "")
    assert reduce.size[0] < 400

    for mend in (compress, reduce):
        done = mended(request, 1, mend)
        assert wrong(done) == set()
        # Where boxes are painted in, the file grows again, and may have to have fewer pixels.
        assert done.pictures[0].size == mend.size or marks == "drawn"


def test_quality_goes_first_and_pixels_last(strict):
    """A file that no quality makes small enough is made smaller as well, and its boxes with it."""
    strict(6_000)
    request = draft(noise(400, 300), "wan2.7-image", boxes={1: [(0, 0, 200, 300)]})
    done = mended(request, 1, mends_for(request, 1)[0])
    width, height = done.pictures[0].size

    assert wrong(done) == set()
    assert width < 400
    assert done.pictures[0].boxes == (Box(0, 0, math.ceil(width / 2), height),)


def test_colours_of_a_profile_stay():
    """A colour profile goes with the pixels that it explains."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(out, "JPEG", icc_profile=profile)
    request = draft(InputImage.from_bytes(out.getvalue()))
    done = mended(request, 1, mends_for(request, 1)[0])

    assert Image.open(io.BytesIO(done.pictures[0].image.data)).info["icc_profile"] == profile


def test_mending_is_no_change_of_anything_else():
    """Prompt, parameters and the other pictures are those of the draft."""
    request = EditRequest("x", [plain(600, 500), plain(400, 300)], model="wan2.5-i2i-preview", n=2, seed=7)
    done = mended(request, 2, mends_for(request, 2)[0])

    assert done.replace(pictures=request.pictures) == request
    assert done.pictures[0].image is request.pictures[0].image
    assert isinstance(done.pictures[1], Picture)
