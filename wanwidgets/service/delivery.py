"""What came of an order, with addresses for the pictures: what documents and events are made of."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from wanwidgets.service.order import Order
from wanwidgets.service.refusal import Refusal
from wanwidgets.service.work import Drawn, Missed, Said, Work

__all__ = ["CHOICES", "MIXED", "ONE_CHOICE", "RESULTS", "Delivery", "Shown", "deliver", "layout"]

CHOICES, ONE_CHOICE, MIXED, RESULTS = "choices", "one choice", "mixed", "results"
"""How an answer is laid out: a choice for each picture, all in one choice, that with words between, or a flat list."""

_IN_ONE_CHOICE = {"enable_sequential": ONE_CHOICE, "enable_interleave": MIXED}


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture at its address; `digest` is the SHA-256 of its file, in hexadecimal digits."""

    address: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a task or a call answers with.

    Attributes
    ----------
    parts : tuple
        Pictures, words and what failed, in order.
    layout : str
        `CHOICES`, `ONE_CHOICE`, `MIXED` or `RESULTS`.
    size : str
        ``"W*H"`` of the last picture, pixels.
    input_tokens, output_tokens : int
    orig_prompt, actual_prompt : str or None
        Set where the model's results tell them.
    """

    parts: tuple[Shown | Said | Missed, ...]
    layout: str
    size: str
    input_tokens: int
    output_tokens: int
    orig_prompt: str | None = None
    actual_prompt: str | None = None

    @property
    def pictures(self) -> int:
        """How many pictures succeeded; only they are counted and billed."""
        return sum(isinstance(part, Shown) for part in self.parts)

    @property
    def digests(self) -> tuple[str, ...]:
        """The SHA-256 of each of them."""
        return tuple(part.digest for part in self.parts if isinstance(part, Shown))

    @property
    def missed(self) -> int:
        """How many failed."""
        return sum(isinstance(part, Missed) for part in self.parts)


def layout(order: Order) -> str:
    """Return how the answer to an order is laid out.

    wan2.6 and wan2.7 have a choice for each picture, but one choice for a set or for mixed text and pictures; the other
    models have results.
    """
    if order.model.form != "messages":
        return RESULTS
    return next((kind for name, kind in _IN_ONE_CHOICE.items() if order.mode.when.get(name) is True), CHOICES)


def deliver(order: Order, work: Work, keep: Callable[[bytes], str]) -> Delivery:
    """Keep the pictures of an order and return what it is answered with.

    Parameters
    ----------
    order, work
        What was asked, and what came of it.
    keep
        Keeps a PNG file and returns its address.

    Raises
    ------
    Refusal
        No picture succeeded: the reason of the first.
    """
    failed = [part for part in work.parts if isinstance(part, Missed)]
    if failed and not any(isinstance(part, Drawn) for part in work.parts):
        raise Refusal(500, failed[0].code, failed[0].message)
    told = order.model.form == "images"
    return Delivery(
        tuple(_shown(part, keep) if isinstance(part, Drawn) else part for part in work.parts),
        layout(order),
        f"{work.width}*{work.height}",
        work.input_tokens,
        work.output_tokens,
        order.prompt if told else None,
        work.actual_prompt if told and order.parameters.get("prompt_extend") else None,
    )


def _shown(drawn: Drawn, keep: Callable[[bytes], str]) -> Shown:
    return Shown(keep(drawn.png), hashlib.sha256(drawn.png).hexdigest())
