"""The folder of a server's state: what outlives it, and what is refused without being touched."""

from __future__ import annotations

import os
import re
import socket
import sqlite3
import stat
from contextlib import closing

import pytest

from wanwidgets import LocalService
from wanwidgets.catalog import MODELS
from wanwidgets.service.delivery import CHOICES, Delivery, Shown
from wanwidgets.service.keeping import Keeping, StateError
from wanwidgets.service.ledger import SYNC, Ledger
from wanwidgets.service.records import read_task, written_task
from wanwidgets.service.refusal import Refusal
from wanwidgets.service.server import Server
from wanwidgets.service.shelf import Shelf
from wanwidgets.service.tasks import Task
from wanwidgets.service.work import Missed, Said

SYNTHESIS = "/services/aigc/image2image/image-synthesis"
FILE = "state.sqlite"


def picture_of(document) -> str:
    return document["output"]["choices"][0]["message"]["content"][0]["image"]


def contents(folder) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "a" / "state"


@pytest.fixture
def drawer():
    with closing(Keeping(None)) as keeping:
        yield keeping.drawer("things")


def test_a_drawer_keeps_values_in_their_order(drawer):
    """Put anew, a value keeps its place; a name of another drawer is another name."""
    drawer.put("b", [1, None])
    drawer.put("a", {"x": 0.1})
    drawer.put("b", "é\ud800")
    drawer.keeping.drawer("others").put("a", 7)
    assert drawer.items() == [("b", "é\ud800"), ("a", {"x": 0.1})]
    drawer.drop("b")
    drawer.drop("nobody")
    assert (drawer.get("b"), drawer.items()) == (None, [("a", {"x": 0.1})])
    assert (drawer.made("c", str), drawer.made("c", lambda: "other"), drawer.get("c")) == ("", "", "")
    with pytest.raises(TypeError, match="the a is no text"):
        drawer.made("a", str)
    drawer.clear()
    assert drawer.keeping.drawer("others").items() == [("a", 7)]


def test_all_is_kept_or_nothing(drawer):
    """What fails inside of `together` leaves nothing, and what was to follow does not follow."""
    followed = []
    with drawer.keeping.together():
        drawer.put("a", 1)
        with drawer.keeping.together():
            drawer.put("b", 2)
        drawer.keeping.afterwards(lambda: followed.append("first"))
        assert followed == []

    def fail():
        with drawer.keeping.together():
            drawer.drop("a")
            drawer.keeping.afterwards(lambda: followed.append("never"))
            raise OSError("full")

    with pytest.raises(OSError, match="full"):
        fail()
    with drawer.keeping.together():
        drawer.keeping.afterwards(lambda: followed.append("second"))
    assert (drawer.items(), followed) == ([("a", 1), ("b", 2)], ["first", "second"])


def test_the_shelf_knows_the_files_of_an_earlier_one(tmp_path, drawer, clock):
    """With their notes and their ends; a file that was being written is removed, one that is gone is none."""
    first = Shelf(tmp_path, drawer, clock=clock, seconds=10)
    for name in "abc":
        first.put(name, name.encode(), name.upper())
        clock.now += 1
    first.get("b").file.unlink()
    (tmp_path / "9").write_bytes(b"half")
    (tmp_path / "notes.txt").write_bytes(b"not ours")
    second = Shelf(tmp_path, drawer, clock=clock, seconds=10)
    assert [(name, second.get(name).note, second.read(name)) for name in "ac"] == [("a", "A", b"a"), ("c", "C", b"c")]
    assert (second.get("b"), len(drawer.items())) == (None, 2)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["1", "3", "notes.txt"]
    second.put("d", b"d", "D")
    assert second.read("c") == b"c"
    clock.now += 7
    second.forget()
    assert [name for name, _ in drawer.items()] == ["c", "d"]


def test_a_file_that_is_dropped_goes_last(tmp_path, drawer, clock):
    """As long as it could be looked for after a kill, it is there."""
    shelf = Shelf(tmp_path, drawer, clock=clock, seconds=10)
    file = shelf.put("a", b"1", None).file
    with drawer.keeping.together():
        shelf.drop("a")
        assert file.exists()
    assert not file.exists()


OUTCOMES = [
    None,
    Refusal(400, "InvalidParameter", "no"),
    Delivery(
        (Shown("http://x:1/results/a.png?Expires=1", "ab"), Said("words"), Missed("Code", "no time")),
        CHOICES, "8*8", 1, 2, "asked", None,
    ),
]  # fmt: skip


@pytest.mark.parametrize("outcome", OUTCOMES, ids=["under way", "failed", "succeeded"])
def test_a_task_is_written_and_read(drawer, outcome):
    """All of it comes back, with its pictures at the address that the server has now."""
    task = Task("t", "r", MODELS["wan2.7-image"], 3, "RUNNING", 0.1, 0.2, None, outcome)
    drawer.put("t", written_task(task, "http://x:1/"))
    read = read_task(drawer.get("t"), "http://y:22/")
    assert (repr(read), type(read.outcome)) == (repr(task).replace("http://x:1/", "http://y:22/"), type(outcome))


def test_a_server_knows_what_an_earlier_one_did(serve, folder, good, larger):
    """Its key, tasks, pictures under the same links, the ledger and the count of free pictures."""
    options = {"folder": folder, "engine": "cards", "looks": (0, 0), "free_pictures": 1}
    with Server(**options) as first:
        key, port = first.api_key, int(re.search(r":(\d+)/", first.url)[1])
    api = serve(**options, port=port)
    task = api.create(api.document()).json()["output"]["task_id"]
    failed = api.create(api.document(n=99)).json()["output"]["task_id"]
    done = [api.finished(task)["output"], api.finished(failed)["output"]]
    trial = good("wanx-x-painting", picture_of(api.call(api.document()).json()))
    api.finished(api.start(SYNTHESIS, trial))
    files = [api("GET", picture_of({"output": done[0]}), key=None).content]
    ledger = api.server.ledger()
    api.server.stop()
    again = serve(**options, port=port)
    assert Server(folder=None).api_key != key
    assert [again.query(one)["output"] for one in (task, failed)] == done
    assert [again("GET", picture_of({"output": done[0]}), key=None).content] == files
    assert again.server.ledger() == ledger
    refused = again("POST", SYNTHESIS, json=trial, headers={"X-DashScope-Async": "enable"})
    assert refused.json()["code"] == "Throttling.AllocationQuota"
    assert again("GET", "/tasks").json()["total"] == 3
    again.server.stop()
    with Server(folder) as last:
        assert last.api_key == key


def test_the_document_of_a_task_goes_when_it_has_ended(serve, folder):
    """It lies there while the task may have to be done again, and no longer."""
    api = serve(folder=folder, engine="cards", looks=(1, 0))
    task = api.create(api.document()).json()["output"]["task_id"]
    assert len(list((folder / "documents").iterdir())) == 1
    api.finished(task)
    assert list((folder / "documents").iterdir()) == []


def test_documents_name_the_port_of_today(serve, folder):
    """On another port the same task has working links; those of before differ in nothing else."""
    api = serve(folder=folder, engine="cards")
    task = api.create(api.document()).json()["output"]["task_id"]
    before = picture_of(api.finished(task))
    old = int(re.search(r":(\d+)/", api.server.url)[1])
    api.server.stop()
    with socket.create_server(("127.0.0.1", old)):
        again = serve(folder=folder, engine="cards")
        after = picture_of(again.query(task))
        assert after.replace(again.root, "") == before.replace(api.root, "")
        assert again("GET", after, key=None).content.startswith(b"\x89PNG")
        assert api.root not in again("GET", f"/tasks/{task}").text
        policy = again("GET", "/uploads", params={"action": "getPolicy", "model": "wan2.7-image"}).json()["data"]
        assert policy["upload_host"] == f"{again.root}/store"


def test_a_reset_empties_the_folder_but_keeps_the_secrets(serve, folder):
    """A later server finds no task and no file, and has the same key."""
    key = Server(folder, engine="cards").api_key
    api = serve(folder=folder, engine="cards", run_seconds=3600)
    task = api.create(api.document()).json()["output"]["task_id"]
    api.server.reset()
    api.server.stop()
    assert [name for name in contents(folder) if name != FILE] == []
    again = serve(folder=folder, engine="cards")
    assert again.query(task)["output"]["task_status"] == "UNKNOWN"
    again.server.stop()
    assert Server(folder).api_key == key


def test_a_stopped_server_starts_again_on_its_folder(serve, folder):
    """Stop lets go of it in the middle of a task, and start takes it up and does the task again, entered once."""
    api = serve(folder=folder, engine="cards", looks=(0, 1))
    task = api.create(api.document()).json()["output"]["task_id"]
    assert api.query(task)["output"]["task_status"] == "RUNNING"
    api.server.stop()
    api.server.start()
    assert api.finished(task)["output"]["task_status"] == "SUCCEEDED"
    assert [(entry["task_id"], entry["status"]) for entry in api.server.ledger()] == [(task, "SUCCEEDED")]


def test_a_call_that_ends_with_the_server_has_no_answer(serve, folder):
    """Its entry stays, as that of a call that nobody waited for."""
    api = serve(folder=folder, engine="cards")
    with closing(Keeping(None)) as keeping:
        other = Ledger(keeping.drawer("ledger"), lambda: 1.0, "1")
        other.accept("a", SYNC, {"model": "wan2.7-image"}, None, status="RUNNING")
        entry = keeping.drawer("ledger").get("a")
    api.server._listener.ask(lambda state: state.keeping.drawer("ledger").put("a", entry))
    api.server.stop()
    api.server.start()
    assert [(one["way"], one["status"]) for one in api.server.ledger()] == [("sync", "CANCELED")]


def test_a_local_service_has_a_folder(folder):
    """`LocalService` hands it on, as a text too, with the key in it."""
    with LocalService(folder=str(folder), engine="cards") as service:
        key = service.api_key
    assert LocalService(folder=folder).api_key == key


def test_a_folder_has_one_server(folder):
    """The second is told so, when it is made and when it is started, and the first goes on."""
    second = Server(folder, api_key="sk-local-second")
    with Server(folder) as first:
        with pytest.raises(StateError, match="in use by another local service"):
            Server(folder)
        with pytest.raises(OSError, match=re.escape(f"{folder} is in use")):
            second.start()
        assert (first.ledger(), second.running) == ([], False)
    with second:
        assert second.ledger() == []


@pytest.mark.skipif(os.name != "posix", reason="Windows has other rights")
def test_secrets_are_for_their_owner_alone(folder):
    """The folder and the file with the key in it cannot be read by others."""
    with Server(folder) as server:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        files = [path for path in folder.iterdir() if path.is_file()]
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
        assert any(server.api_key.encode() in path.read_bytes() for path in files)


def test_a_key_that_was_given_is_not_kept(folder):
    """It is good for this server; the next has the folder's own."""
    assert Server(folder, api_key="sk-local-given").api_key == "sk-local-given"
    own = Server(folder).api_key
    assert own != "sk-local-given"
    assert not any(b"sk-local-given" in data for data in contents(folder).values())


def newer(folder):
    with closing(sqlite3.connect(folder / FILE)) as file:
        file.execute("PRAGMA user_version = 2")


def torn(folder):
    data = (folder / FILE).read_bytes()
    (folder / FILE).write_bytes(data[:4096] + bytes(len(data) - 4096))


def text(folder):
    (folder / FILE).write_bytes(b"My own notes, " * 100)


def foreign(folder):
    (folder / FILE).unlink()
    with closing(sqlite3.connect(folder / FILE)) as file:
        file.execute("CREATE TABLE mine (x)")


def without_its_table(folder):
    with closing(sqlite3.connect(folder / FILE)) as file:
        file.execute("DROP TABLE kept")


def key_that_is_none(folder):
    with closing(sqlite3.connect(folder / FILE)) as file, file:
        file.execute("REPLACE INTO kept VALUES ('secrets', 'api key', '7')")


def key_that_was_edited(folder):
    with closing(sqlite3.connect(folder / FILE)) as file, file:
        file.execute("REPLACE INTO kept VALUES ('secrets', 'api key', '{my own')")


def elsewhere(folder):
    (folder / FILE).rename(folder / "journal.sqlite")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (newer, r"written by a newer wanwidgets \(state 2, this one knows 1\). Upgrade it"),
        (torn, "state.sqlite is damaged .*. Nothing was changed"),
        (text, r"state.sqlite is damaged \(file is not a database\). Nothing was changed"),
        (foreign, "state.sqlite is not of the local service. Choose another folder"),
        (without_its_table, r"cannot be used \(no such table: kept\). Choose another one"),
        (key_that_is_none, r"The state in .* is damaged \(TypeError: the api key is no text\). Nothing was changed"),
        (key_that_was_edited, r"The state in .* is damaged \(JSONDecodeError: .*\). Nothing was changed"),
        (elsewhere, "is not empty, and holds no state of the local service"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_folder_that_cannot_be_used_is_left_alone(serve, folder, change, said):
    """The sentence says what is wrong and what to do, and every byte stays where it was."""
    api = serve(folder=folder, engine="cards")
    api.call(api.document())
    api.server.stop()
    change(folder)
    before = contents(folder)
    with pytest.raises(StateError, match=said):
        Server(folder)
    assert contents(folder) == before


@pytest.mark.parametrize(
    ("drawer", "value"), [("tasks", '{"id": 1}'), ("tasks", "[]"), ("tasks", "{"), ("results", '"x"')]
)
def test_values_that_cannot_be_read_are_damage(folder, drawer, value):
    """A file edited by hand is said to be damaged by a server that starts, and the port is free again."""
    server = Server(folder)
    with closing(sqlite3.connect(folder / FILE)) as file, file:
        file.execute("INSERT INTO kept VALUES (?, 'x', ?)", (drawer, value))
    before = contents(folder)
    with pytest.raises(StateError, match=r"The state in .* is damaged .*Nothing was changed"):
        server.start()
    assert not server.running
    assert contents(folder) == before


def test_a_picture_of_another_size_is_damage(serve, folder):
    """The file is named; without it the picture is one that is gone, in the provider's words."""
    api = serve(folder=folder, engine="cards")
    task = api.create(api.document()).json()["output"]["task_id"]
    address = picture_of(api.finished(task))
    api.server.stop()
    (file,) = (folder / "results").iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(StateError, match=rf"{re.escape(str(file))} is damaged: it has \d+ bytes instead of \d+"):
        api.server.start()
    file.unlink()
    api.server.start()
    gone = api("GET", address.replace(api.root, api.server.url.removesuffix("/api/v1")), key=None)
    assert (gone.status_code, "NoSuchKey" in gone.text) == (404, True)


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path):
    """The system's own reason is in the sentence."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StateError, match=r"cannot be used \((Not a directory|File exists)"):
        Server(tmp_path / "file" / "state")
    with pytest.raises(StateError, match=r"cannot be used"):
        Server(tmp_path / "file")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the rights of the file bind others than root")
def test_a_folder_that_is_read_only_is_an_error(folder):
    """Nothing can be promised there."""
    Server(folder)
    folder.chmod(0o500)
    try:
        with pytest.raises(StateError, match="cannot be used"):
            Server(folder)
    finally:
        folder.chmod(0o700)


def test_a_create_that_cannot_be_kept_is_not_accepted(serve, folder):
    """The disk is full: the caller is told, there is no task, and the next create is well."""
    api = serve(folder=folder, engine="cards", looks=(0, 0))

    def limited(pages):
        def limit(state):
            (count,) = state.keeping.ask("PRAGMA page_count").fetchone()
            state.keeping.ask(f"PRAGMA max_page_count = {pages or count}")

        api.server._listener.ask(limit)

    limited(None)
    document = {**api.document(), "input": {"messages": [], "padding": "x" * 9000}}
    codes = []
    while not codes or codes[-1] == 200:
        codes.append(api.create({**document, "parameters": {"seed": len(codes)}}).status_code)
    assert codes[-1] == 500
    tasks = api("GET", "/tasks").json()["total"]
    assert (tasks, len(api.server.ledger())) == (len(codes) - 1, len(codes) - 1)
    limited(1 << 20)
    assert api.create(document).status_code == 200
    assert len(api.server.ledger()) == len(codes)
