"""What an order says beside its prompt: a function that does one thing only, a strength, a style."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from wanwidgets.service.engine.job import Job
from wanwidgets.service.engine.light.kinds import KINDS as LIGHT
from wanwidgets.service.engine.refusal import NOT_SUPPORTED, EngineRefusal
from wanwidgets.service.engine.steps import Reading, Step
from wanwidgets.service.engine.style.kinds import KINDS as STYLE
from wanwidgets.service.engine.style.kinds import PAINTING_STYLES

__all__ = ["adjusted", "check", "note"]

_NEAREST: Mapping[str, str] = MappingProxyType(
    {
        "stylization_local": "It finds no things by their names: mark the place with a mask and take function "
        'description_edit_with_mask with "Turn it into an oil painting".',
        "remove_watermark": "It finds letters only where it is told to look: mark them with a mask and take function "
        'description_edit_with_mask with "Remove the text".',
        "colorization": "It has no models that know which colour a thing has. Function description_edit takes "
        '"Make it sepia" and "Make it warmer".',
        "doodle": "It has no models that make a picture of a sketch. The other way round function description_edit "
        'takes "Turn it into a pencil sketch".',
        "control_cartoon_feature": "It has no models that know a figure again. Function description_edit takes "
        '"Turn it into a cartoon".',
    }
)
"""Functions that need a model, and what comes nearest."""

_ONLY: Mapping[str, tuple[frozenset[str], str]] = MappingProxyType(
    {
        "stylization_all": (
            frozenset(kind.name for kind in (*LIGHT, *STYLE)),
            'only changes the style, with prompts such as "Turn it into a watercolour" and "Make it look like autumn"',
        ),
    }
)
"""Functions that do one thing: the kinds of step that it can be, and how to say so."""

_PLAIN_STYLE = "<auto>"
_USUAL_STRENGTH = 0.5
_MOST = 2.0


def check(job: Job) -> None:
    """Refuse what no prompt could make possible.

    Raises
    ------
    EngineRefusal
        The function needs a model, the style is none of `PAINTING_STYLES`, or there is a palette.
    """
    if job.mode in _NEAREST:
        raise EngineRefusal(
            NOT_SUPPORTED, f"The local service does not support function {job.mode}. {_NEAREST[job.mode]}"
        )
    style = _style(job)
    if style not in (_PLAIN_STYLE, *PAINTING_STYLES):
        able = ", ".join((*PAINTING_STYLES, _PLAIN_STYLE))
        raise EngineRefusal(
            NOT_SUPPORTED,
            f"The local service does not paint in style {style}, which changes shapes. Use one of {able}.",
        )
    if job.parameters.get("color_palette"):
        raise EngineRefusal(
            NOT_SUPPORTED, "The local service does not edit towards a color_palette. Leave it out, or add no pictures."
        )


def adjusted(reading: Reading, job: Job) -> Reading:
    """Return what is to be done, from what the prompt says and what else the order does.

    ``strength`` scales the amounts: 0 leaves the picture, the usual 0.5 is as the prompt says, 1 twice that. A
    ``style`` is one more step, unless the prompt asks for it already.

    Raises
    ------
    EngineRefusal
        The function is there for something else than the prompt says.
    """
    kinds, purpose = _ONLY.get(job.mode, (None, ""))
    other = "" if kinds is None else next((step.kind for step in reading.steps if step.kind not in kinds), "")
    if other:
        raise EngineRefusal(
            NOT_SUPPORTED,
            f"Function {job.mode} of the local service {purpose}; the prompt asks for another thing ({other}). "
            "Function description_edit takes it.",
        )
    factor = _strength(job) / _USUAL_STRENGTH
    steps = tuple(replace(step, amount=min(_MOST, step.amount * factor)) for step in reading.steps)
    kind = PAINTING_STYLES.get(_style(job), "")
    if kind and kind not in {step.kind for step in steps}:
        steps = (*steps, Step(kind))
    return replace(reading, steps=steps)


def note(job: Job) -> str:
    """Say what else shaped the result, or was left out.

    What a picture must not show, an edit does not bring in, so a negative prompt is left out without harm.
    """
    strength = _strength(job)
    told = (
        (strength != _USUAL_STRENGTH, f"strength {strength:g}"),
        (_style(job) != _PLAIN_STYLE, f"style {_style(job)}"),
        (job.parameters.get("negative_prompt"), "negative_prompt is not regarded"),
    )
    return ", ".join(words for given, words in told if given)


def _strength(job: Job) -> float:
    given = job.parameters.get("strength") if job.mode == "stylization_all" else None
    return _USUAL_STRENGTH if given is None else float(given)


def _style(job: Job) -> str:
    return str(job.parameters.get("style") or _PLAIN_STYLE)
