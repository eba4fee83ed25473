"""The picture and the mask below the tools: ready in the browser, and sharp once the view is at rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PIL import Image

from wanwidgets.errors import ImageError
from wanwidgets.images import InputImage
from wanwidgets.message import Message
from wanwidgets.regions import Box, Mask
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.surface.hints import draw_waiting
from wanwidgets.widgets.surface.mask.mask_scene import mask_tile
from wanwidgets.widgets.surface.scene import Command
from wanwidgets.widgets.surface.view.aside import Aside
from wanwidgets.widgets.surface.view.sheet import Sheet
from wanwidgets.widgets.surface.view.tiles import (
    SEEN,
    Tile,
    at_once,
    contains,
    covers,
    covers_mask,
    picture_tile,
    preview,
    sharper,
)
from wanwidgets.widgets.surface.view.viewport import Viewport

__all__ = ["Backdrop"]

REST = 0.2
"""Seconds for which the view must not have changed before it is made sharp."""


class Backdrop:
    """What is drawn of a picture and its mask.

    Each has two sheets: the whole at the size at which it fits, and over it, when the view is nearer than that and at
    rest, what is in sight at full sharpness.

    Parameters
    ----------
    session
        Whose threads and lock are used.
    opened, changed
        Called with the lock when the whole picture is there, and when what is in sight was made sharp.
    """

    def __init__(self, session: EditSession, opened: Callable[[], None], changed: Callable[[], None]) -> None:
        self._session = session
        self._told_opened = opened
        self._changed = changed
        self.image: InputImage | None = None
        self.mask: Mask | None = None
        self._opacity = 0.5
        self._pixels: Image.Image | None = None
        self.picture, self._picture_near = Sheet(), Sheet()
        self.overlay, self._overlay_near = Sheet(), Sheet()
        self._loads: list[tuple[Sheet, tuple[Command, ...]]] = []
        beside = session._beside  # noqa: SLF001  # a thread whose faults the session tells
        self._opening = Aside(beside, session.lock)
        self._sharpening = Aside(beside, session.lock, rest=REST)

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The picture's, below, and the mask's."""
        return self.picture, self._picture_near, self.overlay, self._overlay_near

    @property
    def parts(self) -> tuple[widgets.Widget, ...]:
        """The widgets inside."""
        return tuple(part for sheet in self.sheets for part in sheet.parts)

    def stop(self) -> None:
        """Make nothing more."""
        self._opening.drop()
        self._sharpening.drop()

    def show(self, image: InputImage | None, view: Viewport | None) -> bool:
        """Show another picture, and return whether it is another one."""
        if image is self.image:
            return False
        self.image, self._pixels = image, None
        self.stop()
        self.picture.drop()
        self._picture_near.drop()
        if image is None or view is None:
            return True
        if at_once(image):
            self._put_picture(self._opened(image, view))
        else:
            self._opening.want(lambda: self._opened_aside(image, view))
        return True

    def cover(self, mask: Mask | None, opacity: float, view: Viewport | None) -> bool:
        """Show another mask, or in another strength, and return whether it is another one."""
        if mask is self.mask and opacity == self._opacity:
            return False
        self.mask, self._opacity = mask, opacity
        self.overlay.drop()
        self._overlay_near.drop()
        if mask is not None and view is not None:
            self._load(self.overlay, _mask_tile(mask, Box(0, 0, *view.picture), view.fitted(), opacity))
        if view is not None:
            self.rest(view)
        return True

    def rest(self, view: Viewport) -> None:
        """Make what is in sight sharp once this is the view for a while."""
        base, near = self.picture.tile, self._picture_near.tile
        image, mask, opacity, pixels = self.image, self.mask, self._opacity, self._pixels
        if base is None or image is None:
            return
        finer = sharper(view, base)
        if not finer:
            self._picture_near.drop()
            self._pixels = None
        need_picture = finer and (near is None or not covers(near, view))
        covered = self._covered(view)
        if covered is self.overlay:
            self._overlay_near.drop()
        if not need_picture and (mask is None or covered is not None):
            self._sharpening.drop()
            return

        def work() -> Callable[[], None]:
            whole = image.image() if need_picture and pixels is None else pixels
            tile = picture_tile(whole, view) if need_picture and whole is not None else None
            cover = None if mask is None or covered is not None else _mask_tile(mask, view.visible, view, opacity)

            def finish() -> None:
                self._pixels = whole
                if tile is not None:
                    self._load(self._picture_near, tile)
                if cover is not None:
                    self._load(self._overlay_near, cover)
                self._changed()

            return finish

        self._sharpening.want(work)

    def loads(self, *, again: bool = False) -> Iterator[tuple[Any, tuple[Command, ...]]]:
        """Yield each sheet's canvas with what is to be drawn on it; `again`: as a page that was loaded anew needs."""
        loads, self._loads = self._loads, []
        for sheet, commands in [(sheet, sheet.load()) for sheet in self.sheets] if again else loads:
            yield sheet.canvas, commands

    def below(self, view: Viewport, waiting: str) -> Iterator[Command]:
        """Yield the commands that show the picture."""
        yield "image_smoothing_enabled", view.scale < SEEN
        if self.picture.tile is None:
            yield from draw_waiting(view.placed(Box(0, 0, *view.picture)), waiting, view.canvas)
        for sheet in (self.picture, self._picture_near):
            yield from sheet.shown(view)

    def above(self, view: Viewport) -> Iterator[Command]:
        """Yield the commands that show the mask."""
        yield "image_smoothing_enabled", view.scale < SEEN
        # They are translucent: one over the other would be twice as strong.
        near = self._overlay_near.area
        whole = near is None or not contains(near, view.visible)
        yield from (self.overlay if whole else self._overlay_near).shown(view)

    def _covered(self, view: Viewport) -> Sheet | None:
        """Return the sheet that shows all of the mask that is in sight as sharp as it can be."""
        for sheet in (self.overlay, self._overlay_near):
            if sheet.tile is not None and covers_mask(sheet.tile, view):
                return sheet
        return None

    def _opened(self, image: InputImage, view: Viewport) -> Tile | None:
        try:
            return preview(image, view)
        except ImageError as error:
            with self._session.lock:
                self._session.notice = Message.of(error)
            return None

    def _opened_aside(self, image: InputImage, view: Viewport) -> Callable[[], None]:
        tile = self._opened(image, view)

        def finish() -> None:
            self._put_picture(tile)
            self._told_opened()

        return finish

    def _put_picture(self, tile: Tile | None) -> None:
        if tile is not None:
            self._load(self.picture, tile)

    def _load(self, sheet: Sheet, tile: Tile) -> None:
        self._loads.append((sheet, sheet.put(tile)))


def _mask_tile(mask: Mask, area: Box, view: Viewport, opacity: float) -> Tile:
    # Its lines are as wide as canvas pixels, so it needs one of its own for each of them.
    _, _, width, height = view.placed(area)
    return Tile(area, (width, height), mask_tile(mask, area, (width, height), opacity), "png")
