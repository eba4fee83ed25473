"""Crew: much work, few threads."""

from __future__ import annotations

import threading

from wanwidgets.running.crew import Crew


def test_work_is_done_in_order_by_few_workers():
    """Work that is more than the workers waits for its turn, and each worker ends when nothing is left."""
    started, done = [], []
    crew = Crew(started.append, most=2)
    for number in range(5):
        crew(lambda number=number: done.append(number))
    assert (len(started), done) == (2, [])
    started.pop(0)()
    assert done == [0, 1, 2, 3, 4]
    started.pop(0)()

    crew(lambda: done.append(5))
    started.pop(0)()
    assert done[-1] == 5
    assert started == []


def test_no_work_is_lost_between_threads():
    """Whatever the threads do, each piece of work is done once."""
    done, lock = [], threading.Lock()
    workers = []

    def spawn(work):
        workers.append(threading.Thread(target=work))
        workers[-1].start()

    def add(number):
        with lock:
            done.append(number)

    crew = Crew(spawn, most=3)
    for number in range(200):
        crew(lambda number=number: add(number))
    for worker in workers:
        worker.join()

    assert sorted(done) == list(range(200))
