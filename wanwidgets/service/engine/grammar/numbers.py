"""How angles, parts of a hundred and factors are said, English and Chinese: pieces of patterns and what they mean."""
# A pattern that is broken over lines is harder to read than a long one.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = [
    "DEGREES",
    "EN_DEGREES",
    "EN_PERCENT",
    "EN_TIMES",
    "PERCENT",
    "TIMES",
    "ZH_DEGREES",
    "ZH_PERCENT",
    "ZH_TIMES",
]

_ZH_DIGITS = "零一二三四五六七八九"
_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def _chinese(number: int) -> str:
    """Return a number from 0 to 999 in characters.

    >>> _chinese(15), _chinese(90), _chinese(105), _chinese(180)
    ('十五', '九十', '一百零五', '一百八十')
    """
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    one = _ZH_DIGITS[units] if units or not number else ""
    ten = "" if not tens else "十" if tens == 1 and not hundreds else f"{_ZH_DIGITS[tens]}十"
    if not hundreds:
        return ten + one
    return f"{_ZH_DIGITS[hundreds]}百{'零' if units and not tens else ''}{ten}{one}"


def _english(number: int) -> str:
    """Return a number from 0 to 999 in words.

    >>> _english(15), _english(45), _english(180)
    ('fifteen', 'forty five', 'one hundred eighty')
    """
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    words = [f"{_UNITS[hundreds]} hundred"] if hundreds else []
    if rest >= len(_UNITS):
        words += [_TENS[tens - 2], *([_UNITS[units]] if units else [])]
    elif rest or not hundreds:
        words.append(_UNITS[rest])
    return " ".join(words)


def _said(last: int) -> dict[str, str]:
    """Return all whole numbers up to the last, with their names; also with one decimal in digits."""
    names = {}
    for number in range(last + 1):
        english = _english(number)
        ways = (str(number), english, english.replace("ty ", "ty-"), english.replace("hundred ", "hundred and "))
        names.update(dict.fromkeys((*ways, _chinese(number)), str(number)))
        names.update({f"{number}.{tenth}": f"{number}.{tenth}" for tenth in range(1, 10) if number < last})
        names[f"{number}.0"] = str(number)
    return names


_EN_NUMBER = r"\d{1,3}(?:\.\d)?|(?:[a-z]+ hundred ?(?:and )?)?[a-z]+(?:[ -][a-z]+)?"
_ZH_NUMBER = r"\d{1,3}(?:\.\d)?|[零一二三四五六七八九十百]{1,5}"

DEGREES: Mapping[str, str] = MappingProxyType({said: meant for said, meant in _said(360).items() if meant != "0"})
"""Above 0 and up to 360, for ``meanings={"degrees": DEGREES}``; values are decimal digits, such as ``"30"`` or ``"2.5"``."""

EN_DEGREES = rf"(?:by )?(?P<degrees>{_EN_NUMBER}) ?-?(?:degrees?|deg|°)"
ZH_DEGREES = rf"(?P<degrees>{_ZH_NUMBER}) ?(?:度|°)(?:角)?"

PERCENT: Mapping[str, str] = MappingProxyType({said: meant for said, meant in _said(200).items() if meant != "0"})
"""Above 0 and up to 200, for ``meanings={"percent": PERCENT}``."""

EN_PERCENT = rf"(?:by )?(?P<percent>{_EN_NUMBER}) ?(?:%|percent|per cent)"
ZH_PERCENT = r"(?:百分之(?=[零一二三四五六七八九十百\d]))?(?P<percent>(?<=百分之)(?:\d{1,3}|[零一二三四五六七八九十百]{1,5})|\d{1,3}(?:\.\d)?(?=%))%?"

TIMES: Mapping[str, str] = MappingProxyType(
    {
        **{said: meant for said, meant in _said(20).items() if meant != "0"},
        "twice": "2",
        "double": "2",
        "triple": "3",
        "half": "0.5",
        "两": "2",
    }
)
"""Factors up to 20, for ``meanings={"times": TIMES}``."""

EN_TIMES = r"(?:by )?(?:a factor of )?(?P<times>\d{1,2}(?:\.\d)?(?= ?(?:x|×|times|fold))|(?<=factor of )\d{1,2}(?:\.\d)?|twice|double|triple|half|[a-z]+(?= times))(?: ?(?:x|×|times|fold))?"
ZH_TIMES = r"(?P<times>\d{1,2}(?:\.\d)?|[一二三四五六七八九十两]{1,2})倍"
