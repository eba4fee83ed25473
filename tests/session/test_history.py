"""What can be undone and redone."""

from __future__ import annotations

import pytest
from PIL import Image

from wanwidgets.images import Address, InputImage
from wanwidgets.pictures import Picture
from wanwidgets.request import EditRequest
from wanwidgets.session import history
from wanwidgets.session.history import History


def draft(prompt):
    return EditRequest(prompt)


def test_undo_and_redo_go_back_and_forth():
    """What is undone can be redone, and both end where it began."""
    a, b, c = draft("a"), draft("b"), draft("c")
    been = History().changed(a, b, merge="", now=0).changed(b, c, merge="", now=0)

    back, been = been.undone(c)
    first, been = been.undone(back)
    assert (back, first, been.past, been.future) == (b, a, (), (c, b))

    again, been = been.redone(first)
    last, been = been.redone(again)
    assert (again, last, been.past, been.future) == (b, c, (a, b), ())


def test_change_after_undo_forgets_what_was_undone():
    """After a new change nothing can be redone."""
    a, b = draft("a"), draft("b")
    _, been = History().changed(a, b, merge="", now=0).undone(b)

    assert been.changed(a, draft("c"), merge="", now=1).future == ()


@pytest.mark.parametrize(
    ("merge", "now", "steps"),
    [("prompt", 0.5, 1), ("prompt", 9, 2), ("seed", 0.5, 2), ("", 0.5, 2)],
)
def test_only_changes_of_a_kind_and_close_in_time_are_one(merge, now, steps):
    """Typing is undone as a whole; a pause, another field, or a change that stands alone begins anew."""
    a, b, c = draft("a"), draft("b"), draft("c")

    assert len(History().changed(a, b, merge="prompt", now=0).changed(b, c, merge=merge, now=now).past) == steps


def test_undo_ends_what_would_have_joined():
    """A change right after an undo never joins the change before the undo."""
    a, b, c = draft("a"), draft("b"), draft("c")
    been = History().changed(a, b, merge="prompt", now=0).changed(b, c, merge="", now=0)
    back, been = been.undone(c)

    assert been.changed(back, draft("d"), merge="prompt", now=0.1).past == (a, b)


def test_number_of_steps_is_bounded(monkeypatch):
    """Only so many steps are kept, the latest ones."""
    monkeypatch.setattr(history, "MOST_STEPS", 3)
    been = History()
    for number in range(9):
        been = been.changed(draft(str(number)), draft(str(number + 1)), merge="", now=number)

    assert [each.prompt for each in been.past] == ["6", "7", "8"]


def test_bytes_that_only_the_past_holds_are_bounded(monkeypatch):
    """Removed pictures are kept as long as they are small together; the last step always can be undone."""
    images = [InputImage.from_pil(Image.effect_noise((64, 64), 60 + shade)) for shade in range(3)]
    monkeypatch.setattr(history, "MOST_BYTES", len(images[0].data) * 2 + 600)
    been, empty = History(), EditRequest("x")
    for image in images:
        been = been.changed(EditRequest("x", [image]), empty, merge="", now=0)
    assert len(been.past) == 2

    monkeypatch.setattr(history, "MOST_BYTES", 0)
    assert len(been.changed(EditRequest("x", [images[0]]), empty, merge="", now=0).past) == 1


def test_what_is_no_edit_changes_every_draft():
    """An address that was fetched is a picture in the past and in the future as well."""
    image = InputImage.from_pil(Image.new("RGB", (8, 8)))
    a, b = EditRequest("a", [Address("http://x/y")]), EditRequest("b", [Address("http://x/y")])
    _, been = History().changed(a, b, merge="", now=0).undone(b)

    def fetched(each):
        return each.replace(pictures=(Picture(image),))

    assert been.mapped(fetched).future[0].pictures[0].image == image
