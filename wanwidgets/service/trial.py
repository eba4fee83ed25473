"""The free pictures of models that cannot be paid for."""

from __future__ import annotations

from wanwidgets.facts import Model
from wanwidgets.service.keeping import Drawer
from wanwidgets.service.refusal import TRIAL_OVER, Refusal

__all__ = ["Trial"]


class Trial:
    """Counts the pictures of trial models.

    Parameters
    ----------
    pictures
        How many are free, by model; None does not count.
    drawer
        Where the counts are kept.
    """

    def __init__(self, pictures: int | None, drawer: Drawer) -> None:
        self._pictures = pictures
        self._drawer = drawer

    def check(self, model: Model) -> None:
        """Hold a create against what is left.

        Raises
        ------
        Refusal
            ``Throttling.AllocationQuota``: nothing is. It stays so.
        """
        if self._pictures is not None and model.trial and self._used(model) >= self._pictures:
            raise Refusal(*TRIAL_OVER)

    def count(self, model: Model, pictures: int) -> None:
        """Take pictures off."""
        self._drawer.put(model.name, self._used(model) + pictures)

    def clear(self) -> None:
        """Begin anew."""
        self._drawer.clear()

    def _used(self, model: Model) -> int:
        return int(self._drawer.get(model.name) or 0)
