"""What the wheel says about itself, and how the README looks where packages are shown."""

from __future__ import annotations

import re
from pathlib import Path

from packaging.metadata import Metadata
from readme_renderer.markdown import render
from trove_classifiers import classifiers

import wanwidgets

ROOT = Path(__file__).parents[2]
OURS = re.compile(r"https://(?:github|raw\.githubusercontent)\.com/wanwidgets/wanwidgets/(?:blob/)?v([\d.]+)/([^#]+)")


def test_metadata_is_valid(shipped):
    """An index accepts the metadata, and they are those of this version."""
    found = Metadata.from_email(shipped.metadata(), validate=True)

    assert (found.name, str(found.version)) == ("wanwidgets", wanwidgets.__version__)
    assert found.license_expression == "BSD-3-Clause"
    assert found.description_content_type == "text/markdown"
    assert set(found.classifiers) <= classifiers


def test_readme_is_shown_with_its_pictures_and_links(shipped):
    """The README is rendered, and what it shows and links to has an address that works outside of the repository."""
    page = render(Metadata.from_email(shipped.metadata()).description)
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    ours = [OURS.fullmatch(address) for address in addresses]

    assert re.search(r"<h1[^>]*>wanwidgets<", page)
    assert [address for address in addresses if not address.startswith(("https://", "#"))] == []
    assert {found[1] for found in ours if found} == {wanwidgets.__version__}
    assert [found[2] for found in ours if found and not (ROOT / found[2]).exists()] == []
    assert re.search(r'<img[^>]+src="https://raw\.githubusercontent\.com/[^"]+/docs/editor\.jpg"', page)


def test_extras_that_are_named_exist(shipped):
    """Every `wanwidgets[extra]` and `.[extra]` of pages, messages, notebooks and scripts is an extra of the package."""
    extras = set(Metadata.from_email(shipped.metadata()).provides_extra)
    texts = [
        *ROOT.glob("*.md"), ROOT / "Makefile", *(ROOT / ".ci").iterdir(), *(ROOT / "binder").iterdir(),
        *(ROOT / "docs").rglob("*.md"), *(ROOT / "notebooks").rglob("*.ipynb"), *(ROOT / "wanwidgets").rglob("*.py"),
    ]  # fmt: skip
    named = {
        (path.name, extra)
        for path in texts
        if path.is_file()
        for extra in re.findall(r"(?:wanwidgets|(?<=[\s\"'])\.)\[(\w+)\]", path.read_text(encoding="utf-8"))
    }

    assert ("server.py", "local") in named
    assert {(name, extra) for name, extra in named if extra not in extras} == set()


def test_environments_of_the_makefile_are_of_extras(shipped):
    """Each environment that a verb wants, such as .venv/.test, is of an extra of the package."""
    extras = set(Metadata.from_email(shipped.metadata()).provides_extra)
    wanted = set(re.findall(r"\$\(VENV\)/\.(\w+)", (ROOT / "Makefile").read_text(encoding="utf-8")))

    assert {"local", "lab", "test", "bench"} <= wanted <= extras
