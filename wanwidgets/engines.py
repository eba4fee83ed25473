"""What an engine of your own is made of, for `wanwidgets.LocalService`; docs/your-own-engine.md shows one.

An engine is a function that takes a `Job` and returns pictures.
"""

from wanwidgets.errors import MissingDependency

try:
    from wanwidgets.service.engine import INVALID, NOT_SUPPORTED, EngineRefusal, Job, Outcome, Picture
except ImportError as error:
    raise MissingDependency(f"Engines need OpenCV: pip install 'wanwidgets[local]'. ({error})") from error

__all__ = ["INVALID", "NOT_SUPPORTED", "EngineRefusal", "Job", "Outcome", "Picture"]
