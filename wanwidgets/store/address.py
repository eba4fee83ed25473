"""How SQLite is told which file to open, and how."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

__all__ = ["address_of"]


def address_of(path: Path, mode: str) -> str:
    """Return the URI of a database: mode ``"ro"`` reads, ``"rw"`` writes what exists, ``"rwc"`` makes it as well."""
    # `Path.as_uri` names the host of a Windows share as authority, which SQLite refuses.
    plain = quote(os.fsencode(path.as_posix()))
    return f"file://{'' if plain.startswith('/') else '/'}{plain}?mode={mode}"
