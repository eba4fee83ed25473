"""The picture of a lineage: a tile for each run, from left to right, with lines between them."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Iterable, Sequence

from PIL import Image, ImageDraw, ImageFont, ImageOps

from wanwidgets.errors import ImageError, StoreError
from wanwidgets.lineage.kin import Edge
from wanwidgets.lineage.places import Node, places_of

__all__ = ["drawn"]

_WIDEST = 1280
"""Pixels in which all columns should find room."""
_TILE, _SMALLEST = 176, 56
"""Width of a tile at most and at least, in pixels."""
_HIGH, _ACROSS, _DOWN, _RIM, _BESIDE = 0.75, 0.36, 0.4, 0.1, 0.2
"""Height of a tile, what is free beside, below and around it, and height of what else a run was given: in parts of a
tile's width."""
_SMALLER = 0.8
"""Of a picture that no run made."""
_MOST_SHOWN, _MOST_BESIDE = 4, 3
_ALONE, _TWO = 1, 2
_SMOOTH, _CURVE = 2, 24
_PAGE, _SOFT, _LINE, _INK, _ACCENT = (255, 255, 255), (241, 243, 244), (154, 160, 166), (60, 64, 67), (25, 103, 210)
"""The page, an empty place, lines, letters, and what was asked for: red, green, blue."""

_BROKEN = (OSError, ImageError, StoreError, Image.DecompressionBombError)
"""What a file can be by the time that it is looked at: gone, changed, or no picture."""

_Read = Callable[[], bytes]
_Box = tuple[int, int, int, int]
"""Left, upper, right and lower side in pixels."""
_Point = tuple[float, float]


def drawn(nodes: Sequence[Node], edges: Iterable[Edge], chosen: str) -> Image.Image:
    """Return the picture.

    Parameters
    ----------
    nodes
        As `nodes_of` returns them; their files are read.
    edges
        Which result of a run went where.
    chosen
        The id of the run that has a frame.
    """
    depths = {node.key: node.depth for node in nodes}
    places = places_of(nodes, depths)
    columns, rows = max((node.depth for node in nodes), default=0) + 1, max(1, places.count)
    wide = int(min(_TILE, max(_SMALLEST, _WIDEST / (columns * (1 + _ACROSS) + 2 * _RIM - _ACROSS))))
    across, down = wide * (1 + _ACROSS), wide * (_HIGH + _DOWN)
    rim = wide * _RIM
    page = Image.new(
        "RGB",
        (round(columns * across - wide * _ACROSS + 2 * rim), round(rows * down - wide * (_DOWN - _BESIDE) + 2 * rim)),
        _PAGE,
    )
    used: dict[str, set[int]] = {}
    for edge in edges:
        used.setdefault(edge.parent, set()).add(edge.number)
    tiles: dict[str, tuple[Image.Image, _Box]] = {}
    for node in nodes:
        tile = _tile(node, wide, used.get(node.key, set()))
        left = rim + node.depth * across + (wide - tile.width) / 2
        upper = rim + places.lanes[node.key] * down + (wide * _HIGH - tile.height) / 2
        tiles[node.key] = tile, (round(left), round(upper), round(left) + tile.width, round(upper) + tile.height)
    gap = wide * _ACROSS
    ways = []
    for line in places.lines:
        start, end = tiles[line.parent][1], tiles[line.child][1]
        # Within the gaps it changes its lane; beside the tiles that it passes it stays in it.
        lane = rim + line.lane * down + wide * _HIGH / 2
        leaves = rim + depths[line.parent] * across + wide
        arrives = rim + depths[line.child] * across - gap
        turns = [(leaves, leaves + gap, lane), (arrives, arrives + gap, (end[1] + end[3]) / 2)]
        ways.append(_way((start[2], (start[1] + start[3]) / 2), turns[arrives - leaves < gap / 2 :], end[0]))
    _lines(page, ways, wide / 64)
    number = 0
    for node in nodes:
        tile, box = tiles[node.key]
        page.paste(tile, box)
        if node.step is not None:
            number += 1
            _label(page, box, str(number), wide, chosen=node.key == chosen)
            _beside(page, node, (box[0], round(rim + places.lanes[node.key] * down + wide * (_HIGH + 0.04))), wide)
    return page


def _tile(node: Node, wide: int, used: Collection[int]) -> Image.Image:
    """Return what is seen of a node: a picture, or several of them on one tile of at most that width."""
    if node.original is not None:
        side = round(wide * _SMALLER)
        return _whole(node.original.data, (side, round(side * _HIGH)))
    saved = node.step.saved if node.step is not None else ()
    # Where not all find room, those that something was made from are seen first.
    wanted = sorted(sorted(range(1, len(saved) + 1), key=lambda n: (n not in used, n))[:_MOST_SHOWN])
    if len(wanted) <= _ALONE:
        return _whole(saved[wanted[0] - 1].data if wanted else None, (wide, round(wide * _HIGH)))
    tile = Image.new("RGB", (wide, round(wide * (_HIGH if len(wanted) > _TWO else _HIGH / 2))), _PAGE)
    gap = max(2, wide // 48)
    cell = (wide - gap) // 2, (tile.height - gap) // 2 if len(wanted) > _TWO else tile.height
    for place, number in enumerate(wanted):
        row, column = divmod(place, 2)
        at = column * (cell[0] + gap), row * (cell[1] + gap)
        tile.paste(_filled(saved[number - 1].data, cell), at)
        if number in used:
            box = (*at, at[0] + cell[0] - 1, at[1] + cell[1] - 1)
            ImageDraw.Draw(tile).rectangle(box, outline=_INK, width=max(2, wide // 56))
    return tile


def _whole(read: _Read | None, room: tuple[int, int]) -> Image.Image:
    image = _read(read, room)
    if image is None:
        return _gap(room)
    image.thumbnail(room, Image.Resampling.LANCZOS)
    return image


def _filled(read: _Read, room: tuple[int, int]) -> Image.Image:
    image = _read(read, room)
    return ImageOps.fit(image, room, Image.Resampling.LANCZOS) if image is not None else _gap(room)


def _read(read: _Read | None, room: tuple[int, int]) -> Image.Image | None:
    if read is None:
        return None
    try:
        with Image.open(io.BytesIO(read())) as image:
            # A photograph need not be decoded at all its pixels to be made small.
            image.draft("RGB", (2 * max(room), 2 * max(room)))
            return image.convert("RGB")
    except _BROKEN:
        # Its place stays empty, crossed out.
        return None


def _gap(room: tuple[int, int]) -> Image.Image:
    gap = Image.new("RGB", room, _SOFT)
    draw = ImageDraw.Draw(gap)
    box = (0, 0, room[0] - 1, room[1] - 1)
    draw.rectangle(box, outline=_LINE)
    draw.line(box, fill=_LINE)
    draw.line((0, box[3], box[2], 0), fill=_LINE)
    return gap


def _beside(page: Image.Image, node: Node, at: tuple[int, int], wide: int) -> None:
    """Show below a run what else it was given, and how many of these are not shown."""
    high = round(wide * (_BESIDE - 0.06))
    x, y = at
    for original in node.beside[:_MOST_BESIDE]:
        small = _filled(original.data, (high, high))
        page.paste(small, (x, y))
        x += high + max(2, wide // 48)
    left = len(node.beside) - _MOST_BESIDE
    if left > 0:
        ImageDraw.Draw(page).text((x, y + high / 2), f"+{left}", _INK, ImageFont.load_default(high * 0.7), anchor="lm")


def _way(start: _Point, turns: Iterable[tuple[float, float, float]], end: float) -> list[float]:
    """Return a smooth line as its points: from a start, by turns from one place across to another down to a height."""
    x, y = start
    points = [x, y]
    for first, last, height in turns:
        for part in range(_CURVE + 1):
            t = part / _CURVE
            points += [first + (last - first) * t, y + (height - y) * t * t * (3 - 2 * t)]
        y = height
    return [*points, end, y]


def _lines(page: Image.Image, ways: Iterable[Sequence[float]], width: float) -> None:
    mask = Image.new("L", (page.width * _SMOOTH, page.height * _SMOOTH))
    draw = ImageDraw.Draw(mask)
    for way in ways:
        points = [value * _SMOOTH for value in way]
        draw.line(points, fill=255, width=max(2, round(width * _SMOOTH)), joint="curve")
    page.paste(_LINE, mask=mask.resize(page.size, Image.Resampling.LANCZOS))


def _label(page: Image.Image, box: _Box, number: str, wide: int, *, chosen: bool) -> None:
    """Write the number of a run on its tile, and frame the one that was asked for."""
    draw = ImageDraw.Draw(page)
    if chosen:
        line = max(3, wide // 36)
        around = (box[0] - line, box[1] - line, box[2] + line - 1, box[3] + line - 1)
        draw.rectangle(around, outline=_ACCENT, width=line)
    high = max(14, round(wide * 0.15))
    font = ImageFont.load_default(high * 0.74)
    across = max(high, round(draw.textlength(number, font=font) + high * 0.6))
    # Half over the corner, where it hides the least.
    left, upper = max(0, box[0] - high // 3), max(0, box[1] - high // 3)
    badge = (left, upper, left + across, upper + high)
    draw.rounded_rectangle(badge, high / 2, fill=_ACCENT if chosen else _INK, outline=_PAGE)
    draw.text((left + across / 2, upper + high / 2), number, _PAGE, font=font, anchor="mm")
