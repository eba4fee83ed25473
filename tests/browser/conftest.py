"""A real JupyterLab in Chromium: one server for all tests, a fresh page, notebook and kernel for each."""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
from typing import NamedTuple

import nbformat
import pytest
import requests
from playwright.sync_api import expect, sync_playwright

from tests.browser.fronts import PATIENCE, ROOT, serve_front
from wanwidgets.client import Client
from wanwidgets.pacing.gates import OPEN
from wanwidgets.request import EditRequest

ARTIFACTS = ROOT / "test-artifacts"

ARGUMENTS = [
    "--no-sandbox",  # containers run tests as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# None so far: every uncaught error in the page fails its test. An entry is a regular expression and its reason.
NOISE: tuple[str, ...] = ()

PANEL = "[...window.jupyterapp.shell.widgets('main')].find(widget => widget.sessionContext)"

ASK = """async ([code, seconds]) => {
  const panel = PANEL;
  const future = panel.sessionContext.session.kernel.requestExecute({code, store_history: false});
  let text = '', trouble = '';
  future.onIOPub = message => {
    if (message.header.msg_type === 'stream' && message.content.name === 'stdout') text += message.content.text;
    if (message.header.msg_type === 'error') trouble = message.content.traceback.join('\\n');
  };
  const late = new Promise((_, fail) => setTimeout(() => fail(new Error('The kernel is silent.')), seconds * 1000));
  await Promise.race([future.done, late]);
  return [text, trouble];
}""".replace("PANEL", PANEL)


class Place(NamedTuple):
    """Where the picture lies in the page: the canvas in CSS pixels, and the documented mapping of the editor."""

    left: float
    top: float
    width: float
    height: float
    canvas: tuple[int, int]
    scale: float
    inset: tuple[float, float]
    picture: tuple[int, int]

    def to_picture(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of the picture under a point of the page."""
        across = (x - self.left) * self.canvas[0] / self.width
        down = (y - self.top) * self.canvas[1] / self.height
        return (across - self.inset[0]) / self.scale, (down - self.inset[1]) / self.scale

    def to_page(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of the page over a point of the picture."""
        across, down = self.inset[0] + x * self.scale, self.inset[1] + y * self.scale
        return self.left + across * self.width / self.canvas[0], self.top + down * self.height / self.canvas[1]

    def aim(self, x: float, y: float) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return a whole point of the page near a point of the picture, and the pixel corner that it must snap to.

        A mouse event carries whole CSS pixels. Of those near by the one is taken that lies furthest from where the
        snapping would change, so that a position between two device pixels cannot make the answer a matter of luck.
        """
        near = [round(value) for value in self.to_page(x, y)]
        chosen = []
        for axis in (0, 1):
            ways = [near[axis] + step for step in range(-6, 7)]
            places = [self.to_picture(*((way, 0) if axis == 0 else (0, way)))[axis] for way in ways]
            best = min(range(len(ways)), key=lambda index: abs(places[index] - round(places[index])))
            chosen.append((ways[best], round(places[best])))
        (page_x, corner_x), (page_y, corner_y) = chosen
        return (page_x, page_y), (corner_x, corner_y)


class Notebook:
    """A notebook open in the browser.

    Attributes
    ----------
    page : playwright.sync_api.Page
    folder, path : Path
        On disk.
    editor, stage, progress, notice, result : playwright.sync_api.Locator
        The parts of the editor on screen.
    errors : list of str
        Errors that no script of the page caught.
    """

    def __init__(self, page, path, title):
        self.page = page
        self.path = path
        self.folder = path.parent
        self.title = title
        self.errors = []
        self.noise = list(NOISE)
        self.console = []
        self.shots = 0
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.console.append(said.text) if said.type == "error" else None)
        self.editor = page.locator(".wanwidgets-editor")
        self.stage = page.locator(".wanwidgets-stage canvas")
        self.progress = page.locator(".wanwidgets-status .ww-status")
        self.notice = page.locator(".wanwidgets-editor .ww-notice")
        self.result = page.locator(".wanwidgets-result img")
        self.rows = page.locator(".wanwidgets-row")
        self.prompt = page.locator(".wanwidgets-prompt textarea")
        self.edit = page.locator(".wanwidgets-actions button").nth(0)
        self.cancel = page.locator(".wanwidgets-actions button").nth(1)
        self.box_fields = page.locator(".wanwidgets-box input")
        self.source = page.locator(".wanwidgets-add input[type=text]")
        self.behind = page.locator(".wanwidgets-run.wanwidgets-behind")
        self.runs = page.locator(".wanwidgets-run")
        self.cards = page.locator(".wanwidgets-card")
        self.panel = page.locator(".wanwidgets-trace")
        self.spend = page.locator(".wanwidgets-spend")

    def ready(self):
        """Wait until the notebook is open and its kernel idle."""
        self.page.wait_for_selector(".jp-Notebook .jp-InputPrompt")
        self.page.wait_for_function(f"() => {PANEL}?.sessionContext.session?.kernel?.connectionStatus === 'connected'")
        self.page.wait_for_function(f"() => {PANEL}.sessionContext.session.kernel.status === 'idle'")
        self.page.evaluate("() => window.jupyterapp.shell.collapseLeft()")

    def cell(self, number):
        """Return a code cell, counted from 0."""
        return self.page.locator(".jp-Notebook .jp-CodeCell").nth(number)

    def output(self, number):
        """Scroll to a cell, and return its output area."""
        area = self.cell(number).locator(".jp-OutputArea").first
        area.wait_for(state="attached")
        area.evaluate("area => area.scrollIntoView({block: 'center'})")
        return area

    def run(self, number=0, *, wait=True):
        """Run a cell by the keyboard; if `wait`, until it has ended."""
        cell = self.cell(number)
        cell.locator(".jp-InputPrompt").click()
        self.page.keyboard.press("Control+Enter")
        if wait:
            self.page.wait_for_function(
                r"cell => /^\[\d+\]:?$/.test(cell.querySelector('.jp-InputPrompt').textContent.trim())",
                arg=cell.element_handle(),
            )
        return cell

    def show(self):
        """Run the first cell, which ends with an editor, and wait until its canvas is there and drawn."""
        self.run(0)
        self.stage.wait_for()
        self.drawn()
        self.editor.scroll_into_view_if_needed()

    def drawn(self):
        """Wait until the picture is drawn on the canvas, if the draft has one."""
        if self.ask("bool(editor.canvas.view)"):
            self.page.wait_for_function("canvas => (COLOURS)(canvas) > 30".replace("COLOURS", COLOURS), arg=self.hold())

    def hold(self):
        """Return the element of the canvas."""
        return self.stage.first.element_handle()

    def ask(self, expression):
        """Evaluate an expression in the kernel, and return it through JSON."""
        return self.tell(f"import json; print(json.dumps({expression}))")

    def tell(self, code):
        """Run code in the kernel, outside of any cell, and return what it printed, read as JSON."""
        text, trouble = self.page.evaluate(ASK, [code, PATIENCE])
        assert not trouble, trouble
        return json.loads(text) if text.strip() else None

    def until(self, expression, expected):
        """Wait until an expression in the kernel has a value, compared as JSON."""
        deadline = time.monotonic() + PATIENCE
        while (found := self.ask(expression)) != expected and time.monotonic() < deadline:
            self.page.wait_for_timeout(100)
        assert found == expected
        return found

    def boxes(self, number=1):
        """Return the boxes of a picture of the draft, as lists."""
        return self.ask(f"editor.session.draft.pictures[{number} - 1].boxes")

    def until_boxes(self, expected, number=1):
        """Wait until a picture of the draft has these boxes."""
        self.until(f"editor.session.draft.pictures[{number} - 1].boxes", [list(box) for box in expected])

    def place(self):
        """Return where the picture is now."""
        rect = self.stage.first.evaluate(
            "canvas => { const r = canvas.getBoundingClientRect(); return [r.left, r.top, r.width, r.height] }",
        )
        canvas, scale, left, top, picture = self.ask(
            "(lambda c: [[c.canvas.width, c.canvas.height], c.view.scale, c.view.left, c.view.top, c.view.picture])"
            "(editor.canvas)",
        )
        return Place(*rect, tuple(canvas), scale, (left, top), tuple(picture))

    def in_sight(self):
        """Scroll so that the whole canvas can be pointed at, and wait until it lies still."""
        self.stage.first.evaluate("canvas => canvas.scrollIntoView({block: 'center'})")
        self.page.wait_for_function(
            """canvas => {
              const now = JSON.stringify(canvas.getBoundingClientRect());
              const still = canvas.wwSeen === now;
              canvas.wwSeen = now;
              return still;
            }""",
            arg=self.hold(),
            polling=150,
        )

    def drag(self, corner, opposite):
        """Drag from one point of the picture to another, and return the box that must come of it."""
        self.in_sight()
        place = self.place()
        (x1, y1), start = place.aim(*corner)
        (x2, y2), end = place.aim(*opposite)
        self.drag_on_page((x1, y1), (x2, y2))
        return [min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1])]

    def drag_on_page(self, start, end, *, drop=True):
        """Drag from one point of the page to another; without `drop` the button stays down."""
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        for part in range(1, 6):
            mouse.move(*(round(a + (b - a) * part / 5) for a, b in zip(start, end, strict=True)))
        if drop:
            mouse.up()

    def click_picture(self, x, y):
        """Click on a point of the picture."""
        self.in_sight()
        self.page.mouse.click(*self.place().aim(x, y)[0])

    def write_prompt(self, text):
        """Type a prompt and wait until the kernel has it."""
        self.prompt.fill(text)
        self.until("editor.session.draft.prompt", text)

    def says(self, locator, pattern):
        """Wait until a part of the page matches a regular expression."""
        expect(locator.first).to_contain_text(re.compile(pattern), timeout=PATIENCE * 1000, use_inner_text=True)

    def finished(self, pattern="done"):
        """Wait until the run has ended in a way."""
        self.says(self.editor.locator(".wanwidgets-status"), pattern)
        self.until("editor.session.busy", expected=False)

    def pictured(self):
        """Wait until the result is whole on the screen."""
        self.result.first.wait_for()
        self.page.wait_for_function(
            "image => image.complete && image.naturalWidth > 0",
            arg=self.result.first.element_handle(),
        )

    def save(self, *, click=True):
        """Save by Ctrl+S, perhaps without a click before it; wait for the file, and return it as a notebook."""
        before = self.path.stat().st_mtime_ns
        if click:
            self.cell(0).locator(".jp-InputPrompt").click()
        self.page.keyboard.press("Control+s")
        deadline = time.monotonic() + PATIENCE
        while self.path.stat().st_mtime_ns == before and time.monotonic() < deadline:
            self.page.wait_for_timeout(100)
        assert self.path.stat().st_mtime_ns != before
        self.page.wait_for_function(f"() => !{PANEL}.context.model.dirty")
        return nbformat.read(self.path, as_version=4)

    def kill(self):
        """End the kernel as a crash does, and wait until JupyterLab has started another one."""
        pid = self.ask("__import__('os').getpid()")
        # JupyterLab goes on writing to the dead kernel for a moment.
        self.noise.append("^Cannot send$")
        os.kill(pid, signal.SIGKILL)
        # JupyterLab says that it died, in a dialog of its own.
        self.page.locator(".jp-Dialog button.jp-mod-accept").click()
        self.page.wait_for_function(f"() => {PANEL}.sessionContext.session.kernel.connectionStatus === 'connected'")
        self.until("__import__('os').getpid() != " + str(pid), expected=True)

    def reload(self):
        """Reload the page, and wait until notebook and kernel are there again."""
        self.page.reload()
        self.ready()

    def shot(self, name="", locator=None):
        """Keep a picture of the whole editor, or of something else, among the artifacts."""
        ARTIFACTS.mkdir(exist_ok=True)
        path = ARTIFACTS / f"{self.title}{'-' if name else ''}{name}.png"
        size = self.page.viewport_size
        # High enough that nothing of the editor is below the page's end.
        self.page.set_viewport_size({**size, "height": 2000})
        (locator or self.editor).first.screenshot(path=path)
        self.page.set_viewport_size(size)


COLOURS = """canvas => {
  const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  const seen = new Set();
  for (let i = 0; i < data.length; i += 4 * 997) seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
  return seen.size;
}"""


def _chromium():
    named = os.environ.get("WANWIDGETS_CHROMIUM")
    found = shutil.which(named) if named else shutil.which("chromium") or shutil.which("chromium-browser")
    if found:
        return found
    reason = "No Chromium: install Debian's `chromium`, or set WANWIDGETS_CHROMIUM to a browser. NOTHING WAS TESTED."
    if os.environ.get("WANWIDGETS_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    return pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium_path():
    """Return where the browser is; without one the tests are skipped, or fail if it is required."""
    return _chromium()


@pytest.fixture(scope="session")
def lab(chromium_path, tmp_path_factory):
    """Return a JupyterLab of its own settings, on a free port of loopback."""
    with serve_front("lab", tmp_path_factory.mktemp("lab")) as server:
        yield server
        server.shut_kernels()


class Service:
    """A local service as a process of its own, which outlives kernels as the provider does."""

    def __init__(self, url, key):
        self.url = url
        self.key = key

    def fault(self, place, name, **options):
        """Let something go wrong."""
        self._ask("POST", "/_control/faults", json={"place": place, "name": name, **options})

    def ledger(self):
        """Return every create that was accepted, the oldest first."""
        return self._ask("GET", "/_control/ledger")["ledger"]

    def create(self, prompt):
        """Send an edit of its own, as another program of the same account does, and return the task's id."""
        return Client(self.key, base_url=self.url, gates=OPEN).submit(EditRequest(prompt, size="1K")).id

    def client(self):
        """Return the code of a client, as a user writes it."""
        return f"ww.Client({self.key!r}, base_url={self.url!r})"

    def _ask(self, method, path, **options):
        root = self.url.removesuffix("/api/v1")
        headers = {"Authorization": f"Bearer {self.key}"}
        answer = requests.request(method, f"{root}{path}", headers=headers, timeout=PATIENCE, **options)
        answer.raise_for_status()
        return answer.json()


@pytest.fixture
def serve():
    """Return a function that starts a local service as a process of its own; options are those of its command."""
    with contextlib.ExitStack() as stack:

        def start(**options):
            words = [word for name, value in options.items() for word in (f"--{name.replace('_', '-')}", str(value))]
            process = subprocess.Popen(
                [sys.executable, "-m", "wanwidgets.service", *words],
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=subprocess.PIPE,
                text=True,
            )
            stack.callback(process.wait, 30)
            stack.callback(process.terminate)
            stack.callback(process.stdout.close)
            said = "".join(process.stdout.readline() for _ in range(3))
            return Service(*(re.search(rf"{name} +(\S+)", said)[1] for name in ("base URL", "API key")))

        yield start


@pytest.fixture
def artifacts():
    """Return the folder where pictures and measurements are kept; git ignores it."""
    ARTIFACTS.mkdir(exist_ok=True)
    return ARTIFACTS


@pytest.fixture(scope="module")
def chromium(chromium_path):
    """Return a browser; one a file, since playwright's event loop must not stay behind for other folders."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


FAILED = pytest.StashKey[bool]()


@pytest.fixture
def open_notebook(lab, chromium, request):
    """Return a function that makes a notebook of some cells and opens it in a browser context of its own."""
    title = re.sub(r"[^\w.-]+", "-", request.node.name).strip("-")
    contexts, opened = [], []

    def make(*cells, width=1400, height=1000, scale=1, kernel=True):
        folder = lab.folder / f"{title}-{len(opened)}-{secrets.token_hex(3)}"
        folder.mkdir()
        path = folder / "edit.ipynb"
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell.strip()) for cell in cells])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, path)
        context = chromium.new_context(viewport={"width": width, "height": height}, device_scale_factor=scale)
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        result = Notebook(context.new_page(), path, title)
        opened.append(result)
        result.page.goto(lab.address(path))
        result.ready()
        return result

    try:
        yield make
        if not request.node.stash.get(FAILED, True):
            for notebook in opened:
                assert [
                    error for error in notebook.errors if not any(re.search(n, error) for n in notebook.noise)
                ] == []
    finally:
        if request.node.stash.get(FAILED, True):
            ARTIFACTS.mkdir(exist_ok=True)
            for number, notebook in enumerate(opened):
                with contextlib.suppress(Exception):
                    notebook.page.screenshot(path=ARTIFACTS / f"FAILED-{title}-{number}.png", timeout=10_000)
                print("console:", *notebook.console[-20:], sep="\n  ")
        for context in contexts:
            context.close()
        lab.shut_kernels()
