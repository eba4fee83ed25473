"""The provider's documents, as data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# How long an example takes says something of the machine's load, and nothing of the package.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

FOLDER = Path(__file__).parents[1] / "contract" / "client"


def read(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def documents() -> dict[str, Any]:
    """Return the service's answers as the provider writes them."""
    return read("answers")


@pytest.fixture(scope="session")
def creates() -> dict[str, Any]:
    """Return the creates as the provider writes them."""
    return read("creates")["creates"]


@pytest.fixture(scope="session")
def streamed() -> dict[str, Any]:
    """Return the events of a stream as the provider writes them."""
    return read("stream")
