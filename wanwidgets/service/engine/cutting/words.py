"""How people say it when a thing is told from what is around it, English and Chinese."""
# A pattern that is broken over lines is harder to read than a long one.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from wanwidgets.service.engine.cutting.grounds import TRANSPARENT
from wanwidgets.service.engine.grammar.blocks import COLORS, EN_COLOR, EN_THING, EN_WHAT, EN_WHERE, ZH_COLOR, ZH_THING
from wanwidgets.service.engine.grammar.words import Frame, Help, Words

__all__ = ["WORDS"]

_GROUNDS: Mapping[str, str] = MappingProxyType(
    {
        **COLORS,
        **dict.fromkeys(("transparent", "checkered", "checkerboard", "chequered", "透明", "棋盘格"), TRANSPARENT),
    }
)

_NO_THING = r"(?<![a-z])(?:back ?ground|backdrop|surroundings|rest|everything|colou?rs?|text|words?|faces?|eyes|boxe?s?|mask|sticker|outline|picture|image|photo)(?![a-z])|背景|周围|其余|其他|颜色|文字|换|放|变|模糊|贴纸|保留|白色|透明"
"""What is no name of a thing that could be cut out, or says more than a name."""

_IN_PICTURE = r"(?: ?(?:in|of|from|out of) (?:the|this|that) (?:image|picture|photo|photograph|shot|scene))?"
_THING = rf"(?:(?:{EN_WHAT}|(?:(?:the|a|an|this|that|my|main|whole) )*{EN_THING})[ ,]?(?:(?:that is |which is |shown )?(?:in|inside|within|from|of|at|on|under|below|out of) ?)?)?{EN_WHERE}{_IN_PICTURE}"
"""The thing in a box, by its name or not."""

_BACK = r"(?:(?P<image2><image \d>) ?'s )?(?:(?:the|its|their|this|that|whole|entire|old|current) )*(?:back ?ground|backdrop|surroundings|bg)"
_REST = r"(?:(?:the|all the) (?:rest|other parts?|remaining part)(?: of (?:it|(?:the|this) (?:image|picture|photo|scene)))?|everything else|anything else|all else|what is (?:around|behind) (?:it|them)|everything (?:around|behind) (?:it|them))"
_AROUND = rf"(?:{_BACK}|(?:everything|what is|the area|all) (?=behind|around))"
_OF = rf"(?: ?,?(?:behind|around|of|in|from|for|to|surrounding) {_THING})?"

_PUT = r"(?:(?:place|put|set|lay|paste|show|present|display|mount|leave|have)(?: (?:it|them|him|her|this|that|the (?:result|cut-?out|thing|object|subject|person)))?)"
_LAY = r"(?:place|put|set|lay|paste|show|present|display|mount|move)(?! (?:it|them|him|her|this|that|on|onto|in|into|against|before|over|to)(?![a-z]))"
"""The same said of a thing by its name: of "it" says what stands before."""
_PURE = r"(?:(?:a|an|the|pure|plain|solid|clean|flat|completely|fully|simple|uniform|studio|seamless) )*"
_NAMES = "|".join(word for word in _GROUNDS if word.isascii())
_BARE = rf"{_PURE}(?P<ground>{_NAMES})(?: colou?r(?:ed)?)?(?: (?:one|colou?r))?"
_GROUND = (
    rf"{_PURE}(?P<ground>{_NAMES})(?: colou?r(?:ed)?)?(?: checker(?:board|ed)?)? ?(?:(?:back ?ground|backdrop|canvas))"
)
_CUT = r"(?:cut(?: ?-?out)?|extract|isolate|separate|free|lift|clip|segment|crop)"
_CUT_OUT = r"(?:cut ?-?out|cut|extract|isolate|separate|clip out|lift out|free)"
_OUT = rf"(?:(?: out)?(?: (?:from|of|out of) {_BACK})?)"
_TO = r"(?:to|into|with|by|in|as|for|against)"
_MAKE = r"(?:make|turn|change|set|paint|fill|render|replace|swap|switch|convert|color|colour)"

_CUTS = (
    rf"{_CUT_OUT} {_THING}{_OUT}",
    rf"(?:make|create|give me|get) (?:a )?cut-?out (?:of|from) {_THING}",
    rf"{_CUT} {_THING}{_OUT},?(?: and)?(?: then)? ?{_PUT}? ?(?:on|onto|against|over|in front of|before|with|in|to|into) {_GROUND}",
    rf"{_LAY} {_THING} (?:on|onto|against|before|over|in front of|in) {_GROUND}",
    rf"{_MAKE} {_BACK}{_OF} {_TO}? ?{_BARE}(?: back ?ground)?",
    rf"(?:give|add)(?: to)? {_THING}(?: to)? {_GROUND}",
    rf"(?:(?:make|create|give it|give me) (?:a |an )?)?{_GROUND}(?: ?(?:for|behind|around|to) {_THING})?",
    rf"(?:remove|delete|erase|drop|eliminate|clear|take away|get rid of|cut out|cut away|strip) {_BACK}{_OF}",
    rf"(?:remove|delete|erase|replace|swap) {_BACK}{_OF},?(?: and)? (?:(?:make|leave|set|paint) it|replace it with|use|put|with|on) {_PURE}(?P<ground>{_NAMES})(?: (?:one|back ?ground|colou?r))?",
    r"back ?ground (?:removal|remover)",
    rf"(?:show|keep|leave) (?:only|just) {_THING}",
    rf"(?:show|keep|leave) {_THING} only",
    rf"{_LAY} {_THING} (?:on|onto|against|before|over|in front of) {_PURE}(?P<ground>{_NAMES})",
    rf"{_CUT_OUT} {_THING}{_OUT},?(?: and)?(?: then)? ?{_PUT}? ?(?:on|onto|against|over|in front of|before) {_PURE}(?P<ground>{_NAMES})",
)
_BACKDROPS = (
    rf"(?:replace|change|swap|switch|exchange|substitute) {_BACK}{_OF} {_TO} (?:(?:that|the one|(?:the )?(?:back ?ground|scene|scenery|landscape|view)) ?(?:of|from|in) )?(?P<source><image \d>)(?: 's (?:back ?ground|scene))?",
    rf"(?:use|take|set|put) (?:(?:the )?(?:back ?ground|scene|scenery) (?:of|from|in) )?(?P<source><image \d>) (?:as|for|to be) (?:(?:the|a|its|new) )*(?:back ?ground|backdrop){_OF}",
    rf"{_LAY} {_THING} (?:on|onto|in|into|in front of|against|before|over|to) (?:the )?(?:back ?ground|backdrop|scene|scenery|landscape)(?: (?:of|from|in))? (?P<source><image \d>)",
    rf"{_LAY} {_THING} (?:in front of|before|against) (?P<source><image \d>)",
    rf"{_CUT} {_THING}{_OUT},?(?: and)?(?: then)? ?{_PUT}? ?(?:on|onto|against|over|in front of|before|with|in|into) (?:(?:the )?(?:back ?ground|backdrop|scene|scenery|landscape)(?: (?:of|from|in))? )?(?P<source><image \d>)(?: as (?:(?:the|a|its|new) )*(?:back ?ground|backdrop))?",
)

_GREY = r"(?:black ?(?:and|&|n|/) ?white|b ?& ?w|gr[ae]y ?-?scale|monochrome|gr[ae]y|colou?rless|desaturated)"
_CHANGED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "blurred": (r"(?:blur(?: out)?|defocus|soften)", r"(?:blurr?(?:ed|y|ier)?|out of focus|soft|softer|bokeh)"),
        "black and white": (r"(?:desaturate|decolou?ri[sz]e|gr[ae]y out|bleach)", _GREY),
        "darker": (r"(?:darken|dim|shade)(?: down)?", r"(?:dark|darker|dimmer|darkened|dim)"),
        "brighter": (r"(?:brighten(?: up)?|lighten(?: up)?)", r"(?:bright|brighter|lighter|brightened|light)"),
    }
)
"""What can become of the surroundings: as one verb, and as what they are made."""


def _changes(verb: str, made: str) -> tuple[str, ...]:
    turn = r"(?:make|turn|convert|change|render|set|get|give|have|want)"
    return (
        rf"{verb} {_AROUND}{_OF}",
        rf"{turn} {_AROUND}{_OF} (?:to |into |in |a )?{made}(?: (?:image|picture|photo))?",
        rf"{made} {_BACK}{_OF}",
        rf"(?:(?:add|apply|use|with) )?(?:a |the )?back ?ground {verb}{_OF}",
        rf"(?:add|give(?: me| it)?|use|with|put) (?:a |an |some )?{made} {_BACK}{_OF}",
        rf"{_BACK}{_OF} {made}",
    )


_SPLASHES = (
    rf"(?:keep|leave|show|preserve) (?:only |just ){_THING} (?:in (?:full |its |original )*)?colou?r(?:ed|ful)?",
    rf"(?:only )?(?:keep|leave|show|preserve)(?: only| just)? {_THING} (?:in (?:full |its |original )*)?colou?r(?:ed|ful)?(?:,| and|, and| while| with|, with)*(?: (?:make|making|turn|turning|convert|converting|render|rendering))? ?(?:{_BACK}|{_REST})(?: (?:to|into|in|be|is))? {_GREY}",
    rf"(?:make|create|do|apply|add|use)? ?(?:a |the )?(?:selective|splash of|pop of)? ?colou?r(?: ?splash| ?pop| accent| isolation)(?: effect)?(?: ?(?:on|for|of|to|with) {_THING})?",
    rf"(?:make|create|do|apply|add|use)? ?(?:a |the )?(?:selective colou?r(?:ing)?)(?: effect)?(?: ?(?:on|for|of|to|with) {_THING})?",
)
_FOCUSED = (
    rf"focus (?:only )?on {_THING}",
    rf"(?:use |add |apply |make |create )?(?:a |the |some )?(?:portrait mode|bokeh|bokeh effect|shallow depth of field|shallow focus)(?: effect)?(?: ?(?:on|for|around|behind|of|to) {_THING})?",
)
_SPOTLIT = (rf"(?:put |set )?(?:a |the )?spot ?light (?:on )?{_THING}",)
_BEYOND = (
    r"(?:(?:everything|anything|all|what is|the (?:area|rest|part|picture|image)) (?:outside|around|beyond)(?: of)? )"
)

_SHOW = rf"(?:segment(?: out)?|highlight|shade|segmentation (?:of|for)|(?:make|create|draw|show|do|give me|perform) (?:a |the )?(?:segmentation|segments?)(?: overlay| mask| map)? (?:of|for|on)) {_THING}"
_LINE = rf"(?:outline|trace(?: around)?|contour|draw (?:(?:a|an|the) )?(?:thick |thin )?(?:outline|contour|contour line|silhouette line)s? (?:around|of|for|on)|add (?:(?:a|an) )?(?:outline|contour) (?:to|around)) {_THING}"
_MASKS = rf"(?:show|make|create|extract|get|output|give me|draw|return|generate|export|produce)(?: me)? (?:(?:a|an|the|binary|alpha|black and white|segmentation) )*(?:<every>|matte|alpha matte|mask) (?:of|for) {_THING}"
_SHADES = (
    rf"(?:show|make|create|extract|get|draw|generate|produce)(?: me)? (?:(?:a|an|the|black) )*silhouette (?:of|from|for) {_THING}",
    rf"(?:turn|make|convert|change) {_THING} (?:into |to )?(?:a |an )?(?:black )?silhouette",
    rf"(?:(?:a|the|black) )*silhouette (?:of|from|for) {_THING}",
)
_STICKERS = (
    rf"(?:make|create|produce|design|get|cut out)(?: me)? (?:a |the )?(?:cute )?sticker (?:of|from|out of|with) {_THING}",
    rf"(?:turn|make|convert|change) {_THING} (?:into |to |as )?(?:a |the )?sticker",
)

_ZH_WHERE = r"(?P<image><image \d>)?(?:的|中的|里的|上的|里|中|内|上)?(?P<box>(?:<box \d> ?)+|<every>)?(?:里面的|里的|中的|内的|处的|里面|里|中|内|处|的)*"
_ZH = rf"{_ZH_WHERE}(?:那个|这个|那只|这只|那位|主要的?|整个)?{ZH_THING}"
_ZH_TAKE = r"(?:把|将|给|从|对|为|让)?"
_ZH_NAMED = r"(?:把|将|给|从|对|为|让)?(?!它|他|她|放|置|摆|贴|移|并|再|然后|,)"
"""Before a thing by its name."""
_ZH_OUT = r"(?:单独|完整地?|精确地?)*(?:抠出来|抠下来|抠出|抠图|提取出来|提取|分离出来|分离|剪出来|剪下来|裁出来|扣出来|切出来|抠取)"
_ZH_DO_OUT = r"(?:抠出|抠取|抠|提取出?|分离出?|剪出|裁出|扣出|切出)"
_ZH_NAMES = "".join(word for word in _GROUNDS if len(word) == 1 and not word.isascii())
_ZH_COLORED = rf"(?:一个|一张|一块)?(?:纯|全|干净的|单一的)*(?P<ground>[{_ZH_NAMES}]|透明|棋盘格)(?:色)?(?:的)?"
_ZH_GROUND = rf"{_ZH_COLORED}(?:背景|底色|底|画布|背景布)(?:图|板)?(?:上面|上|中|里|前面|前)*"
_ZH_LAY = r"(?:,|并|并且|然后|再|把|将|它|他|她)*(?:放置|放|置|摆|贴|移)(?:到|在|于|进)*"
_ZH_BECOME = r"(?:都|全|全部)*(?:换成|换为|换|替换成|替换为|改成|改为|变成|变为|转成|转为|涂成|填充成|填充为|设为|设成|设置为|设置成|弄成|做成|处理成|调成|用|为|是)"
_ZH_REST = r"(?:的)?(?:背景|周围|四周|(?:其余|其他|其它|剩下)的?(?:部分|地方|区域|内容)?)(?:部分|区域)?(?:的?颜色)?"
_ZH_DROP = r"(?:去除|去掉|移除|删除|删掉|清除|抹掉|抹去|擦除|去)"

_ZH_CUTS = (
    rf"{_ZH_TAKE}{_ZH}{_ZH_OUT}",
    rf"{_ZH_DO_OUT}{_ZH}",
    r"(?:抠图|智能抠图|一键抠图)",
    rf"{_ZH_NAMED}{_ZH}(?:{_ZH_OUT})?{_ZH_LAY}{_ZH_GROUND}",
    rf"{_ZH_DO_OUT}{_ZH}{_ZH_LAY}{_ZH_GROUND}",
    rf"{_ZH_TAKE}{_ZH}(?:的)?背景(?:颜色)?{_ZH_BECOME}{_ZH_COLORED}(?:背景|底色|底)?",
    rf"{_ZH_TAKE}{_ZH}(?:{_ZH_BECOME}|加上?|用|配上?|换上?)(?:一?个|一?张)?{_ZH_GROUND}",
    r"(?:把|将|让)?背景(?:变成|变|改成|换成|弄成|做成|设为)?(?:为)?(?P<ground>透明|棋盘格)(?:的|色)?",
    rf"(?:只|仅)(?:保留|留下|留|显示){_ZH}",
    rf"(?:换成?|换上|改成|变成)?(?:一?个|一?张)?{_ZH_GROUND}",
    rf"{_ZH_DROP}{_ZH}(?:后面的|的)?背景",
    rf"{_ZH_TAKE}{_ZH}(?:后面的|的)?背景{_ZH_DROP}(?:掉)?",
)
_ZH_BACKDROPS = (
    rf"{_ZH_TAKE}{_ZH}(?:后面的|的)?背景{_ZH_BECOME}(?P<source><image \d>)(?:里的|中的|的)?(?:背景|场景|风景|画面)?",
    rf"(?:用|以|拿|把|将)(?P<source><image \d>)(?:里的|中的|的)?(?:背景|场景|风景|画面)?(?:作为|当作|当成|当|做为|做|替换|换掉){_ZH}(?:的)?(?:新)?背景",
    rf"{_ZH_NAMED}{_ZH}(?:{_ZH_OUT})?{_ZH_LAY}(?P<source><image \d>)(?:里的|中的|的)?(?:背景|场景|风景)(?:上面|上|中|里|前面|前)*",
    rf"{_ZH_TAKE}{_ZH}{_ZH_OUT}{_ZH_LAY}(?P<source><image \d>)(?:上面|上|中|里|前面|前)*",
    rf"{_ZH_DO_OUT}{_ZH}{_ZH_LAY}(?P<source><image \d>)(?:里的|中的|的)?(?:背景|场景|风景)?(?:上面|上|中|里|前面|前)*",
)
_ZH_CHANGED: Mapping[str, str] = MappingProxyType(
    {
        "blurred": r"(?:模糊|虚化|柔化)",
        "black and white": r"(?:黑白|灰度|去色|灰色调|单色)",
        "darker": r"(?:变暗|调暗|压暗|暗|更暗|暗一些|变黑一点)",
        "brighter": r"(?:变亮|调亮|提亮|亮|更亮)",
    }
)


def _zh_changes(change: str) -> tuple[str, ...]:
    made = rf"(?:进行|做|变得|变成|变为|变|改成|改为|转成|转为|转换成|转换为|处理成|调成|调|弄成|弄|成|都|全|全部|更)*{change}(?:掉|化|处理|效果|的|了|色|照片)*"
    return (
        rf"{_ZH_TAKE}{_ZH}(?:后面|周围|以)?{_ZH_REST}{made}",
        rf"{change}{_ZH}(?:后面|周围)?{_ZH_REST}",
        rf"(?:背景|周围){made}",
    )


_ZH_SPLASHES = (
    rf"(?:只|仅|单独)*(?:保留|留下|突出){_ZH}(?:的)?(?:颜色|色彩|彩色),?(?:让|把|将|使)?(?:背景|周围|(?:其余|其他|其它|剩下)的?(?:部分|地方|区域|内容)?)(?:都|全|全部)*(?:变成|变为|变|改成|转成|转为|做成|为|用)?(?:黑白|灰色|灰度)(?:色|的)?",
    rf"(?:局部|重点)(?:彩色|上色|留色)(?:效果)?{_ZH}",
)
_ZH_SPOTLIT = (rf"(?:突出|凸显){_ZH},?(?:让|把|将|使)?(?:背景|周围|四周)(?:都|全)?(?:变暗|调暗|压暗|暗下来|变黑)",)
_ZH_SHOW = (
    rf"(?:分割出?|分割并高亮|高亮显示|高亮|突出显示|语义分割){_ZH}",
    rf"{_ZH_TAKE}{_ZH}(?:分割出来|分割|高亮显示|高亮|突出显示|进行分割|做分割)",
)
_ZH_LINE = (
    rf"(?:用{ZH_COLOR}(?:的)?(?:线条|线)?)?(?:描出|描边|勾出|勾画出|勾勒出|勾勒|画出|标出){_ZH}(?:的)?(?:轮廓线?|边缘|外轮廓)",
    rf"{_ZH_TAKE}{_ZH}(?:描边|勾边|描出轮廓|画出轮廓|勾勒轮廓|画轮廓|加描边|加上描边|加轮廓)",
    rf"{_ZH_TAKE}{_ZH}(?:加上?|画上?|描上?)(?:一圈|一条|个)?{ZH_COLOR}(?:的)?(?:描边|轮廓线?|边线)",
)
_ZH_MASKS = (
    rf"(?:生成|输出|显示|提取|制作|做出|给出){_ZH}(?:的)?<every>(?:图)?",
    rf"(?:生成|输出|显示|提取|制作|做出|给出){_ZH}(?:的)?(?:黑白|分割)?(?:掩码图|蒙版图|掩膜图|遮罩图)",
)
_ZH_SHADES = (
    rf"(?:生成|制作|做成|显示|画出)?{_ZH}(?:的)?剪影",
    rf"{_ZH_TAKE}{_ZH}(?:变成|做成|改成|转成|变为)(?:一个|一张)?(?:黑色)?剪影",
)
_ZH_STICKERS = (
    rf"{_ZH_TAKE}{_ZH}(?:做成|变成|制作成|改成|转成|变为)(?:一个|一张)?贴纸",
    rf"(?:做|制作|生成)(?:一个|一张)?{_ZH}(?:的)?贴纸",
)


def _frames(kind: str, patterns: tuple[str, ...], **values: str) -> tuple[Frame, ...]:
    return tuple(Frame(kind, pattern, values, unless=_NO_THING) for pattern in patterns)


WORDS = Words(
    frames=(
        *_frames("backdrop", (*_BACKDROPS, *_ZH_BACKDROPS)),
        *_frames("sticker", (*_STICKERS, *_ZH_STICKERS)),
        *_frames("mask", (_MASKS, *_ZH_MASKS), of="mask"),
        *_frames("mask", (*_SHADES, *_ZH_SHADES), of="silhouette"),
        *(
            frame
            for change, (verb, made) in _CHANGED.items()
            for frame in (
                *_frames(
                    "outside",
                    (
                        rf"{verb} {_BEYOND}{EN_WHERE}",
                        rf"(?:make|turn|convert|change|render) {_BEYOND}{EN_WHERE} (?:to |into )?{made}",
                    ),
                    change=change,
                ),
                *_frames("around", _changes(verb, made), change=change),
            )
        ),
        *_frames("around", (*_SPLASHES, *_ZH_SPLASHES), change="black and white"),
        *_frames("around", _FOCUSED, change="blurred"),
        *_frames("around", (*_SPOTLIT, *_ZH_SPOTLIT), change="darker"),
        *(
            frame
            for change, said in _ZH_CHANGED.items()
            for frame in (
                *_frames(
                    "outside",
                    (
                        rf"{_ZH_TAKE}{_ZH_WHERE}(?:之|以)?(?:外面|外部|外)(?:的)?(?:部分|区域|地方|内容)*(?:都|全|变成|变为|变|改成|进行|做)*{said}(?:掉|处理)?",
                        rf"{said}{_ZH_WHERE}(?:之|以)?(?:外面|外部|外)(?:的)?(?:部分|区域|地方|内容)*",
                    ),
                    change=change,
                ),
                *_frames("around", _zh_changes(said), change=change),
            )
        ),
        *_frames("cut", (*_CUTS, *_ZH_CUTS), ground="white"),
        *_frames("segment", (rf"{_SHOW},?(?: ?(?:in|with|using) {EN_COLOR})?(?: (?:overlay|highlight))?", *_ZH_SHOW)),
        *_frames(
            "outline", (rf"{_LINE},?(?: ?(?:in|with|using) {EN_COLOR}(?: (?:line|outline|contour)s?)?)?", *_ZH_LINE)
        ),
    ),
    meanings=MappingProxyType({"color": COLORS, "ground": _GROUNDS}),
    helps=(
        Help(
            "cut a boxed thing out onto a colour or another picture",
            "把框里的东西抠出来,换成纯色或另一张图的背景",
            "Cut out the cup in box 1 and put it on a white background",
            "抠出框1里的杯子,放到白色背景上",
        ),
        Help(
            "blur, darken or grey what is around a boxed thing, segment or outline it",
            "模糊、压暗框里东西的背景或变成黑白,分割、描边",
            "Blur the background behind the cup in box 1",
            "虚化框1里杯子的背景",
        ),
    ),
)
