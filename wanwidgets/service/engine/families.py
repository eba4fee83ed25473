"""All that the engine can do: the kinds of step, by name, and the words for them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from wanwidgets.service.engine.camera.kinds import KINDS as CAMERA
from wanwidgets.service.engine.camera.words import WORDS as CAMERA_WORDS
from wanwidgets.service.engine.cutting.kinds import KINDS as CUTTING
from wanwidgets.service.engine.cutting.words import WORDS as CUTTING_WORDS
from wanwidgets.service.engine.finding.kinds import KINDS as FINDING
from wanwidgets.service.engine.finding.words import WORDS as FINDING_WORDS
from wanwidgets.service.engine.fusing.kinds import KINDS as FUSING
from wanwidgets.service.engine.fusing.words import WORDS as FUSING_WORDS
from wanwidgets.service.engine.grammar.words import Words, joined
from wanwidgets.service.engine.kind import Kind
from wanwidgets.service.engine.lettering.kinds import KINDS as LETTERING
from wanwidgets.service.engine.lettering.words import WORDS as LETTERING_WORDS
from wanwidgets.service.engine.light.kinds import KINDS as LIGHT
from wanwidgets.service.engine.light.words import WORDS as LIGHT_WORDS
from wanwidgets.service.engine.placing.kinds import KINDS as PLACING
from wanwidgets.service.engine.placing.words import WORDS as PLACING_WORDS
from wanwidgets.service.engine.retouching.kinds import KINDS as RETOUCHING
from wanwidgets.service.engine.retouching.words import WORDS as RETOUCHING_WORDS
from wanwidgets.service.engine.style.kinds import KINDS as STYLE
from wanwidgets.service.engine.style.words import WORDS as STYLE_WORDS

__all__ = ["KINDS", "WORDS"]

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            *PLACING,
            *RETOUCHING,
            *FUSING,
            *CUTTING,
            *FINDING,
            *LETTERING,
            *CAMERA,
            *LIGHT,
            *STYLE,
        )
    }
)
"""By name."""

WORDS: Words = joined(
    (
        # The first that fits wins: what says most comes first.
        LETTERING_WORDS,
        FUSING_WORDS,
        FINDING_WORDS,
        CUTTING_WORDS,
        CAMERA_WORDS,
        STYLE_WORDS,
        LIGHT_WORDS,
        PLACING_WORDS,
        RETOUCHING_WORDS,
    )
)
