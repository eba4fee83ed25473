"""That a run was not asked but remembered, in words."""

from __future__ import annotations

from wanwidgets.result import Run
from wanwidgets.widgets.placing import place_text
from wanwidgets.widgets.runs.when import day
from wanwidgets.widgets.text import Words

__all__ = ["replayed_text"]


def replayed_text(run: Run, words: Words, engine: str) -> str:
    """Return from when a replayed run is, that it was free, and who made it where that is not who answers here.

    Parameters
    ----------
    run
        A replayed one.
    words
        Of the language.
    engine
        Who answers here; empty where it does not matter who made it.
    """
    date = day(run.started, words)
    if run.pack:
        return words("replayed.pack", date=date, pack=run.pack)
    place = place_text(run.engine, words)
    if engine and place != place_text(engine, words):
        return words("replayed.engine", date=date, place=place)
    return words("replayed", date=date)
