"""Boxes drawn with the pointer, the keyboard and as numbers, in exact pixels of the picture."""

import pytest

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
    notebook.drag_on_page(place.aim(60, 60)[0], place.aim(200, 180)[0], drop=False)
    notebook.until("editor.canvas._boxing.start is not None", expected=True)
    keyboard.press("Escape")
    notebook.until("editor.canvas._boxing.start is None", expected=True)
    notebook.page.mouse.up()
    # What comes after it is done, and of the drag nothing came.
    notebook.click_picture(550, 30)
    notebook.until("editor.canvas.selected", None)
    assert notebook.boxes() == [second]
    assert notebook.cell(0).is_visible(), "Escape and Delete are not for the notebook"
    assert first != second


def test_a_box_as_numbers(open_notebook):
    """Numbers typed in a box's field are exactly that box, other words are refused, nothing removes it."""
    notebook = open_notebook(COFFEE)
    notebook.show()
    field = notebook.box_fields.nth(0)
    assert notebook.box_fields.nth(1).is_disabled()
    field.fill("17, 23, 391, 299")
    field.press("Enter")
    notebook.until_boxes([[17, 23, 391, 299]])
    notebook.box_fields.nth(1).fill("[400,10,599,399]")
    notebook.box_fields.nth(1).press("Enter")
    notebook.until_boxes([[17, 23, 391, 299], [400, 10, 599, 399]])
    field.fill("the cup")
    field.press("Enter")
    notebook.says(notebook.editor, "'the cup' is not a box")
    assert notebook.boxes() == [[17, 23, 391, 299], [400, 10, 599, 399]]
    field.fill("")
    field.press("Enter")
    notebook.until_boxes([[400, 10, 599, 399]])
    notebook.page.wait_for_function("field => field.value === '400, 10, 599, 399'", arg=field.element_handle())


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
    notebook.until("editor.picture.boxes.fields[0].text.value", ", ".join(map(str, box)))
