"""An order becomes pictures and words; runs in a worker thread, knows nothing of HTTP or tasks."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from wanwidgets.service.engine import NOT_SUPPORTED, EngineRefusal, Job, Outcome, Picture, cards, classical
from wanwidgets.service.engine.grow import GROWTHS, grown_size
from wanwidgets.service.engine.masks import selected
from wanwidgets.service.engine.pixels import Box, Mask, Pixels
from wanwidgets.service.order import Order
from wanwidgets.service.pictures import Fetch, decode, load
from wanwidgets.service.refusal import Refusal, invalid

__all__ = ["ENGINES", "Drawn", "Missed", "Said", "Work", "work"]

_MAX_SEED = 2**31 - 1
_TOKEN_SIDE = 32
_TOKENS_A_PICTURE = 2
_FREE_OF_TOKENS = ("wan2.6-image", "edit")
"""The provider counts none here."""
_LARGEST = 6144 * 6144
"""Most pixels of one picture; more would not fit into the memory of a usual machine."""


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


_ENGINES: Mapping[str, Callable[[Job], Outcome]] = MappingProxyType({"classical": classical, "cards": cards})

ENGINES = tuple(_ENGINES)
"""``"classical"`` does what a prompt says or refuses; ``"cards"`` answers any prompt with pictures that show it."""


def work(order: Order, fetch: Fetch, engine: str = "classical") -> Work:
    """Do an order.

    Parameters
    ----------
    order
        Checked.
    fetch
        Brings the bytes of an address.
    engine
        One of `ENGINES`.

    Raises
    ------
    Refusal
        A picture or the mask cannot be had or used, or the engine cannot do what is asked.
    """
    job = _job(order, fetch)
    try:
        outcome = _ENGINES[engine](job)
    except EngineRefusal as refusal:
        raise Refusal(400, refusal.code, refusal.message) from refusal
    parts = tuple(
        Drawn(part.png, part.width, part.height) if isinstance(part, Picture) else Said(part) for part in outcome.parts
    )
    drawn = [part for part in parts if isinstance(part, Drawn)]
    free = (order.model.name, order.mode.name) == _FREE_OF_TOKENS
    spent = _TOKENS_A_PICTURE * len(drawn) + sum(_tokens(part.text) for part in parts if isinstance(part, Said))
    return Work(
        parts,
        drawn[-1].width,
        drawn[-1].height,
        0 if free else _tokens(order.prompt, job.pictures),
        0 if free else spent,
        outcome.understood,
    )


def _job(order: Order, fetch: Fetch) -> Job:
    rules = order.model.images
    files = [load(address, rules, fetch) for address in order.images]
    pictures = tuple(decode(data, rules) for data in files)
    given = order.boxes or ((),) * len(pictures)
    boxes = tuple(_clipped(own, picture, k) for k, (own, picture) in enumerate(zip(given, pictures, strict=True), 1))
    mask = None
    if order.mask is not None:
        files.append(load(order.mask, rules, fetch))
        mask = _mask(decode(files[-1], rules), pictures[0], order.parameters.get("mask_color") or ())
    return Job(
        model=order.model.name,
        mode=order.mode.name,
        title=order.mode.title,
        prompt=order.prompt,
        size=_size(order, pictures),
        pictures=pictures,
        boxes=boxes,
        mask=mask,
        n=order.n,
        seed=_seed(order, files) if order.seed is None else order.seed,
        parameters=order.parameters,
        boxable=bool(order.model.boxes_per_image),
    )


def _size(order: Order, pictures: Sequence[Pixels]) -> tuple[int, int]:
    last: tuple[int, int] | None = (pictures[-1].shape[1], pictures[-1].shape[0]) if pictures else None
    size = order.mode.sizes.output(order.size, last)
    if last is not None and order.mode.name in GROWTHS:
        size = grown_size(order.mode.name, last, order.parameters)
    if size is None:
        raise invalid("size is not supported.")
    if size[0] * size[1] > _LARGEST:
        limit = math.isqrt(_LARGEST)
        raise Refusal(
            400,
            NOT_SUPPORTED,
            f"The local service makes no picture of {size[0]}*{size[1]} pixels. The most is {limit}*{limit} in all.",
        )
    return size


def _mask(picture: Pixels, base: Pixels, colors: Sequence[Sequence[int]]) -> Mask:
    if picture.shape != base.shape:
        own, wanted = (f"{pixels.shape[1]}*{pixels.shape[0]}" for pixels in (picture, base))
        # The provider's wording for it is not documented; this is a guess after its "size is not match".
        raise invalid(f"The size of mask image is not match: it is {own}, the base image is {wanted}.")
    return selected(picture, colors)


def _clipped(own: Sequence[Box], picture: Pixels, number: int) -> tuple[Box, ...]:
    height, width = picture.shape[:2]
    if any(x1 >= width or y1 >= height for x1, y1, _, _ in own):
        raise invalid(f"A box of bbox_list lies outside image {number}, which has {width}*{height} pixels.")
    return tuple((x1, y1, min(x2, width), min(y2, height)) for x1, y1, x2, y2 in own)


def _seed(order: Order, files: Sequence[bytes]) -> int:
    """Derive a seed from the order, so that without one the same order still gives the same pictures."""
    digest = hashlib.blake2b(repr((order.model.name, order.prompt, order.boxes, order.size)).encode(), digest_size=8)
    for data in files:
        digest.update(hashlib.blake2b(data).digest())
    return int.from_bytes(digest.digest(), "big") & _MAX_SEED


def _tokens(text: str, pictures: Sequence[Pixels] = ()) -> int:
    areas = (
        math.ceil(picture.shape[0] / _TOKEN_SIDE) * math.ceil(picture.shape[1] / _TOKEN_SIDE) for picture in pictures
    )
    return int(math.ceil(len(text.encode(errors="replace")) / 4) + sum(areas))
