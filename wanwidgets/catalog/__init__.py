"""What each Wan model accepts, as one table: modes, limits, sizes, parameters, endpoints, rates, prices.

Checks, widgets and the local service read this table and keep no limits of their own, so a new model is one new
entry. Each row names its source; `SOURCES` says what the names stand for.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from wanwidgets.catalog.imageedit import IMAGEEDIT
from wanwidgets.catalog.painting import PAINTING
from wanwidgets.catalog.regions import REGIONS
from wanwidgets.catalog.sources import SOURCES
from wanwidgets.catalog.wan25 import WAN25
from wanwidgets.catalog.wan26 import WAN26
from wanwidgets.catalog.wan27 import WAN27, WAN27_PRO
from wanwidgets.facts import Model

__all__ = ["DEFAULT_MODEL", "MODELS", "REGIONS", "SOURCES"]

_TABLE = {model.name: model for model in (WAN27, WAN27_PRO, WAN26, WAN25, PAINTING, IMAGEEDIT)}

MODELS: Mapping[str, Model] = MappingProxyType(_TABLE)
"""The models, by the provider's name, in the order in which a menu shows them."""

DEFAULT_MODEL = WAN27.name
"""The cheaper of the two newest, so that a default never surprises the purse."""
