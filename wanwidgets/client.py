"""Client: an edit over HTTP, to Model Studio or to the local service. A create is sent once."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable, Generator
from typing import Literal

from wanwidgets.deferred import Nobody
from wanwidgets.delivering import Uploader
from wanwidgets.delivery import Delivered
from wanwidgets.errors import InvalidRequest
from wanwidgets.key import Key
from wanwidgets.pacing.gates import OPEN, Gates
from wanwidgets.pacing.pace import shared_gates
from wanwidgets.place import is_local, locate
from wanwidgets.problems import Problem
from wanwidgets.protocol.encode import Create, encode_create
from wanwidgets.protocol.retry import SCHEDULE, Schedule
from wanwidgets.regional import way_of, way_problems
from wanwidgets.request import EditRequest
from wanwidgets.sending import send_create
from wanwidgets.shipping import Shipping
from wanwidgets.streaming import stream_create
from wanwidgets.task import Task
from wanwidgets.transport import Transport
from wanwidgets.waiting import Pause

__all__ = ["Client"]

# Seconds to connect, and between two pieces of the answer.
CREATE_TIMEOUTS = (10.0, 60.0)
CALL_TIMEOUTS = (10.0, 310.0)  # the service's own limit for the synchronous endpoint is 300 s


class Client(Shipping):
    """Sends edits to Model Studio or to anything that speaks its protocol.

    Parameters
    ----------
    api_key
        Bound to a region. It is kept out of every repr, log, error and pickle.
    region
        A name of `wanwidgets.catalog.REGIONS`, or the provider's code of it; ``"beijing"`` by default.
    base_url
        Instead of a region; ends in ``/api/v1``.
    workspace
        The id of a workspace other than the default one.
    workspace_host
        Whether to ask at the workspace's own host. Frankfurt has no other.
    uploader
        Puts a file where the service can fetch it: called with its bytes and a name, returns its address. It is used
        instead of the provider's temporary store.
    send_addresses
        Whether a picture that was given by its address goes as that address instead of its bytes.
    engine
        Who answers, known without asking; by default from the region or the host.
    offline
        Whether nobody is to be asked: no key is needed, and what would ask raises `NotRemembered`.
    transport
        Who carries the requests, where that is known only when one is sent; the key is not needed then.
    schedule
        When a task is looked at.
    gates
        Who says when a request may go. By default all processes of this user share the limits of the account, by a file
        that WANWIDGETS_PACE names (``off``: none), unless the service is in this process.
    pause, clock, now, random, new_id
        The seams of time, jitter and names: waiting, seconds on a steady clock, seconds since the epoch, a number from
        0 to 1, a name that nobody else has.

    Attributes
    ----------
    engine : str
        ``model-studio/<region>``, ``custom/<host>`` or ``local/<engine version>``.
    region : str or None
        None where the place is of no known region.
    account : str
        A mark of the key and the host, by which neither is found; empty for the local service in this process, and for
        who asks nobody.
    offline : bool
        Whether nobody is asked.
    gates : Gates
        Who says when a request may go.
    """

    def __init__(
        self,
        api_key: str | Key,
        *,
        region: str | None = None,
        base_url: str | None = None,
        workspace: str | None = None,
        workspace_host: bool = False,
        uploader: Uploader | None = None,
        send_addresses: bool = False,
        engine: str | None = None,
        offline: bool = False,
        transport: Transport | None = None,
        schedule: Schedule = SCHEDULE,
        gates: Gates | Literal["shared"] = "shared",
        pause: Pause | None = None,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
        random: Callable[[], float] = random.random,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
    ) -> None:
        key = Key(api_key)
        del api_key  # a traceback may show what a name holds
        place = locate(region, base_url, workspace=workspace, workspace_host=workspace_host)
        self.region, self.engine = place.region, engine or place.engine
        self.offline = offline
        if offline:
            transport = Nobody()
        elif transport is None:
            transport = Transport(key, place.base_url, place.workspace, key_hint=place.key_hint)
        self.account = "" if offline or is_local(self.engine) else transport.account
        super().__init__(
            transport,
            uploads=place.uploads,
            uploader=uploader,
            send_addresses=send_addresses,
            new_id=new_id,
            schedule=schedule,
            gates=_shared(self.account) if gates == "shared" else gates,
            pause=pause,
            clock=clock,
            now=now,
            random=random,
        )

    def ready(self) -> None:
        """Make sure that there is somebody to be asked: a local service that starts when it is needed is started.

        Raises
        ------
        MissingDependency, OSError
            It cannot be started.
        NotRemembered
            The client is offline.
        """
        self._transport.ready()

    def problems(self, request: EditRequest) -> tuple[Problem, ...]:
        """Return everything that keeps a request from being sent by this client; nothing when it can be."""
        return (*request.problems(), *way_problems(request, way_of(request), self.region))

    def submit(
        self,
        request: EditRequest,
        *,
        delivered: Delivered | None = None,
        gated: bool = False,
        pause: Pause | None = None,
    ) -> Task:
        """Create a task, once, and return it as the service names it.

        It is sent again only where the service's own document said that nothing was started, or where no byte can
        have arrived.

        Parameters
        ----------
        request
            What is wanted.
        delivered
            What `deliver` returned for it; by default its files are delivered now.
        gated
            Whether ``gates.create`` let it through already; further attempts wait there all the same.
        pause
            Waits between attempts; returning True stops.

        Raises
        ------
        InvalidRequest, ImageError
            Nothing was sent.
        ServiceError
            The service refused; not billed.
        Unreachable
            No byte arrived; sending again is safe.
        OutcomeUnknown
            It was sent and no answer came: perhaps billed.
        Cancelled
            `pause` said so, before anything was started.
        """
        return self._send(request, "async", delivered, pause or self._pause, gated=gated)

    def call(self, request: EditRequest, *, delivered: Delivered | None = None, pause: Pause | None = None) -> Task:
        """Edit by the synchronous endpoint, which has no task id: what is lost on the way cannot be asked for again.

        Parameters and errors are those of `submit`.
        """
        return self._send(request, "sync", delivered, pause or self._pause, gated=False)

    def stream(
        self,
        request: EditRequest,
        *,
        delivered: Delivered | None = None,
        gated: bool = False,
        pause: Pause | None = None,
    ) -> Generator[Task, None, None]:
        """Edit by the streaming endpoint, and yield what has come so far with each part; the last has succeeded.

        It has no task id either. Parameters and errors are those of `submit`, the errors of a request at once and the
        others on the way; an `OutcomeUnknown` has what had come before as its `partial`. Closing it closes the
        connection; what the service makes then is lost, and may be billed.
        """
        self._require_way(request, "stream")
        return self._parts(request, delivered, pause or self._pause, gated=gated)

    def _require_way(self, request: EditRequest, way: str) -> None:
        problems = (*request.problems(), *way_problems(request, way, self.region))
        if problems:
            raise InvalidRequest(problems)

    def _create(self, request: EditRequest, way: str, delivered: Delivered | None, pause: Pause) -> Create:
        self._require_way(request, way)
        what = delivered or self.deliver(request, pause=pause)
        return encode_create(request, way=way, sources=what.sources, mask_source=what.mask)

    def _send(self, request: EditRequest, way: str, delivered: Delivered | None, pause: Pause, *, gated: bool) -> Task:
        create = self._create(request, way, delivered, pause)
        return send_create(
            self._transport,
            create,
            CREATE_TIMEOUTS if way == "async" else CALL_TIMEOUTS,
            gates=self.gates,
            gated=gated,
            pause=pause,
            random=self._random,
        )

    def _parts(
        self,
        request: EditRequest,
        delivered: Delivered | None,
        pause: Pause,
        *,
        gated: bool,
    ) -> Generator[Task, None, None]:
        create = self._create(request, "stream", delivered, pause)
        yield from stream_create(
            self._transport,
            create,
            CALL_TIMEOUTS,
            gates=self.gates,
            gated=gated,
            pause=pause,
            random=self._random,
        )

    def __repr__(self) -> str:
        return f"<Client {getattr(self, 'engine', 'that could not be made')}>"


def _shared(account: str) -> Gates:
    # The service in this process has no limits that anybody shares.
    return shared_gates(account) if account else OPEN
