"""What an editor stands on: the versions of ipywidgets and ipycanvas that it knows."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
from collections.abc import Callable, Mapping

from wanwidgets.errors import MissingDependency

__all__ = ["NEEDS", "require"]

NEEDS: Mapping[str, tuple[str, str]] = {"ipywidgets": ("7.7", "9"), "ipycanvas": ("0.13.3", "0.15")}
"""By package: the oldest version, and the first that is too new; as pyproject.toml has them."""


def require(installed: Callable[[str], str | None] | None = None) -> None:
    """Make sure that they are here.

    Parameters
    ----------
    installed
        Returns the version of a package: empty where it does not say, None where the package is not here. By default
        that of this process.

    Raises
    ------
    MissingDependency
        One of them is missing, too old or too new. All of them are told at once.
    """
    found = {name: (installed or _installed)(name) for name in NEEDS}
    wrong = [name for name, version in found.items() if version is None or (version and not _known(name, version))]
    if wrong:
        wanted = [f"{name}>={low},<{high}" for name, (low, high) in NEEDS.items() if name in wrong]
        has = [f"{name} {found[name]}" if found[name] else f"no {name}" for name in wrong]
        raise MissingDependency(
            f"The editor needs {' and '.join(wanted)}; this Python has {' and '.join(has)}. pip install -U "
            f"{' '.join(map(repr, wanted))}, then restart the kernel and reload the page."
        )


def _installed(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None if importlib.util.find_spec(name) is None else ""


def _known(name: str, version: str) -> bool:
    low, high = NEEDS[name]
    return _numbers(low) <= _numbers(version) < _numbers(high)


def _numbers(version: str) -> tuple[int, ...]:
    """Return the numbers of a version up to its first letter; what is a candidate counts as what it will be."""
    return tuple(int(number) for number in re.findall(r"\d+", re.split(r"[^\d.]", version)[0]))
