"""A service whose pictures cost nothing, a wire to it on which things go wrong, and processes that can be killed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

# The child processes are scripts of this folder, so its modules are found by their names.
sys.path.insert(0, str(Path(__file__).parent))

from faulty_wire import Wire
from kernels import Kernels, make_client
from service_process import cheap_working

from wanwidgets.regions import Mask, Stroke
from wanwidgets.request import EditRequest
from wanwidgets.service import furnish
from wanwidgets.service.server import Server


@pytest.fixture(scope="module")
def _servers():
    """Return a function that gives a service by how many looks see its tasks PENDING, and then RUNNING."""
    started: dict[tuple[int, int], Server] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(furnish, "working", cheap_working)

        def serve(looks):
            if looks not in started:
                started[looks] = Server(engine="cards", looks=looks).start()
            return started[looks]

        yield serve
        for server in started.values():
            server.stop()


@pytest.fixture
def looks():
    """Return how many looks see a task PENDING, and then RUNNING."""
    return (0, 1)


@pytest.fixture
def server(_servers, looks):
    """Return the service, which knows nothing yet."""
    server = _servers(looks)
    server.reset()
    return server


@pytest.fixture
def wire(server):
    """Return a wire to the service; it leaves no thread and no socket behind."""
    wire = Wire(int(server.url.split(":")[2].partition("/")[0]))
    yield wire
    wire.close()


@pytest.fixture
def client(wire, server):
    """Return a client at the end of the wire."""
    return make_client(wire.url, server.api_key)


@pytest.fixture(scope="session")
def kernels():
    """Return what forks kernels."""
    kernels = Kernels()
    yield kernels
    kernels.close()


@pytest.fixture
def drafts(photo):
    """Return a function that makes a request for a step: its pictures are uploaded only where the model wants that."""

    def make(step: str, prompt: str = "Make it red") -> EditRequest:
        if step not in {"policy", "upload"}:
            return EditRequest(prompt, [photo], seed=1)
        mask = Mask((400, 300), (Stroke(((200.0, 150.0),), 40.0),))
        return EditRequest(prompt, [photo], mask=mask, model="wanx-x-painting")

    return make
