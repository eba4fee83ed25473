"""The user's variables, for tests without an IPython."""

from __future__ import annotations

from wanwidgets.magic.names import Names


def names_of(**values):
    """Return the user's variables, as the magics see them."""
    return Names(lambda: values, lambda code: eval(code, dict(values)))  # noqa: S307 - the code is that of the test
