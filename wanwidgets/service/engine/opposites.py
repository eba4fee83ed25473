"""Steps that undo each other: a prompt that asks for both at one place contradicts itself."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["CHANGES", "OPPOSITES", "UNDOES"]

OPPOSITES: tuple[frozenset[str], ...] = (
    frozenset({"warm", "cool"}),
    frozenset({"sharpen", "blur"}),
    frozenset({"sharpen", "pixelate"}),
    frozenset({"brighten", "darken"}),
    frozenset({"contrast", "flatten"}),
    frozenset({"saturate", "mute"}),
    frozenset({"grey", "saturate"}),
    frozenset({"grey", "sepia"}),
    frozenset({"zoom", "zoom_out"}),
    frozenset({"spring", "summer", "autumn", "winter"}),
    frozenset({"sunrise", "noon", "sunset", "dusk", "night"}),
    frozenset({"rays", "rain"}),
    frozenset({"rays", "snow"}),
    frozenset({"sketch", "crayon", "watercolour", "oil", "cartoon", "ink", "poster"}),
    frozenset({"fill"}),
    frozenset({"recolor"}),
    frozenset({"tint"}),
    frozenset({"write", "reword"}),
    frozenset({"around"}),
    frozenset({"outside"}),
    frozenset({"cut", "backdrop"}),
)
"""Of each group one step can be done at one place: another kind of it, or another value, undoes it."""

UNDOES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "grey": frozenset({"warm", "cool", "tint", "recolor", "replace_color", "mute", "colors", "thing_colors"}),
        "blur": frozenset({"faces", "colored", "label", "write", "caption", "reword"}),
        "pixelate": frozenset({"faces", "colored", "label", "write", "caption", "reword"}),
        "fill": frozenset({"place", "replace", "remove", "recolor", "blur", "sharpen", "pixelate", "write"}),
        "remove": frozenset({"place", "replace", "recolor", "fill", "blur", "sharpen", "pixelate", "write"}),
    }
)
"""A step of this kind leaves nothing of an earlier one of those at the same place; the other way round is sound."""

_COLORING = (
    frozenset({"grey", "warm", "cool", "sepia", "invert", "vintage", "tint", "mute", "saturate", "colors"})
    | {"spring", "summer", "autumn", "winter", "sunrise", "noon", "sunset", "dusk", "night"}
    | {"sketch", "ink"}
)

CHANGES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "colours": _COLORING,
        "background": _COLORING
        | {"sharpen", "blur", "pixelate", "brighten", "darken", "contrast", "flatten", "rain", "snow", "fog", "rays"}
        | {"crayon", "watercolour", "oil", "cartoon", "poster", "fisheye"},
    }
)
"""What a prompt can want kept, and the kinds that change it where they are done to a whole picture."""
