"""An order answered by classical image processing: what can be done is done, what cannot is refused, none is faked."""

from __future__ import annotations

from functools import partial
from itertools import chain

import numpy as np

from wanwidgets.service.engine.cards import cards
from wanwidgets.service.engine.edit import Result, edit
from wanwidgets.service.engine.encode import encode
from wanwidgets.service.engine.grow import GROWTHS, expand, magnify, margins
from wanwidgets.service.engine.job import Job, Outcome, Picture
from wanwidgets.service.engine.pixels import Pixels
from wanwidgets.service.engine.tag import tag
from wanwidgets.service.engine.wishes import adjusted, check, note

__all__ = ["classical"]

_CARDS = ("set", "mixed")
"""Modes that invent pictures, with or without some to begin with."""


def classical(job: Job) -> Outcome:
    """Answer an order.

    Edits follow the prompt, `GROWTHS` follow their parameters. Where a picture would have to be invented, that is
    without input pictures, in a set and between texts, cards stand for it.

    Raises
    ------
    EngineRefusal
        It would need a model, is not understood, or names what is not there.
    """
    if not job.pictures or job.mode in _CARDS:
        return cards(job)
    check(job)
    if job.mode in GROWTHS:
        return _grown(job)
    first = _edited(job, 0)
    # The first tells how the prompt was read; the others are made when they are taken.
    others = (_edited(job, number) for number in range(1, job.n))
    return Outcome((_only(result) for result in chain((first,), others)), first.understood)


def _edited(job: Job, number: int) -> Result:
    return edit(
        job.prompt,
        job.pictures,
        job.boxes,
        job.size,
        seed=job.seed + number,
        mask=job.mask,
        boxable=job.boxable,
        note=note(job),
        adjust=partial(adjusted, job=job),
    )


def _only(result: Result) -> Picture:
    (png,) = result.images
    return Picture(png, result.width, result.height)


def _grown(job: Job) -> Outcome:
    base = job.pictures[0]
    size = (base.shape[1], base.shape[0])
    said = f"enlarge image 1 to {job.size[0]}*{job.size[1]} with Lanczos"
    if job.mode == "expand":
        said = f"continue image 1 to {job.size[0]}*{job.size[1]}, mirrored and softened"

    def grown(number: int) -> Picture:
        rng = np.random.default_rng(job.seed + number)
        out: Pixels = (
            expand(base, margins(size, job.parameters), rng) if job.mode == "expand" else magnify(base, job.size, rng)
        )
        return Picture(encode(tag(out), said), *job.size)

    return Outcome(map(grown, range(job.n)), said)
