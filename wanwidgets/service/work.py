"""An order becomes pictures and words; runs in a worker thread, knows nothing of HTTP or tasks."""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass

from wanwidgets.service.engine import EngineRefusal
from wanwidgets.service.engine.pixels import Pixels
from wanwidgets.service.engines import Engine
from wanwidgets.service.jobs import job_of
from wanwidgets.service.order import Order
from wanwidgets.service.pictures import Fetch
from wanwidgets.service.refusal import Refusal

__all__ = ["Drawn", "Missed", "Said", "Work", "work", "working"]

_TOKEN_SIDE = 32
_TOKENS_A_PICTURE = 2
_FREE_OF_TOKENS = ("wan2.6-image", "edit")
"""The provider counts none here."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture: a PNG file of `width` × `height` pixels."""

    png: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Said:
    """Words between pictures."""

    text: str


@dataclass(frozen=True, slots=True)
class Missed:
    """A picture that failed while others of the order did not; `code` is the provider's."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Work:
    """What came of an order, in order.

    Attributes
    ----------
    parts : tuple
    width, height : int
        Of the last picture, pixels.
    input_tokens, output_tokens : int
        What usage reports. The provider's tokens are informational, it bills by picture; ours only have their order of
        magnitude.
    actual_prompt : str
        What the engine understood.
    """

    parts: tuple[Drawn | Said | Missed, ...]
    width: int
    height: int
    input_tokens: int
    output_tokens: int
    actual_prompt: str


def working(order: Order, fetch: Fetch, engine: Engine) -> Generator[None, None, Work]:
    """Do an order a picture at a time: it yields between two, and returns what came of them.

    Parameters
    ----------
    order
        Checked.
    fetch
        Brings the bytes of an address.
    engine
        Who answers.

    Raises
    ------
    Refusal
        A picture or the mask cannot be had or used, or the engine cannot do what is asked.
    """
    job = job_of(order, fetch)
    parts: list[Drawn | Said] = []
    drawn: list[Drawn] = []
    try:
        outcome = engine.answer(job)
        for part in outcome.parts:
            if isinstance(part, str):
                parts.append(Said(part))
                continue
            drawn.append(Drawn(part.png, part.width, part.height))
            parts.append(drawn[-1])
            # After the last there is nothing to wait for.
            if len(drawn) < job.n:
                yield
    except EngineRefusal as refusal:
        raise Refusal(400, refusal.code, refusal.message) from refusal
    free = (order.model.name, order.mode.name) == _FREE_OF_TOKENS
    spent = _TOKENS_A_PICTURE * len(drawn) + sum(_tokens(part.text) for part in parts if isinstance(part, Said))
    return Work(
        tuple(parts),
        drawn[-1].width,
        drawn[-1].height,
        0 if free else _tokens(order.prompt, job.pictures),
        0 if free else spent,
        outcome.understood,
    )


def work(order: Order, fetch: Fetch, engine: Engine) -> Work:
    """Do an order at once; parameters and errors are those of `working`."""
    steps = working(order, fetch, engine)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            done: Work = end.value
            return done


def _tokens(text: str, pictures: Sequence[Pixels] = ()) -> int:
    areas = (
        math.ceil(picture.shape[0] / _TOKEN_SIDE) * math.ceil(picture.shape[1] / _TOKEN_SIDE) for picture in pictures
    )
    return int(math.ceil(len(text.encode(errors="replace")) / 4) + sum(areas))
