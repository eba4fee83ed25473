"""Edit pictures with the Wan models inside a Jupyter notebook.

The public names are loaded on first use (PEP 562), so that importing the package makes no widget, thread, socket or
file: importing ipycanvas alone creates a widget.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from wanwidgets.version import __version__

if TYPE_CHECKING:
    from wanwidgets.api import connect, edit, open_session, resume
    from wanwidgets.client import Client
    from wanwidgets.errors import BudgetExceeded, NotRemembered, OutcomeUnknown, TaskExpired, WanError
    from wanwidgets.images import InputImage
    from wanwidgets.lineage import Lineage
    from wanwidgets.local import LocalService
    from wanwidgets.magic import load_ipython_extension, unload_ipython_extension
    from wanwidgets.pictures import Picture
    from wanwidgets.reading import read_image
    from wanwidgets.regions import Box, Mask
    from wanwidgets.request import EditRequest
    from wanwidgets.result import Run
    from wanwidgets.session import EditSession
    from wanwidgets.spend import Spend
    from wanwidgets.store import RunStore
    from wanwidgets.widgets.editor import Editor

__all__ = [
    "Box",
    "BudgetExceeded",
    "Client",
    "EditRequest",
    "EditSession",
    "Editor",
    "InputImage",
    "Lineage",
    "LocalService",
    "Mask",
    "NotRemembered",
    "OutcomeUnknown",
    "Picture",
    "Run",
    "RunStore",
    "Spend",
    "TaskExpired",
    "WanError",
    "__version__",
    "connect",
    "edit",
    "load_ipython_extension",
    "open_session",
    "read_image",
    "resume",
    "unload_ipython_extension",
]

_HOMES = {
    "Box": "regions",
    "BudgetExceeded": "errors",
    "Client": "client",
    "EditRequest": "request",
    "EditSession": "session",
    "Editor": "widgets.editor",
    "InputImage": "images",
    "Lineage": "lineage",
    "LocalService": "local",
    "Mask": "regions",
    "NotRemembered": "errors",
    "OutcomeUnknown": "errors",
    "Picture": "pictures",
    "Run": "result",
    "RunStore": "store",
    "Spend": "spend",
    "TaskExpired": "errors",
    "WanError": "errors",
    "connect": "api",
    "edit": "api",
    "load_ipython_extension": "magic",
    "open_session": "api",
    "read_image": "reading",
    "resume": "api",
    "unload_ipython_extension": "magic",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
