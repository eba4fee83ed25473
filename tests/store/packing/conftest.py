"""A pack as a value, and zip files that no pack is."""

from __future__ import annotations

import io
import json
import zipfile

import numpy as np
import pytest
from PIL import Image

from wanwidgets.decoding import decoded, pixel_hash, sha256
from wanwidgets.meaning import canonical


@pytest.fixture
def picture():
    """Return what makes a small PNG of noise, another one for each number."""

    def make(number: int, size: tuple[int, int] = (40, 30), **options) -> bytes:
        pixels = np.random.default_rng(number).integers(0, 256, (size[1], size[0], 3), np.uint8)
        out = io.BytesIO()
        Image.fromarray(pixels).save(out, options.pop("format", "PNG"), **options)
        return out.getvalue()

    return make


@pytest.fixture
def pixels():
    """Return what tells the hash of a file's pixels."""
    return lambda data: pixel_hash(decoded(data, ""))


@pytest.fixture
def document(picture, pixels):
    """Return the listing of a pack with one run, that was asked with picture 1 and made picture 2."""
    before, after = picture(1), picture(2)
    request = {
        "model": "wan2.7-image",
        "prompt": "Paint it red",
        "pictures": [{"sha256": sha256(before), "pixels": pixels(before), "boxes": [[1, 2, 30, 20]]}],
        "mask": None,
        "marks": "list",
        "parameters": {"seed": 7},
        "take": 0,
    }
    return {
        "format": "wanwidgets pack",
        "version": 1,
        "versions": {"wanwidgets": "0.1.0", "meaning": 1},
        "inputs": True,
        "runs": [
            {
                "id": "run-1",
                "engine": "model-studio/singapore",
                "started": "2026-11-20T12:00:00+00:00",
                "seconds": 12.5,
                "task_id": "t-1",
                "request_id": "r-1",
                "usage": {"image_count": 1},
                "content": [
                    {
                        "sha256": sha256(after),
                        "width": 40,
                        "height": 30,
                        "actual_prompt": "Paint it a deep red",
                        "pixels": pixels(after),
                    },
                    {"text": "Here it is."},
                ],
                "request": request,
                "meaning": canonical(
                    engine="model-studio/singapore",
                    model=request["model"],
                    prompt=request["prompt"],
                    pictures=[{"pixels": pixels(before), "boxes": [[1, 2, 30, 20]]}],
                    mask=None,
                    marks="list",
                    parameters={"n": 1, "seed": 7, "size": "2K"},
                    take=0,
                ),
            }
        ],
        "files": [
            {"sha256": sha256(data), "suffix": ".png", "size": len(data)}
            for data in sorted((before, after), key=sha256)
        ],
        "addresses": {},
    }


@pytest.fixture
def files(picture):
    """Return the pictures of that pack by their names."""
    return {f"files/{sha256(data)[:2]}/{sha256(data)}.png": data for data in (picture(1), picture(2))}


@pytest.fixture
def zipped(tmp_path):
    """Return what writes a zip file of entries; the first are a name or a ZipInfo."""

    def write(entries, name: str = "lesson.zip"):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w") as archive:
            for entry, data in entries:
                archive.writestr(entry, data)
        return path

    return write


@pytest.fixture
def packed(zipped, files):
    """Return what writes a pack of a listing and the pictures."""

    def write(listing, pictures=None, name: str = "lesson.zip"):
        written = files if pictures is None else pictures
        return zipped([*written.items(), ("manifest.json", json.dumps(listing))], name)

    return write
