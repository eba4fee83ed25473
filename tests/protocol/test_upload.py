"""The policy of an upload becomes the form that the store wants."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wanwidgets.protocol.decode import read_reply
from wanwidgets.protocol.upload import (
    KEPT_SECONDS,
    REUSED_SECONDS,
    decode_policy,
    form_fields,
    policy_path,
    read_store_answer,
    stored_url,
)


def policy_of(document, *, secure=True):
    return decode_policy(read_reply(200, json.dumps(document).encode()), secure=secure)


def test_recorded_policy_becomes_the_documented_form(documents):
    """The fields of the form have the documents' names and order, and the values of the policy."""
    data = documents["policy"]["document"]["data"]
    policy = policy_of(documents["policy"]["document"])

    fields = form_fields(policy, "a.png", "image/png")

    assert [name for name, _ in fields] == documents["policy"]["fields"]
    assert dict(fields) == {
        "OSSAccessKeyId": data["oss_access_key_id"],
        "Signature": data["signature"],
        "policy": data["policy"],
        "key": f"{data['upload_dir']}/a.png",
        "x-oss-object-acl": "private",
        "x-oss-forbid-overwrite": "true",
        "success_action_status": "200",
        "x-oss-content-type": "image/png",
    }
    assert stored_url(policy, "a.png") == f"oss://{data['upload_dir']}/a.png"
    assert policy.host == data["upload_host"]


def test_policy_is_shown_without_what_it_permits_with(documents):
    """No repr of a policy has its signature, and no message that repeats it has it either."""
    policy = policy_of(documents["policy"]["document"])
    secrets = [documents["policy"]["document"]["data"][name] for name in ("policy", "signature", "oss_access_key_id")]

    assert not [secret for secret in secrets if secret in repr(policy)]
    assert policy.hidden_in(f"no: {' '.join(secrets)}") == "no: <hidden> <hidden> <hidden>"


@pytest.mark.parametrize("name", ["upload_host", "upload_dir", "policy", "signature", "oss_access_key_id"])
@pytest.mark.parametrize("value", [None, "", [], {}])
def test_policy_that_is_not_whole_is_refused(documents, name, value):
    """A policy without one of its facts is none."""
    data = {**documents["policy"]["document"]["data"], name: value}

    with pytest.raises(ValueError, match="no policy"):
        policy_of({"request_id": "r", "data": data})


@pytest.mark.parametrize("host", ["http://store.example", "ftp://store.example", "store.example", "https://"])
def test_store_that_is_not_safe_is_refused(documents, host):
    """A service that is reached by https may name no store that is not."""
    data = {**documents["policy"]["document"]["data"], "upload_host": host}

    with pytest.raises(ValueError, match="no safe address"):
        policy_of({"request_id": "r", "data": data})


def test_store_beside_the_local_service_may_be_plain(documents):
    """A service that is reached by plain http may name such a store."""
    data = {**documents["policy"]["document"]["data"], "upload_host": "http://127.0.0.1:1/oss"}

    assert policy_of({"request_id": "r", "data": data}, secure=False).host == "http://127.0.0.1:1/oss"


def test_model_stays_one_part_of_the_question():
    """Whatever a model is called, the question asks for one policy."""
    assert policy_path("wan2.7-image-pro") == "uploads?action=getPolicy&model=wan2.7-image-pro"
    assert policy_path("a&b=c d") == "uploads?action=getPolicy&model=a%26b%3Dc%20d"


def test_store_tells_its_own_reason():
    """Of the store's XML, code and message are read; of anything else, the status."""
    xml = b"<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>Policy expired.</Message></Error>"

    told = read_store_answer(403, xml)
    assert (told.ok, told.code, told.message) == (False, "AccessDenied", "Policy expired.")
    assert read_store_answer(502, b"<html>").code == "HTTP 502"
    assert read_store_answer(200, b"").ok


@given(body=st.binary(max_size=200))
def test_any_answer_of_a_store_is_read(body):
    """Whatever a store answers, it is read."""
    assert read_store_answer(500, body).status == 500


def test_file_is_named_again_only_while_a_task_can_still_fetch_it():
    """What is named again is good for half a day more, in which a task can wait and run for its three hours."""
    assert KEPT_SECONDS - REUSED_SECONDS == 12 * 3600
