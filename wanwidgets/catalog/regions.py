"""Regions of Model Studio in which the models of the catalog are documented."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from wanwidgets.facts import Region

__all__ = ["REGIONS"]


def _workspace_host(code: str) -> str:
    return f"https://{{workspace}}.{code}.maas.aliyuncs.com/api/v1"


_TABLE = (
    # name, label, code, host that all workspaces share, whether temporary uploads are documented, source
    ("beijing", "Beijing", "cn-beijing", "https://dashscope.aliyuncs.com/api/v1", True, "reference"),
    ("singapore", "Singapore", "ap-southeast-1", "https://dashscope-intl.aliyuncs.com/api/v1", True, "guide"),
    ("virginia", "Virginia", "us-east-1", "https://dashscope-us.aliyuncs.com/api/v1", False, "reference-2.6"),
    ("frankfurt", "Frankfurt", "eu-central-1", None, False, "reference-2.6"),
)

# Of Virginia no host for a workspace is documented.
_WITHOUT_WORKSPACE_HOST = {"virginia"}

REGIONS: Mapping[str, Region] = MappingProxyType(
    {
        name: Region(
            name=name,
            label=label,
            code=code,
            host=host,
            workspace_host=None if name in _WITHOUT_WORKSPACE_HOST else _workspace_host(code),
            uploads=uploads,
            source=source,
        )
        for name, label, code, host, uploads, source in _TABLE
    },
)
"""By name. Keys and task ids are bound to a region."""
