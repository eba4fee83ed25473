"""The notebook about a key of one's own: without one nobody is asked, with one a single picture is paid for, once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import wanwidgets as ww
from tests.notebooks.books import FOLDER
from tests.notebooks.kernels import alone, execute, placed, run_all

BOOK = FOLDER / "10-your-own-key.ipynb"

ASK_ANOTHER = """
import wanwidgets as ww
try:
    ww.connect("virginia", api_key="0" * 20).fetch("task")
except ww.WanError as error:
    print(type(error).__name__)
"""


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """Kernels can ask this machine only; return the file in which stands whom else they tried to."""
    alone(monkeypatch, tmp_path)
    startup = tmp_path / "ipythondir" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    shutil.copy(Path(__file__).with_name("watching.py"), startup)
    file = tmp_path / "asked"
    file.touch()
    monkeypatch.setenv("ASKED", str(file))
    return file


def test_without_a_key_nobody_is_asked(asked, tmp_path):
    """Run All without a key ends well, and no other machine is even looked up."""
    ended, _ = run_all(placed(tmp_path, BOOK))

    assert set(ended) == {"ok"}
    assert asked.read_text(encoding="utf-8") == ""


def test_with_a_key_one_picture_is_paid_for_once(asked, tmp_path, monkeypatch):
    """Run All with a key sends one request for one picture, to the place of the key; run again, it sends nothing."""
    book = placed(tmp_path, BOOK)
    with ww.LocalService() as service:
        monkeypatch.setenv("DASHSCOPE_API_KEY", service.api_key)
        monkeypatch.setenv("DASHSCOPE_HTTP_BASE_URL", service.url)
        for _ in range(2):
            ended, _ = run_all(book)
            assert set(ended) == {"ok"}
            assert [len(entry["pictures"]) for entry in service.ledger()] == [1]

    assert asked.read_text(encoding="utf-8") == ""


def test_another_machine_would_be_noticed(asked, tmp_path):
    """A kernel that asks another machine is kept from it, and it is written down whom it asked."""
    execute(tmp_path, ASK_ANOTHER)

    assert "dashscope-us.aliyuncs.com" in asked.read_text(encoding="utf-8")
