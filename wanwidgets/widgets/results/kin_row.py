"""One row of a lineage: its lines, a small picture, what was asked, and what is otherwise than before."""

from __future__ import annotations

import base64
import html
from collections.abc import Callable, Iterator, Sequence

from wanwidgets.lineage import Edge, Lineage, Original, Step
from wanwidgets.lineage.places import Node
from wanwidgets.message import short
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.differing import differences_text
from wanwidgets.widgets.guard import guarded
from wanwidgets.widgets.results.previews import Source
from wanwidgets.widgets.runs.when import when
from wanwidgets.widgets.text import Words

__all__ = ["KinRow", "source_of"]


class KinRow(widgets.HBox):
    """A row that is filled anew for each lineage.

    Attributes
    ----------
    id : str
        The run that it shows; empty where it shows none.
    button : Button
        Over the whole row, where it shows a run.
    """

    def __init__(self, session: EditSession, words: Words, choose: Callable[[str], None]) -> None:
        self._words = words
        self._told = ""
        self._lines = ""
        self._thumb: bytes | None = None
        self._waits = False
        self.id = ""
        self._about = widgets.HTML()
        self.button = widgets.Button()
        self.button.on_click(guarded(session, lambda _: choose(self.id)))
        super().__init__([self._about, self.button])
        self.add_class("wanwidgets-kin-row")

    def show(self, lineage: Lineage, node: Node, lines: str) -> None:
        """Show a node of a lineage; its picture comes later."""
        words = self._words
        step = node.step
        self.id = step.id if step is not None else ""
        self._lines = lines
        self._told = _step(lineage, step, node, words) if step is not None else _original(words)
        self._thumb, self._waits = None, True
        (self.button.add_class if step is None else self.button.remove_class)("wanwidgets-hidden")
        if step is not None:
            name = _name(step, words)
            self.button.tooltip = words("lineage.show", number=lineage.number(step.id), name=name)
            self.button.disabled = step.run is None
        self.remove_class("wanwidgets-hidden")

    def fill(self, thumb: bytes | None) -> None:
        """Take the small picture, None where its file is gone; `write` shows it."""
        self._thumb, self._waits = thumb, False

    def draw(self, lines: str) -> None:
        """Take other lines; `write` shows them."""
        self._lines = lines

    def mark(self, *, chosen: bool) -> None:
        """Show whether its results are the ones that are shown."""
        (self.add_class if chosen else self.remove_class)("wanwidgets-chosen")

    def write(self) -> None:
        """Bring to the screen what has changed."""
        value = (
            f'<div class="ww-kin">{self._lines}<span class="ww-kin-thumb">{self._picture()}</span>'
            f'<div class="ww-run">{self._told}</div></div>'
        )
        if self._about.value != value:
            self._about.value = value

    def hide(self) -> None:
        """Show nothing."""
        self.id = ""
        self.add_class("wanwidgets-hidden")

    def _picture(self) -> str:
        if self._thumb is not None:
            return f'<img alt="" src="data:image/jpeg;base64,{base64.b64encode(self._thumb).decode("ascii")}">'
        return "" if self._waits else f'<i title="{html.escape(self._words("lineage.gone"))}">✕</i>'


def source_of(node: Node, lineage: Lineage) -> tuple[str, Source] | None:
    """Return the hash of the file that stands for a node, and how it is read; None where there is none.

    Of a run it is the first result that something was made from, or else the first.
    """
    if node.original is not None:
        return node.original.digest, node.original.data
    saved = node.step.saved if node.step is not None else ()
    if not saved:
        return None
    used = min((edge.number for edge in lineage.children(node.key)), default=1)
    chosen = saved[used - 1] if used <= len(saved) else saved[0]
    return chosen.digest, chosen.data


def _original(words: Words) -> str:
    name, why = (html.escape(words(key)) for key in ("lineage.original", "lineage.original.why"))
    return f'<b>{name}</b><span class="ww-faint">{why}</span>'


def _step(lineage: Lineage, step: Step, node: Node, words: Words) -> str:
    number = lineage.number(step.id)
    facts = list(_facts(step, words))
    lines = [" · ".join(_came(lineage, step, node.beside, words))]
    lines += _changes(lineage, step, words)
    told = "".join(f'<span class="ww-kin-change">{html.escape(line)}</span>' for line in lines if line)
    name = html.escape(_name(step, words))
    return f'<b><i>{number}</i> {name}</b>{told}<span class="ww-faint">{html.escape(" · ".join(facts))}</span>'


def _facts(step: Step, words: Words) -> Iterator[str]:
    run = step.run
    if run is None:
        return
    yield when(run.started, "%H:%M")
    yield run.request.model
    if run.request.take:
        # What else tells it from those beside it is only its time.
        yield f"{words('take')} {run.request.take}"
    if len(run.saved) > 1:
        yield words("pictures.many", count=len(run.saved))


def _came(lineage: Lineage, step: Step, beside: Sequence[Original], words: Words) -> Iterator[str]:
    """Yield where the pictures of a run came from."""
    for edge in lineage.parents(step.id):
        yield _from(lineage, edge, words)
    if beside:
        names = words.listed(tuple(words("image", number=original.image) for original in beside))
        yield words("lineage.beside", names=names)


def _from(lineage: Lineage, edge: Edge, words: Words) -> str:
    step = lineage.number(edge.parent)
    if len(lineage.step(edge.parent).saved) == 1 and len(lineage.parents(edge.child)) == 1 and edge.image == 1:
        return words("lineage.from", step=step)
    return words("lineage.from.picture", image=edge.image, number=edge.number, step=step)


def _changes(lineage: Lineage, step: Step, words: Words) -> Iterator[str]:
    """Yield in what the request differs from each of those that its pictures came from."""
    edges = lineage.parents(step.id)
    first = {edge.parent: edge for edge in reversed(edges)}
    # That these are other pictures is what the edges say.
    given = {f"image {edge.image}" for edge in edges}
    for edge in sorted(first.values(), key=lambda edge: edge.image):
        found = tuple(each for each in lineage.differences(edge) if each.field not in given)
        said = " · ".join(differences_text(found, words)) or words("lineage.same")
        yield said if len(first) == 1 else words("lineage.against", step=lineage.number(edge.parent), said=said)


def _name(step: Step, words: Words) -> str:
    if step.run is None:
        return words("history.damaged")
    return short(step.prompt) or step.run.request.model
