"""What a caller gives for a request, as the values that a request holds."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any

from wanwidgets.errors import InvalidRequest
from wanwidgets.problems import Problem
from wanwidgets.regions import Box, Mask
from wanwidgets.showing import shown

__all__ = ["boxes_by_number", "expect", "own", "read_mask"]


def expect(value: Any, kind: type, name: str) -> Any:
    """Return the value, or raise TypeError where it is of another type."""
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError(f"{name} must be {kind.__name__}, not {type(value).__name__}.")
    return value


def read_mask(source: object) -> Mask | None:
    """Return a mask; of a picture, what `wanwidgets.Mask.read` says is edited."""
    return source if source is None or isinstance(source, Mask) else Mask.read(source)


def own(value: Any) -> Any:
    """Return a value that does not change with the list or the table that the caller keeps."""
    return copy.deepcopy(value) if isinstance(value, (list, dict)) else value


def boxes_by_number(
    boxes: Mapping[int, Iterable[Iterable[object]]] | None,
    count: int,
) -> dict[int, tuple[Box, ...]]:
    """Return the boxes of each picture by its number; `count` is how many pictures there are."""
    if boxes is None:
        return {}
    if not isinstance(boxes, Mapping):
        raise TypeError("boxes are given by picture number, such as boxes={1: [(x1, y1, x2, y2)]}.")
    for number in boxes:
        expect(number, int, "the number of a picture")
        if not 1 <= number <= count:
            raise InvalidRequest([Problem("boxes.no_image", "boxes", shown(number), str(count))])
    return {number: tuple(Box.of(box) for box in listed) for number, listed in boxes.items()}
