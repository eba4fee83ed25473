"""Lineage: which result was made from which, and a small picture of it."""

from wanwidgets.lineage.kin import Edge, Original, Step
from wanwidgets.lineage.lineage import Lineage

__all__ = ["Edge", "Lineage", "Original", "Step"]
