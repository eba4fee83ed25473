"""Whether a place serves what a request asks for, and in which way; asked before anything is sent."""

from __future__ import annotations

from wanwidgets.problems import Problem
from wanwidgets.protocol.encode import WAYS
from wanwidgets.request import EditRequest

__all__ = ["way_of", "way_problems"]


def way_of(request: EditRequest) -> str:
    """Return how a request is sent when nobody says otherwise.

    A task has an id, by which a result is found again after whatever breaks on the way; so that way is taken except
    where the parts are wanted as they come.
    """
    return "stream" if request.stream else "async"


def way_problems(request: EditRequest, way: str, region: str | None) -> tuple[Problem, ...]:
    """Return what keeps a request from being sent in that way to that region; nothing when it can be.

    Parameters
    ----------
    request
        Its own problems are not looked at.
    way
        ``"async"``, ``"sync"`` or ``"stream"``.
    region
        A name of `wanwidgets.catalog.REGIONS`; None for a place of which nothing is known.
    """
    mode = request.mode
    if mode is None:
        return ()
    served = [end for end in mode.endpoints if region is None or region in end.regions]
    if not served:
        regions = dict.fromkeys(name for end in mode.endpoints for name in end.regions)
        return (Problem("model.region", "model", str(region), ", ".join(regions)),)
    if any(end.way == way for end in served):
        return ()
    field = "stream" if way == way_of(request) == "stream" else "model"
    return (Problem("model.way", field, WAYS[way], ", ".join(WAYS[end.way] for end in served)),)
