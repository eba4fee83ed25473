"""Words, values and addresses as they are written down: nothing that may be a secret, no object of a library."""

from __future__ import annotations

import json
import math
import re
from typing import Any
from urllib.parse import urlsplit

from wanwidgets.hiding import without_keys
from wanwidgets.request import EditRequest

__all__ = ["CUT", "indented", "literal", "plain_address", "without_secrets"]

CUT = "without its query, which may be signed"
"""What is said of an address that was cut."""

_NUMBERS = re.compile(r"\[[-0-9.,eE+\s]+\]")


def plain_address(url: str) -> str:
    """Return an address without what may open something: its query, its fragment, and the name and password of a user.

    >>> plain_address("https://me:secret@a.example/1.png?Signature=x")
    'https://a.example/1.png'
    """
    try:
        parts = urlsplit(url)
        # Where there is none of these, not a letter is changed.
        if not (parts.query or parts.username or parts.password):
            return url
        return parts._replace(query="", fragment="", netloc=parts.netloc.rpartition("@")[2]).geturl()
    except ValueError:
        # No address at all, such as http://[::1/x; what stands before a question mark tells nothing.
        return url.partition("?")[0]


def without_secrets(request: EditRequest, key: str) -> EditRequest:
    """Return a request whose words hold nothing that looks like a key, and no part of this one.

    Parameters
    ----------
    request
        Whose prompt and parameters the user wrote.
    key
        The user's own; empty for none.
    """

    def told(value: Any) -> Any:
        if isinstance(value, str):
            return without_keys(value, key)
        if isinstance(value, dict):
            return {told(name): told(each) for name, each in value.items()}
        return [told(each) for each in value] if isinstance(value, list) else value

    parameters = request.parameters
    words = {name: told(value) for name, value in parameters.items()}
    changed = {name: value for name, value in words.items() if value != parameters[name]}
    prompt = told(request.prompt)
    if prompt != request.prompt:
        changed["prompt"] = prompt
    return request.replace(**changed) if changed else request


def indented(document: Any) -> str:
    """Return JSON to be read, with lists of numbers on one line each.

    >>> print(indented({"box": [1, 2]}))
    {
      "box": [1, 2]
    }
    """
    text = json.dumps(document, indent=2, ensure_ascii=False)
    # No text has a line's end within, so what is found with one is a list.
    return _NUMBERS.sub(lambda some: _on_one_line(some[0]) if "\n" in some[0] else some[0], text)


def _on_one_line(numbers: str) -> str:
    return " ".join(numbers.split()).replace("[ ", "[").replace(" ]", "]")


def literal(value: Any) -> str:
    """Return a value of a parameter as Python that needs no name.

    >>> literal({"ratio": [0.5, float("inf")]})
    "{'ratio': [0.5, float('inf')]}"
    """
    if isinstance(value, float) and not math.isfinite(value):
        return f"float('{value}')"
    if isinstance(value, (list, tuple)):
        inside = ", ".join(map(literal, value))
        return f"[{inside}]" if isinstance(value, list) else f"({inside}{',' if len(value) == 1 else ''})"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{literal(name)}: {literal(each)}' for name, each in value.items())}}}"
    return repr(value)
