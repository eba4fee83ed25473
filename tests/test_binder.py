"""What Binder is told: versions that pyproject.toml allows, and links that open a notebook; `make binder` tries it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

try:
    import tomllib
except ModuleNotFoundError:
    # Python 3.10, where pytest brings it.
    import tomli as tomllib

ROOT = Path(__file__).parents[1]
BINDER = ROOT / "binder"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def pins():
    """Return the versions of the environment by their names."""
    lines = (BINDER / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if not line.startswith("#"))


def wanted(extra=None):
    """Return what the project needs, and what an extra of it adds, its own extras followed."""
    project = PROJECT["project"]
    lines = project["optional-dependencies"][extra] if extra else project["dependencies"]
    for need in map(Requirement, lines):
        if need.name == project["name"]:
            for other in need.extras:
                yield from wanted(other)
        else:
            yield need


def test_every_version_is_pinned_once():
    """Each line of the requirements is a name with one version, in order, and nothing of this machine."""
    lines = (BINDER / "requirements.txt").read_text(encoding="utf-8").splitlines()
    named = [line for line in lines if not line.startswith("#")]

    assert [line for line in named if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
    assert len({canonicalize_name(name) for name in pins()}) == len(named)


@pytest.mark.parametrize(
    "need", [*wanted(), *wanted("lab"), *map(Requirement, PROJECT["build-system"]["requires"])], ids=str
)
def test_version_is_one_that_the_project_allows(need):
    """What the project needs to be built and to run in JupyterLab has a version in Binder, one that is allowed."""
    versions = {canonicalize_name(name): version for name, version in pins().items()}

    assert need.specifier.contains(versions[canonicalize_name(need.name)])


def test_python_is_one_that_the_project_knows():
    """The Python of Binder is among those that the project says it works with."""
    name, _, version = (BINDER / "runtime.txt").read_text(encoding="utf-8").strip().partition("-")

    assert name == "python"
    assert f"Programming Language :: Python :: {version}" in PROJECT["project"]["classifiers"]


@pytest.mark.parametrize("script", ["postBuild", "start"])
def test_script_can_be_run_and_names_what_there_is(script):
    """What Binder runs is executable, stops at the first failure or hands on, and names files that are there."""
    text = (BINDER / script).read_text(encoding="utf-8")

    assert text.startswith("#!/bin/bash\n")
    assert os.access(BINDER / script, os.X_OK)
    assert "set -euo pipefail" in text or text.endswith('exec "$@"\n')
    for path in re.findall(r"\b(?:notebooks|binder)/[\w./-]+", text):
        assert (ROOT / path).is_file(), path


def links():
    for page in PAGES:
        yield from re.findall(r"https://mybinder\.org/[^\s)\"']+", page.read_text(encoding="utf-8"))


def test_readme_leads_to_binder():
    """The README has a link that opens the first notebook in Binder."""
    assert any(link.endswith("notebooks/01-first-edit.ipynb") for link in links())


@pytest.mark.parametrize("link", sorted(set(links())))
def test_link_to_binder_opens_a_notebook(link):
    """A link to Binder names the repository, something of it, and a notebook that is there, for JupyterLab."""
    found = urlsplit(link)
    opened = parse_qs(found.query)["urlpath"][0]
    repository = re.search(r"github\.com/([\w.-]+/[\w.-]+)", str(PROJECT["project"]["urls"]))[1]

    assert re.fullmatch(rf"/v2/gh/{re.escape(repository)}/[\w.-]+", found.path)
    assert opened.startswith("lab/tree/notebooks/")
    assert (ROOT / opened.removeprefix("lab/tree/")).is_file()
