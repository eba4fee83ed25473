"""Whether what was asked before is asked again."""

from __future__ import annotations

import enum
import os
from collections.abc import Mapping

from wanwidgets.showing import shown

__all__ = ["MODE_VARIABLE", "ReplayMode", "replay_mode"]

MODE_VARIABLE = "WANWIDGETS_MODE"
"""The environment variable that names the mode where no argument does."""


class ReplayMode(str, enum.Enum):
    """What becomes of a request that the store may remember."""

    REPLAY = "replay"
    """What is remembered is given again, free; anything else is asked, and remembered."""
    OFFLINE = "offline"
    """What is remembered is given again, whoever made it; anything else is an error, and nobody is asked."""
    REFRESH = "refresh"
    """It is asked, whatever is remembered; both are kept, and the newer one is given from then on."""


def replay_mode(named: str | None = None, variables: Mapping[str, str] | None = None) -> ReplayMode:
    """Return the mode of that name; by default the one that WANWIDGETS_MODE names, else replay.

    Parameters
    ----------
    named
        ``"replay"``, ``"offline"`` or ``"refresh"``.
    variables
        By default those of this process.

    Raises
    ------
    ValueError
        There is no mode of that name.
    """
    said = (os.environ if variables is None else variables).get(MODE_VARIABLE, "").strip()
    name, source = (named, "mode") if named is not None else (said.lower() or ReplayMode.REPLAY, MODE_VARIABLE)
    try:
        return ReplayMode(name)
    except ValueError:
        allowed = ", ".join(repr(mode.value) for mode in ReplayMode)
        raise ValueError(f"{source}: {shown(name)} is no mode; allowed are {allowed}.") from None
