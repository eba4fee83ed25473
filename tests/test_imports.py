"""Who may import whom, and what importing the package may do."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import wanwidgets

PACKAGE = Path(wanwidgets.__file__).parent

FACTS = {"errors", "sizes", "facts", "catalog"}
VALUES = FACTS | {
    "decoding", "images", "regions", "reading", "pictures", "marks", "problems", "arguments", "request", "mending",
    "preview", "content", "display", "task", "result", "saving", "recovering",
}  # fmt: skip
SENDING = {
    "delivering", "delivery", "key", "pacing", "place", "protocol", "querying", "regional", "sending", "streaming",
    "transport", "uploading", "waiting",
}  # fmt: skip
MONEY = {"budget", "cost", "place", "spend"}
WAY = VALUES | SENDING | MONEY | {"asking", "client", "fetch", "running", "running.job", "running.tracing", "store"}

# Room by room: what it may import of ours. A room is a module, or a folder of modules that may import each other.
MAY_IMPORT = {
    "version": set(),
    "errors": set(),
    "sizes": set(),
    "facts": {"sizes"},
    "catalog": {"facts", "sizes"},
    "whole": set(),
    "decoding": {"errors", "whole"},
    "hashes": {"decoding"},
    "images": {"errors", "decoding", "hashes"},
    "reading": {"errors", "images"},
    "showing": set(),
    "meaning": set(),
    "modes": {"showing"},
    "regions": {"decoding", "errors", "images", "reading", "showing"},
    "pictures": {"errors", "images", "reading", "regions"},
    "marks": {"images", "pictures", "regions"},
    "problems": {"facts", "catalog", "images", "marks", "pictures", "regions", "showing", "sizes"},
    "arguments": {"errors", "images", "problems", "reading", "regions", "showing"},
    "request": {
        "arguments",
        "catalog",
        "errors",
        "facts",
        "images",
        "meaning",
        "pictures",
        "problems",
        "recovering",
        "regions",
        "showing",
    },
    "mending": {"facts", "images", "pictures", "problems", "regions", "request", "sizes"},
    "preview": set(),
    "provenance": set(),
    "beside": {"decoding", "errors", "images", "provenance", "reading"},
    "recovering": {"beside", "decoding", "errors", "images", "pictures", "provenance", "reading", "regions"},
    "origin": {"content", "environment", "errors", "hiding", "images", "pictures", "provenance", "regions", "request"},
    "saving": {"provenance"},
    "content": {"decoding", "errors"},
    "task": {"content"},
    "display": {"content", "errors", "preview"},
    "result": {"content", "display", "errors", "origin", "request", "saving", "task"},
    "protocol": {"content", "errors", "images", "marks", "pictures", "problems", "regions", "request", "task"},
    "place": {"catalog", "facts"},
    "regional": {"problems", "protocol", "request"},
    "delivery": {"errors", "images", "marks", "pictures", "protocol", "request"},
    "hiding": set(),
    "obstacles": set(),
    "key": {"hiding"},
    "transport": {"key", "obstacles", "protocol"},
    "deferred": {"errors", "transport"},
    "engine_version": set(),
    "pacing": {"catalog", "errors", "facts", "waiting"},
    "stages": set(),
    "waiting": {"errors", "protocol", "task"},
    "sending": {"errors", "obstacles", "pacing", "protocol", "task", "transport", "waiting"},
    "streaming": {"errors", "pacing", "protocol", "task", "sending", "transport", "waiting"},
    "asking": {"errors", "obstacles", "protocol", "sending", "transport", "waiting"},
    "fetch": {"errors", "images", "obstacles", "protocol"},
    "querying": {"asking", "errors", "fetch", "pacing", "protocol", "sending", "task", "transport", "waiting"},
    "uploading": {"asking", "delivery", "errors", "obstacles", "protocol", "transport", "waiting"},
    "delivering": {"delivery", "errors", "request", "stages", "uploading", "waiting"},
    "shipping": VALUES | SENDING | {"stages"},
    "client": VALUES | SENDING | {"deferred", "shipping", "stages"},
    "budget": {"errors"},
    "cost": {"facts", "place", "request"},
    "spend": {"catalog", "cost", "place", "result"},
    "store": MONEY
    | {
        "content",
        "decoding",
        "errors",
        "images",
        "lineage",
        "meaning",
        "pictures",
        "regions",
        "request",
        "result",
        "store.lasting",
        "store.packing",
        "store.pages",
        "task",
    },
    "store.lasting": set(),
    "store.packing": {
        "decoding",
        "errors",
        "hiding",
        "key",
        "meaning",
        "origin",
        "regions",
        "request",
        "result",
        "store",
        "version",
    },
    "store.pages": {"content", "errors", "result", "store"},
    "running": VALUES
    | {
        "budget",
        "client",
        "delivery",
        "fetch",
        "meaning",
        "modes",
        "pacing",
        "place",
        "protocol",
        "querying",
        "running.job",
        "running.tracing",
        "showing",
        "stages",
        "store",
        "waiting",
    },
    "running.job": {"errors", "request", "result", "stages", "waiting"},
    "running.tracing": {"client", "errors", "protocol", "result", "running", "task", "waiting"},
    "lineage": {"content", "decoding", "errors", "meaning", "message", "preview", "result"},
    "message": {"errors", "images", "meaning", "problems"},
    "session": VALUES
    | MONEY
    | {
        "delivery",
        "exporting",
        "lineage",
        "message",
        "origin",
        "modes",
        "running",
        "running.job",
        "running.tracing",
        "stages",
        "store.lasting",
        "store.pages",
        "waiting",
    },
    "service": FACTS | {"engine_version"},
    "engines": {"errors", "service"},
    "local": {"client", "deferred", "engine_version", "errors", "key", "protocol", "service", "transport"},
    "environment": {"place"},
    "exporting": {
        "catalog",
        "delivery",
        "errors",
        "hiding",
        "images",
        "pictures",
        "place",
        "protocol",
        "regional",
        "regions",
        "request",
    },
    "api": WAY | {"environment", "local", "modes", "session"},
    "widgets": VALUES
    | MONEY
    | {
        "lineage",
        "meaning",
        "message",
        "modes",
        "obstacles",
        "running.job",
        "running.tracing",
        "session",
        "store.pages",
    },
    "widgets.editor": VALUES | {"api", "client", "message", "running.job", "session", "store", "widgets"},
    "demo": {"api", "errors", "store"},
    "packs": {"errors", "store", "store.packing"},
    "magic": WAY | {"api", "message", "modes", "session", "showing", "store.pages", "widgets"},
    "__init__": None,
}

THIRD_PARTIES = {
    "requests": {"key", "obstacles", "transport", "fetch", "asking", "querying", "uploading", "service"},
    "urllib3": {"transport", "uploading"},
    "ipycanvas": {"widgets.surface.view"},
    "ipywidgets": {"widgets.lean"},
    "traitlets": {"session", "widgets"},
    "IPython": {"widgets.results.record", "magic"},
    "cv2": {"service.engine"},
    "skimage": {"service.engine.finding.faces"},
    "tornado": {"service"},
    "sqlite3": {"pacing", "service", "store"},
}


def modules():
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts), path


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path.name} imports relatively"
            # `from wanwidgets import errors` names a room as well.
            names = [f"wanwidgets.{alias.name}" for alias in node.names]
            yield from names if node.module == "wanwidgets" else [node.module]


def room_of(module):
    """Return the innermost room that a module is in, or the outermost folder where the table has none."""
    names = module.split(".")
    inside = (".".join(names[:count]) for count in range(len(names), 0, -1))
    return next((name for name in inside if name in MAY_IMPORT), names[0])


@pytest.mark.parametrize(("module", "path"), list(modules()), ids=lambda value: value if isinstance(value, str) else "")
def test_room_imports_only_what_it_may(module, path):
    """Every module imports only the rooms that the design allows it."""
    room = room_of(module)
    allowed = MAY_IMPORT[room]
    for name in imported(path):
        top, _, inside = name.partition(".")
        if top != "wanwidgets" or allowed is None:
            continue
        other = room_of(inside or "__init__")
        assert other == room or other in allowed, f"{module} may not import {name}"


@pytest.mark.parametrize(("module", "path"), list(modules()), ids=lambda value: value if isinstance(value, str) else "")
def test_third_party_stays_in_its_rooms(module, path):
    """Each third-party package is imported only in the rooms that exist for it."""
    for name in imported(path):
        homes = THIRD_PARTIES.get(name.partition(".")[0])
        assert homes is None or any(module == home or module.startswith(f"{home}.") for home in homes), name


def test_every_room_is_in_the_table():
    """Every module of the package has a room in the table, and the table names no room that is gone."""
    rooms = {room_of(module) for module, _ in modules()}

    assert rooms == set(MAY_IMPORT)


@pytest.mark.parametrize(("module", "path"), list(modules()), ids=lambda value: value if isinstance(value, str) else "")
def test_nothing_is_imported_inside_a_function(module, path):
    """No import hides inside a function, which would hide a cycle."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            assert not [inner for inner in ast.walk(node) if isinstance(inner, (ast.Import, ast.ImportFrom))]


PROBE = """
import sys, threading
before = set(threading.enumerate())

AUDIT = []
sys.addaudithook(lambda event, args: AUDIT.append((event, args)))
import {module}
opened = [a for e, a in AUDIT if e == "open" and isinstance(a[0], str) and a[1] and "w" in str(a[1])]
sockets = [a for e, a in AUDIT if e.startswith("socket.")]
assert set(threading.enumerate()) == before, threading.enumerate()
assert not [name for name, *_ in opened if not name.endswith(".pyc")], opened
# urllib3 tries once whether this machine has IPv6.
assert not sockets or "urllib3" in sys.modules, sockets
print(sorted(name for name in sys.modules if name.partition(".")[0] in {names!r}))
"""


def run_alone(code):
    """Run code in an interpreter that sees nothing of the user's but this package."""
    command = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r})\n{code}"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def probe(module, *names):
    code = PROBE.replace("{module}", module).replace("{names!r}", repr(set(names)))
    done = run_alone(code)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_importing_the_package_does_nothing():
    """`import wanwidgets` makes no widget, thread, socket or file, and loads no package that would."""
    heavy = ("ipywidgets", "ipycanvas", "requests", "numpy", "PIL", "tornado", "cv2", "traitlets", "IPython", "sqlite3")

    assert probe("wanwidgets", *heavy[:-1]) == "[]"


@pytest.mark.parametrize("module", ["wanwidgets.request", "wanwidgets.client", "wanwidgets.api", "wanwidgets.session"])
def test_importing_a_module_without_widgets_makes_none(module):
    """The rooms below the widgets import without widgets, and without starting anything."""
    assert probe(module, "ipywidgets", "ipycanvas", "tornado", "cv2") == "[]"


ENVIRONMENT = """
import os
reads = []
class Watched(type(os.environ)):
    def __getitem__(self, key):
        import sys
        frame, names = sys._getframe(1), []
        while frame and len(names) < 4:
            names.append(frame.f_globals.get("__name__", ""))
            frame = frame.f_back
        if any(name.startswith("wanwidgets") for name in names[:3]):
            reads.append(key)
        return super().__getitem__(key)
os.environ.__class__ = Watched
import wanwidgets, wanwidgets.api, wanwidgets.session, wanwidgets.magic, wanwidgets.widgets.editor
assert not reads, reads
import wanwidgets.store
wanwidgets.store.RunStore()
assert reads == ["WANWIDGETS_STORE"], reads
"""


def test_importing_reads_no_environment():
    """No module of ours reads the environment while it is imported; `RunStore()` does, when it is called."""
    done = run_alone(ENVIRONMENT)

    assert done.returncode == 0, done.stderr
