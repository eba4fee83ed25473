"""Files go to the provider's store by its policy, once in a while, and the key never goes there."""

from __future__ import annotations

import email.parser
import email.policy
import threading

import numpy as np
import pytest
import urllib3.connection

from wanwidgets.asking import ASK_ATTEMPTS
from wanwidgets.errors import Cancelled, FetchError, ImageError, OutcomeUnknown, ServiceError, Unreachable
from wanwidgets.images import InputImage
from wanwidgets.protocol.upload import REUSED_SECONDS
from wanwidgets.regions import Mask, Stroke
from wanwidgets.request import EditRequest

KEY = "sk-secret-0123456789"
SIGNATURE = "c2lnbmF0dXJlLW9mLXRoZS1wb2xpY3k="
FIELDS = [
    "OSSAccessKeyId", "Signature", "policy", "key", "x-oss-object-acl", "x-oss-forbid-overwrite",
    "success_action_status", "x-oss-content-type", "file",
]  # fmt: skip


@pytest.fixture
def store(start_server):
    """Return the store of uploads, a server of its own; it takes every file."""
    store = start_server()
    return store.answers(store.raw(b""))


@pytest.fixture
def policy(server, store):
    def policy(**changes):
        data = {
            "policy": "cG9saWN5LW9mLXRoZS11cGxvYWQ=",
            "signature": SIGNATURE,
            "upload_dir": "dashscope-instant/abc/2026-01-01/r-1",
            "upload_host": f"{store.origin}/oss",
            "oss_access_key_id": "LTAI5t",
            "x_oss_object_acl": "private",
            "x_oss_forbid_overwrite": "true",
        }
        return server.json({"request_id": "r-1", "data": {**data, **changes}})

    return policy


def refused(store, code, status, message="Invalid according to Policy: Policy expired."):
    return store.raw(f"<Error><Code>{code}</Code><Message>{message}</Message></Error>".encode(), status)


def form_of(seen):
    """Return names, file names and bytes of the parts of a form, in order."""
    head = f"Content-Type: {seen.headers['content-type']}\r\n\r\n".encode()
    parts = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + seen.body).iter_parts()
    return [
        (part.get_param("name", header="content-disposition"), part.get_filename(), part.get_payload(decode=True))
        for part in parts
    ]


@pytest.fixture
def painting(photo) -> EditRequest:
    mask = Mask((400, 300), (Stroke(((200.0, 150.0),), 40.0),))
    return EditRequest("A hat", [photo], mask=mask, model="wanx-x-painting")


def test_file_goes_to_the_store(server, store, make_client, photo, policy):
    """A file goes by the form of the documents: the fields in their order, the file last, and no key."""
    server.answers(policy())
    image = InputImage.from_pil(photo)

    url = make_client(new_id=lambda: "own").upload(image, model="wan2.7-image-pro")

    (asked,), (put,) = server.arrived(1), store.arrived(1)
    assert (asked.method, asked.path) == ("GET", "/api/v1/uploads?action=getPolicy&model=wan2.7-image-pro")
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    name = f"{image.digest[:16]}-own.png"
    assert url == f"oss://dashscope-instant/abc/2026-01-01/r-1/{name}"
    form = form_of(put)
    assert (put.method, put.path) == ("POST", "/oss")
    assert [field for field, _, _ in form] == FIELDS
    assert form[-1] == ("file", name, image.data)
    assert {field: data for field, _, data in form}["key"] == url.removeprefix("oss://").encode()
    assert "authorization" not in put.headers
    assert KEY.encode() not in put.body
    assert "x-dashscope-workspace" not in put.headers


def test_workspace_is_told_to_the_policy(server, store, make_client, photo, policy):
    """The policy is asked for in the client's workspace, like everything else."""
    server.answers(policy())

    make_client(workspace="ws-1").upload(photo, model="wan2.7-image")

    assert server.arrived(1)[0].headers["x-dashscope-workspace"] == "ws-1"


def test_two_files_of_one_name_do_not_collide(server, store, client, *, tmp_path, photo, policy):
    """Files of the same name and even of the same bytes get names of their own, since the store overwrites nothing."""
    server.answers(policy())
    urls = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        path = tmp_path / folder / "img.png"
        photo.rotate(90 if folder == "a" else 0).save(path)
        urls.append(client.upload(path, model="wan2.7-image"))
    urls.append(client.upload(path, model="wan2.6-image"))

    assert len(set(urls)) == 3


def test_file_is_uploaded_once_in_a_while(server, store, make_client, photo, policy):
    """A file is uploaded once for a model, and again when the store might soon forget it, or the clock was set back."""
    server.answers(policy())
    now = [1e9]
    client = make_client(now=lambda: now[0])

    def upload():
        return client.upload(photo, model="wan2.7-image")

    first = upload()
    now[0] += REUSED_SECONDS - 1
    assert upload() == first
    now[0] += 1
    second = upload()
    assert second != first
    now[0] -= 10
    assert upload() != second
    assert len(store.seen) == len(server.seen) == 3


def test_expired_policy_is_asked_for_once_more(server, store, client, photo, policy):
    """A policy that expired on the way is asked for once more, and the file gets another name."""
    server.answers(policy())
    store.answers(refused(store, "AccessDenied", 403), store.raw(b""))

    url = client.upload(photo, model="wan2.7-image")

    names = [form_of(seen)[-1][1] for seen in store.arrived(2)]
    assert len(set(names)) == 2
    assert url.endswith(names[1])


@pytest.mark.parametrize(("code", "status", "count"), [("AccessDenied", 403, 2), ("EntityTooLarge", 400, 1)])
def test_store_that_refuses_tells_why(server, store, client, simulated, *, photo, policy, code, status, count):
    """A file that the store does not take is a ServiceError with its own reason, and no secret of the policy."""
    server.answers(policy())
    store.answers(refused(store, code, status, f"No. {SIGNATURE}"))

    with pytest.raises(ServiceError, match="did not take the file") as caught:
        client.upload(photo, model="wan2.7-image")

    assert (caught.value.code, caught.value.message, caught.value.status) == (code, "No. <hidden>", status)
    assert len(store.arrived(count)) == count
    assert simulated.pauses == []


@pytest.mark.parametrize(
    "trouble",
    [lambda s: s.drops, lambda s: s.html(502), lambda s: s.refuses_to_read],
    ids=["dropped", "502", "closed at once"],
)
def test_store_that_does_not_answer_is_asked_again(server, store, client, simulated, *, photo, policy, trouble):
    """A file is sent again under another name when the store did not answer, and is given up after its attempts."""
    server.answers(policy())
    store.answers(trouble(store), trouble(store), store.raw(b""))
    assert client.upload(photo, model="wan2.7-image")
    assert simulated.pauses == [1, 2]

    store.answers(trouble(store))
    with pytest.raises(Unreachable, match="store of uploads"):
        client.upload(photo, model="wan2.6-image")

    assert store.connections == 3 + ASK_ATTEMPTS


def test_redirect_of_the_store_is_not_followed(server, store, start_server, client, *, photo, policy):
    """A store that sends somewhere else is refused, so that the picture goes nowhere unasked."""
    other = start_server()
    other.answers(other.raw(b""))
    server.answers(policy())
    store.answers(store.redirect(other.origin))

    with pytest.raises(ServiceError, match="HTTP 302"):
        client.upload(photo, model="wan2.7-image")

    assert other.seen == []


@pytest.mark.parametrize("changes", [{"policy": ""}, {"upload_host": "ftp://x"}, {"upload_dir": None}])
def test_policy_that_is_none_is_unreachable(server, store, client, *, photo, policy, changes):
    """An answer that is no whole policy gives no upload."""
    server.answers(policy(**changes))

    with pytest.raises(Unreachable):
        client.upload(photo, model="wan2.7-image")

    assert store.seen == []


def test_policy_that_is_refused_is_a_refusal(server, client, photo):
    """A policy that the service refuses for good is asked for once."""
    server.answers(server.error("Model.AccessDenied", status=403))

    with pytest.raises(ServiceError, match=r"Model\.AccessDenied"):
        client.upload(photo, model="wan2.7-image")

    assert len(server.arrived(1)) == 1


def test_stop_before_another_attempt(server, client, simulated, photo):
    """An upload is not tried again once the user wants to stop."""
    server.answers(server.html(502))
    simulated.stops_at = 1

    with pytest.raises(Cancelled):
        client.upload(photo, model="wan2.7-image")


@pytest.mark.parametrize(("source", "kind"), [("http://x/1.png", FetchError), (b"none", ImageError), (7, TypeError)])
def test_what_is_no_file_of_a_picture_is_refused(server, client, source, kind):
    """Only a picture that is here is uploaded; an address needs no upload."""
    with pytest.raises(kind):
        client.upload(source, model="wan2.7-image")

    assert server.connections == 0


def test_painting_uploads_picture_and_mask(server, store, client, painting, policy):
    """A model that takes addresses only gets the uploaded picture and mask, and is told to resolve them."""
    server.answers(policy(), policy(), server.task("PENDING"))

    client.submit(painting)

    create = server.arrived(3)[-1]
    files = [form_of(seen)[-1][2] for seen in store.arrived(2)]
    assert files == [painting.pictures[0].image.data, painting.mask.png()]
    assert create.headers["x-dashscope-ossresourceresolve"] == "enable"
    given = create.json["input"]
    assert all(given[name].startswith("oss://") for name in ("base_image_url", "mask_image_url"))
    assert given["base_image_url"] != given["mask_image_url"]


def test_own_uploader_is_used_instead(server, store, make_client, painting):
    """A user's own uploader gets each file with a name, and its addresses stand in the document."""
    server.answers(server.task("PENDING"))
    got = {}

    def uploader(data, name):
        got[name] = data
        return f"https://files.example/{name}"

    make_client(uploader=uploader).submit(painting)

    (create,) = server.arrived(1)
    assert [create.json["input"][name] for name in ("base_image_url", "mask_image_url")] == [
        f"https://files.example/{name}" for name in got
    ]
    assert list(got.values()) == [painting.pictures[0].image.data, painting.mask.png()]
    assert all(name.endswith(".png") for name in got)
    assert "x-dashscope-ossresourceresolve" not in create.headers
    assert store.seen == []


@pytest.mark.parametrize("url", ["", None, 7, "file:///a.png", "https://例.com/图.png", b"https://x"])
def test_own_uploader_that_gives_no_address(server, make_client, painting, url):
    """A user's uploader that gives no usable address keeps the create from being sent."""
    with pytest.raises(Unreachable, match="returned no address"):
        make_client(uploader=lambda data, name: url).submit(painting)

    assert server.connections == 0


def test_own_uploader_that_fails(server, make_client, painting):
    """A user's uploader that fails keeps the create from being sent, and what it said stays in the traceback alone."""

    def uploader(data, name):
        raise RuntimeError("token s3cret")

    with pytest.raises(Unreachable, match="RuntimeError") as caught:
        make_client(uploader=uploader).submit(painting)

    assert "s3cret" not in str(caught.value)
    assert isinstance(caught.value.__cause__, RuntimeError)
    assert server.connections == 0


def test_create_is_not_sent_without_its_files(server, store, client, painting, policy):
    """A create whose files did not get to the store is not sent."""
    server.answers(policy())
    store.answers(refused(store, "AccessDenied", 403))

    with pytest.raises(ServiceError):
        client.submit(painting)

    assert {seen.method for seen in server.arrived(2)} == {"GET"}


def test_files_are_not_uploaded_again_for_another_attempt(server, store, client, painting, policy):
    """A create that is sent again names the files that are there already."""
    server.answers(policy(), policy(), server.error("Throttling", status=429), server.task("PENDING"))

    client.submit(painting)

    first, second = server.arrived(4)[2:]
    assert first.body == second.body
    assert len(store.seen) == 2


def test_what_was_delivered_is_used(server, store, client, painting, policy):
    """A delivery that was made beforehand is used as it is."""
    server.answers(policy(), policy(), server.drops)
    delivered = client.deliver(painting)

    with pytest.raises(OutcomeUnknown):
        client.submit(painting, delivered=delivered)

    given = server.arrived(3)[-1].json["input"]
    assert (given["base_image_url"], given["mask_image_url"]) == (*delivered.sources, delivered.mask)
    assert delivered.ways == ("upload", "upload")
    assert delivered.mask not in repr(delivered)


def test_threads_may_upload_at_the_same_time(server, store, client, photo, policy):
    """Several threads upload by one client without an error, and every address is one that the store has."""
    server.answers(policy())
    urls, failed = [], []

    def work(angle):
        try:
            urls.append(client.upload(photo.rotate(angle), model="wan2.7-image"))
        except Exception as error:  # noqa: BLE001  # a thread has no caller
            failed.append(error)

    threads = [threading.Thread(target=work, args=(angle % 4 * 90,)) for angle in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    there = {form_of(seen)[-1][1] for seen in store.arrived(4)}
    assert {url.rpartition("/")[2] for url in urls} <= there
    assert len(urls) == 12


def test_file_goes_in_small_blocks(server, store, client, monkeypatch, policy):
    """A file is sent block by block, since each block, and not the whole, has to be gone before the time is over."""
    server.answers(policy())
    sizes = []
    send = urllib3.connection.HTTPConnection.send

    def note(connection, data):
        sizes.append(len(data) if isinstance(data, bytes) else 0)
        send(connection, data)

    monkeypatch.setattr(urllib3.connection.HTTPConnection, "send", note)
    noise = np.random.default_rng(0).integers(0, 256, (600, 800, 3), dtype=np.uint8)

    client.upload(noise, model="wan2.7-image")

    (put,) = store.arrived(1)
    assert len(put.body) > 1_000_000
    assert sum(sizes) > len(put.body)
    assert max(sizes) <= 1 << 17
