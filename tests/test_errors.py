"""What the errors say of themselves."""

from __future__ import annotations

import pytest

from wanwidgets.errors import TaskFailed


@pytest.mark.parametrize("message", ["It is none", "It is none.", "It is none。"])
def test_sentence_of_the_service_ends_once(message):
    """Whatever full stop the service's own sentence has, in either language, one follows it."""
    assert str(TaskFailed("Code", message)) == "The task failed: Code: It is none. A failed task is not billed."
