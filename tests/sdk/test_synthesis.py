"""The older family by `ImageSynthesis`: wan2.5-i2i-preview, wanx-x-painting, wanx2.1-imageedit."""

from __future__ import annotations

from http import HTTPStatus

import numpy as np
import pytest
from dashscope import ImageSynthesis
from PIL import Image

CLOCK = "Place the alarm clock from image 1 beside the vase on the dining table in image 2."


@pytest.fixture
def clock(data_url):
    """Return the arguments of the guide's sample of wan2.5-i2i-preview."""
    return {
        "model": "wan2.5-i2i-preview",
        "prompt": CLOCK,
        "images": [data_url("coffee"), data_url("rocket")],
        "negative_prompt": "",
        "n": 1,
        "prompt_extend": True,
        "watermark": False,
        "seed": 12345,
    }


@pytest.fixture
def repaint(photo, tmp_path, uploaded):
    """Return the arguments of the reference's sample of wanx-x-painting, with pictures that are addresses."""
    mask = np.zeros((512, 512), np.uint8)
    mask[100:300, 150:350] = 255
    Image.fromarray(mask).convert("RGB").save(tmp_path / "mask.png")

    def make():
        model = "wanx-x-painting"
        return {
            "model": model,
            "prompt": "A dog wearing red glasses",
            "n": 1,
            "size": "1024*1024",
            "task": "image2image",
            "extra_input": {
                "base_image_url": uploaded(photo("astronaut"), model),
                "mask_image_url": uploaded(tmp_path / "mask.png", model),
            },
            "headers": {"X-DashScope-OssResourceResolve": "enable"},
        }

    return make


def test_the_guides_call(serve, clock, pictures, like_the_sample):
    """The guide's sample of wan2.5 prints what the guide prints: a task that the SDK waited for by itself."""
    serve()
    answer = ImageSynthesis.call(**clock)

    like_the_sample(answer, "wan2.5 call")
    assert answer.output.results[0].orig_prompt == CLOCK
    (picture,) = pictures(answer)
    height, width, _ = picture.shape
    assert width * height == pytest.approx(1280 * 1280, rel=0.01)
    assert width / height == pytest.approx(640 / 427, rel=0.01)


def test_the_guides_task(serve, clock, like_the_sample):
    """The guide's second sample: a task, waited for and fetched."""
    serve()
    created = ImageSynthesis.async_call(**clock)
    like_the_sample(created, "wan2.5 async_call")
    done = ImageSynthesis.wait(created)

    like_the_sample(done, "wan2.5 call")
    assert ImageSynthesis.fetch(created).output == done.output


def test_several_pictures_are_one_result_each(serve, clock, pictures):
    """Each of n pictures is a result of its own, and the metrics count them."""
    serve()
    answer = ImageSynthesis.call(**{**clock, "n": 3, "size": "768*768"})

    assert answer.output.task_metrics == {"TOTAL": 3, "SUCCEEDED": 3, "FAILED": 0}
    assert answer.usage.image_count == 3
    assert {picture.shape for picture in pictures(answer)} == {(768, 768, 3)}


def test_no_actual_prompt_without_extension(serve, clock):
    """With `prompt_extend=False` a result names the prompt as it was given, and no other."""
    serve()
    answer = ImageSynthesis.call(**{**clock, "prompt_extend": False, "size": "768*768"})

    (result,) = answer.output.results
    assert result.orig_prompt == CLOCK
    assert "actual_prompt" not in result


def test_the_references_inpainting(serve, repaint, pictures, like_the_sample):
    """The sample of wanx-x-painting, with its `task` and `extra_input`, prints what the reference prints."""
    serve()
    answer = ImageSynthesis.call(**repaint())

    like_the_sample(answer, "painting call")
    assert pictures(answer)[0].shape == (1024, 1024, 3)


def test_inpainting_without_its_task_goes_astray(serve, repaint):
    """Without `task` the SDK sends the model to another endpoint, which says so in the documented words."""
    serve()
    arguments = repaint()
    del arguments["task"]
    answer = ImageSynthesis.async_call(**arguments)

    assert (answer.status_code, answer.code) == (HTTPStatus.BAD_REQUEST, "InvalidParameter")
    assert answer.message == "url error, please check url！"


def test_what_is_not_masked_stays(serve, repaint, pictures):
    """The classical engine changes the area under the mask alone."""
    serve(engine="classical")
    answer = ImageSynthesis.call(**{**repaint(), "prompt": "fill with red"})

    after = pictures(answer)[0].astype(int)
    inside, outside = after[300:500, 400:600], after[700:1000, 100:900]
    assert (inside[..., 0] - inside[..., 1:].max(axis=-1) > 100).all()
    assert outside.std() > 20


@pytest.mark.parametrize(
    ("function", "more"),
    [
        ("description_edit", {}),
        ("stylization_all", {"strength": 0.5}),
        ("expand", {"top_scale": 1.5, "left_scale": 1.5}),
        ("super_resolution", {"upscale_factor": 2}),
    ],
)
def test_functions_of_imageedit(serve, data_url, pictures, function, more):
    """The functions of wanx2.1-imageedit are asked for by name, with the base picture as data."""
    serve()
    answer = ImageSynthesis.call(
        model="wanx2.1-imageedit",
        prompt="Turn it into a French picture book",
        function=function,
        base_image_url=data_url("astronaut"),
        n=1,
        **more,
    )

    assert len(pictures(answer)) == 1
    assert answer.output.task_metrics["SUCCEEDED"] == 1


def test_imageedit_with_a_mask(serve, photo, tmp_path, pictures):
    """Base picture and mask are files that the SDK uploads by itself."""
    serve()
    mask = np.zeros((512, 512), np.uint8)
    mask[100:300, 150:350] = 255
    Image.fromarray(mask).convert("RGB").save(tmp_path / "mask.png")
    answer = ImageSynthesis.call(
        model="wanx2.1-imageedit",
        prompt="Put a rabbit in her arms",
        function="description_edit_with_mask",
        base_image_url=f"file://{photo('astronaut')}",
        mask_image_url=f"file://{tmp_path / 'mask.png'}",
        n=1,
    )

    assert len(pictures(answer)) == 1
