"""The request behind a result, to be opened: what was asked, of whom, with what, and what it took."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterator, Mapping, Sequence

from wanwidgets.result import Run
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.results.inputs import Input
from wanwidgets.widgets.results.previews import Previews
from wanwidgets.widgets.runs.money import run_spend_text
from wanwidgets.widgets.runs.when import when
from wanwidgets.widgets.text import Words

__all__ = ["RequestCard", "card_of"]

_MOST_INPUTS = 20
_LONGEST = 4000
"""Letters of a prompt that are shown."""


class RequestCard(widgets.HTML):
    """What is behind the run that is shown; closed until it is opened."""

    def __init__(self, words: Words, previews: Previews) -> None:
        self._words = words
        self._previews = previews
        self._shown: object = None
        super().__init__()

    def show(self, run: Run, inputs: Sequence[Input], actual_prompt: str) -> None:
        """Show the request of this run, and what the service made of the prompt for the picture that is large."""
        shown = (
            run.id,
            run.state,
            run.replayed,
            run.request_id,
            tuple(run.usage.items()),
            len(run.content),
            actual_prompt,
        )
        if repr(shown) == self._shown:
            # To write it again would close it.
            return
        self._shown = repr(shown)
        seen = tuple(inputs)[:_MOST_INPUTS]
        thumbs: dict[int, bytes | None] = {}

        def told(place: int, thumb: bytes | None) -> None:
            thumbs[seen[place].number] = thumb
            if len(thumbs) == len(seen):
                self.value = card_of(run, thumbs, actual_prompt, self._words)

        self.value = card_of(run, dict.fromkeys(each.number for each in seen), actual_prompt, self._words)
        self._previews.inputs("request", [(each.digest, each.read) for each in seen], told)


def card_of(run: Run, thumbs: Mapping[int, bytes | None], actual_prompt: str, words: Words) -> str:
    """Return it as HTML, everything that was written by anyone escaped.

    Parameters
    ----------
    run
        Whose request.
    thumbs
        By number: a JPEG of each input, None where there is none.
    actual_prompt
        What the service made of the prompt; empty where it does not say so.
    words
        Of the language.
    """
    rows = "".join(
        f"<dt>{html.escape(name)}</dt><dd>{value}</dd>" for name, value in _rows(run, thumbs, actual_prompt, words)
    )
    return f'<details class="ww-request"><summary>{html.escape(words("request"))}</summary><dl>{rows}</dl></details>'


def _rows(
    run: Run,
    thumbs: Mapping[int, bytes | None],
    actual_prompt: str,
    words: Words,
) -> Iterator[tuple[str, str]]:
    request = run.request
    yield words("request.prompt"), _text(request.prompt) or "—"
    if actual_prompt:
        yield words("result.prompt"), f'<span class="ww-prompt">{_text(actual_prompt)}</span>'
    yield words("request.model"), html.escape(request.model)
    given = [f"{words.parameter(name)} {_value(name, value, words)}" for name, value in request.parameters.items()]
    if given:
        yield words("request.parameters"), html.escape(" · ".join(given))
    if thumbs:
        yield words("request.inputs"), _inputs(run, thumbs, words)
    yield words("request.started"), html.escape(when(run.started, "%H:%M:%S"))
    if run.state.ended:
        yield words("request.took"), html.escape(words("request.seconds", seconds=run.seconds))
        yield words("request.cost"), html.escape(run_spend_text(run, words))
    for key, told in (("request.id", run.request_id), ("request.task", run.task_id)):
        if told:
            yield words(key), f"<code>{html.escape(told)}</code>"


def _inputs(run: Run, thumbs: Mapping[int, bytes | None], words: Words) -> str:
    boxes = run.request.boxes
    cells = []
    for number, thumb in thumbs.items():
        name = html.escape(words("compare.image", number=number))
        seen = (
            f'<img alt="{name}" src="data:image/jpeg;base64,{base64.b64encode(thumb).decode("ascii")}">'
            if thumb
            else '<i aria-hidden="true"></i>'
        )
        drawn = f" · ▢ {len(boxes[number])}" if number in boxes else ""
        cells.append(f"<figure>{seen}<figcaption>{name}{drawn}</figcaption></figure>")
    return f'<div class="ww-inputs">{"".join(cells)}</div>'


def _value(name: str, value: object, words: Words) -> str:
    if isinstance(value, bool):
        return words("yes" if value else "no")
    return words.name(f"{name}.{value}", str(value))


def _text(text: str) -> str:
    """Return a text escaped, and cut where nobody would read on."""
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return html.escape(cut)
