"""The row of buttons over the canvas: what the pointer does, how near one looks, and back."""

from __future__ import annotations

from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import follow, guarded
from wanwidgets.widgets.surface.stage import Stage
from wanwidgets.widgets.surface.view.viewport import ONE_TO_ONE
from wanwidgets.widgets.text import Words

__all__ = ["ViewBar"]


class ViewBar(widgets.HBox):
    """Buttons for a stage.

    Parameters
    ----------
    session, words
        What is edited, and in which language.
    stage
        Whose view it changes.
    """

    def __init__(self, session: EditSession, words: Words, stage: Stage) -> None:
        self._session = session
        self._words = words
        self._stage = stage
        self._offered: tuple[str, ...] = ()
        self._writing = False
        self.tools = widgets.ToggleButtons(options=[])
        self.away = _button("away", words("view.away"), icon="minus")
        self.percent = widgets.HTML()
        self.percent.add_class("wanwidgets-percent")
        self.nearer = _button("nearer", words("view.nearer"), icon="plus")
        self.fit = _button("fit", words("view.fit.tooltip"), description=words("view.fit"))
        self.one = _button("one", words("view.one.tooltip"), description=words("view.one"))
        self.undo = _button("undo", words("view.undo"), icon="undo")
        self.redo = _button("redo", words("view.redo"), icon="undo")
        zoom = widgets.HBox([self.away, self.percent, self.nearer, self.fit, self.one])
        back = widgets.HBox([self.undo, self.redo])
        super().__init__([self.tools, zoom, back])
        self.add_class("wanwidgets-viewbar")
        for name in ("away", "nearer", "fit", "one", "undo", "redo"):
            getattr(self, name).on_click(guarded(session, lambda _, name=name: stage.handling.do(name)))
        self.tools.observe(guarded(session, lambda change: self._choose(change.new)), "value")
        stage.observe(guarded(session, lambda _: self.show()), ["zoom", "tool", "tools"])
        follow(self, session, ["can_undo", "can_redo"], lambda _: self._show_back())
        self.show()

    def show(self) -> None:
        """Show what can be done now."""
        self._show_tools()
        self._show_zoom()
        self._show_back()

    def _show_tools(self) -> None:
        stage, words = self._stage, self._words
        self._writing = True
        try:
            if stage.tools != self._offered:
                self._offered = stage.tools
                self.tools.options = [(words(f"tool.{name}"), name) for name in stage.tools]
                self.tools.tooltips = [words(f"tool.{name}.tooltip") for name in stage.tools]
            self.tools.value = stage.tool if stage.tool in stage.tools else None
        finally:
            self._writing = False

    def _show_zoom(self) -> None:
        view = self._stage.view
        low, high = view.scales if view else (0.0, 0.0)
        scale = view.scale if view else 0.0
        percent = round(100 * scale / ONE_TO_ONE) if scale >= ONE_TO_ONE / 100 else round(100 * scale / ONE_TO_ONE, 1)
        self.percent.value = f"<span>{percent} %</span>" if view else "<span>–</span>"
        self.away.disabled = scale <= low
        self.nearer.disabled = scale >= high
        self.fit.disabled = view is None or view.is_fitted
        self.one.disabled = view is None or scale == ONE_TO_ONE

    def _show_back(self) -> None:
        self.undo.disabled = not self._session.can_undo
        self.redo.disabled = not self._session.can_redo

    def _choose(self, name: str | None) -> None:
        if not self._writing and name is not None:
            self._stage.tool = name


def _button(name: str, tooltip: str, *, icon: str = "", description: str = "") -> widgets.Button:
    button = widgets.Button(description=description, icon=icon, tooltip=tooltip)
    button.add_class(f"wanwidgets-viewbar-{name}")
    return button
