"""What a prompt calls pictures and boxes, and how such a name is put into it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from wanwidgets.request import EditRequest
from wanwidgets.widgets.text import Words

__all__ = ["inserted", "references"]

_MOST = 40
"""So many names are offered at most; whoever has more boxes types them."""
_OPENING = "([{<'\"“‘«"


def references(draft: EditRequest, words: Words) -> tuple[str, ...]:
    """Return the names of the pictures and boxes of a draft, as a prompt has them.

    A model that takes one picture is never asked for "image 1"; with a single picture its boxes need no picture's name.
    """
    return tuple(name for name, _ in zip(_names(draft, words), range(_MOST), strict=False))


def inserted(text: str, name: str) -> str:
    """Return a prompt with a name at its end, with a space before it where one belongs.

    >>> inserted("Place", "image 1"), inserted("把", "图1")
    ('Place image 1', '把图1')
    """
    if not text or text[-1].isspace() or text[-1] in _OPENING or _wide(text[-1]) or _wide(name[0]):
        return text + name
    return f"{text} {name}"


def _names(draft: EditRequest, words: Words) -> Iterator[str]:
    single = len(draft.pictures) == 1
    if draft.mode is None or draft.mode.images.high > 1:
        yield from (words("image", number=number) for number in range(1, len(draft.pictures) + 1))
    for image, picture in enumerate(draft.pictures, start=1):
        for number in range(1, len(picture.boxes) + 1):
            yield words("box", number=number) if single else words("box.of", number=number, image=image)


def _wide(character: str) -> bool:
    """Return whether it is written without spaces around it, as Chinese is."""
    return unicodedata.east_asian_width(character) in "WF"
