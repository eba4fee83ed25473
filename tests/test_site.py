"""The documentation site: it builds strictly, says all that is public, and every way in it leads somewhere."""

from __future__ import annotations

import html.parser
import inspect
import json
import os
import re
import subprocess
import sys
import zlib
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import pytest

import wanwidgets
import wanwidgets.catalog
import wanwidgets.engines
import wanwidgets.errors
from tests.test_imports import MAY_IMPORT

ROOT = Path(__file__).parents[1]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
NOTEBOOKS = [path for path in sorted((ROOT / "notebooks").rglob("*.ipynb")) if ".ipynb_checkpoints" not in path.parts]
# Of the pages of the repository these have a page of their own; the README leads to the front page.
OURS = [path for path in [*PAGES, *NOTEBOOKS] if path.name != "README.md"]
ROOMS = [wanwidgets, wanwidgets.engines, wanwidgets.errors, wanwidgets.catalog]
# Pages that Sphinx makes by itself.
MADE = ("genindex", "py-modindex", "search")

# From nothing, names looked up, warnings are errors, all of them told.
STRICTLY = {"-E", "-n", "-W", "--keep-going"}

# The site is built once, by the first test that wants it.
pytestmark = pytest.mark.timeout(600)

_FENCE = re.compile(r"^ *(```+|~~~+|:::+).*?^ *\1 *$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\]\(<?([^()\s<>]+)>?\)")
_FAR = re.compile(r"url\(['\"]?(?:https?:)?//")
_FILE = re.compile(r"`((?:wanwidgets|tests|docs|notebooks)/[\w./-]+)`")


def named(path):
    """Return what a file is called in a failure: its path in the repository."""
    return path.relative_to(ROOT).as_posix()


def prose(path):
    """Return the words of a page or a notebook, without code."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = json.loads(text)["cells"]
        text = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return _SPAN.sub("``", _FENCE.sub("", text))


def headings(path):
    """Return the anchors of a page's headings, as GitHub and the site make them."""
    text = path.read_text(encoding="utf-8")
    found = re.findall(r"^#+ +(.+)$", _FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


class Page(html.parser.HTMLParser):
    """What a page of the site leads to, what it loads, and the places in it that can be led to."""

    def __init__(self, path):
        super().__init__()
        self.path, self.links, self.loads, self.places = path, set(), set(), set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.places.add(told.get("id"))
        if tag == "a" and told.get("href"):
            self.links.add(told["href"])
        self.loads |= {told[name] for name in ("src", "data") if told.get(name)}
        if tag == "link" and told.get("rel") in {"stylesheet", "icon", "preload"}:
            self.loads.add(told["href"])


class Site(NamedTuple):
    """The folder of a built site, its pages by their paths, and what Sphinx complained about."""

    folder: Path
    pages: dict[str, Page]
    complaints: list[str]

    def goal(self, page, link):
        """Return the file that a link of a page leads to, and the place in it."""
        parts = urlsplit(link)
        return (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path, parts.fragment


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Return the site, as `make docs` builds it."""
    folder = tmp_path_factory.mktemp("site").resolve()
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-c", "docs", "-q", *sorted(STRICTLY)]
    # Nothing is asked of a network: whoever tries is sent to a port where nobody listens.
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    done = subprocess.run(
        [*command, ".", str(folder)],
        cwd=ROOT,
        env={**os.environ, **nowhere},
        capture_output=True,
        text=True,
        check=False,
    )
    pages = {path.relative_to(folder).as_posix(): Page(path) for path in sorted(folder.rglob("*.html"))}
    return Site(folder, pages, done.stderr.splitlines() if done.returncode else [])


@pytest.fixture(scope="module")
def documented(site):
    """Return the full names of all that the reference tells of."""
    # Four lines tell what it is, then a line for each object begins with its name and its kind.
    body = (site.folder / "objects.inv").read_bytes().split(b"\n", 4)[4]
    lines = zlib.decompress(body).decode("utf-8").splitlines()
    return {name for name, kind, *_ in map(str.split, lines) if kind.startswith("py:")}


def test_it_builds_strictly(site):
    """Sphinx has nothing to warn of: no dead link, no page outside of the contents, no name of ours that is unknown."""
    assert site.complaints == []


def test_make_docs_is_just_as_strict():
    """`make docs` turns warnings into errors and looks names up, as the build of these tests does."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (command,) = re.findall(r"^docs:.*(?:\n\t.*)*\n\t(.*-m sphinx.*)$", makefile, re.MULTILINE)

    assert set(command.split()) >= STRICTLY


def public_members(value):
    """Yield the names that a public class has from classes of this package, for everybody to use."""
    for owner in value.__mro__:
        # What a widget of ours does as every widget does is told by ipywidgets.
        if owner.__module__.partition(".")[0] == "wanwidgets" and owner.__module__ != "wanwidgets.widgets.lean":
            for name, member in vars(owner).items():
                if not name.startswith("_") and not inspect.isclass(member):
                    yield name


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.__name__)
def test_every_public_name_is_documented(documented, room):
    """Each name of `__all__` is in the reference, under a name by which it is public."""
    names = [name for name in room.__all__ if room is wanwidgets or name not in wanwidgets.__all__]

    assert sorted({f"{room.__name__}.{name}" for name in names} - documented) == []


def test_every_public_method_is_documented(documented):
    """So are methods, properties and fields of the public classes, those that they inherit among them."""
    classes = [(name, value) for name in wanwidgets.__all__ if inspect.isclass(value := getattr(wanwidgets, name))]
    wanted = {f"wanwidgets.{name}.{member}" for name, value in classes for member in public_members(value)}
    # An error has the attributes of its root, which are documented there.
    errors = {f"wanwidgets.{name}" for name, value in classes if issubclass(value, wanwidgets.WanError)}

    assert len(wanted) > 150
    assert sorted(name for name in wanted - documented if name.rpartition(".")[0] not in errors) == []


def test_every_page_is_on_the_site(site):
    """Each page of docs/, each notebook, and what a contributor reads has a page."""
    wanted = {source.relative_to(ROOT).with_suffix(".html").as_posix() for source in OURS}

    assert {name for name in site.pages if not name.startswith(MADE)} == wanted | {"index.html"}


def test_every_page_can_be_reached(site):
    """From the front page, by links alone, one comes to every page."""
    new, seen = [site.folder / "index.html"], set()
    while new:
        path = new.pop()
        if path in seen or path.suffix != ".html" or not path.is_file():
            continue
        seen.add(path)
        page = site.pages[path.relative_to(site.folder).as_posix()]
        new += [site.goal(page, link)[0] for link in page.links if not urlsplit(link).scheme]

    unseen = {name for name, page in site.pages.items() if page.path not in seen}
    assert {name for name in unseen if not name.startswith(MADE)} == set()


def test_every_link_of_the_site_leads_somewhere(site):
    """The file that a link of the site names is there, and the place in it."""
    dead = []
    for name, page in site.pages.items():
        for link in page.links | page.loads:
            if urlsplit(link).scheme:
                continue
            path, place = site.goal(page, link)
            known = site.pages.get(path.relative_to(site.folder).as_posix())
            if not path.is_file() or (place and known and place not in known.places):
                dead.append(f"{name}: {link}")

    assert dead == []


def test_a_reader_asks_nobody_else(site):
    """No page loads a script, a style, a font or a picture from another host."""
    far = {(name, load) for name, page in site.pages.items() for load in page.loads if urlsplit(load).netloc}
    sheets = {path.name for path in site.folder.rglob("*.css") if _FAR.search(path.read_text("utf-8"))}

    assert (far, sheets) == (set(), set())


@pytest.mark.parametrize("page", [*PAGES, *NOTEBOOKS], ids=named)
def test_every_link_of_the_repository_leads_somewhere(page):
    """A link of a page or a notebook to a file names one that is there, as GitHub shows it, and a heading in it."""
    dead = []
    for link in _LINK.findall(prose(page)):
        parts = urlsplit(link)
        if parts.scheme:
            continue
        goal = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        if not goal.is_file() or (parts.fragment and goal.suffix == ".md" and parts.fragment not in headings(goal)):
            dead.append(link)

    assert dead == []


def test_the_links_are_found():
    """The test above sees links, those in notebooks among them, and none in code."""
    assert len(_LINK.findall(prose(ROOT / "docs" / "index.md"))) > 15
    assert _LINK.findall(prose(ROOT / "notebooks" / "01-first-edit.ipynb"))
    assert _LINK.findall(_FENCE.sub("", "```\n[a](b.md)\n```\n[c](d.md)")) == ["d.md"]


def test_every_notebook_has_a_card(site):
    """The page of tutorials shows each notebook, with a picture that the notebook made where it made one."""
    page = site.pages["docs/tutorials.html"]
    stems = {path.relative_to(ROOT).with_suffix("").as_posix(): path.read_text(encoding="utf-8") for path in NOTEBOOKS}
    pictures = {load for load in page.loads if load.startswith("../_pictures/")}

    assert {f"../{stem}.html" for stem in stems} <= page.links
    assert pictures == {
        f"../_pictures/{stem.replace('/', '-')}.jpg" for stem, text in stems.items() if '"image/jpeg"' in text
    }


def test_the_files_that_the_architecture_names_are_there():
    """Whoever follows its walk-throughs finds each file and folder that they name."""
    files = _FILE.findall((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"))

    assert len(files) > 40
    assert [name for name in files if not (ROOT / name).exists()] == []


def test_the_architecture_shows_every_room(site):
    """Its last table has a row for each room of the import rule."""
    text = site.pages["docs/architecture.html"].path.read_text(encoding="utf-8")
    table = text[text.index("every-room") :]
    rows = re.findall(r"<tr[^>]*><td><p><code[^>]*><span class=\"pre\">([\w.]+)</span></code>", table)

    assert rows == list(MAY_IMPORT)


def test_every_verb_that_is_named_is_one():
    """Each `make verb` of a page is in the Makefile, and says there what it does."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    verbs = set(re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split())
    told = set(re.findall(r"^\t@echo \"make (\w+) ", makefile, re.MULTILINE))
    said = {
        verb for page in PAGES for verb in re.findall(r"(?:`|^)make ([a-z]+)\b", page.read_text("utf-8"), re.MULTILINE)
    }

    assert {"demo", "docs", "test"} <= said
    assert sorted(said - verbs) == []
    # `make help` is who tells, and `make clean` is known to who needs it.
    assert told == verbs - {"help", "clean"}
