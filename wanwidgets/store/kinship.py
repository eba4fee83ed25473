"""Kinship: which run was given what another one made, found out by the hashes of pictures."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

from wanwidgets.errors import StoreError
from wanwidgets.lineage import Edge, Lineage, Original, Step
from wanwidgets.result import Run
from wanwidgets.store.folder import StoreFolder
from wanwidgets.store.pages import past_run

__all__ = ["Kinship"]

_MOST_FOUND = 500
"""Runs that are looked for at most, of which some are shown and the others counted."""

_GIVEN = """
SELECT place, digest, pixels FROM pictures WHERE run = ? AND role = 'in' AND digest != '' ORDER BY place
"""
_MAKER = """
SELECT made.run, made.place FROM (
    SELECT run, place, 1 AS same FROM pictures AS one WHERE role = 'out' AND digest = :digest AND NOT EXISTS (
        SELECT 1 FROM pictures AS its WHERE its.run = one.run AND its.role = 'in' AND its.digest = :digest)
    UNION ALL
    SELECT run, place, 0 AS same FROM pictures AS one WHERE role = 'out' AND pixels = :pixels AND :pixels != ''
        AND NOT EXISTS (
        SELECT 1 FROM pictures AS its WHERE its.run = one.run AND its.role = 'in' AND its.pixels = :pixels)
) AS made
JOIN runs AS maker ON maker.id = made.run
JOIN runs AS child ON child.id = :child
WHERE (maker.started, maker.rowid) < (child.started, child.rowid)
ORDER BY made.same DESC, maker.started DESC, maker.rowid DESC, made.place
LIMIT 1
"""
"""Who made a picture that a run was given: the same file before another one of the same pixels, and of several runs
the last one before it. Who was given that very file, or the same pixels in another one, did not make it."""

_TAKERS = """
SELECT DISTINCT taker.id FROM pictures AS made
JOIN pictures AS taken ON taken.role = 'in' AND taken.digest = made.digest
JOIN runs AS taker ON taker.id = taken.run
WHERE made.run = :run AND made.role = 'out' AND taker.id != :run
UNION
SELECT DISTINCT taker.id FROM pictures AS made
JOIN pictures AS taken ON taken.role = 'in' AND taken.pixels = made.pixels
JOIN runs AS taker ON taker.id = taken.run
WHERE made.run = :run AND made.role = 'out' AND made.pixels != '' AND taker.id != :run
LIMIT :most
"""
_FRUITFUL = "SELECT EXISTS (SELECT 1 FROM pictures WHERE run = ? AND role = 'out')"
_LINE = "SELECT request, record, meaning FROM runs WHERE id = ?"
_ORDER = "SELECT started, rowid FROM runs WHERE id = ?"


class Kinship(StoreFolder):
    """A store that knows which result was made from which."""

    def lineage(self, run: Run | str, *, among: Iterable[str] = (), most: int = 24) -> Lineage:
        """Return the runs that a run came from, those that came from it, and the branches beside them.

        Runs that made nothing are left out, apart from the one that is asked for. No picture is read.

        Parameters
        ----------
        run
            A run of this store, or its id.
        among
            Ids of runs that belong to it already when they began with the same picture, such as those of a session.
        most
            How many runs it has at most: first what the run came from, then what came from it, then the branches, the
            nearest of each first. `Lineage.more` counts the others.

        Raises
        ------
        StoreError
            There is no such run.
        ValueError
            `most` is less than 1.
        """
        if most < 1:
            raise ValueError(f"most is the number of runs at most, from 1; not {most}.")
        run_id = run if isinstance(run, str) else run.id
        with self._journal.reading() as journal:
            self._find(journal, run_id)
            return _Family(journal, self.folder, self._file).of(run_id, among, most)

    def _file(self, digest: str) -> Path | None:
        try:
            return self.path(digest)
        except StoreError:
            # It is drawn as a gap.
            return None


class _Family:
    """What is found out about the kin of one run, each thing once."""

    def __init__(self, journal: sqlite3.Connection, folder: Path, file: Callable[[str], Path | None]) -> None:
        # A row by the name of its column is not wanted here.
        journal.row_factory = None
        self._journal = journal
        self._folder = folder
        self._file = file
        self._came: dict[str, tuple[tuple[Edge, ...], tuple[Original, ...]]] = {}
        self._went: dict[str, tuple[str, ...]] = {}

    def of(self, run_id: str, among: Iterable[str], most: int) -> Lineage:
        """Return the lineage of a run that is there."""
        found: dict[str, None] = {run_id: None}
        self._spread(found, self._parents)
        self._spread(found, self._children)
        self._spread(found, self._parents, self._children)
        began = {original.key for kin in found for original in self._beginning(kin)}
        others = (other for other in among if other not in found and self._is_fruitful(other))
        found |= dict.fromkeys(
            other for other in others if any(original.key in began for original in self._beginning(other))
        )
        self._spread(found, self._parents, self._children)
        shown = set(list(found)[:most])
        steps = sorted(shown, key=self._order)
        kin = [self._inputs(step) for step in steps]
        return Lineage(
            run_id,
            tuple(self._step(step) for step in steps),
            tuple(edge for edges, _ in kin for edge in edges if edge.parent in shown),
            tuple(self._with_file(original) for _, originals in kin for original in originals),
            len(found) - len(shown),
        )

    def _spread(self, found: dict[str, None], *ways: Callable[[str], Iterable[str]]) -> None:
        """Add what can be reached from what is found, the nearest first, until there is enough."""
        waiting = list(found)
        for kin in waiting:
            for way in ways:
                for other in way(kin):
                    if len(found) >= _MOST_FOUND:
                        return
                    if other not in found:
                        found[other] = None
                        waiting.append(other)

    def _parents(self, run_id: str) -> Iterable[str]:
        return (edge.parent for edge in self._inputs(run_id)[0])

    def _children(self, run_id: str) -> tuple[str, ...]:
        """Return the runs that were given what a run made, and not the same picture by a later run."""
        if run_id not in self._went:
            rows = self._journal.execute(_TAKERS, {"run": run_id, "most": _MOST_FOUND})
            takers = [row[0] for row in rows if self._is_fruitful(row[0])]
            mine = [taker for taker in takers if run_id in self._parents(taker)]
            self._went[run_id] = tuple(sorted(mine, key=self._order))
        return self._went[run_id]

    def _inputs(self, run_id: str) -> tuple[tuple[Edge, ...], tuple[Original, ...]]:
        """Return where the pictures that a run was given came from, and those that came from no run."""
        if run_id not in self._came:
            edges, originals = [], []
            for image, digest, pixels in self._journal.execute(_GIVEN, (run_id,)).fetchall():
                names = {"digest": digest, "pixels": pixels, "child": run_id}
                maker = self._journal.execute(_MAKER, names).fetchone()
                if maker is not None:
                    edges.append(Edge(maker[0], maker[1], run_id, image))
                else:
                    originals.append(Original(run_id, image, digest, pixels))
            self._came[run_id] = tuple(edges), tuple(originals)
        return self._came[run_id]

    def _beginning(self, run_id: str) -> tuple[Original, ...]:
        """Return the picture with which a line of runs began here; nothing where a result is among the inputs."""
        edges, originals = self._inputs(run_id)
        return () if edges else originals[:1]

    def _is_fruitful(self, run_id: str) -> bool:
        return bool(self._journal.execute(_FRUITFUL, (run_id,)).fetchone()[0])

    def _order(self, run_id: str) -> tuple[str, int]:
        started, line = self._journal.execute(_ORDER, (run_id,)).fetchone()
        return str(started), int(line)

    def _step(self, run_id: str) -> Step:
        request, record, meaning = self._journal.execute(_LINE, (run_id,)).fetchone()
        edges, originals = self._inputs(run_id)
        run = past_run(run_id, request, record, self._folder).run
        return Step(run_id, run, meaning, len(edges) + len(originals))

    def _with_file(self, original: Original) -> Original:
        return Original(original.child, original.image, original.digest, original.pixels, self._file(original.digest))
