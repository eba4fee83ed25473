"""A kernel that runs one edit and kills itself with SIGKILL at a moment that its command line names."""

from __future__ import annotations

import os
import signal
import sys

from PIL import Image

from wanwidgets.client import Client
from wanwidgets.pacing.gates import OPEN
from wanwidgets.protocol.retry import LOCAL_SCHEDULE
from wanwidgets.regions import Mask, Stroke
from wanwidgets.request import EditRequest
from wanwidgets.result import RunState
from wanwidgets.running.runner import Runner
from wanwidgets.store import RunStore
from wanwidgets.task import TaskStatus

MOMENTS = {
    "after the intent": lambda run: run.state is RunState.PREPARED,
    "before the create": lambda run: run.state is RunState.SENT,
    "after the task's id": lambda run: bool(run.task_id),
    "while it runs": lambda run: run.status is TaskStatus.RUNNING,
    "before the first picture": lambda run: run.status is TaskStatus.SUCCEEDED,
}
"""The steps of a run after which it is killed: they are in the journal."""


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Taking(Client):
    """Dies when the service has accepted the create, before anybody else knows."""

    def submit(self, *args, **options):
        super().submit(*args, **options)
        die()


class Store(RunStore):
    """Dies between two writes."""

    moment = ""

    def keep(self, data):
        saved = super().keep(data)
        if self.moment == "after the first picture":
            die()
        return saved

    def record(self, run):
        if self.moment == "after the last picture" and run.state is RunState.SUCCEEDED:
            die()
        return super().record(run)


def main(url: str, key: str, folder: str, moment: str) -> None:
    kind = Taking if moment == "when it is accepted" else Client
    uploads = moment == "while it uploads"
    client = kind(
        key,
        base_url=url,
        schedule=LOCAL_SCHEDULE,
        gates=OPEN,
        uploader=(lambda _data, _name: die()) if uploads else None,
    )
    store = Store(folder)
    store.moment = moment
    photo = Image.radial_gradient("L").convert("RGB").resize((300, 300))
    request = EditRequest("Make it black and white", [photo], n=2, size="1K")
    if uploads:
        mask = Mask((300, 300), (Stroke(((150.0, 150.0),), 40.0),))
        request = EditRequest("A hat", [photo], mask=mask, model="wanx-x-painting")
    for run in Runner(client, store).run(request, pause=lambda _: False):
        if MOMENTS.get(moment, lambda _: False)(run):
            die()
    print("It lived on.")


if __name__ == "__main__":
    main(*sys.argv[1:])
