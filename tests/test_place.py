"""Where a client asks, found without asking anybody."""

from __future__ import annotations

import pytest

from wanwidgets.catalog import REGIONS
from wanwidgets.place import Place, is_local, locate, region_named

MAAS = "https://ws-1.{}.maas.aliyuncs.com/api/v1"


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({}, Place("https://dashscope.aliyuncs.com/api/v1", "beijing")),
        ({"region": "singapore"}, Place("https://dashscope-intl.aliyuncs.com/api/v1", "singapore")),
        ({"region": "ap-southeast-1"}, Place("https://dashscope-intl.aliyuncs.com/api/v1", "singapore")),
        ({"region": "virginia"}, Place("https://dashscope-us.aliyuncs.com/api/v1", "virginia")),
        ({"workspace": "ws-1"}, Place("https://dashscope.aliyuncs.com/api/v1", "beijing", "ws-1")),
        ({"region": "frankfurt", "workspace": "ws-1"}, Place(MAAS.format("eu-central-1"), "frankfurt")),
        ({"workspace": "ws-1", "workspace_host": True}, Place(MAAS.format("cn-beijing"), "beijing")),
        (
            {"region": "singapore", "workspace": "ws-1", "workspace_host": True},
            Place(MAAS.format("ap-southeast-1"), "singapore"),
        ),
    ],
)
def test_region_is_found(said, place):
    """A region is found at its shared host, or at the workspace's own where that is asked for or the only one."""
    assert locate(**said) == place
    assert place.engine == f"model-studio/{place.region}"


@pytest.mark.parametrize(
    ("url", "region"),
    [
        ("https://dashscope.aliyuncs.com/api/v1", "beijing"),
        (" https://DashScope-Intl.aliyuncs.com/api/v1/ ", "singapore"),
        ("https://dashscope-us.aliyuncs.com/api/v1", "virginia"),
        (MAAS.format("eu-central-1"), "frankfurt"),
        (MAAS.format("cn-beijing"), "beijing"),
        (MAAS.format("cn-hongkong"), None),
        ("https://maas.aliyuncs.com/api/v1", None),
        ("https://cn-beijing.maas.aliyuncs.com/api/v1", None),
        ("https://token-plan.cn-beijing.maas.aliyuncs.com/api/v1", None),
        ("https://a.b.cn-beijing.maas.aliyuncs.com/api/v1", None),
        ("https://dashscope.aliyuncs.com.evil.example/api/v1", None),
        ("https://evil.example/dashscope.aliyuncs.com/api/v1", None),
        ("https://model.example:8443/api/v1", None),
        ("not an address", None),
    ],
)
def test_address_of_a_region_means_the_region(url, region):
    """An address at the host of a known region is that region, and no other address is."""
    place = locate(base_url=url, workspace="ws-1")

    assert (place.region, place.base_url, place.workspace) == (region, url, "ws-1")


def test_engine_of_another_place_is_its_host():
    """A place of no region is called by its host, and uploads may be hoped for there."""
    place = locate(base_url="https://model.example:8443/api/v1")

    assert (place.engine, place.uploads) == ("custom/model.example", True)


def test_uploads_are_where_they_are_documented():
    """Temporary uploads are hoped for where the catalog has them."""
    hoped = {name for name in REGIONS if locate(name, workspace="ws").uploads}

    assert hoped == {"beijing", "singapore"}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"region": "atlantis"}, "atlantis.*known are beijing, singapore"),
        ({"region": "cn-hongkong"}, "Or give base_url"),
        ({"region": "beijing", "base_url": "http://127.0.0.1/api/v1"}, "not both"),
        ({"base_url": "http://127.0.0.1/api/v1", "workspace_host": True}, "not both"),
        ({"region": "frankfurt"}, "Frankfurt, the host belongs to a workspace.*workspace="),
        ({"workspace_host": True}, "Beijing, the host belongs to a workspace"),
        ({"region": "virginia", "workspace": "ws-1", "workspace_host": True}, "No host of a workspace.*Virginia"),
    ],
)
def test_place_that_cannot_be_found_is_refused(said, why):
    """A region that is unknown, contradicted, or not reachable as it was said, is refused with what to do."""
    with pytest.raises(ValueError, match=why):
        locate(**said)


def test_key_in_the_place_of_a_region_is_not_shown():
    """A key that was taken for a region is refused without being shown."""
    with pytest.raises(ValueError, match="api_key=") as caught:
        locate("sk-0123456789abcdef")

    assert "0123" not in str(caught.value)


@pytest.mark.parametrize("workspace", ["", "-a", "_a", "a b", "a.b", "ws\n", "工作", "a" * 65, "a/b", "a@b"])
def test_workspace_that_is_no_id_is_refused(workspace):
    """A workspace that could name another host, or stand in no header, is refused."""
    with pytest.raises(ValueError, match="no id of a workspace"):
        locate("frankfurt", workspace=workspace)


def test_longest_workspace_is_taken():
    """An id has at most 64 characters."""
    assert locate("frankfurt", workspace="a" * 64).host.startswith("a" * 64)


def test_hint_for_a_key_names_the_place_and_what_to_do():
    """Where a key is refused, the hint names the region that was asked and the others, or the place."""
    said = locate("singapore").key_hint
    assert "singapore (dashscope-intl.aliyuncs.com) was asked" in said
    assert "(beijing, virginia, frankfurt)" in said
    assert "model.example was asked" in locate(base_url="https://model.example/api/v1").key_hint


@pytest.mark.parametrize("row", REGIONS.values(), ids=lambda row: row.name)
def test_region_has_two_names(row):
    """A region is found by our name and by the provider's code."""
    assert region_named(row.name) is region_named(row.code) is row


@pytest.mark.parametrize(
    ("engine", "local"),
    [("local/7", True), ("local/cards-7", True), ("model-studio/singapore", False), ("custom/local", False)],
)
def test_only_the_service_of_this_process_is_local(engine, local):
    """An engine is local by its kind, whatever other hosts are called."""
    assert is_local(engine) is local
