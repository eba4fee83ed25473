"""Steps meet pictures and boxes: what will be done, to which picture, where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wanwidgets.service.engine.pixels import Box
from wanwidgets.service.engine.refusal import EngineRefusal
from wanwidgets.service.engine.steps import Change, Place, Reading, Step

__all__ = ["Paste", "Plan", "Retouch", "plan"]

_SAID = {
    "remove": "remove what is",
    "grey": "black and white",
    "warm": "warmer",
    "cool": "cooler",
    "sharpen": "sharpen",
    "blur": "blur",
}


@dataclass(frozen=True, slots=True)
class Paste:
    """Put picture `source` (an index), or its part `part`, into `box` of the base. Boxes are in original pixels."""

    source: int
    part: Box | None
    box: Box
    said: str


@dataclass(frozen=True, slots=True)
class Retouch:
    """Change the base inside `boxes`, in original pixels, or everywhere if there are none."""

    kind: str
    boxes: tuple[Box, ...]
    amount: float
    said: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Which picture is the base (an index) and what is done to it, in order."""

    base: int
    actions: tuple[Paste | Retouch, ...]

    @property
    def said(self) -> str:
        """How the prompt was understood, in English."""
        return "; ".join(action.said for action in self.actions)


def plan(reading: Reading, boxes: Sequence[Sequence[Box]]) -> Plan:
    """Resolve what the prompt leaves open, or refuse.

    Parameters
    ----------
    reading
        The steps of the prompt.
    boxes
        For each picture its boxes, in original pixels; empty where it has none.

    Raises
    ------
    EngineRefusal
        A picture or a box is missing, or the steps are about several pictures.
    """
    if not boxes:
        raise _refusal("The local service does not support making a picture from text alone: add a picture to edit.")
    base = _base(reading.steps, boxes)
    named = any(step.boxes or step.every if isinstance(step, Change) else True for step in reading.steps)
    return Plan(base, tuple(_action(step, base, boxes, named=named) for step in reading.steps))


def _refusal(message: str) -> EngineRefusal:
    return EngineRefusal("InvalidParameter", message)


def _base(steps: Sequence[Step], boxes: Sequence[Sequence[Box]]) -> int:
    named = {step.image for step in steps if step.image is not None}
    if len(named) > 1:
        numbers = " and ".join(f"image {number}" for number in sorted(named))
        raise _refusal(f"The result is one picture, but the prompt changes {numbers}. Edit them one after the other.")
    for number in named:
        return _index(number, boxes)
    sources = {step.source for step in steps if isinstance(step, Place)}
    boxed = [index for index, own in enumerate(boxes) if own]
    others = [index for index in boxed if index + 1 not in sources] or boxed
    return (others or range(len(boxes)))[-1]


def _index(number: int, boxes: Sequence[Sequence[Box]]) -> int:
    if number > len(boxes):
        have = "there is one picture" if len(boxes) == 1 else f"there are {len(boxes)} pictures"
        raise _refusal(f"The prompt names image {number}, but {have}.")
    return number - 1


def _box(number: int, index: int, boxes: Sequence[Sequence[Box]]) -> Box:
    own = boxes[index]
    if not own:
        raise _refusal(f"The prompt names box {number}: draw a box on image {index + 1} first (bbox_list).")
    if number > len(own):
        count = "one box" if len(own) == 1 else f"{len(own)} boxes"
        raise _refusal(f"The prompt names box {number}, but image {index + 1} has {count}.")
    return own[number - 1]


def _action(step: Step, base: int, boxes: Sequence[Sequence[Box]], *, named: bool) -> Paste | Retouch:
    return _paste(step, base, boxes) if isinstance(step, Place) else _retouch(step, base, boxes, named=named)


def _paste(step: Place, base: int, boxes: Sequence[Sequence[Box]]) -> Paste:
    if step.source is None and step.source_box is None:
        example = '"Place image 1 in box 1 of image 2"'
        raise _refusal(f"Say from which picture the thing is to be taken, for example: {example}.")
    source = base if step.source is None else _index(step.source, boxes)
    part = None if step.source_box is None else _box(step.source_box, source, boxes)
    if step.box is None and len(boxes[base]) != 1:
        what = "draw a box on" if not boxes[base] else "say which box of"
        raise _refusal(f"To place something, {what} image {base + 1} and name it: box 1 of image {base + 1}.")
    number = step.box or 1
    taken = f"box {step.source_box} of image {source + 1}" if step.source_box else f"image {source + 1}"
    return Paste(source, part, _box(number, base, boxes), f"place {taken} in box {number} of image {base + 1}")


def _retouch(step: Change, base: int, boxes: Sequence[Sequence[Box]], *, named: bool) -> Retouch:
    numbers = step.boxes or (_every(step, base, boxes) if _in_boxes(step, named=named) else ())
    where = f"image {base + 1}"
    if numbers:
        where = f"{' and '.join(f'box {number}' for number in numbers)} of {where}"
    strength = {0.5: " slightly", 1.6: " strongly"}.get(step.amount, "")
    said = f"{_SAID[step.kind]}{strength} in {where}"
    return Retouch(step.kind, tuple(_box(number, base, boxes) for number in numbers), step.amount, said)


def _in_boxes(step: Change, *, named: bool) -> bool:
    """Boxes are drawn to be used: they count unless the prompt says otherwise or uses boxes by name elsewhere."""
    return step.kind == "remove" or step.every or not (step.whole or named)


def _every(step: Change, base: int, boxes: Sequence[Sequence[Box]]) -> tuple[int, ...]:
    numbers = tuple(range(1, len(boxes[base]) + 1))
    if not numbers and step.kind == "remove":
        raise _refusal(f"To remove something, draw a box on image {base + 1} around it first (bbox_list).")
    if not numbers and step.every:
        raise _refusal(f"The prompt speaks of a box: draw a box on image {base + 1} first (bbox_list).")
    return numbers
