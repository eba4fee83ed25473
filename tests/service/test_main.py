from __future__ import annotations

import os
import re
import signal
import subprocess
import sys

import pytest
import requests

from wanwidgets.service.__main__ import main
from wanwidgets.service.server import Server


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_serves_until_it_is_told_to_stop(number):
    """It prints its address and the key from the environment, answers, and ends well on a signal."""
    command = [sys.executable, "-m", "wanwidgets.service", "--port", "0", "--run-seconds", "0"]
    environment = {**os.environ, "WANWIDGETS_SERVICE_KEY": "sk-from-environment"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        shown = "".join(process.stdout.readline() for _ in range(9))
        url = re.search(r"base URL +(\S+)", shown)[1]
        assert "sk-from-environment" in shown
        headers = {"Authorization": "Bearer sk-from-environment"}
        assert requests.get(f"{url}/tasks", headers=headers, timeout=30).json()["total"] == 0
        process.send_signal(number)
        assert process.wait(timeout=60) == 0


def test_a_taken_port_ends_with_a_message(serve, capsys):
    """No trace, one line, status 1."""
    port = re.search(r":(\d+)/", serve().server.url)[1]
    assert main(["--port", port]) == 1
    assert "in use" in capsys.readouterr().err


def test_the_command_takes_the_options_of_a_server(monkeypatch):
    """Engine, limits, free pictures and looks reach the server as they are."""
    given = {}

    class Stopped:
        def __init__(self, **options):
            given.update(options)
            raise ValueError("enough")

    monkeypatch.setattr("wanwidgets.service.__main__.Server", Stopped)
    options = ["--engine", "cards", "--limits", "--free-pictures", "7", "--looks", "1", "2", "--run-seconds", "3"]
    options += ["--state", "somewhere"]
    assert main(options) == 1
    assert (given["engine"], given["limits"], given["free_pictures"]) == ("cards", True, 7)
    assert (given["looks"], given["run_seconds"], given["folder"]) == ([1, 2], 3.0, "somewhere")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--port", "65536"], "port must be a number from 0 to 65535, not 65536."),
        (["--queue-seconds", "nan"], "queue_seconds must be a number from 0 to 31536000, not nan."),
        (["--run-seconds", "-1"], "run_seconds must be a number from 0 to 31536000, not -1.0."),
        (["--free-pictures", "-3"], "free_pictures must be a number from 0 to 1000000, not -3."),
        (["--looks", "-1", "2"], "looks must be two whole numbers from 0 up, PENDING and RUNNING, not [-1, 2]."),
    ],
)
def test_numbers_out_of_range_end_with_a_message(capsys, options, said):
    """One line that says what is allowed, and status 1."""
    assert main(options) == 1
    assert capsys.readouterr().err == f"{said}\n"


@pytest.mark.parametrize("key", ["ключ", "two words", "a\nb"])
def test_a_key_that_no_header_can_carry_is_refused(monkeypatch, capsys, key):
    """Before anybody waits for an answer to it; the key itself is not shown."""
    monkeypatch.setenv("WANWIDGETS_SERVICE_KEY", key)
    assert main([]) == 1
    shown = capsys.readouterr().err
    assert "printable ASCII" in shown
    assert key not in shown


def test_a_folder_in_use_ends_with_a_message(tmp_path, capsys):
    """One line that names the folder, and status 1."""
    with Server(tmp_path / "state"):
        assert main(["--state", str(tmp_path / "state")]) == 1
    assert capsys.readouterr().err == (
        f"{tmp_path / 'state'} is in use by another local service. Stop that one, or choose another folder.\n"
    )


def test_an_unknown_engine_ends_with_a_message(capsys):
    """The engines that there are, in one line, and status 1."""
    assert main(["--engine", "magic"]) == 1
    assert "Use one of classical, cards, or a function." in capsys.readouterr().err
