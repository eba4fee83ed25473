"""A wire on loopback between any client and the service, on which things go wrong by plan, each at its step."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import urllib3.util.connection

__all__ = ["ANSWERS", "REFUSALS", "STEPS", "Fault", "Wire", "document"]

_HOST = "127.0.0.1"
_PATIENCE = 30.0
"""Seconds; whoever was kept waiting gave up long before."""

STEPS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "policy": re.compile(r"GET /api/v1/uploads\b"),
        "upload": re.compile(r"POST /store\b"),
        "create": re.compile(r"POST /api/v1/services/"),
        "cancel": re.compile(r"POST /api/v1/tasks/[^/]+/cancel\b"),
        "poll": re.compile(r"GET /api/v1/tasks/[^/?]"),
        "list": re.compile(r"GET /api/v1/tasks\b"),
        "download": re.compile(r"(GET|HEAD) /results/"),
    },
)
"""What an exchange is, by its method and path; the first that fits."""

_BEFORE: Mapping[str, tuple[str, bytes]] = MappingProxyType(
    {
        "upload": ("policy", b""),
        "poll": ("create", b""),
        "cancel": ("poll", b""),
        "download": ("poll", b'"SUCCEEDED"'),
    },
)
"""After which exchange, and what in its answer, the door is shut for a step that is to be refused. Others: at once."""


def document(status: int, code: str, message: str = "no") -> tuple[int, str, bytes]:
    """Return an answer with an error document of the service's."""
    said = {"request_id": "00000000-0000-0000-0000-000000000000", "code": code, "message": message}
    return status, "application/json", json.dumps(said).encode()


REFUSALS: Mapping[str, tuple[int, str, bytes]] = MappingProxyType(
    {
        "429 Throttling": document(429, "Throttling", "Requests throttling triggered."),
        "429 RateQuota": document(429, "Throttling.RateQuota", "Requests rate limit exceeded, please try again later."),
        "429 BurstRate": document(429, "Throttling.BurstRate", "Request rate increased too quickly."),
        "429 AllocationQuota": document(429, "Throttling.AllocationQuota", "Allocated quota exceeded."),
        "429 LimitRequests": document(429, "LimitRequests", "You exceeded your current requests list."),
        "429 free quota": document(429, "Throttling.AllocationQuota", "Free allocated quota exceeded."),
        "429 not purchased": document(429, "CommodityNotPurchased", "Commodity has not been purchased yet."),
        "429 prepaid overdue": document(429, "PrepaidBillOverdue", "The prepaid bill is overdue."),
        "429 postpaid overdue": document(429, "PostpaidBillOverdue", "The postpaid bill is overdue."),
        "429 unheard of": document(429, "NobodyHasHeardOfThis", "Later, perhaps."),
        "400 bad input": document(400, "InvalidParameter", "num_images_per_prompt must be 1"),
        "400 inspection": document(400, "DataInspectionFailed", "Input data may contain inappropriate content."),
        "400 arrearage": document(400, "Arrearage", "Access denied, make sure your account is in good standing."),
        "401 key": document(401, "InvalidApiKey", "Invalid API-key provided."),
        "403 denied": document(403, "AccessDenied", "Access denied."),
        "500 internal": document(500, "InternalError", "An internal error has occured."),
        "500 time-out": document(500, "RequestTimeOut", "Request timed out, please try again later."),
        "503 serving": document(503, "ModelServingError", "Too many requests. Your requests are being throttled."),
        "200 error": document(200, "InternalError", "An internal error has occured."),
    },
)
"""The service's own documents. None of them was made by an accepted request."""

ANSWERS: Mapping[str, tuple[int, str, bytes]] = MappingProxyType(
    {
        **REFUSALS,
        "502 html": (502, "text/html", b"<html><head><title>502 Bad Gateway</title></head><body>502</body></html>"),
        "504 html": (504, "text/html", b"<html><head><title>504 Gateway Time-out</title></head></html>"),
        "bare 429": (429, "", b""),
        "bare 503": (503, "", b""),
        "garbage": (200, "application/json", b'{"output": {"task_st'),
        "empty": (200, "application/json", b""),
        "html 200": (200, "text/html", b"<html><body>Please log in to this network.</body></html>"),
        "403 expired": (403, "application/xml", b"<Error><Code>AccessDenied</Code><Message>Request has expired."),
        "not a picture": (200, "image/png", b"This is no picture."),
    },
)
"""What is answered in place of the service; the request does not reach it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong at a step.

    Attributes
    ----------
    step : str
        Of `STEPS`.
    name : str
        One of `ANSWERS`; ``"refused"``: nobody listens; ``"reset unread"``, ``"reset"``: the connection is reset once
        the head, or the whole, of the request was read, which does not reach the service; ``"reset after"``: the
        service answered, and its answer does not come; ``"cut"``: half of its answer does; ``"hang"``,
        ``"hang after"``: nothing comes until the client gives up, the service not asked or asked; ``"502 after"``: the
        service took it, and a gateway says 502; ``"kill"``, ``"kill after"``: the client's process is killed before
        the service is asked, or with its answer on the way; ``"service dies"``: the service is killed with the request
        in its hands and started again; ``"echo"``: the service refuses and repeats the caller's header; ``"says"``:
        `answer` is answered.
    times : int
        How often.
    skip : int
        How many exchanges of the step go well before.
    answer : tuple
        Status, content type and body.
    """

    step: str
    name: str
    times: int = 1
    skip: int = 0
    answer: tuple[int, str, bytes] = (500, "", b"")

    def __post_init__(self) -> None:
        if self.step not in STEPS or self.name not in {*ANSWERS, *_ACTS}:
            raise ValueError(f"There is no fault {self.name!r} at {self.step!r}.")


_ACTS = frozenset(
    {
        "refused", "reset unread", "reset", "reset after", "cut", "hang", "hang after", "502 after", "kill",
        "kill after", "service dies", "echo", "says",
    },
)  # fmt: skip
_UNASKED = frozenset({"reset", "hang", "kill"})
"""Of them, what ends an exchange of which the service never hears."""


@dataclass(frozen=True, slots=True)
class _Asked:
    method: str
    target: str
    head: bytes
    body: bytes

    @property
    def step(self) -> str:
        line = f"{self.method} {self.target}"
        return next((step for step, pattern in STEPS.items() if pattern.match(line)), "")

    @property
    def authorization(self) -> str:
        found = re.search(rb"(?im)^authorization: *(.+?)\r$", self.head)
        return found[1].decode("latin-1") if found else ""


class Wire:
    """Passes exchanges on, and lets those go wrong that are planned to.

    The service's links point at itself; they are written anew, so that downloads and uploads come this way too.

    Parameters
    ----------
    service_port
        Where the service listens on this machine.
    on_kill
        Kills the client's process.
    on_service_death
        Kills the service and starts it again, on the same port.
    patience
        Seconds after which a hang ends with a reset, for a client that would wait for ever.

    Attributes
    ----------
    happened : list of tuple
        The step and the name of each fault that took place.
    passed : list of str
        The step of each exchange that was left alone.
    """

    def __init__(
        self,
        service_port: int,
        *,
        on_kill: Callable[[], None] = lambda: None,
        on_service_death: Callable[[], None] = lambda: None,
        patience: float = _PATIENCE,
    ) -> None:
        self.service_port = service_port
        self.on_kill = on_kill
        self.on_service_death = on_service_death
        self._patience = patience
        self.happened: list[tuple[str, str]] = []
        self.passed: list[str] = []
        self._plans: list[Fault] = []
        self._lock = threading.RLock()
        self._open: dict[socket.socket, threading.Thread] = {}
        self._closed = False
        self._refusing: Fault | None = None
        self._door = socket.create_server((_HOST, 0), backlog=256)
        self.port = int(self._door.getsockname()[1])
        self._counted = _count_refusals(self)
        self._threads = [self._started(self._listen, self._door)]

    @property
    def url(self) -> str:
        """The base URL for a client."""
        return f"http://{_HOST}:{self.port}/api/v1"

    def plan(self, *faults: Fault) -> None:
        """Let these go wrong, each step's in their order."""
        with self._lock:
            self._plans += faults
            self._shut_before("", b"")

    @property
    def planned(self) -> tuple[Fault, ...]:
        """What has not happened yet."""
        with self._lock:
            return tuple(self._plans)

    def calm(self) -> None:
        """Let nothing go wrong any more."""
        with self._lock:
            self._plans.clear()
            self._happily()

    def close(self) -> None:
        """Stop; no thread and no socket is left."""
        self._counted()
        with self._lock:
            self._closed = True
            _end(self._door)
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            left = [*self._threads, *self._open.values()]
        for thread in left:
            thread.join(10)
            assert not thread.is_alive()

    def refused_one(self) -> None:
        """Take note that the system refused a connection, as it does while the door is shut."""
        with self._lock:
            fault = self._refusing
            if fault is None:
                return
            self.happened.append((fault.step, fault.name))
            self._refusing = replace(fault, times=fault.times - 1)
            if self._refusing.times == 0:
                self._happily()

    def _started(self, work: Callable[..., None], *arguments: object) -> threading.Thread:
        thread = threading.Thread(target=work, args=arguments, name="faulty-wire", daemon=True)
        thread.start()
        return thread

    def _listen(self, door: socket.socket) -> None:
        while True:
            try:
                connection, _ = door.accept()
            except OSError:
                return
            with self._lock:
                if self._closed or self._door is not door:
                    connection.close()
                    continue
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._open[connection] = threading.current_thread()
                self._open[connection] = self._started(self._serve, connection)

    def _shut_before(self, step: str, answer: bytes) -> None:
        """Shut the door if the next thing to go wrong is a refusal, and this exchange is the one before it."""
        fault = next((fault for fault in self._plans if fault.name == "refused"), None)
        if fault is None or self._refusing is not None:
            return
        after, said = _BEFORE.get(fault.step, ("", b""))
        if after != step or said not in answer:
            return
        self._plans.remove(fault)
        self._refusing = fault
        _end(self._door)
        # Bound, so that nobody else gets the port, and not listening: the system refuses.
        self._door = socket.socket()
        self._door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._door.bind((_HOST, self.port))

    def _happily(self) -> None:
        if self._refusing is not None:
            self._refusing = None
            self._door.listen(256)
            self._threads = [thread for thread in self._threads if thread.is_alive()]
            self._threads.append(self._started(self._listen, self._door))

    def _serve(self, connection: socket.socket) -> None:
        try:
            # Whoever is on the other side may be gone at any moment.
            with contextlib.suppress(OSError, http.client.HTTPException), connection.makefile("rb") as stream:
                while self._exchange(connection, stream):
                    pass
        finally:
            with self._lock:
                self._open.pop(connection, None)
            connection.close()

    def _take(self, step: str) -> Fault | None:
        with self._lock:
            for place, fault in enumerate(self._plans):
                if fault.step != step or fault.name == "refused":
                    continue
                if fault.skip:
                    self._plans[place] = replace(fault, skip=fault.skip - 1)
                    return None
                self._plans[place : place + 1] = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
                self.happened.append((step, fault.name))
                return fault
        return None

    def _exchange(self, connection: socket.socket, stream: object) -> bool:
        """Do one exchange, and return whether the connection is good for another."""
        lines = []
        while (line := stream.readline()).strip():
            lines.append(line)
        if not lines or line != b"\r\n":
            return False
        method, target, _ = lines[0].decode("latin-1").split()
        head = b"".join(lines)
        asked = _Asked(method, target, head, b"")
        fault = self._take(asked.step)
        name = fault.name if fault else ""
        if fault is None:
            self.passed.append(asked.step)
        if name == "reset unread":
            return _reset(connection)
        length = re.search(rb"(?im)^content-length: *(\d+)", head)
        asked = replace(asked, body=stream.read(int(length[1]) if length else 0))
        if name in ANSWERS:
            return self._answer(connection, asked, *ANSWERS[name])
        if name == "says":
            return self._answer(connection, asked, *fault.answer)
        if name == "echo":
            told = f"Incorrect API key provided: {asked.authorization}"
            return self._answer(connection, asked, *document(401, "InvalidApiKey", told))
        if name in _UNASKED:
            return self._without_asking(connection, name)
        if name == "service dies":
            with self._upstream(asked):
                self.on_service_death()
            return _reset(connection)
        status, kind, body = self._asked(asked)
        return self._with_answer(connection, asked, name, status=status, kind=kind, body=body)

    def _wait_for_end(self, connection: socket.socket) -> None:
        connection.settimeout(self._patience)
        with contextlib.suppress(TimeoutError):
            connection.recv(1)

    def _without_asking(self, connection: socket.socket, name: str) -> bool:
        if name == "hang":
            self._wait_for_end(connection)
        elif name == "kill":
            self.on_kill()
        return _reset(connection)

    def _with_answer(self, connection: socket.socket, asked: _Asked, name: str, *, status, kind, body) -> bool:
        if name == "hang after":
            self._wait_for_end(connection)
        if name == "kill after":
            self.on_kill()
        if name in {"hang after", "reset after", "kill after"}:
            return _reset(connection)
        if name == "502 after":
            return self._answer(connection, asked, *ANSWERS["502 html"])
        if name == "cut":
            connection.sendall(_head(status, kind, len(body)) + body[: len(body) // 2])
            return False
        return self._answer(connection, asked, status, kind, body)

    def _answer(self, connection: socket.socket, asked: _Asked, status: int, kind: str, body: bytes) -> bool:
        with self._lock:
            # Before the answer is there, so that what follows it finds the door shut.
            self._shut_before(asked.step, body)
        connection.sendall(_head(status, kind, len(body)) + (b"" if asked.method == "HEAD" else body))
        return self._refusing is None

    @contextlib.contextmanager
    def _upstream(self, asked: _Asked):
        with socket.create_connection((_HOST, self.service_port), timeout=_PATIENCE) as upstream:
            upstream.sendall(asked.head + b"\r\n" + asked.body)
            yield upstream

    def _asked(self, asked: _Asked) -> tuple[int, str, bytes]:
        with self._upstream(asked) as upstream, http.client.HTTPResponse(upstream, method=asked.method) as response:
            response.begin()
            kind, body = response.headers.get("Content-Type", ""), response.read()
        if "json" in kind:
            body = body.replace(f"{_HOST}:{self.service_port}".encode(), f"{_HOST}:{self.port}".encode())
        return response.status, kind, body


def _head(status: int, kind: str, length: int) -> bytes:
    told = f"Content-Type: {kind}\r\n" if kind else ""
    reason = http.client.responses.get(status, "Status")
    return f"HTTP/1.1 {status} {reason}\r\n{told}Content-Length: {length}\r\n\r\n".encode("latin-1")


def _reset(connection: socket.socket) -> bool:
    """Let the connection end with a reset, which is sent when its last handle is closed."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return False


def _end(door: socket.socket) -> None:
    with contextlib.suppress(OSError):
        door.shutdown(socket.SHUT_RDWR)
    door.close()


def _count_refusals(wire: Wire) -> Callable[[], None]:
    """Count the connections to a wire that the system refuses to this process; return what ends it."""
    real = urllib3.util.connection.create_connection

    def counting(address: tuple[str, int], *arguments: object, **options: object) -> socket.socket:
        try:
            return real(address, *arguments, **options)
        except ConnectionRefusedError:
            if address[1] == wire.port:
                wire.refused_one()
            raise

    urllib3.util.connection.create_connection = counting

    def end() -> None:
        urllib3.util.connection.create_connection = real

    return end
