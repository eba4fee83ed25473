"""The guide's own gallery, prompt for prompt, asked for by the SDK with real photographs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from dashscope.aigc.image_generation import ImageGeneration

GALLERY = json.loads((Path(__file__).parent / "gallery.json").read_text(encoding="utf-8"))["prompts"]


@pytest.mark.parametrize("entry", GALLERY, ids=[entry["name"] for entry in GALLERY])
def test_the_guides_gallery(serve, data_url, pictures, entry):
    """Each prompt of the gallery is taken with its pictures and gives as many pictures as it asks for."""
    serve()
    content = [*({"image": data_url(name)} for name in entry["photos"]), {"text": entry["prompt"]}]
    more = {"n": 1, **entry.get("more", {})}
    answer = ImageGeneration.call(
        model="wan2.7-image-pro", messages=[{"role": "user", "content": content}], size="1024*768", **more
    )

    assert [picture.shape for picture in pictures(answer)] == [(768, 1024, 3)] * more["n"]
