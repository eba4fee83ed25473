"""docs/troubleshooting.md has the messages word for word; run as a program, this file writes the page's tables.

A message of ours stands there in a quotation, with … for what differs from case to case. Each is brought about here.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

import wanwidgets as ww
from wanwidgets import demo, errors, fetch
from wanwidgets.images import Address
from wanwidgets.message import NEWS
from wanwidgets.obstacles import OBSTACLES
from wanwidgets.problems import SENTENCES
from wanwidgets.protocol.decode import Reply
from wanwidgets.protocol.names import PERMANENT_MESSAGES, WRONG_KEY_CODE
from wanwidgets.protocol.retry import CREATE_ATTEMPTS, Verdict, judge
from wanwidgets.request import EditRequest
from wanwidgets.result import RunState
from wanwidgets.running.remedies import BY_CODE, BY_STATE
from wanwidgets.sending import refusal
from wanwidgets.service import server as server_module
from wanwidgets.widgets.needs import require
from wanwidgets.widgets.text import WORDS
from wanwidgets.widgets.text.remarks import chinese

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "troubleshooting.md"
KEY = "sk-0123456789abcdef"
PROXY_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")

Trouble = Callable[[pytest.MonkeyPatch, Path], object]
TROUBLES: dict[str, Trouble] = {}
"""By what the page says: how it is brought about."""


def said(quotation: str) -> Callable[[Trouble], Trouble]:
    """Note what a trouble says on the page."""

    def note(trouble: Trouble) -> Trouble:
        assert quotation not in TROUBLES
        TROUBLES[quotation] = trouble
        return trouble

    return note


# What is not installed, or too old.


@said("The local service needs Tornado, OpenCV and scikit-image: pip install 'wanwidgets[local]'. (…)")
def no_service(patch, folder):
    patch.setattr(server_module, "_missing", ImportError("No module named 'cv2'", name="cv2"))
    ww.LocalService()


@said("Engines need OpenCV: pip install 'wanwidgets[local]'. (…)")
def no_engines(patch, folder):
    patch.delitem(sys.modules, "wanwidgets.engines", raising=False)
    patch.setitem(sys.modules, "wanwidgets.service.engine", None)
    importlib.import_module("wanwidgets.engines")


@said("The demo's photograph comes with scikit-image: pip install 'wanwidgets[local]'.")
def no_photograph(patch, folder):
    patch.setitem(sys.modules, "skimage.data", None)
    demo.main(str(folder / "demo"))


@said(
    "The editor needs ipywidgets>=7.7,<9; this Python has ipywidgets 7.6.5. pip install -U 'ipywidgets>=7.7,<9', then "
    "restart the kernel and reload the page."
)
def old_ipywidgets(patch, folder):
    require({"ipywidgets": "7.6.5", "ipycanvas": "0.13.3"}.get)


@said("wanwidgets needs Python 3.10 or newer, and this is …. Name another one: make PYTHON=python3.12 ...")
def old_python(patch, folder):
    script = (ROOT / ".ci" / "venv").read_text(encoding="utf-8")
    (code,) = re.findall(r"-c '(import sys; sys\.exit.*?)'$", script, re.DOTALL | re.MULTILINE)
    old = f"import sys; sys.version_info, sys.version = (3, 9), '3.9.18 (main)'\n{code}"
    return subprocess.run([sys.executable, "-c", old], capture_output=True, text=True, check=False).stderr.strip()


@said("*** No Chromium was found: the browser tests will be SKIPPED.")
def no_chromium(patch, folder):
    patch.setenv("PATH", str(folder))
    patch.delenv("WANWIDGETS_CHROMIUM", raising=False)
    (folder / "id").write_text("#!/bin/sh\necho 1000\n", encoding="ascii")
    (folder / "id").chmod(0o755)
    done = subprocess.run(["/bin/sh", str(ROOT / ".ci/browser")], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[0]


# What shows nothing.


@said(WORDS["terminal"][0])
def in_a_terminal(patch, folder):
    patch.setenv("IPYTHONDIR", str(folder))
    code = "import wanwidgets as ww; display(ww.Editor(client=ww.connect('local')))"
    command = [sys.executable, "-m", "IPython", "--no-banner", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout.splitlines()[0]


@said(WORDS["upload.limit"][0])
def large_upload(patch, folder):
    return WORDS["upload.limit"][0]


# Keys and places.


@said(
    "InvalidApiKey: Invalid API-key provided. (HTTP 401) [request …] Keys belong to a region, and beijing "
    "(dashscope.aliyuncs.com) was asked. Use a key of beijing, or give the region of your key (…)."
)
def key_of_another_region(patch, folder):
    document = {"code": WRONG_KEY_CODE, "message": "Invalid API-key provided.", "request_id": "r-1"}
    return refusal(Reply(401, document), ww.connect("beijing", api_key=KEY)._transport)


@said(
    "InvalidApiKey: Invalid API-key provided. (HTTP 401) [request …] Keys belong to a place, and … was asked. Use a "
    "key of it, or another base_url."
)
def wrong_key(patch, folder):
    with ww.LocalService() as service:
        next(ww.Client(KEY, base_url=service.url).tasks())


@said("There is no API key: set DASHSCOPE_API_KEY, or use connect('local').")
def no_key(patch, folder):
    ww.connect("beijing")


@said("The API key is empty. Set DASHSCOPE_API_KEY, or use the local service.")
def empty_key(patch, folder):
    ww.Client(" ")


@said("The API key holds characters that no key has. Was something else pasted with it?")
def no_such_key(patch, folder):
    ww.Client("sk-0123\n4567")


@said("DASHSCOPE_API_KEY_FILE_PATH names a file that is not there. Correct it, or unset it.")
def no_key_file(patch, folder):
    patch.setenv("DASHSCOPE_API_KEY_FILE_PATH", str(folder / "none"))
    ww.connect("beijing")


@said("There is no region '…'; known are …. Or give base_url.")
def no_such_region(patch, folder):
    ww.connect("mars", api_key=KEY)


@said("base_url must be a whole http:// or https:// address; it ends in /api/v1.")
def no_such_address(patch, folder):
    ww.connect(base_url="dashscope.aliyuncs.com", api_key=KEY)


# The network.


@contextlib.contextmanager
def proxy_that_is_gone(patch):
    """Let the environment name a proxy at a port where nobody listens, and nobody else can begin to."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        patch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{bound.getsockname()[1]}")
        yield


@said(
    "dashscope.aliyuncs.com cannot be reached (ProxyError). Nothing was sent. The proxy 127.0.0.1:… does not answer. "
    "Correct HTTPS_PROXY; where no proxy is needed, unset it, or add dashscope.aliyuncs.com to NO_PROXY."
)
def proxy_is_gone(patch, folder):
    with proxy_that_is_gone(patch):
        ww.connect("beijing", api_key=KEY, pause=lambda _: False).submit(EditRequest("A cup"))


@said("HTTP 407: the answer is no document of the service's; is the base URL right? (HTTP 407) The proxy … wants …")
def proxy_wants_a_password(patch, folder):
    patch.setenv("HTTP_PROXY", "http://proxy.example:3128")
    return refusal(Reply(407, None), ww.Client(KEY, base_url="http://model.example/api/v1")._transport)


@said("The picture (…): there is no host '…'. Is this machine connected?")
def no_network(patch, folder):
    def nobody(host, port):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    fetch.fetch_image(Address("https://pictures.example/cup.jpg"), resolve=nobody)


@said(
    "The picture (…): '…' lies on this machine or in a private network, which is not fetched from an address. Download "
    "it yourself, and give the file or its bytes."
)
def private_address(patch, folder):
    fetch.fetch_image(Address("http://pictures.example/cup.jpg"), resolve=lambda host, port: ["192.168.1.7"])


@said(
    "The picture was made and could not be downloaded: the result's address cannot be reached (…). … It waits 24 hours "
    "at the service."
)
def result_is_held_back(patch, folder):
    with proxy_that_is_gone(patch):
        client = ww.connect("beijing", api_key=KEY, pause=lambda _: False)
        client.download("https://results.example/1.png", attempts=1)


# Files and folders.


@said(
    "The run store '…' cannot be used (…). … Choose another folder with RunStore(folder) or WANWIDGETS_STORE; no run "
    "begins without one."
)
def store_in_a_file(patch, folder):
    (folder / "file").write_bytes(b"")
    ww.edit("A cup", client=ww.connect("local"), store=ww.RunStore(folder / "file" / "runs"))


@said("Image 1 (…): there is no such file as '…'. Give a path relative to the notebook's folder, or a whole one.")
def no_such_file(patch, folder):
    ww.edit("Make it red", images=[folder / "cup.jpg"], client=ww.connect("local"))


# The local service.


@said(
    "Port … of 127.0.0.1 cannot be used (…). Choose another port, 0 for any that is free, or end the program that has "
    "it."
)
def port_in_use(patch, folder):
    with ww.LocalService() as service:
        port = int(service.url.split(":")[2].partition("/")[0])
        try:
            ww.LocalService(port=port).start()
        except OSError as error:
            return error.strerror


@said("… is in use by another local service. Stop that one, or choose another folder.")
def folder_in_use(patch, folder):
    with ww.LocalService(folder=folder / "state"):
        ww.LocalService(folder=folder / "state").start()


@said("The task failed: NotSupportedByLocalService: …. A failed task is not billed.")
def not_understood(patch, folder):
    picture = np.full((512, 512, 3), 128, np.uint8)
    with ww.LocalService() as service:
        ww.edit("A boy hugs a dog", images=[picture], client=service.client())


# Nobody may be asked.


@said(
    "Nothing was sent: nobody is asked in offline mode, and the store … does not remember this request. It remembers "
    "nothing yet: open a pack, or ask once in another mode (mode=, WANWIDGETS_MODE)."
)
def nothing_remembered(patch, folder):
    ww.edit("A cup", client=ww.connect("local"), mode="offline")


@said(
    "Nothing was sent: this client was made in offline mode, in which nobody is asked. Connect in another mode (mode=, "
    "WANWIDGETS_MODE) to ask."
)
def offline_client(patch, folder):
    ww.connect("local", mode="offline").submit(EditRequest("A cup"))


ON_SCREEN = {
    no_service,
    proxy_is_gone,
    no_network,
    private_address,
    result_is_held_back,
    store_in_a_file,
    no_such_file,
    nothing_remembered,
    offline_client,
}
"""What an Editor tells as it is, and so in Chinese as well."""


# The tables.

WHEN = {
    "proxy.password": "a proxy answers 407",
    "proxy.refuses": "a proxy opens no way to that host",
    "proxy.gone": "the variable names a proxy that is not there",
    "proxy.form": "the variable holds something else",
    "proxy.socks": "the address of the proxy begins with `socks`",
    "bundle": "a file of certificates was moved",
    "certificate": "a proxy opens what is encrypted, or the clock of this machine is wrong",
    "encryption": "the address begins with https and the port speaks http, or something on the way breaks it off",
    "name": "no network, or a network that knows names only through its proxy",
    "closed": "a wrong port, or a service that was stopped",
    "silent": "a firewall drops what is sent",
}
"""When each obstacle is told."""

_CREATES = {
    Verdict.AGAIN: f"sent again, {CREATE_ATTEMPTS} times in all",
    Verdict.REFUSED: "refused",
    Verdict.UNKNOWN: "outcome unknown",
}
_LOOKS = {Verdict.AGAIN: "asked again", Verdict.REFUSED: "not asked again"}
_STORES = {
    "FileAlreadyExists": "Another file has that name. Every upload of ours has its own.",
    "InvalidAccessKeyId": "The policy of an upload is none of that store, as from a program of your own.",
    "SignatureDoesNotMatch": "The policy of an upload, or a link, was changed, or its time is over. Ask anew.",
    "EntityTooLarge": "The file is larger than the store of uploads takes. Scale the picture.",
    "IncorrectNumberOfFilesInPOSTRequest": "A form came without its file, as from a program of your own.",
    "MalformedPOSTRequest": "The form of an upload cannot be read, as from a program of your own.",
    "NoSuchKey": "The link is none, or its 24 hours are over.",
}
"""Of the store of uploads and results: what to do."""
_STATES = {
    RunState.REFUSED: "refused, with a code that is not in the table",
    RunState.FAILED: "failed at the service, with a code that is not in the table",
}


def tables() -> dict[str, list[str]]:
    """Return the tables of the page, by name."""
    tree = re.findall(r"── (\w+) +(.+)", errors.__doc__)
    codes = [
        f"| `{code}` | {_CREATES[judge('POST', 'create', 400, code, own=True)]} | "
        f"{_LOOKS[judge('GET', 'list', 400, code, own=True)]} | {remedy_words(remedy)} |"
        for code, remedy in sorted(BY_CODE.items(), key=lambda item: item[0].lower())
    ]
    used_up = PERMANENT_MESSAGES[0].capitalize()
    trial = f"| any of these, with “{used_up}” | refused | not asked again | {remedy_words('trial')} |"
    gateway = f"| `HTTP …` | refused, or outcome unknown | asked again | {remedy_words('elsewhere')} |"
    stores = [f"| `{code}` | – | – | {words} |" for code, words in _STORES.items()]
    return {
        "errors": [
            "| error | what happened |", "|---|---|",
            *(f"| `{name}` | {what.replace('… ', 'a `TaskLost`, ')} |" for name, what in tree),
        ],
        "obstacles": [
            "| what is said | when |", "|---|---|",
            *(f"| {unfilled(text.replace('{proxy}', ' …'))} | {WHEN[key]} |" for key, text in OBSTACLES.items()),
        ],
        "codes": [
            "| code | a create that gets it is | another question is | what to do |", "|---|---|---|---|",
            *codes, trial, gateway, *stores,
        ],
        "states": [
            "| how the run ended | what to do |", "|---|---|",
            *(f"| {_STATES.get(state, state.value)} | {remedy_words(remedy)} |" for state, remedy in BY_STATE.items()),
        ],
        "problems": [
            "| code | what is said | what to do |", "|---|---|---|",
            *(f"| `{code}` | {unfilled(text)} | {remedy} |" for code, (text, remedy) in SENTENCES.items()),
        ],
        "news": [
            "| code | what is said |", "|---|---|",
            *(f"| `{code}` | {unfilled(text)} |" for code, (_, text) in NEWS.items()),
        ],
    }  # fmt: skip


def unfilled(text: str) -> str:
    """Return a text with … for each of its facts."""
    return re.sub(r"{.*?}", "…", text)


def remedy_words(remedy: str) -> str:
    """Return what the editor says of a remedy."""
    return WORDS[f"remedy.{remedy}"][0]


def written(page: str) -> str:
    """Return the page with its tables written anew."""
    for name, rows in tables().items():
        begin, end = f"<!-- {name} -->\n\n", f"\n\n<!-- end of {name} -->"
        head, found, rest = page.partition(begin)
        _, closed, tail = rest.partition(end)
        assert found, name
        assert closed, name
        page = head + begin + "\n".join(rows) + end + tail
    return page


def quotations() -> Iterator[str]:
    """Yield what the page quotes, in order."""
    for line in re.findall(r"^> (.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE):
        yield line.strip("`")


@pytest.fixture(autouse=True)
def plain_network(monkeypatch):
    """No proxy of whoever runs the tests is in the way."""
    for name in PROXY_VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.mark.parametrize("quotation", TROUBLES, ids=lambda text: TROUBLES[text].__name__)
def test_it_says_what_the_page_says(quotation, monkeypatch, tmp_path):
    """What goes wrong is told in the words of the page."""
    try:
        told = str(TROUBLES[quotation](monkeypatch, tmp_path))
    except (errors.WanError, OSError, ValueError) as error:
        told = str(error)

    assert re.fullmatch(re.escape(quotation).replace("…", ".*"), told, re.DOTALL), told
    if TROUBLES[quotation] in ON_SCREEN:
        assert re.match(r"[^a-zA-Z]*[\u4e00-\u9fff]", chinese(told)), told


def test_page_quotes_what_is_tried_here():
    """The page quotes each message once, and none that is not tried."""
    assert sorted(quotations()) == sorted(TROUBLES)


def test_tables_are_up_to_date():
    """The tables of the page are what the package gives; `python tests/test_troubleshooting.py` writes them."""
    page = PAGE.read_text(encoding="utf-8")

    assert written(page) == page


def test_every_code_of_the_service_is_told():
    """Each code that the local service answers with has a row."""
    refusals = {
        node.value
        for path in (ROOT / "wanwidgets" / "service").glob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for values in [getattr(call, "args", None) or getattr(call, "elts", None)]
        if isinstance(values, list) and len(values) == 3 and getattr(values[0], "value", None) in range(400, 600)
        for node in values[1:2]
        if isinstance(node, ast.Constant) and re.fullmatch(r"[A-Z][\w.]+", node.value)
    }

    assert {"InvalidApiKey", "NotSupportedByLocalService", "NoSuchKey", "EntityTooLarge"} <= refusals
    assert refusals <= set(BY_CODE) | set(_STORES)


def test_every_obstacle_has_its_when():
    """Each obstacle is told with when it comes about."""
    assert set(WHEN) == set(OBSTACLES)


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")
