"""What keeps a connection from coming about is told with what to do, and nothing of it that is secret."""

from __future__ import annotations

import contextlib
import socket
import ssl
import string
import threading

import pytest
import requests

from wanwidgets.obstacles import OBSTACLES, in_the_answer, in_the_way
from wanwidgets.widgets.text.obstacles import CONNECTIONS_ZH, OBSTACLES_ZH
from wanwidgets.widgets.text.reasons import reason
from wanwidgets.widgets.text.remarks import chinese

AWAY = "https://model.example/api/v1"

# Of a way that a proxy did not open, urllib3 before 2.0 leaves the connection to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def plain_network(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def port():
    """Return a port at which nobody listens: it is bound, so that nobody else can."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


@pytest.fixture
def answering():
    """Start servers that give one answer to whatever is said, and leave none behind."""
    started, accepted = [], []

    def start(answer):
        listener = socket.create_server(("127.0.0.1", 0))
        thread = threading.Thread(target=_answer, args=(listener, answer, accepted))
        thread.start()
        started.append((listener, thread))
        return listener.getsockname()[1]

    yield start
    for connection in accepted:
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
    for listener, thread in started:
        listener.close()
        thread.join(10)
        assert not thread.is_alive()


def _answer(listener, answer, accepted):
    connection, _ = listener.accept()
    accepted.append(connection)
    # Who gives up on the other side does so as it likes.
    with contextlib.suppress(OSError), connection:
        connection.recv(1 << 16)
        connection.sendall(answer)
        connection.shutdown(socket.SHUT_WR)
        # What is still said is read, so that the other side gets the answer and no reset.
        while connection.recv(1 << 16):
            pass


def told(url, **options):
    """Ask, and return what is said of the error that this brings."""
    with pytest.raises((OSError, ValueError)) as caught, requests.Session() as session:
        session.get(url, timeout=(10, 10), **options)
    return in_the_way(caught.value, url)


def filled(key, **facts):
    return OBSTACLES[key].format(**{"host": "model.example", "proxy": "", "variable": "HTTPS_PROXY", **facts})


@pytest.mark.parametrize(("status", "key"), [(407, "proxy.password"), (403, "proxy.refuses"), (502, "proxy.refuses")])
def test_proxy_that_opens_no_way(answering, monkeypatch, status, key):
    """What a proxy answers is told by its status, with the proxy and without the password that it was asked with."""
    port = answering(f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n".encode("ascii"))
    monkeypatch.setenv("HTTPS_PROXY", f"http://somebody:hunter2@127.0.0.1:{port}")

    said = told(AWAY)

    assert said == filled(key, proxy=f" 127.0.0.1:{port}", status=status)
    assert "hunter2" not in said


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_proxy_that_is_not_there(port, monkeypatch, scheme):
    """A proxy that does not answer is told with the variable that is to be corrected, the one that names it."""
    for variable in (f"{scheme}_proxy", f"{scheme.upper()}_PROXY", "all_proxy", "ALL_PROXY"):
        with monkeypatch.context() as patch:
            patch.setenv(variable, f"http://127.0.0.1:{port}")

            assert told(f"{scheme}://model.example/") == filled(
                "proxy.gone", proxy=f" 127.0.0.1:{port}", variable=variable
            )


@pytest.mark.parametrize("proxy", ["http://some/body:hunter2@127.0.0.1:{}", "some#body@127.0.0.1:{}"])
def test_proxy_with_an_odd_password_is_not_shown(port, monkeypatch, proxy):
    """Where it is not sure which part of the address is the password, nothing of it is shown."""
    monkeypatch.setenv("HTTPS_PROXY", proxy.format(port))

    said = told(AWAY)

    assert said
    assert not [part for part in ("some", "body", "hunter2") if part in said]


@pytest.mark.parametrize(
    "proxy", ["http://:3128", "127.0.0.1:3128:3128", "http://proxy:port", "ftp://proxy", "http://somebody:hunter2@[::1"]
)
def test_proxy_that_is_none(monkeypatch, proxy):
    """What is no address of a proxy is told as that."""
    monkeypatch.setenv("HTTPS_PROXY", proxy)

    assert told(AWAY) == filled("proxy.form")


def test_socks_needs_a_package():
    """Without the package for SOCKS, what to install is told."""
    error = requests.exceptions.InvalidSchema("Missing dependencies for SOCKS support.")

    assert in_the_way(error, AWAY) == filled("proxy.socks")


def test_bundle_that_is_not_there(monkeypatch, tmp_path):
    """A file of certificates that is gone is told with the variables that may name it."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))

    assert told(AWAY) == filled("bundle")


@pytest.mark.parametrize("answer", [b"HTTP/1.0 400 Bad Request\r\n\r\n", b""], ids=["http", "nothing"])
def test_port_without_encryption(answering, answer):
    """A port that does not speak https, or that breaks off, is told as that."""
    port = answering(answer)

    assert told(f"https://127.0.0.1:{port}/") == filled("encryption", host="127.0.0.1")


def test_proxy_that_opens_what_is_encrypted():
    """A certificate that nobody vouches for is told as that, also where requests takes it for the proxy's."""
    refused = ssl.SSLCertVerificationError("self-signed certificate in certificate chain")
    for kind in (requests.exceptions.SSLError, requests.exceptions.ProxyError):
        assert in_the_way(kind(Exception("Max retries", refused)), AWAY) == filled("certificate")


def test_unknown_name(monkeypatch):
    """A host that no name server knows is told by name."""

    def nobody(*_args, **_options):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)

    assert told(AWAY) == filled("name")


def test_closed_port(port):
    """A port at which nobody listens is told as that."""
    assert told(f"http://127.0.0.1:{port}/") == filled("closed", host="127.0.0.1")


def test_silence():
    """A host that does not answer in time is told as that."""
    assert in_the_way(requests.exceptions.ConnectTimeout(), AWAY) == filled("silent")


def test_what_is_not_known_is_not_guessed():
    """An error of another kind, and one that leads back to itself, is told without a reason."""
    error = requests.exceptions.ConnectionError("Connection aborted.")
    error.__cause__ = OSError(error)

    assert in_the_way(error, AWAY) == ""


def test_what_is_no_address_is_not_guessed_about():
    """Of an address that cannot be read nothing is said, and nothing goes wrong."""
    assert in_the_way(requests.exceptions.InvalidURL("no address"), "http://[::1/1.png") == ""


def test_answer_of_a_proxy():
    """An answer 407 is a proxy's, and any other one tells nothing of a proxy."""
    assert in_the_answer(407, AWAY) == filled("proxy.password")
    assert [in_the_answer(status, AWAY) for status in (200, 401, 502)] == [""] * 3


def test_every_obstacle_is_told_in_chinese():
    """Each obstacle has its Chinese with the same facts, in a run's error as in that of a picture."""

    def facts(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert set(OBSTACLES_ZH) == set(OBSTACLES)
    assert len(CONNECTIONS_ZH) == len(OBSTACLES) + 3
    for key, text in OBSTACLES.items():
        assert facts(text) == facts(OBSTACLES_ZH[key]), key
        values = {"host": "model.example", "proxy": " 127.0.0.1:3128", "variable": "HTTPS_PROXY", "status": "403"}
        english, words = text.format(**values), OBSTACLES_ZH[key].format(**values)
        assert chinese(f"model.example cannot be reached (ProxyError). Nothing was sent. {english}") == (
            f"无法连接 model.example（ProxyError）。未发送任何请求。{words}"
        )
        assert chinese(f"model.example did not answer (ProxyError). {english}") == (
            f"model.example 没有应答（ProxyError）。{words}"
        )
        assert reason(f"its address cannot be reached (ProxyError). {english}", "zh") == (
            f"无法访问该网址（ProxyError）。{words}"
        )
    assert chinese("model.example cannot be reached (OSError). Nothing was sent.") == (
        "无法连接 model.example（OSError）。未发送任何请求。"
    )
