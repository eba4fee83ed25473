"""One exchange: what surely did not arrive is told from what may have, and the key is shown nowhere."""

from __future__ import annotations

import copy
import datetime as dt
import ipaddress
import itertools
import logging
import pickle
import socket
import ssl
import traceback

import pytest

from wanwidgets import asking, transport
from wanwidgets import client as client_module
from wanwidgets.errors import OutcomeUnknown, ServiceError, Unreachable, WanError
from wanwidgets.fetch import fetch_image
from wanwidgets.images import Address
from wanwidgets.request import EditRequest

KEY = "sk-secret-0123456789"
PROXIES = [
    spelled
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
    for spelled in (name, name.upper())
]  # fmt: skip


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch):
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def self_signed(tmp_path) -> ssl.SSLContext:
    """Return the side of a server whose certificate nobody vouches for."""
    pytest.importorskip("cryptography", reason="the official SDK, which brings it, is not installed")
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "server.pem"
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


def test_distrusted_certificate_is_unreachable(start_server, make_client, self_signed):
    """A create to a host whose certificate cannot be trusted never leaves, so it is Unreachable."""
    server = start_server(context=self_signed)
    server.answers(server.task("PENDING"))

    with pytest.raises(Unreachable, match=r"\(SSLError\)\. Nothing was sent\. Nobody .* REQUESTS_CA_BUNDLE"):
        make_client(base_url=server.url).submit(EditRequest("Paint it"))

    assert server.seen == []


def test_https_to_a_plain_port_is_unreachable(server, make_client):
    """A create for which no secure connection comes about never leaves, so it is Unreachable."""
    server.answers(server.refuses_to_read)

    with pytest.raises(Unreachable):
        make_client(base_url=f"https://127.0.0.1:{server.port}/api/v1").submit(EditRequest("Paint it"))

    assert server.seen == []


def test_host_that_does_not_exist_is_unreachable(make_client, monkeypatch):
    """A create to a host that does not exist never leaves, so it is Unreachable."""

    def nobody(*_args, **_options):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)

    with pytest.raises(Unreachable, match=r"model\.example"):
        make_client(base_url="https://model.example/api/v1").submit(EditRequest("Paint it"))


def test_host_that_cannot_be_a_name_is_unreachable(make_client):
    """A host that no name server could know is Unreachable too, and no error of a library gets through."""
    with pytest.raises(Unreachable):
        make_client(base_url="http://a..b/api/v1").submit(EditRequest("Paint it"))


def test_missing_certificate_bundle_is_unreachable(make_client, monkeypatch, tmp_path):
    """A bundle of certificates that is not there keeps a create from leaving, so it is Unreachable."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))

    with pytest.raises(Unreachable):
        make_client(base_url="https://model.example/api/v1").submit(EditRequest("Paint it"))


def test_proxy_that_opens_no_tunnel_is_unreachable(server, make_client, monkeypatch):
    """A create never leaves when the proxy refuses the tunnel, and the proxy does not see the key."""
    monkeypatch.setenv("HTTPS_PROXY", server.origin)
    server.answers(server.html(403))

    with pytest.raises(Unreachable):
        make_client(base_url="https://model.example/api/v1").submit(EditRequest("Paint it"))

    assert {seen.method for seen in server.seen} == {"CONNECT"}
    assert not any("authorization" in seen.headers for seen in server.seen)


def test_create_through_a_plain_proxy_may_have_arrived(server, make_client, monkeypatch):
    """A create that a proxy took and did not answer may have arrived, so it is sent once."""
    monkeypatch.setenv("HTTP_PROXY", server.origin)
    server.answers(server.drops)

    with pytest.raises(OutcomeUnknown):
        make_client(base_url="http://model.example/api/v1").submit(EditRequest("Paint it"))

    assert [seen.path.startswith("http://model.example/") for seen in server.arrived(1)] == [True]


def test_loopback_uses_no_proxy(server, client, monkeypatch, closed_port):
    """The local service is asked directly, whatever proxy the environment names."""
    for name in PROXIES[:6]:
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port}")
    server.answers(server.task("RUNNING"))

    assert client.fetch("t-1").id == "t-1"


def test_proxy_carries_every_kind_of_request(server, make_client, monkeypatch, photo):
    """A place that is not this machine is asked through the proxy that the environment names, uploads included."""
    monkeypatch.setenv("HTTP_PROXY", server.origin)
    client = make_client(base_url="http://model.example/api/v1")
    policy = {
        "upload_host": "http://store.example/oss",
        "upload_dir": "a",
        "policy": "p",
        "signature": "s",
        "oss_access_key_id": "k",
    }
    server.answers(
        server.task("PENDING"),
        server.task("RUNNING"),
        server.json({"request_id": "r", "data": []}),
        server.json({"request_id": "r", "data": policy}),
        server.raw(b""),
    )

    client.submit(EditRequest("Paint it"))
    client.fetch("t-1")
    assert list(client.tasks()) == []
    client.upload(photo, model="wan2.7-image")

    hosts = [seen.path.split("/")[2] for seen in server.arrived(5)]
    assert hosts == ["model.example"] * 4 + ["store.example"]
    assert ["authorization" in seen.headers for seen in server.seen] == [True] * 4 + [False]


def test_what_is_in_the_way_is_told_whatever_was_asked(server, make_client, closed_port, photo):
    """A create, a look, an upload, a result and the address of a picture all say what keeps them from coming about."""
    nobody = f"http://127.0.0.1:{closed_port}"
    policy = {"upload_host": nobody, "upload_dir": "a", "policy": "p", "signature": "s", "oss_access_key_id": "k"}
    server.answers(server.json({"request_id": "r", "data": policy}))
    away = make_client(base_url=f"{nobody}/api/v1")
    asks = (
        lambda: away.submit(EditRequest("Paint it")),
        lambda: away.fetch("t-1"),
        lambda: make_client().upload(photo, model="wan2.7-image"),
        lambda: away.download(f"{nobody}/1.png"),
        lambda: fetch_image(Address(f"{nobody}/cup.jpg"), private=True),
    )

    for ask in asks:
        with pytest.raises(WanError, match=r"Nobody listens at that port of 127\.0\.0\.1\. Check the address\."):
            ask()


def test_answer_of_a_proxy_is_told(server, make_client, monkeypatch):
    """A proxy that answers instead of the service is told by its answer, for a create and for a look."""
    monkeypatch.setenv("HTTP_PROXY", server.origin)
    server.answers(server.html(407))
    client = make_client(base_url="http://model.example/api/v1")

    with pytest.raises(ServiceError, match=f"The proxy 127.0.0.1:{server.port} wants a name and a password"):
        client.submit(EditRequest("Paint it"))
    with pytest.raises(Unreachable, match=r"answered HTTP 407\. The proxy .* Write them into HTTP_PROXY"):
        client.fetch("t-1")


def test_host_without_a_proxy_is_asked_directly(server, make_client, monkeypatch, closed_port):
    """A host that NO_PROXY names is asked without the proxy."""
    monkeypatch.setattr(transport, "_LOOPBACK", frozenset())
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{closed_port}")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    server.answers(server.task("RUNNING"))

    assert make_client().fetch("t-1").id == "t-1"


def test_bundle_of_certificates_is_trusted(start_server, make_client, self_signed, monkeypatch, tmp_path):
    """A certificate that REQUESTS_CA_BUNDLE vouches for is trusted, and no other."""
    monkeypatch.setattr(transport, "_LOOPBACK", frozenset())
    server = start_server(context=self_signed).answers(start_server().task("RUNNING"))
    client = make_client(base_url=server.url)

    with pytest.raises(Unreachable, match="SSLError"):
        client.fetch("t-1")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "server.pem"))
    assert client.fetch("t-1").id == "t-1"


def test_netrc_does_not_replace_the_key(server, make_client, monkeypatch, tmp_path):
    """A password for the same host in the user's .netrc is not sent instead of the key."""
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login somebody password else\n", encoding="ascii")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("NETRC", raising=False)
    monkeypatch.setattr(transport, "_LOOPBACK", frozenset())
    server.answers(server.task("RUNNING"))

    make_client().fetch("t-1")

    assert server.seen[0].headers["authorization"] == f"Bearer {KEY}"


def test_answer_without_end_is_not_read_to_its_end(server, client, monkeypatch):
    """An answer that is far too long is no document of the service's, and is left where it is."""
    monkeypatch.setattr(transport, "_MAX_CHUNKS", 1)
    server.answers(server.raw(b'{"request_id": "' + b"x" * 300_000 + b'"}'))

    with pytest.raises(Unreachable):
        client.fetch("t-1")


@pytest.mark.parametrize("key", ["sk-a\nb", "sk-a b", "sk-…", "sk-\x7f", "密钥"])
def test_key_that_cannot_be_one_is_refused(key):
    """A key with characters that no header takes is refused at once, without being shown."""
    with pytest.raises(ValueError, match="holds characters that no key has") as caught:
        client_module.Client(key)

    assert key not in str(caught.value)


@pytest.mark.parametrize("key", ["", "  ", None])
def test_empty_key_is_refused(key):
    """An empty key is refused at once, with what to do."""
    with pytest.raises(ValueError, match="DASHSCOPE_API_KEY"):
        client_module.Client(key)


def test_key_is_taken_without_the_space_around_it(server, make_client):
    """The space that came along when a key was copied is left out."""
    server.answers(server.task("RUNNING"))

    make_client(api_key=f" {KEY}\n").fetch("t-1")

    assert server.seen[0].headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("workspace", ["ws\n1", "工作", "a b"])
def test_workspace_that_cannot_be_one_is_refused(make_client, workspace):
    """A workspace with characters that no header takes is refused at once."""
    with pytest.raises(ValueError, match="workspace"):
        make_client(workspace=workspace)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "model.example/api/v1",
        "ftp://model.example/api/v1",
        "http:///api/v1",
        "http://[::1/api/v1",
        "http://model.example:99999/api/v1",
        "http://model.example/api/v1?a=1",
        "http://model.example/api/v1#a",
    ],
)
def test_base_url_that_cannot_be_one_is_refused(make_client, url):
    """A base URL to which no path can be added is refused at once."""
    with pytest.raises(ValueError, match=r"base_url|Invalid IPv6|Port"):
        make_client(base_url=url)


def test_password_in_the_base_url_is_refused_and_not_shown(make_client):
    """A password in the base URL is refused, and not repeated."""
    with pytest.raises(ValueError, match="base_url") as caught:
        make_client(base_url="http://somebody:hunter2@model.example/api/v1")

    assert "hunter2" not in str(caught.value)


def test_key_is_shown_nowhere(server, client, make_client, *, caplog, closed_port, monkeypatch, photo):
    """The key is in no repr, error, traceback or log record, whatever goes wrong, even where a gateway repeats it."""
    caplog.set_level(logging.DEBUG)
    for where, name in (
        (client_module, "CREATE_TIMEOUTS"),
        (client_module, "CALL_TIMEOUTS"),
        (asking, "QUERY_TIMEOUTS"),
    ):
        monkeypatch.setattr(where, name, (5.0, 0.02))
    mixed = EditRequest("A recipe", model="wan2.6-image", enable_interleave=True, stream=True)
    asks = {
        "submit": lambda one: one.submit(EditRequest("Paint it")),
        "stream": lambda one: list(one.stream(mixed)),
        "fetch": lambda one: one.fetch("t-1"),
        "cancel": lambda one: one.cancel("t-1"),
        "tasks": lambda one: list(one.tasks()),
        "upload": lambda one: one.upload(photo, model="wan2.7-image"),
    }
    clients = [client, make_client(base_url=f"http://127.0.0.1:{closed_port}/api/v1")]
    answers = [
        server.drops,
        server.never_answers,
        server.html(502),
        server.error("InvalidApiKey", f"Incorrect API key provided: {KEY}. You sent Bearer {KEY}", 401),
        lambda seen: server.raw(seen.headers["authorization"].encode(), 403),
        server.raw(b"", 400, X_Echo=KEY),
        lambda seen: server.stream([server.error_event("InvalidApiKey", 401, f"You sent {KEY}")]),
    ]
    shown = []
    for answer, one, ask in itertools.product(answers, clients, asks.values()):
        server.answers(answer)
        try:
            ask(one)
        except WanError as error:
            shown += [repr(error), str(error), "".join(traceback.format_exception(error)), repr(vars(error))]
    shown += [repr(client), str(client), repr(vars(client)), repr(client._transport._key)]
    shown += [record.getMessage() + repr(record.args) for record in caplog.records]

    assert len(caplog.records) > 10
    assert len(shown) > 100
    assert not [text for text in shown if KEY in text or "0123456789" in text]


def test_key_that_is_repeated_is_hidden_in_the_message(server, client):
    """What a gateway says of a key is told, without the key."""
    server.answers(server.error("InvalidApiKey", f"Incorrect API key provided: {KEY}.", 401))

    with pytest.raises(ServiceError, match="Incorrect API key provided: <key>"):
        client.fetch("t-1")


@pytest.mark.parametrize("dump", [pickle.dumps, copy.deepcopy])
def test_client_is_not_pickled(client, dump):
    """A client cannot be pickled or deeply copied, since its key would go along."""
    with pytest.raises(TypeError, match="A key is not pickled"):
        dump(client)
