"""``python -m wanwidgets.service``: the local service for any client, until Ctrl-C."""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import sys
import threading
from collections.abc import Sequence
from typing import Any

from wanwidgets.service.server import Server

_KEY_VARIABLE = "WANWIDGETS_SERVICE_KEY"

_WELCOME = """\
wanwidgets local service (engine {engine}, not a Wan model)
  base URL  {url}
  API key   {key}
  faults    {root}/_control/faults

With the official SDK:
  import dashscope
  dashscope.base_http_api_url = "{url}"
  dashscope.api_key = "{key}"

Ctrl-C stops it; tasks and pictures {after}."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the service until SIGINT or SIGTERM and return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        server = Server(
            folder=options.state,
            port=options.port,
            api_key=os.environ.get(_KEY_VARIABLE) or None,
            engine=_engine(options.engine),
            limits=options.limits,
            free_pictures=options.free_pictures,
            looks=options.looks,
            queue_seconds=options.queue_seconds,
            run_seconds=options.run_seconds,
        ).start()
    except (ImportError, OSError, TypeError, ValueError) as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command speaks on the terminal
        return 1
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with server:
        root = server.url.removesuffix("/api/v1")
        after = f"stay in {options.state}" if options.state else "are gone then"
        said = _WELCOME.format(url=server.url, root=root, key=server.api_key, engine=server.engine, after=after)
        print(said, flush=True)  # noqa: T201 - likewise
        # A wait without limit would not see Ctrl-C on Windows.
        while not stop.wait(0.5):
            pass
    return 0


def _engine(name: str) -> Any:
    """Return the name of an engine, or what ``module:function`` means."""
    module, _, function = name.partition(":")
    if not function:
        return name
    home = importlib.import_module(module)
    if not hasattr(home, function):
        raise ValueError(f"There is no engine {name!r}: {module} has no {function}.")
    return getattr(home, function)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m wanwidgets.service", description="The local service, for any client, until Ctrl-C."
    )
    parser.add_argument("--port", type=int, default=0, metavar="N", help="0, the default, takes a free one")
    parser.add_argument("--state", metavar="FOLDER", help="keeps tasks, pictures and the key for the next time")
    engines = "classical, cards for any prompt, or MODULE:FUNCTION"
    parser.add_argument("--engine", default="classical", metavar="NAME", help=engines)
    parser.add_argument("--limits", action="store_true", help="hold callers to the documented rates")
    parser.add_argument("--queue-seconds", type=float, default=0.0, metavar="S", help="how long a task waits at least")
    parser.add_argument("--run-seconds", type=float, default=0.0, metavar="S", help="how long an edit takes at least")
    parser.add_argument("--free-pictures", type=int, metavar="N", help="how many pictures trial models make")
    parser.add_argument(
        "--looks", type=int, nargs=2, metavar=("P", "R"), help="instead of time: queries that see PENDING, then RUNNING"
    )
    parser.epilog = f"The key is taken from {_KEY_VARIABLE}, or from the folder of the state, or is random."
    return parser


if __name__ == "__main__":
    sys.exit(main())
