"""Steps meet pictures and boxes: what will be done, to which picture, where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wanwidgets.service.engine.pixels import Box
from wanwidgets.service.engine.refusal import INVALID, EngineRefusal
from wanwidgets.service.engine.steps import Change, Place, Reading, Step

__all__ = ["Paste", "Plan", "Retouch", "Scene", "plan"]

_SAID = {
    "remove": "remove what is",
    "grey": "black and white",
    "warm": "warmer",
    "cool": "cooler",
    "sharpen": "sharpen",
    "blur": "blur",
    "fill": "fill",
}

_LOCAL = {"remove": "remove something", "fill": "fill a place with a colour"}
"""Changes that make no sense of a whole picture."""

_NO_BOXES = "the model takes no boxes, and the local service does not read boxes that are painted into a picture"


@dataclass(frozen=True, slots=True)
class Scene:
    """What the steps can be about.

    `boxes` are those of each picture, in original pixels; `masked` says whether there is a mask, which then limits all
    that is done, and `boxable` whether boxes could be there at all.
    """

    boxes: Sequence[Sequence[Box]]
    masked: bool = False
    boxable: bool = True

    def lacking(self, index: int) -> str:
        """Return what to do where picture `index` has no box."""
        return f"draw a box on image {index + 1} first (bbox_list)" if self.boxable else _NO_BOXES


@dataclass(frozen=True, slots=True)
class Paste:
    """Put picture `source` (an index), or its part `part`, into `box` of the base. Boxes are in original pixels."""

    source: int
    part: Box | None
    box: Box
    said: str


@dataclass(frozen=True, slots=True)
class Retouch:
    """Change the base inside `boxes`, in original pixels, or under the mask, or else everywhere.

    `color` is the name of the colour of a fill.
    """

    kind: str
    boxes: tuple[Box, ...]
    amount: float
    said: str
    masked: bool = False
    color: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which picture is the base (an index) and what is done to it, in order."""

    base: int
    actions: tuple[Paste | Retouch, ...]

    @property
    def said(self) -> str:
        """How the prompt was understood, in English."""
        return "; ".join(action.said for action in self.actions)


def plan(reading: Reading, scene: Scene) -> Plan:
    """Resolve what the prompt leaves open, or refuse.

    Parameters
    ----------
    reading
        The steps of the prompt.
    scene
        At least one picture.

    Raises
    ------
    EngineRefusal
        A picture or a box is missing, or the steps are about several pictures.
    """
    base = _base(reading.steps, scene)
    named = any(step.boxes or step.every if isinstance(step, Change) else True for step in reading.steps)
    return Plan(base, tuple(_action(step, base, scene, named=named) for step in reading.steps))


def _refusal(message: str) -> EngineRefusal:
    return EngineRefusal(INVALID, message)


def _base(steps: Sequence[Step], scene: Scene) -> int:
    named = {step.image for step in steps if step.image is not None}
    if len(named) > 1:
        numbers = " and ".join(f"image {number}" for number in sorted(named))
        raise _refusal(f"The result is one picture, but the prompt changes {numbers}. Edit them one after the other.")
    for number in named:
        return _index(number, scene)
    sources = {step.source for step in steps if isinstance(step, Place)}
    boxed = [index for index, own in enumerate(scene.boxes) if own]
    others = [index for index in boxed if index + 1 not in sources] or boxed
    return (others or range(len(scene.boxes)))[-1]


def _index(number: int, scene: Scene) -> int:
    count = len(scene.boxes)
    if number > count:
        have = "there is one picture" if count == 1 else f"there are {count} pictures"
        raise _refusal(f"The prompt names image {number}, but {have}.")
    return number - 1


def _box(number: int, index: int, scene: Scene) -> Box:
    own = scene.boxes[index]
    if not own:
        raise _refusal(f"The prompt names box {number}: {scene.lacking(index)}.")
    if number > len(own):
        count = "one box" if len(own) == 1 else f"{len(own)} boxes"
        raise _refusal(f"The prompt names box {number}, but image {index + 1} has {count}.")
    return own[number - 1]


def _action(step: Step, base: int, scene: Scene, *, named: bool) -> Paste | Retouch:
    return _paste(step, base, scene) if isinstance(step, Place) else _retouch(step, base, scene, named=named)


def _paste(step: Place, base: int, scene: Scene) -> Paste:
    if step.source is None and step.source_box is None:
        example = '"Place image 1 in box 1 of image 2"'
        raise _refusal(f"Say from which picture the thing is to be taken, for example: {example}.")
    source = base if step.source is None else _index(step.source, scene)
    part = None if step.source_box is None else _box(step.source_box, source, scene)
    own = scene.boxes[base]
    if step.box is None and not own:
        raise _refusal(f"To place something a box must say where: {scene.lacking(base)}.")
    if step.box is None and len(own) > 1:
        raise _refusal(f"To place something, say which box of image {base + 1}: box 1 of image {base + 1}.")
    number = step.box or 1
    taken = f"box {step.source_box} of image {source + 1}" if step.source_box else f"image {source + 1}"
    return Paste(source, part, _box(number, base, scene), f"place {taken} in box {number} of image {base + 1}")


def _retouch(step: Change, base: int, scene: Scene, *, named: bool) -> Retouch:
    # What is under a mask is all that may change, whatever else the prompt calls it.
    masked = scene.masked and not step.boxes
    numbers = () if masked else step.boxes or (_every(step, base, scene) if _in_boxes(step, named=named) else ())
    where = f"image {base + 1}"
    if masked:
        where = f"the masked part of {where}"
    if numbers:
        where = f"{' and '.join(f'box {number}' for number in numbers)} of {where}"
    strength = {0.5: " slightly", 1.6: " strongly"}.get(step.amount, "")
    said = f"{_SAID[step.kind]}{strength} in {where}"
    if step.color:
        said = f"fill {where} with {step.color}"
    boxes = tuple(_box(number, base, scene) for number in numbers)
    return Retouch(step.kind, boxes, step.amount, said, masked, step.color)


def _in_boxes(step: Change, *, named: bool) -> bool:
    """Boxes are drawn to be used: they count unless the prompt says otherwise or uses boxes by name elsewhere."""
    return step.kind in _LOCAL or step.every or not (step.whole or named)


def _every(step: Change, base: int, scene: Scene) -> tuple[int, ...]:
    numbers = tuple(range(1, len(scene.boxes[base]) + 1))
    if not numbers and step.kind in _LOCAL:
        raise _refusal(f"To {_LOCAL[step.kind]}, a box must say where: {scene.lacking(base)}.")
    if not numbers and step.every:
        raise _refusal(f"The prompt speaks of a box: {scene.lacking(base)}.")
    return numbers
