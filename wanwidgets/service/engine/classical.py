"""An order answered by classical image processing: what can be done is done, what cannot is refused, none is faked."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from wanwidgets.service.engine.cards import cards
from wanwidgets.service.engine.edit import edit
from wanwidgets.service.engine.encode import encode
from wanwidgets.service.engine.grow import GROWTHS, expand, magnify, margins
from wanwidgets.service.engine.job import Job, Outcome, Picture
from wanwidgets.service.engine.pixels import Pixels
from wanwidgets.service.engine.refusal import NOT_SUPPORTED, EngineRefusal
from wanwidgets.service.engine.tag import tag

__all__ = ["classical"]

_CARDS = ("set", "mixed")
"""Modes that invent pictures, with or without some to begin with."""

_NEAREST: Mapping[str, str] = MappingProxyType(
    {
        "stylization_all": 'Function description_edit takes "Make it black and white", "Make it warmer" and the like.',
        "stylization_local": 'Function description_edit_with_mask takes "Make it black and white" and the like.',
        "remove_watermark": 'Mark the text with a mask and take function description_edit_with_mask with "Remove it".',
        "colorization": 'Function description_edit takes "Make it warmer" and "Make it cooler".',
        "doodle": "It has no models that make a picture of a sketch.",
        "control_cartoon_feature": "It has no models that know a figure again.",
    }
)
"""Modes that need a model, and what comes nearest."""

_PLAIN_STYLE = "<auto>"


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
    _check(job)
    if job.mode in GROWTHS:
        return _grown(job)
    result = edit(
        job.prompt,
        job.pictures,
        job.boxes,
        job.size,
        n=job.n,
        seed=job.seed,
        mask=job.mask,
        boxable=job.boxable,
        note=_note(job),
    )
    return Outcome(tuple(Picture(png, *job.size) for png in result.images), result.understood)


def _check(job: Job) -> None:
    if job.mode in _NEAREST:
        raise EngineRefusal(
            NOT_SUPPORTED, f"The local service does not support function {job.mode}. {_NEAREST[job.mode]}"
        )
    style = job.parameters.get("style") or _PLAIN_STYLE
    if style != _PLAIN_STYLE:
        raise EngineRefusal(NOT_SUPPORTED, f"The local service paints in no style: {style}. Use {_PLAIN_STYLE}.")
    if job.parameters.get("color_palette"):
        raise EngineRefusal(
            NOT_SUPPORTED, "The local service does not edit towards a color_palette. Leave it out, or add no pictures."
        )


def _note(job: Job) -> str:
    """Say what is left out without harm: what a picture must not show, an edit does not bring in."""
    return "negative_prompt is not regarded" if job.parameters.get("negative_prompt") else ""


def _grown(job: Job) -> Outcome:
    base = job.pictures[0]
    size = (base.shape[1], base.shape[0])
    said = f"enlarge image 1 to {job.size[0]}*{job.size[1]} with Lanczos"
    if job.mode == "expand":
        said = f"continue image 1 to {job.size[0]}*{job.size[1]}, mirrored and softened"
    files = []
    for number in range(job.n):
        rng = np.random.default_rng(job.seed + number)
        out: Pixels = (
            expand(base, margins(size, job.parameters), rng) if job.mode == "expand" else magnify(base, job.size, rng)
        )
        files.append(Picture(encode(tag(out), said), *job.size))
    return Outcome(tuple(files), said)
