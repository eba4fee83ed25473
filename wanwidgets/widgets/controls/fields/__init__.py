"""One field for one parameter, made from its row of the catalog; one kind a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wanwidgets.facts import Mode, Parameter
from wanwidgets.widgets.controls.fields.base import Field, Put
from wanwidgets.widgets.controls.fields.numbers import NumberField, SeedField
from wanwidgets.widgets.controls.fields.palette import PaletteField
from wanwidgets.widgets.controls.fields.plain import CheckField, ChoiceField, ColorsField, TextField
from wanwidgets.widgets.controls.fields.size import SizeField
from wanwidgets.widgets.text import Words

__all__ = ["Field", "Put", "make_field"]

_KINDS: Mapping[str, Callable[[Parameter, Mode, Put, Words], Field]] = {
    "size": SizeField,
    "integer": NumberField,
    "number": NumberField,
    "boolean": CheckField,
    "text": TextField,
    "choice": ChoiceField,
    "palette": PaletteField,
    "colors": ColorsField,
}


def make_field(row: Parameter, mode: Mode, put: Put, words: Words) -> Field:
    """Return the field for a parameter.

    Parameters
    ----------
    row, mode
        The row of the catalog, and the mode that it belongs to.
    put
        Called with what the user chose; None for the model's default. It must not raise.
    words
        In which language.
    """
    if row.kind == "integer" and row.default is None:
        return SeedField(row, mode, put, words)
    return _KINDS[row.kind](row, mode, put, words)
