"""Which result was made from which, around the run that is shown."""

from __future__ import annotations

import html
from collections.abc import Callable

from wanwidgets.content import SavedImage
from wanwidgets.errors import StoreError
from wanwidgets.lineage import Lineage
from wanwidgets.lineage.places import Node, nodes_of
from wanwidgets.result import Run
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.results.kin_lines import lines_of
from wanwidgets.widgets.results.kin_row import KinRow, source_of
from wanwidgets.widgets.results.opening import Panel
from wanwidgets.widgets.results.previews import Previews
from wanwidgets.widgets.text import Words

__all__ = ["LineagePanel"]


class LineagePanel(Panel):
    """A row for each run, below what it was made from, with lines beside them.

    Parameters
    ----------
    session, words, previews
        As everywhere.
    choose
        Called with the id of the run that was clicked.

    Attributes
    ----------
    lineage : Lineage or None
        What is shown; read when the panel is opened, and again when another run is shown that is not in it.
    rows : tuple of KinRow
        Made as they are needed, and then filled anew.
    """

    stays = True

    def __init__(self, session: EditSession, words: Words, previews: Previews, choose: Callable[[str], None]) -> None:
        self._previews = previews
        self._choose = choose
        self._asked = 0
        self._nodes: tuple[Node, ...] = ()
        self.lineage: Lineage | None = None
        self.rows: tuple[KinRow, ...] = ()
        self._list = widgets.VBox()
        self._list.add_class("wanwidgets-kin")
        self._said = widgets.HTML()
        super().__init__(session, words, "result.lineage", icon="code-fork", children=[self._list, self._said])

    def show(self, run: Run, saved: SavedImage | None, number: int) -> None:
        """Be about this run from now on; where it is among the runs that are seen, these stay."""
        before, lineage = self.run, self.lineage
        super().show(run, saved, number)
        same = before is not None and run.id == before.id
        if not self.is_open or (before is not None and same and run.state is before.state):
            return
        # One that has gone on has perhaps made something since.
        known = lineage if lineage is not None and not same and not lineage.more else None
        if known is not None and any(step.id == run.id for step in known.steps):
            self._mark(known)
        else:
            self._ask()

    def opened(self) -> None:
        """Read it."""
        if self.lineage is None:
            self._say(self._words("history.reading"))
        self._ask()

    def _ask(self) -> None:
        run = self.run
        if run is None:
            return
        self._asked += 1
        asked, session = self._asked, self._session

        def work() -> None:
            try:
                lineage = session.lineage(run.id)
            except StoreError as error:
                with session.lock:
                    if asked == self._asked:
                        self._say(f"⚠ {self._words.remark(str(error))}", bad=True)
                return
            nodes = nodes_of(lineage.steps, lineage.edges, lineage.originals)
            with session.lock:
                if asked == self._asked and self.is_open:
                    self._fill(lineage, nodes)

        session.aside(work)

    def _fill(self, lineage: Lineage, nodes: tuple[Node, ...]) -> None:
        self.lineage, self._nodes = lineage, nodes
        missing = len(nodes) - len(self.rows)
        if missing > 0:
            made = (KinRow(self._session, self._words, self._choose) for _ in range(missing))
            self.rows = (*self.rows, *made)
            self._list.children = self.rows
        for row in self.rows[len(nodes) :]:
            row.hide()
        for row, node in zip(self.rows, nodes, strict=False):
            row.show(lineage, node, "")
        self._mark(lineage)
        if lineage.more:
            self._say(self._words("lineage.more", count=f"{lineage.more:,}"))
        else:
            self._say("" if len(lineage.steps) > 1 else self._words("lineage.alone"))
        self._look(lineage, nodes)

    def _look(self, lineage: Lineage, nodes: tuple[Node, ...]) -> None:
        """Have the small pictures made, and show them together, since each writes its row anew."""
        sources = [(row, source_of(node, lineage)) for row, node in zip(self.rows, nodes, strict=False)]
        for row, source in sources:
            if source is None:
                row.fill(None)
                row.write()
        wanted = [(row, source) for row, source in sources if source is not None]
        left = len(wanted)

        def tell(at: int, thumb: bytes | None) -> None:
            nonlocal left
            wanted[at][0].fill(thumb)
            left -= 1
            if not left:
                for row, _ in wanted:
                    row.write()

        self._previews.inputs("lineage", [source for _, source in wanted], tell)

    def _mark(self, lineage: Lineage) -> None:
        """Show which run is the one whose results are shown, and what it came from."""
        shown = self.run.id if self.run is not None else ""
        direct = {shown, *(step.id for step in lineage.ancestors(shown))} if shown else set()
        # The picture with which it began belongs to it.
        direct |= {key for node in self._nodes if node.key in direct for key in node.parents}
        for row, node, lines in zip(self.rows, self._nodes, lines_of(self._nodes, direct), strict=False):
            row.draw(lines)
            row.mark(chosen=node.key == shown)
            row.write()

    def _say(self, text: str, *, bad: bool = False) -> None:
        kind = "ww-bad" if bad else "ww-faint"
        value = f'<span class="{kind}" role="status" aria-live="polite">{html.escape(text)}</span>' if text else ""
        if self._said.value != value:
            self._said.value = value
