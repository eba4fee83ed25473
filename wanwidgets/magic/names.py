"""What a word of the line stands for: itself, a variable by its name, ``$name``, or a Python ``{expression}``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from IPython.core.error import UsageError

from wanwidgets.magic.line import braced

__all__ = ["Names"]

_DOLLAR = re.compile(r"\$([A-Za-z_]\w*)")
_PART = re.compile(r"\$([A-Za-z_]\w*)|\{([^{}]+)\}")


@dataclass(frozen=True)
class Names:
    """The user's variables.

    Attributes
    ----------
    variables : callable
        Returns them by name, as they are now: an embedded IPython has others each time it is opened.
    evaluate : callable
        Returns the value of a Python expression among them.
    """

    variables: Callable[[], Mapping[str, Any]]
    evaluate: Callable[[str], Any]

    @property
    def values(self) -> Mapping[str, Any]:
        """What the variables hold, by name."""
        return self.variables()

    def named(self, word: str) -> Any:
        """Return the variable of that name, where there is one; otherwise as `value`."""
        values = self.values
        return values[word] if word in values else self.value(word)

    def value(self, word: str) -> Any:
        """Return what ``$name`` or ``{expression}`` gives; of a longer word the text with theirs in it.

        Raises
        ------
        UsageError
            There is no such variable, or the expression cannot be evaluated.
        """
        whole = _DOLLAR.fullmatch(word)
        if whole:
            return self._variable(whole[1])
        if len(word) > 1 and word.startswith("{") and braced(word, 0) == len(word):
            return self._expression(word[1:-1])
        return _PART.sub(lambda part: str(self._variable(part[1]) if part[1] else self._expression(part[2])), word)

    def filled(self, text: str) -> str:
        """Return a text with its ``{name}`` replaced, as `str.format` does; ``{{`` is a brace.

        Raises
        ------
        UsageError
            There is no such variable, or a brace has no partner.
        """
        try:
            return text.format_map(self.values)
        except (LookupError, AttributeError, TypeError, ValueError) as error:
            raise UsageError(
                f"--fill: the prompt cannot be filled in ({type(error).__name__}: {error}). "
                "Write {name} for a variable, and {{ and }} for braces.",
            ) from None

    def _variable(self, name: str) -> Any:
        values = self.values
        if name not in values:
            raise UsageError(f"${name}: there is no variable {name!r}.")
        return values[name]

    def _expression(self, code: str) -> Any:
        try:
            return self.evaluate(code.strip())
        except Exception as error:
            raise UsageError(f"{{{code}}}: {type(error).__name__}: {error}") from error
