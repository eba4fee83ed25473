"""The editing surface in Chromium on a real JupyterLab, beside what people would use otherwise, in one run.

Drags: jupyter-bbox-widget, which draws in the browser. Opening: `ipywidgets.Image` of the same files.
"""

from __future__ import annotations

import json
import os
import statistics
import time

import nbformat
import pytest
from photographs import MEGAPIXELS_20, write_photographs
from playwright.sync_api import sync_playwright
from relay import Relay
from watching import HOOKS, PIXEL, drag, lift, spread

from tests.browser import conftest as browser
from tests.browser.fronts import OVERRIDES, serve_front

LOOPBACK_MS = 100
"""What a drag on loopback may lag behind at most."""

pytestmark = pytest.mark.timeout(600)

OURS = """
import time, skimage.data, wanwidgets as ww
from PIL import Image
from wanwidgets.widgets.surface.handling import Handling
from wanwidgets.widgets.surface.stage import Stage

def timed(plain, into):
    def call(self, *where):
        began = time.time()
        plain(self, *where)
        into.append((began * 1000, time.time() * 1000, self.handling._pointer if into is drew else where))
    return call

heard, drew = [], []
Handling.move = timed(Handling.move, heard)
Stage.redraw_tools = timed(Stage.redraw_tools, drew)
photo = Image.fromarray(skimage.data.coffee()).resize((3000, 2000))
editor = ww.Editor(images=[photo], client=ww.connect("local"))
editor
"""

THEIRS = """
import io, time, skimage.data
from PIL import Image
from jupyter_bbox_widget import BBoxWidget
out = io.BytesIO()
Image.fromarray(skimage.data.coffee()).resize((900, 600)).save(out, "JPEG", quality=90)
heard = []
theirs = BBoxWidget(classes=["box"], image_bytes=out.getvalue())
theirs.observe(lambda change: heard.append((time.time() * 1000, change.new)), "bboxes")
theirs
"""

RSS = "int(open('/proc/self/statm').read().split()[1]) * 4096 / 1e6"
PEAK = r"int(__import__('re').search(r'VmHWM:\s+(\d+)', open('/proc/self/status').read())[1]) / 1e3"

WARM_OURS = """
import wanwidgets as ww
client = ww.connect("local")
ww.Editor(client=client).close()
"""
OPEN_OURS = """
editor = ww.Editor(images={paths}, client=client)
editor
"""
WARM_THEIRS = "import ipywidgets; from pathlib import Path; ipywidgets.Image().close()"
OPEN_THEIRS = """
ipywidgets.VBox([ipywidgets.Image(value=Path(path).read_bytes(), format="jpeg") for path in {paths}])
"""

# The time of each thing since the keys that run the cell went down, when it is painted first.
STOPWATCH = """() => {
  window.wwTimes = {};
  document.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || window.wwBegin) return;
    window.wwBegin = event.timeStamp;
    const look = () => {
      for (const [name, done] of Object.entries(THINGS))
        if (!(name in wwTimes) && done()) wwTimes[name] = performance.now() - wwBegin;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, true);
}"""

PAINTED = """
  const loaded = (selector, count) => {
    const found = [...document.querySelectorAll(selector)];
    return found.length >= count && found.every(image => image.complete && image.naturalWidth > 0);
  };
  const coloured = () => {
    const canvas = document.querySelector('.wanwidgets-stage canvas');
    if (!canvas || !canvas.width) return false;
    const data = canvas.getContext('2d').getImageData(0, canvas.height >> 1, canvas.width, 1).data;
    const colours = new Set();
    for (let i = 0; i < data.length; i += 4) colours.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
    return colours.size > 30;
  };
"""

TIMES_OURS = "{first: coloured, all: () => coloured() && loaded('.wanwidgets-row img', 9)}"
TIMES_THEIRS = "{first: () => loaded('.jp-OutputArea img:first-child', 1), all: () => loaded('.jp-OutputArea img', 9)}"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Return a JupyterLab that saves the state of widgets."""
    plugin = {"@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True}}
    with serve_front("lab", tmp_path_factory.mktemp("bench") / "lab", overrides={**OVERRIDES, **plugin}) as server:
        print(f"\nload of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
        yield server


@pytest.fixture(scope="module")
def chromium():
    """Return a browser."""
    with sync_playwright() as playwright:
        path = browser._chromium()
        launched = playwright.chromium.launch(executable_path=path, args=browser.ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def open_cells(server, chromium):
    """Return a function that opens a notebook of some cells in a page that counts its messages."""
    contexts = []

    def make(*cells, url=None, width=1800, height=1000, script=None):
        path = server.folder / f"{time.time_ns()}.ipynb"
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell.strip()) for cell in cells])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, path)
        context = chromium.new_context(viewport={"width": width, "height": height})
        context.set_default_timeout(120_000)
        contexts.append(context)
        context.add_init_script(HOOKS)
        opened = browser.Notebook(context.new_page(), path, path.stem)
        opened.page.goto(server.address(path, url))
        opened.ready()
        if script:
            opened.page.evaluate(script)
        return opened

    yield make
    for context in contexts:
        context.close()
    server.shut_kernels()


def drag_ours(notebook):
    """Drag a box in the editor, and return what the page saw and what the kernel did for it.

    The last position must win, on the screen and in the draft, and a drag by the real mouse make the same box.
    """
    notebook.show()
    notebook.in_sight()
    place = notebook.place()
    first, start = place.aim(100, 200)
    last, end = place.aim(place.picture[0] - 100, place.picture[1] - 200)
    notebook.tell("heard.clear(); drew.clear()")
    drawn = drag(notebook.page, notebook.hold(), first, last)
    pixel = notebook.page.evaluate(PIXEL, [notebook.hold(), last[0], (first[1] + last[1]) / 2])
    assert pixel[:3] == [26, 115, 232], f"where the edge was drawn there is {pixel}"
    lift(notebook.page, notebook.hold(), last)
    notebook.until_boxes([[*start, *end]])
    hops = hops_of(drawn, place, *notebook.ask("[heard, drew]"))
    notebook.tell("editor.session.undo()")
    notebook.until_boxes([])
    notebook.drag_on_page(first, last)
    notebook.until_boxes([[*start, *end]])
    return drawn, hops


def hops_of(drawn, place, heard, drew):
    """Return how long each part of the way takes, as a line for people."""

    def page(where):
        return round(place.left + where[0] * place.width / place.canvas[0])

    moved = {where: drawn.origin + when for when, where in drawn.moves}
    heard = [(begin, end, page(where)) for begin, end, where in heard if page(where) in moved]
    drew = {page(where): (begin, end) for begin, end, where in reversed(drew) if where}
    begun = {where: begin for begin, _, where in reversed(heard)}
    got = {round(edge): drawn.origin + when for _, edge, when in reversed(drawn.frames)}
    hops = {
        "to the kernel": [begun[where] - moved[where] for where in begun],
        "until it draws": [drew[where][0] - begun[where] for where in begun.keys() & drew.keys()],
        "drawing": [end - begin for begin, end in drew.values()],
        "to the page": [got[where] - drew[where][1] for where in got.keys() & drew.keys()],
        "to the frame": [frame - when for frame, _, when in drawn.frames],
        "a move's handler": [end - begin for begin, end, _ in heard],
    }
    return "\n".join(f"  {name}: {spread(times)}" for name, times in hops.items())


def drag_theirs(notebook):
    """Drag a box in jupyter-bbox-widget, and return what the page saw, when its kernel heard, and when it ended."""
    notebook.run(0)
    surface = notebook.page.locator(".jp-OutputArea .image > svg").first
    surface.wait_for()
    surface.evaluate("surface => surface.scrollIntoView({block: 'center'})")
    notebook.page.wait_for_timeout(1000)
    place = surface.bounding_box()
    left, top = round(place["x"]) + 50, round(place["y"]) + 50
    right, bottom = round(place["x"] + place["width"]) - 50, round(place["y"] + place["height"]) - 50
    drawn = drag(
        notebook.page,
        surface.element_handle(),
        (left, top),
        (right, bottom),
        boxes="each => each.tagName === 'rect' && each.getBoundingClientRect().width > 12",
    )
    up = lift(notebook.page, surface.element_handle(), (right, bottom))
    notebook.page.wait_for_timeout(1500)
    return drawn, notebook.ask("[when for when, _ in heard]"), up


@pytest.mark.parametrize("delay", [0, 0.075], ids=["loopback", "150 ms away"])
def test_drag(server, open_cells, delay):
    """From the pointer to the painted box, and the messages for it, beside jupyter-bbox-widget."""
    with Relay(int(server.url.rpartition(":")[2]), delay) as relay:
        url = relay.url if delay else None
        ours, hops = drag_ours(open_cells(OURS, url=url))
        print(f"\nload {os.getloadavg()[0]:.1f}\n{ours.say('drag, ours')}\n{hops}")
        theirs, heard, up = drag_theirs(open_cells(THEIRS, url=url))
        late = f"the last time {heard[-1] - up:+.0f} ms after the button went up" if heard else "never"
        print(f"{theirs.say('drag, jupyter-bbox-widget')}\n  its kernel heard {len(heard)} times, {late}")
    if not delay:
        lag = statistics.quantiles(ours.lags, n=20)[-1]
        print(f"at most {LOOPBACK_MS} ms on loopback: {'held' if max(ours.lags) <= LOOPBACK_MS else 'NOT HELD'}")
        assert lag <= LOOPBACK_MS


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    """Return nine photographs of 20 megapixels."""
    made = write_photographs(tmp_path_factory.mktemp("photographs"))
    sizes = [path.stat().st_size / 1e6 for path in made]
    print(f"\nnine photographs of {MEGAPIXELS_20[0]}×{MEGAPIXELS_20[1]}, {min(sizes):.1f} to {max(sizes):.1f} MB each")
    return [str(path) for path in made]


@pytest.mark.parametrize(
    "cells",
    [
        ("ours", WARM_OURS, OPEN_OURS, TIMES_OURS),
        ("ipywidgets.Image", WARM_THEIRS, OPEN_THEIRS, TIMES_THEIRS),
    ],
    ids=["ours", "ipywidgets"],
)
def test_opening(open_cells, paths, cells):
    """From the keys that run the cell to the first painted picture and to all, the kernel's memory, and the traffic."""
    label, warm, cell, things = cells
    script = STOPWATCH.replace("() => {\n", "() => {" + PAINTED, 1).replace("THINGS", things)
    times, before, after, peak, sent = [], [], [], [], []
    for _ in range(3):
        notebook = open_cells(warm, cell.format(paths=json.dumps(paths)))
        notebook.run(0)
        notebook.page.evaluate(script)
        notebook.tell("open('/proc/self/clear_refs', 'w').write('5'); None")
        before.append(notebook.ask(RSS))
        seen = notebook.page.evaluate("() => wwTraffic.bytes")
        notebook.run(1, wait=False)
        notebook.page.wait_for_function("() => wwTimes.all")
        times.append(notebook.page.evaluate("() => wwTimes"))
        notebook.page.wait_for_timeout(4000)
        after.append(notebook.ask(RSS))
        peak.append(notebook.ask(PEAK))
        sent.append(notebook.page.evaluate("() => wwTraffic.bytes") - seen)
        notebook.page.close()
    first, everything = (statistics.median(time[name] for time in times) for name in ("first", "all"))
    grown = [b - a for a, b in zip(before, after, strict=True)]
    most = [b - a for a, b in zip(before, peak, strict=True)]
    print(
        f"\nopening, {label}: first picture after {first / 1000:.2f} s, all after {everything / 1000:.2f} s; kernel "
        f"{statistics.median(grown):+.0f} MB (at the peak {statistics.median(most):+.0f} MB); "
        f"{statistics.median(sent) / 1e6:.1f} MB to the page (medians of 3)"
    )


SAVED = """
editor = ww.Editor(images={paths}, prompt="Make it warmer", size="1K", client=client)
editor
"""


def test_saved_notebook(open_cells, paths):
    """The size of the saved notebook after nine inputs and twelve results, with and without the widgets' state."""
    notebook = open_cells(WARM_OURS, SAVED.format(paths=json.dumps(paths)))
    notebook.run(0)
    notebook.run(1)
    notebook.stage.first.wait_for()
    for number in range(1, 13):
        notebook.tell(f"editor.session.edit(seed={number})")
        notebook.edit.click()
        notebook.until("len([run for run in editor.session.runs if run.saved])", number)
        notebook.until("editor.session.busy", expected=False)
    notebook.page.wait_for_timeout(2000)
    saved = notebook.save()
    whole = notebook.path.stat().st_size
    state = saved.metadata.pop("widgets", None)
    assert state is not None, "JupyterLab saved no state of widgets"
    plain = len(nbformat.writes(saved).encode())
    print(
        f"\nsaved notebook, 9 inputs and 12 results: {plain / 1e3:.0f} kB, with the widgets' state {whole / 1e3:.0f} kB"
    )
