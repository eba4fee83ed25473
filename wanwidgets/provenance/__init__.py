"""What a picture's file tells of the request behind it: bytes in, bytes out."""

from wanwidgets.provenance.carrying import carried, carrying
from wanwidgets.provenance.document import (
    MOST_ANCESTORS,
    MOST_BYTES,
    SIDECAR,
    PictureFacts,
    RequestFacts,
    Told,
    told_in,
)
from wanwidgets.provenance.drawing import MOST_DRAWN, MOST_STEPS, drawn_by

__all__ = [
    "MOST_ANCESTORS",
    "MOST_BYTES",
    "MOST_DRAWN",
    "MOST_STEPS",
    "SIDECAR",
    "PictureFacts",
    "RequestFacts",
    "Told",
    "carried",
    "carrying",
    "drawn_by",
    "told_in",
]
