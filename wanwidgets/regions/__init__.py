"""Where to edit: boxes and masks, in whole pixels of the original picture, top-left origin, half-open."""

from __future__ import annotations

from wanwidgets.regions.box import Box
from wanwidgets.regions.files import FORMS
from wanwidgets.regions.mask import Mask
from wanwidgets.regions.parts import Parts
from wanwidgets.regions.strokes import Area, Inversion, Stroke

__all__ = ["FORMS", "Area", "Box", "Inversion", "Mask", "Parts", "Stroke"]
