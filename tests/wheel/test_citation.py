"""How this software asks to be cited."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from packaging.metadata import Metadata

ROOT = Path(__file__).parents[2]
# Citation File Format 1.2.0: what a file must have, and what an author who is no person may have.
REQUIRED = {"cff-version", "message", "title", "authors"}
ENTITY = {"name", "address", "alias", "city", "country", "date-end", "date-start", "email", "fax", "location", "orcid",
          "post-code", "region", "tel", "website"}  # fmt: skip


@pytest.fixture
def citation():
    """Return what CITATION.cff says."""
    return yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


def test_citation_has_what_the_format_wants(citation):
    """The required keys are there, and authors have no key but those of the format."""
    assert citation["cff-version"] == "1.2.0"
    assert all(citation[key] for key in REQUIRED)
    assert all("name" in author and set(author) <= ENTITY for author in citation["authors"])


def test_citation_is_of_this_release(citation, shipped):
    """Version, licence, authors and addresses are those of the package, the date that of the changelog."""
    found = Metadata.from_email(shipped.metadata())
    entry = re.search(r"^## (\S+) - (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    released = {} if entry[2] == "unreleased" else {"date-released": entry[2]}

    assert citation["version"] == str(found.version) == entry[1]
    assert citation["license"] == found.license_expression
    assert ", ".join(author["name"] for author in citation["authors"]) == found.author
    assert {citation["repository-code"], citation["url"]} <= set(found.project_urls.values())
    assert {key: str(citation[key]) for key in citation if key == "date-released"} == released
