"""Pixels in, pixels out: classical image processing that does what a prompt says, or says that it cannot; and cards."""

from wanwidgets.service.engine.cards import cards
from wanwidgets.service.engine.classical import classical
from wanwidgets.service.engine.edit import Result, edit
from wanwidgets.service.engine.job import Job, Outcome, Picture
from wanwidgets.service.engine.refusal import INVALID, NOT_SUPPORTED, EngineRefusal
from wanwidgets.service.engine.version import ENGINE_VERSION

__all__ = [
    "ENGINE_VERSION",
    "INVALID",
    "NOT_SUPPORTED",
    "EngineRefusal",
    "Job",
    "Outcome",
    "Picture",
    "Result",
    "cards",
    "classical",
    "edit",
]
