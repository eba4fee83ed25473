"""The free pictures of models that cannot be paid for."""

from __future__ import annotations

from wanwidgets.facts import Model
from wanwidgets.service.refusal import TRIAL_OVER, Refusal

__all__ = ["Trial"]


class Trial:
    """Counts the pictures of trial models.

    Parameters
    ----------
    pictures
        How many are free, by model; None does not count.
    """

    def __init__(self, pictures: int | None) -> None:
        self._pictures = pictures
        self._used: dict[str, int] = {}

    def check(self, model: Model) -> None:
        """Hold a create against what is left.

        Raises
        ------
        Refusal
            ``Throttling.AllocationQuota``: nothing is. It stays so.
        """
        if self._pictures is not None and model.trial and self._used.get(model.name, 0) >= self._pictures:
            raise Refusal(*TRIAL_OVER)

    def count(self, model: Model, pictures: int) -> None:
        """Take pictures off."""
        self._used[model.name] = self._used.get(model.name, 0) + pictures

    def clear(self) -> None:
        """Begin anew."""
        self._used.clear()
