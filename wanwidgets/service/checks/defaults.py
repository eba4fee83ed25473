"""The provider's own defaults, where the catalog's are ours.

`wanwidgets` always sends these parameters, with defaults that do not surprise the purse. Whoever leaves them out, with
another client, gets what the provider's pages say.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from wanwidgets.facts import Mode, Model, Parameter

__all__ = ["DEFAULTS", "default"]

_WAN27 = ("wan2.7-image", "wan2.7-image-pro")

DEFAULTS: Mapping[tuple[str, str, str], tuple[int, str]] = MappingProxyType(
    {
        # guess: the OpenAPI description and the older pages say 4; the current reference is followed.
        **{(model, mode, "n"): (1, "reference") for model in _WAN27 for mode in ("edit", "text")},
        **{(model, "set", "n"): (12, "reference") for model in _WAN27},
        ("wan2.6-image", "edit", "n"): (4, "reference-2.6"),
        ("wan2.5-i2i-preview", "edit", "n"): (4, "openapi-2.5"),
    },
)
"""Value and source, by model, mode and parameter."""


def default(model: Model, mode: Mode, row: Parameter) -> Any:
    """Return what is in force where a document says nothing of a parameter; None where nothing is."""
    if row.place == "input" and row.name in mode.when:
        return None
    value, _source = DEFAULTS.get((model.name, mode.name, row.name), (row.default, ""))
    return value
