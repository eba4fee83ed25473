"""Work that takes long, done once nobody asks for other work."""

from __future__ import annotations

import threading

import pytest

from wanwidgets.widgets.surface.view.aside import Aside


class Thread:
    """Keeps what it is to carry out until it is told to."""

    def __init__(self):
        self.waiting = []

    def __call__(self, work):
        self.waiting.append(work)

    def run(self):
        while self.waiting:
            self.waiting.pop(0)()


def named(name, done):
    return lambda: lambda: done.append(name)


def test_only_the_latest_is_done():
    """Of what was asked for before the thread came to it, only the last is done, by one thread."""
    thread, done = Thread(), []
    aside = Aside(thread, threading.RLock())
    for name in "abc":
        aside.want(named(name, done))

    assert len(thread.waiting) == 1
    thread.run()
    assert done == ["c"]
    aside.want(named("d", done))
    thread.run()
    assert done == ["c", "d"]


def test_what_became_stale_while_it_was_made_is_dropped():
    """The result of work is not used when other work was asked for meanwhile, which is done then."""
    thread, done = Thread(), []
    aside = Aside(thread, threading.RLock())

    def first():
        aside.want(named("second", done))
        return lambda: done.append("first")

    aside.want(first)
    thread.run()
    assert done == ["second"]


def test_it_waits_for_rest():
    """Work begins only after a pause in which nobody asked for other work."""
    thread, done, pauses = Thread(), [], []

    def pause(seconds):
        pauses.append(seconds)
        if len(pauses) < 3:
            aside.want(named(len(pauses), done))

    aside = Aside(thread, threading.RLock(), rest=0.2, pause=pause)
    aside.want(named(0, done))
    thread.run()
    assert pauses == [0.2] * 3
    assert done == [2]


def test_dropped_work_is_not_done():
    """What was dropped before or while it was made is not used, and nothing is left under way."""
    thread, done = Thread(), []
    aside = Aside(thread, threading.RLock())
    aside.want(named("a", done))
    aside.drop()
    thread.run()

    def second():
        aside.drop()
        return lambda: done.append("b")

    aside.want(second)
    thread.run()
    aside.want(named("c", done))
    thread.run()
    assert done == ["c"]


def test_work_that_fails_keeps_no_later_work_out():
    """An error goes to whoever carries the work out, and the next work is done."""
    thread, done = Thread(), []
    aside = Aside(thread, threading.RLock())
    aside.want(lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        thread.run()
    aside.want(named("after", done))
    thread.run()
    assert done == ["after"]


def test_many_threads_ask():
    """However many ask at once, the last result that is used is of the last work that was asked for."""
    lock, done, threads = threading.RLock(), [], []

    def spawn(work):
        threads.append(threading.Thread(target=work))
        threads[-1].start()

    aside = Aside(spawn, lock)
    for number in range(200):
        with lock:
            aside.want(named(number, done))
    while threads:
        threads.pop().join()
    assert done[-1] == 199
    assert done == sorted(done)
