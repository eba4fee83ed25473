"""A server on loopback that answers from a script, and remembers what it was asked."""

from __future__ import annotations

import contextlib
import gc
import io
import itertools
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pytest

from wanwidgets.client import Client

REASONS = {200: "OK", 302: "Found", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found"}


@dataclass(frozen=True)
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    connection: int

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """What is done when a request comes: `data` is sent as it is, then `more`; the connection stays open, or not."""

    data: bytes = b""
    more: Iterable[bytes] = ()
    reads: bool = True
    silent: bool = False
    stays: bool = True


class Scripted:
    """Answers the requests in their order from `script`; the last answer is given again and again.

    An entry may be a function of the request that returns the answer.
    """

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.script: list[Answer | Callable[[Seen], Answer]] = []
        self.seen: list[Seen] = []
        self.connections = 0
        self._context = context
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._arrival = threading.Condition()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._listen, name="scripted")]
        self._threads[0].start()

    @property
    def origin(self) -> str:
        return f"{'https' if self._context else 'http'}://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """The base URL for a client."""
        return f"{self.origin}/api/v1"

    def answers(self, *script: Answer | Callable[[Seen], Answer]) -> Scripted:
        self.script = list(script)
        return self

    @staticmethod
    def raw(body: bytes, status: int = 200, *, length: int | None = None, **headers: str) -> Answer:
        """Answer with any body; `length` tells another length than it has, and cuts it off there."""
        named = {
            "Content-Length": str(len(body) if length is None else length),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        line = f"HTTP/1.1 {status} {REASONS.get(status, 'Status')}\r\n{head}\r\n"
        return Answer(line.encode("latin-1") + body, stays=length is None)

    @classmethod
    def json(cls, document: Any, status: int = 200) -> Answer:
        return cls.raw(json.dumps(document).encode(), status, Content_Type="application/json")

    @classmethod
    def html(cls, status: int) -> Answer:
        return cls.raw(b"<html><h1>Bad Gateway</h1></html>", status, Content_Type="text/html")

    @classmethod
    def redirect(cls, url: str) -> Answer:
        return cls.raw(b"", 302, Location=url)

    @classmethod
    def error(cls, code: str, message: str = "no", status: int = 400) -> Answer:
        """Answer with an error document of the service's."""
        return cls.json({"code": code, "message": message, "request_id": "r-1"}, status)

    @classmethod
    def task(cls, status: str, task_id: str = "t-1", **output: Any) -> Answer:
        return cls.json({"request_id": "r-1", "output": {"task_id": task_id, "task_status": status, **output}})

    @classmethod
    def succeeded(cls, *urls: str, **output: Any) -> Answer:
        """Answer with a task that made these pictures, one choice each."""
        choices = [{"message": {"role": "assistant", "content": [{"image": url, "type": "image"}]}} for url in urls]
        return cls.task("SUCCEEDED", choices=choices, **output)

    @staticmethod
    def stream(pieces: Iterable[bytes], *, whole: bool = True, chunked: bool = True) -> Answer:
        """Answer with a stream of events, a chunk for each piece; `whole` says whether its end is told."""
        head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream;charset=UTF-8\r\n"
        if not chunked:
            return Answer(f"{head}Connection: close\r\n\r\n".encode("latin-1"), pieces, stays=False)
        chunks = (f"{len(piece):x}\r\n".encode("latin-1") + piece + b"\r\n" for piece in pieces)
        last = [b"0\r\n\r\n"] if whole else []
        told = f"{head}Transfer-Encoding: chunked\r\n\r\n".encode("latin-1")
        return Answer(told, itertools.chain(chunks, last), stays=whole)

    @staticmethod
    def event(number: int, *content: Any, finish: str = "null", **more: Any) -> bytes:
        """Return an event with these items of content, framed as recorded."""
        choice = {"message": {"role": "assistant", "content": list(content)}, "finish_reason": finish}
        data = json.dumps({"request_id": "r-1", "output": {"choices": [choice]}, **more})
        return f"id:{number}\nevent:result\n:HTTP_STATUS/200\ndata:{data}\n\n".encode()

    @staticmethod
    def error_event(code: str, status: int, message: str = "no") -> bytes:
        """Return an error among the events, framed as recorded."""
        data = json.dumps({"code": code, "message": message, "request_id": "r-1"})
        return f"id:1\nevent:error\n:HTTP_STATUS/{status}\ndata:{data}\n\n".encode()

    @property
    def refuses_to_read(self) -> Answer:
        """Close the connection before the request was read."""
        return Answer(reads=False, stays=False)

    @property
    def drops(self) -> Answer:
        """Read the whole request, and close the connection without a word."""
        return Answer(stays=False)

    @property
    def breaks_off(self) -> Answer:
        """Read the whole request, and close the connection in the middle of the answer's head."""
        return Answer(b"HTTP/1.1 200 OK\r\nContent-", stays=False)

    @property
    def never_answers(self) -> Answer:
        """Read the whole request, and keep still until the other side gives up."""
        return Answer(silent=True)

    def arrived(self, count: int) -> list[Seen]:
        """Return what arrived once at least that many requests did and every connection was closed by the client."""
        with self._arrival:
            # pytest's own timeout bounds this.
            self._arrival.wait_for(lambda: len(self.seen) >= count)
        # From Python 3.13 on, a connection whose answer could not be read is closed with the error that tells of it.
        gc.collect()
        for thread in self._threads[1:]:
            thread.join()
        return self.seen

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            left = list(self._open)
        for connection in left:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)
            assert not thread.is_alive()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
                self._open.add(connection)
                thread = threading.Thread(target=self._serve, args=(connection, self.connections), name="scripted")
                self._threads.append(thread)
            thread.start()

    def _serve(self, plain: socket.socket, number: int) -> None:
        connection = plain
        try:
            with contextlib.suppress(OSError):
                if self._context is not None:
                    connection = self._context.wrap_socket(plain, server_side=True)
                with connection.makefile("rb") as stream:
                    if not stream.peek(1)[:1].isalpha():
                        # Nobody's request: a Jupyter server goes on knocking at the ports of kernels that are gone.
                        with self._lock:
                            self.connections -= 1
                        return
                    while self._answer(connection, stream, number):
                        pass
        finally:
            with self._lock:
                self._open.discard(plain)
            connection.close()

    def _answer(self, connection: socket.socket, stream: io.BufferedReader, number: int) -> bool:
        if not stream.peek(1):
            return False
        with self._lock:
            answer = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(answer, Answer) and not answer.reads:
            return False
        seen = _read(stream, number)
        with self._arrival:
            self.seen.append(seen)
            self._arrival.notify_all()
        if not isinstance(answer, Answer):
            answer = answer(seen)
        if answer.silent:
            connection.recv(1)
            return False
        connection.sendall(answer.data)
        for piece in answer.more:
            connection.sendall(piece)
        return answer.stays


def _read(stream: io.BufferedReader, number: int) -> Seen:
    method, path, _ = stream.readline().decode("latin-1").split()
    headers = {}
    while line := stream.readline().strip():
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.lower()] = value.strip()
    return Seen(method, path, headers, stream.read(int(headers.get("content-length", 0))), number)


@pytest.fixture
def start_server():
    """Start scripted servers, and leave none behind."""
    started = []

    def start(**options: Any) -> Scripted:
        started.append(Scripted(**options))
        return started[-1]

    yield start
    for server in started:
        server.close()


@pytest.fixture
def server(start_server) -> Scripted:
    return start_server()


@dataclass
class Simulated:
    """Time that passes only while somebody pauses; `stops_at` is the pause at which the user wants to stop."""

    now: float = 0.0
    stops_at: float = float("inf")

    def __post_init__(self) -> None:
        self.pauses: list[float] = []

    def pause(self, seconds: float) -> bool:
        self.pauses.append(seconds)
        self.now += seconds
        return len(self.pauses) >= self.stops_at

    def clock(self) -> float:
        return self.now


@pytest.fixture
def simulated() -> Simulated:
    return Simulated()


@pytest.fixture
def make_client(server, simulated) -> Callable[..., Client]:
    """Make a client of the scripted server, in simulated time and without jitter."""

    def make(**options: Any) -> Client:
        seams = {"pause": simulated.pause, "clock": simulated.clock, "random": lambda: 0.5}
        return Client(options.pop("api_key", "sk-secret-0123456789"), **{"base_url": server.url, **seams, **options})

    return make


@pytest.fixture
def client(make_client) -> Client:
    return make_client()


@pytest.fixture
def closed_port() -> int:
    """Return a port on which nobody listens: it is bound, so that nobody else can."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


@pytest.fixture
def png(photo) -> bytes:
    """Return the photo as the file of a result."""
    out = io.BytesIO()
    photo.save(out, "PNG", compress_level=1)
    return out.getvalue()
