"""Boxes drawn with the pointer, the keyboard and as numbers, in exact pixels of the picture."""

import math

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

COFFEE = """
import skimage.data, wanwidgets as ww
editor = ww.Editor(images=[skimage.data.coffee()], client=ww.connect("local"))
editor
"""

NARROW = """
import ipywidgets, skimage.data, wanwidgets as ww
editor = ww.Editor(images=[skimage.data.coffee()], client=ww.connect("local"))
ipywidgets.Box([editor], layout={"width": "420px"})
"""


@pytest.mark.parametrize(
    ("source", "width", "scale"),
    [
        pytest.param(COFFEE, 1400, 1, id="wide"),
        pytest.param(COFFEE, 1400, 2, id="wide-hidpi"),
        pytest.param(COFFEE, 1000, 1, id="medium"),
        pytest.param(COFFEE, 700, 2, id="small-hidpi"),
        pytest.param(NARROW, 1400, 1, id="in-a-box"),
        pytest.param(NARROW, 1400, 2, id="in-a-box-hidpi"),
    ],
)
def test_a_drag_is_exactly_its_pixels(open_notebook, source, width, scale):
    """The box in the draft has the pixels under the pointer, whatever the screen, in either direction of the drag."""
    notebook = open_notebook(source, width=width, scale=scale)
    notebook.show()
    first = notebook.drag((120, 80), (400, 300))
    notebook.until_boxes([first])
    second = notebook.drag((560, 370), (431, 211))
    notebook.until_boxes([first, second])
    assert first[2] - first[0] > 200
    assert second[3] - second[1] > 100
    notebook.shot()


def test_a_drag_that_leaves_the_canvas_ends_at_the_edge(open_notebook):
    """A drag out of the canvas is a box up to the picture's edge, and coming back draws nothing more."""
    notebook = open_notebook(COFFEE)
    notebook.show()
    notebook.in_sight()
    place = notebook.place()
    (x1, y1), (left, top) = place.aim(300, 120)
    (x2, y2), (_, bottom) = place.aim(500, 260)
    mouse = notebook.page.mouse
    notebook.drag_on_page((x1, y1), (x2, y2), drop=False)
    mouse.move(round(place.left + place.width) - 4, y2)
    mouse.move(round(place.left + place.width) + 60, y2, steps=4)
    expected = [left, top, 600, bottom]
    notebook.until_boxes([expected])
    mouse.up()
    mouse.move(x1, y1, steps=4)
    mouse.move(x2, y2, steps=4)
    # The margin round the picture makes its edges reachable.
    corner = (round(place.left) + 3, round(place.top) + 3)
    notebook.drag_on_page(corner, (x1, y1))
    notebook.until_boxes([expected, [0, 0, left, top]])


def test_a_box_too_many_is_refused(open_notebook):
    """A third box is refused where everybody sees it, and the first two stay."""
    notebook = open_notebook(COFFEE)
    notebook.show()
    drawn = [notebook.drag((60, 60), (200, 180)), notebook.drag((300, 200), (500, 350))]
    notebook.until_boxes(drawn)
    notebook.drag((250, 40), (350, 120))
    notebook.says(notebook.editor, "Image 1 has 2 boxes already")
    assert notebook.notice.is_visible()
    assert notebook.boxes() == drawn
    notebook.shot()


def test_click_delete_and_escape(open_notebook):
    """A click selects the box under it, Delete removes it, and Escape gives up the drag under way."""
    notebook = open_notebook(COFFEE)
    notebook.show()
    keyboard = notebook.page.keyboard
    first, second = notebook.drag((60, 60), (200, 180)), notebook.drag((300, 200), (500, 350))
    notebook.until("editor.canvas.selected", 2)
    notebook.click_picture(130, 120)
    notebook.until("editor.canvas.selected", 1)
    keyboard.press("Delete")
    notebook.until_boxes([second])
    notebook.click_picture(400, 280)
    notebook.until("editor.canvas.selected", 1)
    place = notebook.place()
    notebook.drag_on_page(place.aim(400, 280)[0], place.aim(300, 180)[0], drop=False)
    notebook.until("editor.canvas.box_tool.under_way", expected=True)
    keyboard.press("Escape")
    notebook.until("editor.canvas.box_tool.under_way", expected=False)
    notebook.page.mouse.up()
    # What comes after it is done, and of the drag nothing came.
    notebook.click_picture(550, 30)
    notebook.until("editor.canvas.selected", None)
    assert notebook.boxes() == [second]
    assert notebook.cell(0).is_visible(), "Escape and Delete are not for the notebook"
    assert first != second


def grab(notebook, start, end):
    """Drag between two points of the picture, and return by how many pixels of it."""
    notebook.in_sight()
    place = notebook.place()
    (here, _), (there, _) = place.aim(*start), place.aim(*end)
    notebook.drag_on_page(here, there)
    (x1, y1), (x2, y2) = place.to_picture(*here), place.to_picture(*there)
    return math.floor(x2 - x1 + 0.5), math.floor(y2 - y1 + 0.5)


@pytest.mark.parametrize("scale", [1, 2])
def test_move_and_each_of_the_eight_handles(open_notebook, scale):
    """A box is moved by its inside and resized by each handle, to the pixel, and turned over beyond its other side."""
    notebook = open_notebook(COFFEE, scale=scale)
    notebook.show()
    box = notebook.drag((200, 120), (400, 280))
    notebook.until_boxes([box])
    dx, dy = grab(notebook, (300, 200), (320, 190))
    box = [box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy]
    notebook.until_boxes([box])
    for across, down in ((0, 0), (2, 0), (2, 2), (0, 2), (1, 0), (2, 1), (1, 2), (0, 1)):
        x, y = (
            (box[side], (box[side] + box[side + 2]) / 2, box[side + 2])[part] for side, part in ((0, across), (1, down))
        )
        dx, dy = grab(notebook, (x, y), (x + 17, y - 13))
        for side, part, by in ((0, across, dx), (1, down, dy)):
            if part != 1:
                box[side + part] += by
        notebook.until_boxes([box])
    notebook.page.mouse.move(*(round(value) for value in notebook.place().to_page(box[2], box[3])))
    notebook.until("editor.canvas.box_tool.cursor", "nwse-resize")
    notebook.shot("handle")
    dx, dy = grab(notebook, (box[2], box[3]), (box[0] - 80, box[1] - 60))
    notebook.until_boxes([[box[2] + dx, box[3] + dy, box[0], box[1]]])
    notebook.shot("turned-over")


def test_edges_of_the_picture_are_reached_exactly(open_notebook):
    """A box is dragged and moved to the very edges of the picture, and no further; moving keeps its size."""
    notebook = open_notebook(COFFEE)
    notebook.show()
    box = notebook.drag((200, 120), (400, 280))
    notebook.until_boxes([box])
    width, height = box[2] - box[0], box[3] - box[1]
    dx, dy = grab(notebook, (300, 200), (600, 400))
    notebook.until_boxes([[600 - width, 400 - height, 600, 400]])
    assert dx > 600 - box[2]
    assert dy > 400 - box[3]
    place = notebook.place()
    corner = place.aim(600 - width, 400 - height)[0]
    outside = round(place.left) + 3, round(place.top) + 3
    notebook.drag_on_page(corner, outside)
    notebook.until_boxes([[0, 0, 600, 400]])
    notebook.shot()


def test_keys_nudge_duplicate_and_are_undone(open_notebook):
    """Arrow keys move the selected box by 1 or 10 pixels, in one step of undo; D copies it; one too many is told."""
    notebook = open_notebook(COFFEE)
    notebook.show()
    keyboard = notebook.page.keyboard
    box = notebook.drag((200, 120), (400, 280))
    notebook.until_boxes([box])
    for key in ("ArrowRight", "ArrowDown", "Shift+ArrowLeft", "Shift+ArrowUp", "ArrowUp"):
        keyboard.press(key)
    nudged = [box[0] - 9, box[1] - 10, box[2] - 9, box[3] - 10]
    notebook.until_boxes([nudged])
    keyboard.press("d")
    copy = [value + 16 for value in nudged]
    notebook.until_boxes([nudged, copy])
    notebook.until("editor.canvas.selected", 2)
    keyboard.press("d")
    notebook.says(notebook.editor, "Image 1 has 2 boxes already")
    notebook.shot()
    notebook.tell("editor.session.undo()")
    notebook.until_boxes([nudged])
    notebook.tell("editor.session.undo()")
    notebook.until_boxes([box])


def number(notebook, name):
    """Return the field with that name, as a screen reader finds it."""
    return notebook.editor.get_by_role("spinbutton", name=name, exact=True)


def test_a_box_as_numbers(open_notebook):
    """Four fields are the box exactly, in step with the canvas both ways; arrow keys step by a pixel."""
    notebook = open_notebook(COFFEE)
    notebook.show()
    box = notebook.drag((60, 60), (200, 180))
    notebook.until_boxes([box])
    for name, value in zip(("x1", "y1", "x2", "y2"), box, strict=True):
        expect(number(notebook, f"{name} of box 1")).to_have_value(str(value))
    # A box moved to the right number by number is out of order in between, and waits.
    for name, value in (("x1", 391), ("y1", 17), ("x2", 599), ("y2", 399)):
        number(notebook, f"{name} of box 1").fill(str(value))
        number(notebook, f"{name} of box 1").press("Tab")
        if name == "x1":
            notebook.says(notebook.editor, "x1 is 391 and x2 is")
            notebook.shot("order")
    notebook.until_boxes([[391, 17, 599, 399]])
    field = number(notebook, "y1 of box 1")
    for _ in range(5):
        field.press("ArrowUp")
    notebook.until_boxes([[391, 22, 599, 399]])
    notebook.shot("fields")
    notebook.click_picture(30, 300)
    notebook.until("editor.canvas.selected", None)
    notebook.editor.get_by_role("button", name="New box").click()
    notebook.until_boxes([[391, 22, 599, 399], [200, 133, 400, 267]])
    notebook.until("editor.canvas.selected", 2)
    line = notebook.page.locator(".wanwidgets-boxline input")
    expect(line).to_have_value("200, 133, 400, 267")
    line.fill("[10, 20, 30, 40]")
    line.press("Enter")
    notebook.until_boxes([[391, 22, 599, 399], [10, 20, 30, 40]])
    line.fill("the cup")
    line.press("Enter")
    notebook.says(notebook.editor, "'the cup' is no box")
    notebook.editor.get_by_title("Remove box 1").click()
    notebook.until_boxes([[10, 20, 30, 40]])
    expect(number(notebook, "x2 of box 1")).to_have_value("30")
    notebook.editor.get_by_title("Duplicate box 1").click()
    notebook.until_boxes([[10, 20, 30, 40], [26, 36, 46, 56]])
    notebook.shot("small")


def touch(session, kind, *points):
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})


def test_a_finger_takes_a_handle_that_it_hides(open_notebook):
    """A finger 18 pixels of the screen beside a handle drags it, and goes on beyond the canvas."""
    notebook = open_notebook(COFFEE)
    notebook.show()
    box = notebook.drag((200, 120), (400, 280))
    notebook.until_boxes([box])
    place = notebook.place()
    session = notebook.page.context.new_cdp_session(notebook.page)
    x, y = place.to_page(box[2], box[3])
    here, there = (round(x + 18), round(y + 18)), (round(x + 58), round(y - 22))
    touch(session, "touchStart", here)
    for part in range(1, 5):
        touch(session, "touchMove", tuple(a + (b - a) * part / 4 for a, b in zip(here, there, strict=True)))
    touch(session, "touchEnd")
    dx, dy = (math.floor((b - a) + 0.5) for a, b in zip(place.to_picture(*here), place.to_picture(*there), strict=True))
    box = [box[0], box[1], box[2] + dx, box[3] + dy]
    notebook.until_boxes([box])
    touch(session, "touchStart", tuple(round(value) for value in place.to_page(box[2], box[3])))
    for away in (40, 400):
        touch(session, "touchMove", (round(place.left + place.width) + away, round(place.top + place.height) + away))
    touch(session, "touchEnd")
    notebook.until_boxes([[box[0], box[1], 600, 400]])


PLAIN = """
import numpy as np, wanwidgets as ww
picture = np.full((400, 600, 3), COLOUR, np.uint8)
picture[:, ::60] = 128
picture[::8, ::8] = np.random.default_rng(1).integers(0, 255, (50, 75, 3))
editor = ww.Editor(images=[picture], boxes={1: [(40, 60, 240, 200), (300, 90, 560, 330)]}, client=ww.connect("local"),
    language="LANGUAGE")
editor
"""


@pytest.mark.parametrize(
    ("colour", "language", "width"),
    [("255", "en", 1400), ("0", "zh", 1400), ("0", "en", 700), ("255", "zh", 1600)],
)
def test_boxes_are_seen_on_light_and_dark_pictures(open_notebook, colour, language, width):
    """Boxes, badges and handles are drawn on a white and on a black picture, hovered and selected."""
    notebook = open_notebook(PLAIN.replace("COLOUR", colour).replace("LANGUAGE", language), width=width)
    notebook.show()
    notebook.click_picture(430, 200)
    notebook.until("editor.canvas.selected", 2)
    notebook.page.mouse.move(*(round(value) for value in notebook.place().to_page(40, 130)))
    notebook.until("editor.canvas.box_tool.cursor", "move")
    notebook.shot("hover")
    place = notebook.place()
    notebook.drag_on_page(place.aim(430, 200)[0], place.aim(400, 180)[0], drop=False)
    notebook.until("editor.canvas.box_tool._boxing.active", 2)
    notebook.shot("moving")
    notebook.page.mouse.up()
    notebook.until("editor.canvas.box_tool.under_way", expected=False)


CONTRAST = """field => {
  const ink = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const light = colour => {
    ink.fillStyle = '#000';
    ink.fillStyle = colour;
    ink.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...ink.getImageData(0, 0, 1, 1).data].slice(0, 3)
      .map(value => value / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const style = getComputedStyle(field);
  const [one, other] = [light(style.color), light(style.backgroundColor)].sort((a, b) => b - a);
  return (one + 0.05) / (other + 0.05);
}"""


@pytest.mark.parametrize("width", [700, 1400])
def test_fields_in_the_dark(open_notebook, width):
    """In the dark theme the numbers of the boxes are read well, and rows and tool bar begin where the caption does."""
    notebook = open_notebook(PLAIN.replace("COLOUR", "0").replace("LANGUAGE", "en"), width=width)
    notebook.show()
    notebook.click_picture(430, 200)
    notebook.until("editor.canvas.selected", 2)
    theme = "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})"
    try:
        notebook.page.evaluate(theme, "JupyterLab Dark")
        notebook.page.wait_for_selector("body[data-jp-theme-light='false']", state="attached")
        fields = notebook.box_fields.all()
        assert len(fields) == 8
        assert min(field.evaluate(CONTRAST) for field in fields) > 7
        picture = notebook.page.locator(".wanwidgets-picture")
        caption = picture.locator(".ww-label").first.bounding_box()["x"]
        starts = [
            picture.locator(part).first.bounding_box()["x"]
            for part in (".wanwidgets-viewbar button", ".wanwidgets-boxname", ".wanwidgets-boxline input")
        ]
        assert all(abs(start - caption) < 1 for start in starts), (caption, starts)
        notebook.shot()
    finally:
        notebook.page.evaluate(theme, "JupyterLab Light")
        notebook.page.wait_for_selector("body[data-jp-theme-light='true']", state="attached")


def test_marks_are_drawn_at_once_in_the_colour_that_is_sent(open_notebook):
    """With marks painted a box is drawn at once, and in the colour that the sent picture has."""
    notebook = open_notebook(PLAIN.replace("COLOUR", "255").replace("LANGUAGE", "en"))
    notebook.show()
    notebook.page.get_by_label("Paint the boxes").check()
    notebook.until("editor.session.draft.marks", "drawn")
    drawn = notebook.drag((100, 250), (220, 370))
    notebook.until_boxes([[40, 60, 240, 200], [300, 90, 560, 330], drawn])
    sent = (
        "__import__('wanwidgets.marks', fromlist=['*']).mark_color(__import__('numpy').asarray("
        "editor.session.draft.pictures[0].image.image()), editor.session.draft.pictures[0].boxes)"
    )
    notebook.until(f"editor.canvas.box_tool._ink.color == {sent}", expected=True)
    notebook.shot()


def test_boxes_travel_with_their_picture(open_notebook):
    """Boxes are drawn on the picture that was chosen, and move up the list with it."""
    notebook = open_notebook(
        """
        import skimage.data, wanwidgets as ww
        editor = ww.Editor(images=[skimage.data.rocket(), skimage.data.coffee()], client=ww.connect("local"))
        editor
        """.replace("\n        ", "\n"),
    )
    notebook.show()
    notebook.rows.nth(1).locator(".wanwidgets-thumb button").click()
    notebook.until("[editor.images.chosen, editor.canvas.view.picture]", [2, [600, 400]])
    box = notebook.drag((100, 90), (300, 310))
    notebook.until_boxes([box], number=2)
    notebook.shot()
    notebook.rows.nth(1).locator(".wanwidgets-tools button").nth(0).click()
    notebook.until_boxes([box], number=1)
    assert notebook.boxes(2) == []
    notebook.until("[editor.images.chosen, editor.canvas.view.picture]", [1, [600, 400]])
    notebook.until("[field.value for field in editor.picture.boxes.rows[0].fields]", box)
