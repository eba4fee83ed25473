"""What is told of a picture."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

# What the tests of this folder share is found by its name.
sys.path.insert(0, str(Path(__file__).parent))

from wanwidgets.provenance import PictureFacts, RequestFacts, Told


@pytest.fixture
def told():
    """Return what is told of a picture, with letters that every kind of file has trouble with."""
    return Told(
        "local/1",
        RequestFacts(
            "wan2.7-image",
            'Schreib "日落" <b>&amp;</b>\u2028\x85 \ud83d\ud83d\ufffe\0 ]]> --> \U0001f305',
            (PictureFacts("a" * 64, "b" * 64, 400, 300, ((1, 2, 30, 40),)), PictureFacts()),
            {
                "size": [400, 300],
                "strokes": [{"invert": True}, {"points": [[1.5, 2.0], [30.0, 40.0]], "radius": 4.5, "erase": False}],
                "base": None,
            },
            "drawn",
            {"n": 2, "size": "1K", "watermark": False, "color_palette": [{"hex": "#fff", "ratio": "100.00%"}]},
            3,
        ),
        PictureFacts("c" * 64, "d" * 64, 53, 37),
        2,
        "task-1",
        "request-1",
        "2026-11-20T00:00:00+00:00",
        1.5,
        {"image_count": 2},
        "a sunset",
    )
