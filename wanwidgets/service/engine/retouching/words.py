"""How people say it when what is where it is changes, English and Chinese."""
# A pattern that is broken over lines is harder to read than a long one.
# ruff: noqa: E501

from __future__ import annotations

from wanwidgets.service.engine.grammar.blocks import COLORS, EN_WHERE, NOT_THINGS, ZH_BOXED, ZH_THING
from wanwidgets.service.engine.grammar.blocks import EN_COLOR as _EN_COLOR
from wanwidgets.service.engine.grammar.blocks import ZH_COLOR as _ZH_COLOR
from wanwidgets.service.engine.grammar.numbers import EN_PERCENT, PERCENT, ZH_PERCENT
from wanwidgets.service.engine.grammar.words import Frame, Signal, Words

__all__ = ["WORDS"]

_SHADES = {
    **dict.fromkeys(("light", "pale", "pastel", "浅", "淡"), "light"),
    **dict.fromkeys(("dark", "deep", "深", "暗"), "dark"),
}
_SAID_SHADES = {mark: "|".join(word for word in _SHADES if word.isascii() == mark) for mark in (True, False)}
EN_COLOR = rf"(?:an? |the colou?r )?(?:(?P<shade>{_SAID_SHADES[True]})[ -])?{_EN_COLOR}"
ZH_COLOR = rf"(?:(?P<shade>{_SAID_SHADES[False]}))?{_ZH_COLOR}"

_EN_NAMES = "|".join(word for word in COLORS if word.isascii())
_ZH_NAMES = "".join(word for word in COLORS if not word.isascii())

_CONTENTS = r"(?:what is|what's|everything|the contents?)"
_INSIDE = r"(?:in|inside|within|of|on|under|below|beneath)"
_EN_FILLED = rf"(?:(?:{_CONTENTS}|it) )?{_INSIDE}? ?"
_ZH_WHERE = r"(?:把|将|给|对|在|用)?(?P<image><image \d>)?(?:的|中的|里的|上的|里|中|内|上)?(?P<box>(?:<box \d> ?)+|<every>)?(?:里面的|里的|中的|内的|处的|里|中|内|处|的)*"
_ZH_FILL = r"(?:填充|填满|填|涂抹|涂|刷|喷)(?:成|为|上|满)*"
_ZH_INTO = r"(?:成|为|到|上|作)+"

# "Fill" and "cover" hide what is there under one colour, and so do "paint box 1 red" and a prompt that is nothing but a
# plain colour, since what a mask's prompt describes is what is to be there.
_FILL = (
    rf"(?:fill|paint|cover) (?:in )?{_EN_FILLED}{EN_WHERE} ?(?:in|with|as)? ?{EN_COLOR}",
    rf"(?:fill|cover) the (?P<thing>[a-z][a-z' -]{{0,40}}?) {_INSIDE} {EN_WHERE} ?(?:in|with)? ?{EN_COLOR}",
    rf"(?:an? )?(?:plain|solid|flat|pure|uniform) (?P<color>{_EN_NAMES})(?: colou?r| paint| surface| area| patch)?",
    rf"{_ZH_WHERE}{_ZH_FILL}{ZH_COLOR}",
    rf"(?:用|以){ZH_COLOR}{_ZH_FILL}(?P<image><image \d>)?(?:的|中的|里的|上的|里|中|内|上)?(?P<box>(?:<box \d> ?)+|<every>)?(?:里面|里|中|内|处|的)*",
    rf"一?[片块]?纯(?P<color>[{_ZH_NAMES}])色?(?:区域|表面|色块)?",
)

# A thing that is named keeps its light and texture.
_OWNED = r"(?:the|this|that|my|his|her|their|its)"
_EN_NAMED = rf"(?:{_OWNED} (?P<thing>[a-z](?:(?! and | then )[a-z' -]){{0,40}}?)|{_CONTENTS})"
_PAINT = r"(?:recolou?r|colou?ri[sz]e|colou?r|dye|paint|make|turn|change|repaint|render)"
_TO = r"(?:to be|to|into|in|with|as)?"
_THE_COLOR = r"(?:the )?colou?rs?"
_ZH_NAMED = rf"{_ZH_WHERE}{ZH_THING}(?:的)?(?:颜色|色彩)?"
_ZH_PAINT = r"(?:重新着色|重新上色|重新涂|着色|上色|变换|变更|更换|更改|修改|改变|变|改|换|调|染|漆)"

_NO_THING = r"(?:image|picture|photo|photograph)$|(?:^| )(?:light|dark|pale|bright|deep|dull|warm|cool|soft|full)(?:er|est)?$|(?:^| )(?:light|dark|pale|bright|deep)er(?: |$)|^(?:图片|图像|照片|画面)$"
"""What is no thing that could be painted: the picture itself, and words for the shade that stand before a colour."""

_RECOLOR = (
    rf"{_PAINT} {_EN_NAMED} (?:that is |which is )?{_INSIDE} {EN_WHERE} ?{_TO} ?{EN_COLOR}",
    rf"(?:recolou?r|dye|make|turn|change) {EN_WHERE} {_TO} ?{EN_COLOR}",
    rf"{_PAINT} {_OWNED} (?P<thing>[a-z](?:(?! and | then )[a-z' -]){{0,40}}?) {_TO} ?{EN_COLOR}",
    rf"(?:change|set|turn|make|shift) {_THE_COLOR} (?:of (?:{_EN_NAMED} )?)?{_INSIDE}? ?{EN_WHERE} {_TO} ?{EN_COLOR}",
    rf"(?:change|set|turn|make) {_OWNED} (?P<thing>[a-z][a-z -]{{0,40}}?)(?:'s)? colou?r {_INSIDE}? ?{EN_WHERE} {_TO} ?{EN_COLOR}",
    rf"give {_EN_NAMED} {_INSIDE} {EN_WHERE} (?:a |the )?{EN_COLOR}",
    rf"{_ZH_NAMED}{_ZH_PAINT}{_ZH_INTO}{ZH_COLOR}",
    rf"{_ZH_WHERE}(?P<thing>[\u4e00-\u9fff]{{1,12}}?)(?:涂|刷|喷){_ZH_INTO}{ZH_COLOR}",
    rf"(?:把|将|让|使)?{ZH_BOXED}(?P<thing>[\u4e00-\u9fff]{{1,12}}?)(?:的)?(?:颜色)?(?:变|染|改|涂)(?P<color>[{_ZH_NAMES}])色?",
    rf"(?:让|使){_ZH_NAMED}(?:变|改|换){_ZH_INTO}{ZH_COLOR}",
)

_WAS = rf"(?P<was>{_EN_NAMES})"
_ALL_OF = r"(?:everything |anything |all the |all |the |any )?"
_PARTS = r"(?: colou?r| things?| objects?| parts?| areas?| pixels?| regions?)?"
_ALL_OVER = r"(?: (?:in|on|of|over|across|throughout) <whole>)?"
_SWAP = r"(?:replace|change|turn|swap|recolou?r|make|convert)"

_REPLACE = (
    rf"{_SWAP} {_ALL_OF}(?:that is |which is )?{_WAS}{_PARTS}(?: {_INSIDE})? ?{EN_WHERE} ?(?:to|with|into|by|for)? ?{EN_COLOR}{_ALL_OVER}",
    rf"{_SWAP} (?:the colou?r )?(?:from )?{_WAS} (?:to|with|into|by) {EN_COLOR} {_INSIDE} {EN_WHERE}",
    rf"{_SWAP} the {_WAS} (?P<thing>[a-z][a-z' -]{{0,40}}?) {_INSIDE} (?P<box><box \d>|<every>)(?: (?:of|in|on) (?P<image><image \d>))? ?(?:to|with|into|by)? ?{EN_COLOR}",
    rf"{_ZH_WHERE}(?:<whole>)?(?:里|中|的)?(?:所有|全部|一切)?的?(?P<was>[{_ZH_NAMES}])色?(?:的)?(?:部分|地方|东西|物体|区域|像素)?(?:都)?(?:替换|换|变|改|调|转)(?:成|为|到)+{ZH_COLOR}",
    rf"用{ZH_COLOR}(?:替换|代替|取代)(?:掉)?{_ZH_WHERE}(?P<was>[{_ZH_NAMES}])色?(?:的)?(?:部分|地方|东西|物体|区域)?",
)

_LAYER = r"(?:tint|tinge|cast|wash|overlay|glaze)"
_TINT = (
    rf"(?:tint|tinge|glaze|wash) <whole>(?: (?:in|with))? {EN_COLOR}",
    rf"(?:tint|tinge|glaze|wash) (?:(?:{_CONTENTS}|it|the (?:picture|image|photo)) )?{_INSIDE}? ?{EN_WHERE} ?(?:in|with)? ?{EN_COLOR}",
    rf"(?:tint|tinge|glaze|wash) {_OWNED} (?P<thing>[a-z][a-z' -]{{0,40}}?) {_INSIDE} (?P<box>(?:<box \d> ?)+|<every>)(?: ?(?:of|in|on) (?P<image><image \d>))? ?(?:in|with)? ?{EN_COLOR}",
    rf"(?:blend|mix|overlay) (?:in )?{EN_COLOR} (?:in|into|over|onto|on|with) {EN_WHERE}",
    rf"(?:add|give|put|apply) (?:{EN_WHERE} )?(?:an? )?{EN_COLOR} {_LAYER}",
    rf"(?:add|put|apply) (?:an? )?{EN_COLOR} {_LAYER} (?:to|on|onto|over|in|into) (?:{_CONTENTS} )?{EN_WHERE}",
    rf"{_ZH_WHERE}(?:叠加|罩|蒙|混入|融入|染)(?:上)?(?:一层)?(?:淡淡的)?{ZH_COLOR}",
)

_UP = r"(?:increase[ds]?|increasing|raise[ds]?|boost(?:ed)?|enhance[ds]?|higher|high|turn up|turn it up|turned up|more|add|stronger|improve|intensify|richer|pump up|bump up)"
_DOWN = r"(?:reduced?|reducing|lower(?:ed)?|decrease[ds]?|less|lessen|low|turn down|tone down|cut|drop|weaken|soften|weaker)"
_ITS = r" (?:the |its |in |overall |colou?r |colou?rs |of )*"
_ZH_UP = r"(?:增加|增强|增大|提高|提升|加强|加大|调高|拉高|强化|高)"
_ZH_DOWN = r"(?:降低|减少|减弱|减小|减轻|调低|拉低|弱化|低)"
_ZH_OF = r"(?:整体|画面|图片|照片|一下|一点|些|点|的|了|色彩|颜色)*"

# What stands between the verb and its noun names a place: "增加图1的亮度", "increase image 1's contrast".
_NOUNS = (
    ("brighten", "darken", r"brightness|exposure", r"亮度|曝光度?"),
    ("contrast", "flatten", r"contrast", r"对比度?"),
    ("saturate", "mute", r"saturation|vibrance|colou?rs", r"饱和度|鲜艳度"),
)
_ADJUST = tuple(
    (kind, pattern)
    for more, less, english, chinese in _NOUNS
    for kind, verb, zh_verb in ((more, _UP, _ZH_UP), (less, _DOWN, _ZH_DOWN))
    for pattern in (
        rf"{verb} {EN_WHERE} ?(?:'s )?(?:{english})",
        rf"(?:add|more) (?:{english}) (?:to|in|into) {EN_WHERE}" if kind == more else "",
        rf"{zh_verb}{_ZH_WHERE}{ZH_THING}(?:的|整体|画面)*(?:{chinese})",
    )
    if pattern
)
_EN_PLACE = (
    r"(?: (?:it|the (?:image|picture|photo)))?(?: ?(?:of|in|for) (?:it|the (?:image|picture|photo)))? ?" + EN_WHERE
)
_PARTS_OF_100 = tuple(
    (kind, pattern)
    for more, less, english, chinese in _NOUNS
    for kind, verb, zh_verb in ((more, _UP, _ZH_UP), (less, _DOWN, _ZH_DOWN))
    for pattern in (
        rf"{verb} (?:the |its )?(?:{english}){_EN_PLACE} {EN_PERCENT}",
        rf"{verb} {EN_WHERE} ?(?:'s )?(?:{english}) {EN_PERCENT}",
        rf"{zh_verb}{_ZH_WHERE}(?:整体|画面|图片|照片)*的?(?:{chinese}){ZH_PERCENT}",
        rf"{_ZH_WHERE}(?:整体|画面|图片|照片)*的?(?:{chinese}){zh_verb}{ZH_PERCENT}",
    )
) + tuple(
    (kind, rf"make{_EN_PLACE} {EN_PERCENT} {word}")
    for kind, word in (("brighten", r"(?:bright|light)er"), ("darken", "darker"), ("saturate", "more saturated"), ("mute", "less saturated"))
)  # fmt: skip
_MOSAIC = (
    rf"(?:put|add|apply|place|use) (?:an? )?mosaic (?:effect )?(?:to|on|onto|over|in|into) (?:{_CONTENTS} )?(?:{_INSIDE} )?{EN_WHERE}",
)

# The first that fits wins: less before the bare word.
_SIGNALS = (
    ("sharpen", r"(?<![a-z])(?:sharpen(?:ed|ing)?|sharp(?:er|ness)?|crisp(?:er)?|unblur|deblur)(?![a-z])|锐化|锐利|去模糊|更?清晰(?:度)?"),
    ("pixelate", r"(?<![a-z])(?:pixell?at(?:e|ed|ion|ing)|mosaics?|censor(?:ed)?|anonymi[sz]ed?)(?![a-z])|(?:打上?|加上?)?马赛克|像素化|打码|打上码"),
    ("blur", r"(?<![a-z])(?:blur(?:red|ry|rier)?|blurring|defocus|soften|out of focus)(?![a-z])|模糊|虚化|柔化"),
    ("mute", rf"(?<![a-z])(?:{_DOWN}{_ITS}(?:saturation|saturated|vibrance|vivid|vibrant|colou?rful)|(?:{_DOWN}){_ITS}colou?rs|mut(?:e|ed) (?:the )?(?:colou?rs?)|muted|(?:partly|partially|half) desaturated?)(?![a-z])|{_ZH_DOWN}{_ZH_OF}(?:饱和度|饱和|鲜艳度|鲜艳)|饱和度(?:降低|减少|调低|低)|(?:色彩|颜色)(?:淡|柔和)"),
    ("saturate", rf"(?<![a-z])(?:{_UP}{_ITS}(?:saturation|vibrance|colou?rs?(?! of))|(?:over)?saturated?|saturation|vivid(?:er)?|vibrant|vibrance|colou?rful)(?![a-z])|{_ZH_UP}{_ZH_OF}(?:饱和度|饱和|鲜艳度)|饱和度(?:提高|增加|提升|调高|高)|鲜艳|艳丽|鲜明|鲜亮"),
    ("flatten", rf"(?<![a-z])(?:{_DOWN}{_ITS}contrast(?:y|ed)?|contrast (?:down|lower))(?![a-z])|{_ZH_DOWN}{_ZH_OF}对比(?:度)?|对比度?(?:降低|减少|减弱|调低|低)"),
    ("contrast", rf"(?<![a-z])(?:{_UP}{_ITS}contrast(?:y|ed)?|contrast(?:y|ier)?(?: up| higher)?|punchy|punchier)(?![a-z])|{_ZH_UP}{_ZH_OF}对比(?:度)?|对比度?(?:提高|增加|增强|提升|加强|调高|高|强)?"),
    ("darken", rf"(?<![a-z])(?:{_DOWN}{_ITS}(?:brightness|exposure|bright)|darken(?:ed|ing)?|dark(?:er)?|dim(?:mer|med)?|under-?expose[ds]?|turn down{_ITS}light)(?![a-z])|{_ZH_DOWN}{_ZH_OF}(?:亮度|曝光度?)|(?:亮度|曝光度?)(?:降低|减少|调低|低)|[变压调弄更加]暗|暗(?=一?[些点])"),
    ("brighten", rf"(?<![a-z])(?:{_UP}{_ITS}(?:brightness|exposure)|bright(?:en|ens|ened|ening|er)?|lighten(?:ed)?|lighter|brightness up)(?![a-z])|{_ZH_UP}{_ZH_OF}(?:亮度|曝光度?)|(?:亮度|曝光度?)(?:提高|增加|提升|调高|高)|[变提调弄更]亮|亮(?=一?[些点])"),
)  # fmt: skip
_TINTED = (
    rf"(?<![a-z])(?:a |an )?{EN_COLOR} {_LAYER}(?![a-z])",
    rf"(?<![a-z])tint(?:ed)?(?: it)?(?: (?:in|with))? {EN_COLOR}(?![a-z])",
    rf"(?:一层|淡淡的)*(?P<color>[{_ZH_NAMES}])色?(?:色调|调|叠层|罩染|滤镜)",
    rf"[偏泛](?P<color>[{_ZH_NAMES}])色?",
)

WORDS = Words(
    frames=(
        *(Frame("replace_color", pattern) for pattern in _REPLACE),
        *(Frame("fill", pattern, unless=NOT_THINGS) for pattern in _FILL),
        *(Frame("recolor", pattern, unless=rf"{NOT_THINGS}|{_NO_THING}") for pattern in _RECOLOR),
        *(Frame("tint", pattern, unless=NOT_THINGS) for pattern in _TINT),
        *(Frame(kind, pattern) for kind, pattern in (*_PARTS_OF_100, *_ADJUST)),
        *(Frame("pixelate", pattern) for pattern in _MOSAIC),
    ),
    signals=(
        *(Signal("tint", pattern) for pattern in _TINTED),
        *(Signal(kind, pattern) for kind, pattern in _SIGNALS),
    ),
    meanings={"color": COLORS, "was": COLORS, "shade": _SHADES, "percent": PERCENT},
)
