"""What is written on a card, measured and arranged before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wanwidgets.service.engine.cards.text import Block, fit
from wanwidgets.service.engine.cards.thumbs import Grid, Thumb, grid
from wanwidgets.service.engine.pixels import Box
from wanwidgets.service.engine.tag import tag_area

__all__ = ["Panel", "Sizes", "arrange", "sizes_of"]

_WIDE = 2.2
"""From this ratio on a card has its text beside the picture, not below it."""
_STAGE = 0.42
"""Part of the card that stays free for the landscape, while the text can be large enough."""
_PARTS = (0.46, 0.58, 0.7)
"""Parts of a wide card that its text may take; the first that lets the prompt be large is taken."""
_LARGE = 1.6
"""Large is so many times comfortable."""
_PICTURES_BELOW, _PICTURES_BESIDE = 0.3, 0.62
"""Most of a card's height that the pictures take, and of a wide panel's."""
_SMALLEST_PICTURE = 12
_FACTS = 0.34
"""Most of a panel's height that the facts take, and of a wide panel's width."""
_HEAD = 1.9
"""Height of the heading, in sizes of its letters."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Measures in pixels: the margin around the panel and in it, and the sizes of letters."""

    margin: int
    inset: int
    head: int
    facts: int
    largest: int
    comfortable: int
    smallest: int
    thumb: int
    swatch: int


@dataclass(frozen=True, slots=True)
class Panel:
    """Everything with its place in the card, pixels. `stage` is what stays free; `rest` is prompt that has no place."""

    box: Box
    stage: Box
    sizes: Sizes
    width: int
    prompt: Block
    prompt_at: tuple[int, int]
    facts: Block
    facts_at: tuple[int, int]
    grid: Grid | None
    grid_at: tuple[int, int]
    swatch: Box | None


def sizes_of(width: int, height: int) -> Sizes:
    """Return the measures of a card of that size: by its shorter side, a long card being larger on the whole."""
    side = min(width, height) * (max(width, height) / min(width, height)) ** 0.2
    return Sizes(
        margin=max(6, round(0.032 * side)),
        inset=max(6, round(0.036 * side)),
        head=max(10, round(0.021 * side)),
        facts=max(10, round(0.0165 * side)),
        largest=max(12, round(0.055 * side)),
        comfortable=max(11, round(0.024 * side)),
        smallest=max(9, round(0.0115 * side)),
        thumb=max(20, round(0.15 * side)),
        swatch=max(8, round(0.03 * side)),
    )


def arrange(size: tuple[int, int], prompt: str, facts: str, thumbs: tuple[Thumb, ...], *, swatches: bool) -> Panel:
    """Find a place for everything.

    Parameters
    ----------
    size
        Width and height of the card, pixels.
    prompt, facts
        As `text.clean` returns them.
    thumbs
        The input pictures.
    swatches
        Whether a palette is shown.
    """
    return (_beside if size[0] / size[1] > _WIDE else _below)(size, prompt, facts, thumbs, swatches=swatches)


def _below(size: tuple[int, int], prompt: str, facts: str, thumbs: tuple[Thumb, ...], *, swatches: bool) -> Panel:
    """Text over the lower part: heading, prompt, pictures, palette, facts."""
    own = sizes_of(*size)
    floor = max(1, tag_area(*size)[1] - own.margin // 2)
    left = own.margin
    width = max(8, size[0] - 2 * (own.margin + own.inset))
    head = round(_HEAD * own.head)
    known = fit(facts, width, round(_FACTS * size[1]), (own.facts, min(own.facts, own.smallest)))
    gap = max(4, own.inset // 2)
    places = _grid(thumbs, width, own.thumb, own, _PICTURES_BELOW * size[1])
    fixed = 2 * own.inset + head + known.height + gap
    fixed += places.height + gap if places else 0
    fixed += own.swatch + gap if swatches else 0
    room = max(0, floor - own.margin - fixed)
    words = _prompt(prompt, width, min(room, round((1 - _STAGE) * size[1]) - fixed), room, own)
    top = max(0, floor - fixed - words.height)
    y = top + own.inset + head
    x = left + own.inset
    prompt_at, y = (x, y), y + words.height + gap
    grid_at, y = (x, y), y + (places.height + gap if places else 0)
    swatch, y = ((x, y, x + width, y + own.swatch), y + own.swatch + gap) if swatches else (None, y)
    box = (left, top, size[0] - own.margin, floor)
    stage = (0, 0, size[0], top) if top > 0.12 * size[1] else (0, 0, *size)
    return Panel(box, stage, own, width, words, prompt_at, known, (x, y), places, grid_at, swatch)


def _beside(size: tuple[int, int], prompt: str, facts: str, thumbs: tuple[Thumb, ...], *, swatches: bool) -> Panel:
    """Text over the left part: heading and prompt, then a column with pictures, palette and facts."""
    own = sizes_of(*size)
    top, floor = own.margin, max(own.margin + 1, tag_area(*size)[1] - own.margin // 2)
    head = round(_HEAD * own.head)
    gap = max(3, own.inset // 3)
    room = max(1, floor - top - 2 * own.inset)
    larger = replace(own, largest=max(own.largest, room // 4))
    for part in _PARTS:
        across = round(part * size[0])
        inner = max(8, across - 3 * own.inset)
        column = round(_FACTS * inner)
        words = _prompt(prompt, inner - column, max(0, room - head), max(0, room - head), larger)
        if words.size >= _LARGE * own.comfortable:
            break
    x, side, y = own.margin + own.inset, own.margin + 2 * own.inset + inner - column, top + own.inset
    places = _grid(thumbs, column, max(own.thumb, room // 2), own, _PICTURES_BESIDE * room)
    prompt_at = (x, y + head)
    grid_at, y = (side, y), y + (places.height + gap if places else 0)
    swatch, y = ((side, y, side + column, y + own.swatch), y + own.swatch + gap) if swatches else (None, y)
    known = fit(facts, column, max(0, floor - own.inset - y), (own.facts, min(own.facts, own.smallest)))
    box = (own.margin, top, own.margin + across, floor)
    stage = (box[2], 0, size[0], size[1])
    return Panel(box, stage, own, inner - column, words, prompt_at, known, (side, y), places, grid_at, swatch)


def _grid(thumbs: tuple[Thumb, ...], width: int, cell: int, own: Sizes, most: float) -> Grid | None:
    """Arrange the pictures at the largest size that stays within `most` pixels of height."""
    if not thumbs:
        return None
    places = grid(thumbs, width, cell, own.facts)
    while places.height > most and cell > _SMALLEST_PICTURE:
        cell = int(cell * 0.85)
        places = grid(thumbs, width, cell, own.facts)
    return places


def _prompt(prompt: str, width: int, pleasant: int, room: int, own: Sizes) -> Block:
    """Set the prompt as large as leaves the landscape its place; if it is long, smaller and over all there is."""
    block = fit(prompt, width, max(0, pleasant), (own.largest, own.comfortable), bold=True)
    if not block.cut:
        return block
    return fit(prompt, width, room, (own.comfortable, own.smallest))
