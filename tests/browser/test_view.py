"""Zoom, pan, undo and keys with mouse, wheel and fingers, as a person uses them."""

import pytest

pytestmark = pytest.mark.browser

COFFEE = """
import skimage.data, wanwidgets as ww
editor = ww.Editor(images=[skimage.data.coffee(), skimage.data.rocket()], client=ww.connect("local"))
editor
"""

CHESS = """
import numpy, wanwidgets as ww
squares = numpy.indices((3000, 4000)).sum(0) % 2 * 255
editor = ww.Editor(images=[numpy.repeat(squares[:, :, None], 3, 2).astype("uint8")], client=ww.connect("local"))
editor
"""


SCALE = "editor.canvas.zoom"
VIEW = "(lambda v: [v.scale, v.left, v.top])(editor.canvas.view)"

DARKS = """([canvas, area]) => {
  const [x, y, width, height] = area.map(Math.round);
  const data = canvas.getContext('2d').getImageData(x, y, width, height).data;
  let extreme = 0;
  for (let i = 0; i < data.length; i += 4) if (data[i] < 40 || data[i] > 215) extreme += 1;
  return extreme / (data.length / 4);
}"""


def over(notebook, x=300, y=200):
    """Bring the mouse over a point of the picture, and return where that is on the page."""
    notebook.in_sight()
    at = tuple(map(round, notebook.place().to_page(x, y)))
    notebook.page.mouse.move(*at)
    return at


def at_400_percent(notebook, x=300, y=200):
    """Turn the wheel over a point until the picture is at 400 % or nearer."""
    over(notebook, x, y)
    for _ in range(40):
        if notebook.ask("editor.canvas.view.scale") >= 8:
            break
        notebook.page.mouse.wheel(0, -60)
        notebook.page.wait_for_timeout(20)
    notebook.until("editor.canvas.zoom == editor.canvas.view.scale >= 8", expected=True)


def sharp(notebook):
    """Wait until what is in sight is drawn as sharp as it can be."""
    notebook.until("editor.canvas.sheets[1].tile is not None", expected=True)


@pytest.mark.parametrize("scale", [1, 2])
def test_a_drag_at_400_percent_is_exactly_its_pixels(open_notebook, scale):
    """The wheel zooms where the pointer is, and a drag there has the very pixels under the pointer."""
    notebook = open_notebook(COFFEE, scale=scale)
    notebook.show()
    x, y = over(notebook, 310, 200)
    before = notebook.place().to_picture(x, y)
    at_400_percent(notebook, 310, 200)
    after = notebook.place().to_picture(x, y)
    assert max(abs(one - other) for one, other in zip(before, after, strict=True)) < 1
    place = notebook.place()
    # Every pixel can be hit: the corners are those that were meant, not only those that happen to be under a pointer.
    notebook.drag_on_page(*(tuple(map(round, place.to_page(*point))) for point in ((300, 180), (331, 203))))
    notebook.until_boxes([[300, 180, 331, 203]])
    sharp(notebook)
    notebook.shot()


def test_the_hand_and_the_buttons(open_notebook):
    """The hand moves the picture, buttons zoom in steps and back to the whole, and nothing is drawn by it."""
    notebook = open_notebook(COFFEE)
    notebook.show()
    bar = notebook.page.locator(".wanwidgets-viewbar")
    bar.locator(".wanwidgets-viewbar-nearer").click()
    notebook.says(bar, "150 %")
    bar.get_by_role("button", name="Hand").click()
    notebook.until("editor.canvas.tool", "hand")
    assert notebook.stage.first.evaluate("canvas => getComputedStyle(canvas).cursor") == "grab"
    at = over(notebook)
    left = notebook.ask("editor.canvas.view.left")
    notebook.drag_on_page(at, (at[0] + 40, at[1]))
    place = notebook.place()
    moved = 40 * place.canvas[0] / place.width
    notebook.until(f"abs(editor.canvas.view.left - {left} - {moved}) < 1", expected=True)
    assert notebook.boxes() == []
    bar.locator(".wanwidgets-viewbar-fit").click()
    notebook.until("editor.canvas.view.is_fitted", expected=True)
    assert bar.locator(".wanwidgets-viewbar-fit").is_disabled()
    bar.locator(".wanwidgets-viewbar-one").click()
    notebook.says(bar, "100 %")


def test_fingers(open_notebook):
    """Two fingers move and zoom the picture, one finger draws."""
    notebook = open_notebook(COFFEE)
    notebook.show()
    notebook.in_sight()
    place = notebook.place()
    client = notebook.page.context.new_cdp_session(notebook.page)

    def touch(kind, *points):
        where = [dict(zip("xy", point, strict=True)) | {"id": number} for number, point in enumerate(points)]
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": where})

    x, y = (round(value) for value in place.to_page(300, 200))
    touch("touchStart", (x - 50, y))
    touch("touchStart", (x - 50, y), (x + 50, y))
    for step in range(1, 11):
        touch("touchMove", (x - 50 - 10 * step, y), (x + 50 + 10 * step, y))
    touch("touchEnd", (x - 150, y))
    touch("touchEnd")
    notebook.until(f"abs(editor.canvas.view.scale / {place.scale} - 3) < 0.01", expected=True)
    assert max(abs(a - b) for a, b in zip(notebook.place().to_picture(x, y), (300, 200), strict=True)) < 1
    assert notebook.boxes() == []
    place = notebook.place()
    start, end = (place.aim(*point) for point in ((280, 190), (330, 220)))
    touch("touchStart", start[0])
    touch("touchMove", ((start[0][0] + end[0][0]) / 2, end[0][1]))
    touch("touchMove", end[0])
    touch("touchEnd")
    notebook.until_boxes([[*start[1], *end[1]]])


def test_undo_and_redo(open_notebook):
    """Boxes, the prompt and the order of the pictures are undone and made again, by buttons and by keys."""
    notebook = open_notebook(COFFEE)
    notebook.show()
    undo, redo = (notebook.page.locator(f".wanwidgets-viewbar-{name}") for name in ("undo", "redo"))
    assert undo.is_disabled()
    box = notebook.drag((100, 100), (300, 250))
    notebook.until_boxes([box])
    notebook.page.keyboard.press("Control+z")
    notebook.until_boxes([])
    notebook.page.keyboard.press("Control+Shift+Z")
    notebook.until_boxes([box])
    notebook.write_prompt("a blue cup")
    sizes = "[p.size for p in editor.session.draft.pictures]"
    before = notebook.ask(sizes)
    notebook.tell("editor.session.move_image(1, 2)")
    notebook.until(sizes, before[::-1])
    undo.click()
    notebook.until(sizes, before)
    undo.click()
    notebook.until("editor.session.draft.prompt", "")
    notebook.page.wait_for_function("field => field.value === ''", arg=notebook.prompt.element_handle())
    undo.click()
    notebook.until_boxes([])
    for _ in range(3):
        redo.click()
    notebook.until(f"[{sizes}, editor.session.draft.prompt]", [before[::-1], "a blue cup"])
    notebook.page.wait_for_function("button => button.disabled", arg=redo.element_handle())


def test_keys_of_the_page_are_not_lost_in_silence(open_notebook):
    """After a drag the canvas has the keys: the first Ctrl+S says so and gives them back, the second one saves."""
    notebook = open_notebook(COFFEE)
    notebook.show()
    notebook.drag((100, 100), (300, 250))
    notebook.until("len(editor.session.draft.boxes)", 1)
    assert notebook.page.evaluate("document.activeElement.tagName") == "CANVAS"
    notebook.page.keyboard.press("Control+s")
    notebook.says(notebook.notice, r"Ctrl/⌘\+S")
    notebook.page.wait_for_function("() => document.activeElement.tagName !== 'CANVAS'")
    notebook.save(click=False)
    over(notebook)
    notebook.page.mouse.click(*over(notebook))
    assert notebook.page.evaluate("document.activeElement.tagName") == "CANVAS"
    notebook.page.keyboard.press("Tab")
    notebook.page.wait_for_function("() => document.activeElement.tagName !== 'CANVAS'")


def test_a_reload_in_the_middle_of_a_zoomed_drag(open_notebook):
    """After a reload in the middle of a drag the picture is as near as before and sharp, and drawing goes on."""
    notebook = open_notebook(COFFEE)
    notebook.show()
    notebook.save()
    at_400_percent(notebook)
    sharp(notebook)
    place = notebook.place()
    notebook.drag_on_page(place.aim(290, 190)[0], place.aim(310, 205)[0], drop=False)
    notebook.until("editor.canvas.in_use.under_way", expected=True)
    view = notebook.ask(VIEW)
    notebook.reload()
    notebook.stage.wait_for()
    notebook.drawn()
    notebook.until("editor.canvas.in_use.under_way", expected=False)
    assert notebook.ask(VIEW) == view
    notebook.page.mouse.up()
    notebook.tell("editor.session.set_boxes(1, ())")
    box = notebook.drag((295, 195), (320, 210))
    notebook.until_boxes([box])
    assert [said for said in notebook.console if "setAttr" in said or "reading '" in said] == []
    notebook.shot()


def test_two_views_of_one_session(open_notebook):
    """The editor shown twice is one: what is drawn and zoomed in either is seen in both."""
    notebook = open_notebook(COFFEE, "editor")
    notebook.show()
    notebook.run(1)
    second = notebook.cell(1).locator(".wanwidgets-stage canvas")
    second.wait_for()
    box = notebook.drag((100, 100), (300, 250))
    notebook.until_boxes([box])
    second.evaluate("canvas => canvas.scrollIntoView({block: 'center'})")
    notebook.page.wait_for_timeout(300)
    rect = second.bounding_box()
    notebook.page.mouse.move(rect["x"] + rect["width"] / 2, rect["y"] + rect["height"] / 2)
    notebook.page.mouse.wheel(0, -400)
    notebook.until("editor.canvas.zoom > 4", expected=True)
    pixels = "canvas => canvas.toDataURL()"
    notebook.page.wait_for_function(
        f"([one, other]) => ({pixels})(one) === ({pixels})(other)",
        arg=[notebook.hold(), second.element_handle()],
    )
    # Beside the first box, whose edge would be taken hold of otherwise.
    notebook.page.mouse.move(rect["x"] + rect["width"] * 0.7, rect["y"] + rect["height"] * 0.6)
    notebook.page.mouse.down()
    notebook.page.mouse.move(rect["x"] + rect["width"] * 0.8, rect["y"] + rect["height"] * 0.7, steps=3)
    notebook.page.mouse.up()
    notebook.until("len(editor.session.draft.boxes[1])", 2)


def test_the_page_scrolls_beside_the_canvas(open_notebook):
    """Over the canvas the wheel is the picture's, in the gutter beside it the page's, also on a narrow page."""
    notebook = open_notebook(COFFEE + "\n" * 3, *["print('line\\n' * 60)"] * 2, width=700, height=600)
    notebook.show()
    notebook.run(1)
    notebook.in_sight()
    scroller = ".jp-WindowedPanel-outer"
    top = f"() => document.querySelector('{scroller}').scrollTop"
    rect = notebook.stage.first.bounding_box()
    assert rect["height"] < 600
    before = notebook.page.evaluate(top)
    notebook.page.mouse.move(rect["x"] - 16, rect["y"] + rect["height"] / 2)
    notebook.page.mouse.wheel(0, -120)
    notebook.page.wait_for_function(f"() => ({top})() !== {before}")
    assert notebook.ask("editor.canvas.view.is_fitted")
    notebook.in_sight()
    rect = notebook.stage.first.bounding_box()
    before = notebook.page.evaluate(top)
    notebook.page.mouse.move(rect["x"] + 40, rect["y"] + rect["height"] / 2)
    notebook.page.mouse.wheel(0, -120)
    notebook.until("editor.canvas.view.is_fitted", expected=False)
    assert notebook.page.evaluate(top) == before


PARTLY = """(canvas, above) => {
  canvas.blur();
  const scrolls = node => node.scrollHeight > node.clientHeight + 5 && getComputedStyle(node).overflowY !== 'visible';
  let page = canvas.parentElement;
  while (!scrolls(page)) page = page.parentElement;
  const [frame, own] = [page.getBoundingClientRect(), canvas.getBoundingClientRect()];
  page.scrollTop += above ? own.bottom - frame.top - own.height / 2 : own.top - frame.bottom + own.height / 2;
}"""


@pytest.mark.parametrize("above", [True, False])
def test_a_press_on_a_canvas_partly_out_of_sight(open_notebook, above):
    """A press on a canvas that is half out of sight does not scroll the page, and the box is where it was drawn."""
    notebook = open_notebook(COFFEE, height=560)
    notebook.show()
    notebook.stage.first.evaluate(PARTLY, above)
    notebook.page.wait_for_timeout(500)
    place = notebook.place()
    assert place.top < 0 or place.top + place.height > notebook.page.evaluate("innerHeight")
    start, end = (place.aim(*point) for point in (((200, 320), (330, 370)) if above else ((200, 30), (330, 80))))
    notebook.drag_on_page(start[0], end[0])
    notebook.until_boxes([[*start[1], *end[1]]])
    assert notebook.place().top == place.top


def test_a_right_click_draws_nothing(open_notebook):
    """A right click opens the menu of the page and draws nothing; without its release the next drag does."""
    notebook = open_notebook(COFFEE)
    notebook.show()
    x, y = over(notebook)
    mouse, told = notebook.page.mouse, "editor.canvas.box_tool.under_way"
    mouse.click(x, y, button="right")
    notebook.page.locator(".lm-Menu").wait_for()
    mouse.move(x - 120, y - 80, steps=4)
    notebook.until(told, expected=False)
    notebook.page.keyboard.press("Escape")
    # As where a menu of the system takes the release.
    press = "(canvas, [x, y]) => canvas.dispatchEvent(new MouseEvent('mousedown', {clientX: x, clientY: y, button: 2}))"
    notebook.stage.first.evaluate(press, [x, y])
    notebook.until(told, expected=True)
    box = notebook.drag((100, 100), (200, 180))
    notebook.until_boxes([box])


def test_pixels_are_seen_once_the_view_is_at_rest(open_notebook):
    """A chessboard of single pixels, grey when it is shown whole, is black and white from 200 % on."""
    notebook = open_notebook(CHESS, scale=2)
    notebook.run(0)
    notebook.stage.wait_for()
    width, height = notebook.ask("[editor.canvas.canvas.width, editor.canvas.canvas.height]")
    middle = [width / 2 - 50, height / 2 - 50, 100, 100]
    notebook.page.wait_for_function(
        f"([canvas, area]) => ({DARKS})([canvas, area]) < 0.1", arg=[notebook.hold(), middle]
    )
    bar = notebook.page.locator(".wanwidgets-viewbar")
    bar.locator(".wanwidgets-viewbar-one").click()
    for _ in range(2):
        bar.locator(".wanwidgets-viewbar-nearer").click()
    notebook.says(bar, "200 %")
    sharp(notebook)
    notebook.page.wait_for_function(
        f"([canvas, area]) => ({DARKS})([canvas, area]) > 0.95", arg=[notebook.hold(), middle]
    )
    notebook.shot()


@pytest.mark.parametrize("width", [700, 1700])
def test_how_it_looks(open_notebook, width):
    """The bar is on one line over the canvas, on a wide page and on a narrow one, in the dark and in Chinese."""
    notebook = open_notebook(
        COFFEE.replace("client", "language='zh', boxes={1: [(150, 60, 420, 330)]}, client"), width=width
    )
    notebook.show()
    bar = notebook.page.locator(".wanwidgets-viewbar")
    theme = "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})"
    try:
        notebook.page.evaluate(theme, "JupyterLab Dark")
        notebook.page.wait_for_selector("body[data-jp-theme-light='false']", state="attached")
        over(notebook)
        notebook.page.mouse.wheel(0, -300)
        notebook.until("editor.canvas.view.is_fitted", expected=False)
        notebook.shot("dark")
        assert bar.bounding_box()["height"] < 70
        names = bar.locator("button").evaluate_all("all => all.map(one => one.title || one.textContent.trim())")
        assert all(names)
        assert notebook.stage.first.evaluate("canvas => canvas.title")
    finally:
        notebook.page.evaluate(theme, "JupyterLab Light")
        notebook.page.wait_for_selector("body[data-jp-theme-light='true']", state="attached")
