from __future__ import annotations

import dataclasses
import io
from types import MappingProxyType

import numpy as np
import pytest
from PIL import Image
from skimage import data

from wanwidgets.catalog import MODELS
from wanwidgets.service.engine.tag import tag_area
from wanwidgets.service.engines import ENGINES
from wanwidgets.service.order import Order
from wanwidgets.service.refusal import Refusal
from wanwidgets.service.work import Drawn, Said
from wanwidgets.service.work import work as work_with

MODES = [(model.name, mode.name) for model in MODELS.values() for mode in model.modes]
NEED_A_MODEL = {
    "stylization_local",
    "remove_watermark",
    "colorization",
    "doodle",
    "control_cartoon_feature",
}
CARDS = {"text", "set", "mixed"}
PHOTO = np.ascontiguousarray(np.asarray(Image.fromarray(data.coffee()).crop((0, 0, 560, 400)).resize((784, 560))))


def work(asked, fetch, engine="classical"):
    return work_with(asked, fetch, ENGINES[engine])


def png(pixels) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()


def pixels_of(part: Drawn) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(part.png)).convert("RGB"))


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """A photograph, masks for it: white in the middle, red on green, of another size, black; and a large picture."""
    mask = np.zeros((560, 784, 3), np.uint8)
    mask[200:400, 250:500] = 255
    red = np.where(mask > 0, (255, 0, 0), (0, 255, 0)).astype(np.uint8)
    return {
        "http://x/photo": png(PHOTO),
        "http://x/mask": png(mask),
        "http://x/red": png(red),
        "http://x/small": png(mask[:-1]),
        "http://x/black": png(np.zeros_like(mask)),
        "http://x/large": png(np.zeros((4000, 4000, 3), np.uint8)),
    }


@pytest.fixture
def fetch(files):
    return lambda address, limit: files[address][:limit]


def order(model: str, mode: str, prompt: str = "Make it black and white", **parameters) -> Order:
    """Order what the mode takes, with the catalog's defaults, but the smallest size where any can be had."""
    row = MODELS[model]
    own = next(item for item in row.modes if item.name == mode)
    count = max(1, int(own.images.low)) if own.images.high else 0
    small = {"size": "768*768"} if own.sizes.free else {}
    return Order(
        row,
        own,
        prompt,
        ("http://x/photo",) * count,
        "http://x/mask" if own.mask == "required" else None,
        ((),) * count,
        MappingProxyType({**own.defaults(), **small, "seed": 3, own.counted_by: 2, **parameters}),
    )


@pytest.mark.parametrize(("model", "mode"), MODES)
def test_cards_answer_every_mode_of_every_model(fetch, model, mode):
    """As many pictures as were ordered, of the size that the catalog predicts, words only in a mixed answer."""
    asked = order(model, mode, "Spray the graffiti onto the car")
    done = work(asked, fetch, "cards")
    drawn = [part for part in done.parts if isinstance(part, Drawn)]
    assert len(drawn) == 2
    predicted = asked.mode.sizes.output(asked.size, (784, 560) if asked.images else None)
    for part in drawn:
        assert (part.width, part.height) == (done.width, done.height) == predicted
        assert pixels_of(part).shape == (part.height, part.width, 3)
    assert [isinstance(part, Said) for part in done.parts] == ([True, False] * 2 if mode == "mixed" else [False] * 2)
    assert drawn[0].png != drawn[1].png


@pytest.mark.parametrize(("model", "mode"), MODES)
def test_the_classical_engine_does_what_it_can(fetch, model, mode):
    """Edits are edits, invention is a card, and what needs a model is refused with a code of its own."""
    asked = order(model, mode)
    if mode in NEED_A_MODEL:
        with pytest.raises(Refusal, match=f"does not support function {mode}") as refused:
            work(asked, fetch)
        assert (refused.value.status, refused.value.code) == (400, "NotSupportedByLocalService")
        return
    done = work(asked, fetch)
    assert len([part for part in done.parts if isinstance(part, Drawn)]) == 2
    assert ("card" in done.actual_prompt) == (mode in CARDS)
    if mode not in CARDS and not mode.startswith(("expand", "super")):
        assert done.actual_prompt.startswith("black and white in")


@pytest.mark.parametrize("engine", ENGINES)
def test_the_same_order_gives_the_same_work(fetch, engine):
    """With a seed and without; another prompt is another seed where none is given."""
    asked = order("wan2.7-image", "edit", seed=None)
    assert work(asked, fetch, engine) == work(asked, fetch, engine)
    other = dataclasses.replace(asked, prompt="Please make it black and white")
    assert work(other, fetch, engine).parts != work(asked, fetch, engine).parts


def test_without_a_seed_the_pictures_decide(files):
    """Another picture of the same size gives another landscape, so the seed comes from its bytes as well."""
    asked = order("wan2.7-image", "edit", seed=None, n=1)
    other = {**files, "http://x/photo": png(PHOTO[::-1])}
    first, second = (
        work(asked, lambda address, limit, own=own: own[address], "cards").parts[0] for own in (files, other)
    )
    assert (pixels_of(first)[:60] != pixels_of(second)[:60]).any()


def test_text_to_picture_follows_its_size(fetch):
    """A tier is a square of its side, also the largest of all, and W*H is itself."""
    for size, wanted in (("1K", (1024, 1024)), ("4K", (4096, 4096)), ("1600*800", (1600, 800))):
        done = work(order("wan2.7-image-pro", "text", size=size, n=1), fetch)
        assert (done.width, done.height) == wanted
        assert Image.open(io.BytesIO(done.parts[0].png)).size == wanted


def test_an_edit_without_a_size_follows_the_last_picture(fetch):
    """The tier that the catalog has as a default, in the ratio of the picture."""
    asked = order("wan2.6-image", "edit", size=None, n=1)
    done = work(asked, fetch)
    assert (done.width, done.height) == asked.mode.sizes.output(None, (784, 560))
    assert pixels_of(done.parts[0]).shape == (done.height, done.width, 3)


@pytest.mark.parametrize(
    ("mask", "colors"), [("http://x/mask", None), ("http://x/mask", []), ("http://x/red", [[255, 0, 0]])]
)
def test_an_inpainting_changes_only_what_is_masked(fetch, mask, colors):
    """White counts where no colour is named, else exactly the named one; around it the resized base stays."""
    asked = dataclasses.replace(order("wanx-x-painting", "inpaint", mask_color=colors, n=1), mask=mask)
    out = pixels_of(work(asked, fetch).parts[0]).astype(int)
    height = round(560 * 1024 / 784)
    top = (1024 - height) // 2
    base = np.asarray(Image.fromarray(PHOTO).resize((1024, height), Image.Resampling.LANCZOS)).astype(int)
    inner = out[top : top + height]
    differs = (inner != base).any(axis=2)
    x1, y1, x2, y2 = tag_area(1024, 1024)
    differs[max(0, y1 - top) : max(0, y2 - top), x1:x2] = False
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    scale = 1024 / 784
    for found, low, high in ((rows, 200, 400), (columns, 250, 500)):
        assert found[0] >= low * scale - 1
        assert found[-1] <= high * scale + 1
        assert found[-1] - found[0] > 0.95 * (high - low) * scale
    assert np.ptp(inner[350:450, 400:600], axis=2).max() == 0


def test_a_mask_by_another_colour_is_the_rest(fetch):
    """Naming the colour of the ground repaints the ground."""
    asked = order("wanx-x-painting", "inpaint", "fill with blue", mask_color=[[0, 255, 0]], n=1)
    out = pixels_of(work(dataclasses.replace(asked, mask="http://x/red"), fetch).parts[0]).astype(int)
    middle, edge = out[400:600, 400:600].reshape(-1, 3), out[400:600, 20:200].reshape(-1, 3)
    assert (edge[:, 2] > 3 * edge[:, 0]).all()
    assert (middle[:, 2] <= middle[:, 0]).mean() > 0.6


@pytest.mark.parametrize(
    ("where", "change", "code", "words"),
    [
        (("wanx-x-painting", "inpaint"), {"mask": "http://x/small"}, "InvalidParameter", r"784\*559.*784\*560"),
        (
            ("wanx2.1-imageedit", "description_edit_with_mask"),
            {"mask": "http://x/black"},
            "InvalidParameter",
            "nothing",
        ),
        (("wan2.5-i2i-preview", "edit"), {"prompt": "Make the cat smile"}, "NotSupportedByLocalService", "understand"),
        (("wan2.6-image", "edit"), {"prompt": "Blur box 1"}, "InvalidParameter", "takes no boxes"),
        (("wan2.7-image", "edit"), {"prompt": "Blur box 1"}, "InvalidParameter", "draw a box on image 1"),
        (("wan2.7-image", "edit"), {"prompt": "Blur image 2"}, "InvalidParameter", "one picture"),
        (("wan2.7-image", "edit"), {"boxes": (((784, 0, 790, 9),),)}, "InvalidParameter", "outside image 1"),
    ],
)
def test_what_is_wrong_with_an_order_is_named(fetch, where, change, code, words):
    """The provider's code for what is wrong, our own for what only this engine lacks."""
    with pytest.raises(Refusal, match=words) as refused:
        work(dataclasses.replace(order(*where), **change), fetch)
    assert (refused.value.status, refused.value.code) == (400, code)


@pytest.mark.parametrize(
    ("model", "mode", "parameters"),
    [
        ("wan2.7-image", "edit", {"color_palette": [{"hex": "#FFFFFF", "ratio": "100.00%"}]}),
        ("wanx2.1-imageedit", "expand", dict.fromkeys(("left_scale", "top_scale", "bottom_scale"), 2.0)),
        ("wanx2.1-imageedit", "super_resolution", {"upscale_factor": 4}),
    ],
)
def test_what_would_be_faked_is_refused(fetch, model, mode, parameters):
    """A palette on an edit, and pictures too large for the memory."""
    asked = dataclasses.replace(order(model, mode, **parameters), images=("http://x/large",))
    with pytest.raises(Refusal, match="local service") as refused:
        work(asked, fetch)
    assert refused.value.code == "NotSupportedByLocalService"


@pytest.mark.parametrize("style", ["<anime>", "<3d cartoon>"])
def test_a_style_that_changes_shapes_is_refused(fetch, style):
    """The styles that can be had are named."""
    with pytest.raises(Refusal, match=rf"{style}.*<sketch>.*<auto>") as refused:
        work(order("wanx-x-painting", "inpaint", style=style), fetch)
    assert refused.value.code == "NotSupportedByLocalService"


@pytest.mark.parametrize(
    ("style", "prompt", "said"),
    [
        ("<sketch>", "Make it warmer", "warmer in the masked part of image 1; a pencil sketch of the masked part"),
        ("<oil painting>", "Make it an oil painting", "an oil painting of the masked part of image 1 (style"),
        ("<watercolor>", "Sharpen it", "a watercolour of the masked part of image 1 (style <watercolor>)"),
        ("<chinese painting>", "Sharpen it", "an ink painting of the masked part of image 1"),
        ("<flat illustration>", "Sharpen it", "a poster of flat colours of the masked part of image 1"),
    ],
)
def test_a_style_is_one_more_step_under_the_mask(fetch, style, prompt, said):
    """It is done once, after what the prompt says, and the answer tells it."""
    done = work(order("wanx-x-painting", "inpaint", prompt, style=style, n=1), fetch)
    assert said in done.actual_prompt
    assert done.actual_prompt.count(" of the masked part") <= 1 + ("warmer" in said)


def test_strength_goes_from_nothing_to_much(fetch):
    """Function stylization_all: 0 leaves the picture, the usual strength is what the prompt says, 1 is more."""
    changes = []
    for strength in (0, 0.25, 0.5, 1):
        asked = order("wanx2.1-imageedit", "stylization_all", "Make it look like autumn", strength=strength, n=1)
        done = work(asked, fetch)
        changes.append(np.abs(pixels_of(done.parts[0])[:500].astype(int) - PHOTO[:500]).mean())
        assert ("strength" in done.actual_prompt) == (strength != 0.5)
    assert changes == sorted(changes)
    assert changes[0] < 0.2
    assert changes[2] > 5


def test_a_function_does_only_what_it_is_for(fetch):
    """What is no style is refused there, and the function that takes it is named."""
    with pytest.raises(Refusal, match=r"only changes the style.*sharpen.*description_edit takes it") as refused:
        work(order("wanx2.1-imageedit", "stylization_all", "Sharpen it"), fetch)
    assert refused.value.code == "NotSupportedByLocalService"


def test_growing_modes_grow(fetch):
    """An enlargement by its factor, an expansion by its scales; both say what was done."""
    larger = work(order("wanx2.1-imageedit", "super_resolution", upscale_factor=2, n=1), fetch)
    wider = work(order("wanx2.1-imageedit", "expand", right_scale=1.5, n=1), fetch)
    assert (larger.width, larger.height) == (1568, 1120)
    assert (wider.width, wider.height) == (784 + 392, 560)
    assert (pixels_of(wider.parts[0])[:500, :784] == PHOTO[:500]).all()
    assert "Lanczos" in larger.actual_prompt
    assert "mirrored" in wider.actual_prompt


def test_what_is_not_regarded_is_said(fetch):
    """A negative prompt changes nothing in a classical edit, and the answer admits it."""
    said = work(order("wan2.5-i2i-preview", "edit", negative_prompt="blurry"), fetch).actual_prompt
    assert said == "black and white in image 1 (negative_prompt is not regarded)"


@pytest.mark.parametrize(("mode", "free"), [("edit", True), ("mixed", False)])
def test_tokens_are_counted_as_the_provider_does(fetch, mode, free):
    """Editing with wan2.6 counts none, a mixed answer does."""
    done = work(order("wan2.6-image", mode), fetch)
    assert (done.input_tokens == 0) == (done.output_tokens == 0) == free


def test_half_characters_are_no_error(fetch):
    """A lone surrogate, which JSON can hold, ends in a card."""
    assert work(order("wan2.7-image", "text", "a\ud800b", n=1), fetch).width == 768


@pytest.mark.parametrize("images", [0, 1])
def test_a_model_that_is_new_to_the_engine_is_served(fetch, images):
    """A mode of any name is edited where it has pictures and answered with a card where it has none."""
    row = MODELS["wan2.7-image"]
    mode = dataclasses.replace(row.modes[1 - images], name="invented")
    model = dataclasses.replace(row, name="wan9-image", modes=(mode,))
    asked = dataclasses.replace(order("wan2.7-image", "edit" if images else "text"), model=model, mode=mode)
    assert ("card" in work(asked, fetch).actual_prompt) == (not images)
