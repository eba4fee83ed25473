"""Where the facts of the catalog were read. The provider's documents are the authority, not these files."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["READ", "SOURCES"]

READ = "2026-11-20"
"""When prices were read."""

SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "guide": "Alibaba Cloud Model Studio, 'Image editing - Wan2.5 to 2.7', updated 2026-04-01",
        "reference": "Alibaba Cloud Model Studio, 'Wan image generation and editing API reference', read 2026-11",
        "reference-2.6": "Alibaba Cloud Model Studio, 'Wan image generation API reference' (wan2.6), read 2026-11",
        "openapi-2.5": "Qwen AI platform, OpenAPI description of the wan2.5-i2i-preview call, read 2026-11",
        "painting": "Alibaba Cloud Model Studio, 'Wanxiang - Image Inpainting' reference, read 2026-11",
        "openapi-painting": "Qwen AI platform, OpenAPI description of the wanx-x-painting call, read 2026-11",
        "reference-2.1": "Alibaba Cloud Model Studio, 'General image editing' (wanx2.1-imageedit), read 2026-11",
        "uploads": "Alibaba Cloud Model Studio, 'Upload a local file to get a temporary URL', read 2026-11",
        "sdk": "source of the official Python SDK, dashscope 2.0.2",
        "rates": "Alibaba Cloud Model Studio, 'Rate limit', read 2026-11",
        "prices": "Alibaba Cloud Model Studio, 'Model pricing' in CNY, read 2026-11",
        "ours": "a default of wanwidgets, chosen not to surprise the purse",
        "guess": "no document says so; what wanwidgets takes to be meant",
    },
)
"""By the short name that each row of the catalog carries."""
