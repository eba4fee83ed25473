"""What only a model can do, how people ask for it, and the nearest thing that the engine can do, with a prompt that works.

The table is asked only about prompts that no family reads.
"""
# A pattern that is broken over lines is harder to read than a long one.
# ruff: noqa: E501

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["BEYOND", "Beyond", "beyond"]


@dataclass(frozen=True, slots=True)
class Beyond:
    """One thing that needs a model.

    `pattern` is searched in the marked prompt. Then come, each in both languages: why not, the nearest thing that can be
    done, and a prompt that does it.
    """

    pattern: str
    english: str
    chinese: str
    nearest: str
    nearest_chinese: str
    example: str
    example_chinese: str


_PLACE = ("Place image 1 in box 1 of image 2", "把图1放到图2的框1里")
_PLACING = ("place what another picture shows in a box", "把另一张图的内容放进框里")

_FINDING = (
    "it cannot find that by itself",
    "它不能自己找到它",
    "draw a box round it and name the box",
    "请先画框,再说出框的编号",
    "Blur what is in box 1",
    "模糊框1",
)

_PERSON = r"(?:boy|girl|man|woman|person|people|child|children|kid|baby|model|character|figure|cat|dog|he|she|they|them|him|her)"

BEYOND: tuple[Beyond, ...] = (
    Beyond(
        r"(?<![a-z])(?:side|back|rear|front|top|profile|bird'?s?[- ]eye|aerial|three|different|other|another|new|multiple)[- ]?(?:,? ?(?:and|or)?,? ?(?:side|back|rear|front|top)[- ]?)*(?:view|views|angle|angles|viewpoint|perspective|viewpoints|profile)(?![a-z])|(?<![a-z])from (?:behind|above|below|the (?:side|back|front|rear|top|left|right)|another angle|a different angle)(?![a-z])|turn (?:his|her|its|their|the) (?:head|face|body)|three-?view|360|look(?:s|ing)? (?:back|away|at the camera|over)|三视图|多视角|(?:侧|背|正|后|俯|仰|顶)(?:面|视)(?:图|视角|角度)?|换个?(?:角度|视角)|其他角度|另一个角度|转过?(?:头|身)|回头|背影",
        "it has no model to show a thing from another side",
        "它没有模型,不能画出物体的另一面",
        "tilt, turn or mirror the picture itself",
        "倾斜、旋转或翻转图片本身",
        "Rotate the picture by 90 degrees",
        "把图片旋转90度",
    ),
    Beyond(
        r"(?<![a-z])(?:van gogh|monet|picasso|ghibli|miyazaki|disney|pixar|hokusai|klimt|dali|warhol|rembrandt|vermeer|matisse|cezanne|impressionis[mt]\w*|cubis[mt]\w*|surrealis[mt]\w*|anime|manga|comic|cyber ?punk|steam ?punk|pixel art|lego|clay|claymation|3d|figurine|plush|origami|ukiyo-?e|stained glass|mosaic art|low poly|wong kar-wai|hasselblad)(?![a-z])|梵高|莫奈|毕加索|吉卜力|宫崎骏|迪士尼|皮克斯|动漫|动画风|二次元|赛博朋克|蒸汽朋克|像素风|像素画|乐高|黏土|粘土|手办|三维|浮世绘|印象派|立体派|剪纸",
        "it has no model to paint in the manner of an artist, a studio or a genre",
        "它没有模型,不能模仿某位画家、某家工作室或某种流派",
        "plain filters for drawings and paintings",
        "素描、水彩等普通滤镜",
        "Turn it into a pencil sketch",
        "变成铅笔素描",
    ),
    Beyond(
        r"(?<![a-z])(?:make|render|get)? ?(?:it|this|the (?:image|picture|photo))? ?(?:more )?(?:artistic|beautiful|pretty|prettier|nicer|better|stunning|awesome|cool looking|cinematic|professional|aesthetic|cozy|dramatic)(?![a-z])|(?<![a-z])(?:enhance|improve|beautify|retouch|upgrade|fix|polish)(?![a-z])|美化|优化|增强|好看|漂亮|高级感|艺术|电影感|修图|精修|更好",
        "it cannot tell what is to change",
        "它无法判断要改变什么",
        "say what is to change",
        "说出要改变什么",
        "Make it warmer and sharpen it",
        "调成暖色调,然后锐化",
    ),
    Beyond(
        r"(?<![a-z])(?:change|replace|swap|set|put|turn|make|switch)\b[^.;!?]*(?:back ?ground|scenery|sky|surroundings)\b[^.;!?]*(?:to|with|into|as|by|in)\b|(?:back ?ground|scene|sky) (?:is|of|becomes)\b|(?<![a-z])(?:in front of|on|at) (?:a|the) (?:beach|forest|mountain|city|street|studio|moon|desert|office|park)|(?:背景|天空|场景)[^。;!?]*(?:换|改|变|替换|设|成|为)|(?:换|改|替换)[^。;!?]*(?:背景|天空|场景)",
        "it has no model to invent a background",
        "它没有模型,不能凭空画出背景",
        "cut out what is in a box, on one colour or on another picture",
        "把框里的主体抠出来,放在纯色或另一张图上",
        "Cut out what is in box 1 and put it on a white background",
        "把框1里的物体抠出来,放在白色背景上",
    ),
    Beyond(
        r"(?<![a-z])(?:translate|transcribe|ocr|read the text|spell)(?![a-z])|翻译|识别文字|译成",
        "it has no model to read or translate text",
        "它没有模型,不能读懂或翻译文字",
        "write the words that you quote over those in a box",
        "把引号里的文字写在框里的文字上",
        "Replace the text in box 1 with 'Hello'",
        "把框1里的文字改成‘你好’",
    ),
    Beyond(
        r"(?<![a-z])(?:write|lettering|caption|headline|title|slogan|subtitle|text)(?![a-z])[^;]*<text|写[^;]*<text|<text[^;]*写",
        "words can be large, bold, in one plain colour, in perspective, by hand or carved, and no more",
        "文字可以是粗体、纯色、带透视、手写或刻出的,别的不行",
        "say the box or the edge of the picture, and the colour",
        "说明写在哪个框或哪一边,用什么颜色",
        "Write 'Hello' in box 1 in bold red letters",
        "在框1里用红色粗体写‘你好’",
    ),
    Beyond(
        r"(?<![a-z])(?:write|lettering|caption|headline|title|slogan|subtitle)(?![a-z])|(?<![a-z])(?:change|replace) (?:the )?(?:text|words?|letters?|number|date|\d|<text)|写|文字|字幕|标题|标语|字样",
        "words that are to be written stand in quotes",
        "要写的文字必须放在引号里",
        "put the words in quotes and say which box",
        "把文字放在引号里,并说明写在哪个框",
        "Write 'Hello' in box 1",
        "在框1里写‘你好’",
    ),
    Beyond(
        rf"(?<![a-z])(?:hug|ride|riding|rides|hold|kiss|danc|smil|laugh|cry|crying|cries|sit|sits|sitting|stand|stands|standing|jump|run|runs|running|walk|sleep|sleeping|eat|eats|eating|drink|wave|wink|frown|pose|posing|swim|fly|flies|flying|fight|play|plays|playing|shake hands|open (?:his|her|its|the|their) (?:eyes|mouth)|close (?:his|her|its|the|their) (?:eyes|mouth)|look happy|look sad|happy|happier|sad|sadder|angry)(?:[a-z]?ing|e?s|ed|e)?(?![a-z])|(?<![a-z]){_PERSON} [a-z]*(?:hug|kiss)|拥抱|抱着|抱住|抱|骑|跳舞|跳|微笑|大笑|笑|哭|坐|站|跑|走路|睡|吃|喝|挥手|眨眼|睁眼|闭眼|张嘴|握手|亲吻|姿势|动作|表情|开心|高兴|悲伤|生气",
        "it has no model to give people and animals another pose or face",
        "它没有模型,不能改变人物或动物的动作和表情",
        *_PLACING,
        *_PLACE,
    ),
    Beyond(
        r"(?<![a-z])(?:wear|wears|wearing|dress(?:ed)? (?:in|up|him|her|them)|put on|try on|outfit|dress(?:es)?|shirt|jacket|coat|skirt|shoes|clothes|clothing|hair ?style|haircut|hair|beard|moustache|make-?up|glasses|sunglasses|younger|older|age|gender|thinner|slimmer|fatter|taller|muscular|tattoo|skin)(?![a-z])|穿|戴|换装|衣服|试穿|发型|头发|胡子|化妆|眼镜|墨镜|变老|变年轻|年轻|瘦|胖|肌肉|皮肤|纹身|磨皮|美颜|瘦脸",
        "it has no model to change clothes, hair, age or faces",
        "它没有模型,不能改变衣服、发型、年龄或五官",
        "give what is in a box another colour",
        "给框里的物体换颜色",
        "Recolour the dress in box 1 red",
        "把框1里的裙子改成红色",
    ),
    Beyond(
        r"(?<![a-z])(?:how many|detect|find|locate|count|identify|recogni[sz]e|point out|label|spot)(?![a-z])|检测|识别|找出|找到|定位|数一数|标注|标出",
        "it has no model to recognise things of any kind",
        "它没有模型,不能识别任意物体",
        "find faces and things of one colour, or name what you box",
        "只会找人脸和单色物体,或给您画的框写上名字",
        "Label box 1 'laptop'",
        "给框1标注‘电脑’",
    ),
    Beyond(
        r"(?<![a-z])(?:extend|outpaint|uncrop|expand|widen the|continue the|zoom out and)(?![a-z])|扩图|扩展|外扩|延伸|补全画面",
        "it has no model to invent what lies beyond the picture",
        "它没有模型,不能画出画面以外的内容",
        "function expand of wanx2.1-imageedit mirrors the edges; a prompt makes the picture smaller",
        "wanx2.1-imageedit 的 expand 功能会镜像延伸边缘;指令可以缩小画面",
        "Zoom out",
        "缩小画面",
    ),
    Beyond(
        r"(?<![a-z])(?:noise|colou?ri[sz]e|restore|restoration|repair|deblur|unblur|denoise|de-?noise|remove (?:the )?(?:noise|scratches|haze|blur|shadows?|reflections?|glare|wrinkles))(?![a-z])|上色|修复|还原|翻新|去噪|降噪|去雾|去阴影|去反光|去皱",
        "it has no model to restore what a picture has lost",
        "它没有模型,不能恢复图片失去的内容",
        "sharpen, change the colours, or heal what you box",
        "锐化、调色、修补框里的内容",
        "Remove what is in box 1, then sharpen the whole picture",
        "删除框1里的内容,然后锐化整张图",
    ),
    Beyond(
        r"(?<![a-z])(?:4k|8k|2k|hd|uhd|high[- ]res(?:olution)?|resolution|upscale|enlarge|pixels|\d{3,4} ?[x×*] ?\d{3,4}|png|jpe?g|webp)(?![a-z])|分辨率|高清|超清|放大到|像素",
        "size and format are parameters, not words",
        "尺寸和格式是参数,不在指令里",
        "set the parameter size; a prompt can sharpen",
        "尺寸由参数 size 决定;指令可以锐化",
        "Sharpen the picture",
        "锐化图片",
    ),
    Beyond(
        r"(?<![a-z])(?:animate|animation|video|gif|moving|movie clip)(?![a-z])|视频|动图|动起来",
        "it has no model to make pictures move",
        "它没有模型,不能生成动态画面",
        "one picture from several, side by side",
        "把几张图并排拼成一张",
        "Put image 1 and image 2 side by side",
        "把图1和图2左右拼接",
    ),
    Beyond(
        r"(?<![a-z])(?:rotate|flip|mirror|tilt|turn|straighten)(?![a-z])[^.;!?]*<|(?:旋转|翻转|倾斜)[^。;!?]*<|<[^。;!?]*(?:旋转|翻转|倾斜)",
        "it cannot turn a part of the picture",
        "它不能只旋转图片的一部分",
        "turn all of it",
        "旋转整张图",
        "Rotate the picture by 90 degrees",
        "把图片旋转90度",
    ),
    Beyond(
        r"(?<![a-z])(?:style|look|manner|artwork) (?:of|from|in) <image|(?:looks?|styled?) like <image|style transfer|<image \d> ?的?(?:风格|画风)|风格迁移",
        "it has no model to carry a style over",
        "它没有模型,不能迁移风格",
        "carry over the colours",
        "迁移颜色",
        "Give image 1 the colours of image 2",
        "把图2的颜色用到图1上",
    ),
    Beyond(
        r"(?<![a-z])(?:combine|merge|fuse|blend|mix|join|unite)(?![a-z])|合并|融合|合成|结合",
        "it cannot tell how the pictures are to meet",
        "它无法判断图片要怎样合在一起",
        "put them side by side, or one in a box of the other",
        "并排放置,或放进另一张图的框里",
        "Put image 1 and image 2 side by side",
        "把图1和图2左右拼接",
    ),
    Beyond(
        r"(?<![a-z])(?:bigger|larger|smaller|longer|shorter|wider|thicker|resize|scale|shrink)(?![a-z])|变大|变小|放大|缩小|变长|变短|变宽",
        "it has no model to make one thing larger or smaller in its place",
        "它没有模型,不能在原处放大或缩小某个物体",
        "move what is in one box to another, at the size of that",
        "把一个框里的内容移到另一个框,大小随框",
        "Move what is in box 1 to box 2",
        "把框1里的物体移到框2",
    ),
    Beyond(
        r"^(?:把|将|让)[^<,。]{1,8}(?:变成?|调成?|改成|弄)(?:黑白|[红橙黄绿蓝紫粉棕灰白黑金]色?|亮|暗|清晰|模糊)",
        *_FINDING,
    ),
    Beyond(
        r"(?<![a-z])(?:replace|swap|substitute|exchange|change|turn|transform|convert|morph)(?![a-z])[^.;!?]*(?<![a-z])(?:with|by|for|to|into)(?![a-z])|(?<![a-z])(?:becomes?|instead of)(?![a-z])|(?:替换|换|变|改|转)(?:成|为|掉|做)?",
        "it has no model to turn a thing into one that no picture shows",
        "它没有模型,不能把物体变成图片里没有的东西",
        "put what another picture shows in its place",
        "用另一张图的内容代替",
        "Replace what is in box 1 of image 1 with image 2",
        "把图1框1里的内容替换成图2",
    ),
    Beyond(
        r"(?<![a-z])(?:add|draw|generate|create|imagine|design|paint|render|produce|make (?:a|an|me|up)|take a (?:portrait|photo|picture)|photograph|portrait|fill|extract|arrange|show|give)(?![a-z])|画|生成|添加|加上|加|创作|设计|想象|拍|制作|绘制|填充|提取|合影",
        "it has no model to invent what no picture shows",
        "它没有模型,不能凭空画出图片里没有的东西",
        *_PLACING,
        *_PLACE,
    ),
    Beyond(
        r"^(?:blur|sharpen|brighten|darken|lighten|make|pixelate|recolou?r|saturate|highlight|select|mark|outline|crop out) (?:the|this|that|my|his|her|their|all) |(?<![a-z])(?:background|foreground|subject|sky|person|people|face|everything)(?![a-z])|背景|前景|主体|天空|人物|人脸",
        *_FINDING,
    ),
)
"""The first that fits wins, so what says most comes first."""


@lru_cache(maxsize=len(BEYOND))
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def beyond(text: str) -> Beyond | None:
    """Find what a text in lower case asks of a model.

    >>> beyond("the boy hugs the dog").english
    'it has no model to give people and animals another pose or face'
    """
    return next((row for row in BEYOND if _compiled(row.pattern).search(text)), None)
