"""A value of the user's own in a message: short, and without failing whatever the value is."""

from __future__ import annotations

__all__ = ["shown"]

_LONGEST = 60


def shown(value: object) -> str:
    """Return the value as Python writes it, cut off after 60 characters; what cannot be written is named by its type.

    >>> shown("2K"), shown(10**5000)
    ("'2K'", 'a value of the type int')
    """
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001  # it may be any object, and Python itself does not write a number of 5,000 digits
        return f"a value of the type {type(value).__name__}"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
