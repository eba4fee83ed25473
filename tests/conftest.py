"""What every test can ask for, and what none may leave behind."""

from __future__ import annotations

import os
import threading

import numpy as np
import pytest
from PIL import Image

OWN_PREFIXES = ("DASHSCOPE_", "WANWIDGETS_")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch, tmp_path):
    """No test sees the user's key, writes a store where it was started, or paces with the user's own requests."""
    for name in [name for name in os.environ if name.startswith(OWN_PREFIXES)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("WANWIDGETS_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("WANWIDGETS_PACE", "off")
    # The official SDK's file of a key in the user's home is none for a test.
    monkeypatch.setenv("DASHSCOPE_API_KEY_FILE_PATH", os.devnull)


@pytest.fixture(autouse=True)
def no_run_left_behind():
    """No test leaves the thread of a run behind."""
    yield
    runs = [thread for thread in threading.enumerate() if thread.name == "wanwidgets-run"]
    for thread in runs:
        thread.join(5)
    assert not [thread for thread in runs if thread.is_alive()]


@pytest.fixture
def photo():
    """Return a colourful 400×300 RGB picture, the same each time."""
    y, x = np.mgrid[0:300, 0:400]
    noise = np.random.default_rng(7).integers(0, 40, (300, 400, 3))
    pixels = np.stack([x * 200 // 400, y * 200 // 300, (x + y) * 200 // 700], axis=-1) + noise
    return Image.fromarray(pixels.astype(np.uint8))
