"""How people say it when another lens, side or crop is wanted, English and Chinese."""
# A pattern that is broken over lines is harder to read than a long one.
# ruff: noqa: E501

from __future__ import annotations

from wanwidgets.service.engine.camera.ratios import EN_RATIO, RATIOS, ZH_RATIO
from wanwidgets.service.engine.grammar.blocks import EN_WHERE
from wanwidgets.service.engine.grammar.numbers import DEGREES, EN_DEGREES, EN_TIMES, TIMES, ZH_DEGREES, ZH_TIMES
from wanwidgets.service.engine.grammar.words import Frame, Signal, Words

__all__ = ["WORDS"]

# The picture as a whole, by its number or not.
_IT = r"(?: ?(?:it|this|(?:the |this |my )?(?:image|picture|photo|photograph|shot|scene|<whole>)|(?P<image><image \d>)|<whole>))?"
_ZH_IT = r"(?:把|将|给|对|让)?(?:(?P<image><image \d>)|<whole>|(?:这[张幅])?(?:图片|图像|照片|相片|画面|图|它))?(?:进行|的|里|中)?"
_ZH_AFTER = r"(?:(?P<image><image \d>)|<whole>|(?:这[张幅])?(?:图片|图像|照片|相片|画面|图|它))?"
_ZH_WHERE = r"(?:把|将|对|在|给|以)?(?P<image><image \d>)?(?:的|中的|里的|上的|里|中|内|上)?(?P<box>(?:<box \d> ?)+|<every>)?(?:里面的|里的|中的|内的|处的|里|中|内|处|的)*"

_FISH = r"fish ?-?eye(?: lens| camera| effect| view| perspective| look| distortion| projection)*"
_FISHEYE = (
    rf"(?:re-?shoot|retake|re-?take|re-?photograph|shoot|photograph|capture|show|render|take|see|view){_IT}(?: again)? (?:with|through|using|by|as|like|in|from)(?: if)?(?: taken| seen| shot)?(?: (?:with|through|by|using))? (?:a |an |the )?(?:full-?frame |wide |wide-angle |ultra-?wide )?{_FISH}",
    rf"{_ZH_IT}(?:用|以|使用|通过)?(?:广角)?鱼眼(?:镜头|相机)?(?:重新|再|重)?(?:拍摄|拍一[张次遍]|拍|呈现)(?:一[张次遍])?{_ZH_AFTER.replace('P<image>', 'P<image2>')}",
)

_TURNING = r"(?P<turn>anti-?clockwise|counter-?clockwise|clockwise|left|right|ccw|cw)"
_WAY = rf"(?:to the |towards the |in (?:a |the )?)?{_TURNING}(?: direction)?"
_ROTATE_VERB = r"(?:rotate|turn|spin)"
_ZH_TURN = r"(?:旋转|转动|翻转|转)"
_ROTATE = (
    rf"{_ROTATE_VERB}{_IT},? ?(?:by |about |through |for )?(?:an angle of )?{EN_DEGREES}(?:,? ?{_WAY})?",
    rf"{_ROTATE_VERB}{_IT} {_WAY}(?: by| about)? {EN_DEGREES}",
    rf"{_ZH_IT}(?:沿)?(?:(?P<turn>顺时针|逆时针|向右|向左|往右|往左|右|左)(?:方向)?)?{_ZH_TURN}{_ZH_AFTER.replace('P<image>', 'P<image2>')}{ZH_DEGREES}",
    rf"{_ZH_TURN}{_ZH_AFTER}{ZH_DEGREES}",
    # A number that turns is one of degrees, whether or not that is said.
    rf"{_ROTATE_VERB}{_IT},? ?(?:by |about )?(?P<degrees>\d{{1,3}}(?:\.\d)?)(?:,? {_WAY})?",
    rf"{_ROTATE_VERB}{_IT} {_WAY} (?:by |about )?(?P<degrees>\d{{1,3}}(?:\.\d)?)",
    rf"{_ZH_IT}(?:(?P<turn>顺时针|逆时针|向右|向左|往右|往左)(?:方向)?)?{_ZH_TURN}(?P<degrees>\d{{1,3}}(?:\.\d)?)",
)
_QUARTER = (
    rf"{_ROTATE_VERB}{_IT} {_WAY}",
    rf"{_ZH_IT}(?P<turn>顺时针|逆时针|向右|向左|往右|往左)(?:方向)?{_ZH_TURN}",
)
_OVER = (
    rf"{_ROTATE_VERB}{_IT} (?:upside[ -]?down|on its head|half a turn)",
    rf"(?:flip|make){_IT} upside[ -]?down",
    rf"{_ZH_IT}(?:上下颠倒|颠倒过来|倒过来|倒置|颠倒)",
)

_AXIS = r"(?:along |in |about |around |from )?(?:the |its )?(?P<axis>horizontal(?:ly)?|vertical(?:ly)?|left(?: to | and |-to-|/| )right|top(?: to | and |-to-|/| )bottom|upside)(?: axis| direction)?"
_MIRROR = (
    rf"(?:flip|mirror|reflect){_IT} {_AXIS}",
    rf"{_ZH_IT}(?:进行)?(?P<axis>水平|垂直|左右|上下|竖直)(?:方向)?(?:翻转|镜像|反转|对调)",
    rf"(?P<axis>水平|垂直|左右|上下|竖直)(?:方向)?(?:翻转|镜像|反转){_ZH_AFTER}",
)
_MIRRORED = (
    rf"(?:flip|mirror|reflect){_IT}(?: over)?",
    rf"(?:make|create|show)(?: a| the)? mirror(?:ed)? (?:image|version|picture)(?: of)?{_IT}",
    rf"{_ZH_IT}(?:做)?(?:镜像|镜像翻转|翻转)(?:处理)?",
)

_CROP_VERB = r"(?:crop|trim|cut)"
_CROP = (
    rf"{_CROP_VERB}(?: (?:it|the (?:image|picture|photo)))?(?: down)?(?: out)?(?: to)?(?: (?:what is|what's|the contents?|everything|the area|the part))?(?: (?:in|inside|of|within))? ?{EN_WHERE}",
    r"(?:crop|trim) (?P<image><image \d>) (?:down )?to (?P<box><box \d>|<every>)",
    r"keep only (?:what is |what's |the part |the area )?(?:in |inside )?(?P<box><box \d>|<every>)(?: of (?P<image><image \d>))?",
    rf"{_ZH_WHERE}(?:裁剪出来|裁剪|裁切|截取|裁出来|裁)(?:出来|下来)?",
    r"(?:裁剪|裁切|裁|截取)(?:到|成|为|出)?(?P<image><image \d>)?(?:的|中的|里的|中|里)?(?P<box><box \d>|<every>)(?:的)?(?:区域|部分|里的|中的|内的|内容|大小|范围|里|内)*",
    r"(?:把|将)?(?P<image><image \d>)?(?:图片|照片|画面)?(?:裁剪|裁切|裁)(?:到|成|为)(?P<box><box \d>|<every>)(?:的)?(?:区域|部分|大小|范围)*",
)
_TRIM = (
    rf"{_CROP_VERB}{_IT}(?: down)?,? (?:to|into|as|in)?(?: a| an| the)?(?: ratio of| aspect ratio of)? ?{EN_RATIO}(?: ratio| aspect ratio| format| shape| crop| image| picture)*",
    rf"make{_IT} (?:a )?(?P<ratio>square)",
    rf"{_ZH_IT}(?:裁剪|裁切|裁)(?:成|为|到|至)?(?:比例为|宽高比为)?{ZH_RATIO}(?:的)?(?:比例|尺寸|大小|画幅)*",
    rf"(?:裁剪|裁切|裁){_ZH_AFTER}(?:成|为|到|至){ZH_RATIO}(?:的)?(?:比例|尺寸|大小|画幅)*",
)
_HALVE = (
    rf"{_CROP_VERB}{_IT} (?:to|down to) (?:the|its) (?P<half>left|right|upper|lower|top|bottom)(?: half| part| side)?(?: of{_IT.replace('P<image>', 'P<image2>')})?",
    r"(?:crop|keep) (?:only )?(?:the|its) (?P<half>left|right|upper|lower|top|bottom) (?:half|part|side)(?: of(?: the)? (?:(?P<image><image \d>)|image|picture|photo|<whole>))?",
    rf"{_ZH_IT}(?:裁剪|裁切|裁|截取)(?:成|为|到|出)?(?:图片|照片|画面)?(?:的)?(?P<half>左|右|上|下)(?:半部分|半边|半张|半|侧|边|部分)",
)

_ZOOM = (
    rf"zoom(?: in)?{_IT}(?:(?: in)?(?: on| to| into| onto)?(?: the)?(?: (?:center|centre|middle)(?: of)?)?)?(?: (?:what is|what's|the contents?|(?:the |a )(?P<thing>[a-z][a-z' -]{{0,40}}?))(?= (?:in|inside|of) <))?(?: (?:in|inside|of))? ?{EN_WHERE.replace('P<image>', 'P<image2>')}(?: ?(?:to )?{EN_TIMES})?",
    rf"(?:enlarge|magnify){_IT}(?: (?:what is|what's|the contents?))?(?: (?:in|inside))? ?{EN_WHERE.replace('P<image>', 'P<image2>')}(?: ?(?:to )?{EN_TIMES})?",
    rf"(?:close[ -]?up of|take a closer look at|move closer to) (?:(?:what is|what's|the contents?) )?(?:in |inside )?{EN_WHERE}",
    rf"crop(?: to)? the (?:center|centre|middle)(?: of{_IT})?",
    rf"{_ZH_WHERE}(?:图片|照片|画面|整体)?(?:放大|拉近|推近|变焦)(?:到)?(?:{ZH_TIMES})?(?:显示|镜头)?",
    rf"(?:放大|拉近|推近)(?:镜头)?(?:到|至)?(?P<image><image \d>)?(?:的|中的|里的|中|里)?(?P<box><box \d>|<every>)?(?:图片|照片|画面)?(?:中间|中心|中央)?(?:的|里的|中的|内的|部分|区域|内容)*(?:{ZH_TIMES})?",
    rf"(?:把|将)?镜头(?:拉近|推近){_ZH_AFTER}",
)
_ZOOM_OUT = (
    rf"(?:zoom|move|step|pull) (?:out|back){_IT}(?: (?:of|from){_IT.replace('P<image>', 'P<image2>')})?(?: ?(?:to )?{EN_TIMES})?",
    rf"zoom{_IT} out(?: ?{EN_TIMES})?",
    rf"{_ZH_IT}(?:镜头)?(?:缩小|拉远)(?:镜头)?{_ZH_AFTER.replace('P<image>', 'P<image2>')}(?:{ZH_TIMES})?",
    r"(?:把|将)?镜头(?:拉远|后退|往后拉)",
)

_SIDE = r"(?P<side>left|right|up|down|upwards?|downwards?|forwards?|backwards?|back|top|bottom|leftwards?|rightwards?)"
_LEAN = r"(?:tilt|lean|skew|slant|incline|pitch)"
_TILT = (
    rf"{_LEAN}{_IT}(?: (?:the )?(?:perspective|camera|plane|viewpoint|view)(?: of{_IT.replace('P<image>', 'P<image2>')})?)?(?: (?:to|towards)(?: the)?)? {_SIDE}(?: (?:in|with)(?: the)? perspective)?",
    rf"(?:change|shift|adjust|set|turn)(?: the)? perspective(?: of{_IT})?(?: (?:to|towards)(?: the)?)? {_SIDE}",
    rf"(?:perspective|keystone)(?: tilt| correction| effect)?(?: (?:to|towards)(?: the)?)? {_SIDE}",
    rf"(?:give|apply){_IT} (?:a )?perspective tilt(?: (?:to|towards)(?: the)?)? {_SIDE}",
    rf"{_ZH_IT}(?:透视)?(?:向|往)(?P<side>左|右|上|下|前|后)(?:侧|边|方)?(?:透视)?(?:倾斜|透视|俯仰|仰|俯)(?:透视)?(?:变形|效果)?",
    rf"{_ZH_IT}(?:的)?(?:透视|视角|镜头)(?:向|往|朝)(?P<side>左|右|上|下|前|后)(?:侧|边|方)?(?:倾斜|偏|移动|调整|调|转)?",
)

_MINI = r"(?:tilt ?-?shift(?:ed|ing)?|miniature|toy town|diorama)(?: effect| look| style| lens| photo| faking| photography| blur| model| version)*"
_MINIATURE = (
    rf"(?:(?:add|apply|use|give|make|turn|convert|create)(?: it| the (?:image|picture|photo))?(?: into)?(?: an?| the)? )?{_MINI}(?: (?:to|on|around|at|with|for|of|in|keeping)(?: the)?(?: sharp| focus| sharpness)?(?: (?:band|area|part|focus))?(?: (?:on|in|at|around))?)? ?{EN_WHERE}(?: (?:in focus|sharp|stays sharp))?",
    rf"{_ZH_WHERE}(?:清晰|为焦点|为中心|做|加|添加|加上|应用|使用)?(?:的)?(?:移轴|微缩|微缩景观|微缩模型|小人国)(?:摄影|镜头|效果|风格|模型)*",
)
_SHARP_BAND = (
    rf"(?:(?:add|apply|use|make|create)(?: it)?(?: an?| the)? )?{_MINI},?(?: and| that| which| with| while)? ?(?:keep|keeps|keeping|leave|leaving) (?:(?:what is|what's|the contents?|(?:the |a )(?P<thing>[a-z][a-z' -]{{0,40}}?)) (?:in|inside) )?{EN_WHERE} (?:sharp|in focus)",
    rf"{_ZH_IT}(?:做|加|加上|添加|应用)?(?:移轴|微缩|小人国)(?:摄影|镜头|效果|风格)*,?(?:并|且|同时)?(?:保持|让|使|保留)?(?P<box><box \d>|<every>)(?:里|内|中|的|区域|部分|内容|保持)*(?:清晰|锐利|对焦)",
)
_DARK_RIM = r"(?:vignett(?:e|ing)|dark(?:ened|er)? (?:corners|edges|borders))(?: effect)?"
_VIGNETTE = (
    rf"(?:add|apply|put|give|create|make|use)(?: it| the (?:image|picture|photo))?(?: an?| some| the)? ?{_DARK_RIM}(?: (?:to|on|around|in|with|about)(?: the)?)? ?{EN_WHERE}",
    rf"(?:give|put|add) {EN_WHERE} (?:an? )?{_DARK_RIM}",
    rf"(?:darken|shade|vignette)(?: the)? (?:corners|edges|borders)(?: of)? ?{EN_WHERE}",
    rf"(?:an? )?(?:vignette|vignetting)(?: (?:around|on|in|for|to))? ?{EN_WHERE}",
    rf"{_ZH_WHERE}(?:周围|四周|四角|边缘)?(?:添加|加上|加|做|制造)?(?:一个|一层|一些)?(?:暗角|晕影|四角压暗|边缘压暗)(?:效果)?",
    rf"(?:添加|增加|加上|加){_ZH_WHERE}(?:暗角|晕影)(?:效果)?",
)

_CW, _CCW = "clockwise", "counterclockwise"
_H, _V = "horizontally", "vertically"

WORDS = Words(
    frames=(
        *(Frame("fisheye", pattern) for pattern in _FISHEYE),
        *(Frame("rotate", pattern, {"turn": _CW}) for pattern in _ROTATE),
        *(Frame("rotate", pattern, {"degrees": "90"}) for pattern in _QUARTER),
        *(Frame("rotate", pattern, {"degrees": "180", "turn": _CW}) for pattern in _OVER),
        *(Frame("mirror", pattern) for pattern in _MIRROR),
        *(Frame("mirror", pattern, {"axis": _H}) for pattern in _MIRRORED),
        *(Frame("trim", pattern) for pattern in _TRIM),
        *(Frame("halve", pattern) for pattern in _HALVE),
        *(Frame("crop", pattern) for pattern in _CROP),
        *(Frame("zoom_out", pattern) for pattern in _ZOOM_OUT),
        *(Frame("zoom", pattern) for pattern in _ZOOM),
        *(Frame("miniature", pattern) for pattern in (*_MINIATURE, *_SHARP_BAND)),
        *(Frame("tilt", pattern) for pattern in _TILT),
        *(Frame("vignette", pattern) for pattern in _VIGNETTE),
    ),
    signals=(
        Signal("fisheye", rf"(?<![a-z]){_FISH}(?![a-z])|鱼眼(?:镜头)?"),
        Signal("miniature", rf"(?<![a-z]){_MINI}(?![a-z])|移轴|微缩(?:景观|模型)?|小人国"),
        Signal("vignette", rf"(?<![a-z]){_DARK_RIM}(?![a-z])|暗角|晕影"),
    ),
    meanings={
        "degrees": DEGREES,
        "ratio": RATIOS,
        "times": TIMES,
        "turn": {
            **dict.fromkeys(("clockwise", "right", "cw", "顺时针", "向右", "往右", "右"), _CW),
            **dict.fromkeys(
                ("anti-clockwise", "anticlockwise", "counter-clockwise", "counterclockwise", "left", "ccw"), _CCW
            ),
            **dict.fromkeys(("逆时针", "向左", "往左", "左"), _CCW),
        },
        "axis": {
            **dict.fromkeys(("horizontal", "horizontally", "水平", "左右"), _H),
            **{f"left{between}right": _H for between in (" to ", " and ", "-to-", "/", " ")},
            **dict.fromkeys(("vertical", "vertically", "垂直", "竖直", "上下", "upside"), _V),
            **{f"top{between}bottom": _V for between in (" to ", " and ", "-to-", "/", " ")},
        },
        "half": {
            **dict.fromkeys(("left", "左"), "left"),
            **dict.fromkeys(("right", "右"), "right"),
            **dict.fromkeys(("upper", "top", "上"), "upper"),
            **dict.fromkeys(("lower", "bottom", "下"), "lower"),
        },
        "side": {
            **dict.fromkeys(("left", "leftward", "leftwards", "左"), "left"),
            **dict.fromkeys(("right", "rightward", "rightwards", "右"), "right"),
            **dict.fromkeys(("up", "upward", "upwards", "back", "backward", "backwards", "top", "上", "后"), "upper"),
            **dict.fromkeys(("down", "downward", "downwards", "forward", "forwards", "bottom", "下", "前"), "lower"),
        },
    },
)
