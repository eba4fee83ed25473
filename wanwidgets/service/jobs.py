"""An order with its pictures at hand: fetched, decoded, and no larger than the memory can bear."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from wanwidgets.service.engine import NOT_SUPPORTED, Job
from wanwidgets.service.engine.frame import resize
from wanwidgets.service.engine.grow import GROWTHS, grown_size
from wanwidgets.service.engine.masks import selected
from wanwidgets.service.engine.pixels import Box, Mask, Pixels
from wanwidgets.service.order import Order
from wanwidgets.service.pictures import Fetch, decode, load
from wanwidgets.service.refusal import Refusal, invalid

__all__ = ["job_of"]

_MAX_SEED = 2**31 - 1
_LARGEST = 6144 * 6144
"""Most pixels of one picture that is made; more would not fit into the memory of a usual machine."""
_AT_HAND = 8000 * 8000
"""Most pixels of all input pictures of an order together: one of the largest that any model takes (192 MB)."""


@dataclass(frozen=True, slots=True)
class _Given:
    """An input picture as it is used, and its width and height as it was sent."""

    pixels: Pixels
    size: tuple[int, int]


def job_of(order: Order, fetch: Fetch) -> Job:
    """Bring the pictures of an order.

    Each is decoded before the next one is, and where there are several that are very large, they are reduced to equal
    shares of what may be in memory; their boxes and the mask with them.

    Parameters
    ----------
    order
        Checked.
    fetch
        Brings the bytes of an address.

    Raises
    ------
    Refusal
        A picture or the mask cannot be had or used, or the output would be too large.
    """
    rules = order.model.images
    files = [load(address, rules, fetch) for address in order.images]
    given = [_bounded(decode(data, rules), _AT_HAND // len(files)) for data in files]
    boxes = order.boxes or ((),) * len(given)
    mask = None
    if order.mask is not None:
        files.append(load(order.mask, rules, fetch))
        mask = _mask(decode(files[-1], rules), given[0], order.parameters.get("mask_color") or ())
    return Job(
        model=order.model.name,
        mode=order.mode.name,
        title=order.mode.title,
        prompt=order.prompt,
        size=_size(order, given),
        pictures=tuple(one.pixels for one in given),
        boxes=tuple(_clipped(own, one, number) for number, (own, one) in enumerate(zip(boxes, given, strict=True), 1)),
        mask=mask,
        n=order.n,
        seed=_seed(order, files) if order.seed is None else order.seed,
        parameters=order.parameters,
        boxable=bool(order.model.boxes_per_image),
    )


def _bounded(pixels: Pixels, most: int) -> _Given:
    size = (pixels.shape[1], pixels.shape[0])
    scale = math.sqrt(most / (size[0] * size[1]))
    small = (max(1, int(size[0] * scale)), max(1, int(size[1] * scale)))
    return _Given(pixels if scale >= 1 else resize(pixels, small), size)


def _size(order: Order, given: Sequence[_Given]) -> tuple[int, int]:
    last = given[-1].size if given else None
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


def _mask(picture: Pixels, base: _Given, colors: Sequence[Sequence[int]]) -> Mask:
    size = (picture.shape[1], picture.shape[0])
    if size != base.size:
        own, wanted = (f"{width}*{height}" for width, height in (size, base.size))
        # The provider's wording for it is not documented; this is a guess after its "size is not match".
        raise invalid(f"The size of mask image is not match: it is {own}, the base image is {wanted}.")
    mask = selected(picture, colors)
    used = (base.pixels.shape[1], base.pixels.shape[0])
    if used == size:
        return mask
    return np.asarray(Image.fromarray(mask).resize(used, Image.Resampling.NEAREST), np.bool_)


def _clipped(own: Sequence[Box], given: _Given, number: int) -> tuple[Box, ...]:
    width, height = given.size
    if any(x1 >= width or y1 >= height for x1, y1, _, _ in own):
        raise invalid(f"A box of bbox_list lies outside image {number}, which has {width}*{height} pixels.")
    inside = ((x1, y1, min(x2, width), min(y2, height)) for x1, y1, x2, y2 in own)
    used = (given.pixels.shape[1], given.pixels.shape[0])
    return tuple(_scaled(box, given.size, used) for box in inside)


def _scaled(box: Box, size: tuple[int, int], used: tuple[int, int]) -> Box:
    """Bring a box to another size of its picture, in whole pixels, at least one wide and high."""
    (x1, x2), (y1, y2) = (
        _span(low, high, length, now) for low, high, length, now in zip(box[:2], box[2:], size, used, strict=True)
    )
    return x1, y1, x2, y2


def _span(low: int, high: int, length: int, now: int) -> tuple[int, int]:
    start = min(round(low * now / length), now - 1)
    return start, min(max(round(high * now / length), start + 1), now)


def _seed(order: Order, files: Sequence[bytes]) -> int:
    """Derive a seed from the order, so that without one the same order still gives the same pictures."""
    digest = hashlib.blake2b(repr((order.model.name, order.prompt, order.boxes, order.size)).encode(), digest_size=8)
    for data in files:
        digest.update(hashlib.blake2b(data).digest())
    return int.from_bytes(digest.digest(), "big") & _MAX_SEED
