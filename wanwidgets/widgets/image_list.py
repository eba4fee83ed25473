"""The pictures of the draft in order: add, choose, move, remove."""

from __future__ import annotations

import html
from collections.abc import Callable

import ipywidgets as widgets
from traitlets import Int

from wanwidgets.images import Address, InputImage
from wanwidgets.pictures import Picture
from wanwidgets.preview import THUMBNAIL_BYTES, small_jpeg
from wanwidgets.problems import Problem
from wanwidgets.session import EditSession
from wanwidgets.widgets.guard import close_all, follow, guarded
from wanwidgets.widgets.text import Words
from wanwidgets.widgets.upload import AddImage

__all__ = ["ImageList", "ImageRow"]

_THUMBNAIL = 144  # twice the pixels it has on screen


class ImageList(widgets.VBox):
    """The numbered pictures of the session's draft.

    Attributes
    ----------
    chosen : int
        The picture that is shown large, counted from 1; 0 while there is none.
    """

    chosen = Int(0)

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        self._rows: list[ImageRow] = []
        self._title = widgets.HTML()
        self._list = widgets.VBox()
        self.add = AddImage(session, words)
        super().__init__([self._title, self._list, self.add])
        self.add_class("wanwidgets-column")
        self.add_class("wanwidgets-images")
        follow(self, session, "draft", lambda change: self._refresh(change.old.pictures))
        self._refresh(())

    @property
    def rows(self) -> tuple[ImageRow, ...]:
        """One row a picture."""
        return tuple(self._rows)

    def choose(self, number: int) -> None:
        """Show that picture large."""
        self.chosen = number
        self._mark()

    def _refresh(self, before: tuple[Picture, ...]) -> None:
        pictures, words = self._session.draft.pictures, self._words
        while len(self._rows) > len(pictures):
            close_all(self._rows.pop())
        while len(self._rows) < len(pictures):
            self._rows.append(ImageRow(len(self._rows) + 1, self.choose, self._session, self._words))
        self._list.children = tuple(self._rows)
        problems = self._session.draft.problems()
        for number, (row, picture) in enumerate(zip(self._rows, pictures, strict=True), start=1):
            mine = tuple(problem for problem in problems if problem.number == number)
            row.show(picture, mine, last=number == len(pictures))
        count = f"{len(pictures)}" if pictures else ""
        self._title.value = f'<div class="ww-label">{html.escape(words("images"))}<span>{count}</span></div>'
        self._follow(before, pictures)
        self._mark()

    def _follow(self, before: tuple[Picture, ...], after: tuple[Picture, ...]) -> None:
        # A picture that was added is the one that is wanted next; one that was moved stays the chosen one.
        if len(after) > len(before):
            self.chosen = len(after) if before else 1
            return
        old = before[self.chosen - 1].image if 0 < self.chosen <= len(before) else None
        where = [number for number, picture in enumerate(after, start=1) if picture.image is old]
        self.chosen = where[0] if where else min(max(self.chosen, 1), len(after))

    def _mark(self) -> None:
        for number, row in enumerate(self._rows, start=1):
            row.mark(chosen=number == self.chosen)


class ImageRow(widgets.HBox):
    """One picture of the list: thumbnail, number, size, what is wrong with it, and its buttons."""

    def __init__(self, number: int, choose: Callable[[int], None], session: EditSession, words: Words) -> None:
        self._words = words
        self._number = number
        self._seen: InputImage | Address | None = None
        self._thumb = widgets.Image(format="jpeg")
        self.choose = widgets.Button(tooltip=words("image.choose", number=number))
        self.up = widgets.Button(description="▲", tooltip=words("image.up", number=number))
        self.down = widgets.Button(description="▼", tooltip=words("image.down", number=number))
        self.remove = widgets.Button(description="✕", tooltip=words("image.remove", number=number))
        for button, handler in (
            (self.choose, lambda _: choose(number)),
            (self.up, lambda _: session.move_image(number, number - 1)),
            (self.down, lambda _: session.move_image(number, number + 1)),
            (self.remove, lambda _: session.remove_image(number)),
        ):
            button.on_click(guarded(session, handler))
        self._about = widgets.HTML()
        self._box = widgets.Box([self._thumb, self.choose])
        self._box.add_class("wanwidgets-thumb")
        tools = widgets.HBox([self.up, self.down, self.remove])
        tools.add_class("wanwidgets-tools")
        text = widgets.VBox([self._about, tools])
        text.add_class("wanwidgets-about")
        super().__init__([self._box, text])
        self.add_class("wanwidgets-row")

    def show(self, picture: Picture, problems: tuple[Problem, ...], *, last: bool) -> None:
        """Show a picture in this row."""
        image, words = picture.image, self._words
        if image is not self._seen:
            self._seen = image
            known = isinstance(image, InputImage)
            self._thumb.value = _thumbnail(image) if isinstance(image, InputImage) else b""
            self._thumb.layout.display = None if known else "none"
        self.up.disabled = self._number == 1
        self.down.disabled = last
        size = f"{image.width}×{image.height}" if isinstance(image, InputImage) else words("image.address")
        notices = " · ".join(words(f"notice.{notice.code}") for notice in getattr(image, "notices", ()))
        ratio = words("image.ratio") if last and self._number > 1 else ""
        lines = [
            f"<div><b>{html.escape(words('image', number=self._number))}</b></div>",
            f'<div class="ww-faint">{html.escape(size)}</div>',
            f'<div class="ww-faint" title="{html.escape(image.name)}">{html.escape(image.name)}</div>',
            *(f'<div class="ww-bad">{html.escape(words.problem(problem, field=False))}</div>' for problem in problems),
            *(f'<div class="ww-faint ww-note">{html.escape(note)}</div>' for note in (notices, ratio) if note),
        ]
        self._about.value = f'<div class="ww-about">{"".join(lines)}</div>'

    def mark(self, *, chosen: bool) -> None:
        """Show whether this picture is the chosen one."""
        (self.add_class if chosen else self.remove_class)("wanwidgets-chosen")


def _thumbnail(image: InputImage) -> bytes:
    return small_jpeg(image.image(), side=_THUMBNAIL, max_bytes=THUMBNAIL_BYTES)
