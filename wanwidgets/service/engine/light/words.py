"""How people say it when light and colour change, English and Chinese."""
# A pattern that is broken over lines is harder to read than a long one.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Iterator

from wanwidgets.service.engine.grammar.blocks import (
    EN_NO_MORE,
    EN_WHERE,
    NOT_THINGS,
    ZH_BOXED,
    ZH_IN,
    ZH_NO_MORE,
    ZH_THING,
)
from wanwidgets.service.engine.grammar.words import Frame, Help, Signal, Words

__all__ = ["WORDS"]

# A kind, its names in English and in Chinese. What says most comes first: a warm sunset is a sunset.
_NAMES: tuple[tuple[str, str, str], ...] = (
    ("spring", r"spring(?: ?time|like)?", r"春天|春季|春日|春"),
    ("summer", r"(?:high |mid)?summer(?: ?time|y)?", r"盛夏|夏天|夏季|夏日|夏"),
    ("autumn", r"(?:late )?(?:autumn(?:al)?|fall)", r"金秋|深秋|秋天|秋季|秋日|秋"),
    ("winter", r"(?:deep )?(?:winter(?: ?time)?|wintry)", r"寒冬|冬天|冬季|冬日|冬"),
    ("sunrise", r"sun ?rise|dawn|(?:early )?morning", r"日出|黎明|清晨|早晨|早上|拂晓|晨光"),
    ("noon", r"(?:high )?noon|mid-?day", r"正午|中午"),
    (
        "sunset",
        r"(?:(?:warm|golden|soft) )*(?:sun ?set|golden hour|(?:early )?evening)",
        r"(?:温暖的|金色的|美丽的)*(?:日落|黄昏|傍晚|夕阳|落日|黄金时刻)",
    ),
    ("dusk", r"dusk|twilight|(?:the )?blue hour|nightfall", r"蓝调时刻|暮色|暮光|薄暮"),
    (
        "night",
        r"(?:day ?(?:time)? (?:in)?to )?(?:night(?: ?time)?|midnight|moonlight|moonlit)",
        r"(?:白天(?:变成|改成|变为|换成|变))?(?:夜晚|夜间|晚上|深夜|夜里|夜景|黑夜|月夜|夜)",
    ),
    ("rain", r"rain(?:y|ier|ing|fall|drops)?|drizzle", r"下雨天?|雨天|雨水|雨景|雨滴|大雨|小雨|雨"),
    ("snow", r"snow(?:y|ier|ing|fall|flakes)?", r"下雪天?|雪天|雪花|雪景|飘雪|大雪|小雪|雪"),
    ("fog", r"fog(?:gy|gier)?|mist(?:y|ier)?|haz(?:e|y|ier)", r"起雾|大雾|薄雾|雾气|雾天|雾霭|雾"),
    (
        "rays",
        r"(?:sun|light|god)[ -]?(?:rays|beams|shafts)|(?:rays|beams|shafts) of (?:sun ?)?light|sun ?light|sunshine",
        r"阳光光束|阳光射线|光束|丁达尔(?:光|效应)?|耶稣光|体积光|阳光",
    ),
    (
        "grey",
        r"black ?-?(?:and|&|n|/) ?-?white|b ?[&/] ?w|bw|monochrom(?:e|atic)|gr[ae]y ?-?scale|desaturated?",
        r"黑白|灰度|单色|去色",
    ),
    ("sepia", r"sepia(?:[ -]?toned?)?|brown-?toned?", r"深褐色|棕褐色?|褐色调|乌贼墨"),
    # To invert a mask is to mean what lies outside of it.
    (
        "invert",
        r"invert(?:ed)?(?! ?<every>)|(?:(?:photo(?:graphic)?|film) )?negative|inverse",
        r"反色|反相|负片|底片|反转(?! ?<every>)",
    ),
    (
        "vintage",
        r"vintage|retro|old[ -]?(?:fashioned )?(?:photo(?:graph)?|picture|print|film)|aged|(?:analog(?:ue)? )?film(?: look)?|faded|polaroid",
        r"复古|怀旧|老照片|旧照片|老式|胶片|褪色|年代感|做旧|拍立得",
    ),
    ("warm", r"warm(?:er|th)?", r"暖"),
    ("cool", r"cool(?:er)?|cold(?:er)?", r"冷"),
)
_BEFORE = r"(?:(?:the )?(?:season|time of (?:the )?day|time|hour|weather|scene|like|though|it(?: is|'s| was| were)?|was|were|taken|shot|falling|drifting|heavy|light|soft|during|under)(?: (?:to|in|at|on|into|as|a|an|the|of))* )*"
_AFTER = r"(?: (?:scene|season|day|days|weather|atmosphere|vibe|feeling|hour|light|drops|overlay|falling|afternoon))*"
_ZH_BEFORE = r"(?:换成|换到|切换成|切换到)?(?:(?:季节|时间|天气|场景|氛围|景色|一场|一层|一些|好像|像是|像|看起来|是|在)(?:变成|改成|改为|设为|换成)?)*"
_ZH_AFTER = r"(?:的)?(?:时候|时分|时刻|季节|天气|氛围|气氛|景色|景象|场景|模样|样子|阳光|时|拍的|拍摄)*"

# Effects that are added: what stands before and behind them in such a clause.
_ADDED = ("rain", "snow", "fog", "rays", "warm", "sepia", "vintage")
_EN_ADD = r"(?:add|put|apply|overlay|bring|draw|let there be|give)(?: (?:some|a|an|the|of|falling|drifting|light|soft|thin|thick|heavy|more|gentle|layer of|touch of|film|look))*"
_EN_EFFECT = r"(?: (?:effect|overlay|look|tone|tones|tint|filter|fall|drops|weather|colou?rs?))*(?: (?:to|over|in|on|onto|across|into|in front of|inside))?"
_ZH_TURN = r"(?:变成|变为|变得|调成|调为|转成|转为|转换成|转换为|改成|改为|做成|处理成|换成)(?:更)?"
_ZH_ADD = r"(?:再)?(?:添加|加上|加入|增加|叠加|加|放上|放入|画上|来)(?:上|一些|一点|点|些|一层|一场|一片|一道|几道|了)*"


# A time that becomes another: what it was is said as well.
_TIMES = ("spring", "summer", "autumn", "winter", "sunrise", "noon", "sunset", "dusk", "night")
_EN_TIMES = "|".join(english for kind, english, _ in _NAMES if kind in _TIMES)
_ZH_TIMES = "|".join(chinese for kind, _, chinese in _NAMES if kind in _TIMES)
_EN_FROM_TIME = rf"(?:(?:change|turn|make|convert|transform|shift|switch) )?(?:(?:it|the (?:season|time of day|time|scene|picture|image|photo)) )?(?:from )?(?:(?:a|an|the|this) )?(?:{_EN_TIMES}|day(?: ?time)?){_AFTER}(?: (?:picture|image|photo))?"
_ZH_FROM_TIME = rf"(?:把|将|从|由)?(?:{_ZH_TIMES}|白天)(?:的)?(?:景色|景象|场景|照片|画面|图片)?(?:变成|变为|变换成|改成|改为|换成|转成|转换成|转换为|变到|到|变)"


def _frames() -> Iterator[Frame]:
    for kind, english, chinese in _NAMES:
        yield Frame(
            kind,
            rf"(?:把|将|给|让|使)?{ZH_BOXED}{ZH_THING}{_ZH_TURN}(?:{chinese})(?:色调|色|效果|风格|的|照片|感觉)*",
            unless=NOT_THINGS,
        )
        if kind in _TIMES:
            yield Frame(
                kind, rf"{_EN_FROM_TIME} (?:in)?to (?:a |an |the )?(?:{english}){_AFTER}(?: (?:picture|image|photo))?"
            )
            yield Frame(kind, rf"{_ZH_FROM_TIME}(?:{chinese}){_ZH_AFTER}")
        if kind in _ADDED:
            yield Frame(kind, rf"{_EN_ADD} (?:{english}){_EN_EFFECT} ?(?:the )?{EN_WHERE}")
            yield Frame(
                kind, rf"(?:把|将|给|在|为|让|往)?{ZH_IN}{_ZH_ADD}(?:{chinese})(?:色调|色|效果|滤镜|的|感觉|感)*"
            )


WORDS = Words(
    frames=tuple(_frames()),
    signals=tuple(
        Signal(
            kind,
            rf"(?<![a-z]){_BEFORE}(?:{english}){_AFTER}(?![a-z]){EN_NO_MORE}|{_ZH_BEFORE}(?:{chinese}){ZH_NO_MORE}{_ZH_AFTER}",
        )
        for kind, english, chinese in _NAMES
    ),
    helps=(
        Help("change light and colour", "改变光线和色彩", "Make it black and white", "变成黑白照片"),
        Help("bring another season, hour or weather", "换季节、时间或天气", "Make it look like autumn", "变成秋天"),
    ),
)
