"""Errors of a cell in their own words."""

from __future__ import annotations

import pytest

from wanwidgets.errors import ImageError, WanError
from wanwidgets.magic.briefly import briefly


@pytest.mark.parametrize(
    "error", [WanError("It broke."), ImageError("it is none."), ValueError("mode: no"), TypeError("x")]
)
def test_error_is_the_same_and_is_written_briefly_once(error):
    """The error itself goes on; IPython is given its name and its message, and at the next time everything."""
    with pytest.raises(type(error)) as caught, briefly():
        raise error

    assert caught.value is error
    assert error._render_traceback_() == [f"{type(error).__name__}: {error}"]
    assert not hasattr(error, "_render_traceback_")


@pytest.mark.parametrize("kind", [RuntimeError, KeyboardInterrupt, OSError])
def test_what_says_nothing_of_itself_keeps_its_traceback(kind):
    """An interrupt, and an error that is no word to the user, are left as they are."""
    with pytest.raises(kind) as caught, briefly():
        raise kind

    assert not hasattr(caught.value, "_render_traceback_")
