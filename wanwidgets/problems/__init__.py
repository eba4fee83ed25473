"""What is wrong with a request, found before anything is sent: all of it at once, each with its remedy.

The checks read the limits of `wanwidgets.catalog` and hold none of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wanwidgets.catalog import MODELS
from wanwidgets.pictures import Picture
from wanwidgets.problems.inputs import mask_problems, picture_problems, pictures_problems, prompt_problems
from wanwidgets.problems.sentences import SENTENCES, Problem
from wanwidgets.problems.values import parameter_problems
from wanwidgets.regions import Mask
from wanwidgets.showing import shown

__all__ = ["SENTENCES", "Problem", "find_problems", "parameter_problems", "picture_problems"]

_LAST_TAKE = 2**31 - 1
"""More than anybody asks for, and short enough to be written."""


def find_problems(
    *,
    model_name: str,
    prompt: str,
    pictures: Sequence[Picture],
    mask: Mask | None,
    marks: str,
    parameters: Mapping[str, object],
    take: int,
) -> tuple[Problem, ...]:
    """Return every problem of a request, in the order of its fields; nothing when it can be sent."""
    model = MODELS.get(model_name)
    if model is None:
        return (Problem("model.unknown", "model", shown(model_name), ", ".join(MODELS)),)
    mode = model.mode(parameters, len(pictures))
    return (
        *prompt_problems(model, prompt),
        *pictures_problems(model, mode, pictures, marks),
        *mask_problems(mode, mask, pictures),
        *parameter_problems(model, mode, parameters),
        *([] if 0 <= take <= _LAST_TAKE else [Problem("take.range", "take", shown(take), f"0–{_LAST_TAKE:,}")]),
    )
