"""Where a client asks: a region on its shared host or on a workspace's own, or any base URL."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from wanwidgets.catalog import REGIONS
from wanwidgets.facts import Region

__all__ = ["Place", "is_local", "locate", "region_named"]

_WORKSPACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
"""Source: the official SDK."""

_NO_WORKSPACE = "token-plan"
"""Hosts of a subscription with keys of its own, which stand where a workspace's would."""

_MARK = "{workspace}"
_DEFAULT = "beijing"
_KEY = "sk-"
"""How the provider's keys begin."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where requests go.

    Attributes
    ----------
    base_url : str
        Ends in ``/api/v1``.
    region : str or None
        A name of `wanwidgets.catalog.REGIONS`; None for a place that is none of them.
    workspace : str or None
        What a header must say; None where the host says it, or the default workspace is meant.
    """

    base_url: str
    region: str | None = None
    workspace: str | None = None

    @property
    def engine(self) -> str:
        """Who answers: ``model-studio/<region>`` or ``custom/<host>``."""
        return f"model-studio/{self.region}" if self.region else f"custom/{self.host}"

    @property
    def host(self) -> str:
        """The name of the host."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def uploads(self) -> bool:
        """Whether temporary uploads may be hoped for: documented of the region, or not known of the place."""
        return self.region is None or REGIONS[self.region].uploads

    @property
    def key_hint(self) -> str:
        """What to do when the key is refused here: the most frequent cause is the key of another region."""
        if self.region is None:
            return f"Keys belong to a place, and {self.host} was asked. Use a key of it, or another base_url."
        others = ", ".join(name for name in REGIONS if name != self.region)
        return (
            f"Keys belong to a region, and {self.region} ({self.host}) was asked. Use a key of {self.region}, or give "
            f"the region of your key ({others})."
        )


def is_local(engine: str) -> bool:
    """Whether an engine, as `Client.engine` names it, is the service in this process: free, and gone with it."""
    return engine.partition("/")[0] == "local"


def locate(
    region: str | None = None,
    base_url: str | None = None,
    *,
    workspace: str | None = None,
    workspace_host: bool = False,
) -> Place:
    """Find the place that is meant.

    Parameters
    ----------
    region
        A name of `wanwidgets.catalog.REGIONS`, or the provider's own code of it such as ``cn-beijing``; Beijing by
        default.
    base_url
        Instead of a region. One that is known to belong to a region means that region.
    workspace
        The id of a workspace other than the default one.
    workspace_host
        Whether to ask at the workspace's own host; a region without a shared host is always asked there.

    Raises
    ------
    ValueError
        Both or an unknown region, or a workspace that is missing or no id.
    """
    if workspace is not None and not _WORKSPACE.fullmatch(workspace):
        raise ValueError(
            f"{workspace!r} is no id of a workspace. One has letters, digits, - and _, at most 64, and begins with a "
            "letter or a digit.",
        )
    if base_url is not None:
        if region is not None or workspace_host:
            raise ValueError("Give region or base_url, not both; a workspace_host is one of a region.")
        return Place(base_url, _region_of(base_url), workspace)
    row = region_named(region or _DEFAULT)
    if row.host is not None and not workspace_host:
        return Place(row.host, row.name, workspace)
    if row.workspace_host is None:
        raise ValueError(f"No host of a workspace is known in {row.label}. Leave workspace_host out.")
    if workspace is None:
        raise ValueError(f"In {row.label}, the host belongs to a workspace. Give its id as workspace=.")
    return Place(row.workspace_host.replace(_MARK, workspace), row.name)


def region_named(name: str) -> Region:
    """Return a region by our name or by the provider's code.

    Raises
    ------
    ValueError
        There is none of that name.
    """
    found = next((row for row in REGIONS.values() if name in {row.name, row.code}), None)
    if name.startswith(_KEY):
        raise ValueError("The region looks like an API key, so it is not shown. Give a key as api_key=.")
    if found is None:
        raise ValueError(f"There is no region {name!r}; known are {', '.join(REGIONS)}. Or give base_url.")
    return found


def _region_of(base_url: str) -> str | None:
    host = urlsplit(base_url.strip()).hostname or ""
    for row in REGIONS.values():
        if row.host is not None and host == urlsplit(row.host).hostname:
            return row.name
        if row.workspace_host is not None and _matches(host, row.workspace_host):
            return row.name
    return None


def _matches(host: str, template: str) -> bool:
    """Whether a host is a template's, with the id of some workspace in it."""
    workspace, _, rest = host.partition(".")
    named = workspace != _NO_WORKSPACE and _WORKSPACE.fullmatch(workspace) is not None
    return named and template.startswith(f"https://{_MARK}.{rest}/")
