"""Errors of a cell in their own words, without the path that they took through this package."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from wanwidgets.errors import WanError

__all__ = ["briefly"]

_TOLD = (WanError, TypeError, ValueError)
"""What says in its message what was wrong and what to do; anything else is shown with its traceback."""


@contextmanager
def briefly() -> Iterator[None]:
    """Let IPython show an error as its name and its message, once; ``%tb`` shows all of it then.

    The error itself is the same that `wanwidgets.edit` raises, and goes on.
    """
    try:
        yield
    except _TOLD as error:
        # IPython asks an error for this name before it writes a traceback.
        error._render_traceback_ = partial(_render, error)  # type: ignore[union-attr]
        raise


def _render(error: BaseException) -> list[str]:
    del error._render_traceback_  # type: ignore[attr-defined]
    return [f"{type(error).__name__}: {error}"]
