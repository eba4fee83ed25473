"""The short way in: `connect` finds who answers, `edit` runs one edit."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Iterable, Mapping
from typing import Any

from wanwidgets.catalog import DEFAULT_MODEL
from wanwidgets.client import Client
from wanwidgets.job import Job
from wanwidgets.local import LocalService
from wanwidgets.regions import Mask
from wanwidgets.request import EditRequest
from wanwidgets.result import Run
from wanwidgets.runner import Runner
from wanwidgets.session import EditSession
from wanwidgets.store import RunStore

__all__ = ["KEY_VARIABLE", "URL_VARIABLE", "connect", "edit", "open_session"]

KEY_VARIABLE = "DASHSCOPE_API_KEY"
"""The environment variable of the key, as the official SDK has it."""

URL_VARIABLE = "DASHSCOPE_HTTP_BASE_URL"
"""The environment variable of the base URL, as the official SDK has it."""


class _Shared:
    """The one local service that every default client of this process uses, started when it is first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._service: LocalService | None = None

    def client(self) -> Client:
        with self._lock:
            if self._service is None:
                self._service = LocalService().start()
                atexit.register(self._service.stop)
            return self._service.client()


_shared = _Shared()


def connect(
    where: str | None = None,
    *,
    api_key: str | None = None,
    base_url: str | None = None,
    workspace: str | None = None,
) -> Client:
    """Find who answers.

    Parameters
    ----------
    where
        ``"local"``: the local service, whatever the environment holds. A region of `wanwidgets.catalog.REGIONS`: Model
        Studio there. By default: Model Studio where there is a key, else the local service.
    api_key
        By default DASHSCOPE_API_KEY of the environment. Keys are bound to a region.
    base_url
        By default DASHSCOPE_HTTP_BASE_URL of the environment, else that of the region (Beijing when none is named).
    workspace
        The id of a workspace other than the default one.

    Raises
    ------
    ValueError
        A region is asked for and there is no key, or the region is unknown.
    MissingDependency
        The local service is not installed.
    """
    if where == "local":
        return _shared.client()
    key = api_key or os.environ.get(KEY_VARIABLE, "").strip()
    if not key:
        if where is None and base_url is None:
            return _shared.client()
        raise ValueError(f"There is no API key: set {KEY_VARIABLE}, or use connect('local').")
    if base_url is None and where is None:
        base_url = os.environ.get(URL_VARIABLE) or None
    return Client(key, region=where, base_url=base_url, workspace=workspace)


def edit(
    prompt: str,
    *,
    images: Iterable[object] = (),
    boxes: Mapping[int, Iterable[Iterable[object]]] | None = None,
    mask: Mask | None = None,
    model: str = DEFAULT_MODEL,
    client: Client | None = None,
    store: RunStore | None = None,
    take: int = 0,
    **parameters: Any,
) -> Run:
    """Run one edit and wait for it.

    Parameters
    ----------
    prompt, images, boxes, mask, model, take, **parameters
        As `EditRequest` takes them.
    client
        Who answers; by default `connect()`.
    store
        Where the run is kept; by default ``RunStore()``.

    Returns
    -------
    Run
        Which shows its pictures when a cell ends with it.

    Raises
    ------
    InvalidRequest, ImageError
        Nothing was sent.
    WanError
        What ended the run; ``error.run`` is the run as it is kept.
    """
    request = EditRequest(prompt, images, model=model, boxes=boxes, mask=mask, take=take, **parameters)
    request.require_valid()
    return Job(Runner(client or connect(), store or RunStore()), request).start().wait()


def open_session(draft: EditRequest, *, client: Client | None = None, store: RunStore | None = None) -> EditSession:
    """Return a session on a draft; client and store as for `edit`."""
    return EditSession(Runner(client or connect(), store or RunStore()), draft)
