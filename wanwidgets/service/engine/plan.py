"""Steps meet pictures and boxes: what will be done, to which picture, where."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from wanwidgets.service.engine.kind import Kind, Reach
from wanwidgets.service.engine.opposites import CHANGES, OPPOSITES, UNDOES
from wanwidgets.service.engine.pixels import Box
from wanwidgets.service.engine.refusal import INVALID, EngineRefusal
from wanwidgets.service.engine.steps import Reading, Ref, Step

__all__ = ["Action", "Plan", "Scene", "Source", "plan"]

_NO_BOXES = "the model takes no boxes, and the local service does not read boxes that are painted into a picture"
_OPTIONAL = re.compile(r"\[([^]]*)\]")
_NAMED = re.compile(r"\{(\w+)")
_STRENGTHS = {0.5: " slightly", 1.6: " strongly"}


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
class Source:
    """Picture `index`, or its part `box`, in original pixels."""

    index: int
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """A step with nothing left open: where in the base, in original pixels, or under the mask, or else everywhere."""

    kind: Kind
    step: Step
    boxes: tuple[Box, ...]
    sources: tuple[Source, ...]
    masked: bool
    said: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Which picture is the base (an index) and what is done to it, in order."""

    base: int
    actions: tuple[Action, ...]

    @property
    def said(self) -> str:
        """How the prompt was understood, in English."""
        return "; ".join(action.said for action in self.actions)


def plan(reading: Reading, scene: Scene, kinds: Mapping[str, Kind]) -> Plan:
    """Resolve what the prompt leaves open, or refuse.

    Parameters
    ----------
    reading
        The steps of the prompt.
    scene
        At least one picture.
    kinds
        By name, those of all steps.

    Raises
    ------
    EngineRefusal
        A picture or a box is missing, the steps are about several pictures, or they contradict each other.
    """
    steps = reading.steps
    for step in steps[1:]:
        if kinds[step.kind].gathers:
            raise _refusal(
                f"This starts from the pictures as they are, so it must be the first step and the only one of its "
                f"sort: {step.kind}."
            )
    base = _base(steps, scene, kinds)
    named = any(step.boxes or step.every or step.sources for step in steps)
    moved, before = "", tuple[int, ...]()
    actions = []
    for step in steps:
        kind = kinds[step.kind]
        before = step.boxes or before
        told = replace(step, boxes=before) if kind.thing and not (step.every or step.whole) else step
        action = _action(told, kind, base, scene, named=named and not kind.thing)
        drawn = action.boxes or action.masked or any(source.index == base for source in action.sources)
        if moved and drawn:
            raise _refusal(
                f'After "{moved}" what is drawn no longer lies where it was. Do that last, or in an edit of its own.'
            )
        moved = moved or (action.said if kind.reframes else "")
        actions.append(action)
    for action in actions:
        for kept in reading.keeps:
            if action.kind.name in CHANGES[kept] and not (action.boxes or action.masked):
                raise _refusal(
                    f'"{action.said}" changes the {kept} as well, which the prompt wants kept: name a box that says '
                    f"what is to change, or leave that wish out."
                )
    for first, second in combinations(actions, 2):
        if _against(first, second):
            raise _refusal(
                f'"{first.said}" and "{second.said}" contradict each other: leave one of them out, or name a box for '
                f"each."
            )
    return Plan(base, tuple(actions))


def _refusal(message: str) -> EngineRefusal:
    return EngineRefusal(INVALID, message)


def _against(first: Action, second: Action) -> bool:
    """Tell whether two actions, in this order, undo each other at one place."""
    one, other = first.kind.name, second.kind.name
    same = one == other and first.step.values == second.step.values
    opposed = any(one in group and other in group for group in OPPOSITES) or one in UNDOES.get(other, ())
    return opposed and not same and (first.boxes == second.boxes or bool(set(first.boxes) & set(second.boxes)))


def _base(steps: Sequence[Step], scene: Scene, kinds: Mapping[str, Kind]) -> int:
    changed = [step for step in steps if not kinds[step.kind].gathers]
    named = {step.image for step in changed if step.image is not None}
    if len(named) > 1:
        numbers = " and ".join(f"image {number}" for number in sorted(named))
        raise _refusal(f"The result is one picture, but the prompt changes {numbers}. Edit them one after the other.")
    for number in named:
        return _index(number, scene)
    if not changed:
        return len(scene.boxes) - 1
    sources = {source.image for step in changed for source in step.sources}
    boxed = [index for index, own in enumerate(scene.boxes) if own]
    others = [index for index in boxed if index + 1 not in sources] or boxed
    free = [index for index in range(len(scene.boxes)) if index + 1 not in sources] or range(len(scene.boxes))
    return (others or free)[-1]


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


def _action(step: Step, kind: Kind, base: int, scene: Scene, *, named: bool) -> Action:
    # What is under a mask is all that may change, whatever else the prompt calls it.
    masked = scene.masked and not step.boxes and kind.reach is not Reach.WHOLE
    sources = _sources(step, kind, base, scene)
    numbers = () if masked else _numbers(step, kind, base, scene, named=named)
    where = f"image {base + 1}"
    if masked:
        where = f"the masked part of {where}"
    if numbers:
        where = f"{' and '.join(f'box {number}' for number in numbers)} of {where}"
    told = {
        **dict(step.values),
        "where": where,
        "source": " and ".join(_told(source, scene) for source in sources),
        "strength": _STRENGTHS.get(step.amount, ""),
    }
    said = _OPTIONAL.sub(lambda found: found[1] if set(_NAMED.findall(found[1])) <= set(told) else "", kind.said)
    said = said.format_map(told)
    return Action(kind, step, tuple(_box(number, base, scene) for number in numbers), sources, masked, said)


def _told(source: Source, scene: Scene) -> str:
    number = None if source.box is None else list(scene.boxes[source.index]).index(source.box) + 1
    return str(Ref(source.index + 1, number))


def _numbers(step: Step, kind: Kind, base: int, scene: Scene, *, named: bool) -> tuple[int, ...]:
    if kind.reach is Reach.WHOLE:
        if step.boxes or step.every or scene.masked:
            example = f" For example: {kind.example}." if kind.example else ""
            raise _refusal(f"This can be done to a whole picture only, not to a part of it: {kind.name}.{example}")
        return ()
    if step.boxes:
        return step.boxes
    own = len(scene.boxes[base])
    place = kind.reach is Reach.PLACE
    # Boxes are drawn to be used: they count unless the prompt says otherwise or uses boxes by name elsewhere.
    if not (place or step.every or not (step.whole or named)):
        return ()
    taken = {source.box for source in step.sources if source.image in (None, base + 1)}
    numbers = tuple(number for number in range(1, own + 1) if number not in taken)
    if not numbers and (place or step.every):
        example = f" For example: {kind.example}." if kind.example else ""
        raise _refusal(f"A box must say where: {scene.lacking(base)}.{example}")
    if len(numbers) > 1 and place and kind.sources and not step.every:
        raise _refusal(f"Say which box of image {base + 1} is meant: box 1 of image {base + 1}.")
    return numbers


def _sources(step: Step, kind: Kind, base: int, scene: Scene) -> tuple[Source, ...]:
    """Find what a step takes from elsewhere."""
    every = range(len(scene.boxes))
    if kind.gathers and not step.sources:
        return tuple(Source(index) for index in every)
    found = tuple(_source(ref, kind, base, scene) for ref in step.sources)
    others = [index for index in every if index != base]
    if kind.assumes and not found and len(others) == kind.sources:
        found = tuple(_source(Ref(index + 1), kind, base, scene) for index in others)
    if len(found) > max(kind.sources, kind.most_sources):
        raise _refusal(f"That names {len(found)} sources, where at most {kind.most_sources} can be used.")
    if len(found) < kind.sources:
        example = f", for example: {kind.example}" if kind.example else ""
        raise _refusal(f"Say from which picture it is to be taken{example}.")
    return found


def _source(ref: Ref, kind: Kind, base: int, scene: Scene) -> Source:
    index = base if ref.image is None else _index(ref.image, scene)
    if ref.image is None and not kind.own_source and ref.box is not None:
        raise _refusal(f"Say of which picture box {ref.box} is meant: box {ref.box} of image 1.")
    if index == base and not kind.own_source and not kind.gathers:
        raise _refusal(f"Image {base + 1} is the picture that is changed: say from which other one to take it.")
    if ref.box is not None:
        return Source(index, _box(ref.box, index, scene))
    own = scene.boxes[index]
    if ref.every and not own:
        raise _refusal(f"A box must say what is to be taken: {scene.lacking(index)}.")
    # Boxes are drawn to be used; those of the picture that is changed say where, not what.
    meant = own if ref.every or not (kind.gathers or index == base) else ()
    if len(meant) > 1:
        raise _refusal(f"Image {index + 1} has {len(meant)} boxes: say which, as in box 1 of image {index + 1}.")
    return Source(index, *meant)
