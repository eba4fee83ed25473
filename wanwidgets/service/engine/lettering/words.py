"""How people say it when words are written into a picture, or taken out of it, English and Chinese."""
# A pattern that is broken over lines is harder to read than a long one.
# ruff: noqa: E501

from __future__ import annotations

from wanwidgets.service.engine.grammar.blocks import COLORS, EN_COLOR, EN_WHERE, ZH_COLOR, ZH_IN
from wanwidgets.service.engine.grammar.words import Frame, Help, Words

__all__ = ["WORDS"]

_TEXT = r"(?P<text><text \d>)"
_EN_TEXT = rf"(?:(?:that (?:says|reads)|saying|reading) )?{_TEXT}"
_EN_NOUN = r"(?:the |a |an |these |this )?(?:words?|text|letters?|phrase|sentence|name|line|message|slogan|greeting|number|date)"
_EN_PUT = r"(?:casually |neatly )?(?:write|print|put|add|type|draw|paint|letter|inscribe|stamp|place|insert|spell)(?: out| down)?"
_EN_CARVE = r"(?P<carve>carve|engrave|etch|scratch|emboss|press)"
_EN_TILT = r"(?:(?:in|with) )?(?:perspective,? )?(?P<tilt>(?:in )?perspective to the (?:left|right)|perspective on the (?:floor|ground)|lying on the (?:floor|ground)|on the (?:floor|ground)|along the surface|following the surface|in perspective|rising|sloping up|falling|sloping down)"
_EN_HAND = r"(?P<hand>by hand|with a hand|with your hand|with a finger|with a brush|with chalk|handwritten|in handwriting|in a handwritten (?:style|font|way)|in handwritten (?:letters|style))"
_EN_WEIGHT = r"(?P<weight>bold|thin|regular|light(?= (?:capital )?(?:letter|type|text|font|word)))"
"""Light blue is a colour, light letters are thin."""
_EN_FACE = rf"(?:in|with|using)? ?(?:(?:large|big|clear|a|the) )?(?:{_EN_WEIGHT} ?,? ?)?(?:and )?(?:{EN_COLOR})?(?: ?(?:capital )?(?:letters?|ink|text|font|type|letterings?|colou?r|words?))?"
_EN_BOLD = rf"(?:in|with|using) {EN_COLOR}(?:,| and|, and)? {_EN_WEIGHT}(?: (?:capital )?(?:letters?|type|text|font|letterings?|words?))?"
_EN_HOWS = tuple(
    rf"(?:,? ?(?:and )?{face})?(?:,? ?(?:and )?{_EN_TILT})?(?:,? ?(?:and )?{_EN_HAND})?"
    for face in (_EN_FACE, _EN_BOLD)
)
_EN_PLACE = rf"(?:in|into|inside|within|on|onto|at|across|over|to|under)(?: the (?:place|position|area) of)? (?:(?P<thing>(?:the|a|his|her|their|my|its) [a-z' -]{{1,40}}?) ?(?:in|inside|of|at|on)? ?)?{EN_WHERE}"
_EN_OF = r"(?: ?(?:of|in|on)(?: the)? ?(?:(?P<image><image \d>)|<whole>|image|picture|photo|photograph))?"
_EN_POSITION = rf"(?:(?:at|in|on|along|near) )?(?:the )?(?P<position>top left|top right|bottom left|bottom right|upper left|upper right|lower left|lower right|top-left|top-right|bottom-left|bottom-right|top|bottom|cent(?:er|re)|middle)(?: corner| edge| half)?{_EN_OF}"

_ZH_TEXT = rf"(?:文字|字样|文本|标题|大字|几个字|字|标语|口号)?{_TEXT}(?:的?(?:字样|文字|几个字|这几个字|几个大字|四个大字|两个字|四个字|这句话|大字|标题|标语))?"
_ZH_PUT = r"(?:手?写|印|题|添加|加|放|标|书写|输入|显示|喷|涂|画)(?:上|下|入|出|到|在)?(?:一行|一句|一个)?"
_ZH_HOW = rf"(?: ?,? ?(?:用|以)?(?:{ZH_COLOR})?(?:的)?(?P<weight>粗体|加粗|黑体|细体)?(?:的)?(?P<hand>手写体|手写|毛笔|粉笔|手)?(?:的)?(?:字体|大字|字|文字|笔)?)?"
_ZH_POSITION = r"(?:(?:图片|照片|画面|图像)的?|(?P<image><image \d>)的?|<whole>的?)?(?:的)?(?P<position>左上角|右上角|左下角|右下角|顶部|上方|顶端|最上面|底部|下方|底端|最下面|中间|中央|正中|正中央|正中间|中心)(?:位置|处|部分|里)?"
_ZH_TILT = r"(?:,?(?:按|沿着?|依照|带)?(?P<tilt>表面的?透视|表面|透视))?"

_WRITE = (
    *(
        pattern
        for how in _EN_HOWS
        for pattern in (
            rf"{_EN_PUT} (?:{_EN_NOUN} )?{_EN_TEXT}{how} {_EN_PLACE}",
            rf"{_EN_PUT} (?:{_EN_NOUN} )?{_EN_TEXT} {_EN_PLACE}{how}",
            rf"{_TEXT} {_EN_PLACE}{how}",
            rf"(?:in|into|inside|on|at) {EN_WHERE} ?,? ?{_EN_PUT} (?:{_EN_NOUN} )?{_EN_TEXT}{how}",
            rf"{_EN_PUT} (?:{_EN_NOUN} )?{_EN_TEXT}{how}",
        )
    ),
    rf"{_EN_CARVE} (?:{_EN_NOUN} )?{_TEXT} {_EN_PLACE}",
    rf"{_EN_PUT} (?:the |a )?(?:(?P<weight>bold|thin) )?{EN_COLOR} (?:words?|text|letters) {_TEXT} {_EN_PLACE}",
    rf"(?:在|往|于){ZH_IN}(?:的?[\u4e00-\u9fff]{{1,6}}上)?{_ZH_TILT}{_ZH_HOW}{_ZH_PUT}{_ZH_TEXT}",
    rf"(?:在|往|于){ZH_IN}{_ZH_PUT}{_ZH_TEXT}{_ZH_HOW}{_ZH_TILT}",
    rf"(?:在|往|于){ZH_IN}{_ZH_PUT}(?P<weight>粗体|加粗)?(?:的)?{ZH_COLOR}(?:的)?{_ZH_TEXT}",
    rf"用?{ZH_COLOR}(?:的)?(?:字|文字|字体|笔)?在{ZH_IN}{_ZH_PUT}{_ZH_TEXT}",
    rf"(?:把|将){_ZH_TEXT}{_ZH_HOW}{_ZH_PUT}{ZH_IN}{_ZH_TILT}",
    rf"(?:把|将){_ZH_TEXT}{_ZH_PUT}{ZH_IN}{_ZH_TILT}{_ZH_HOW}",
    rf"(?:在|往|于){ZH_IN}(?:里|上)?(?P<carve>刻|雕刻|压印|划)(?:上|下|出)?{_ZH_TEXT}",
    rf"{_ZH_PUT}{_ZH_TEXT}{_ZH_HOW}",
)

_CAPTION = (
    *(
        pattern
        for how in _EN_HOWS
        for pattern in (
            rf"{_EN_PUT} (?:{_EN_NOUN} |(?:the |a )?(?:title|caption|heading|headline|subtitle) )?{_EN_TEXT}{how},? {_EN_POSITION}",
            rf"{_EN_PUT} (?:{_EN_NOUN} |(?:the |a )?(?:title|caption|heading|headline|subtitle) )?{_EN_TEXT},? {_EN_POSITION}{how}",
            rf"(?:at|in|on) {_EN_POSITION},? {_EN_PUT} (?:{_EN_NOUN} )?{_EN_TEXT}{how}",
        )
    ),
    rf"(?:在|往|于)?{_ZH_POSITION}{_ZH_HOW}{_ZH_PUT}{_ZH_TEXT}",
    rf"(?:在|往|于)?{_ZH_POSITION}{_ZH_PUT}{_ZH_TEXT}{_ZH_HOW}",
    rf"(?:把|将){_ZH_TEXT}{_ZH_HOW}{_ZH_PUT}{_ZH_POSITION}",
)
_TITLE = (
    rf"(?:add|put|write|give it|insert) (?:the |a )?(?:title|heading|headline) {_EN_TEXT}{_EN_HOWS[0]}(?: (?:to|on|in)(?: the)? ?(?P<image><image \d>|<whole>|image|picture|photo)?)?",
    rf"(?:给|为)?(?:图片|照片|(?P<image><image \d>))?(?:加上?|添加|写上?)(?:一个)?标题{_TEXT}{_ZH_HOW}",
)
_LEGEND = (
    rf"(?:add|put|write|insert) (?:the |a )?(?:caption|subtitle) {_EN_TEXT}{_EN_HOWS[0]}(?: (?:to|on|in|under|below)(?: the)? ?(?P<image><image \d>|<whole>|image|picture|photo)?)?",
    rf"(?:add|put|write|insert) (?:the |a )?(?:caption|subtitle) {_EN_TEXT} (?:to|on|in|under|below)(?: the)? ?(?P<image><image \d>|<whole>|image|picture|photo)?{_EN_HOWS[0]}",
    rf"caption (?:the |this )?(?:image |picture |photo |(?P<image><image \d>) )?(?:with |as )?{_TEXT}",
    rf"(?:给|为)?(?:图片|照片|(?P<image><image \d>))?(?:加上?|添加|配上?)(?:一行|一条)?(?:字幕|说明文字|图注){_TEXT}{_ZH_HOW}",
)

_EN_LETTERS = r"(?:all |any |every |each )?(?:of )?(?:the |this |that |a )?(?:[a-z]+ )?(?:texts?|words?|letters|lettering|writing|watermarks?|captions?|subtitles?|inscriptions?|numbers?|digits?|date ?stamps?|dates?|timestamps?|signatures?|handwriting|slogan)(?:(?: and| or|,) (?:all )?(?:the )?(?:texts?|words?|watermarks?|numbers?|subtitles?|captions?))?"
_EN_OFF = r"(?:remove|erase|delete|eliminate|get rid of|take out|take away|take off|take|clear|clean up|clean|wipe out|wipe away|wipe|strip|rub out)"
_ZH_LETTERS = r"(?:所有|全部|一切)?的?(?:[\u4e00-\u9fff]{1,6}上的|水印和|文字和)?(?:文字|字母|字幕|文本|字样|标语|水印|日期|数字|字迹|汉字|英文|字)(?:和水印|和文字|和数字|水印)?"
_ZH_OFF = r"(?:删除|删掉|删去|去掉|去除|移除|移走|除去|擦除|擦掉|抹去|抹掉|消除|清除|清理|拿掉|去)"
_UNWRITE = (
    rf"{_EN_OFF} {_EN_LETTERS}(?: (?:that is |that are |shown |printed |written )?(?:from|in|inside|within|on|of|at|out of|off|under))? ?(?:(?P<thing>(?:the|a|his|her|their|my|its) [a-z' -]{{1,40}}?) ?(?:in|inside|of|at|on)? ?)?{EN_WHERE}",
    rf"{_EN_OFF} {EN_WHERE} ?'s {_EN_LETTERS}",
    rf"(?:把|将|从)?{ZH_IN}{_ZH_LETTERS}(?:都|全部)?{_ZH_OFF}(?:掉)?",
    rf"(?:从|在)?(?:图片|照片|画面)(?:里|中|上)?的?{_ZH_LETTERS}(?:都|全部)?{_ZH_OFF}(?:掉)?",
    rf"(?:从{ZH_IN})?{_ZH_OFF}{_ZH_LETTERS}",
    rf"{_ZH_OFF}(?:图片|照片|画面)?{ZH_IN}{_ZH_LETTERS}",
)

_EN_OLD = r"(?:(?:the |its )?(?:old |printed |current |existing )?(?:text|words?|writing|lettering|letters|numbers?|dates?|title|caption|inscription|slogan|label|sign|what is written|what it says|month|day|year|price|name)|it)(?: (?P<old><text \d>))?"
_EN_FOR = r"(?:with|by|to say|to read|to|into|for|so (?:that )?it (?:says|reads))(?: (?:the )?(?:text|words?|number|date|name))?"
_REWORD = (
    rf"(?:replace|change|swap|exchange|turn|rewrite|update|edit|set) {_EN_OLD} (?:(?:in|inside|on|of|at) )?(?:(?P<thing>(?:the|a|his|her|their|my|its) [a-z' -]{{1,40}}?) ?(?:in|inside|of|at|on)? ?)?{EN_WHERE} ?{_EN_FOR} {_TEXT}",
    rf"(?:replace|change|swap|exchange|turn|rewrite|set) {_EN_OLD} {_EN_FOR} {_TEXT} (?:in|inside|on|at) {EN_WHERE}",
    rf"(?:replace|change|swap|exchange|turn|rewrite) (?P<old><text \d>) (?:(?:in|inside|on|of|at) {EN_WHERE} )?{_EN_FOR} {_TEXT}",
    rf"(?:replace|change|swap|exchange|turn) (?P<old><text \d>) {_EN_FOR} {_TEXT} (?:in|inside|on|at) {EN_WHERE}",
    rf"(?:make|let|have) (?:{_EN_OLD} )?(?:(?:in|inside|on|of|at) )?{EN_WHERE} (?:say|read|to say|to read) {_TEXT}",
    rf"(?:把|将)?{ZH_IN}(?:原来的|原有的|旧的|的)?(?:文字|字样|字|文本|标语|数字|日期|招牌|标题|名字|价格|内容)(?P<old><text \d>)?(?:都)?(?:改成|改为|换成|换为|替换成|替换为|变成|改写成|改写为|写成)(?:文字)?{_TEXT}",
    rf"(?:把|将){ZH_IN}(?P<old><text \d>)(?:改成|改为|换成|换为|替换成|替换为|变成|改写成|改写为){_TEXT}",
    rf"(?:把|将)(?P<old><text \d>)(?:改成|改为|换成|换为|替换成|替换为|变成|改写成|改写为){_TEXT}",
    rf"(?:用|以)(?:文字)?{_TEXT}(?:替换|代替|取代|换掉|替代)(?:掉)?{ZH_IN}(?:文字|字样|字|文本|标语|数字|日期|内容)(?P<old><text \d>)?",
)

_NO_THING = (
    r"(?<![a-z])(?:with|by|using|in|perspective|top|bottom|cent(?:er|re)|middle|corners?|left|right|edge)(?![a-z])"
)
"""What in the name of a thing says where or how instead."""

_WEIGHTS = {"bold": "bold", "thin": "regular", "regular": "regular", "light": "regular", "粗体": "bold", "加粗": "bold", "黑体": "bold", "细体": "regular"}  # fmt: skip
_TILTS = {
    **dict.fromkeys(("in perspective", "along the surface", "following the surface", "表面", "表面透视", "表面的透视", "透视"), "surface"),
    **{f"{start}perspective to the {side}": side for side in ("left", "right") for start in ("", "in ")},
    **dict.fromkeys(("perspective on the floor", "perspective on the ground", "lying on the floor", "lying on the ground", "on the floor", "on the ground"), "floor"),
    **dict.fromkeys(("rising", "sloping up"), "up"),
    **dict.fromkeys(("falling", "sloping down"), "down"),
}  # fmt: skip
_POSITIONS = {
    **dict.fromkeys(("top", "顶部", "上方", "顶端", "最上面"), "top"),
    **dict.fromkeys(("bottom", "底部", "下方", "底端", "最下面"), "bottom"),
    **dict.fromkeys(("center", "centre", "middle", "中间", "中央", "正中", "正中央", "正中间", "中心"), "centre"),
    **{f"{said}{dash}{side}": f"{meant} {side}" for said, meant in (("top", "top"), ("upper", "top"), ("bottom", "bottom"), ("lower", "bottom")) for dash in (" ", "-") for side in ("left", "right")},
    "左上角": "top left", "右上角": "top right", "左下角": "bottom left", "右下角": "bottom right",
}  # fmt: skip
_HANDS = (
    *("by hand", "with a hand", "with your hand", "with a finger", "with a brush", "with chalk", "handwritten"),
    *("in handwriting", "in a handwritten style", "in a handwritten font", "in a handwritten way"),
    *("in handwritten letters", "in handwritten style", "手写体", "手写", "毛笔", "粉笔", "手"),
)
_CARVES = ("carve", "engrave", "etch", "scratch", "emboss", "press", "刻", "雕刻", "压印", "划")

WORDS = Words(
    frames=(
        *(Frame("reword", pattern, unless=_NO_THING) for pattern in _REWORD),
        *(Frame("caption", pattern, {"position": "top"}) for pattern in _TITLE),
        *(Frame("caption", pattern, {"position": "bottom"}) for pattern in _LEGEND),
        *(Frame("caption", pattern) for pattern in _CAPTION),
        *(Frame("write", pattern, unless=_NO_THING) for pattern in _WRITE),
        *(Frame("unwrite", pattern, unless=_NO_THING) for pattern in _UNWRITE),
    ),
    meanings={
        "color": COLORS,
        "weight": _WEIGHTS,
        "tilt": _TILTS,
        "position": _POSITIONS,
        # It is print that wavers, and the answer says so.
        "hand": dict.fromkeys(_HANDS, "in uneven print (no handwriting)"),
        "carve": dict.fromkeys(_CARVES, "pressed into the ground"),
    },
    helps=(
        Help(
            "write words in a box or at an edge, replace or remove them",
            "在框里或画面边缘写字、改字、去掉文字",
            "Write 'Time for Holiday?' in box 1",
            "在框1里写上“假日时光”",
        ),
    ),
)
