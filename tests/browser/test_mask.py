"""A mask painted with the pointer, and boxes painted into the picture."""

import pytest

pytestmark = pytest.mark.browser

PAINTER = """
import skimage.data, wanwidgets as ww
editor = ww.Editor(images=[skimage.data.astronaut()], model="wanx-x-painting", prompt="a red hat",
                   client=ww.connect("local"))
editor
"""

NARROW = """
import ipywidgets, skimage.data, wanwidgets as ww
editor = ww.Editor(images=[skimage.data.astronaut()], model="wanx-x-painting", prompt="a red hat",
                   client=ww.connect("local"))
ipywidgets.Box([editor], layout={"width": "420px"})
"""

COFFEE = """
import skimage.data, wanwidgets as ww
editor = ww.Editor(images=[skimage.data.coffee()], model="wan2.6-image", prompt="Swap box 1 and box 3",
                   client=ww.connect("local"))
editor
"""

STROKES = "[[list(map(list, s.points)), s.radius, s.erase] for s in getattr(editor.session.draft.mask, 'strokes', ())]"

PIXEL = "(canvas, [x, y]) => [...canvas.getContext('2d').getImageData(Math.round(x), Math.round(y), 1, 1).data]"


def colour(notebook, x, y):
    """Return red, green and blue of the canvas over a point of the picture."""
    place = notebook.place()
    where = [place.inset[0] + x * place.scale, place.inset[1] + y * place.scale]
    return notebook.stage.first.evaluate(PIXEL, where)[:3]


def until_colour(notebook, x, y, test):
    """Wait until the colour over a point of the picture is as `test`, a function in JavaScript, wants it."""
    place = notebook.place()
    where = [place.inset[0] + x * place.scale, place.inset[1] + y * place.scale]
    notebook.page.wait_for_function(
        f"([canvas, where]) => ({test})(...({PIXEL})(canvas, where))",
        arg=[notebook.hold(), where],
    )


def path(start, end):
    """Return the points of the page that `drag_on_page` goes through."""
    return [
        start,
        *(tuple(round(a + (b - a) * part / 5) for a, b in zip(start, end, strict=True)) for part in range(1, 6)),
    ]


def is_path(found, expected):
    """Whether points are those expected, of which the browser may have left out some between first and last."""

    def near(a, b):
        return max(abs(left - right) for left, right in zip(a, b, strict=True)) < 0.01

    rest = iter(expected)
    inside = all(any(near(point, other) for other in rest) for point in found)
    return inside and near(found[0], expected[0]) and near(found[-1], expected[-1])


@pytest.mark.parametrize(
    ("source", "width", "scale"),
    [
        pytest.param(PAINTER, 1400, 1, id="wide"),
        pytest.param(PAINTER, 1400, 2, id="wide-hidpi"),
        pytest.param(NARROW, 1400, 2, id="in-a-box-hidpi"),
    ],
)
def test_a_stroke_is_exactly_where_it_was_painted(open_notebook, source, width, scale):
    """The strokes of the draft have the pixels under the pointer, whatever the screen, and are seen on the picture."""
    notebook = open_notebook(source, width=width, scale=scale)
    notebook.show()
    notebook.in_sight()
    assert notebook.page.locator(".wanwidgets-mask").is_visible()
    place = notebook.place()
    first = [tuple(map(round, place.to_page(*point))) for point in ((120, 80), (380, 90))]
    notebook.drag_on_page(*first)
    notebook.until(f"len({STROKES})", 1)
    second = [tuple(map(round, place.to_page(*point))) for point in ((60, 400), (180, 250))]
    notebook.drag_on_page(*second)
    notebook.until(f"len({STROKES})", 2)
    for (points, radius, erase), ends in zip(notebook.ask(STROKES), (first, second), strict=True):
        assert is_path(points, [place.to_picture(*point) for point in path(*ends)])
        assert (radius, erase) == (21.5, False)
    # The overlay is half the accent colour, so blue outweighs red on any photograph.
    until_colour(notebook, 250, 85, "(r, g, b) => b > 110 && b > r")
    until_colour(notebook, 120, 325, "(r, g, b) => b > 110 && b > r")
    notebook.shot()


def test_a_stroke_that_leaves_the_canvas_and_the_eraser(open_notebook):
    """A stroke ends where the pointer leaves the canvas; the eraser takes away; Clear removes all."""
    notebook = open_notebook(PAINTER)
    notebook.show()
    notebook.in_sight()
    before = colour(notebook, 300, 200)
    place = notebook.place()
    start = tuple(map(round, place.to_page(300, 200)))
    mouse = notebook.page.mouse
    notebook.drag_on_page(start, tuple(map(round, place.to_page(500, 210))), drop=False)
    mouse.move(round(place.left + place.width) + 60, start[1], steps=6)
    notebook.until(f"len({STROKES})", 1)
    mouse.up()
    mouse.move(*start, steps=4)
    assert notebook.ask(f"max(point[0] for point in {STROKES}[0][0])") == 512
    until_colour(notebook, 300, 200, f"(r, g, b) => b - r > {before[2] - before[0] + 20}")
    notebook.page.locator(".wanwidgets-brush button").nth(0).click()
    notebook.until("editor.canvas.painting.erase", expected=True)
    notebook.drag_on_page(tuple(map(round, place.to_page(290, 200))), tuple(map(round, place.to_page(320, 202))))
    notebook.until(f"[stroke[2] for stroke in {STROKES}]", [False, True])
    mouse.move(round(place.left) + 2, round(place.top) + 2)
    until_colour(
        notebook,
        300,
        200,
        "(r, g, b) => [r, g, b].every((v, i) => Math.abs(v - BEFORE[i]) < 3)".replace("BEFORE", str(before)),
    )
    notebook.page.locator(".wanwidgets-brush button").nth(1).click()
    notebook.until("editor.session.draft.mask is None", expected=True)
    notebook.shot()


def test_the_mask_is_there_after_a_reload(open_notebook):
    """A page that was loaded anew shows the mask, and painting goes on."""
    notebook = open_notebook(PAINTER)
    notebook.show()
    notebook.save()
    notebook.in_sight()
    place = notebook.place()
    notebook.drag_on_page(*(tuple(map(round, place.to_page(*point))) for point in ((120, 80), (380, 90))))
    notebook.until(f"len({STROKES})", 1)
    notebook.reload()
    notebook.stage.wait_for()
    notebook.drawn()
    notebook.in_sight()
    until_colour(notebook, 250, 85, "(r, g, b) => b > 110 && b > r")
    place = notebook.place()
    notebook.drag_on_page(*(tuple(map(round, place.to_page(*point))) for point in ((60, 400), (180, 250))))
    notebook.until(f"len({STROKES})", 2)
    until_colour(notebook, 120, 325, "(r, g, b) => b > 110 && b > r")


def test_boxes_are_painted_into_the_picture(open_notebook):
    """Ticked, any number of boxes can be drawn for a model that takes no list, and the canvas shows them as sent."""
    notebook = open_notebook(COFFEE)
    notebook.show()
    notebook.drag((60, 60), (200, 180))
    notebook.says(notebook.editor, "takes no list of boxes")
    notebook.page.locator(".wanwidgets-marks input").check()
    notebook.until("editor.session.draft.marks", "drawn")
    drawn = []
    for corners in (((60, 60), (200, 180)), ((300, 200), (500, 350)), ((20, 250), (150, 380))):
        drawn.append(notebook.drag(*corners))
        notebook.until_boxes(drawn)
    notebook.click_picture(590, 20)
    notebook.until("editor.canvas.selected", None)
    sent = notebook.ask(
        "(lambda image: [image.getpixel((x, y)) for x, y in "
        f"(({drawn[0][0]}, {drawn[0][1]}), ({drawn[2][2] - 1}, {drawn[2][3] - 1}))])"
        "(__import__('wanwidgets.marks').marks.sent_image(editor.session.draft.pictures[0], 'drawn').image())",
    )
    # A line is two pixels of the picture wide, and the canvas shows a JPEG of it.
    for (x, y), (red, green, blue) in zip(((drawn[0][0] + 1, 120), (drawn[2][2] - 1, 300)), sent, strict=True):
        test = "(r, g, b) => Math.abs(r - RED) + Math.abs(g - GREEN) + Math.abs(b - BLUE) < 150"
        for word, value in (("RED", red), ("GREEN", green), ("BLUE", blue)):
            test = test.replace(word, str(value))
        until_colour(notebook, x, y, test)
    notebook.shot()
    notebook.page.locator(".wanwidgets-box").nth(1).locator("button").click()
    notebook.until_boxes([drawn[0], drawn[2]])


def test_keys_are_the_pages_again_after_a_stroke(open_notebook):
    """The canvas swallows every key while it has the focus, so a stroke gives it back and Ctrl+S saves."""
    notebook = open_notebook(PAINTER)
    notebook.show()
    notebook.drag((100, 100), (300, 250))
    notebook.until("len(editor.session.draft.mask.strokes)", 1)
    notebook.page.wait_for_function("() => document.activeElement.tagName !== 'CANVAS'")
    notebook.save(click=False)
