"""Every word shown, English and Chinese, in tables."""

from __future__ import annotations

from wanwidgets.facts import Mode
from wanwidgets.problems import Problem
from wanwidgets.widgets.text.names import NAMES
from wanwidgets.widgets.text.problems import PROBLEMS_EN, PROBLEMS_ZH
from wanwidgets.widgets.text.remarks import chinese, here
from wanwidgets.widgets.text.words import WORDS

__all__ = ["LANGUAGES", "NAMES", "PROBLEMS_EN", "PROBLEMS_ZH", "WORDS", "Words"]

LANGUAGES = ("en", "zh")


class Words:
    """The words of one language.

    Parameters
    ----------
    language
        ``"en"`` or ``"zh"``.

    Raises
    ------
    ValueError
        Another language.
    """

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, not {language!r}.")
        self.language = language
        self._index = LANGUAGES.index(language)

    def __call__(self, key: str, **facts: object) -> str:
        """Return the words of that key, with facts filled in."""
        return WORDS[key][self._index].format(**facts)

    def name(self, key: str, otherwise: str) -> str:
        """Return what something of the catalog is called: of `NAMES`, or `otherwise` where it has no name there."""
        return NAMES[key][self._index] if key in NAMES else otherwise

    def parameter(self, name: str) -> str:
        """Return what a parameter is called."""
        return self.name(name, name)

    def mode(self, mode: Mode) -> str:
        """Return what a mode is called."""
        return self.name(f"mode.{mode.name}", mode.title)

    def hint(self, key: str) -> str:
        """Return the words of that key, or nothing where there are none."""
        return self(key) if key in WORDS else ""

    def listed(self, texts: tuple[str, ...]) -> str:
        """Return texts one after the other, as the language does it."""
        return (", " if self.language == "en" else "、").join(texts)

    def remark(self, remark: str) -> str:
        """Return a sentence of ours in this language, where there are words for it; others stay as they are."""
        return here(remark) if self.language == "en" else chinese(remark)

    def problem(self, problem: Problem, *, field: bool = True) -> str:
        """Return what is wrong and how to mend it, with or without naming the field."""
        english = self.language == "en"
        pair = (PROBLEMS_EN if english else PROBLEMS_ZH)[problem.code]
        wrong = pair[0].format(value=self._translated(problem.value), allowed=self._translated(problem.allowed))
        text = f"{wrong}{'. ' if english else '。'}{pair[1]}"
        if not english:
            return f"{self.field(problem)}：{text}" if field else text
        return f"{self.field(problem)}: {text}" if field else text[:1].upper() + text[1:]

    def problems(self, found: tuple[Problem, ...]) -> str:
        """Return several problems of one field, without naming it."""
        return " ".join(self.problem(problem, field=False) for problem in found)

    def remedy(self, problem: Problem) -> str:
        """Return how to mend it, without what is wrong."""
        return (PROBLEMS_EN if self.language == "en" else PROBLEMS_ZH)[problem.code][1]

    def field(self, problem: Problem) -> str:
        """Return the name of the field that has a problem."""
        if problem.number is not None:
            return self("image", number=problem.number)
        return self(problem.field) if problem.field in WORDS else self.parameter(problem.field)

    def _translated(self, fact: str) -> str:
        # A problem names a mode by the catalog's title, and a region by its name; alone or before a bracket.
        title, bracket, rest = fact.partition(" (")
        return f"{_BY_TITLE[title][self._index]}{bracket}{rest}" if title in _BY_TITLE else fact


_BY_TITLE = {pair[0]: pair for key, pair in NAMES.items() if key.startswith("mode.")} | {
    key.partition(".")[2]: pair for key, pair in NAMES.items() if key.startswith("region.")
}
