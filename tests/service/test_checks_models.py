"""The rules of each model, copied from the provider's references: a wrong limit in the catalog must show here."""

from __future__ import annotations

import pytest

from wanwidgets.catalog import MODELS
from wanwidgets.service.checks import check
from wanwidgets.service.checks.defaults import DEFAULTS
from wanwidgets.service.refusal import Refusal

IMAGE = "https://example.com/1.png"
WAN27, WAN26, WAN25 = "wan2.7-image", "wan2.6-image", "wan2.5-i2i-preview"
PAINTING, IMAGEEDIT = "wanx-x-painting", "wanx2.1-imageedit"
GREY = [{"hex": "#808080", "ratio": "33.33%"}] * 2 + [{"hex": "#C2D1E6", "ratio": "33.34%"}]


def messages(model, images=1, **parameters):
    content = [*({"image": IMAGE} for _ in range(images)), {"text": "Make it warmer"}]
    return {"model": model, "input": {"messages": [{"role": "user", "content": content}]}, "parameters": parameters}


def synthesis(model, given=None, **parameters):
    inputs = {
        WAN25: {"prompt": "x", "images": [IMAGE]},
        PAINTING: {"prompt": "x", "base_image_url": IMAGE, "mask_image_url": IMAGE},
        IMAGEEDIT: {"prompt": "x", "base_image_url": IMAGE, "function": "description_edit"},
    }
    merged = {name: value for name, value in {**inputs[model], **(given or {})}.items() if value is not ...}
    return {"model": model, "input": merged, "parameters": parameters}


def refused(document, **options) -> str:
    with pytest.raises(Refusal) as caught:
        check(document, **options)
    assert (caught.value.status, caught.value.code) == (400, "InvalidParameter")
    return caught.value.message


@pytest.mark.parametrize(
    ("document", "mode"),
    [
        (messages(WAN27), "edit"),
        (messages(WAN27, 0), "text"),
        (messages(WAN27, enable_sequential=True), "set"),
        (messages(WAN27, 0, enable_sequential=True), "set"),
        (messages(WAN26), "edit"),
        (messages(WAN26, enable_interleave=True), "mixed"),
        (messages(WAN26, 0, enable_interleave=True), "mixed"),
        (synthesis(WAN25), "edit"),
        (synthesis(PAINTING), "inpaint"),
        *(
            (synthesis(IMAGEEDIT, {"function": mode.name}), mode.name)
            for mode in MODELS[IMAGEEDIT].modes
            if mode.mask == "none"
        ),
        (
            synthesis(IMAGEEDIT, {"function": "description_edit_with_mask", "mask_image_url": IMAGE}),
            "description_edit_with_mask",
        ),
    ],
)
def test_the_document_chooses_the_mode(document, mode):
    """Switches and the number of pictures say which rules hold."""
    assert check(document).mode.name == mode


@pytest.mark.parametrize(
    ("document", "n"),
    [
        (messages(WAN27), 1),
        (messages(WAN27, 0), 1),
        (messages(WAN27, enable_sequential=True), 12),
        (messages(WAN26), 4),
        (messages(WAN26, enable_interleave=True), 5),
        (synthesis(WAN25), 4),
        (synthesis(PAINTING), 1),
        (synthesis(IMAGEEDIT), 1),
    ],
)
def test_defaults_are_the_providers(document, n):
    """Who leaves the number out gets what the references say, not what our client would have sent."""
    assert check(document).n == n


def test_every_default_of_ours_has_one_of_the_providers():
    """The service never falls back on a default that is only ours, and its table names nothing that is not there."""
    ours = {
        (model.name, mode.name, row.name)
        for model in MODELS.values()
        for mode in model.modes
        for row in mode.parameters.values()
        if row.source == "ours"
    }
    assert ours <= set(DEFAULTS)
    for model, mode, name in DEFAULTS:
        assert any(name in one.parameters for one in MODELS[model].modes if one.name == mode)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (messages(WAN27, 10), "The number of images should be in [0, 9]."),
        (messages(WAN26, 0), "The number of images should be in [1, 4]."),
        (messages(WAN26, 5), "The number of images should be in [1, 4]."),
        (messages(WAN26, 2, enable_interleave=True), "The number of images should be in [0, 1]."),
        (synthesis(WAN25, {"images": []}), "The number of images should be in [1, 3]."),
        (synthesis(WAN25, {"images": [IMAGE] * 4}), "The number of images should be in [1, 3]."),
        (synthesis(WAN25, {"images": ...}), "Field required: input.images"),
        (synthesis(WAN25, {"images": IMAGE}), "input.images must be an array."),
        (synthesis(WAN25, {"images": [1]}), "input.images[0] must be a string."),
        (synthesis(WAN25, {"prompt": ...}), "Field required: input.prompt"),
        (synthesis(WAN25, {"prompt": " "}), "Field required: input.prompt"),
        (synthesis(WAN25, {"prompt": 7}), "input.prompt must be a string."),
        (synthesis(PAINTING, {"base_image_url": ...}), "Field required: input.base_image_url"),
        (synthesis(PAINTING, {"mask_image_url": None}), "Field required: input.mask_image_url"),
        (synthesis(PAINTING, {"mask_image_url": [IMAGE]}), "input.mask_image_url must be a string."),
        (synthesis(IMAGEEDIT, {"function": ...}), "Field required: input.function"),
        (
            synthesis(IMAGEEDIT, {"function": "upside_down"}),
            "the parameters must conform to the specification: function.",
        ),
        (synthesis(IMAGEEDIT, {"function": "description_edit_with_mask"}), "Field required: input.mask_image_url"),
    ],
    ids=str,
)
def test_pictures_and_fields_that_are_missing_or_too_many(document, message):
    """What a form must hold is named where it is not there."""
    assert refused(document) == message


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (messages(WAN26, enable_interleave=True, n=2), "num_images_per_prompt must be 1"),
        (messages(WAN26, enable_interleave=True, max_images=6), "Range of max_images should be [1, 5]"),
        (messages(WAN26, enable_interleave=True, size="1K"), "size 1K is only supported for editing."),
        (
            messages(WAN26, enable_interleave=True, size="1281*1280"),
            "The total pixels of size should be in [589824, 1638400].",
        ),
        (messages(WAN26, enable_interleave="yes"), "enable_interleave must be a boolean."),
        (messages(WAN26, size="2048*500"), "The aspect ratio of size should be in [1:4, 4:1]."),
        (messages(WAN26, n=5), "Range of n should be [1, 4]"),
        (messages(WAN26, negative_prompt=7), "negative_prompt must be a string."),
        (messages(WAN27, enable_sequential=True, n=13), "Range of n should be [1, 12]"),
        (
            messages("wan2.7-image-pro", 0, enable_sequential=True, size="4K"),
            "size 4K is only supported for text to picture.",
        ),
        (messages(WAN27, color_palette=GREY[:2]), "color_palette must hold 3 to 10 colors."),
        (messages(WAN27, color_palette=GREY * 4), "color_palette must hold 3 to 10 colors."),
        (messages(WAN27, color_palette={}), "color_palette must be an array."),
        (messages(WAN27, color_palette=[*GREY[:2], GREY[0]]), "The ratios of color_palette must add up to 100.00%."),
        (
            messages(WAN27, color_palette=[*GREY[:2], "#C2D1E6"]),
            'color_palette[2] must be an object such as {"hex": "#C2D1E6", "ratio": "23.51%"}.',
        ),
        (
            messages(WAN27, color_palette=[*GREY[:2], {"hex": "grey", "ratio": "33.34%"}]),
            "color_palette[2].hex must be a color such as #C2D1E6.",
        ),
        (
            messages(WAN27, color_palette=[*GREY[:2], {"hex": "#808080", "ratio": "33.3%"}]),
            "color_palette[2].ratio must be a percentage with two decimals such as 23.51%.",
        ),
        (
            messages(WAN27, color_palette=[*GREY[:2], {"hex": "#808080", "ratio": 33.34}]),
            "color_palette[2].ratio must be a percentage with two decimals such as 23.51%.",
        ),
        (synthesis(WAN25, size="1K"), "size should be width*height."),
        (synthesis(WAN25, size="1300*1300"), "The total pixels of size should be in [589824, 1638400]."),
        (synthesis(PAINTING, size="1024*1025"), "size should be one of 1024*1024, 720*1280, 1280*720."),
        (synthesis(PAINTING, style="anime"), "The style is invalid."),
        (
            synthesis(PAINTING, mask_color=[[0, 0]]),
            "mask_color must be an array of [r, g, b], each an integer in [0, 255].",
        ),
        (
            synthesis(PAINTING, mask_color=[[0, 0, 256]]),
            "mask_color must be an array of [r, g, b], each an integer in [0, 255].",
        ),
        (
            synthesis(PAINTING, mask_color=[0, 0, 0]),
            "mask_color must be an array of [r, g, b], each an integer in [0, 255].",
        ),
        (synthesis(IMAGEEDIT, {"function": "stylization_all"}, strength=1.1), "Range of strength should be [0, 1]"),
        (
            synthesis(IMAGEEDIT, {"function": "stylization_all"}, strength=float("nan")),
            "Range of strength should be [0, 1]",
        ),
        (synthesis(IMAGEEDIT, {"function": "stylization_all"}, strength="1"), "strength must be a number."),
        (synthesis(IMAGEEDIT, {"function": "expand"}, top_scale=2.5), "Range of top_scale should be [1, 2]"),
        (
            synthesis(IMAGEEDIT, {"function": "super_resolution"}, upscale_factor=5),
            "Range of upscale_factor should be [1, 4]",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_values_outside_the_limits(document, message):
    """Each value of each kind is held against the row of its mode."""
    assert refused(document) == message


@pytest.mark.parametrize(
    "document",
    [
        messages(WAN27, color_palette=GREY),
        messages(WAN27, color_palette=[]),
        messages(WAN27, enable_sequential=True, n=12),
        messages(WAN26, 4, n=4, size="2K", prompt_extend=False, negative_prompt="x" * 900),
        messages(WAN26, 1, enable_interleave=True, max_images=1, n=1, stream="whatever"),
        synthesis(WAN25, {"images": [IMAGE] * 3}, size="1280*1280", prompt_extend=True, is_async=True),
        synthesis(PAINTING, style="<watercolor>", mask_color=[[0, 0, 0], [134, 134, 134]], size="720*1280", n=4),
        synthesis(PAINTING, mask_color=[]),
        synthesis(IMAGEEDIT, {"function": "stylization_all"}, strength=0, seed=1),
        synthesis(IMAGEEDIT, {"function": "expand"}, top_scale=1.5, left_scale=2),
    ],
    ids=str,
)
def test_what_the_references_allow_is_accepted(document):
    """Values on the limits pass."""
    assert check(document).model.name == document["model"]


def test_texts_are_cut_off_where_they_stand():
    """Prompts and negative prompts are cut at the model's own length, also where they stand in input."""
    for model, length in ((WAN25, 2000), (PAINTING, 75), (IMAGEEDIT, 800)):
        assert len(check(synthesis(model, {"prompt": "图" * 9000})).prompt) == length
    order = check(synthesis(WAN25, {"negative_prompt": "x" * 501}, negative_prompt="elsewhere"))
    assert order.parameters["negative_prompt"] == "x" * 500
    assert check(messages(WAN26, negative_prompt="x" * 501)).parameters["negative_prompt"] == "x" * 500


def test_another_models_parameters_are_ignored():
    """They do not reach the engine, whatever they hold: nothing is known of what the provider does with them."""
    order = check(messages(WAN26, bbox_list="nonsense", color_palette=7, thinking_mode="x", is_async=True))
    assert order.parameters.keys() == {"size", "n", "prompt_extend", "watermark", "enable_interleave"}
    assert order.boxes == ((),)
    assert check(synthesis(IMAGEEDIT, {"mask_image_url": IMAGE})).mask is None


@pytest.mark.parametrize("address", ["data:image/png;base64,AAAA", "https://example.com/图.png"])
def test_painting_takes_addresses_only(address):
    """No Base64 and no Chinese characters, in the base picture and in the mask."""
    for name in ("base_image_url", "mask_image_url"):
        with pytest.raises(Refusal) as caught:
            check(synthesis(PAINTING, {name: address}))
        assert (caught.value.status, caught.value.code) == (400, "InvalidURL")
    assert check(synthesis(PAINTING, {"mask_image_url": "oss://a/b.png"}), resolves=True).mask == "oss://a/b.png"
