"""Ratios of width to height as people write them, and what they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["EN_RATIO", "RATIOS", "ZH_RATIO"]

_KNOWN = ((1, 1), (4, 3), (3, 2), (5, 4), (2, 1), (16, 9), (16, 10), (21, 9))
_BETWEEN = (" ", ":", "/", "x", "*", "×", " x ", " : ", " / ", " by ", " to ", "比")

RATIOS: Mapping[str, str] = MappingProxyType(
    {
        **{f"{a}{mark}{b}": f"{a}:{b}" for one in _KNOWN for a, b in (one, one[::-1]) for mark in _BETWEEN},
        **dict.fromkeys(("square", "正方形", "方形"), "1:1"),
    }
)
"""Ratios of width to height; a colon is a space by the time that a prompt is read."""

EN_RATIO = r"(?P<ratio>square|\d{1,2} ?(?:[:/x*×]| by| to)? ?\d{1,2})"
ZH_RATIO = r"(?P<ratio>正方形|方形|\d{1,2} ?[:/x*×比]? ?\d{1,2})"
