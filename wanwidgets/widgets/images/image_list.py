"""The pictures of the draft in order: add, mend, choose, move, remove."""

from __future__ import annotations

import html
from collections.abc import Callable

from traitlets import Int

from wanwidgets.errors import ImageError
from wanwidgets.images import Gap, InputImage
from wanwidgets.mending import Mend, mends_for
from wanwidgets.pictures import Picture
from wanwidgets.problems import Problem
from wanwidgets.problems.sentences import span_text
from wanwidgets.session import EditSession
from wanwidgets.sizes import Span
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import close_all, follow
from wanwidgets.widgets.images.add import AddImage
from wanwidgets.widgets.images.arrival_row import ArrivalRow
from wanwidgets.widgets.images.offer_row import OfferRow
from wanwidgets.widgets.images.row import Action, Facts, ImageRow
from wanwidgets.widgets.images.telling import Said, mend_words, output_words, wrong_words
from wanwidgets.widgets.images.thumbnails import Thumbnails
from wanwidgets.widgets.text import Words
from wanwidgets.widgets.text.reasons import reason

__all__ = ["ImageList", "ImageRow"]


class ImageList(widgets.VBox):
    """The numbered pictures of the session's draft, and those that are on their way into it.

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
        self._arrivals: list[ArrivalRow] = []
        self._several = False
        self._thumbnails = Thumbnails(session, self._show)
        self._title = widgets.HTML()
        self._empty = widgets.HTML()
        self._list = widgets.VBox()
        self._list.add_class("wanwidgets-list")
        self.offer = OfferRow(session, words)
        self.add = AddImage(session, words)
        self._problem = widgets.HTML()
        super().__init__([self._title, self._empty, self._list, self.offer, self._problem, self.add])
        self.add_class("wanwidgets-column")
        self.add_class("wanwidgets-images")
        follow(self, session, "draft", lambda change: self._refresh(change.old.pictures))
        follow(self, session, "arrivals", lambda _: self._await())
        follow(self, session, "cares", lambda _: self._show())
        self._refresh(())
        self._await()

    @property
    def rows(self) -> tuple[ImageRow, ...]:
        """One row a picture."""
        return tuple(self._rows)

    @property
    def arrivals(self) -> tuple[ArrivalRow, ...]:
        """One row a picture that is being read, or could not be."""
        return tuple(self._arrivals)

    def choose(self, number: int) -> None:
        """Show that picture large."""
        self.chosen = number
        self._mark()

    def _refresh(self, before: tuple[Picture, ...]) -> None:
        pictures = self._session.draft.pictures
        self._thumbnails.keep(picture.image for picture in pictures)
        _resize(self._rows, len(pictures), lambda n: ImageRow(n, self.choose, self._session, self._words))
        self._lay()
        self._show()
        self._follow(before, pictures)
        self._mark()

    def _await(self) -> None:
        arrivals = self._session.arrivals
        reading = sum(arrival.error is None for arrival in arrivals)
        # Whoever adds several wants to see the list, and not each of them large for a moment.
        self._several = reading > 1 or (self._several and reading > 0)
        _resize(self._arrivals, len(arrivals), lambda _: ArrivalRow(self._session, self._words))
        for row, arrival in zip(self._arrivals, arrivals, strict=True):
            row.show(arrival)
        self._lay()

    def _lay(self) -> None:
        rows = (*self._rows, *self._arrivals)
        if rows != self._list.children:
            self._list.children = rows
        draft = self._session.draft
        free = draft.mode is not None and not draft.mode.images.low
        said = "" if rows else self._words("images.empty.free" if free else "images.empty")
        self._empty.value = f'<div class="ww-empty">{html.escape(said)}</div>' if said else ""
        self._empty.layout.display = None if said else "none"

    def _show(self) -> None:
        """Say of each picture what there is to say."""
        session, words = self._session, self._words
        pictures, problems = session.draft.pictures, session.problems()
        ways, stuck = self._ways()
        for number, (row, picture) in enumerate(zip(self._rows, pictures, strict=False), start=1):
            image = picture.image
            found = [problem for problem in problems if problem.number == number]
            lines = [self._wrong(problem, picture) for problem in found]
            if stuck is not None and stuck.number == number:
                lines.append(Said(words.hint(f"image.stuck.{stuck.code}") or stuck.reason, bad=True))
            thumbnail = self._thumbnails.of(image) if isinstance(image, InputImage) else b""
            row.show(self._facts(number, picture, lines, ways[number - 1] if ways else "inline"), thumbnail)
        self._title.value = f'<div class="ww-label">{html.escape(words("images"))}<span>{self._count()}</span></div>'
        # Too few are no fault before Edit is pressed; too many are.
        many = tuple(problem for problem in problems if problem.field == "images") if pictures else ()
        line = f'<span class="ww-problem" role="alert">{html.escape(words.problems(many))}</span>' if many else ""
        self._problem.value = line

    def _wrong(self, problem: Problem, picture: Picture) -> Said:
        model, size = self._session.draft.entry, picture.size
        if problem.code == "image.gone":
            return Said(self._words("image.gone"), bad=True, title=self._words.problem(problem, field=False))
        if model is None or size is None:
            return Said(self._words.problem(problem, field=False), bad=True)
        return wrong_words(problem, size, model.images, self._words)

    def _facts(self, number: int, picture: Picture, lines: list[Said], way: str) -> Facts:
        session, words, image = self._session, self._words, picture.image
        draft, care, last = session.draft, session.care_of(image), number == len(session.draft.pictures)
        doing = words(f"image.{care.kind}") if care is not None and care.error is None else ""
        if care is not None and care.error is not None:
            lines.append(Said(reason(care.error.reason, words.language), bad=True))
        known = isinstance(image, InputImage)
        notices = " · ".join(words(f"notice.{notice.code}") for notice in getattr(image, "notices", ()))
        # An address is fetched first, and only then is it known how it will go.
        sent = words.hint(f"image.way.{way}") if known else ""
        mask = words("image.mask") if number == 1 and draft.mask is not None and len(draft.pictures) > 1 else ""
        ratio = output_words(draft, words) if last else ""
        notes = [Said(note) for note in (notices, sent, mask, ratio) if note]
        mends = tuple(self._mend(number, mend) for mend in mends_for(draft, number))
        named = words("image.again.tooltip", name=words("image", number=number))
        again = Action(words("image.again"), named, lambda: session.fetch_image(number))
        # What is missing is nowhere to be had again.
        actions = mends if known or doing or isinstance(image, Gap) else (again,)
        seconds = session.since(care) if care is not None and doing else 0.0
        # What is wrong stands beside the button that mends it.
        return Facts(image, (*notes, *lines), actions, doing, seconds, last)

    def _mend(self, number: int, mend: Mend) -> Action:
        words = self._words
        tooltip = words("mend.tooltip.pad" if mend.kind == "pad" else "mend.tooltip", number=number)
        return Action(mend_words(mend, words), tooltip, lambda: self._session.mend(number, mend))

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
        # A picture that was added, or came back, is the one that is wanted next; one that was moved stays chosen.
        known = [picture.image for picture in before]
        new = [number for number, each in enumerate(after, start=1) if all(each.image is not image for image in known)]
        if len(after) > len(before) and new and not (before and self._several):
            self.chosen = new[-1] if before else 1
            return
        old = known[self.chosen - 1] if 0 < self.chosen <= len(before) else None
        where = [number for number, picture in enumerate(after, start=1) if picture.image is old]
        self.chosen = where[0] if where else min(max(self.chosen, 1), len(after))

    def _mark(self) -> None:
        for number, row in enumerate(self._rows, start=1):
            row.mark(chosen=number == self.chosen)


def _resize(rows: list[widgets.Widget], count: int, make: Callable[[int], widgets.Widget]) -> None:
    """Keep as many rows as are needed, and use those that are there again."""
    while len(rows) > count:
        close_all(rows.pop())
    while len(rows) < count:
        rows.append(make(len(rows) + 1))
