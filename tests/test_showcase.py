"""What the contact sheet shows is all that the local engine does, and both prompts below each picture mean it."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from wanwidgets.service.engine.families import KINDS, WORDS
from wanwidgets.service.engine.grammar.marks import in_chinese
from wanwidgets.service.engine.grammar.read import read
from wanwidgets.service.engine.steps import Reading

ROOT = Path(__file__).parents[1]
WRITTEN = {"text", "labels"}
sys.path.insert(0, str(Path(__file__).with_name("benchmarks")))
from sheet import COLUMNS, MOST_BYTES, TILE  # noqa: E402 - the helpers lie in a folder that is no package
from showcase import FILES, SHOWS, photograph  # noqa: E402 - likewise


def test_every_kind_is_shown_once():
    """None is left out, and none is shown that is gone."""
    assert sorted(show.kind for show in SHOWS) == sorted(KINDS)


@pytest.mark.parametrize("show", SHOWS, ids=lambda show: show.kind)
def test_both_prompts_mean_the_same(show):
    """Each is read, in its language, as one step of the kind, about the same boxes, pictures and values."""
    readings = [read(prompt, WORDS) for prompt in (show.english, show.chinese)]
    assert [in_chinese(prompt) for prompt in (show.english, show.chinese)] == [False, True]
    assert all(isinstance(reading, Reading) for reading in readings), readings
    (first,), (second,) = (reading.steps for reading in readings)
    assert first.kind == second.kind == show.kind
    # Words that are written are in the language of the prompt.
    one, other = (
        replace(step, values=tuple(value for value in step.values if value[0] not in WRITTEN))
        for step in (first, second)
    )
    assert one == other


@pytest.mark.parametrize("show", SHOWS, ids=lambda show: show.kind)
def test_its_boxes_lie_in_its_photographs(show):
    """There is a list for each picture, and no box reaches beyond it."""
    assert len(show.boxes) in {0, len(show.pictures)}
    assert set(show.pictures) <= set(FILES)
    for name, own in zip(show.pictures, show.boxes, strict=False):
        height, width = photograph(name).shape[:2]
        assert all(0 <= x1 < x2 <= width and 0 <= y1 < y2 <= height for x1, y1, x2, y2 in own)


def test_the_sheet_is_there_and_small():
    """As many columns as it should have, no larger than a page can bear."""
    path = ROOT / "docs" / "families.jpg"
    assert path.stat().st_size <= MOST_BYTES
    with Image.open(path) as image:
        assert image.width > COLUMNS * TILE[0]


def test_the_makefile_knows_how():
    """``make sheet`` writes it."""
    assert re.search(r"^sheet:.*\n\t.*sheet\.py docs/families\.jpg$", (ROOT / "Makefile").read_text(), re.MULTILINE)
