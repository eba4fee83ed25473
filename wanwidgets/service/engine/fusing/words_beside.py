"""How people say it when whole pictures come together in one, English and Chinese."""
# A pattern that is broken over lines is harder to read than a long one.
# ruff: noqa: E501

from __future__ import annotations

from wanwidgets.service.engine.fusing.collage import COLUMN, GRID, ROW
from wanwidgets.service.engine.grammar.blocks import COLORS, EN_COLOR
from wanwidgets.service.engine.grammar.words import Frame, Help, Words

__all__ = ["BESIDE"]

_ALL = r"(?:(?:all|both|all of|each of)?(?: ?(?:the|these|those|my|your))?(?: (?:two|three|four|five|six|seven|eight|nine|2|3|4|5|6|7|8|9))? ?(?:input )?(?:images|pictures|photos|photographs|pics)|them(?: all)?|both|everything|all of them)"
_SEVERAL = rf"(?:(?P<source>(?:<image \d> ?)+)|{_ALL})"
_PAIR = r"(?P<source><image \d>) ?(?:and|,|with|to|next to|beside|&)? ?(?P<source2><image \d>)"
_BOXES = r"(?P<sbox><box \d>) (?:of|in|from) (?P<source><image \d>) (?:and|with|to) (?P<sbox2><box \d>) (?:of|in|from) (?P<source2><image \d>)"
_PUT = r"(?:put|place|arrange|show|lay|lay out|set|combine|join|stitch|merge|display|line up|align|compare|present|position|tile|stack|montage|assemble|collage|compose|organi[sz]e|pair)"
_GROUND = rf"(?:,? ?(?:on|with|over|against|and|using) (?:an? |the )?{EN_COLOR} (?:back ?ground|ground|gaps?|borders?|mat|canvas|spacing|frame|margins?))?"
_TOGETHER = r"(?: together)?(?: in(?:to)? (?:one|a single|a) (?:image|picture|photo|frame))?"

_EN_LAYOUTS = (
    (
        ROW,
        r"(?:side ?(?:by|-by-) ?side|next to each other|next to one another|beside each other|beside one another|in (?:a|one|a single) row|horizontally|left and right|from left to right|in a line|as a (?:diptych|row))",
    ),
    (
        COLUMN,
        r"(?:one above the other|above each other|above one another|one below the other|below each other|one over the other|vertically|in (?:a|one|a single) column|top to bottom|from top to bottom|top and bottom|as a (?:column|strip)|on top of each other|on top of one another|one on top of the other)",
    ),
    (
        GRID,
        r"(?:(?:in|into|as|to) (?:a|one)? ?(?:photo |image |picture |square |neat )?(?:grid|collage|montage|mosaic|contact sheet|photo wall|wall|board|mood ?board|sheet)|(?:in|into) rows)",
    ),
)
_EN_NAMED = (
    (
        ROW,
        r"(?:side ?-?by ?-?side(?: comparison| view| image| picture)?|diptych|triptych|comparison|row|before ?(?:and|/|-)? ?after(?: comparison| picture| image)?|horizontal (?:collage|strip))",
    ),
    (COLUMN, r"(?:column|vertical (?:collage|strip|stack)|photo ?(?:booth )?strip|stack)"),
    (GRID, r"(?:(?:photo |picture |image )?(?:collage|grid|montage|contact sheet|wall|mood ?board|mosaic))"),
)
_MAKE = r"(?:make|create|build|produce|generate|compose|show|give me|assemble|design|do|form)(?: me)?(?: into)?"

_SQUARES = r"(?:[2-4]x[2-4]|[2-4] x [2-4]|[2-4] by [2-4]|two by two|three by three)"
_IN_ROWS = rf"(?:in|into|as|on) (?:an? )?(?P<rows>{_SQUARES}|(?:two|three|four|[2-4]) rows)(?: grid| collage)?"
_ROWS = {
    **{f"{rows}{by}{columns}": str(rows) for rows in (2, 3, 4) for columns in (2, 3, 4) for by in ("x", " x ", " by ")},
    **{
        f"{word} rows": str(rows)
        for rows, words in enumerate(("two 2", "three 3", "four 4"), 2)
        for word in words.split()
    },
    **{word: str(rows) for rows, words in enumerate(("两二2", "三3", "四4"), 2) for word in words},
    "two by two": "2",
    "three by three": "3",
}

_EN_ORDERED = (
    (ROW, r"(?:next to|beside|(?:on |at |to )?(?:the )?left (?:of|side of)|left of|before|alongside)", False),
    (ROW, r"(?:(?:on |at |to )?the right (?:of|side of)|right of|after)", True),
    (COLUMN, r"(?:above|over the top of)", False),
    (COLUMN, r"(?:below|beneath|under|underneath)", True),
)
_EN_SIDES = (
    (ROW, r"(?:on|at|to|in) the left(?: side| half)?", r"(?:on|at|to|in) the right(?: side| half)?"),
    (COLUMN, r"(?:on|at|in) (?:the )?top(?: half)?", r"(?:at|on|in) (?:the )?bottom(?: half)?|below|underneath"),
)

_ZH_ALL = r"(?:(?:所有|全部|这|这些|两|三|四|五|六|七|八|九|几|[2-9]|张|幅|的|输入)*(?:图片|照片|图像|图|相片)(?:都|全)?|它们(?:都|全)?)"
_ZH_SEVERAL = (
    rf"(?P<source>(?:<image \d>[和与跟、,，及 ]*)+)(?:这)?(?:[两三四五六七八九]张)?(?:图|图片|照片)?|{_ZH_ALL}"
)
_ZH_SET = r"(?:合成|合并|放|摆放|摆|排列|排|拼接|拼合|拼|拼贴|展示|显示|组合|合|组|连接|放置|排版|并)(?:在一起|到一起|在|成|为|到|起来|一起|成为)*"
_ZH_ONE = r"(?:一张|一个|一幅|同一张|1张)?(?:图片|照片|图像|图|画面|画|大图)?(?:里|中|上)?(?:展示|显示|对比|比较)?"
_ZH_HUES = "|".join(word for word in COLORS if not word.isascii())
_ZH_GROUND = (
    rf"(?:[,，]?(?:用|以|配|使用|带|加)?(?P<color>{_ZH_HUES})色?(?:的)?(?:背景|底色|底|边框|间隔|间距|留白)(?:上)?)?"
)
_ZH_GROUNDED = rf"(?P<color>{_ZH_HUES})色?(?:背景|底色|底|边框)的"
_ZH_LAYOUTS = (
    (ROW, r"(?:左右|并排|并列|水平|横向|横着|一左一右|一行|一排|横排|肩并肩)(?:地|的)?"),
    (COLUMN, r"(?:上下|垂直|竖向|纵向|竖着|一上一下|一列|竖排|纵列)(?:地|的)?"),
)
_ZH_NAMED = (
    (ROW, r"(?:对比图|左右对比图|并排图|横向拼图|横向长图|左右拼图|双联画|三联画|一行|一排)"),
    (COLUMN, r"(?:长图|竖向长图|上下拼图|竖向拼图|上下对比图|一列)"),
    (GRID, r"(?:拼图|拼贴画|拼贴|九宫格|四宫格|六宫格|网格|宫格|照片墙|拼贴图|网格图|拼接图)"),
)
_ZH_ORDERED = (
    (ROW, r"(?:左边|左侧|左面|左方|旁边|旁)", False),
    (ROW, r"(?:右边|右侧|右面|右方)", True),
    (COLUMN, r"(?:上方|顶部)", False),
    (COLUMN, r"(?:下方|下面|底下|下边|底部)", True),
)


def _rows() -> tuple[Frame, ...]:
    frames: list[tuple[str, str]] = []
    for layout, how in _EN_LAYOUTS:
        frames += [
            (layout, rf"{_PUT} {_SEVERAL}{_TOGETHER},? ?{how}{_TOGETHER}{_GROUND}"),
            (layout, rf"{_PUT} {_BOXES}{_TOGETHER},? ?{how}{_TOGETHER}{_GROUND}"),
            (layout, rf"{_SEVERAL} {how}{_TOGETHER}{_GROUND}"),
        ]
    for layout, what in _EN_NAMED:
        frames += [
            (
                layout,
                rf"{_MAKE} (?:an? |the )?{what} (?:of|from|with|out of|using|between|showing) (?:{_SEVERAL}){_GROUND}",
            ),
            (layout, rf"{_MAKE} (?:an? |the )?{what} (?:of|from|with|out of|using|between|showing) {_BOXES}{_GROUND}"),
            (
                layout,
                rf"(?:turn|make|combine|arrange|join|merge|stitch) {_SEVERAL}{_TOGETHER} (?:into|in|as|to) (?:an? |one )?{what}{_GROUND}",
            ),
            (layout, rf"(?:an? )?{what} (?:of|from|with) {_SEVERAL}{_GROUND}"),
        ]
    for layout, where, turned in _EN_ORDERED:
        first, second = ("source2", "source") if turned else ("source", "source2")
        frames.append((layout, rf"{_PUT} (?P<{first}><image \d>) {where} (?P<{second}><image \d>){_GROUND}"))
    for layout, here, there in _EN_SIDES:
        one, two = r"(?P<source><image \d>)", r"(?P<source2><image \d>)"
        frames += [
            (layout, rf"{_PUT} {one} (?:{here}),? ?(?:and|,)? ?{two} (?:{there}){_GROUND}"),
            (layout, rf"{_PUT} {two} (?:{there}),? ?(?:and|,)? ?{one} (?:{here}){_GROUND}"),
        ]
    frames += [
        (GRID, rf"{_MAKE} (?:an? |the )?(?:photo )?(?:collage|grid|montage){_GROUND}"),
        (GRID, rf"collage {_SEVERAL}{_GROUND}"),
        (GRID, rf"{_PUT} {_SEVERAL}{_TOGETHER} {_IN_ROWS}{_GROUND}"),
        (
            GRID,
            rf"{_MAKE} (?:an? |the )?(?P<rows>{_SQUARES}) (?:photo |image )?(?:collage|grid|montage) (?:of|from|with|out of) {_SEVERAL}{_GROUND}",
        ),
        (
            GRID,
            rf"{_MAKE} (?:an? |the )?(?:photo )?(?:collage|grid|montage) (?:of|from|with|out of) {_SEVERAL} {_IN_ROWS}{_GROUND}",
        ),
        (GRID, rf"(?:把|将|让)?(?:{_ZH_SEVERAL})(?:{_ZH_SET})?(?P<rows>[两二三四2-4])(?:行|排){_ZH_GROUND}"),
        (
            GRID,
            rf"(?:把|将)?(?:{_ZH_SEVERAL})(?:拼接|拼合|拼|合并|拼贴)(?:成|为|到|在)(?:一张|一幅|同一张)(?:图片|照片|大图|图)(?:里|中|上)?{_ZH_GROUND}",
        ),
        (ROW, rf"(?:把|将|让)?(?:{_ZH_SEVERAL})(?:放在一起|摆在一起|放到一起)(?:做|进行)?(?:对比|比较)"),
        (ROW, rf"(?:左右|并排)(?:对比|比较)(?:{_ZH_SEVERAL})"),
        (COLUMN, rf"上下(?:对比|比较)(?:{_ZH_SEVERAL})"),
    ]
    for layout, how in _ZH_LAYOUTS:
        frames += [
            (layout, rf"(?:把|将|让)?(?:{_ZH_SEVERAL})(?:分别)?(?:{how})+(?:{_ZH_SET})?{_ZH_ONE}{_ZH_GROUND}"),
            (layout, rf"(?:把|将|让)?(?:{_ZH_SEVERAL})(?:分别)?{_ZH_SET}{how}{_ZH_ONE}{_ZH_GROUND}"),
            (layout, rf"{how}{_ZH_SET}(?:{_ZH_SEVERAL}){_ZH_GROUND}"),
        ]
    for layout, what in _ZH_NAMED:
        frames += [
            (
                layout,
                rf"(?:把|将|用|让)?(?:{_ZH_SEVERAL})(?:{_ZH_SET}|做成|做|制作成|制作|变成|生成|弄成|拼出)+(?:一张|一个|一幅|个|张)?{what}{_ZH_GROUND}",
            ),
            (
                layout,
                rf"(?:把|将|用|让)?(?:{_ZH_SEVERAL})(?:{_ZH_SET}|做成|做|制作成|制作|变成|生成|弄成|拼出)+(?:一张|一个|一幅|个|张)?{_ZH_GROUNDED}{what}",
            ),
            (
                layout,
                rf"(?:做|制作|生成|创建|拼)(?:成)?(?:一张|一个|一幅|个|张)?(?:由)?(?:{_ZH_SEVERAL})(?:组成)?的{what}{_ZH_GROUND}",
            ),
        ]
    for layout, where, turned in _ZH_ORDERED:
        first, second = ("source2", "source") if turned else ("source", "source2")
        frames.append(
            (
                layout,
                rf"(?:把|将|让)?(?P<{first}><image \d>)(?:放|摆|排|置|拼|接|放置)(?:到|在|至)?(?P<{second}><image \d>)的?{where}{_ZH_GROUND}",
            )
        )
    frames += [
        (
            ROW,
            r"(?:把|将|让)?(?P<source><image \d>)(?:放|摆)?在?左(?:边|侧|面)? ?[,，和与]? ?(?:把|将|让)?(?P<source2><image \d>)(?:放|摆)?在?右(?:边|侧|面)?",
        ),
        (
            COLUMN,
            r"(?:把|将|让)?(?P<source><image \d>)(?:放|摆)?在?上(?:边|面|方)? ?[,，和与]? ?(?:把|将|让)?(?P<source2><image \d>)(?:放|摆)?在?下(?:边|面|方)?",
        ),
        (GRID, rf"(?:把|将)?(?:{_ZH_SEVERAL})(?:拼接|拼合|拼|拼贴)(?:在一起|到一起|起来)?{_ZH_GROUND}"),
    ]
    return tuple(Frame("collage", pattern, {"layout": layout}) for layout, pattern in frames)


_EXPOSED = (
    rf"{_MAKE} (?:an? |the )?(?:double|multiple)(?:-| )?exposure(?: (?:effect|picture|image|photo))? (?:of|from|with|out of|using|between) {_SEVERAL}",
    rf"(?:double|multiple) ?-?(?:expose|exposure)(?: of)? {_SEVERAL}",
    rf"(?:turn|combine|merge|blend|fuse) {_SEVERAL}{_TOGETHER} (?:into|in|as) (?:an? )?(?:double|multiple) ?-?exposure",
    rf"{_MAKE} (?:an? |the )?(?:double|multiple) ?-?exposure(?: effect)?",
    rf"(?:blend|superimpose|overlay|mix|cross ?-?fade) {_PAIR}{_TOGETHER}",
    rf"(?:blend|superimpose|overlay|mix|cross ?-?fade) {_SEVERAL}{_TOGETHER}",
    r"superimpose (?P<source><image \d>) (?:on|onto|over|with) (?P<source2><image \d>)",
    r"(?:把|将|用|让)?(?P<source>(?:<image \d>[和与跟、,，及 ]*)+)(?:叠加|叠印|重叠|混合|叠化)(?:在一起|到一起|起来)?",
    rf"(?:把|将|用|让)?(?:{_ZH_SEVERAL})(?:做成|制作成|合成|合成为|做|变成|生成|叠加成|进行|制作)(?:一张|一个)?(?:双重|多重|二次)曝光(?:效果|照片|图片|图)?",
    rf"(?:做|制作|生成)(?:一张|一个)?(?:{_ZH_SEVERAL})的(?:双重|多重|二次)曝光(?:效果|照片|图片|图)?",
    r"(?:双重|多重)曝光(?:效果)?(?P<source>(?:<image \d>[和与跟、,，及 ]*)+)?",
)

BESIDE = Words(
    (*_rows(), *(Frame("double_exposure", pattern) for pattern in _EXPOSED)),
    meanings={"color": COLORS, "rows": _ROWS},
    helps=(
        Help(
            "show pictures side by side, in a grid or as a double exposure",
            "把多张图并排、拼成网格或双重曝光",
            "Put image 1 and image 2 side by side",
            "把图1和图2左右拼接",
        ),
    ),
)
