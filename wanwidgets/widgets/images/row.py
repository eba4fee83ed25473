"""A picture's row: thumbnail, number, size, name, what is wrong with it and what can be done about it."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wanwidgets.images import Address, Gap, InputImage
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import guarded
from wanwidgets.widgets.images.telling import Said, gap_words, said_html, shortened
from wanwidgets.widgets.text import Words

__all__ = ["Action", "Facts", "ImageRow", "clock_html"]

_ACTIONS = 2
"""Ways to mend a picture that have a button at most; the first is the best."""


@dataclass(frozen=True, slots=True)
class Action:
    """What a button in a row does."""

    label: str
    tooltip: str
    act: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a row shows.

    Attributes
    ----------
    image : InputImage or Address
    lines : tuple of Said
        Below the thumbnail.
    actions : tuple of Action
        Of which the first two are offered.
    doing : str
        What is being done to the picture; empty while nothing is.
    seconds : float
        For how long.
    last : bool
        Whether no other picture follows.
    """

    image: InputImage | Address
    lines: tuple[Said, ...] = ()
    actions: tuple[Action, ...] = ()
    doing: str = ""
    seconds: float = 0.0
    last: bool = False


class ImageRow(widgets.HBox):
    """One picture of the list; it is used again for whatever picture has that number."""

    def __init__(self, number: int, choose: Callable[[int], None], session: EditSession, words: Words) -> None:
        self._words = words
        self._number = number
        self._chosen = False
        self._facts: Facts | None = None
        self._thumb = widgets.Image(format="jpeg")
        self.choose = widgets.Button(tooltip=words("image.choose", number=number))
        self.up = widgets.Button(description="▲", tooltip=words("image.up", number=number))
        self.down = widgets.Button(description="▼", tooltip=words("image.down", number=number))
        self.remove = widgets.Button(description="✕", tooltip=words("image.remove", number=number))
        self.actions = tuple(widgets.Button() for _ in range(_ACTIONS))
        handlers: Sequence[tuple[widgets.Button, Callable[[widgets.Button], object]]] = (
            (self.choose, lambda _: choose(number)),
            (self.up, lambda _: session.move_image(number, number - 1)),
            (self.down, lambda _: session.move_image(number, number + 1)),
            (self.remove, lambda _: session.remove_image(number)),
            *((button, self._act) for button in self.actions),
        )
        for button, handler in handlers:
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
        self._buttons = widgets.HBox(self.actions)
        self._buttons.add_class("wanwidgets-mends")
        super().__init__([self._box, text, self._notes, self._buttons])
        self.add_class("wanwidgets-row")

    def show(self, facts: Facts, thumbnail: bytes) -> None:
        """Show a picture in this row."""
        self._facts = facts
        if self._thumb.value != thumbnail:
            self._thumb.value = thumbnail
        self._thumb.layout.display = None if thumbnail else "none"
        self.up.disabled = self._number == 1
        self.down.disabled = facts.last
        self._say(facts)
        # Of what is missing nobody knows the name.
        name = "" if isinstance(facts.image, Gap) else facts.image.name
        named = (
            f'<div class="ww-faint ww-name" title="{html.escape(name)}">{html.escape(shortened(name))}</div>'
            if name
            else ""
        )
        below = f"{named}{said_html(facts.lines)}"
        self._notes.value = f'<div class="ww-about">{below}</div>' if below else ""
        self._notes.layout.display = None if below else "none"
        for button, action in zip(self.actions, (*facts.actions, *[None] * _ACTIONS), strict=False):
            button.layout.display = "none" if action is None else None
            button.description = action.label if action else ""
            button.tooltip = action.tooltip if action else ""
            button.disabled = bool(facts.doing)
        self._buttons.layout.display = None if facts.actions else "none"

    def mark(self, *, chosen: bool) -> None:
        """Show whether this picture is the chosen one."""
        self._chosen = chosen
        (self.add_class if chosen else self.remove_class)("wanwidgets-chosen")
        if self._facts is not None:
            self._say(self._facts)

    def _act(self, button: widgets.Button) -> None:
        facts, place = self._facts, self.actions.index(button)
        if facts is not None and place < len(facts.actions):
            facts.actions[place].act()

    def _say(self, facts: Facts) -> None:
        words, image = self._words, facts.image
        if isinstance(image, InputImage):
            size = f"{image.width}×{image.height}"
        else:
            size = gap_words(image, words) if isinstance(image, Gap) else words("image.address")
        state = f"{html.escape(facts.doing)} {clock_html(facts.seconds)}" if facts.doing else html.escape(size)
        shown = f'<span class="ww-shown">{html.escape(words("image.shown"))}</span>' if self._chosen else ""
        self._about.value = (
            f'<div class="ww-about"><div class="ww-which"><b>{html.escape(words("image", number=self._number))}</b>'
            f'{shown}</div><div class="ww-faint" role="status">{state}</div></div>'
        )


def clock_html(seconds: float) -> str:
    """Return a clock that counts on in the browser, without a message a second.

    Parameters
    ----------
    seconds
        What it shows first.
    """
    return f'<span class="ww-clock" style="animation-delay:-{max(0.0, seconds):.1f}s"></span>'
