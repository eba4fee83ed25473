"""Packs that chance has changed: they are opened as they were, or refused with words and without a trace."""

from __future__ import annotations

import copy
import json
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wanwidgets.errors import StoreError
from wanwidgets.store import RunStore

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("ab" * 32),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
FUZZ = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def paths_in(value, path=()):
    """Yield the path of every value in a document."""
    for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*path, name)
        if isinstance(inner, (dict, list)):
            yield from paths_in(inner, (*path, name))


def opens(path, folder) -> bool:
    """Open a pack in a new folder; what is refused left no trace, and what was taken is whole."""
    shutil.rmtree(folder, ignore_errors=True)
    try:
        store = RunStore.open_pack(path, folder)
    except StoreError as error:
        said = str(error)
    else:
        said = ""
    if said:
        assert said.startswith("The pack 'lesson.zip' was not opened: ")
        assert not folder.exists()
        return False
    assert store.damage() == ()
    assert len(store.runs()) == 1
    assert store.pack(path.with_name("again.zip")).exists()
    return True


@FUZZ
@given(data=st.data())
def test_any_byte_may_be_wrong(document, packed, tmp_path, data):
    """Bytes that were changed, put in or cut out anywhere are refused, or make no difference."""
    path = packed(document)
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    gone = data.draw(st.integers(0, 40))
    new = data.draw(st.binary(max_size=40))

    path.write_bytes(whole[:at] + new + whole[at + gone :])

    opens(path, tmp_path / "class")


@FUZZ
@given(data=st.data())
def test_any_value_may_be_wrong(document, packed, tmp_path, data):
    """Any value of the listing may be any other one, or gone: it is refused, or as good."""
    changed = copy.deepcopy(document)
    *above, last = data.draw(st.sampled_from(list(paths_in(changed))))
    inner = changed
    for name in above:
        inner = inner[name]
    if data.draw(st.booleans()):
        inner[last] = data.draw(ANY)
    else:
        del inner[last]

    opens(packed(changed), tmp_path / "class")


@FUZZ
@given(data=st.data())
def test_any_listing_may_be_there(document, files, zipped, tmp_path, data):
    """Any bytes and any JSON in the place of the listing are refused."""
    listing = data.draw(st.binary(max_size=200) | ANY.map(lambda value: json.dumps(value).encode()))

    assert not opens(zipped([*files.items(), ("manifest.json", listing)]), tmp_path / "class")


@pytest.mark.parametrize("name", ["sha256", "width"])
def test_fuzzing_would_see_a_change(document, packed, tmp_path, name):
    """The sound pack is opened by the same way, and one that was changed is not."""
    assert opens(packed(document), tmp_path / "class")
    document["runs"][0]["content"][0][name] = "ab" * 32

    assert not opens(packed(document), tmp_path / "class")
