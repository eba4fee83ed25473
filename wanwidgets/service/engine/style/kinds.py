"""The kinds of step in which a photograph becomes a drawing or a painting."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from wanwidgets.service.engine.kind import Change, Kind, changing
from wanwidgets.service.engine.style.cartoon import cartoon
from wanwidgets.service.engine.style.ink import ink
from wanwidgets.service.engine.style.oil import oil
from wanwidgets.service.engine.style.poster import poster
from wanwidgets.service.engine.style.sketch import crayon, sketch
from wanwidgets.service.engine.style.watercolour import watercolour

__all__ = ["KINDS", "PAINTING_STYLES"]

_STYLES: tuple[tuple[str, str, Change], ...] = (
    ("sketch", "a pencil sketch", sketch),
    ("crayon", "a coloured pencil drawing", crayon),
    ("watercolour", "a watercolour", watercolour),
    ("oil", "an oil painting", oil),
    ("cartoon", "a cartoon", cartoon),
    ("ink", "an ink painting", ink),
    ("poster", "a poster of flat colours", poster),
)

KINDS: tuple[Kind, ...] = tuple(
    Kind(name, f"{said}{{strength}} of {{where}}", changing(change), example=f'"Turn it into {said}"')
    for name, said, change in _STYLES
)

PAINTING_STYLES: Mapping[str, str] = MappingProxyType(
    {
        "<sketch>": "sketch",
        "<watercolor>": "watercolour",
        "<oil painting>": "oil",
        "<chinese painting>": "ink",
        "<flat illustration>": "poster",
    }
)
"""The styles of wanx-x-painting that a kind comes near to, by their names there.

``<3d cartoon>`` and ``<anime>`` change shapes, which no filter does.
"""
