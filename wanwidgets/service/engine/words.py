"""The words that the engine knows, English and Chinese, as tables. `instructions` says what it makes of them.

A mark (``<grey>``, ``<image 2>``) stands for what was recognised. Patterns meet lower-case text after NFKC.
"""
# A pattern that is broken over lines is harder to read than a long one.
# ruff: noqa: E501

from __future__ import annotations

__all__ = [
    "BOX_WORDS",
    "COLOR_WORDS",
    "FILLERS",
    "FILL_FRAMES",
    "IMAGE_WORDS",
    "NAMED_THINGS",
    "NEGATIONS",
    "NOT_THINGS",
    "NUMERALS",
    "PLACE_FRAMES",
    "REMOVE_FRAMES",
    "SETTINGS",
    "SIGNALS",
    "SPLITTERS",
]

NUMERALS = {
    **{str(number): number for number in range(1, 10)},
    **dict(zip("一二三四五六七八九", range(1, 10), strict=True)),
    "两": 2,
    **dict(zip(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"], range(1, 10), strict=True)),
    **dict(
        zip(
            ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"],
            range(1, 10),
            strict=True,
        )
    ),
    **dict(zip(["1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th"], range(1, 10), strict=True)),
}

_CARDINAL = r"(?P<n>[1-9]|one|two|three|four|five|six|seven|eight|nine)(?![\w])"
_ORDINAL = r"(?P<n>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|1st|2nd|3rd|[4-9]th)"
_ZH = r"(?P<n>[1-9一二三四五六七八九两])(?!\d)"

IMAGE_WORDS = (
    rf"(?<![a-z])(?:the )?(?:input )?(?:images?|pictures?|photos?|photographs?|pics?|img|figure|fig\.?) ?(?:no\.? ?|number |#)?{_CARDINAL}",
    rf"(?<![a-z])(?:the )?{_ORDINAL} (?:input )?(?:image|picture|photo|photograph|pic)(?![a-z])",
    rf"第{_ZH}(?:张|幅|个)?(?:图片|图像|照片|图)",
    rf"(?:图片|图像|照片|图)第?{_ZH}",
)
"""How a picture is named by its number; `n` is the number."""

_BOX = r"(?:(?:bounding|selection|selected|marked|drawn|red|target) ?)?(?:box|bbox|rectangle|region|frame)"
_ZH_BOX = r"(?:边界框|矩形框|选择框|标注框|选框|方框|边框|框选区域|框)"

BOX_WORDS = (
    rf"(?<![a-z])(?:the )?{_BOX}(?:es)? ?(?:no\.? ?|number |#)?{_CARDINAL}",
    rf"(?<![a-z])(?:the )?{_ORDINAL} {_BOX}(?![a-z])",
    rf"第{_ZH}个?{_ZH_BOX}",
    rf"{_ZH_BOX}{_ZH}",
)
"""How a box is named by its number."""

SIGNALS = (
    (
        "<every>",
        r"(?<![a-z])(?:both|all|all the|all of the|the two|the|each of the) (?:bounding )?(?:boxes|bboxes|regions)(?![a-z])",
    ),
    ("<every>", r"(?:所有|全部|两个|每个)(?:的)?(?:边界框|选框|方框|框)"),
    (
        "<every>",
        r"(?<![a-z<])(?:the |this |my )?(?:bounding |selected |marked |selection )?(?:box|bbox|selected area|marked area|selected region|selection)(?![a-z])(?! ?<)",
    ),
    ("<every>", r"(?:框选区域|框选的区域|框选部分|框选的部分|选中区域|选区|方框|选框|框)(?=[中里内的]|区域|部分|$)"),
    (
        "<every>",
        r"(?<![a-z<])(?:(?:the |this |my )?(?:masked|painted|marked) (?:area|region|part|place)s?|(?:the |this |my )?mask)(?![a-z])",
    ),
    ("<every>", r"(?:蒙版|掩码|掩膜|遮罩|涂抹)(?:覆盖|标记|选中)?(?:的)?(?:区域|部分|范围|地方|位置)?"),
    (
        "<whole>",
        r"(?<![a-z])(?:the |this )?(?:whole|entire|full|complete) (?:image|picture|photo|photograph|thing|scene)(?![a-z])",
    ),
    ("<whole>", r"(?:整张|整幅|整个|全)(?:图片|图像|照片|画面|图)"),
    (
        "<grey>",
        r"(?<![a-z])(?:black ?-?(?:and|&|n|/) ?-?white|b ?& ?w|bw|monochrom(?:e|atic)|gr[ae]y ?-?scale|desaturated?)(?![a-z])",
    ),
    ("<grey>", r"黑白|灰度|单色|去色"),
    ("<warm>", r"(?<![a-z])warm(?:er|th)?(?![a-z])|暖"),
    ("<cool>", r"(?<![a-z])(?:cool(?:er)?|cold(?:er)?)(?![a-z])|冷"),
    (
        "<sharpen>",
        r"(?<![a-z])(?:sharpen(?:ed|ing)?|sharp(?:er)?|crisp(?:er)?|unblur|deblur)(?![a-z])|锐化|锐利|去模糊|更?清晰",
    ),
    ("<blur>", r"(?<![a-z])(?:blur(?:red|ry|rier)?|blurring|defocus|soften|out of focus)(?![a-z])|模糊|虚化|打码|柔化"),
    (
        "<less>",
        r"(?<![a-z])(?:slight(?:ly)?|a little(?: bit)?|a bit|a touch|subtl[ey]|gentl[ey]|mild(?:ly)?|a tad)(?![a-z])",
    ),
    ("<less>", r"稍微|稍稍|略微|轻微|轻度|有点|一点点|一点儿?|一些"),
    ("<more>", r"(?<![a-z])(?:very|much|strong(?:ly|er)?|a lot|heav(?:y|ily)|extreme(?:ly)?|really|far)(?![a-z])"),
    ("<more>", r"强烈|非常|大幅|重度|十分|特别|很"),
)
"""What is looked for, and the mark it leaves; the first that fits wins, so longer ways of saying come first."""

_KEPT = (
    r"(?:the |its |their |all |all of |of |original |whole |entire |other |overall |natural |and |, )*"
    r"(?:scene|lighting|light|lights|background|backgrounds|rest|everything else|anything else|everything outside|perspective|"
    r"shadows?|colou?rs?|style|composition|textures?|surroundings|atmosphere|parts?|areas?|details?|reflections?|mood|tones?|"
    r"scale|proportions?|quality)"
    r"(?: (?:of|in|outside|around) (?:the |it|them|<[^>]*>|image|picture|photo|scene|box|rest|background)*)?"
)
_KEPT_LIST = rf"{_KEPT}(?:(?:,| and|, and|/|&) ?{_KEPT})*"
_SO = (
    r"(?: (?:as )?(?:natural|unchanged|untouched|the same|as is|as it is|as they are|intact|consistent|realistic|unaltered|"
    r"original|exactly|alone|coherent|matching))*"
)
_ZH_KEPT = r"(?:原有|原来|原|整体|的|和|与|及|、|图片|画面|场景|光线|光照|光影|灯光|背景|环境|其他|其它|其余|部分|地方|区域|内容|风格|透视|阴影|颜色|色彩|构图|氛围|细节|效果)+"

SETTINGS = (
    rf"(?<![a-z])(?:while |and |but |by |, )*(?:keep|keeping|preserve|preserving|maintain|maintaining|retain|retaining|leave|leaving|match|matching) {_KEPT_LIST}{_SO}(?=$|[.,;!]| and | then )",
    rf"(?<![a-z])(?:with|under|in) (?:natural|realistic|consistent|matching|the same) {_KEPT_LIST}",
    rf"(?<![a-z])(?:and |but )*(?:without (?:changing|altering|touching|affecting|modifying)|(?:do not|don't|dont) (?:change|alter|touch|affect|modify)) (?:{_KEPT_LIST}|anything)",
    r"(?<![a-z])(?:and |, )?(?:make|making|so that|so) (?:it|the result|everything|sure it) (?:to )?(?:look|looks|looking|seem|seems|appear|appears|blend|blends)(?: in)? (?:natural|naturally|realistic|real|seamless|seamlessly)",
    r"(?<![a-z])(?:naturally|seamlessly|realistically|photorealistic(?:ally)?|carefully|properly|nicely)(?![a-z])",
    r"(?<![a-z])(?:please|kindly|can you|could you|would you|i want you to|i would like you to|i'd like you to|now|just|simply)(?![a-z])",
    rf"(?:并|且|同时|,)*(?:请)?(?:保持|保留|维持|注意|不要改变|不要改动|不改变|不改动|别动|匹配|符合){_ZH_KEPT}(?:的)?(?:自然|不变|一致|协调|真实|统一|原样|和谐)*",
    rf"(?:并|且|同时|,)*{_ZH_KEPT}(?:要|都|也|保持|看起来)+(?:自然|不变|一致|协调|真实|统一|原样|和谐)+",
    r"(?:并|且|同时|,)*(?:其他|其它|其余)(?:部分|地方|内容|区域)?(?:保持|都)?(?:不变|不动|不要动|不要改变)",
    r"(?:并|且|同时|,)*(?:使|让)?(?:光影|光线|效果|整体|画面|看起来|融合|过渡|保持|融入场景|更|要|显得|,)*(?:自然|真实|逼真)(?:地|融合|融入|过渡|一些|一点|些)*",
    r"谢谢|麻烦|请你|请帮我|帮我|请|可以|能不能|能否",
)
"""Wishes that hold anyway (nothing outside the edit changes) or that only say please: they are dropped."""

SPLITTERS = r"[.;!?。\n]+(?=\s|$|[^\w])|[;!?。\n]+|,? ?(?<![a-z])(?:and then|and also|then|afterwards|also|and)(?![a-z])|,|首先|先|然后|接着|并且|同时|再|并|、|和"
"""What lies between two steps."""

NEGATIONS = r"(?<![a-z])(?:not|never|don'?t|no|without|except|unless|instead|neither|nor|avoid|stop|cannot|can't|if)(?![a-z])|不|别|勿|没|除了|除非|以外|之外|如果|而是"
"""A prompt with one of these is refused, since half of its meaning would be lost."""

FILLERS = (
    r"(?<![a-z])(?:a|an|the|this|that|my|it|its|to|into|in|inside|within|under|below|beneath|of|on|at|from|as|be|is|are|whatever|what|what's|which|"
    r"everything|anything|contents?|make|makes|turn|convert|change|transform|render|give|apply|add|use|set|get|show|adjust|edit|"
    r"create|produce|put|have|let|want|i|me|us|should|become|becomes|shift|push|grade|effect|filter|version|image|picture|photo|"
    r"photograph|pic|photography|style|look|looks|looking|feel|tone|tones|toned|colou?r|colou?rs|colou?ring|lighting|light|mood|"
    r"temperature|balance|more|area|region|part|object|thing|details?|edges?|overall|some|all|for|with|so|bit|by|up|out|down|"
    r"entirely|completely|fully|gaussian|white balance|only|there)(?![a-z'])"
    r"|效果|滤镜|风格|版本|色调|色温|色彩|颜色|色|调整|调节|调成|调得|调|转换|转化|转变|转|变得|变成|变为|变|改成|改为|改|处理|应用|"
    r"添加|加上|加|照片|图片|图像|相片|画面|图|区域|部分|内容|东西|物体|对象|位置|这张|那张|一张|一个|这个|那个|它|做成|做|弄成|弄|"
    r"使|让|给|将|把|对|进行|成|为|得|的|里面|里|中|内|处|上|更加|更|些|点|一下|下|偏|整体|光线|光|用|只|仅|地|了|吧|感觉|感|度"
)
"""Words that say nothing beyond the step whose signal stands in the same clause."""

_THING_EN = r"(?P<thing>[a-z][a-z' -]{0,60}?)"
_THING_ZH = r"(?P<thing>[\u4e00-\u9fff]{0,12}?)"
_SOURCE = r"(?:(?:what is|what's|everything|whatever is|the contents?|the object|the thing) )?(?:(?:in|inside|of|from|within) )?"
_FROM = r"(?:(?P<sbox><box \d>)(?: (?:of|in|on|from) )?)?(?P<source><image \d>)?(?P<sbox2>(?:'s)? ?<box \d>)?"
_TARGET = (
    r"(?P<box>(?:<box \d> ?)+|<every>)?(?: ?(?:of|in|on|from|inside|within|for|to|onto|into|at))?(?: the)? ?(?P<image><image \d>)?"
    r"(?:'s)?(?: ?,?(?:in|at|inside|into|within|on|onto|using|to)? ?(?P<box2>(?:<box \d> ?)+|<every>))?"
)
_INTO = r"(?:into|in|inside|within|at|on|onto|to|over|for)(?: the (?:position|place|location|area|spot|region)(?: of| in| marked by| given by)?)?"
_PUT = r"(?:place|put|insert|paste|add|move|drop|position|set|composite|blend|place|stick|mount|overlay|embed|transfer|copy)"
_ZH_PUT = r"(?:放置|摆放|放|摆|粘贴|贴|移动|移|添加|加|插入|嵌入|合成|复制|叠加|置)(?:到|在|进|入|至|于|上)*"
_ZH_TARGET = (
    r"(?P<image><image \d>)?(?:的|中的|里的|上的|里|中|内|上)?(?P<box>(?:<box \d> ?)+|<every>)?"
    r"(?:的位置|位置|所在|区域|里面|里|中|内|处|上|的)*"
)
_ZH_FROM = rf"(?P<source><image \d>)?(?:中的|里的|上的|里面的|中|里|上|的)?(?P<sbox><box \d>)?(?:中的|里的|内的|处的|里面的|中|里|内|的)?{_THING_ZH}"

PLACE_FRAMES = (
    rf"{_PUT} {_THING_EN}? ?(?:shown |seen |that is )?(?:from|in|of|on) {_FROM} {_INTO} {_TARGET}",
    rf"{_PUT} {_SOURCE}{_FROM} {_INTO} {_TARGET}",
    rf"{_PUT} (?P<source><image \d>) ?'s {_THING_EN} {_INTO} {_TARGET}",
    rf"{_PUT} {_THING_EN} {_INTO} {_TARGET}",
    rf"(?:in|into|inside|at) {_TARGET},? {_PUT} {_THING_EN}? ?(?:from |in |of )?{_FROM}",
    rf"(?:把|将|用|从)?{_ZH_FROM}{_ZH_PUT}{_ZH_TARGET}",
    rf"(?:在|往|向){_ZH_TARGET}{_ZH_PUT}{_ZH_FROM}",
)
"""Whole clauses that put something somewhere. Groups: thing, source, sbox; image, box."""

_WHERE = (
    r"(?P<box>(?:<box \d> ?)+|<every>)?(?: ?(?:of|in|on|from|inside|within) )?(?: ?(?P<image><image \d>))?(?:'s)?"
    r"(?: ?,?(?:in|at|inside|within|from)? ?(?P<box2>(?:<box \d> ?)+|<every>))?"
)
_DROP = r"(?:remove|erase|delete|eliminate|get rid of|take out|take away|clear|clean up|wipe out|wipe|inpaint|cut out|rub out)"
_ZH_DROP = r"(?:删除|删掉|删去|去掉|去除|移除|移走|除去|擦除|擦掉|抹去|抹掉|消除|清除|拿掉)"

REMOVE_FRAMES = (
    rf"{_DROP} (?:(?:what is|what's|whatever is|everything|anything|all|the contents?|{_THING_EN}) )?(?:that is |that's |which is )?(?:in|inside|within|at|from|of|on|under|below|beneath) {_WHERE}",
    rf"{_DROP} {_WHERE}",
    rf"{_DROP} {_THING_EN}",
    rf"(?:把|将|从)?(?P<image><image \d>)?(?:的|中的|里的|上的|里|中|内|上)?(?P<box>(?:<box \d> ?)+|<every>)?(?:里面的|里的|中的|内的|处的|里|中|内|处|的)*{_THING_ZH}{_ZH_DROP}(?:掉)?",
    rf"{_ZH_DROP}(?P<image><image \d>)?(?:的|中的|里的|上的|里|中|内|上)?(?P<box>(?:<box \d> ?)+|<every>)?(?:里面的|里的|中的|内的|处的|里|中|内|处|的)*{_THING_ZH}",
)
"""Whole clauses that take something away. Groups: thing, image, box."""

COLOR_WORDS = {
    **{
        name: name
        for name in ("red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "grey", "white", "black")
    },
    "gray": "grey",
    "violet": "purple",
    **dict(
        zip(
            "红橙黄绿蓝紫粉棕灰白黑",
            ("red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "grey", "white", "black"),
            strict=True,
        )
    ),
    "褐": "brown",
}
"""Colours by their words, and the engine's name of each."""

_EN_COLOR = rf"(?:(?:a|plain|solid|flat|pure|uniform|the colou?r) )*(?P<color>{'|'.join(word for word in COLOR_WORDS if word.isascii())})(?: colou?r| paint)?"
_ZH_COLOR = rf"(?P<color>[{''.join(word for word in COLOR_WORDS if not word.isascii())}])色?(?:的)?(?:颜料|油漆)?"
_EN_FILLED = r"(?:(?:what is|what's|everything|the contents?|it|the (?P<thing>[a-z][a-z' -]{0,40}?)) ?)?(?:in|inside|within|of|on|under|below|beneath)? ?"
_ZH_FILL = r"(?:填充|填满|填|涂抹|涂|刷|染|喷)(?:成|为|上|满)*"

FILL_FRAMES = (
    rf"(?:fill|paint|cover) (?:in )?{_EN_FILLED}{_WHERE} ?(?:in|with|as)? ?{_EN_COLOR}",
    rf"(?:把|将|用|在|给)?(?P<image><image \d>)?(?:的|中的|里的|上的|里|中|内|上)?(?P<box>(?:<box \d> ?)+|<every>)?(?:里面的|里的|中的|内的|处的|里|中|内|处|的)*{_THING_ZH}{_ZH_FILL}{_ZH_COLOR}",
    rf"(?:用|以){_ZH_COLOR}{_ZH_FILL}(?P<image><image \d>)?(?:的|中的|里的|上的|里|中|内|上)?(?P<box>(?:<box \d> ?)+|<every>)?(?:里面|里|中|内|处|的)*",
)
"""Whole clauses that fill a place with one colour. Groups: color, thing, image, box."""

NOT_THINGS = r"(?<![a-z])(?:back ?ground|colou?rs?|noise|blur|haze|fog|saturation|every|half|one of|most of)(?![a-z])|背景|颜色|色彩|噪|雾"
"""What cannot be taken out of a box by filling the box."""

NAMED_THINGS = (
    r"(?<![a-z])(?:the|a|an|my|his|her|their) (?:[a-z'-]+ ){1,3}(?:that is |which is |shown )?(?=(?:in|inside|within|at|from|of)(?: the)? ?<(?:box|every))",
    r"(?<=>)(?:里面的|里的|中的|内的|处的|的)[\u4e00-\u9fff]{1,6}(?=$| |<)",
)
"""A thing that is named and boxed: the box says where it is, so its name may be any."""
