"""From a request to pictures on disk, against the official SDK on the same local service in the same run."""

from __future__ import annotations

import warnings
from urllib.request import urlopen

import pytest
from PIL import Image

import wanwidgets as ww
from wanwidgets.images import InputImage


@pytest.fixture
def service():
    """Return a running local service."""
    with ww.LocalService() as service:
        yield service


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("size", ["1K", "2K"])
def test_edit_against_the_official_sdk(service, size, tmp_path, median_seconds):
    """An edit by us, stored and verified, against create, wait and download by the official SDK."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dashscope = pytest.importorskip("dashscope")
        from dashscope.aigc.image_generation import ImageGeneration
    dashscope.base_http_api_url = service.url
    photo = Image.effect_noise((600, 400), 80).convert("RGB")
    data = InputImage.from_pil(photo).data_url()
    client, store = service.client(), ww.RunStore(tmp_path / "runs")

    def ours():
        ww.edit("Make it warmer", images=[photo], size=size, client=client, store=store, mode="refresh")

    def theirs():
        content = [{"image": data}, {"text": "Make it warmer"}]
        task = ImageGeneration.async_call(
            model="wan2.7-image",
            api_key=service.api_key,
            messages=[{"role": "user", "content": content}],
            size=size,
            n=1,
        )
        done = ImageGeneration.wait(task=task, api_key=service.api_key)
        with urlopen(done.output.choices[0].message.content[0]["image"]) as answer:  # noqa: S310
            (tmp_path / "theirs.png").write_bytes(answer.read())

    ours()
    mine, other = median_seconds(ours), median_seconds(theirs)
    print(f"\n{size}: ours {mine:.2f} s, official SDK {other:.2f} s, ratio {mine / other:.2f}")
