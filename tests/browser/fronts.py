"""The places where people open a notebook, each as a server of its own on loopback."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from jupyter_client.blocking import BlockingKernelClient

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds; nothing here is timed, this only ends what hangs

OVERRIDES = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    },
    # A save by the clock in the middle of a test would make two runs of it differ.
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}

LAB_OPTIONS = (
    "--no-browser",
    "--allow-root",
    "--expose-app-in-browser",
    "--ServerApp.ip=127.0.0.1",
    "--ServerApp.port_retries=0",
)

# Front: its module, its options, where its port and its folder are named, and the path of a notebook.
FRONTS = {
    "lab": ("jupyterlab", LAB_OPTIONS, "ServerApp.port", "ServerApp.root_dir", "lab/tree/{}?reset&"),
    "notebook": ("notebook", LAB_OPTIONS, "ServerApp.port", "ServerApp.root_dir", "notebooks/{}?"),
    "voila": ("voila", ("--no-browser", "--Voila.ip=127.0.0.1"), "Voila.port", "", "voila/render/{}?"),
}


class Server:
    """A server of notebooks, and the folder that it shows."""

    def __init__(self, front, url, token, folder, runtime):
        self.front = front
        self.url = url
        self.token = token
        self.folder = folder
        self.runtime = runtime

    def address(self, path, url=None):
        """Return where the browser finds a notebook; `url` is that of a relay in front of the server."""
        place = FRONTS[self.front][4].format(path.relative_to(self.folder).as_posix())
        return f"{url or self.url}/{place}token={self.token}"

    def call(self, path, method="GET"):
        """Ask the server's REST API."""
        request = urllib.request.Request(  # noqa: S310  # always http on loopback
            f"{self.url}/{path}",
            method=method,
            headers={"Authorization": f"token {self.token}"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            body = answer.read()
        return json.loads(body) if body else None

    def shut_kernels(self):
        """End all kernels, and wait until they are gone."""
        for session in self.call("api/sessions"):
            with contextlib.suppress(urllib.error.HTTPError):
                self.call(f"api/sessions/{session['id']}", "DELETE")
        assert self.call("api/kernels") == []

    def kernels(self):
        """Return the files of the kernels that were started, the newest last."""
        return sorted(self.runtime.rglob("kernel-*.json"), key=lambda path: path.stat().st_mtime_ns)


@contextlib.contextmanager
def serve_front(front, base, *, kernels=(), overrides=OVERRIDES):
    """Start a server, and stop it with its kernels at the end.

    Parameters
    ----------
    front
        A name of `FRONTS`.
    base
        A folder of its own for settings and notebooks.
    kernels
        Pairs of a kernel's name and the Python that has its ipykernel, beside the usual one.
    overrides
        Settings of JupyterLab.
    """
    module, options, port_option, folder_option, _ = FRONTS[front]
    folders = {name: base / name for name in ("config", "data", "runtime", "ipython", "work")}
    for folder in folders.values():
        folder.mkdir(parents=True)
    settings = folders["config"] / "labconfig"
    settings.mkdir()
    # Other fronts do not have every plugin of JupyterLab, and trip over settings of what they do not have.
    chosen = overrides if front == "lab" else {}
    (settings / "default_setting_overrides.json").write_text(json.dumps(chosen), encoding="utf-8")
    for name, python in kernels:
        spec = folders["data"] / "kernels" / name
        spec.mkdir(parents=True)
        command = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        (spec / "kernel.json").write_text(json.dumps({"argv": command, "display_name": name, "language": "python"}))
    token, port = secrets.token_hex(16), free_port()
    server = Server(front, f"http://127.0.0.1:{port}", token, folders["work"], folders["runtime"])
    place = [f"--{folder_option}={server.folder}"] if folder_option else [str(server.folder)]
    command = [sys.executable, "-m", module, *options, f"--{port_option}={port}", *place]
    if front == "voila":
        command += [f"--token={token}", f"--Voila.connection_dir_root={server.runtime}"]
    log = base / "log"
    with (
        log.open("wb") as said,
        subprocess.Popen(command, cwd=base, env=_environment(folders, token), stdout=said, stderr=said) as process,
    ):
        try:
            _wait_for(server, process, log)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def free_port():
    """Return a port of loopback that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _environment(folders, token):
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DASHSCOPE_", "WANWIDGETS_", "JUPYTER", "PYTEST_", "PYTHONWARNINGS"))
    }
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), kept.get("PYTHONPATH", "")])),
        "JUPYTER_CONFIG_DIR": str(folders["config"]),
        "JUPYTER_DATA_DIR": str(folders["data"]),
        "JUPYTER_RUNTIME_DIR": str(folders["runtime"]),
        "JUPYTER_TOKEN": token,
        "IPYTHONDIR": str(folders["ipython"]),
        # No test paces with the user's own requests.
        "WANWIDGETS_PACE": "off",
    }


def _wait_for(server, process, log):
    deadline = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{server.url}/?token={server.token}", timeout=PATIENCE).close()  # noqa: S310 - loopback
            return
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{server.front} did not start:\n{log.read_text(encoding='utf-8')}")
        time.sleep(0.1)


@contextlib.contextmanager
def kernel_of(server):
    """Return a function that runs code in the newest kernel of a server, beside any front end, and reads JSON of it."""
    client = BlockingKernelClient(connection_file=str(server.kernels()[-1]))
    client.load_connection_file()
    client.start_channels(hb=False, stdin=False)
    try:
        client.wait_for_ready(timeout=PATIENCE)

        def tell(code):
            printed = []

            def hear(message):
                content = message["content"]
                assert message["msg_type"] != "error", "\n".join(content["traceback"])
                if message["msg_type"] == "stream" and content["name"] == "stdout":
                    printed.append(content["text"])

            client.execute_interactive(code, store_history=False, timeout=PATIENCE, output_hook=hear)
            text = "".join(printed)
            return json.loads(text) if text.strip() else None

        yield tell
    finally:
        client.stop_channels()
