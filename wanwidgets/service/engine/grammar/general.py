"""Words of all families, English and Chinese, as tables: what names pictures and boxes, what is dropped, what splits.

Patterns meet lower-case text after NFKC. `read` says what it makes of them.
"""
# A pattern that is broken over lines is harder to read than a long one.
# ruff: noqa: E501

from __future__ import annotations

__all__ = [
    "AMOUNTS",
    "BOX_WORDS",
    "ELSEWHERE",
    "EXCEPTED",
    "FILLERS",
    "IMAGE_WORDS",
    "KEPT",
    "LIST_NUMBERS",
    "NAMED_THINGS",
    "NEGATIONS",
    "NUMERALS",
    "SENTENCE_ENDS",
    "SETTINGS",
    "SIMPLIFIED",
    "SPLITTERS",
    "WHERE_WORDS",
]

SIMPLIFIED = dict(
    zip(
        "圖張變顏裡裏刪將給這個們對與為從來後還麼時間調轉換顯區壓縮擴寬長綠藍黃紅褲貓車東馬鳥魚臉頭髮體畫筆寫詞語標籤點線條紋質風雲霧陽陰晝雙兩樣麗麥誰讓請謝幫銳虛飽復舊懷膠濾鏡傾傳統塗滿蓋貼進邊選擇範圍處內無損護檢測識別實際廣視覺強輕減濃鮮豔艷階單純溫葉樹電腦鐘鬧緣輪摳離開動極國隻幾層齊並併橫豎繪鉛蠟剛纔於麵檯臺錶殺毀態聲響會應該當嗎過遠種類紙",
        "图张变颜里里删将给这个们对与为从来后还么时间调转换显区压缩扩宽长绿蓝黄红裤猫车东马鸟鱼脸头发体画笔写词语标签点线条纹质风云雾阳阴昼双两样丽麦谁让请谢帮锐虚饱复旧怀胶滤镜倾传统涂满盖贴进边选择范围处内无损护检测识别实际广视觉强轻减浓鲜艳艳阶单纯温叶树电脑钟闹缘轮抠离开动极国只几层齐并并横竖绘铅蜡刚才于面台台表杀毁态声响会应该当吗过远种类纸",
        strict=True,
    )
)
"""Traditional characters of the words below."""

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

_CARDINAL = r"(?P<n>[1-9]|one|two|three|four|five|six|seven|eight|nine)(?![a-z0-9_])(?! ?(?:times|fold|degrees?|percent|%|°)(?![a-z]))(?!\.\d)"
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

WHERE_WORDS = (
    (
        "<every>",
        r"(?<![a-z])(?:both|all|all the|all of the|the two|the|each of the) (?:bounding )?(?:boxes|bboxes|regions)(?![a-z])",
    ),
    ("<every>", r"(?:所有|全部|两个|每个)(?:的)?(?:边界框|选框|方框|框)"),
    (
        "<every>",
        r"(?<![a-z<])(?:the |this |my )?(?:(?:bounding |selected |marked |selection )?(?:box|bbox)|selection|(?:selected|marked|boxed|framed|highlighted|outlined|circled) (?:area|region|part|place|spot|pattern|object|thing|item|element|subject|person|content))(?![a-z])(?! ?<)",
    ),
    (
        "<every>",
        r"(?:框选|框中|圈出|选中|选定|标记)的?(?:区域|部分|范围|位置|图案|物体|物品|东西|对象|内容|元素|主体|人物)|选区|方框|选框|边界框|(?<=[把将对在给到入进往])框(?![选架住])|(?<![相镜眼门窗画边外])框(?=[中里内的]|区域|部分|$)",
    ),
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
)
"""What is looked for, and the mark it leaves; the first that fits wins, so longer ways of saying come first."""

AMOUNTS = (
    (
        "<less>",
        r"(?<![a-z])(?:slight(?:ly)?|a little(?: bit)?|a bit|a touch|subtl[ey]|gentl[ey]|mild(?:ly)?|a tad)(?![a-z])",
    ),
    ("<less>", r"稍微|稍稍|略微|轻微|轻度|有点|一点点|一点儿?|一些"),
    ("<more>", r"(?<![a-z])(?:very|much|strong(?:ly|er)?|a lot|heav(?:y|ily)|extreme(?:ly)?|really|far)(?![a-z])"),
    ("<more>", r"强烈|非常|大幅|重度|十分|特别|很"),
)
"""How more and less are said."""

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
    rf"(?<![a-z])(?:while |and |but |by |, )*(?!match(?:ing)?[^.;!?]{{0,40}}(?:colou?rs?|palette|tones?|style|mood)[^.;!?]{{0,20}}<image)(?:keep|keeping|preserve|preserving|maintain|maintaining|retain|retaining|leave|leaving|match|matching) {_KEPT_LIST}{_SO}(?=$|[.,;!\n]| and | then )",
    rf"(?<![a-z])(?:with|under|in) (?:natural|realistic|consistent|matching|the same) {_KEPT_LIST}",
    rf"(?<![a-z])(?:and |but )*(?:without (?:changing|altering|touching|affecting|modifying)|(?:do not|don't|dont) (?:change|alter|touch|affect|modify)) (?:{_KEPT_LIST}|anything)",
    r"(?<![a-z])(?:and |, )?(?:make|making|so that|so) (?:it|the result|everything|sure it) (?:to )?(?:look|looks|looking|seem|seems|appear|appears|blend|blends)(?: in)? (?:natural|naturally|realistic|real|seamless|seamlessly)",
    r"(?<![a-z])(?:naturally|seamlessly|realistically|photorealistic(?:ally)?|carefully|properly|nicely)(?![a-z])",
    r"(?<![a-z])(?:and |but |with )?(?:(?:change|alter|touch|modify|edit|do) nothing else|(?:make )?no (?:other|further) (?:changes?|edits?|modifications?)|nothing else (?:should |may |must )?(?:change|changes|be changed)|everything else (?:should |must )?(?:stays?|remains?|be) (?:exactly )?(?:the same|unchanged|untouched|as (?:it )?is|intact))(?![a-z])",
    r"(?<![a-z])(?:without|and no) (?:the |any )?(?:reference |bounding )?(?:boxes|frames)(?: and (?:the )?numbers)?(?: (?:in|on) the (?:result|output|image|picture))?(?![a-z])",
    r"(?<![a-z])(?:the |this |my )?(?:photo|picture|image|it|this) (?:is|looks|seems) (?:a bit |a little |slightly |far |way |much )?too [a-z]+(?=$|[.,;!]| so )",
    r"(?:这张|这幅)?(?:图片|照片|画面|图像|图)(?:有点|有些|实在)?(?:太|过于?)[^,。;!的]{1,3}?了?(?=$|[,。;!])|(?:图片|照片|画面|图像|图)(?:有点|有些)?偏[^,。;!的]{1,2}(?=[,。;!])",
    r"(?<![a-z])(?:please|pls|plz|kindly|thanks(?: you)?|thank you)(?: (?:so|very) much| a lot| in advance| there)?(?![a-z])",
    r"^ ?(?:hi|hello|hey|dear)(?: there)?(?![a-z])",
    r"(?<![a-z])(?:(?:can|could|would|will) (?:you|we|i)(?: (?:mind|please))?|(?:i|we)(?: would|'d)? (?:like|love|want|need|wish)(?: you)?(?: to)?(?: have| see| get)?|help me(?: to)?|let's|let us|go ahead and|try to|for me|now|just|simply|if (?:possible|you can|you could|you like))(?![a-z])",
    rf"(?:并|且|同时|,)*(?:请)?(?:保持|保留|维持|注意|不要改变|不要改动|不改变|不改动|别动|匹配|符合){_ZH_KEPT}(?:的)?(?:自然|不变|一致|协调|真实|统一|原样|和谐)*",
    rf"(?:并|且|同时|,)*{_ZH_KEPT}(?:要|都|也|保持|看起来)+(?:自然|不变|一致|协调|真实|统一|原样|和谐)+",
    r"(?:并|且|同时|,)*(?:其他|其它|其余)(?:部分|地方|内容|区域)?(?:保持|都)?(?:不变|不动|不要动|不要改变)",
    r"(?:并|且|同时|,)*(?:使|让)?(?:光影|光线|效果|整体|画面|看起来|融合|过渡|保持|融入场景|更|要|显得|,)*(?:自然|真实|逼真)(?:地|融合|融入|过渡|一些|一点|些)*",
    r"谢谢你?|多谢|[你您]好|麻烦[你您]?|(?:请|能不能|可不可以|可以|能否|可否|能)?[你您]?帮(?:我们?|忙|个忙)(?:一下)?|请[你您]?|可以|能不能|能否|我(?:想要|想|要|需要|希望)|一下子?|[吗呢吧啊呀](?=$|[\s,.。;!?])|了(?=$|[\s,.。;!?])",
)
"""Wishes that hold anyway (nothing outside the edit changes) or that only say please: they are dropped."""

KEPT = {"background": r"background|surroundings|背景|环境", "colours": r"colou?rs?|颜色|色彩"}
"""What a wish above can want kept that a step may change."""

LIST_NUMBERS = r"(?:(?:^|[\n;.。]|(?<=[\u4e00-\u9fff] )(?<![框图片像张域] )) ?[1-9](?:[.、](?!\d)|\))|\([1-9]\))(?= ?[a-z\u4e00-\u9fff\x00])"
"""Numbers of a list of steps."""

SENTENCE_ENDS = (
    r"[.;!?。\n]+(?=\s|$|[^\w])|[;!?。\n]+"
    r"|,? ?(?<![a-z])(?:(?:and )?(?:then|afterwards|after that|after this|next(?! to)|finally|lastly)(?![a-z])"
    r"|(?:first|second|third)(?:ly)?,|step ?[1-9](?!\d))"
    r"|首先|其次|然后|接着|随后|之后|最后(?![一的])|第[一二三四五]步"
)
"""What lies between two steps for sure."""

SPLITTERS = r",? ?(?<![a-z])(?:and also|also|and)(?![a-z])| ?[+&] ?|,|先|并且|同时|再|并|、|和"
"""What may lie between two steps, or inside of one."""

NEGATIONS = r"(?<![a-z])(?:not|never|don'?t|no|without|except|unless|instead|neither|nor|avoid|stop|cannot|can't|if)(?![a-z])|不(?!锈|透明|倒翁)|(?<![分区级类性识])别(?!墅|针)|勿|没|除了|除非|(?<![> ])(?:以外|之外)|如果|而是"
"""A prompt with one of these is refused, since half of its meaning would be lost."""

FILLERS = (
    r"(?<![a-z])(?:a|an|the|this|that|my|it|its|to|into|in|inside|within|under|below|beneath|of|on|at|from|as(?! +as(?![a-z]))|be|is|are|whatever|what|what's|which|"
    r"everything|anything|contents?|make|makes|making|turn|turning|giving|getting|changing|converting|like|convert|change|transform|render|give|apply|add|use|set|get|show|adjust|edit|"
    r"create|produce|put|have|let|want|i|me|us|should|become|becomes|shift|push|grade|effect|filter|version|image|picture|photo|"
    r"photograph|pic|photography|style|look|looks|looking|feel|tone|tones|toned|colou?r|colou?rs|colou?ring|lighting|light|mood|"
    r"temperature|balance|more|area|region|part|object|thing|details?|edges?|overall|some|all|for|with|so|bit|by|up|out|down|"
    r"entirely|completely|fully|gaussian|white balance|only|there)(?![a-z'])"
    r"|效果|滤镜|风格|版本|色调|色温|色彩|颜色|色|调整|调节|调成|调得|调|转换|转化|转变|转|变得|变成|变为|变|改成|改为|改|处理|应用|"
    r"添加|加上|加|照片|图片|图像|相片|画面|图|区域|部分|内容|东西|物体|对象|位置|这张|那张|一张|一个|这个|那个|它|做成|做|弄成|弄|"
    r"使|让|给|将|把|对|进行|成|为|得|的|里面|里|中|内|处|上|更加|更|些|点|一下|下|偏|整体|光线|光|用|只|仅|地|了|吧|感觉|感|度|看起来|看上去|显得|掉"
)
"""Words that say nothing beyond the step whose signal stands in the same clause."""

NAMED_THINGS = (
    r"(?<![a-z])(?:the|a|an|my|his|her|their) (?:[a-z'-]+ ){1,3}(?:that is |which is |shown )?(?=(?:(?:in|inside|within|at|from|of)(?: the)? ?)?<box|(?:in|inside|within|at|from|of|under)(?: the)? ?<every)",
    r"(?<=>)(?:里面的|里的|中的|内的|处的|的)(?:(?![抱骑笑哭跳跑穿戴吃喝坐站变换改加])[\u4e00-\u9fff]){1,8}(?=$| |<)",
)
"""A thing that is named and boxed: the box says where it is, so its name may be any."""

_EXCEPT = r"(?:but|except(?: for)?|other than|apart from|besides|aside from)"
EXCEPTED = (
    (
        rf"(?<![a-z])(?:everything|anything|all) (?:else )?{_EXCEPT} (?:(?:what is|what's|the (?:inside|contents?)) (?:in|inside|of) )?(?:the )?(?=<box|(?:bounding |selected )?box(?! ?\d))",
        "everything outside ",
    ),
    (
        rf"(?<![a-z])(?:everything|anything|all) (?:else )?{_EXCEPT} (?=the [a-z' -]{{1,40}} (?:in|inside) (?:<box|the box))",
        "everything around ",
    ),
    (
        r"(?<![删去移清擦消排扣])除了? ?(<box \d>) ?(?:里面的|里的|中的|内的|里|内)?(?:之外|以外|外)?,? ?(?:的)?(?:把|将|让)?(?:其他|其它|其余|别的)?(?:的)?(?:部分|地方|区域|内容)?(?:全部|都)?",
        r"\1以外的部分",
    ),
)
"""All but a box, and how that is said of what lies outside of it; the second half is put in the place of the first."""

_ASIDE = r"under|below|beneath|above"
_PART = r"left|right|top|bottom|upper|lower|middle|cent(?:er|re)|edges?|corners?|sides?|borders?|parts?|surroundings"
ELSEWHERE = (
    r"(?<![a-z])(?:outside|beyond|around|surrounding|beside|near|next to|close to|behind|in front of|half|halves|other than|but|others?|"
    r"rest|else|remaining|off|away|(?:to|on|at|by) (?:the|its|his|her) (?:left|right|top|bottom|side)|(?:left|right|upper|lower|top|bottom)(?: hand)? (?:half|sides?|part|third|end|corner|edge|area))(?![a-z])"
    rf"|(?<![a-z])(?:{_ASIDE})(?![a-z])(?! ?<every)"
    rf"|(?<![a-z])(?:{_PART})(?: (?:in|inside|within|of|on|at|from)(?: the)?)? ?(?=$|<)"
    r"|(?<![a-z])(?:as|than|like) ?(?=<image)"
    r"|外(?![套衣壳星国卖墙表观])|旁|周围|四周|附近|[左右上下前后]半|一半|半边|[左右][边侧]|上方|下方|下面|后面|前面|背后|之间|其他|其它|其余|剩下|剩余|别的|边缘|角落|顶部|底部"
)
"""What says a place beside the one that a box marks, a part of it, or compares: in the name of a thing it would be lost."""
