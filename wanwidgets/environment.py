"""What the provider's environment variables say, read when it is asked for and never at import."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wanwidgets.place import region_named

__all__ = ["VARIABLES", "Environment", "read_environment"]

VARIABLES: Mapping[str, tuple[str, ...]] = {
    "api_key": ("DASHSCOPE_API_KEY",),
    "key_file": ("DASHSCOPE_API_KEY_FILE_PATH",),
    "base_url": ("DASHSCOPE_HTTP_BASE_URL", "DASHSCOPE_BASE_URL"),
    "region": ("DASHSCOPE_API_REGION", "DASHSCOPE_REGION"),
    "workspace": ("DASHSCOPE_WORKSPACE_ID", "DASHSCOPE_WORKSPACE"),
}
"""By what they say, as both generations of the official SDK (dashscope 2.0.2) have them; the first that is set counts.

Proxies and certificates (``HTTPS_PROXY``, ``NO_PROXY``, ``REQUESTS_CA_BUNDLE``, …) are a matter of ``requests``.
"""

_KEY_FILE = ".dashscope/api_key"
"""The official SDK's own place for a key, in the user's home."""


@dataclass(frozen=True, slots=True)
class Environment:
    """What is set; a field of what is not is empty.

    Attributes
    ----------
    api_key : str
        In no repr.
    base_url : str
    named : (str, str)
        The variable that names a region, and what it says.
    workspace : str
    """

    api_key: str = field(default="", repr=False)
    base_url: str = ""
    named: tuple[str, str] = ("", "")
    workspace: str = ""

    @property
    def region(self) -> str:
        """A name of `wanwidgets.catalog.REGIONS`.

        Raises
        ------
        ValueError
            What is said is no region that is known. The official SDK knows more of them than the models are served in,
            so this matters only to who asks for it.
        """
        return _region(*self.named)


def read_environment(variables: Mapping[str, str] | None = None, *, home: Path | None = None) -> Environment:
    """Read the variables and, where none holds a key, the file that holds it.

    Parameters
    ----------
    variables
        By default those of this process.
    home
        The user's home; by default found when it is needed.

    Raises
    ------
    ValueError
        The file of the key is named and cannot be read.
    """
    said = {what: _first(variables, names) for what, names in VARIABLES.items()}
    return Environment(
        api_key=said["api_key"].text or _key_in_file(said["key_file"], home),
        base_url=said["base_url"].text,
        named=(said["region"].name, said["region"].text),
        workspace=said["workspace"].text,
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """A variable, and what it says; that is in no repr, so that a traceback with the values of its names lacks it."""

    name: str
    text: str = field(repr=False)


def _first(variables: Mapping[str, str] | None, names: tuple[str, ...]) -> _Said:
    """Return the first variable that is set."""
    values = (_Said(name, (os.environ if variables is None else variables).get(name, "").strip()) for name in names)
    return next((said for said in values if said.text), _Said(names[0], ""))


def _path(named: str, home: Path | None) -> Path:
    return Path(named).expanduser() if named else (home or Path.home()) / _KEY_FILE


def _key_in_file(named: _Said, home: Path | None) -> str:
    try:
        return _path(named.text, home).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        if not named.text:
            return ""
        raise ValueError(f"{named.name} names a file that is not there. Correct it, or unset it.") from None
    except (OSError, ValueError, RuntimeError) as error:
        if not named.text:
            # No home, or nothing in it that this user may read: the SDK's own default is no wish of the user's.
            return ""
        # Its text is not shown: a key may stand there instead of a path.
        raise ValueError(f"{named.name} names a file that cannot be read ({type(error).__name__}).") from None


def _region(name: str, said: str) -> str:
    try:
        return region_named(said).name if said else ""
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
