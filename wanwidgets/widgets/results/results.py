"""What came of the runs, inline and in order: pictures, words, and what failed."""

from __future__ import annotations

import html

import ipywidgets as widgets

from wanwidgets.content import Content, Failure, SavedImage, Text
from wanwidgets.errors import StoreError
from wanwidgets.message import short
from wanwidgets.preview import small_jpeg
from wanwidgets.result import Run
from wanwidgets.session import EditSession
from wanwidgets.widgets.guard import close_all, follow, guarded
from wanwidgets.widgets.runs.money import run_spend_text
from wanwidgets.widgets.runs.when import when
from wanwidgets.widgets.text import Words

__all__ = ["Results"]

_SIDE = 960


class Results(widgets.VBox):
    """The parts of the latest run that has any, as they come; those of earlier runs can be chosen.

    Attributes
    ----------
    choice : Dropdown
        The runs that have results, the newest first; offered where there are several.
    gallery : Box
        The parts that are shown.
    """

    def __init__(self, session: EditSession, words: Words) -> None:
        self._session = session
        self._words = words
        self._run = ""
        self._content: tuple[Content, ...] = ()
        self._known: tuple[str, ...] = ()
        self._chosen = ""
        self._summary = widgets.HTML()
        self.choice = widgets.Dropdown(layout={"width": "auto"})
        if self.choice.has_trait("tooltip"):
            self.choice.tooltip = words("result.choose")
        self.choice.add_class("wanwidgets-hidden")
        self.choice.observe(guarded(session, lambda change: self._choose(change.new)), "value")
        self.gallery = widgets.Box()
        self.gallery.add_class("wanwidgets-parts")
        head = widgets.HBox([self._summary, self.choice])
        head.add_class("wanwidgets-about-result")
        super().__init__([head, self.gallery])
        self.add_class("wanwidgets-results")
        self.add_class("wanwidgets-hidden")
        follow(self, session, "runs", lambda _: self._refresh())
        self._refresh()

    def _refresh(self) -> None:
        runs = [run for run in self._session.runs if run.content]
        if not runs:
            return
        self._offer(runs)
        run = next((run for run in runs if run.id == self._chosen), runs[-1])
        self._show(run)

    def _offer(self, runs: list[Run]) -> None:
        """Offer these runs, and choose the newest where it was not there before."""
        names = tuple(run.id for run in runs)
        if names == self._known:
            return
        if names[-1] not in self._known:
            self._chosen = names[-1]
        self._known = names
        self.choice.options = [(_label(run), run.id) for run in reversed(runs)]
        self.choice.value = self._chosen
        (self.choice.remove_class if len(runs) > 1 else self.choice.add_class)("wanwidgets-hidden")

    def _choose(self, run_id: str | None) -> None:
        # While the options change, the value is what ipywidgets makes of it.
        if run_id is not None and run_id != self._chosen and self.choice.options[0][1] == self._known[-1]:
            self._chosen = run_id
            self._refresh()

    def _show(self, run: Run) -> None:
        self._summary.value = _summary(run, self._words)
        if (run.id, run.content) == (self._run, self._content):
            return
        # A run under way grows at its end: what is shown already stays as it is, so that nothing flickers.
        same = _common(self._content, run.content) if run.id == self._run else 0
        kept, gone = self.gallery.children[:same], self.gallery.children[same:]
        following = run.content[same] if same < len(run.content) else None
        if gone and isinstance(gone[0], _Words) and isinstance(following, Text):
            gone[0].say(following)
            kept, gone = (*kept, gone[0]), gone[1:]
        fresh = tuple(_made(part, self._session, self._words) for part in run.content[len(kept) :])
        self._run, self._content = run.id, run.content
        self.gallery.children = (*kept, *fresh)
        for part in gone:
            close_all(part)
        # Pictures alone stand side by side; words lead from one to the next.
        told = any(isinstance(part, Text) for part in run.content)
        (self.gallery.remove_class if told else self.gallery.add_class)("wanwidgets-grid")
        self.remove_class("wanwidgets-hidden")


def _label(run: Run) -> str:
    return f"{when(run.started, '%H:%M')} · {short(run.request.prompt) or run.request.model}"


def _common(old: tuple[Content, ...], new: tuple[Content, ...]) -> int:
    """Return how many parts at the beginning are the same."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((index for index, (before, after) in pairs if before != after), min(len(old), len(new)))


def _summary(run: Run, words: Words) -> str:
    """Return what it cost, and how many pictures failed."""
    failed = len(run.failures)
    parts = []
    if failed:
        some = html.escape(words("result.some", made=len(run.saved), asked=len(run.saved) + failed))
        parts.append(f'<span class="ww-bad">{some}</span>')
    if run.state.ended:
        parts.append(f"<span>{html.escape(run_spend_text(run, words))}</span>")
    return f'<div class="ww-label">{"".join(parts)}</div>' if parts else ""


def _made(part: Content, session: EditSession, words: Words) -> widgets.Widget:
    if isinstance(part, Text):
        return _Words(part)
    if isinstance(part, Failure):
        return _Failed(part, words)
    return _Picture(part, session, words)


class _Words(widgets.HTML):
    """Words among the pictures."""

    def __init__(self, part: Text) -> None:
        super().__init__()
        self.say(part)
        self.add_class("wanwidgets-words")

    def say(self, part: Text) -> None:
        """Show these words, lines and all."""
        self.value = f'<div class="ww-words">{html.escape(part.text.strip())}</div>'


class _Failed(widgets.HTML):
    """A picture that the service could not make, in its own words."""

    def __init__(self, part: Failure, words: Words) -> None:
        title, code, why = (html.escape(text) for text in (words("result.failed"), part.code, part.message))
        super().__init__(
            f'<div class="ww-failed" role="alert"><b>{title}</b><code>{code}</code><span>{why}</span></div>'
        )
        self.add_class("wanwidgets-failed")


class _Picture(widgets.VBox):
    """One result picture, its size, and a button that makes it an input."""

    def __init__(self, saved: SavedImage, session: EditSession, words: Words) -> None:
        caption = html.escape(words("result.caption", width=saved.width, height=saved.height))
        text = widgets.HTML(f'<span class="ww-faint" title="{html.escape(saved.path.name)}">{caption}</span>')
        use = widgets.Button(
            description=words("result.use"),
            tooltip=words("result.use.tooltip"),
            layout={"width": "auto"},
        )
        use.on_click(guarded(session, lambda _: session.use_result(saved)))
        super().__init__([_preview(saved, words), widgets.HBox([text, use]), *_prompt(saved, words)])
        self.add_class("wanwidgets-result")


def _preview(saved: SavedImage, words: Words) -> widgets.Widget:
    try:
        picture = widgets.Image(value=small_jpeg(saved.image(), side=_SIDE), format="jpeg")
    except (OSError, StoreError):
        # The file may be gone or changed by the time that an older session is shown.
        gone = html.escape(words("result.gone", name=saved.path.name))
        return widgets.HTML(f'<span class="ww-bad">{gone}</span>')
    picture.layout.max_width = "min(100%, 560px)"
    return picture


def _prompt(saved: SavedImage, words: Words) -> tuple[widgets.Widget, ...]:
    if not saved.actual_prompt:
        return ()
    title, prompt = html.escape(words("result.prompt")), html.escape(saved.actual_prompt)
    return (widgets.HTML(f'<details class="ww-prompt ww-faint"><summary>{title}</summary>{prompt}</details>'),)
