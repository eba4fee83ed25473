"""What the provider's environment variables say."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanwidgets.environment import VARIABLES, Environment, read_environment

# The names that the official SDK (dashscope 2.0.2) reads, of both its generations.
NAMES = {
    "DASHSCOPE_API_KEY": "api_key",
    "DASHSCOPE_HTTP_BASE_URL": "base_url",
    "DASHSCOPE_BASE_URL": "base_url",
    "DASHSCOPE_API_REGION": "region",
    "DASHSCOPE_REGION": "region",
    "DASHSCOPE_WORKSPACE_ID": "workspace",
    "DASHSCOPE_WORKSPACE": "workspace",
}


@pytest.mark.parametrize(("name", "field"), NAMES.items())
def test_variable_is_read(tmp_path, name, field):
    """Each variable says one thing, without the space that came along."""
    found = read_environment({name: " singapore\n"}, home=tmp_path)

    assert {kind: getattr(found, kind) for kind in set(NAMES.values())} == {
        kind: "singapore" if kind == field else "" for kind in set(NAMES.values())
    }


def test_no_other_variable_is_read():
    """The table holds these names, the file of the key, and no other."""
    assert {name for names in VARIABLES.values() for name in names} == {*NAMES, "DASHSCOPE_API_KEY_FILE_PATH"}


def test_first_that_is_set_counts(tmp_path):
    """Of two names for one thing the first that says anything counts."""
    found = {"DASHSCOPE_HTTP_BASE_URL": " ", "DASHSCOPE_BASE_URL": "https://b", "DASHSCOPE_API_REGION": "cn-beijing"}

    assert read_environment(found, home=tmp_path).base_url == "https://b"
    assert read_environment({**found, "DASHSCOPE_HTTP_BASE_URL": "https://a"}, home=tmp_path).base_url == "https://a"


def test_region_may_have_the_provider_s_name(tmp_path):
    """A region of the environment may be the provider's code of it."""
    assert read_environment({"DASHSCOPE_REGION": "eu-central-1"}, home=tmp_path).region == "frankfurt"


def test_unknown_region_is_told_with_its_variable(tmp_path):
    """A region that nobody knows is refused with the variable that says it, once somebody asks for the region."""
    found = read_environment({"DASHSCOPE_REGION": "mars", "DASHSCOPE_API_KEY": "sk-1"}, home=tmp_path)

    assert found.api_key == "sk-1"
    with pytest.raises(ValueError, match="DASHSCOPE_REGION: There is no region 'mars'"):
        _ = found.region


def test_key_may_stand_in_a_file(tmp_path):
    """Without a key, the file that is named holds it, else the official SDK's own file in the user's home."""
    (tmp_path / ".dashscope").mkdir()
    (tmp_path / ".dashscope" / "api_key").write_text("sk-home\n", encoding="ascii")
    (tmp_path / "key").write_text(" sk-file \n", encoding="ascii")
    named = {"DASHSCOPE_API_KEY_FILE_PATH": str(tmp_path / "key")}

    assert read_environment({}, home=tmp_path).api_key == "sk-home"
    assert read_environment(named, home=tmp_path).api_key == "sk-file"
    assert read_environment({**named, "DASHSCOPE_API_KEY": "sk-own"}, home=tmp_path).api_key == "sk-own"


def test_file_that_is_named_has_to_be_there(tmp_path):
    """A file that is named and cannot be read is told, without its name, since a key may stand there by mistake."""
    for wrong, said in (("sk-secret", "not there"), (str(tmp_path), "cannot be read"), ("\0", "cannot be read")):
        with pytest.raises(ValueError, match=f"DASHSCOPE_API_KEY_FILE_PATH.*{said}") as caught:
            read_environment({"DASHSCOPE_API_KEY_FILE_PATH": wrong}, home=tmp_path)
        assert "sk-secret" not in str(caught.value)


def test_home_without_a_key_is_no_error(tmp_path):
    """A home without the file, or in which it cannot be read, holds no key."""
    assert read_environment({}, home=tmp_path / "nowhere").api_key == ""
    (tmp_path / ".dashscope" / "api_key").mkdir(parents=True)
    assert read_environment({}, home=tmp_path).api_key == ""


def test_key_is_in_no_repr():
    """A key of the environment is not shown."""
    assert "sk-secret" not in repr(Environment(api_key="sk-secret"))


def test_environment_of_the_process_is_read_when_asked(monkeypatch, tmp_path):
    """Without a table, the variables of the process are read each time."""
    monkeypatch.setenv("DASHSCOPE_WORKSPACE", "ws-1")

    assert read_environment(home=tmp_path).workspace == "ws-1"
    monkeypatch.delenv("DASHSCOPE_WORKSPACE")
    assert read_environment(home=tmp_path).workspace == ""
    assert os.environ["DASHSCOPE_API_KEY_FILE_PATH"] == os.devnull


@given(variables=st.dictionaries(st.sampled_from([*NAMES, "DASHSCOPE_API_KEY_FILE_PATH"]), st.text(max_size=8)))
def test_any_environment_is_read_or_refused(tmp_path_factory, variables):
    """Whatever the variables hold, they are read or refused with a ValueError that names one of them."""
    try:
        found = read_environment(variables, home=tmp_path_factory.getbasetemp())
    except ValueError as error:
        named = str(error)
    else:
        named = next(iter(VARIABLES["api_key"]))
        assert isinstance(found, Environment)
    assert named.startswith("DASHSCOPE_")
