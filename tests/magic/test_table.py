"""A small table."""

from __future__ import annotations

from wanwidgets.magic.table import Table


def test_columns_are_aligned():
    """Columns begin below each other, and a Chinese character is as wide as two others."""
    table = Table((("杯子", "1"), ("cup", "22")), ("what", "many"), "A note.")

    assert repr(table) == "what  many\n杯子  1\ncup   22\nA note."


def test_table_without_head_or_rows_is_its_note():
    """What is empty says so in its note."""
    assert repr(Table((), note="Nothing.")) == "Nothing."
    assert repr(Table((("a", "b"),))) == "a  b"


def test_html_is_escaped():
    """What stands in a cell is text, whatever it looks like."""
    html = Table((("<b>", "&"),), ("<i>", ""), "<u>")._repr_html_()

    assert ">&lt;b&gt;</td>" in html
    assert ">&amp;</td>" in html
    assert "&lt;i&gt;" in html
    assert "&lt;u&gt;" in html
