"""Which model is served at which address, and in which way: asked for a task, for a result, or for a stream."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from wanwidgets.facts import Mode, Model
from wanwidgets.service.calls import Call
from wanwidgets.service.refusal import NO_ASYNC, NO_SYNC, ONLY_STREAM, WRONG_URL, Refusal

__all__ = ["PATHS", "check_header", "check_model", "check_way", "wants_stream", "wants_task"]

PATHS: Mapping[str, bool] = MappingProxyType(
    {
        "services/aigc/image-generation/generation": True,
        "services/aigc/multimodal-generation/generation": False,
        "services/aigc/image2image/image-synthesis": True,
        # None of the catalog's models is served there, but the official SDK sends some of them to it.
        "services/aigc/text2image/image-synthesis": True,
    },
)
"""Whether an address below the base URL makes tasks, and nothing else."""


def wants_task(call: Call) -> bool:
    """Whether a create asks for a task."""
    return call.switched_on("X-DashScope-Async")


def wants_stream(call: Call) -> bool:
    """Whether a create asks for events.

    guess: that the header alone is enough. The documents want ``parameters.stream`` too, and the official SDK, in the
    documents' own samples, never sends it.
    """
    return call.switched_on("X-DashScope-SSE")


def check_header(path: str, call: Call) -> None:
    """Hold the header against the address.

    Raises
    ------
    Refusal
        The address knows only the other way, or nothing at all.
    """
    tasks = PATHS.get(path)
    if tasks is None:
        raise Refusal(*WRONG_URL)
    if tasks and not wants_task(call):
        raise Refusal(*NO_SYNC)
    if not tasks and wants_task(call):
        raise Refusal(*NO_ASYNC)


def check_model(path: str, model: Model) -> None:
    """Hold the model against the address.

    Raises
    ------
    Refusal
        It is served elsewhere.
    """
    if not any(end.path == path for mode in model.modes for end in mode.endpoints):
        raise Refusal(*WRONG_URL)


def check_way(path: str, mode: Mode, call: Call) -> None:
    """Hold the mode against the way in which a result is asked for, not a task.

    Raises
    ------
    Refusal
        It answers only as a stream, or not at this address. guess: that what answers at once can be streamed too.
    """
    ways = {end.way for end in mode.endpoints if end.path == path}
    if not ways:
        raise Refusal(*WRONG_URL)
    if "sync" not in ways and not wants_stream(call):
        raise Refusal(*ONLY_STREAM)
