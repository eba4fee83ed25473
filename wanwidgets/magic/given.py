"""Which options a line gives, and with which words; what the words mean is not asked yet."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from IPython.core.error import UsageError

from wanwidgets.magic.options import BY_FLAG, Option

__all__ = ["Given", "given_in"]


@dataclass(frozen=True, slots=True)
class Given:
    """What a line gives.

    Attributes
    ----------
    options : tuple of (Option, str)
        In order; a switch has an empty word.
    alone : tuple of str
        The words that belong to no option.
    waits : Option or None
        The option whose word has not been written, where the line ends with it.
    """

    options: tuple[tuple[Option, str], ...] = ()
    alone: tuple[str, ...] = ()
    waits: Option | None = None

    def words(self, name: str) -> tuple[str, ...]:
        """Return the words that were given for the option of that name."""
        return tuple(word for option, word in self.options if option.name == name)

    def has(self, name: str) -> bool:
        """Whether the option of that name was given."""
        return any(option.name == name for option, _ in self.options)

    def one(self, name: str) -> str | None:
        """Return the word that was given for an option that is given once; None where it was not."""
        return next(iter(self.words(name)), None)


def given_in(words: Sequence[str], *, prog: str = "") -> Given:
    """Read the words of a line.

    Parameters
    ----------
    words
        As `wanwidgets.magic.line.split` returns them.
    prog
        The magic, to be named in errors. Without it the line may be unfinished or wrong, and what cannot be read is
        passed over.

    Raises
    ------
    UsageError
        There is no such option, one lacks its word or is given twice.
    """
    options: list[tuple[Option, str]] = []
    alone: list[str] = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if not word.startswith("-") or word == "-":
            alone.append(word)
            continue
        flag, value = _parted(word)
        option = BY_FLAG.get(flag)
        wrong = _wrong(word, flag, value, option, options)
        if wrong and prog:
            raise UsageError(f"{prog}: {wrong}")
        if option is None or wrong:
            continue
        if not option.value:
            options.append((option, ""))
        elif value is not None:
            options.append((option, value))
        elif not rest:
            if prog:
                raise UsageError(f"{prog}: {flag} needs {option.value} after it.")
            return Given(tuple(options), tuple(alone), option)
        else:
            options.append((option, rest.pop(0)))
    return Given(tuple(options), tuple(alone))


def _parted(word: str) -> tuple[str, str | None]:
    """Return the flag of a word and what is attached to it: ``--size=2K``, ``-n2``, ``-n=2``."""
    if not word.startswith("--"):
        return word[:2], word[2:].removeprefix("=") or None
    flag, equals, value = word.partition("=")
    return flag, value if equals else None


def _wrong(word: str, flag: str, value: str | None, option: Option | None, before: list[tuple[Option, str]]) -> str:
    if option is None:
        # What stands behind = may be a key, so it is not shown.
        head, _, _ = word.partition("=")
        near = difflib.get_close_matches(head, BY_FLAG, 1)
        meant = f" Did you mean {near[0]}?" if near else ""
        return f"there is no option {head!r}.{meant} --help lists them."
    if value is not None and not option.value:
        return f"{flag} stands alone and takes no value; {word!r} has one."
    if not option.many and any(option is other for other, _ in before):
        return f"{flag} is given twice. Give it once."
    return ""
