"""The provider's documents, as data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

DOCUMENTS = Path(__file__).parents[1] / "contract" / "client" / "wan27.json"


@pytest.fixture(scope="session")
def documents() -> dict[str, Any]:
    """Return the documents of wan2.7 as the provider writes them."""
    return json.loads(DOCUMENTS.read_text(encoding="utf-8"))
