"""Pieces of patterns of which families make their frames, English and Chinese.

In a pattern, ``<image 1>`` is a picture, ``<box 1>`` a box, ``<every>`` "the box" or "the mask", ``<whole>`` the whole
picture, ``<text 1>`` something in quotes. Chinese clauses are matched without spaces between characters and marks.
"""
# A pattern that is broken over lines is harder to read than a long one.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = [
    "COLORS",
    "EN_COLOR",
    "EN_FROM",
    "EN_INTO",
    "EN_NO_MORE",
    "EN_THING",
    "EN_WHAT",
    "EN_WHERE",
    "NOT_THINGS",
    "ZH_BOXED",
    "ZH_COLOR",
    "ZH_FROM",
    "ZH_IN",
    "ZH_NO_MORE",
    "ZH_THING",
]

EN_THING = r"(?P<thing>[a-z](?:(?! and | then )[a-z' -]){0,60}?)"
"""A name that a box stands for: "the old man"."""

ZH_THING = r"(?P<thing>[\u4e00-\u9fff]{0,12}?)"

EN_WHAT = r"(?:what is|what's|whatever is|everything|anything|all|the contents?|the object|the thing)"
"""What stands for the contents of a box."""

EN_WHERE = (
    r"(?P<box>(?:<box \d> ?)+|<every>)?(?: ?(?:of|in|on|from|inside|within|for|to|onto|into|at))?(?: the)? ?(?P<image><image \d>)?"
    r"(?:'s)?(?: ?,?(?:in|at|inside|into|within|on|onto|using|to|from)? ?(?P<box2>(?:<box \d> ?)+|<every>))?"
)
"""Where something is done: "box 1 of image 2", "image 2, in box 1". It can be empty."""

EN_FROM = r"(?:(?P<sbox><box \d>|<every>)(?: (?:of|in|on|from) )?)?(?P<source><image \d>)?(?P<sbox2>(?:'s)? ?<box \d>)?"
"""Where something is taken from, likewise; "the selected pattern" is ``<every>``."""

EN_INTO = r"(?:into|in|inside|within|at|on|onto|to|over|for)(?: the (?:position|place|location|area|spot|region)(?: of| in| marked by| given by)?)?"

ZH_IN = (
    r"(?P<image><image \d>)?(?:的|中的|里的|上的|里|中|内|上)?(?P<box>(?:<box \d> ?)+|<every>)?"
    r"(?:的位置|位置|所在|区域|里面的|里面|里的|中的|内的|处的|里|中|内|处|上|的)*"
)
"""Where something is done. It can be empty."""

ZH_BOXED = r"(?P<image><image \d>)?(?:的|中的|里的|上的|里|中|内|上)?(?P<box>(?:<box \d> ?)+|<every>)(?:里面的|里的|中的|内的|处的|的|里|中|内)*"
"""Where something is done, by a box: a thing that is named behind it (`ZH_THING`) can have any name."""

ZH_FROM = rf"(?P<source><image \d>)?(?:中的|里的|上的|里面的|中|里|上|的)?(?P<sbox><box \d>|<every>)?(?:中的|里的|内的|处的|里面的|中|里|内|的)?{ZH_THING}"
"""Where something is taken from, and its name."""

_ENGLISH = (
    *("red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "grey", "white", "black"),
    *("cyan", "gold", "beige", "navy"),
)

COLORS: Mapping[str, str] = MappingProxyType(
    {
        **{name: name for name in _ENGLISH},
        "gray": "grey",
        "violet": "purple",
        "turquoise": "cyan",
        "teal": "cyan",
        "golden": "gold",
        "cream": "beige",
        **dict(zip("红橙黄绿蓝紫粉棕灰白黑青金米", _ENGLISH[:14], strict=True)),
        "褐": "brown",
    }
)
"""What colours are called; the values are names of `retouching.fill.COLORS`."""

EN_COLOR = rf"(?:(?:a|plain|solid|flat|pure|uniform|the colou?r) )*(?P<color>{'|'.join(word for word in COLORS if word.isascii())})(?: colou?r| paint)?"
ZH_COLOR = rf"纯?(?P<color>[{''.join(word for word in COLORS if not word.isascii())}])色?(?:的)?(?:颜料|油漆)?"

NOT_THINGS = r"(?<![a-z])(?:red[ -]?eyes?|back ?ground|colou?rs?|noise|blur|haze|fog|saturation|every|half|one of|most of)(?![a-z])|背景|颜色|色彩|噪|雾"
"""What cannot be taken out of a box, or painted, by filling the box."""

_PICTURE = "photo|photograph|picture|image|drawing|painting|one"
EN_NO_MORE = rf"(?! (?:{_PICTURE})s? (?:(?:in)?to |(?:a |in )?(?:full )?colou?r)| into (?:a |an )?(?:real |realistic |normal |colou?r )*(?:{_PICTURE})(?![a-z]))"
ZH_NO_MORE = (
    r"(?!画?的?(?:照片|图片|图像|画面|图)?(?:上色|着色|(?:变成|变为|转成|转为|转换成|转换为|还原成|还原为|改成)))"
)
"""Behind the name of a look: not "the sketch into a photo", which says what the picture looks like now."""
