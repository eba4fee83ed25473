"""A startup file of IPython: a kernel that has it can ask nobody, and what tried to is written down.

The local service cannot be imported, nor OpenCV, which does its work; no connection can be opened, whoever opens it.
The variable TRIED_OFFLINE of the environment names the file to write into.
"""


def _cut_off():
    """Keep every name within: a notebook shares the names of its startup files, and a hook outlives them."""
    import os
    import sys
    from importlib.abc import MetaPathFinder

    refused = ("wanwidgets.service", "cv2")
    connecting = {"socket.connect": -1, "socket.getaddrinfo": 0}  # and which argument says where to
    tried = os.environ["TRIED_OFFLINE"]

    def refuse(what, error):
        with open(tried, "a", encoding="utf-8") as file:  # noqa: PTH123 - less is imported here
            file.write(f"{what}\n")
        raise error(f"This kernel is offline: {what}")

    class Refusing(MetaPathFinder):
        def find_spec(self, name, path=None, target=None):
            if any(name == each or name.startswith(f"{each}.") for each in refused):
                refuse(f"import {name}", ImportError)

    def watch(event, arguments):
        if event in connecting:
            refuse(f"{event} {arguments[connecting[event]]}", OSError)

    sys.meta_path.insert(0, Refusing())
    sys.addaudithook(watch)


_cut_off()
del _cut_off
