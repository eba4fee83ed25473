"""ipywidgets as this package uses it: a widget tells the browser what is set, and not all that could be.

A notebook that is saved with the state of its widgets keeps all that it was told. Each widget has a layout of its own,
which is forty times null: 1.2 kB in the file, several hundred times in an editor. The models of the front end begin
with nothing as well, so leaving it out changes nothing on screen; where they begin with something else it is told.
"""

from __future__ import annotations

from typing import Any

from wanwidgets.widgets.needs import require

try:
    import ipywidgets
    from ipywidgets import DOMWidget, ValueWidget, Widget, widget_serialization
    from ipywidgets.widgets.trait_types import InstanceDict
finally:
    # What to install says more than what could not be imported.
    require()

__all__ = [
    "HTML",
    "BoundedFloatText",
    "BoundedIntText",
    "Box",
    "Button",
    "Checkbox",
    "ColorPicker",
    "DOMWidget",
    "Dropdown",
    "FileUpload",
    "FloatSlider",
    "HBox",
    "Image",
    "IntSlider",
    "Text",
    "Textarea",
    "ToggleButton",
    "ToggleButtons",
    "VBox",
    "ValueWidget",
    "Widget",
]


_TOLD = {"index"}
"""Of a menu in which nothing is chosen: in the browser it begins with an empty text, which shows the first option."""


class _Lean(Widget):
    """Leaves null out of the whole of its state, where it means nothing; a change to null is told as any other."""

    def get_state(self, key: Any = None, drop_defaults: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002 - theirs
        state: dict[str, Any] = super().get_state(key, drop_defaults)
        if key is not None:
            return state
        return {name: value for name, value in state.items() if value is not None or name in _TOLD}


class _Layout(_Lean, ipywidgets.Layout):
    """A layout that says what is set."""


class _Placed(_Lean, DOMWidget):
    """Has such a layout."""

    layout = InstanceDict(_Layout).tag(sync=True, **widget_serialization)


def _style_of(kind: Any) -> Any:
    """Return the trait of a style that says what is set; which class of style it is depends on the version."""
    own = kind.style.klass
    return InstanceDict(type(own.__name__, (_Lean, own), {})).tag(sync=True, **widget_serialization)


class Box(_Placed, ipywidgets.Box):
    """As in ipywidgets."""


class HBox(_Placed, ipywidgets.HBox):
    """As in ipywidgets."""


class VBox(_Placed, ipywidgets.VBox):
    """As in ipywidgets."""


class Image(_Placed, ipywidgets.Image):
    """As in ipywidgets."""


class BoundedFloatText(_Placed, ipywidgets.BoundedFloatText):
    """As in ipywidgets."""

    style = _style_of(ipywidgets.BoundedFloatText)


class BoundedIntText(_Placed, ipywidgets.BoundedIntText):
    """As in ipywidgets."""

    style = _style_of(ipywidgets.BoundedIntText)


class Button(_Placed, ipywidgets.Button):
    """As in ipywidgets."""

    style = _style_of(ipywidgets.Button)


class Checkbox(_Placed, ipywidgets.Checkbox):
    """As in ipywidgets."""

    style = _style_of(ipywidgets.Checkbox)


class ColorPicker(_Placed, ipywidgets.ColorPicker):
    """As in ipywidgets."""

    style = _style_of(ipywidgets.ColorPicker)


class Dropdown(_Placed, ipywidgets.Dropdown):
    """As in ipywidgets."""

    style = _style_of(ipywidgets.Dropdown)


class FileUpload(_Placed, ipywidgets.FileUpload):
    """As in ipywidgets."""

    style = _style_of(ipywidgets.FileUpload)


class FloatSlider(_Placed, ipywidgets.FloatSlider):
    """As in ipywidgets."""

    style = _style_of(ipywidgets.FloatSlider)


class HTML(_Placed, ipywidgets.HTML):
    """As in ipywidgets."""

    style = _style_of(ipywidgets.HTML)


class IntSlider(_Placed, ipywidgets.IntSlider):
    """As in ipywidgets."""

    style = _style_of(ipywidgets.IntSlider)


class Text(_Placed, ipywidgets.Text):
    """As in ipywidgets."""

    style = _style_of(ipywidgets.Text)


class Textarea(_Placed, ipywidgets.Textarea):
    """As in ipywidgets."""

    style = _style_of(ipywidgets.Textarea)


class ToggleButton(_Placed, ipywidgets.ToggleButton):
    """As in ipywidgets."""

    style = _style_of(ipywidgets.ToggleButton)


class ToggleButtons(_Placed, ipywidgets.ToggleButtons):
    """As in ipywidgets."""

    style = _style_of(ipywidgets.ToggleButtons)
