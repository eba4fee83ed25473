"""``bbox_list``: for each picture its boxes. The rules are the reference's, the wording of refusals is a guess."""

from __future__ import annotations

from wanwidgets.service.order import Box
from wanwidgets.service.refusal import invalid

__all__ = ["read_boxes"]

_NUMBERS = 4


def read_boxes(given: object, images: int, most: int) -> tuple[tuple[Box, ...], ...]:
    """Return the boxes of each picture.

    Parameters
    ----------
    given
        The parameter; None where there is none.
    images
        How many pictures there are.
    most
        How many boxes a picture may have; for a model that takes none the parameter is ignored (guess).

    Raises
    ------
    Refusal
        Not one list for each picture, too many boxes, or no boxes at all. One beyond the edge of its picture is found
        when the picture is there.
    """
    if given is None or not most:
        return ((),) * images
    if not isinstance(given, list) or len(given) != images:
        raise invalid("The length of bbox_list must be equal to the number of input images.")
    for number, own in enumerate(given):
        if not isinstance(own, list) or len(own) > most:
            raise invalid(f"bbox_list[{number}] must be an array of at most {most} boxes.")
    return tuple(tuple(_box(box, f"bbox_list[{number}]") for box in own) for number, own in enumerate(given))


def _box(box: object, where: str) -> Box:
    if not isinstance(box, list) or len(box) != _NUMBERS or not all(type(value) is int for value in box):
        raise invalid(f"A box of {where} must be four integers [x1, y1, x2, y2].")
    x1, y1, x2, y2 = box
    if not (0 <= x1 < x2 and 0 <= y1 < y2):
        raise invalid(f"A box of {where} must have 0 <= x1 < x2 and 0 <= y1 < y2.")
    return x1, y1, x2, y2
