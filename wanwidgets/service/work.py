"""An order becomes pictures; runs in a worker thread, knows nothing of HTTP or tasks."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wanwidgets.service.engine import EngineRefusal, edit
from wanwidgets.service.order import Box, Order
from wanwidgets.service.pictures import Fetch, decode, load
from wanwidgets.service.refusal import Refusal, invalid

__all__ = ["Work", "work"]

_MAX_SEED = 2**31 - 1
_TOKEN_SIDE = 32


@dataclass(frozen=True, slots=True)
class Work:
    """What came of an order: PNG files, their common size in pixels, and the tokens that usage reports.

    The provider's tokens are informational, it bills by picture; ours only have their order of magnitude.
    """

    images: tuple[bytes, ...]
    width: int
    height: int
    input_tokens: int
    output_tokens: int


def work(order: Order, fetch: Fetch) -> Work:
    """Do an order.

    Raises
    ------
    Refusal
        A picture cannot be had or used, or the prompt asks for what the engine cannot do.
    """
    files = [load(address, order.model.images, fetch) for address in order.images]
    pictures = [decode(data, order.model.images) for data in files]
    boxes = [_clipped(own, picture, k) for k, (own, picture) in enumerate(zip(order.boxes, pictures, strict=True), 1)]
    last = (pictures[-1].shape[1], pictures[-1].shape[0]) if pictures else None
    size = order.mode.sizes.output(order.size, last)
    if size is None:
        raise invalid("size is not supported.")
    seed = _seed(order, files) if order.seed is None else order.seed
    try:
        result = edit(order.prompt, pictures, boxes, size, n=order.n, seed=seed)
    except EngineRefusal as refusal:
        raise Refusal(400, refusal.code, refusal.message) from refusal
    return Work(result.images, result.width, result.height, _tokens(order.prompt, pictures), 2 * order.n)


def _clipped(own: Sequence[Box], picture: npt.NDArray[np.uint8], number: int) -> tuple[Box, ...]:
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


def _tokens(prompt: str, pictures: Sequence[npt.NDArray[np.uint8]]) -> int:
    areas = (
        math.ceil(picture.shape[0] / _TOKEN_SIDE) * math.ceil(picture.shape[1] / _TOKEN_SIDE) for picture in pictures
    )
    return int(math.ceil(len(prompt.encode()) / 4) + sum(areas))
