"""How people say it when the colours or the surface of one picture go to another, English and Chinese."""
# A pattern that is broken over lines is harder to read than a long one.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from wanwidgets.service.engine.fusing.words_beside import BESIDE
from wanwidgets.service.engine.grammar.blocks import EN_FROM, EN_WHERE, NOT_THINGS, ZH_IN
from wanwidgets.service.engine.grammar.words import Frame, Help, Words, joined

__all__ = ["WORDS"]

_PALETTE = r"(?:(?:the |its |their |all )*(?:whole |entire |overall |warm |cool |cold |soft |rich |dark |bright |vivid |muted |golden )?(?:colou?r(?: ?-?(?:palette|scheme|grading|grade|tones?|style|mood|look|harmony|balance))?s?|colou?ring|palette|colou?rs and tones?|tones?|tonality|hues?|tints?|grading|grade))"
_FROM = rf"(?:(?:of|from|in|used in|found in|seen in) )?{EN_FROM}"
_OWN = rf"(?P<source><image \d>) ?'s {_PALETTE}"
_TAKE = r"(?:apply|transfer|copy|bring|take|use|put|map|project|cast|carry over|carry|move|borrow|steal|paste|add)"
_TO = r"(?:to|onto|on|over to|over|for|in|into)"
_HOW = r"(?:,? ?(?:by|with|using|through|via) (?:an? |the )?(?P<method>histogram(?: matching| transfer)?|reinhard(?:'s method| transfer| colou?r transfer)?|colou?r transfer|mean and spread))?"
_NAME = r"(?P<thing>(?!(?:what|whatever|everything|all|the contents?|the area|the part|the region)(?![a-z]))(?:(?:the|a|an|my|his|her|their) )?[a-z'-]+(?: [a-z'-]+){0,2}?)"
_PLACE = rf"(?:(?:what is|what's|whatever is|everything|all|the contents?|the area|the part|the region) (?:in|inside|within|of|under) )?{EN_WHERE}"
_THING = rf"{_NAME} (?:in|inside|within|of|on|at|from|marked by|under) {EN_WHERE}"
_DYE = r"(?:recolou?r|colou?ri[sz]e|colou?r|grade|colou?r ?-?grade|tone|tint|paint|dye|restyle|match|colou?r ?-?match|harmoni[sz]e|dress|repaint)"

_REFERENCES = (rf"{_PALETTE} {_FROM}", _OWN)
"""What the colours are called; a pattern with ``%r`` is made with each."""
_THOSE = (*_REFERENCES, rf"(?:(?:those|that|the ones) (?:of|in|from) )?{EN_FROM}")
"""Likewise where "colours" were spoken of before, with ``%t``."""
_OF_A_THING = (
    rf"{_PALETTE} (?:of|from|in) (?:the |a |an )(?!<)[a-z'-]+(?: [a-z'-]+){{0,2}}? (?:in|of|from|on) {EN_FROM}"
)

_COLOR_TEMPLATES = (
    rf"{_TAKE} %r(?: (?:and (?:put|apply|use) (?:them|it) )?{_TO} %s)?{_HOW}",
    rf"(?:give|lend) %s %r{_HOW}",
    rf"(?:give|lend) %r to %s{_HOW}",
    rf"{_DYE} %s (?:with|using|by|in|like|from|after|to|according to|based on) %r{_HOW}",
    rf"(?:make|let) %s (?:have|take(?: on)?|wear|use|get|match|share|adopt|follow) %r{_HOW}",
    rf"(?:match|adjust|adapt|shift|change|bring|move|convert) {_PALETTE} (?:of|in) %s (?:to|with|towards?|into)(?: match| be like| look like| resemble)? %t{_HOW}",
    rf"(?:recolou?r|colou?ri[sz]e|colou?r|colou?r ?-?grade|grade|tone) %s (?:like|after|as in) {EN_FROM}{_HOW}",
    rf"(?:do |run |make )?(?:a )?colou?r ?-?transfer from {EN_FROM} (?:to|onto) %s{_HOW}",
    rf"(?:make|let) {_PALETTE} (?:of|in) %s (?:look |be |become |feel )?(?:like|match|the same as|similar to|as in) %t{_HOW}",
    rf"(?:show|render|paint|redo|print|repaint) %s (?:in|with|using) %r{_HOW}",
    rf"(?:colou?r ?-?match|harmoni[sz]e) %s (?:to|with) {EN_FROM}{_HOW}",
    rf"use {EN_FROM} as (?:a |the )?colou?r(?: grading)? (?:reference|source|guide|template) (?:for|on) %s{_HOW}",
    r"(?:make|let) %s (?:look )?like (?P<source><image \d>) in (?:terms of )?(?:colou?rs?|tones?)",
)
_COLORS = tuple(
    pattern.replace("%r", reference).replace("%t", those)
    for pattern in _COLOR_TEMPLATES
    for reference in (_REFERENCES if "%r" in pattern else ("",))
    for those in (_THOSE if "%t" in pattern else ("",))
)
_THING_COLORS = tuple(
    pattern.replace("%r", _OF_A_THING).replace("%t", _OF_A_THING)
    for pattern in _COLOR_TEMPLATES
    if "%r" in pattern or "%t" in pattern
)
_HISTOGRAMS = (
    rf"(?:match|equali[sz]e|adjust|map) (?:the )?histograms? of {EN_WHERE} (?:to|with|onto) (?:(?:the|that|the one) ?(?:histogram )?(?:of|from) )?{EN_FROM}",
    rf"histogram ?-?match {EN_WHERE} (?:to|with|onto) {EN_FROM}",
    rf"(?:transfer|apply|copy) (?:the )?histogram (?:of|from) {EN_FROM} (?:to|onto) {EN_WHERE}",
    r"(?:把|将|让|使)?(?P<image><image \d>)的?直方图(?:匹配|对齐|映射|调整)(?:到|为|成|至)?(?P<source><image \d>)(?:的直方图)?",
    r"(?:用|以|按|根据)(?P<source><image \d>)的?直方图(?:来)?(?:匹配|调整|校正)(?P<image><image \d>)",
)

_ZH_PALETTE = r"(?:(?:整体|全部|主要)?的?(?:色彩风格|色彩|颜色|色调|配色方案|配色|调色|色系|色温|色感|色板|调色板|用色|影调)(?:风格|方案|关系|和色调)?)"
_ZH_SOURCE = rf"(?P<source><image \d>)(?:中|里|上)?的?(?P<sbox><box \d>|<every>)?(?:里面|里|中|内)?的?{_ZH_PALETTE}"
_ZH_THING = r"(?P<thing>[a-z]?[\u4e00-\u9fff]{1,8}?)"
_ZH_THERE = r"(?P<image><image \d>)?(?:的|中的|里的|上的|里|中|内|上)?(?P<box>(?:<box \d> ?)+|<every>)(?:里面的|里的|中的|内的|处的|里|中|内|处|的)*"
_ZH_GIVE = r"(?:应用|套用|运用|用|迁移|转移|复制|传递|转换|移植|搬|赋予|赋|带|融合|融入|加)(?:到|在|给|于|至|进|入)*"
_ZH_HOW = r"(?:[,，]?(?:用|采用|使用|通过|以)?(?P<method>直方图匹配|直方图|颜色迁移|均值和方差)(?:的?(?:方法|方式))?)?"

_ZH_OF_A_THING = rf"(?P<source><image \d>)(?:中|里|上)?的?(?P<sbox><box \d>|<every>)?(?:里面|里|中|内)?的?[\u4e00-\u9fff]{{1,6}}?的{_ZH_PALETTE}"

_ZH_COLORS = (
    rf"(?:把|将|用|从)?{_ZH_SOURCE}(?:都|整体)?{_ZH_GIVE}%s(?:上|中|里)*{_ZH_HOW}",
    rf"(?:用|以|按照?|根据|参考|参照|使用|采用|依照|仿照){_ZH_SOURCE}(?:来|去)?(?:给|对|为|把|将)?%s(?:重新|再|进行)*(?:上色|着色|调色|染色|校色|配色|渲染|调整颜色|调整色调)?{_ZH_HOW}",
    rf"(?:把|将|让|使|给)?%s(?:的?{_ZH_PALETTE})?(?:变成|调成|换成|改成|改为|换为|调整为|调整成|调整到|调到|匹配|匹配到|匹配成|接近|靠近|参考|参照|使用|采用|具有|拥有|用|带上|换上|用上|模仿|套用|统一成|统一为){_ZH_SOURCE}{_ZH_HOW}",
    rf"(?:把|将|让|使)?%s的?{_ZH_PALETTE}(?:调整|调|变|改|处理)?(?:得|到|成)?(?:和|与|跟|同|像)(?P<source><image \d>)(?:的?{_ZH_PALETTE})?(?:相同|一致|一样|匹配|统一|接近|相近){_ZH_HOW}",
    rf"(?:把|将|让|使)?%s的?{_ZH_PALETTE}(?:匹配|调整|迁移|对齐|靠拢|统一)(?:到|成|为|至)?(?P<source><image \d>){_ZH_HOW}",
    rf"(?:参考|参照|根据|仿照|按照?|依照)(?P<source><image \d>)(?:来)?(?:给|对|为|把|将)%s(?:重新|进行)*(?:上色|着色|调色|校色|调整颜色|调整色调){_ZH_HOW}",
    rf"(?:把|将|让|使)?%s(?:调整|调|变|改)(?:得|到|成)(?:和|与|跟|同|像)(?P<source><image \d>)(?:一样|相同|一致|接近)的{_ZH_PALETTE}{_ZH_HOW}",
    rf"(?:从|把|将)?{_ZH_SOURCE}(?:颜色)?迁移(?:到|至|给)%s{_ZH_HOW}",
)

_SPRAY = r"(?:spray ?-?paint|spray|paint|graffiti|stencil|airbrush|print|tattoo|draw|screen ?-?print|emboss|brush)"
_LAY = r"(?:apply|put|place|add|transfer|project|paste|stick|render|lay)"
_ART = r"(?:graffiti(?: art)?|murals?|street art|painted (?:design|pattern)|spray paint(?:ing)?|stencil|tattoo|print)"
_MORE_ART = rf"(?:{_ART}|paintings?|artworks?|art|designs?|patterns?|logos?|drawings?|motifs?|emblems?|stickers?|decals?|pictures?|letters|lettering|words|text|signs?|symbols?|graphics?|illustrations?|prints?)"
_ON = r"(?:onto|on to|on|over|across|to|in|into|all over)"
_ON_IT = rf"{_ON}(?: the (?:surface|side|front|back|top) of)? (?:{_NAME} (?:shown |seen )?(?:in|inside|within|of|on|at|from) )?{EN_WHERE}"

_GRAFFITI = (
    rf"{_SPRAY} (?:(?:the |that |this )?(?:[a-z-]+ )?{_MORE_ART} (?:shown )?(?:from|of|in|on|out of) )?{EN_FROM} {_ON_IT}",
    rf"{_SPRAY} (?P<source><image \d>) ?'s {_MORE_ART} {_ON_IT}",
    rf"{_LAY} (?:the |that |this )?(?:[a-z-]+ )?{_ART} (?:shown )?(?:from|of|in|on|out of) {EN_FROM} {_ON_IT}",
    rf"(?:spray ?-?paint|spray|graffiti|paint|tattoo|cover|decorate) {_NAME} (?:in|inside|of|on) {EN_WHERE} with (?:the |that )?{_ART} (?:from|of|in|on) {EN_FROM}",
    rf"(?:spray ?-?paint|spray|tattoo) {EN_WHERE} with (?:(?:the |that )?{_MORE_ART} (?:from|of|in|on) )?{EN_FROM}",
)

_STUFF = r"(?:(?:surface |fabric |cloth |wall )?(?:textures?|patterns?|materials?|fabrics?|wallpapers?|tiles|skin|grain|weave|bricks?|marble|stone|wood|print|surface|camouflage))"
_CLAD = r"(?:wrap|cover|clad|coat|texture|tile|wallpaper|skin|upholster|line|dress|retexture|re-?cover|overlay|fill|paint|pave)"

_TEXTURE = (
    rf"{_CLAD} (?:{_NAME} (?:in|inside|within|of|on|at) )?{EN_WHERE} (?:with|in|using|by) (?:the |a )?(?:[a-z-]+ )?{_STUFF} (?:from|of|in|on|shown in) {EN_FROM}",
    rf"{_CLAD} (?:{_NAME} (?:in|inside|within|of|on|at) )?{EN_WHERE} (?:with|in|using|by) (?P<source><image \d>) ?'s {_STUFF}",
    rf"(?:wrap|clad|texture|tile|wallpaper|upholster|retexture|cover|coat) (?:{_NAME} (?:in|inside|within|of|on|at) )?{EN_WHERE} (?:with|in|using) {EN_FROM}",
    rf"(?:{_LAY}|map|use|wrap|drape|spread|tile|bring) (?:the |a )?(?:[a-z-]+ )?{_STUFF} (?:from|of|in|on|shown in) {EN_FROM} {_ON_IT}",
    rf"(?:{_LAY}|map|use|wrap|drape|spread|tile) (?P<source><image \d>) ?'s {_STUFF} {_ON_IT}",
    rf"give (?:{_NAME} (?:in|inside|within|of|on|at) )?{EN_WHERE} (?:the |a )?{_STUFF} (?:from|of|in|on) {EN_FROM}",
    rf"(?:change|replace|swap) (?:the )?{_STUFF} (?:of|on) (?:{_NAME} (?:in|inside|within|of|on|at) )?{EN_WHERE} (?:to|with|for|into|by) (?:the |that of |the one of |the one from )?(?:{_STUFF} (?:from|of|in|on) )?{EN_FROM}",
    rf"use {EN_FROM} as (?:a |the )?{_STUFF} (?:for|of|on) (?:{_NAME} (?:in|inside|within|of|on|at) )?{EN_WHERE}",
    rf"make (?:{_NAME} (?:in|inside|within|of|on|at) )?{EN_WHERE} (?:out )?of (?:the )?{_STUFF} (?:from|of|in|on) {EN_FROM}",
)

_ZH_ART = r"(?:涂鸦|壁画|喷绘|街头艺术|街头涂鸦|纹身|墙绘)"
_ZH_MORE_ART = rf"(?:{_ZH_ART}|图案|图形|花样|标志|标识|文字|字|画|贴纸|印花|徽章|图腾)"
_ZH_STUFF = r"(?:表面)?(?:纹理|材质|花纹|质感|贴图|布料|面料|墙纸|壁纸|瓷砖|砖纹|木纹|石纹|肌理|图案纹理|迷彩)"
_ZH_SPRAY = r"(?:喷涂|喷绘|喷漆|喷画|喷|涂鸦|画|绘制|绘|印刷|印|纹|涂|描)"
_ZH_ONTO = r"(?:到|在|至|于|上|进)*"
_ZH_FROM_ART = r"(?P<source><image \d>)(?:中|里|上)?的?(?P<sbox><box \d>|<every>)?(?:里面|里|中|内)?的?"
_ZH_ON = rf"{ZH_IN}(?:{_ZH_THING})?(?:的?(?:表面|身上|外壳|车身|正面|侧面))?(?:上面|上|里|中|处)?"

_ZH_GRAFFITI = (
    rf"(?:把|将|用)?{_ZH_FROM_ART}{_ZH_MORE_ART}?{_ZH_SPRAY}{_ZH_ONTO}{_ZH_ON}",
    rf"(?:把|将|用)?{_ZH_FROM_ART}{_ZH_ART}(?:应用|贴|放|添加|加|转移|移|弄|做){_ZH_ONTO}{_ZH_ON}",
    rf"(?:在|给|往){_ZH_ON}{_ZH_SPRAY}(?:上|满|出|到)*{_ZH_FROM_ART}{_ZH_MORE_ART}?",
)
_ZH_TEXTURE = (
    rf"(?:把|将|用)?{_ZH_FROM_ART}{_ZH_STUFF}(?:应用|套用|贴|铺|铺满|覆盖|映射|包裹|转移|移|用|替换|包|糊|蒙|复制|赋予){_ZH_ONTO}{_ZH_ON}",
    rf"(?:用|以|使用){_ZH_FROM_ART}(?:{_ZH_STUFF})?(?:来|去)?(?:覆盖|铺满|包裹|包住|贴满|盖住|装饰|裹住|替换){_ZH_ONTO}{_ZH_ON}",
    rf"(?:用|以|使用){_ZH_FROM_ART}{_ZH_STUFF}(?:来|去)?(?:填充|填满|填){_ZH_ONTO}{_ZH_ON}",
    rf"(?:给|为|让|把|将){_ZH_ON}(?:的{_ZH_STUFF})?(?:换上|换成|改成|变成|穿上|贴上|铺上|覆盖上|包上|加上|使用|采用|变为|改为|替换成|替换为)(?:了)?{_ZH_FROM_ART}{_ZH_STUFF}",
)

_METHODS = {
    **dict.fromkeys(("histogram", "histogram matching", "histogram transfer", "直方图匹配", "直方图"), "histogram"),
    **dict.fromkeys(
        (
            *("reinhard", "reinhard's method", "reinhard transfer", "reinhard color transfer"),
            *("reinhard colour transfer", "color transfer", "colour transfer", "mean and spread"),
            *("颜色迁移", "均值和方差"),
        ),
        "mean and spread",
    ),
}

_THINGS = MappingProxyType({"of": "thing"})
_NO_THING = rf"(?<![a-z])(?:styles?|manner|spirit|look|mood|colou?rs?|tones?|pose|shape)(?![a-z])|风格|样子|姿势|形状|{NOT_THINGS}"
"""What has no surface."""


_ZH_NAMED = f"{_ZH_THERE}{_ZH_THING}"
_ZH_LENT = tuple(pattern.replace(_ZH_SOURCE, _ZH_OF_A_THING) for pattern in _ZH_COLORS if _ZH_SOURCE in pattern)
_PLAIN: Mapping[str, str] = MappingProxyType({})

# A kind, its patterns, what stands for the place in them, the values that they say, and what the thing cannot be.
_TABLE: tuple[tuple[str, Sequence[str], str, Mapping[str, str], str], ...] = (
    ("colors", _COLORS, _PLACE, _PLAIN, ""),
    ("colors", _HISTOGRAMS, "", MappingProxyType({"method": "histogram"}), ""),
    ("colors", _ZH_COLORS, ZH_IN, _PLAIN, ""),
    ("thing_colors", _COLORS, _THING, _PLAIN, _NO_THING),
    ("thing_colors", _ZH_COLORS, _ZH_NAMED, _PLAIN, _NO_THING),
    ("colors", _THING_COLORS, _PLACE, _THINGS, ""),
    ("thing_colors", _THING_COLORS, _THING, _THINGS, _NO_THING),
    ("colors", _ZH_LENT, ZH_IN, _THINGS, ""),
    ("thing_colors", _ZH_LENT, _ZH_NAMED, _THINGS, _NO_THING),
    ("graffiti", (*_GRAFFITI, *_ZH_GRAFFITI), "", _PLAIN, _NO_THING),
    ("texture", (*_TEXTURE, *_ZH_TEXTURE), "", _PLAIN, _NO_THING),
)
_HERE = tuple(
    Frame(kind, pattern.replace("%s", place), values, unless)
    for kind, patterns, place, values, unless in _TABLE
    for pattern in patterns
)

WORDS = joined(
    (
        Words(
            _HERE,
            meanings={"method": _METHODS},
            helps=(
                Help(
                    "bring the colours, graffiti or texture of one picture onto another",
                    "把一张图的色彩、涂鸦或纹理用到另一张图上",
                    "Give image 1 the colours of image 2",
                    "把图2的色调应用到图1",
                ),
            ),
        ),
        BESIDE,
    )
)
