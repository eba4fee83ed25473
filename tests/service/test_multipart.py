from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests import Request

from wanwidgets.service.multipart import Field, fields

names = st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=1, max_size=9)


@given(st.lists(st.tuples(names, st.binary(max_size=60)), max_size=5), st.binary(max_size=500))
def test_what_requests_writes_is_read_back(pairs, data):
    """Fields come back in their order, to the byte, whatever line ends and dashes are in them."""
    form = [*((name, (None, value)) for name, value in pairs), ("file", ("图 a.png", data))]
    prepared = Request("POST", "http://x/", files=form).prepare()
    *others, file = fields(prepared.body, prepared.headers["Content-Type"])
    assert others == [Field(name, value, None) for name, value in pairs]
    assert (file.name, file.value) == ("file", data)
    assert file.filename


@given(st.binary(max_size=300), st.text(max_size=60))
def test_any_bytes_are_a_form_or_none(body, content_type):
    """Nothing but ValueError is raised."""
    for kind in (content_type, "multipart/form-data; boundary=a", f"multipart/form-data; boundary={content_type}"):
        try:
            found = fields(body.replace(b"\x00", b"\r\n--a"), kind)
        except ValueError:
            continue
        assert all(isinstance(field, Field) for field in found)


def test_the_boundary_must_close_the_form():
    """A form that was cut off is none."""
    whole = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'
    assert fields(whole, "multipart/form-data; boundary=x") == (Field("a", b"1", None),)
    with pytest.raises(ValueError, match="boundary"):
        fields(whole[:-6], "multipart/form-data; boundary=x")
