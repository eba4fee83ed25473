"""How people say it when things are put into boxes, moved, swapped and taken away, English and Chinese."""
# A pattern that is broken over lines is harder to read than a long one.
# ruff: noqa: E501

from __future__ import annotations

from wanwidgets.service.engine.grammar.blocks import (
    EN_FROM,
    EN_INTO,
    EN_THING,
    EN_WHAT,
    EN_WHERE,
    NOT_THINGS,
    ZH_FROM,
    ZH_IN,
    ZH_THING,
)
from wanwidgets.service.engine.grammar.words import Frame, Help, Words

__all__ = ["WORDS"]

_EFFECTS = (
    r"(?<![a-z])(?:contrast|blur|mosaic|pixels?|tint|overlay|vignette|saturation|brightness|sharpness|exposure|filters?|effects?|"
    r"warmth|grain|borders?|outlines?|shadows?|reflections?|texts?|words?|letters?|labels?|titles?|captions?|rain|snow|fog|mist|"
    r"haze|rays?|style|tones?|hue|glow|mood|sepia|"
    r"red|orange|yellow|green|blue|purple|pink|brown|gr[ae]y|white|black|cyan|teal|gold|beige|navy)(?: colou?r)?$"
    r"|^(?:it|them|this|that|back|here|there)$"
    r"|(?:马赛克|滤镜|效果|暗角|对比度|饱和度|亮度|色调|文字|字|标签|标题|阴影|边框|雨|雪|雾|颜色|[红橙黄绿蓝紫粉棕灰白黑青金]色)$"
)
"""What is added to a place but is no thing, and what would have to be guessed."""

_LOOKS = (
    r"(?<![a-z])(?:vignett(?:e|ing)|sepia|tints?|tinge|casts?|tones?|toning|hues?|warmth|coolness|brightness|darkness|contrast|"
    r"sharpness|exposure|filters?|effects?|grain|mood|style|distortion|perspective|season|spring|summer|autumn|winter|"
    r"red|orange|yellow|green|blue|purple|pink|brown|gr[ae]y|white|black|cyan|teal|gold|beige|navy)$"
    r"|(?:滤镜|特效|效果|暗角|色调|偏色|对比度|亮度|锐度|风格|春天|夏天|秋天|冬天|[红橙黄绿蓝紫粉棕灰白黑青金]色?|春|夏|秋|冬)$"
)
"""What is no thing but a look of the whole: it is not taken away by filling a box."""
_WEATHER = r"(?<![a-z])(?:rain|snow|fog|mist|picture|image|photo|night|sun ?light)$|^(?:雨|雪|雨水|雪花|夜晚|阳光|图片|照片|图)$"
"""Likewise, unless a box says where it lies."""

_OTHER = r"(?:the |a |an |that |this )?[a-z][a-z' -]{0,40}?"
"""A second name in a clause; a box or a picture stands for it as well."""
_ZH_OTHER = r"[\u4e00-\u9fff]{0,12}?"
_ZH_OF = r"(?:里面的|里的|中的|内的|处的|上的|的|里|中|内|上)*"
_ZH_AT = r"(?:的位置|位置|区域|里面|里边|里|中|内|处|上|的|去)*"
_SAID = r"(?:that is |that's |which is |which are |shown |seen |selected )?"

_SOURCE = rf"(?:{EN_WHAT} )?(?:(?:in|inside|of|from|within) )?"
_PUT = r"(?:place|put|insert|paste|add|move|drop|position|set|composite|blend|stick|mount|overlay|embed|transfer|copy|clone|duplicate|bring|lay)"
_ZH_PUT = r"(?:放置|摆放|放|摆|粘贴|贴|移动|移|添加|加|插入|嵌入|合成|复制|克隆|叠加|置)(?:到|在|进|入|至|于|上)*"
_BESIDE = r"(?:beside|next to|near|close to|by|on top of|on|onto|in front of|above|in the middle of|(?:to|on) the (?:left|right)(?: side)? of)"
_ZH_BESIDE = r"(?:旁边|旁|边上|左边|左侧|右边|右侧|上面|上方|前面|附近|上)"

_PLACE = (
    rf"{_PUT} {EN_THING}? ?{_SAID}(?:from|in|of|on) {EN_FROM} {EN_INTO} {EN_WHERE}",
    rf"(?!.* to .* to <){_PUT} {_SOURCE}{EN_FROM} {EN_INTO} {EN_WHERE}",
    rf"{_PUT} (?P<source><image \d>) ?'s {EN_THING} {EN_INTO} {EN_WHERE}",
    rf"(?:take|get|grab|pick(?: up)?|copy|cut(?: out)?|extract) (?:{EN_WHAT} |{EN_THING} )?{_SAID}(?:(?:from|in|of|out of) )?(?=[^,]*<image \d>[^<]*(?:and|,)){EN_FROM},? (?:and )?(?:put|place|paste|insert|add|stick|drop|move) (?:it|them|that|him|her) {EN_INTO} {EN_WHERE}",
    # What it is to stand beside is not looked for: a box says where, and without one there is a refusal that says so.
    rf"{_PUT} (?:{EN_THING} )?(?:(?:from|in|of) )?(?P<source><image \d>) {_BESIDE} {_OTHER} (?:in|on|of|from) (?P<image><image \d>)(?: ?,?(?:in|at|inside|within)? ?(?P<box><box \d>|<every>))?",
    rf"{_PUT} {EN_THING} {EN_INTO} {EN_WHERE}",
    rf"(?:in|into|inside|at) {EN_WHERE},? {_PUT} {EN_THING}? ?(?:from |in |of )?{EN_FROM}",
    rf"(?:把|将|用|从)?{ZH_FROM}{_ZH_PUT}{ZH_IN}",
    rf"(?:在|往|向){ZH_IN}{_ZH_PUT}{ZH_FROM}",
    rf"(?:把|将){ZH_FROM}{_ZH_PUT}(?P<image><image \d>)的?{_ZH_OF}[\u4e00-\u9fff]{{1,12}}?{_ZH_BESIDE}",
)

_MOVE = (
    rf"(?:move|shift|relocate|transfer|drag|bring|take) (?:{EN_WHAT} |{EN_THING} )?{_SAID}(?:(?:in|inside|from|within|of|out of) )?(?P<sbox><box \d>)(?: ?(?:(?:of|in|on) |'s ?)?(?P<image><image \d>))? {EN_INTO} (?P<box><box \d>)(?: (?:of|in|on) (?P<image2><image \d>))?",
    rf"cut (?:out )?(?:{EN_WHAT} |{EN_THING} )?{_SAID}(?:(?:in|inside|from|of|out of) )?(?P<sbox><box \d>)(?: ?(?:(?:of|in|on) |'s ?)?(?P<image><image \d>))?,? and (?:paste|put|place|insert|move|drop) it {EN_INTO} (?P<box><box \d>)(?: (?:of|in|on) (?P<image2><image \d>))?",
    rf"(?:把|将)?(?P<image><image \d>)?{_ZH_OF}(?P<sbox><box \d>){_ZH_OF}{ZH_THING}(?:移动|移|挪动|挪|搬|拖动|拖|转移|剪切)(?:到|至|进|入|在)*(?P<image2><image \d>)?{_ZH_OF}(?P<box><box \d>){_ZH_AT}",
    rf"(?:把|将){ZH_THING}从(?P<image><image \d>)?{_ZH_OF}(?P<sbox><box \d>){_ZH_AT}(?:移动|移|挪动|挪|搬|拖动|拖|转移)(?:到|至|进|入|在)*(?P<image2><image \d>)?{_ZH_OF}(?P<box><box \d>){_ZH_AT}",
)

_EN_OF_IMAGE = r"(?: (?:of|in|on) (?P<image><image \d>))?"
_SWAP = (
    rf"(?:swap|exchange|switch|interchange)(?: around)? (?:the (?:places|positions|contents|objects|things) (?:of|in|inside) )?(?:{EN_WHAT} |{EN_THING} )?{_SAID}(?:(?:in|inside|of) )?(?P<box><box \d> ?<box \d>|<every>){_EN_OF_IMAGE}(?: around)?",
    rf"(?:swap|exchange|switch|interchange) (?:the (?:places|positions) of )?(?:{EN_WHAT} |{EN_THING} )?{_SAID}(?:(?:in|inside|of|from) )?(?P<box><box \d>){_EN_OF_IMAGE} (?:and|with|for) (?:{EN_WHAT} |{_OTHER} )?{_SAID}(?:(?:in|inside|of|from) )?(?P<box2><box \d>)(?: (?:of|in|on) (?P<image2><image \d>))?",
    rf"(?:把|将)?(?P<image><image \d>)?{_ZH_OF}(?P<box><box \d> ?<box \d>|<every>){_ZH_OF}{ZH_THING}(?:互换|对调|交换|调换|互调)(?:一?下)?(?:位置)?",
    rf"(?:把|将)?(?P<image><image \d>)?{_ZH_OF}(?P<box><box \d>){_ZH_OF}{ZH_THING}(?:和|与|跟|同)(?P<box2><box \d>){_ZH_OF}{_ZH_OTHER}(?:互换|对调|交换|调换|互调)(?:位置)?",
    rf"(?:交换|互换|对调|调换)(?P<image><image \d>)?{_ZH_OF}(?P<box><box \d> ?<box \d>|<every>){_ZH_OF}{ZH_THING}",
    rf"(?:交换|互换|对调|调换)(?P<image><image \d>)?{_ZH_OF}(?P<box><box \d>){_ZH_OF}{ZH_THING}(?:和|与|跟|同)(?P<box2><box \d>){_ZH_OF}{_ZH_OTHER}",
)

_ONLY_PICTURES = r"(?=[^<]*<(?:image|box|every))"
"""What comes instead must be in a picture: nothing is invented."""
_REPLACE = (
    rf"(?:replace|substitute) (?:{EN_WHAT} |{EN_THING} )?{_SAID}(?:(?:in|inside|within|of|at|from) )?{EN_WHERE} (?:with|by) {_ONLY_PICTURES}(?:{EN_WHAT} |{_OTHER} )?{_SAID}(?:(?:in|inside|from|of) )?{EN_FROM}",
    rf"(?:把|将)?(?P<image><image \d>)?{_ZH_OF}(?P<box><box \d>|<every>){_ZH_OF}{_ZH_OTHER}(?:替换|更换|换|改)(?:成|为|作){_ONLY_PICTURES}{ZH_FROM}",
    rf"(?:用|以|拿){_ONLY_PICTURES}{ZH_FROM}(?:来)?(?:替换|代替|取代|换掉|替代)(?:掉)?(?P<image><image \d>)?{_ZH_OF}(?P<box><box \d>|<every>){_ZH_OF}{_ZH_OTHER}",
)

_DROP = r"(?:remove|erase|delete|eliminate|get rid of|take out|take away|clear away|clear|clean up|clean|wipe out|wipe|inpaint|rub out|heal|retouch away|edit out|paint out)"
_ZH_DROP = r"(?:删除|删掉|删去|删|去掉|去除|移除|移走|除去|擦除|擦掉|抹去|抹掉|消除|清除|清理掉|拿掉|拿走|弄掉|修掉)"
_IN = r"(?:in|inside|within|at|from|of|on|(?:under|below|beneath)(?= <every>))"
_ZH_BOXED = rf"(?P<image><image \d>)?{_ZH_OF}(?P<box>(?:<box \d> ?)+|<every>){_ZH_OF}"
_ZH_SOMEWHERE = rf"(?:(?:图片|照片|画面|(?P<image><image \d>))(?=[里中上的]))?{_ZH_OF}"

_REMOVE = (
    rf"{_DROP} (?:(?:what is|what's|whatever is|everything|anything|all|the contents?|{EN_THING}) )?{_SAID}{_IN} {EN_WHERE}",
    rf"{_DROP} (?=.*<(?:box|every)){EN_WHERE}",
    rf"(?:make|let) (?:(?:what is|what's|everything|{EN_THING}) )?{_SAID}{_IN} {EN_WHERE} (?:disappear|vanish|go away)",
    rf"fill {EN_WHERE} (?:with|from|by) (?:its|the|their) (?:surroundings?|back ?ground|neighbou?rhood)",
    rf"(?:把|将|从)?{_ZH_BOXED}{ZH_THING}{_ZH_DROP}(?:掉)?",
    rf"{_ZH_DROP}{_ZH_BOXED}{ZH_THING}",
    rf"(?:让|使|令){_ZH_BOXED}{ZH_THING}消失(?:掉)?",
)
_REMOVE_SOMEWHERE = (
    rf"{_DROP} {EN_THING}",
    rf"(?:把|将|从)?{_ZH_SOMEWHERE}{ZH_THING}{_ZH_DROP}(?:掉)?",
    rf"{_ZH_DROP}{_ZH_SOMEWHERE}{ZH_THING}",
    rf"(?:让|使|令){_ZH_SOMEWHERE}{ZH_THING}消失(?:掉)?",
)
"""Without a box in the clause: one that is drawn says where."""

WORDS = Words(
    frames=(
        *(Frame("swap", pattern) for pattern in _SWAP),
        *(Frame("move", pattern, unless=_EFFECTS) for pattern in _MOVE),
        *(Frame("replace", pattern, unless=f"{NOT_THINGS}|{_EFFECTS}") for pattern in _REPLACE),
        *(Frame("place", pattern, unless=_EFFECTS) for pattern in _PLACE),
        *(Frame("remove", pattern, unless=f"{NOT_THINGS}|{_LOOKS}") for pattern in _REMOVE),
        *(Frame("remove", pattern, unless=f"{NOT_THINGS}|{_LOOKS}|{_WEATHER}") for pattern in _REMOVE_SOMEWHERE),
    ),
    helps=(
        Help(
            "put, move, swap and copy things between boxes",
            "在框之间放入、移动、交换、复制物体",
            "Place image 1 in box 1 of image 2",
            "把图1放到图2的框1里",
        ),
        Help("remove what is in a box", "去掉框里的物体", "Remove what is in box 1", "删除框1中的物体"),
    ),
)
