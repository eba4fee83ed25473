"""Who answers orders: the engines that come along, and any function of the user's."""

from wanwidgets.service.engines.table import ENGINES, Engine, chosen

__all__ = ["ENGINES", "Engine", "chosen"]
