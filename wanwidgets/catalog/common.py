"""What several models have in common."""

from __future__ import annotations

from wanwidgets.facts import Parameter
from wanwidgets.sizes import Span

__all__ = [
    "ASYNC_MESSAGES",
    "ASYNC_SYNTHESIS",
    "EDIT_FORMATS",
    "MEGABYTE",
    "SYNC_MESSAGES",
    "pictures",
    "seed",
    "watermark",
]

# The provider does not say which megabyte it means; the smaller one is allowed under both readings.
MEGABYTE = 1_000_000

EDIT_FORMATS = ("JPEG", "PNG", "BMP", "WEBP")

ASYNC_MESSAGES = "services/aigc/image-generation/generation"
SYNC_MESSAGES = "services/aigc/multimodal-generation/generation"
ASYNC_SYNTHESIS = "services/aigc/image2image/image-synthesis"


def pictures(most: int, default: int, source: str) -> Parameter:
    """Return ``n``: how many pictures are made, or at most made. Each of them costs, so it is always sent."""
    return Parameter("n", "integer", default, source, range=Span(1, most))


def seed(source: str) -> Parameter:
    """Return ``seed``."""
    return Parameter("seed", "integer", None, source, range=Span(0, 2**31 - 1))


def watermark(source: str) -> Parameter:
    """Return ``watermark``."""
    return Parameter("watermark", "boolean", default=False, source=source)
