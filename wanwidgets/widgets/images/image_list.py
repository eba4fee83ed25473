"""The pictures of the draft in order: add, choose, move, remove."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

import ipywidgets as widgets
from traitlets import Int

from wanwidgets.errors import ImageError
from wanwidgets.images import Address, InputImage
from wanwidgets.pictures import Picture
from wanwidgets.preview import THUMBNAIL_BYTES, small_jpeg
from wanwidgets.problems.sentences import span_text
from wanwidgets.session import EditSession
from wanwidgets.sizes import Span
from wanwidgets.widgets.guard import close_all, follow, guarded
from wanwidgets.widgets.images.add import AddImage
from wanwidgets.widgets.text import Words

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
        self._problem = widgets.HTML()
        super().__init__([self._title, self._list, self._problem, self.add])
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
        problems = self._session.problems()
        ways, stuck = self._ways()
        for number, (row, picture) in enumerate(zip(self._rows, pictures, strict=True), start=1):
            wrong = [words.problem(problem, field=False) for problem in problems if problem.number == number]
            if stuck is not None and stuck.number == number:
                wrong.append(words.hint(f"image.stuck.{stuck.code}") or stuck.reason)
            row.show(picture, wrong, way=ways[number - 1] if ways else "inline", last=number == len(pictures))
        self._title.value = f'<div class="ww-label">{html.escape(words("images"))}<span>{self._count()}</span></div>'
        # Too few are no fault before Edit is pressed; too many are.
        many = tuple(problem for problem in problems if problem.field == "images") if pictures else ()
        line = f'<span class="ww-problem" role="alert">{html.escape(words.problems(many))}</span>' if many else ""
        self._problem.value = line
        self._follow(before, pictures)
        self._mark()

    def _ways(self) -> tuple[tuple[str, ...], ImageError | None]:
        """Return how the pictures will go or, if one cannot, why."""
        try:
            return self._session.ways(), None
        except ImageError as error:
            return (), error

    def _count(self) -> str:
        draft = self._session.draft
        count = len(draft.pictures)
        # Of the modes that the parameters allow the number of pictures chooses one; all of them are open still.
        now = draft.mode
        if draft.entry is None or now is None:
            return str(count)
        spans = [mode.images for mode in draft.entry.modes if mode.when == now.when]
        allowed = span_text(Span(min(span.low for span in spans), max(span.high for span in spans)))
        return html.escape(self._words("images.count", count=count, allowed=allowed))

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
        self._notes = widgets.HTML()
        self._notes.add_class("wanwidgets-notes")
        self._box = widgets.Box([self._thumb, self.choose])
        self._box.add_class("wanwidgets-thumb")
        tools = widgets.HBox([self.up, self.down, self.remove])
        tools.add_class("wanwidgets-tools")
        text = widgets.VBox([self._about, tools])
        text.add_class("wanwidgets-about")
        super().__init__([self._box, text, self._notes])
        self.add_class("wanwidgets-row")

    def show(self, picture: Picture, wrong: Sequence[str], *, way: str, last: bool) -> None:
        """Show a picture in this row, what is wrong with it, and how it will be sent."""
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
        # An address is fetched first, and only then is it known how it will go.
        sent = words.hint(f"image.way.{way}") if isinstance(image, InputImage) else ""
        ratio = words("image.ratio") if last and self._number > 1 else ""
        lines = [
            f"<div><b>{html.escape(words('image', number=self._number))}</b></div>",
            f'<div class="ww-faint">{html.escape(size)}</div>',
            f'<div class="ww-faint" title="{html.escape(image.name)}">{html.escape(image.name)}</div>',
        ]
        self._about.value = f'<div class="ww-about">{"".join(lines)}</div>'
        below = [
            *(f'<div class="ww-bad">{html.escape(text)}</div>' for text in wrong),
            *(f'<div class="ww-faint ww-note">{html.escape(note)}</div>' for note in (notices, sent, ratio) if note),
        ]
        self._notes.value = f'<div class="ww-about">{"".join(below)}</div>' if below else ""
        self._notes.layout.display = None if below else "none"

    def mark(self, *, chosen: bool) -> None:
        """Show whether this picture is the chosen one."""
        (self.add_class if chosen else self.remove_class)("wanwidgets-chosen")


def _thumbnail(image: InputImage) -> bytes:
    return small_jpeg(image.image(), side=_THUMBNAIL, max_bytes=THUMBNAIL_BYTES)
