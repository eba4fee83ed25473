"""How people say it when a photograph becomes a drawing or a painting, English and Chinese."""
# A pattern that is broken over lines is harder to read than a long one.
# ruff: noqa: E501

from __future__ import annotations

from wanwidgets.service.engine.grammar.blocks import EN_NO_MORE, EN_WHERE, NOT_THINGS, ZH_BOXED, ZH_NO_MORE, ZH_THING
from wanwidgets.service.engine.grammar.words import Frame, Help, Signal, Words

__all__ = ["WORDS"]

_COLORED = r"colou?r(?:ed)?[ -]?pencils?|crayons?"

# A kind, its names in English and in Chinese. What says most comes first: a coloured pencil is no pencil.
_NAMES: tuple[tuple[str, str, str], ...] = (
    (
        "crayon",
        rf"(?:{_COLORED})(?: (?:drawing|sketch|painting|picture|artwork))?|colou?r(?:ed)? sketch",
        r"彩色?铅笔?画?|彩色素描|蜡笔画?",
    ),
    (
        "sketch",
        r"(?:(?:black[ -]and[ -]white|b&w|monochrome|graphite|hand[ -]drawn|simple|detailed) )*(?:pencil[ -](?:sketch|drawing|art|picture)|(?:in |with )pencil|pencil(?=[ -](?:style|effect|filter|look))|(?:pencil )?sketch(?:ed)?(?: drawing)?|charcoal(?: drawing| sketch)?)",
        r"(?:黑白|手绘)?(?:铅笔素描|素描|铅笔画|速写|炭笔画|铅笔(?=的?(?:风格|效果|滤镜|画)))画?",
    ),
    (
        "watercolour",
        r"water[ -]?colou?rs?(?: (?:painting|paint|drawing|picture|art|artwork|illustration))?",
        r"水彩画?",
    ),
    (
        "oil",
        r"oils?(?:[ -](?:painting|paint|painted|picture|on canvas|colou?rs?))(?: on canvas)?|oil(?= style| effect| filter)",
        r"油画",
    ),
    (
        "ink",
        r"(?:(?:traditional )?chinese )?(?:(?:brush and )?ink(?:[ -](?:wash|brush|and wash))?(?: (?:painting|drawing|picture|art))|(?:ink[ -]wash|ink brush))|sumi-?e|(?:traditional )?chinese (?:brush )?painting",
        r"(?:中国)?(?:水墨画?|国画|墨画|水墨)|中国画|毛笔画",
    ),
    (
        "cartoon",
        r"(?:cartoon(?:ish|ized|ised)?|cartooni[sz]e|comic(?:[ -](?:book|strip))?)(?: (?:drawing|picture|panel|art))?",
        r"卡通画?|漫画",
    ),
    (
        "poster",
        r"posteri[sz]ed?|(?:flat[ -]colou?r(?:ed)? |pop[ -]art )?(?<!make a )(?<!create a )(?<!design a )poster(?: of flat colou?rs)?|flat (?:illustration|colou?rs?)|pop[ -]art",
        r"(?:色块|平面)?(?<!做一张)海报|色调分离|扁平(?:化)?(?:插画|插图)?|波普(?:艺术)?",
    ),
)
_BEFORE = r"(?:(?:like|drawn|painted|painting|drawing|draw|paint|sketch|redraw|repaint|done|rendered)(?: (?:it|this|as|in|with|a|an|the|of|into))* )*"
_AFTER = r"(?:[ -](?:like|art|artwork))*"
_ZH_BEFORE = r"(?:(?:像是|像|画成|绘成|重绘成|画|一幅|一副|手绘)(?:的)?)*"

_EN_DRAW = r"(?:draw|paint|redraw|repaint|sketch|render)"
_EN_AS = r"(?: ?(?:as|in|into|like|with)(?: (?:a|an|the|style of|manner of))*)"
_ZH_DRAW = r"(?:画成|绘成|重绘成|重绘为|画为|变成|变为|转成|转为|转换成|转换为|改成|做成)"

WORDS = Words(
    frames=tuple(
        frame
        for kind, english, chinese in _NAMES
        for frame in (
            Frame(
                kind,
                rf"{_EN_DRAW} (?:what is |what's |everything )?(?:in |inside )?(?:{EN_WHERE}|<whole>){_EN_AS} (?:{english})(?: style)?",
            ),
            Frame(
                kind,
                rf"(?:把|将|给|让)?{ZH_BOXED}{ZH_THING}{_ZH_DRAW}(?:一幅|一张|一副)?(?:{chinese})(?:的?风格|的?效果|的?样子|作品)?",
                unless=NOT_THINGS,
            ),
        )
    ),
    signals=tuple(
        Signal(
            kind,
            rf"(?<![a-z]){_BEFORE}(?:{english}){_AFTER}(?![a-z]){EN_NO_MORE}|{_ZH_BEFORE}(?:{chinese}){ZH_NO_MORE}(?:作品|画作|画风|画)*",
        )
        for kind, english, chinese in _NAMES
    ),
    helps=(
        Help(
            "turn a picture into a sketch, a watercolour, an oil painting or a cartoon",
            "变成素描、水彩、油画或卡通",
            "Turn it into a pencil sketch",
            "变成铅笔素描",
        ),
    ),
)
