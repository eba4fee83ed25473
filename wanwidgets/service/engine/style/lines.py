"""Lines where a draughtsman would draw them."""

from __future__ import annotations

import cv2
import numpy as np

from wanwidgets.service.engine.pixels import Floats
from wanwidgets.service.engine.style.flow import drawn_out

__all__ = ["inked"]

_WIDER = 1.6
"""Ratio of the two blurs."""


def inked(grey: Floats, direction: Floats, width: float, *, share: float = 0.98, threshold: float = 0.0) -> Floats:
    """Return lines as ink: 0 is paper, 1 is full.

    The difference of two blurs, averaged along the flow so that strokes hang together (Winnemöller et al., "XDoG",
    2012; Kang et al., "Coherent Line Drawing", 2007).

    Parameters
    ----------
    grey
        height × width, 0 to 1.
    direction
        Of `flow.flow`.
    width
        Of a line, about, pixels.
    share
        How much of the wider blur is taken away; lower draws less.
    threshold
        What the rest must fall below for ink; higher draws more.

    Examples
    --------
    >>> from wanwidgets.service.engine.style.flow import flow
    >>> step = np.full((40, 40), 0.2, np.float32)
    >>> step[:, 20:] = 0.9
    >>> ink = inked(step, flow(step, 2), 2)
    >>> bool(ink[20, 18:21].max() > 0.8), bool(ink[20, 30:].max() < 0.05)
    (True, True)
    """
    sigma = max(0.5, width / 2)
    near = cv2.GaussianBlur(grey, (0, 0), sigma, borderType=cv2.BORDER_REFLECT_101)
    far = cv2.GaussianBlur(grey, (0, 0), sigma * _WIDER, borderType=cv2.BORDER_REFLECT_101)
    edge = drawn_out(np.asarray(near - share * far, np.float32), direction, 4 * sigma)
    # Even areas leave (1 - share) of their own brightness; dark ones would be taken for lines.
    edge = edge - np.float32(1 - share) * far
    return np.asarray(np.clip(np.tanh(np.maximum(threshold - edge, 0) * 38), 0, 1), np.float32)
