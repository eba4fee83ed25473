"""What a user's engine is called: its name, and a version that changes when its code does."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType, MethodType
from typing import Any

__all__ = ["name_of", "version_of"]

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,63}")
_VERSION = re.compile(r"[A-Za-z0-9_.+]{1,64}")
_PLAIN = (bool, int, float, complex, str, bytes, type(None))
"""Values whose text is the same in every process."""
_DIGITS = 8


def name_of(function: Callable[..., Any]) -> str:
    """Return the attribute ``name``, or the name with which a function or a class was defined.

    Raises
    ------
    ValueError
        It is none that can be used.

    Examples
    --------
    >>> name_of(lambda job: None)
    'lambda'
    """
    given = getattr(function, "name", None)
    name = given if isinstance(given, str) else getattr(function, "__name__", type(function).__name__).strip("<>")
    if not _NAME.fullmatch(name):
        raise ValueError(
            f"An engine's name has letters, digits, _ and ., at most 64, first a letter, and not {name!r}."
        )
    return name


def version_of(function: Callable[..., Any]) -> str:
    """Return the attribute ``version``, or a hash of the code.

    The hash is of the function, of the functions of its own module that it calls, and of the plain values that it uses.
    What else it uses, such as a file or a model, is not seen: then ``version`` must say when something has changed.

    Raises
    ------
    ValueError
        There is no code to be seen and no ``version``, or one that cannot be used.
    """
    given = getattr(function, "version", None)
    if given is not None:
        if not _VERSION.fullmatch(str(given)):
            raise ValueError(f"An engine's version has letters, digits, _, . and +, at most 64, and not {given!r}.")
        return str(given)
    # An object that is called, or a method, has its code in a function of its class.
    seen = function if isinstance(function, (FunctionType, MethodType)) else vars(type(function)).get("__call__")
    seen = seen.__func__ if isinstance(seen, MethodType) else seen
    if not isinstance(seen, FunctionType):
        # It is a function, only of a kind that shows nothing.
        raise ValueError(  # noqa: TRY004 - as just said
            f'The code of the engine {name_of(function)} cannot be seen. Give it a version: engine.version = "1".'
        )
    return hashlib.sha256("\n".join(_told(seen, set())).encode()).hexdigest()[:_DIGITS]


def _told(function: FunctionType, known: set[FunctionType]) -> Iterator[str]:
    """Yield texts that say what a function does, the same in every process."""
    known.add(function)
    yield from _code(function.__code__)
    cells = [_content(cell) for cell in function.__closure__ or ()]
    named = [function.__globals__.get(name) for name in _names(function.__code__)]
    defaults = [*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()]
    for value in (*cells, *named, *defaults):
        if isinstance(value, _PLAIN):
            yield repr(value)
        elif isinstance(value, FunctionType) and value.__module__ == function.__module__ and value not in known:
            yield from _told(value, known)


def _content(cell: Any) -> Any:
    try:
        return cell.cell_contents
    except ValueError:
        # A name that is not given its value yet.
        return None


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for value in code.co_consts:
        if isinstance(value, CodeType):
            yield from _names(value)


def _code(code: CodeType) -> Iterator[str]:
    yield code.co_code.hex()
    yield " ".join((*code.co_names, *code.co_varnames))
    for value in code.co_consts:
        if isinstance(value, CodeType):
            yield from _code(value)
        else:
            # A set has no order that would be the same tomorrow.
            yield repr(sorted(map(repr, value)) if isinstance(value, frozenset) else value)
