"""Which language a prompt is in that is neither English nor Chinese, as far as letters and common words tell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["other_language"]

_SCRIPTS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "Japanese": re.compile(r"[\u3041-\u3096\u30a1-\u30fa]"),
        "Korean": re.compile(r"[\uac00-\ud7a3\u1100-\u11ff]"),
        "Russian or another language in Cyrillic": re.compile(r"[\u0400-\u04ff]"),
        "Arabic": re.compile(r"[\u0600-\u06ff]"),
        "Hebrew": re.compile(r"[\u0590-\u05ff]"),
        "Greek": re.compile(r"[\u0370-\u03ff]"),
        "Thai": re.compile(r"[\u0e00-\u0e7f]"),
        "Hindi or another language in Devanagari": re.compile(r"[\u0900-\u097f]"),
    }
)

# Common words that are none in English.
_COMMON: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        name: re.compile(rf"(?<![\w'])(?:{words})(?![\w'])")
        for name, words in (
            (
                "French",
                (
                    r"le|la|les|des|du|une|dans|avec|et|noir|blanc|mets|mettez|supprime|"
                    r"supprimez|enlève|rends|rendez|fais|cette|ce|floute|est|l'image|l'arrière-plan|"
                    r"boîte"
                ),
            ),
            (
                "German",
                (
                    r"der|das|und|den|dem|ein|eine|einen|mit|im|auf|aus|bild|mach|mache|schwarz|"
                    r"weiß|weiss|entferne|setze|kasten|rahmen|unscharf|heller|dunkler|wärmer|foto|ist"
                ),
            ),
            (
                "Spanish",
                (
                    r"el|la|los|las|una|un|del|en|con|y|imagen|blanco|negro|pon|quita|elimina|haz|"
                    r"borra|foto|caja|más|este|esta|fondo|que"
                ),
            ),
            (
                "Portuguese",
                (
                    r"o|os|um|uma|da|na|em|com|e|imagem|preto|branco|coloque|remova|faça|caixa|"
                    r"foto|mais|esta|este|fundo|que|para"
                ),
            ),
            (
                "Italian",
                (
                    r"il|lo|gli|una|un|nel|nella|con|e|immagine|bianco|nero|metti|rimuovi|rendi|foto|"
                    r"scatola|più|questa|questo|sfondo|di|che"
                ),
            ),
        )
    }
)
_LEAST = 2
"""So many different common words of one language tell it."""
_FOREIGN = re.compile(r"[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]")


def other_language(text: str) -> str:
    """Return the name of the language; empty where nothing speaks against English and Chinese.

    Parameters
    ----------
    text
        In lower case, without what stands in quotes.

    Examples
    --------
    >>> other_language("mets l'image 1 dans la boîte 1")
    'French'
    >>> other_language("画像を白黒にして")
    'Japanese'
    >>> other_language("zrób to czarno-białe")
    'another language'
    >>> other_language("make the cat smile")
    ''
    """
    for name, script in _SCRIPTS.items():
        if script.search(text):
            return name
    counts = {name: len(set(common.findall(text))) for name, common in _COMMON.items()}
    likeliest = max(counts, key=lambda name: counts[name])
    if counts[likeliest] >= _LEAST:
        return likeliest
    return "another language" if _FOREIGN.search(text) else ""
