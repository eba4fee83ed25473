"""An address becomes a picture, or an error that says why not and shows no secret of the address."""

from __future__ import annotations

import pytest

from wanwidgets import fetch
from wanwidgets.errors import FetchError, ImageError
from wanwidgets.fetch import download, fetch_image
from wanwidgets.images import Address, Gap

SECRET = "s3cret"
PUBLIC = "93.184.216.34"


def never(host: str, port: int) -> list[str]:
    raise AssertionError(f"{host}:{port} was looked up")


def fetch_private(url: str):
    return fetch_image(Address(url), private=True)


def test_picture_is_fetched(server, png, photo):
    """A picture on a private address is fetched, as it is, when that is allowed."""
    server.answers(server.raw(png))

    image = fetch_private(f"{server.origin}/a%20b/photo.png?Signature={SECRET}")

    assert image.data == png
    assert image.size == photo.size
    assert image.name == "photo.png"
    assert server.seen[0].path == f"/a%20b/photo.png?Signature={SECRET}"


def test_what_is_missing_is_not_fetched():
    """A picture that is known only by its hash is nowhere to be fetched, and nobody is asked for it."""
    with pytest.raises(FetchError, match="only its hash is known") as caught:
        fetch_image(Gap.of("ab" * 32), resolve=never)
    assert caught.value.name == "abababab…"


def test_redirects_are_followed(server, png):
    """A few redirects are followed, relative ones too."""
    server.answers(server.redirect("/b"), server.redirect(f"{server.origin}/c"), server.raw(png))

    assert fetch_private(f"{server.origin}/a").data == png
    assert [seen.path for seen in server.arrived(3)] == ["/a", "/b", "/c"]


TROUBLES = {
    "too many redirects": (lambda server, png: server.redirect("/again"), "redirects more than 5 times"),
    "redirect to a file": (lambda server, png: server.redirect("file:///etc/passwd"), "not a whole http"),
    "redirect to nowhere": (lambda server, png: server.redirect("http://[::1/x"), "cannot be reached"),
    "redirect without place": (lambda server, png: server.raw(b"", 302), "HTTP 302"),
    "not found": (lambda server, png: server.html(404), "HTTP 404"),
    "forbidden": (lambda server, png: server.html(403), "HTTP 403"),
    "dropped": (lambda server, png: server.drops, "ConnectionError"),
    "cut off": (lambda server, png: server.raw(png[:-10], length=len(png)), "ChunkedEncodingError"),
    "damaged": (lambda server, png: server.raw(png, Content_Encoding="gzip"), "ContentDecodingError"),
    "too large": (lambda server, png: server.raw(png + b"x" * 2_000_000), "more than 1 MB"),
}


@pytest.mark.parametrize(("trouble", "said"), TROUBLES.values(), ids=TROUBLES)
def test_address_that_gives_no_picture(server, png, monkeypatch, trouble, said):
    """An address that gives no picture says why, and its query string is not shown."""
    monkeypatch.setattr(fetch, "MAX_BYTES", 1_000_000)
    server.answers(trouble(server, png))

    with pytest.raises(FetchError, match=said) as caught:
        fetch_private(f"{server.origin}/photo.png?Signature={SECRET}")

    assert SECRET not in str(caught.value)
    assert "photo.png" in str(caught.value)


def test_address_that_does_not_answer(server, monkeypatch):
    """An address that does not answer in time is a FetchError."""
    monkeypatch.setattr(fetch, "TIMEOUTS", (5.0, 0.02))
    server.answers(server.never_answers)

    with pytest.raises(FetchError, match="ReadTimeout"):
        fetch_private(f"{server.origin}/photo.png")


def test_page_instead_of_a_picture(server):
    """A web page under the name of a picture is an ImageError that says that it is text."""
    server.answers(server.html(200))

    with pytest.raises(ImageError, match="text, not a picture"):
        fetch_private(f"{server.origin}/photo.png?Signature={SECRET}")


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "127.9.9.9",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104  # an address to be refused
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::10.0.0.1",
        "2002:7f00:1::1",
    ],
)
def test_private_place_is_not_fetched(ip):
    """A name that leads to this machine or to a private network is refused, and so is one that also leads there."""
    for found in ([ip], [PUBLIC, ip]):
        with pytest.raises(FetchError, match="private network"):
            fetch_image(Address(f"http://model.example/photo.png?Signature={SECRET}"), resolve=lambda *_, it=found: it)


def test_name_that_leads_nowhere_is_not_fetched():
    """A name without any address is refused."""
    with pytest.raises(FetchError, match="private network"):
        fetch_image(Address("http://model.example/photo.png"), resolve=lambda *_: [])


def test_host_is_looked_up_with_its_port():
    """What is looked up is the host and the port that would be reached, without user name and query."""
    asked = []

    def note(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return ["127.0.0.1"]

    for url in ("http://model.example/a", "https://Model.Example/a?b", "http://me:pass@model.example:81/a"):
        with pytest.raises(FetchError):
            fetch_image(Address(url), resolve=note)

    assert asked == [("model.example", 80), ("model.example", 443), ("model.example", 81)]


def test_redirect_to_a_private_place_is_not_followed(server, start_server, png, monkeypatch):
    """A public address cannot send the fetch on to a private one."""
    inside = start_server().answers(server.raw(png))
    server.answers(server.redirect(f"http://localhost:{inside.port}/photo.png"))

    def resolve(host: str, port: int) -> list[str]:
        return [PUBLIC] if port == server.port else ["127.0.0.1"]

    with pytest.raises(FetchError, match="'localhost' lies on this machine"):
        fetch_image(Address(f"{server.origin}/photo.png"), resolve=resolve)

    assert len(server.arrived(1)) == 1
    assert inside.connections == 0


def test_what_is_checked_is_what_is_reached():
    """An address that two libraries read as two hosts is checked for the host that would be asked."""
    asked = []

    def note(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with pytest.raises(FetchError, match="lies on this machine"):
        fetch_image(Address("http://127.0.0.1\\@model.example/a"), resolve=note)

    assert asked == ["127.0.0.1"]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://model.example/a.png",
        "file:///etc/passwd",
        "gopher://model.example/",
        "photo.png",
        "http:///photo.png",
        "http://model.example:99999/a.png",
        "http://model.example:port/a.png",
        "http://.model.example/a.png",
        "http://[::1/a.png",
        "http://①②⑦.⓪.⓪.①/a.png",
    ],
)
def test_address_that_cannot_be_one(url):
    """An address with another scheme, a port that cannot be, or no host is refused before anything is looked up."""
    with pytest.raises(FetchError, match="not a whole http"):
        fetch_image(Address(url), resolve=never)


@pytest.mark.parametrize("host", ["a..b", "x" * 64 + ".example", "nobody.invalid"])
def test_host_that_nobody_knows(host, monkeypatch):
    """A host that does not exist, or that cannot be a name at all, is a FetchError that asks about the connection."""

    def getaddrinfo(name: str, *_args, **_options):
        name.encode("idna")
        raise OSError("Name or service not known")

    monkeypatch.setattr(fetch.socket, "getaddrinfo", getaddrinfo)

    with pytest.raises(FetchError, match="there is no host"):
        fetch_image(Address(f"http://{host}/a.png"))


def test_password_of_the_user_is_not_sent(server, png, monkeypatch, tmp_path):
    """What the user's .netrc holds goes neither to the address of a picture nor to that of a result."""
    (tmp_path / "netrc").write_text("default login somebody password else\n", encoding="ascii")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    server.answers(server.raw(png))

    fetch_private(f"{server.origin}/1.png")
    # The name is one of loopback that the environment is asked about, unlike 127.0.0.1.
    download(f"{server.origin.replace('127.0.0.1', '127.1')}/2.png")

    assert ["authorization" in seen.headers for seen in server.arrived(2)] == [False, False]
