"""Lineage: the runs that a run came from, and those that came from it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from wanwidgets.lineage.kin import Edge, Original, Step
from wanwidgets.lineage.picture import drawn
from wanwidgets.lineage.places import nodes_of
from wanwidgets.meaning import Difference, differences
from wanwidgets.message import short
from wanwidgets.preview import PREVIEW_BYTES, small_jpeg

__all__ = ["Lineage"]

_SIDE = 1280


@dataclass(frozen=True)
class Lineage:
    """Which result was made from which, around one run.

    It is found out by the hashes of pictures, and nowhere declared: a result is known again as its file, and as any
    other file of the same pixels. Since a run can only have been given what was there before it, a parent always began
    before its child, and nothing goes in a circle.

    Attributes
    ----------
    of : str
        The id of the run that was asked for.
    steps : tuple of Step
        The runs, the oldest first.
    edges : tuple of Edge
        Which result went where, by child and image.
    originals : tuple of Original
        What runs were given that no run made.
    more : int
        How many runs belong to it and are left out, as far as they were looked for.

    Raises
    ------
    ValueError
        An edge does not go from an earlier run to a later one, or something names a run that is not there.
    """

    of: str
    steps: tuple[Step, ...]
    edges: tuple[Edge, ...] = ()
    originals: tuple[Original, ...] = ()
    more: int = 0

    def __post_init__(self) -> None:
        places = {step.id: place for place, step in enumerate(self.steps)}
        if len(places) < len(self.steps):
            raise ValueError("A run is in a lineage once.")
        named = {self.of, *(original.child for original in self.originals)}
        named |= {run for edge in self.edges for run in (edge.parent, edge.child)}
        unknown = sorted(named - places.keys())
        if unknown:
            raise ValueError(f"These runs are not in the lineage: {', '.join(unknown)}.")
        for edge in self.edges:
            if places[edge.parent] >= places[edge.child]:
                raise ValueError(f"Run {edge.child} cannot be made from run {edge.parent}, which did not come before.")

    def number(self, run_id: str) -> int:
        """Return the number by which a run is called here, counted from 1; ValueError where it is not in it."""
        for number, step in enumerate(self.steps, start=1):
            if step.id == run_id:
                return number
        raise ValueError(f"Run {run_id!r} is not in this lineage.")

    def step(self, run_id: str) -> Step:
        """Return a run by its id; ValueError where it is not in it."""
        return self.steps[self.number(run_id) - 1]

    def parents(self, run_id: str) -> tuple[Edge, ...]:
        """Return where the pictures of a run came from, in their order."""
        return tuple(edge for edge in self.edges if edge.child == run_id)

    def children(self, run_id: str) -> tuple[Edge, ...]:
        """Return what was made from a run, the oldest first."""
        return tuple(edge for edge in self.edges if edge.parent == run_id)

    def ancestors(self, run_id: str = "") -> tuple[Step, ...]:
        """Return all that a run came from, the oldest first; by default of the run that was asked for."""
        found = {run_id or self.of}
        for step in reversed(self.steps):
            if step.id in found:
                found |= {edge.parent for edge in self.parents(step.id)}
        return tuple(step for step in self.steps if step.id in found - {run_id or self.of})

    def differences(self, edge: Edge) -> tuple[Difference, ...]:
        """Return in what the request of the child differs from that of the parent, what decides most first.

        Who answers is only named where it was another one. Nothing where the journal does not know what one of them
        meant, or not any more.
        """
        before, after = self.step(edge.parent).meaning, self.step(edge.child).meaning
        try:
            return differences(before, after) if before and after else ()
        except ValueError:
            # A line that was edited by hand hides no other.
            return ()

    def picture(self) -> Image.Image:
        """Return it as a picture: each run with its results and its number, from left to right.

        The run that was asked for has a frame. A result whose file is gone or was changed is an empty place.
        """
        return drawn(nodes_of(self.steps, self.edges, self.originals), self.edges, self.of)

    def sheet(self) -> bytes:
        """Return the picture as a JPEG of at most 40 kB, small enough to stay in a notebook."""
        return small_jpeg(self.picture(), side=_SIDE, max_bytes=PREVIEW_BYTES)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": repr(self), "image/jpeg": base64.b64encode(self.sheet()).decode("ascii")}

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        wide = len(str(len(self.steps)))
        for number, step in enumerate(self.steps, start=1):
            name = short(step.prompt) or (step.run.request.model if step.run else "(cannot be read)")
            came = [self._told(edge) for edge in self.parents(step.id)]
            yield f"{number:>{wide}}{'*' if step.id == self.of else ' '} {' · '.join([name, *came])}"
        if self.more:
            yield f"{'…':>{wide}}  and {self.more} more"

    def _told(self, edge: Edge) -> str:
        return f"image {edge.image} from picture {edge.number} of run {self.number(edge.parent)}"

    def __repr__(self) -> str:
        # Short and constant, because nbval compares it: no id, no time, no hash.
        more = f", {self.more} more" if self.more else ""
        return f"<Lineage of {self.number(self.of)} in {_counted(len(self.steps), 'run')}{more}>"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
