"""Names of inputs for screen readers."""

from __future__ import annotations

from typing import TypeVar

from wanwidgets.widgets import lean as widgets

__all__ = ["named"]

Field = TypeVar("Field", bound=widgets.DOMWidget)

_UNSEEN = "wanwidgets-named"


def named(widget: Field, name: str) -> Field:
    """Give an input its name, and return it.

    One without a description gets it as a label that is not seen: of a number ipywidgets writes no other name into the
    page. One that shows a description of its own has the name when the pointer rests on it.
    """
    if not widget.description or _UNSEEN in widget._dom_classes:  # noqa: SLF001 - no other way to ask
        widget.description = name
        widget.add_class(_UNSEEN)
    # ipywidgets 7 has a trait of another name for inputs.
    setattr(widget, "tooltip" if widget.has_trait("tooltip") else "description_tooltip", name)
    return widget
