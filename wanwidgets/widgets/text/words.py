"""Every word of the interface, in English and in Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from wanwidgets.widgets.text.code import CODE_WORDS
from wanwidgets.widgets.text.controls import CONTROLS_WORDS
from wanwidgets.widgets.text.head import HEAD_WORDS
from wanwidgets.widgets.text.images import IMAGES_WORDS
from wanwidgets.widgets.text.mask import MASK_WORDS
from wanwidgets.widgets.text.remembering import REMEMBERING_WORDS
from wanwidgets.widgets.text.results import RESULTS_WORDS
from wanwidgets.widgets.text.runs import RUN_WORDS
from wanwidgets.widgets.text.surface import SURFACE_WORDS

__all__ = ["WORDS"]

WORDS: Mapping[str, tuple[str, str]] = {
    **HEAD_WORDS,
    **IMAGES_WORDS,
    **SURFACE_WORDS,
    **MASK_WORDS,
    **CONTROLS_WORDS,
    **RUN_WORDS,
    **REMEMBERING_WORDS,
    **RESULTS_WORDS,
    **CODE_WORDS,
}
"""By key: English, Chinese."""
