"""One card: a landscape, and on a sheet of paper what was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from wanwidgets.service.engine.cards.backdrop import backdrop
from wanwidgets.service.engine.cards.colors import INK, MUTED, PAPER, scheme
from wanwidgets.service.engine.cards.panel import Panel, arrange
from wanwidgets.service.engine.cards.shots import Shot, Shots, shots
from wanwidgets.service.engine.cards.strip import strip
from wanwidgets.service.engine.cards.text import clean, line_width, write, write_line
from wanwidgets.service.engine.cards.thumbs import Thumb, paint
from wanwidgets.service.engine.job import Job
from wanwidgets.service.engine.pixels import Box, Pixels

__all__ = ["STORYBOARD", "card", "facts"]

STORYBOARD = ("set", "mixed")
"""Modes whose pictures belong together."""

_SHOWN_ELSEWHERE = frozenset({"size", "n", "max_images", "seed", "color_palette", "bbox_list", "mask_color", "stream"})
_LONGEST = 160
"""Most characters of one parameter's value among the facts."""
_SHADE = 96


def card(job: Job, number: int) -> Pixels:
    """Draw the card of one picture; the same job and number give the same pixels on one machine.

    The cards of a set and of a mixed answer are a storyboard: they share their colours, each shows its own part of the
    prompt if the prompt has parts, and a strip says which one it is.

    Parameters
    ----------
    job
        What was asked for.
    number
        Of the picture, from 1.

    Returns
    -------
    numpy.ndarray
        RGB, height × width × 3, of exactly the job's size.
    """
    rng = np.random.default_rng(job.seed + number - 1)
    told_together = job.mode in STORYBOARD
    colors = scheme(job.parameters, np.random.default_rng(job.seed) if told_together else rng)
    found = shots(job.prompt) if told_together else Shots(job.prompt, ())
    shot = found.parts[number - 1] if number <= len(found.parts) else Shot("", job.prompt)
    prompt, missing = clean(shot.text)
    told, _ = clean(facts(job, number, missing, found))
    thumbs = tuple(
        Thumb(pixels, boxes, job.mask if index == 0 else None)
        for index, (pixels, boxes) in enumerate(zip(job.pictures, job.boxes, strict=True))
    )
    palette: Sequence[Mapping[str, Any]] = job.parameters.get("color_palette") or ()
    panel = arrange(job.size, prompt, told, thumbs, swatches=bool(palette))
    image = backdrop(job.size, panel.stage, colors, rng)
    _paper(image, panel.box, panel.sizes.inset)
    _heading(
        image, " · ".join(filter(None, (job.title.upper(), shot.label))), f"{number} / {job.n}", panel, colors.accent
    )
    if told_together:
        strip(image, number, job.n, (panel.stage, panel.sizes), colors)
    draw = ImageDraw.Draw(image)
    write(draw, panel.prompt, panel.prompt_at, INK)
    if panel.grid is not None:
        paint(image, thumbs, panel.grid, panel.grid_at, colors.accent)
    if panel.swatch is not None:
        _swatches(image, panel.swatch, colors.layers)
    write(draw, panel.facts, panel.facts_at, MUTED)
    return np.asarray(image, np.uint8)


def facts(job: Job, number: int, missing: int = 0, found: Shots | None = None) -> str:
    """Return the lines below a prompt.

    Parameters
    ----------
    job, number
        As for `card`.
    missing
        How many characters of the prompt could not be drawn.
    found
        The parts of the prompt, where each has a card of its own.
    """
    width, height = job.size
    first = f"{job.model} · picture {number} of {job.n} · {width}×{height} · seed {job.seed + number - 1}"
    named = [
        f"{name} {_said(value)}"
        for name, value in job.parameters.items()
        if name not in _SHOWN_ELSEWHERE and value is not None
    ]
    lines = [first, " · ".join(named)]
    if found and number <= len(found.parts):
        lines.append(f"part {number} of {len(found.parts)} of the prompt")
        if found.lead:
            lines.append(f"for all: {_said(found.lead)}")
    if missing:
        what = "One character has" if missing == 1 else f"{missing} characters have"
        lines.append(f"{what} no font on this machine: shown as □.")
    return "\n".join(line for line in lines if line)


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _paper(image: Image.Image, box: Box, radius: int) -> None:
    """Lay a sheet with round corners over its own soft shadow."""
    reach = max(2, radius)
    outer = (max(0, box[0] - 2 * reach), max(0, box[1] - 2 * reach), box[2] + 2 * reach, box[3] + 2 * reach)
    outer = (outer[0], outer[1], min(image.width, outer[2]), min(image.height, outer[3]))
    sheet = _sheet((outer[2] - outer[0], outer[3] - outer[1]), box, outer, round(0.7 * radius))
    step = 4
    small = sheet.resize((max(1, sheet.width // step), max(1, sheet.height // step)), Image.Resampling.BOX)
    soft = small.filter(ImageFilter.GaussianBlur(max(0.5, 0.45 * reach / step)))
    shade = soft.point(lambda value: value * _SHADE // 255).resize(sheet.size, Image.Resampling.BILINEAR)
    image.paste((12, 12, 20), outer, shade)
    image.paste(PAPER, outer, sheet)


def _sheet(size: tuple[int, int], box: Box, outer: Box, radius: int) -> Image.Image:
    mask = np.zeros((size[1], size[0]), np.uint8)
    x1, y1, x2, y2 = box[0] - outer[0], box[1] - outer[1], box[2] - outer[0], box[3] - outer[1]
    radius = max(0, min(radius, (x2 - x1) // 2 - 1, (y2 - y1) // 2 - 1))
    mask[y1 + radius : y2 - radius, x1:x2] = 255
    mask[y1:y2, x1 + radius : x2 - radius] = 255
    for x in (x1 + radius, x2 - radius - 1):
        for y in (y1 + radius, y2 - radius - 1):
            cv2.circle(mask, (x, y), radius, 255, -1, cv2.LINE_AA)
    return Image.fromarray(mask)


def _heading(image: Image.Image, said: str, place: str, panel: Panel, accent: tuple[int, int, int]) -> None:
    draw = ImageDraw.Draw(image)
    size = panel.sizes.head
    x, y = panel.prompt_at[0], panel.prompt_at[1] - round(1.9 * size)
    title, _ = clean(said)
    across = line_width(place, size, bold=True)
    while title and line_width(title, size, bold=True) > panel.width - across - size:
        title = title[:-1]
    write_line(draw, title, (x, y), (size, True), accent)
    write_line(draw, place, (x + panel.width - across, y), (size, True), MUTED)


def _swatches(image: Image.Image, box: Box, layers: Sequence[tuple[tuple[int, int, int], float]]) -> None:
    """Show each colour as wide as its part, named where there is room."""
    width, height = box[2] - box[0], box[3] - box[1]
    bar = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(bar)
    letters = max(9, round(0.42 * height))
    before = 0.0
    for color, share in layers:
        x1, x2 = round(before * width), round((before + share) * width)
        before += share
        if x2 <= x1:
            continue
        draw.rectangle((x1, 0, x2 - 1, height - 1), fill=color)
        name = f"#{color[0]:02X}{color[1]:02X}{color[2]:02X} {100 * share:.2f}%"
        for text in (name, name[:7]):
            if line_width(text, letters) + letters <= x2 - x1:
                ink = INK if sum(color) > 380 else PAPER  # noqa: PLR2004 - about the middle of 0 to 765
                write_line(draw, text, (x1 + letters / 2, height / 2 - 0.7 * letters), (letters, False), ink)
                break
    mask = Image.new("L", (4 * width, 4 * height))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, mask.width - 1, mask.height - 1), mask.height // 4, fill=255)
    image.paste(bar, (box[0], box[1]), mask.resize(bar.size, Image.Resampling.BOX))
