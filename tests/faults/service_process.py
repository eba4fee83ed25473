"""The service as a process of its own that can be killed and started again; its pictures cost nothing to make.

As a script it is that process: ``python service_process.py --state FOLDER ...``, options as of ``wanwidgets.service``.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import requests
from PIL import Image

from wanwidgets.service import __main__ as command
from wanwidgets.service import furnish
from wanwidgets.service.work import Drawn, Work

__all__ = ["ServiceProcess", "cheap_working"]

SIDE = 8


def new_picture() -> bytes:
    """Return a small PNG file like no other: two tasks never make the same picture."""
    out = io.BytesIO()
    Image.frombytes("RGB", (SIDE, SIDE), os.urandom(SIDE * SIDE * 3)).save(out, "PNG")
    return out.getvalue()


def cheap_working(order, fetch, engine):
    """Do an order: its pictures and its mask must be there, and what is made of them does not matter."""
    yield from ()
    for address in (*order.images, order.mask):
        # An address of the object store is asked, so that an upload that was lost makes the task fail.
        if address is not None and not address.startswith("data:"):
            fetch(address, 1 << 24)
    drawn = tuple(Drawn(new_picture(), SIDE, SIDE) for _ in range(order.n))
    return Work(drawn, SIDE, SIDE, 1, 1, order.prompt)


class ServiceProcess:
    """The service, with its state in a folder.

    Parameters
    ----------
    folder
        Keeps tasks, pictures, uploads, the key and the ledger.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self.key = "sk-local-of-the-fault-run"
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()

    def start(self) -> ServiceProcess:
        """Start it, on the same port as before."""
        arguments = ["--port", str(self.port), "--state", str(self.folder), "--engine", "cards", "--looks", "0", "1"]
        self._process = subprocess.Popen(
            [sys.executable, __file__, *arguments],
            env={**os.environ, "WANWIDGETS_SERVICE_KEY": self.key},
            stdout=subprocess.PIPE,
            text=True,
        )
        for line in self._process.stdout:
            if found := re.search(r"base URL +http://127\.0\.0\.1:(\d+)/", line):
                self.port = int(found[1])
                return self
        raise RuntimeError(f"The service did not start: status {self._process.wait()}.")

    def kill(self) -> None:
        """Kill it, so that it can do nothing any more."""
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()

    def restart(self) -> None:
        """Kill it and start it again."""
        with self._lock:
            self.kill()
            self.start()

    def wait(self) -> None:
        """Wait until it is there again, if it is being started: whoever asked it may have given up before."""
        with self._lock:
            pass

    def ledger(self) -> list[dict]:
        """Return every create that it accepted, the oldest first."""
        answer = requests.get(
            f"http://127.0.0.1:{self.port}/_control/ledger",
            headers={"Authorization": f"Bearer {self.key}"},
            timeout=60,
        )
        answer.raise_for_status()
        return answer.json()["ledger"]

    def __enter__(self) -> ServiceProcess:  # noqa: PYI034 - Self is not in typing before 3.11
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.kill()


if __name__ == "__main__":
    furnish.working = cheap_working
    sys.exit(command.main())
