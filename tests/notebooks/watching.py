"""A startup file of IPython: whom a kernel asks is written down, and nobody but this machine can be asked.

The variable ASKED of the environment names the file to write into.
"""


def _watch():
    """Keep every name within: a notebook shares the names of its startup files, and a hook outlives them."""
    import os
    import sys

    asked = os.environ["ASKED"]

    def watch(event, arguments):
        if event != "socket.getaddrinfo" or arguments[0] in {None, "127.0.0.1"}:
            return
        with open(asked, "a", encoding="utf-8") as file:  # noqa: PTH123 - less is imported here
            file.write(f"{arguments[0]}\n")
        raise OSError(f"Nobody but this machine is asked here, and this was: {arguments[0]}")

    sys.addaudithook(watch)


_watch()
del _watch
