"""What the places are called that answer."""

from __future__ import annotations

from wanwidgets.catalog import REGIONS
from wanwidgets.place import is_local
from wanwidgets.widgets.text import Words

__all__ = ["place_text"]


def place_text(engine: str, words: Words) -> str:
    """Return what an engine, as `Client.engine` names it, is called: a region by its name, another place by its host.

    >>> place_text("model-studio/beijing", Words("zh")), place_text("custom/example.com", Words("en"))
    ('北京', 'example.com')
    >>> place_text("local/3", Words("en")), place_text("local/solarise-1", Words("en"))
    ('local service', 'local service (solarise)')
    """
    name = engine.partition("/")[2]
    if is_local(engine):
        # Its own engine has a version and no name.
        own = name.rpartition("-")[0]
        return f"{words('place.local')} ({own})" if own else words("place.local")
    return words.name(f"region.{name}", REGIONS[name].label if name in REGIONS else name)
