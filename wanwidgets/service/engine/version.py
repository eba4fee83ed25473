"""The version of the pixels: the same request gives the same picture as long as this stays the same.

It is raised with every change of the engine's sources that can change a pixel; `tests/service/engine/test_version.py`
watches over it.
"""

from wanwidgets.engine_version import ENGINE_VERSION

__all__ = ["ENGINE_VERSION"]
