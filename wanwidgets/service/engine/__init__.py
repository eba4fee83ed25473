"""Pixels in, pixels out: classical image processing that does what a prompt says, or says that it cannot."""

from wanwidgets.service.engine.edit import Result, edit
from wanwidgets.service.engine.refusal import EngineRefusal
from wanwidgets.service.engine.version import ENGINE_VERSION

__all__ = ["ENGINE_VERSION", "EngineRefusal", "Result", "edit"]
