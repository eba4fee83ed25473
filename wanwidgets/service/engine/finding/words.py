"""How people say it when what is in a picture is found and marked, English and Chinese."""
# A pattern that is broken over lines is harder to read than a long one.
# ruff: noqa: E501

from __future__ import annotations

from wanwidgets.service.engine.grammar.blocks import COLORS, EN_COLOR, EN_WHERE, ZH_COLOR, ZH_IN
from wanwidgets.service.engine.grammar.words import Frame, Help, Words

__all__ = ["WORDS"]

_EN_LABELS = r"(?P<labels><text \d>(?: ?,? ?(?:and )?<text \d>)*)"
_ZH_LABELS = r"(?P<labels><text \d>(?: ?(?:和|与|、|,)? ?<text \d>)*)"
_BOXED = r"(?=.*<(?:box|every))"
"""A name by itself is none: a box must be said, here or before."""

_EN_FIND = r"(?:find|detect|locate|mark|identify|highlight|show|frame|spot|recogni[sz]e|look for|point out|search for|label|count|circle)(?: out)?"
_EN_A_BOX = r"(?:(?:the |a |some |red |green )*(?:bounding ?boxes|boxes|<every>|frames?|rectangles?|bounding ?box))"
_EN_THEM = r"(?:them|it|each|each one|each of them|all of them|every one|(?:the|each|every|all)(?: of)?(?: the)? faces?|(?:the|each|every|all)(?: of)?(?: the)? (?:objects?|things?|items?))"
_EN_NEXT = r"(?:,? and then|,? then|, and|,| and)"
_EN_DRAWN = rf"(?:{_EN_NEXT} (?:draw|put|add|place|show) {_EN_A_BOX}(?: (?:around|on|over|for|round) {_EN_THEM})?)?"
_EN_LABELLED = rf"(?:(?:{_EN_NEXT} (?:label|name|tag|mark|call) {_EN_THEM}(?: as| with)?| with the (?:labels?|names?)| as) {_EN_LABELS})?"
_EN_IN = (
    rf"(?: (?:(?:in|on|of|from|inside|within) )?(?:(?:the |this |my )?(?:image|picture|photo|photograph)|{EN_WHERE}))?"
)
_EN_FACES = (
    r"(?:all |every |each |any )?(?:of )?(?:the |a )?(?:(?:human|people's|person's|everyone's|everybody's) )?face"
)
_EN_THINGS = r"(?:objects?|things?|items?|parts?|spots?|shapes?|blobs?|stuff|pieces?|patch(?:es)?)"
_EN_VEIL = r"(?P<veil>blur|pixelate|pixellate|censor|anonymi[sz]e|obscure|hide|mosaic)(?: out)?"

_ZH_FIND = r"(?:检测|识别|找|标|圈|框|标记|标注|查找|寻找|定位|框选|突出显示|标示)(?:出来|出|到|记出|注出)?"
_ZH_ALL = r"(?:所有|全部|每一张|每张|每个|一切)?(?:的)?"
_ZH_FACES = rf"{_ZH_ALL}(?:人的)?(?:人脸|脸部|面部|面孔|脸)"
_ZH_NEXT = r" ?,?(?:然后|并且|并|再)?"
_ZH_A_BOX = r"(?:检测框|边界框|方框|框|<every>)"
_ZH_DRAWN = rf"(?:{_ZH_NEXT}(?:画出|画上|绘制|画|加上){_ZH_A_BOX})?"
_ZH_LABELLED = rf"(?:{_ZH_NEXT}(?:标注|标记|标上|写上|命名|标)(?:标签|名称|名字)?(?:为|成|上)?{_ZH_LABELS})?"
_ZH_IN_PICTURE = rf"(?:(?:图|图片|照片|画面|图像)(?:里|中|上)?(?:的)?|{ZH_IN})?"
_ZH_VEIL = r"(?P<veil>模糊|虚化|打上马赛克|打马赛克|打上码|打码|马赛克|遮住|遮挡)(?:掉|处理|化)?"
_ZH_THEM = r"(?:(?:把|将|给|对)?(?:其|它们|他们|它)?(?:都|全部)?(?:进行)?)"

_VEIL = (
    # The one face in a box needs no finding: there the box itself is blurred.
    rf"{_EN_VEIL} {_EN_FACES}s{_EN_IN}",
    rf"{_EN_VEIL} {_EN_FACES}s?(?: (?:(?:in|on|of|from) )?(?:(?:the |this |my )?(?:image|picture|photo|photograph)|(?P<image><image \d>)))?",
    rf"(?:把|将|给|对)?(?:(?:图|图片|照片|画面|图像|(?P<image><image \d>))(?:里|中|上)?(?:的)?)?{_ZH_FACES}(?:都|全部|进行)?{_ZH_VEIL}",
    rf"{_ZH_VEIL}(?:(?:图|图片|照片|画面|图像|(?P<image><image \d>))(?:里|中|上)?(?:的)?)?{_ZH_FACES}",
)
# What is found only to be hidden needs no frame around it.
_FIND_AND_VEIL = (
    rf"{_EN_FIND} {_EN_FACES}s?{_EN_IN}{_EN_NEXT} {_EN_VEIL} {_EN_THEM}(?: out)?",
    rf"(?:把|将|给|对)?{_ZH_IN_PICTURE}{_ZH_FACES}(?:都|全部)?{_ZH_FIND}{_ZH_NEXT}{_ZH_THEM}{_ZH_VEIL}",
    rf"{_ZH_FIND}{_ZH_IN_PICTURE}{_ZH_FACES}{_ZH_NEXT}{_ZH_THEM}{_ZH_VEIL}",
)
_FACES = (
    rf"{_EN_FIND} {_EN_FACES}s?{_EN_IN}{_EN_DRAWN}{_EN_LABELLED}",
    rf"(?:draw|put|add|place) {_EN_A_BOX} (?:around|on|over|round) {_EN_FACES}s?{_EN_IN}{_EN_LABELLED}",
    rf"(?:face detection|detect faces){_EN_IN}",
)
_ZH_FACE_FRAMES = (
    rf"(?:把|将)?{_ZH_IN_PICTURE}{_ZH_FACES}(?:都|全部)?{_ZH_FIND}{_ZH_DRAWN}{_ZH_LABELLED}",
    rf"{_ZH_FIND}{_ZH_IN_PICTURE}{_ZH_FACES}{_ZH_DRAWN}{_ZH_LABELLED}",
    rf"(?:用框|用方框)(?:标出|圈出|框出){_ZH_IN_PICTURE}{_ZH_FACES}{_ZH_LABELLED}",
    rf"{_ZH_IN_PICTURE}?人脸检测",
)
_COLORED = (
    rf"{_EN_FIND} (?:all |every |everything |each )?(?:of )?(?:the |that is )?{EN_COLOR}(?:[ -]colou?red)?(?: {_EN_THINGS})?{_EN_IN}{_EN_DRAWN}{_EN_LABELLED}",
    rf"(?:draw|put|add|place) {_EN_A_BOX} (?:around|on|over|round) (?:all |every |everything |each )?(?:of )?(?:the |that is )?{EN_COLOR}(?:[ -]colou?red)?(?: {_EN_THINGS})?{_EN_IN}{_EN_LABELLED}",
    rf"(?:把|将)?{_ZH_IN_PICTURE}{_ZH_ALL}{ZH_COLOR}(?:的)?(?:物体|东西|物品|部分|区域|地方)(?:都|全部)?{_ZH_FIND}{_ZH_DRAWN}{_ZH_LABELLED}",
    rf"{_ZH_FIND}{_ZH_IN_PICTURE}{_ZH_ALL}{ZH_COLOR}(?:的)?(?:物体|东西|物品|部分|区域|地方){_ZH_DRAWN}{_ZH_LABELLED}",
)
_EN_TWO = r"(?:the |a |an )?[a-z][a-z' -]{0,40}?"
_LABEL = (
    rf"{_BOXED}(?:label|name|tag|annotate|call|mark|caption) (?:what is in |the thing in |the object in |whatever is in |(?P<thing>(?:the|a|his|her|their|my) [a-z' -]{{1,40}}?) (?:in|inside|of) )?{EN_WHERE}(?: (?:as|with|by))?(?: the)?(?: (?:labels?|names?|words?|texts?))? {_EN_LABELS}",
    rf"{_BOXED}(?:add|put|write|attach) (?:a |the )?(?:labels?|names?|tags?|name tags?) {_EN_LABELS} (?:to|on|onto|above|over|next to|at|for|in) {EN_WHERE}",
    rf"{_BOXED}(?:draw|show|frame|mark|highlight|put a frame around|draw a frame around|draw a rectangle around) (?!<every> (?:of|for) ){EN_WHERE}(?: around (?:it|them))?",
    rf"{_BOXED}(?:draw|show|frame|mark|highlight) {EN_WHERE}(?:,? and label (?:it|them)(?: as| with)?|,? with the (?:labels?|names?)| with| labell?ed|,? named?| as) {_EN_LABELS}",
    rf"(?:detect|find|locate|mark|identify) {_EN_TWO}(?:(?:,| and|, and) {_EN_TWO}){{0,5}}(?: in (?:the|this) (?:image|picture|photo)| in {EN_WHERE})?{_EN_NEXT} draw {_EN_A_BOX}(?: around {_EN_THEM})?{_EN_NEXT} (?:label|name) (?:them|it)(?: as| with)? {_EN_LABELS}",
    rf"(?:detect|find|locate|mark|identify) {_EN_TWO}(?:(?:,| and|, and) {_EN_TWO}){{0,5}}(?: in (?:the|this) (?:image|picture|photo)| in {EN_WHERE})?{_EN_NEXT} (?:label|name) (?:them|it)(?: as| with)? {_EN_LABELS}",
    rf"{_BOXED}(?:给|为|把|将|在)?{ZH_IN}(?:的)?(?:物体|东西|内容|物品)?(?:加上|添加|打上|贴上|写上|加)?(?:标注|标记|标签|标上|标为|命名|名字|名称|标)(?:标签|名字|名称)?(?:为|成|上|是|叫)?{_ZH_LABELS}",
    rf"{_BOXED}(?:画出|画上|画|绘制|绘出|标出|显示|突出显示){ZH_IN}(?:{_ZH_NEXT}(?:标注|标上|写上|标记|加上标签|命名)(?:为|成|上)?(?:标签)?{_ZH_LABELS})?",
    rf"(?:检测|识别|找出|找到|标出)(?:出)?(?:图|图片|照片|画面)?(?:里|中|上)?(?:的)?[\u4e00-\u9fff]{{1,12}}?(?:(?:和|与|、|,)[\u4e00-\u9fff]{{1,12}}?){{0,5}}{_ZH_NEXT}(?:画出|画上|绘制|画){_ZH_A_BOX}{_ZH_NEXT}(?:标注|标记|标上|写上|标)(?:为|成|上|出)?(?:标签|名称|名字)?{_ZH_LABELS}",
)

_VEILS = {
    **dict.fromkeys(("blur", "obscure", "hide", "anonymize", "anonymise", "模糊", "虚化", "遮住", "遮挡"), "blur"),
    **dict.fromkeys(("pixelate", "pixellate", "censor", "mosaic", "打上马赛克", "打马赛克", "打上码", "打码", "马赛克"), "pixelate"),
}  # fmt: skip

WORDS = Words(
    frames=(
        *(Frame("veil", pattern) for pattern in _VEIL),
        *(Frame("veil", pattern, spans=True) for pattern in _FIND_AND_VEIL),
        *(Frame("faces", pattern) for pattern in _FACES),
        *(Frame("faces", pattern, {"labels": "人脸"}) for pattern in _ZH_FACE_FRAMES),
        *(Frame("colored", pattern) for pattern in _COLORED),
        *(Frame("label", pattern) for pattern in _LABEL),
    ),
    meanings={"color": COLORS, "veil": _VEILS},
    helps=(
        Help(
            "find and mark faces and things of one colour, name boxes",
            "找出并标注人脸和同色物体、给框加名字",
            "Detect the faces",
            "检测人脸",
        ),
    ),
)
