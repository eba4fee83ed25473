"""Handlers that never raise, since in a browser nobody would see it, and that end with their widget."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from wanwidgets.message import Message
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets

__all__ = ["at_close", "close_all", "follow", "guarded"]

_FOLLOWED = "_wanwidgets_followed"


def guarded(session: EditSession, handler: Callable[..., Any]) -> Callable[..., None]:
    """Return a handler that holds the session's lock and tells what goes wrong as the session's notice.

    Depending on the front end a handler runs on the main thread or beside a running cell on another one.
    """

    @functools.wraps(handler)
    def handle(*args: Any) -> None:
        with session.lock:
            try:
                handler(*args)
            except Exception as error:  # noqa: BLE001  # whatever it is, the user must see it
                session.notice = Message.of(error)

    return handle


def follow(
    widget: widgets.Widget,
    session: EditSession,
    names: str | list[str],
    handler: Callable[[Any], Any],
) -> None:
    """Call a handler when a trait of the session changes, until the widget is closed by `close_all`."""
    handle = guarded(session, handler)
    session.observe(handle, names)
    at_close(widget, lambda: session.unobserve(handle, names))


def at_close(widget: widgets.Widget, stop: Callable[[], None]) -> None:
    """Call a function when the widget is closed by `close_all`."""
    setattr(widget, _FOLLOWED, (*getattr(widget, _FOLLOWED, ()), stop))


def close_all(widget: widgets.Widget) -> None:
    """Close a widget with its children, its layout and its style, and end what it follows.

    ipywidgets keeps each of them alive until it is closed by itself.
    """
    for stop in getattr(widget, _FOLLOWED, ()):
        stop()
    for child in (*getattr(widget, "children", ()), *getattr(widget, "parts", ())):
        close_all(child)
    for name in ("layout", "style"):
        part = getattr(widget, name, None)
        if isinstance(part, widgets.Widget):
            part.close()
    widgets.Widget.close(widget)
