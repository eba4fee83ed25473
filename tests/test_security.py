"""docs/security.md names a test for each claim; those that belong nowhere else are here."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import wanwidgets as ww
from wanwidgets.api import open_session
from wanwidgets.request import EditRequest

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "security.md"
NAMED = re.findall(r"`([\w/]+\.py)::(\w+)`", PAGE.read_text(encoding="utf-8"))
MAKER = "Canary Cameras"

LOCAL_EDIT = """
import ipaddress, sys

reached = set()

def watch(event, args):
    if event == "socket.connect" and isinstance(args[1], tuple):
        reached.add(args[1][0])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        reached.add(args[0])

sys.addaudithook(watch)

import numpy as np
import wanwidgets as ww

picture = np.random.default_rng(1).integers(0, 255, (512, 512, 3), dtype=np.uint8)
run = ww.edit("Make it black and white", images=[picture], size="1K", store=ww.RunStore("runs"))
run.save("out")
reached = {name.decode() if isinstance(name, bytes) else name for name in reached}
print(bool(reached), [name for name in reached if name != "localhost" and not ipaddress.ip_address(name).is_loopback])
"""


def photograph() -> bytes:
    """Return a JPEG with what a camera writes into it."""
    exif = Image.Exif()
    exif[0x010F] = MAKER
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 8.0, 0.0)})
    pixels = np.random.default_rng(3).integers(0, 255, (480, 640, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", exif=exif)
    return file.getvalue()


def test_page_names_tests():
    """The page is full of names of tests, so that those below look at something."""
    assert len(set(NAMED)) > 40


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED)))
def test_claim_is_held_by_a_test(file, name):
    """Each test that the page names exists."""
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))

    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_each_claim_of_a_list_names_a_test():
    """No line of a list is without a test."""
    text = PAGE.read_text(encoding="utf-8")
    claims = [" ".join(claim.split()) for claim in re.findall(r"^- (.+(?:\n  .+)*)$", text, re.MULTILINE)]

    assert len(claims) > 25
    assert not [claim for claim in claims if not re.search(r"\((`[\w/]+\.py::\w+`(, )?)+\)$", claim)]


def test_local_edit_speaks_to_this_machine_alone(tmp_path):
    """From the import to the saved picture, an edit without a key connects to loopback and looks up no other host."""
    command = [sys.executable, "-c", LOCAL_EDIT]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path, env=alone(tmp_path))

    assert done.stdout == "True []\n"


def alone(home: Path) -> dict[str, str]:
    """Return an environment in which the package is found, and no key."""
    return {"PATH": "", "HOME": str(home), "PYTHONPATH": str(TESTS.parent), "WANWIDGETS_PACE": "off"}


def test_camera_goes_along_with_a_file_and_not_with_pixels(tmp_path):
    """What a camera wrote is sent with a file that is sent as it is, and not with a PIL image or an array."""
    data = photograph()
    path = tmp_path / "holiday.jpg"
    path.write_bytes(data)
    opened = Image.open(io.BytesIO(data))

    assert MAKER.encode() in data
    assert ww.read_image(path).data == data
    for picture in (opened, np.asarray(opened)):
        assert MAKER.encode() not in ww.read_image(picture).data


def test_camera_goes_along_into_a_pack(tmp_path):
    """A pack has the files that were sent, byte for byte, and so what a camera wrote into them."""
    data = photograph()
    store = ww.RunStore(tmp_path / "runs")
    with ww.LocalService() as service:
        ww.edit("Make it black and white", images=[data], size="1K", client=service.client(), store=store)

    with zipfile.ZipFile(store.pack(tmp_path / "lesson.zip")) as pack:
        assert data in [pack.read(name) for name in pack.namelist()]


def test_service_listens_on_loopback_alone():
    """The socket of the local service is bound to 127.0.0.1, whatever port it has."""
    with ww.LocalService() as service:
        assert service._server._listener._socket.getsockname()[0] == "127.0.0.1"
        assert service.url.startswith("http://127.0.0.1:")


def test_request_can_be_looked_at_before_it_is_sent(tmp_path):
    """The code of a draft shows the prompt, the parameters and where it would go, and sends nothing."""
    client = ww.connect("singapore", api_key="sk-canary-0123456789")
    session = open_session(EditRequest("A red cup", seed=7), client=client, store=ww.RunStore(tmp_path / "runs"))
    script = session.export("curl")
    session.close()

    assert all(part in script for part in ("A red cup", "dashscope-intl.aliyuncs.com", '"seed": 7'))
    assert "canary" not in script
