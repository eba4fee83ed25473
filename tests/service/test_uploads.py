"""Temporary uploads, as the official SDK does them, and what the object store refuses."""

from __future__ import annotations

import base64
import io
import json

import pytest
import requests
from PIL import Image

from wanwidgets.service.keeping import Keeping
from wanwidgets.service.shelf import Shelf

HOURS = 3600
RESOLVE = {"X-DashScope-OssResourceResolve": "enable"}
MODEL = "wan2.7-image"
NOT_VALID = "The provided URL does not appear to be valid. Ensure it is correctly formatted."


@pytest.fixture(scope="module")
def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (400, 300), "#407090").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def api(serve, clock):
    return serve(clock=clock)


def policy(api, model=MODEL, **options):
    return api("GET", "/uploads", params={"action": "getPolicy", "model": model}, **options).json()["data"]


def form(granted, data, name="a.png", **changes):
    """Return the fields in the SDK's order, the file last; a change of None leaves a field out."""
    values = {
        "OSSAccessKeyId": granted["oss_access_key_id"],
        "Signature": granted["signature"],
        "policy": granted["policy"],
        "key": f"{granted['upload_dir']}/{name}",
        "x-oss-object-acl": granted["x_oss_object_acl"],
        "x-oss-forbid-overwrite": granted["x_oss_forbid_overwrite"],
        "success_action_status": "200",
        "x-oss-content-type": "image/png",
        **changes,
    }
    fields = [(key, (None, value)) for key, value in values.items() if value is not None]
    return [*fields, ("file", (name, data, "image/png"))]


def send(granted, fields):
    return requests.post(granted["upload_host"], files=fields, timeout=60)


def put(api, data, model=MODEL, name="a.png") -> str:
    granted = policy(api, model)
    answer = send(granted, form(granted, data, name))
    assert (answer.status_code, answer.content) == (200, b"")
    return f"oss://{granted['upload_dir']}/{name}"


def xml(answer) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/xml"
    return answer.status_code, answer.text.partition("<Code>")[2].partition("</Code>")[0]


def edit(api, address, model=MODEL, headers=RESOLVE):
    document = api.document("Sharpen it")
    document["model"] = model
    document["input"]["messages"][0]["content"][0]["image"] = address
    return api.call(document, headers=headers)


def test_an_uploaded_picture_is_edited(api, png):
    """A policy, a form, an oss:// address and its header lead to a picture."""
    answer = edit(api, put(api, png)).json()
    assert answer["usage"]["image_count"] == 1


def test_the_policy_says_what_it_allows(api):
    """Its fields are the documented ones, and the signed text has expiry, size, folder and conditions."""
    granted = policy(api)
    signed = json.loads(base64.b64decode(granted["policy"]))
    assert (granted["expire_in_seconds"], granted["x_oss_object_acl"]) == (300, "private")
    assert granted["upload_dir"].split("/")[0::2] == ["dashscope-instant", "2026-03-26"]
    # 300 seconds after 17:16:01 in Beijing.
    assert signed["expiration"] == "2026-03-26T09:21:01.000Z"
    assert ["starts-with", "$key", granted["upload_dir"]] in signed["conditions"]
    assert {"x-oss-forbid-overwrite": "true"} in signed["conditions"]


def test_a_stored_address_needs_the_header(api, png):
    """Without it the address is not valid, and a task fails for it."""
    address = put(api, png)
    refused = edit(api, address, headers={})
    assert (refused.status_code, refused.json()["message"]) == (400, NOT_VALID)


def test_an_upload_is_bound_to_its_model(api, png):
    """Another model cannot have it, nor can anybody have what was never uploaded."""
    address = put(api, png)
    assert edit(api, address, "wan2.7-image-pro").json()["message"] == "download image failed"
    assert edit(api, f"{address}x").json()["message"] == "download image failed"


def test_an_upload_lives_for_48_hours(api, png, clock):
    """Until then it can be used, then it is gone from the disk too."""
    address = put(api, png)
    clock.now += 48 * HOURS - 1
    assert edit(api, address).status_code == 200
    clock.now += 1
    assert edit(api, address).json()["message"] == "download image failed"
    put(api, png)
    assert api.server._listener.ask(lambda state: len(state.uploads._shelf)) == 1


def test_a_file_is_not_overwritten(api, png):
    """The second of a name is refused, which two files of the same name in one call of the SDK run into."""
    granted = policy(api)
    assert send(granted, form(granted, png)).status_code == 200
    assert xml(send(granted, form(granted, png))) == (409, "FileAlreadyExists")
    assert send(granted, form(granted, png, "b.png")).status_code == 200


def test_a_policy_expires(api, png, clock):
    """After 300 seconds it is good for nothing, in the object store's words."""
    granted = policy(api)
    clock.now += 299
    assert send(granted, form(granted, png)).status_code == 200
    clock.now += 1
    answer = send(granted, form(granted, png, "b.png"))
    assert xml(answer) == (403, "AccessDenied")
    assert "Invalid according to Policy: Policy expired." in answer.text


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"OSSAccessKeyId": "other"}, (403, "InvalidAccessKeyId")),
        ({"OSSAccessKeyId": None}, (403, "InvalidAccessKeyId")),
        ({"Signature": "other"}, (403, "SignatureDoesNotMatch")),
        ({"Signature": None}, (403, "SignatureDoesNotMatch")),
        ({"policy": "e30="}, (403, "SignatureDoesNotMatch")),
        ({"policy": None}, (403, "SignatureDoesNotMatch")),
        ({"key": "elsewhere/a.png"}, (403, "AccessDenied")),
        ({"key": None}, (403, "AccessDenied")),
        ({"x-oss-object-acl": "public-read"}, (403, "AccessDenied")),
        ({"x-oss-forbid-overwrite": None}, (403, "AccessDenied")),
    ],
    ids=str,
)
def test_the_form_is_held_against_its_policy(api, png, changes, error):
    """Each field that the policy binds is checked, in the object store's XML."""
    granted = policy(api)
    assert xml(send(granted, form(granted, png, **changes))) == error


def test_fields_behind_the_file_are_not_seen(api, png):
    """The file must be the last field."""
    granted = policy(api)
    fields = form(granted, png)
    assert xml(send(granted, [fields[-1], *fields[:-1]])) == (403, "InvalidAccessKeyId")
    assert xml(send(granted, fields[:-1])) == (400, "IncorrectNumberOfFilesInPOSTRequest")


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data; boundary=x", b"no form"),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="file"\r\n--x--'),
        ("multipart/form-data", b"--x--"),
        ("application/json", b"{}"),
        ("", b""),
    ],
)
def test_what_is_no_form_is_refused(api, content_type, body):
    """Whatever is sent there, the answer is the object store's."""
    host = policy(api)["upload_host"]
    answer = requests.post(host, data=body, headers={"Content-Type": content_type}, timeout=60)
    assert xml(answer) == (400, "MalformedPOSTRequest")


def test_a_file_may_be_too_large(serve, png):
    """The policy says how large it may be."""
    api = serve(max_body_bytes=3 << 19)
    granted = policy(api)
    largest = granted["max_file_size_mb"] << 20
    assert largest == 1 << 20
    assert send(granted, form(granted, bytes(largest))).status_code == 200
    assert xml(send(granted, form(granted, bytes(largest + 1), "b.png"))) == (400, "EntityTooLarge")
    assert xml(send(granted, form(granted, bytes(2 * largest), "c.png"))) == (400, "EntityTooLarge")


def test_policies_are_for_models_of_the_service(api):
    """An unknown model, or none, is refused, and so is every other action."""
    answer = api("GET", "/uploads", params={"action": "getPolicy", "model": "wan9"})
    assert (answer.status_code, answer.json()["message"]) == (400, "Model not exist.")
    assert api("GET", "/uploads", params={"action": "getPolicy"}).json()["code"] == "BadRequest.EmptyModel"
    assert api("GET", "/uploads", params={"model": MODEL}).json()["message"] == "action must be getPolicy."
    assert api("GET", "/uploads", params={"action": "getPolicy", "model": MODEL}, key=None).status_code == 401


def test_masks_and_base_pictures_are_taken_from_uploads(serve, png):
    """The model that takes addresses only gets local pictures this way."""
    api = serve(engine="cards")
    document = {
        "model": "wanx-x-painting",
        "input": {
            "prompt": "a dog",
            "base_image_url": put(api, png, "wanx-x-painting"),
            "mask_image_url": put(api, png, "wanx-x-painting", "mask.png"),
        },
        "parameters": {"mask_color": [[64, 112, 144]]},
    }
    task = api.start("/services/aigc/image2image/image-synthesis", document, headers=RESOLVE)
    done = api.finished(task)
    assert (done["output"]["task_status"], done["usage"]) == ("SUCCEEDED", {"image_count": 1})


def test_the_shelf_forgets_the_oldest_first(tmp_path, clock):
    """What has expired is gone from memory and disk at the next file, and a file that vanished is none."""
    shelf = Shelf(tmp_path, Keeping(None).drawer("files"), clock=clock, seconds=10)
    shelf.put("a", b"1", None)
    clock.now += 5
    kept = shelf.put("b", b"2", None)
    clock.now += 5
    assert (shelf.read("a"), shelf.read("b"), shelf.get("a")) == (None, b"2", None)
    shelf.put("c", b"3", None)
    assert len(shelf) == len(list(tmp_path.iterdir())) == 2
    kept.file.unlink()
    assert shelf.read("b") is None
    shelf.clear()
    assert list(tmp_path.iterdir()) == []
