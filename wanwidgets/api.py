"""The short way in: `connect` finds who answers, `edit` runs one edit."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Any

from wanwidgets.budget import Caps
from wanwidgets.catalog import DEFAULT_MODEL
from wanwidgets.client import Client
from wanwidgets.environment import VARIABLES, read_environment
from wanwidgets.errors import WanError
from wanwidgets.key import Key
from wanwidgets.local import SharedService
from wanwidgets.modes import ReplayMode, replay_mode
from wanwidgets.request import EditRequest
from wanwidgets.result import Run
from wanwidgets.running.crew import Crew
from wanwidgets.running.job import Job
from wanwidgets.running.runner import Runner
from wanwidgets.running.takeover import give_back, is_search, staying, take_over
from wanwidgets.session import EditSession
from wanwidgets.store import RunStore

__all__ = ["connect", "edit", "open_session", "resume"]

_GOODBYE = 5.0
"""Seconds for a run that is left to put its things away."""


_shared = SharedService()
_NO_WORKSPACE = "offline"
"""What stands for the workspace that some regions' hosts are named by, where no host is asked."""


def connect(
    where: str | None = None,
    *,
    api_key: str | None = None,
    base_url: str | None = None,
    workspace: str | None = None,
    mode: str | None = None,
    **options: Any,
) -> Client:
    """Find who answers; nothing is sent, and nothing is started.

    What is not said is taken from the provider's environment variables (`wanwidgets.environment.VARIABLES`).

    Parameters
    ----------
    where
        ``"local"``: the local service, whatever the environment holds. A region of `wanwidgets.catalog.REGIONS`, or
        the provider's code of it: Model Studio there. By default: Model Studio where there is a key, else the local
        service.
    api_key
        By default DASHSCOPE_API_KEY of the environment, else what the official SDK's file of a key holds. Keys are
        bound to a region.
    base_url
        By default DASHSCOPE_HTTP_BASE_URL of the environment, else that of the region: `where`, else
        DASHSCOPE_API_REGION, else Beijing.
    workspace
        The id of a workspace other than the default one; by default DASHSCOPE_WORKSPACE_ID.
    mode
        ``"offline"``, as WANWIDGETS_MODE may say as well: the client asks nobody, whatever it is given to, and needs no
        key for that. All other modes are a matter of who runs something.
    **options
        As `Client` takes them: ``workspace_host``, ``uploader``, ``send_addresses``.

    Raises
    ------
    ValueError
        A region is asked for and there is no key, or something that was said is wrong.

    Notes
    -----
    The local service starts with the first request that is sent to it. If it is not installed, that is told then.
    """
    key = Key(api_key)
    del api_key  # a traceback may show what a name holds
    offline = replay_mode(mode) is ReplayMode.OFFLINE
    options = {**options, "offline": True} if offline else options
    if where == "local":
        return _shared.client(**options)
    said = read_environment()
    key = key or Key(said.api_key)
    if not key:
        if where is None and base_url is None:
            return _shared.client(**options)
        if not offline:
            raise ValueError(f"There is no API key: set {VARIABLES['api_key'][0]}, or use connect('local').")
    region = where
    if where is None and base_url is None:
        # An address says where; a region of the environment beside it is for what has no address.
        base_url, region = said.base_url or None, None if said.base_url else said.region or None
    workspace = workspace or said.workspace or (_NO_WORKSPACE if offline else None)
    return Client(key, region=region, base_url=base_url, workspace=workspace, **options)


def edit(
    prompt: str,
    *,
    images: Iterable[object] = (),
    boxes: Mapping[int, Iterable[Iterable[object]]] | None = None,
    mask: object = None,
    marks: str = "list",
    model: str = DEFAULT_MODEL,
    client: Client | None = None,
    store: RunStore | None = None,
    take: int = 0,
    budget: int | None = None,
    mode: str | None = None,
    **parameters: Any,
) -> Run:
    """Run one edit and wait for it; what the store remembers of the same request is given again, free.

    Two requests are the same when they mean the same to who answers, however their pictures are encoded. What is
    remembered is the newest run that succeeded, one without failed pictures before one with. Whose file is gone or was
    edited by hand is passed over; if no other is left, that is an error, and nothing is sent.

    What was sent and has not ended is not sent again either: it is waited for or taken up, and where nobody knows what
    became of it, that is an error, however old it is. What ended without a picture (refused, failed, expired, lost)
    was told as an error, and is asked anew, which is billed by itself.

    Parameters
    ----------
    prompt, images, boxes, mask, marks, model, take, **parameters
        As `EditRequest` takes them.
    client
        Who answers; by default `connect()`.
    store
        Where the run is kept; by default ``RunStore()``.
    budget
        How many pictures all runs of the store may be billed for, this one included; None for any number. What is
        remembered costs nothing.
    mode
        ``"replay"``: what is remembered is given again, anything else is asked for and remembered. ``"offline"``: only
        what is remembered is given, whoever answered it, and nobody is asked. ``"refresh"``: it is asked for whatever
        is remembered; both stay in the store, and the newer one is given from then on. Addresses are fetched anew for
        that, and what they give then stands for them in other requests as well. By default what WANWIDGETS_MODE says,
        else replay. ``take=1``, ``take=2``, … are other variations of the same request, remembered as such.

    Returns
    -------
    Run
        Which shows its pictures when a cell ends with it. `Run.replayed` says whether it was remembered.

    Raises
    ------
    InvalidRequest, ImageError, BudgetExceeded
        Nothing was sent.
    NotRemembered
        Offline, and the store does not remember it; it names what differs from the nearest request that is remembered.
    WanError
        What ended the run; ``error.run`` is the run as it is kept.
    """
    request = EditRequest(prompt, images, model=model, boxes=boxes, mask=mask, marks=marks, take=take, **parameters)
    request.require_valid()
    chosen = replay_mode(mode)
    runner, caps = Runner(client or connect(mode=chosen), store or RunStore()), Caps(store=budget)
    steps = lambda pause, linger, _: runner.run(request, pause=pause, linger=linger, caps=caps, mode=chosen)  # noqa: E731
    return Job(steps).start().wait()


def resume(client: Client | None = None, store: RunStore | None = None, timeout: float | None = None) -> list[Run]:
    """Go on with every run that an earlier kernel left unfinished, and wait for them.

    Runs that another living kernel has charge of are left to it. Nothing is sent twice: a run that was sent and never
    answered stays unknown, and an `Editor` can look for it.

    Parameters
    ----------
    client
        Who answers, as for `edit`; runs of another place or key are left as they are.
    store
        Where the runs are, as for `edit`.
    timeout
        Seconds; runs that have not ended then are returned as they are, and can be taken up again.

    Returns
    -------
    list of Run
        As they ended, the oldest first. What ended a run is in its `error`, and not raised. In offline mode
        (WANWIDGETS_MODE) nobody is asked, so it is empty.

    Raises
    ------
    StoreError
        The store cannot be read.
    """
    runner, crew = Runner(client or connect(), store or RunStore()), Crew()
    if runner.client.offline or replay_mode() is ReplayMode.OFFLINE:
        return []
    found = take_over(runner)
    jobs: dict[str, Job] = {}
    deadline = None if timeout is None else time.monotonic() + timeout
    try:
        # There is nobody here to say which task a run is that was never answered.
        give_back(runner, (run for run in found if is_search(run)))
        jobs |= {run.id: Job(staying(runner, run), run=run, spawn=crew) for run in found if not is_search(run)}
        for job in jobs.values():
            job.start()
        for job in jobs.values():
            job.join(None if deadline is None else max(0.0, deadline - time.monotonic()))
    finally:
        for job in jobs.values():
            job.leave()
            # One that an interrupt kept from beginning gives its run back as well.
            job.start()
    for job in jobs.values():
        job.join(_GOODBYE)
    return [_as_ended(jobs[run.id], run) if run.id in jobs else run for run in found]


def _as_ended(job: Job, run: Run) -> Run:
    run = job.run or run
    # What leaves a run as it is, such as another key, is not in the journal.
    return run.now(run.state, error=job.error) if isinstance(job.error, WanError) else run


def open_session(
    draft: EditRequest,
    *,
    client: Client | None = None,
    store: RunStore | None = None,
    budget: int | None = None,
    mode: str | None = None,
) -> EditSession:
    """Return an editing session without widgets: what an `Editor` shows, for code that has its own way of showing.

    Parameters
    ----------
    draft
        What to begin with; ``EditRequest()`` is empty.
    client, store, mode
        As for `edit`.
    budget
        How many pictures all runs of this session together may be billed for.

    Raises
    ------
    StoreError
        If the store cannot be opened.
    """
    return EditSession(Runner(client or connect(mode=mode), store or RunStore()), draft, budget=budget, mode=mode)
