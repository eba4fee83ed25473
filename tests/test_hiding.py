"""What a service says of a key is told without the key, and everything else as it was said."""

from __future__ import annotations

import pytest

from wanwidgets.hiding import without_key, without_keys

KEY = "An/example-of-a-key"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (f"Wrong: {KEY}.", "Wrong: <key>."),
        (f"{KEY}{KEY}", "<key><key>"),
        ("Wrong: An/examp****of-a-key!", "Wrong: <key>****<key>!"),
        ("Wrong: An/exam****a-key", "Wrong: An/exam****a-key"),
        ("At /login?key=An%2Fexample-of-a-key", "At /login?key=<key>"),
        ("It ends with An/examp", "It ends with <key>"),
        ("Too many requests.", "Too many requests."),
        ("", ""),
    ],
)
def test_words_hold_no_part_of_the_key(said, told):
    """Eight characters in a row, as they are or as they stand in an address, are taken out; fewer are left."""
    assert without_key({"code": said, "output": {"message": said}}, KEY) == {"code": told, "output": {"message": told}}


def test_everything_but_words_stays_as_it_is():
    """An id, an address or a number is never changed, since a part of it may be that of a key by chance."""
    document = {
        "request_id": KEY,
        "output": {"task_id": KEY, "results": [{"url": f"https://example.com/{KEY}", "n": 1}, None, True]},
        "code": 7,
    }

    assert without_key(document, KEY) == document
    assert without_key(None, KEY) is None


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (f"Write {KEY} on it", "Write <key> on it"),
        ("Write An/examp on it", "Write <key> on it"),
        ("Write sk-0123456789abcdef on it", "Write <key> on it"),
        ("Write desk-0123456789abcdef and sk-short on it", "Write desk-0123456789abcdef and sk-short on it"),
        ("", ""),
    ],
)
def test_words_of_the_user_hold_no_key(said, told):
    """What the user wrote is told without their own key, and without what looks like anybody's."""
    assert without_keys(said, KEY) == told


def test_no_key_hides_nothing():
    """Without a key, or with one that is too short to be known, only what looks like one is hidden."""
    assert [without_keys("a sk-0123456789ab", key) for key in ("", "a")] == ["a <key>"] * 2
