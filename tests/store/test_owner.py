"""An owner lives as long as its lock is held, and leaves nothing behind."""

from __future__ import annotations

import gc
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from wanwidgets.store.owner import UNLOCKED, Owner


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "owners"


@pytest.fixture
def make(folder):
    """Make owners, and let go of them at the end."""
    made = []

    def make(**seams) -> Owner:
        made.append(Owner(folder, **seams))
        return made[-1]

    yield make
    for owner in made:
        owner.let_go()


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_owner_lives_until_it_lets_go(make, folder):
    """An owner has a name and lives from the moment it holds its lock until it lets go; its file goes with it."""
    mine, other = make(), make()
    assert (mine.name, folder.exists()) == ("", False)

    name = mine.hold()

    assert mine.hold() == mine.name == name
    assert mine.alive(name) is other.alive(name) is True
    mine.let_go()
    mine.let_go()
    assert mine.alive(name) is other.alive(name) is False
    assert list(folder.iterdir()) == []
    assert mine.hold() not in {"", name}


def test_what_was_never_there_does_not_live(make):
    """No owner, and one whose file is gone, do not live."""
    assert make().alive("") is False
    assert make().alive("0123") is False


def test_look_leaves_no_file(make, folder):
    """A look at an owner makes no file, and the next owner removes those of the dead."""
    folder.mkdir()
    (folder / "dead").touch()
    owner = make()

    assert owner.alive("dead") is False
    assert owner.alive("gone") is False
    assert [path.name for path in folder.iterdir()] == ["dead"]
    name = owner.hold()
    assert [path.name for path in folder.iterdir()] == [name]


def test_living_owners_are_not_swept_away(make, folder):
    """An owner that takes its lock removes nothing of those who live."""
    names = {make().hold() for _ in range(5)}

    assert {path.name for path in folder.iterdir()} == names


def test_two_who_look_at_once_see_the_same(make, folder):
    """Who looks at a dead owner while another one looks does not take that one for the owner."""
    folder.mkdir()
    (folder / "dead").touch()
    with closing(sqlite3.connect(folder / "dead", isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT name FROM sqlite_master").fetchall()

        assert make().alive("dead") is False


def test_lock_of_another_connection_is_seen(make, folder):
    """A file that somebody keeps locked is that of an owner who lives."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / "other", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        assert make().alive("other") is True


def test_folder_that_was_deleted_is_made_again(make, folder):
    """An owner whose file was deleted makes it again, under the same name."""
    owner = make()
    name = owner.hold()
    (folder / name).unlink()
    folder.rmdir()

    assert owner.hold() == name
    assert (folder / name).exists()


def no_locks(*_, **__):
    raise sqlite3.OperationalError("disk I/O error")


def test_where_there_are_no_locks(make, folder):
    """Where no lock can be had, an owner has the name of those who have none, and says what follows."""
    owner = make(connect=no_locks)
    assert owner.notices == ()

    assert owner.hold() == UNLOCKED
    assert owner.alive(UNLOCKED) is None
    assert "no locks" in owner.notices[0]
    assert list(folder.iterdir()) == []


def test_file_that_is_no_lock_tells_nothing(make, folder):
    """A file that somebody put among the owners says nothing, and is left where it is."""
    folder.mkdir()
    (folder / "mine").write_text("a note of the user, longer than nothing " * 40, encoding="ascii")

    assert make().alive("mine") is None
    make().hold()
    assert (folder / "mine").exists()


def test_folder_in_the_way(make, folder):
    """Where the folder of the owners cannot be made, there are no locks, and no error."""
    folder.write_text("a file", encoding="ascii")

    assert make().hold() == UNLOCKED


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files cannot be counted here")
def test_looks_open_nothing_for_good(make, folder):
    """A thousand looks at living and dead owners, and a thousand renewals, leave no file open."""
    living, folder_of = make(), make()
    name = living.hold()
    (folder / "dead").touch()
    before = open_files()

    for _ in range(1000):
        living.hold()
        folder_of.alive(name)
        folder_of.alive("dead")

    assert open_files() == before


def test_owners_of_threads_are_their_own(make):
    """Threads that take and give back locks at once all have different names, and each lives meanwhile."""
    start, told = threading.Barrier(8), []

    def work() -> None:
        owner = make()
        start.wait()
        for _ in range(20):
            name = owner.hold()
            told.append((name, owner.alive(name)))
            owner.let_go()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    gc.collect()

    assert len({name for name, _ in told}) == 160
    assert {living for _, living in told} == {True}
