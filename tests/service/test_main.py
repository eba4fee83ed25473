from __future__ import annotations

import os
import re
import signal
import subprocess
import sys

import pytest
import requests

from wanwidgets.service.__main__ import main


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
    assert main(options) == 1
    assert (given["engine"], given["limits"], given["free_pictures"]) == ("cards", True, 7)
    assert (given["looks"], given["run_seconds"]) == ([1, 2], 3.0)


def test_an_unknown_engine_ends_with_a_message(capsys):
    """The engines that there are, in one line, and status 1."""
    assert main(["--engine", "magic"]) == 1
    assert "Use one of classical, cards." in capsys.readouterr().err
