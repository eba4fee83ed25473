"""How many tasks the local service does in a second for many clients at once: create, query, download."""

from __future__ import annotations

import asyncio
import resource
import sys
import time
from pathlib import Path

from wanwidgets.service.server import Server

sys.path.insert(0, str(Path(__file__).parents[1] / "service"))
from test_load import Crowd, small

CLIENTS = (20, 100, 200)


def test_load():
    """The whole round of each client, with cards of 768 × 768 pixels; all pictures come."""
    print(f"{'clients':>8} {'seconds':>8} {'rounds/s':>9} {'queries':>8} {'peak RSS MB':>12}")
    for clients in CLIENTS:
        with Server(engine="cards", looks=(1, 1)) as server:
            crowd = Crowd(server, small())
            begun = time.perf_counter()
            pictures = asyncio.run(crowd.all(clients))
            seconds = time.perf_counter() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{clients:>8} {seconds:>8.2f} {clients / seconds:>9.1f} {crowd.polls:>8} {peak:>12.0f}")
        assert all(picture.startswith(b"\x89PNG") for picture in pictures)
        assert set(crowd.codes) == {200}
