"""Which pictures a line of text names."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanwidgets.session.sources import Source, is_pattern, sources_in


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", []),
        (" , \n ,", []),
        ("a.png", ["a.png"]),
        ("a.png, b.png,c.png", ["a.png", "b.png", "c.png"]),
        ("a.png\nb.png\r\nc.png", ["a.png", "b.png", "c.png"]),
        ("'my, picture.png'", ["my, picture.png"]),
        ('"one, two.png", three.png', ["one, two.png", "three.png"]),
        ("it's.png,x.png", ["it's.png", "x.png"]),
        ("https://a.example/x?s=1,2", ["https://a.example/x?s=1,2"]),
        (
            "https://a.example/x?s=1,2,https://b.example/y, c.png",
            ["https://a.example/x?s=1,2", "https://b.example/y", "c.png"],
        ),
        ("data:image/png;base64,AAAA", ["data:image/png;base64,AAAA"]),
    ],
)
def test_parts_of_a_line(text, values):
    """Paths and addresses stand between commas or on lines; commas that are part of one stay in it."""
    assert [source.value for source in sources_in(text)] == values


def test_file_with_a_comma_is_taken_as_it_is(tmp_path, monkeypatch):
    """A line that is the name of a file is that file, whatever is in it; it is no pattern either."""
    monkeypatch.chdir(tmp_path)
    for name in ("a, b.png", "a[1].png"):
        Path(name).write_bytes(b"")

    assert [source.value for source in sources_in("a, b.png")] == ["a, b.png"]
    assert not is_pattern("a[1].png")
    assert is_pattern("a[2].png")


@pytest.mark.parametrize("value", ["photos/*.jpg", "?.png", "[ab].png"])
def test_pattern(value):
    """What has a sign of a pattern is one."""
    assert is_pattern(value)


@pytest.mark.parametrize("value", ["a.png", "https://a.example/x?y=*", "data:,*", b"*", "~nobody-of-this-name/x"])
def test_no_pattern(value):
    """Addresses, data and other values are none."""
    assert not is_pattern(value)


@pytest.mark.parametrize(
    ("value", "label"),
    [
        ("photos/x.png", "x.png"),
        (Path("photos/x.png"), "x.png"),
        ("https://user:pass@a.example/x.png?secret=1", "x.png"),
        ("https://a.example/", "address"),
        ("http://[::1", "address"),
        ("data:image/png;base64,AAAA", "data URL"),
        ("photos/*.png", "photos/*.png"),
        (b"bytes", ""),
    ],
)
def test_label_tells_no_secret(value, label):
    """A source is called by the end of its path; an address's query and a data URL's data are not shown."""
    assert Source(value).label == label
    assert "secret" not in repr(Source(value))
    assert Source(value, "mine").label == "mine"


@given(st.text(max_size=60))
def test_any_text_is_read(text):
    """Whatever is typed or pasted, nothing breaks, and no part is empty."""
    for source in sources_in(text):
        assert source.value.strip()
        assert isinstance(is_pattern(source.value), bool)
        assert isinstance(source.label, str)


def test_endless_name_is_no_file():
    """A text that is too long for a path, or half a character, is the name of no file."""
    assert len(sources_in("x" * 100_000)) == 1
    assert len(sources_in("\ud800\0")) == 1
