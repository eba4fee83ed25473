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


def button(notebook, name):
    """Return the button of the mask's tools that has that name on it."""
    return notebook.page.locator(".wanwidgets-mask").get_by_role("button", name=name, exact=True)


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
    button(notebook, "Eraser").click()
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
    button(notebook, "Clear").click()
    notebook.until("editor.session.draft.mask is None", expected=True)
    notebook.shot()


def test_a_finger_paints(open_notebook):
    """One finger paints a stroke and leaves no brush behind; two move the picture and paint nothing."""
    notebook = open_notebook(PAINTER)
    notebook.show()
    notebook.in_sight()
    place = notebook.place()
    client = notebook.page.context.new_cdp_session(notebook.page)

    def touch(kind, *points):
        where = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": where})

    spots = [tuple(map(round, place.to_page(*point))) for point in ((120, 80), (250, 85), (380, 90))]
    touch("touchStart", spots[0])
    for spot in spots[1:]:
        touch("touchMove", spot)
    touch("touchEnd")
    notebook.until(f"len({STROKES})", 1)
    ((points, radius, erase),) = notebook.ask(STROKES)
    assert is_path(points, [place.to_picture(*spot) for spot in spots])
    assert (radius, erase) == (21.5, False)
    until_colour(notebook, 250, 85, "(r, g, b) => b > 110 && b > r")
    # A finger beyond the canvas paints up to the picture's edge.
    edge = round(place.left + place.width + 60), round(place.to_page(0, 300)[1])
    touch("touchStart", tuple(map(round, place.to_page(400, 300))))
    touch("touchMove", edge)
    touch("touchEnd")
    notebook.until(f"len({STROKES})", 2)
    assert notebook.ask(STROKES)[1][0][-1][0] == 512
    x, y = spots[1]
    touch("touchStart", (x - 50, y))
    touch("touchStart", (x - 50, y), (x + 50, y))
    touch("touchMove", (x - 100, y), (x + 100, y))
    touch("touchEnd", (x - 100, y))
    touch("touchEnd")
    notebook.until(f"abs(editor.canvas.view.scale / {place.scale} - 2) < 0.01", expected=True)
    notebook.until("editor.canvas.in_use._hover is None", expected=True)
    assert notebook.ask(f"len({STROKES})") == 2
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
    notebook.page.get_by_title("Remove box 2").click()
    notebook.until_boxes([drawn[0], drawn[2]])


CHECKS = """
import ipywidgets, numpy as np, wanwidgets as ww
y, x = np.mgrid[:480, :640]
picture = np.where(((x // 8 + y // 8) % 2 == 0)[..., None], np.uint8([LIGHT] * 3), np.uint8([DARK] * 3))
picture[:40] = np.random.default_rng(5).integers(0, 255, (40, 640, 3))
editor = ww.Editor(images=[picture], model="wanx-x-painting", prompt="a red hat", client=ww.connect("local")LANGUAGE)
ipywidgets.Box([editor], layout={"width": "WIDTH"})
"""

MASKED = "editor.session.draft.mask"
COUNT = f"(int((__import__('numpy').asarray({MASKED}.image()) > 0).sum()) if {MASKED} else 0)"


def checks(light, dark, *, width="100%", language="en"):
    """Return a cell that shows a picture of squares, with colours along its top by which it is known to be drawn."""
    source = CHECKS.replace("LIGHT", str(light)).replace("DARK", str(dark)).replace("WIDTH", width)
    return source.replace("LANGUAGE", f", language={language!r}")


def stroke(notebook, *points):
    """Drag from one point of the picture to another."""
    place = notebook.place()
    notebook.drag_on_page(*(tuple(map(round, place.to_page(*point))) for point in points))


def test_the_whole_mask_at_once_and_back_again(open_notebook):
    """Fill, invert, the eraser and clear do what they say, and each is one step that can be undone and redone."""
    notebook = open_notebook(checks(250, 235))
    notebook.show()
    notebook.in_sight()
    stroke(notebook, (100, 100), (300, 100))
    notebook.until(f"len({STROKES})", 1)
    painted = notebook.ask(COUNT)
    button(notebook, "Invert").click()
    notebook.until(COUNT, 640 * 480 - painted)
    notebook.shot("inverted")
    button(notebook, "Fill").click()
    notebook.until(COUNT, 640 * 480)
    until_colour(notebook, 20, 460, "(r, g, b) => b - r > 60")
    button(notebook, "Eraser").click()
    notebook.until("editor.canvas.painting.erase", expected=True)
    stroke(notebook, (320, 240), (500, 400))
    notebook.until(f"{COUNT} < 640 * 480", expected=True)
    notebook.shot("erased")
    button(notebook, "Clear").click()
    notebook.until(COUNT, 0)
    for expected in (f"0 < {COUNT} < 640 * 480", f"{COUNT} == 640 * 480", f"{COUNT} == 640 * 480 - {painted}"):
        notebook.tell("editor.session.undo()")
        notebook.until(expected, expected=True)
    notebook.tell("editor.session.undo()")
    notebook.until(COUNT, painted)
    until_colour(notebook, 200, 100, "(r, g, b) => b - r > 60")
    notebook.tell("editor.session.redo()")
    notebook.until(COUNT, 640 * 480 - painted)


TINTED = """([canvas, [x, y], share]) => {
  const data = canvas.getContext('2d').getImageData(Math.round(x) - 10, Math.round(y) - 10, 20, 20).data;
  let tinted = 0;
  for (let i = 0; i < data.length; i += 4)
    tinted += Math.abs(data[i] - 140) < 5 && Math.abs(data[i + 1] - 185) < 5 && Math.abs(data[i + 2] - 243) < 5;
  return tinted >= share * 400;
}"""


def until_tinted(notebook, x, y, share):
    """Wait until so much around a point of the picture, which is white there, has the tint of the mask."""
    place = notebook.place()
    where = [place.inset[0] + x * place.scale, place.inset[1] + y * place.scale]
    notebook.page.wait_for_function(TINTED, arg=[notebook.hold(), where, share])


def test_what_is_being_painted_looks_like_what_it_becomes(open_notebook):
    """While the pointer is down the tint is the one that stays, once, also where a stroke crosses what is painted."""
    notebook = open_notebook(checks(255, 255))
    notebook.show()
    notebook.in_sight()
    stroke(notebook, (100, 240), (540, 240))
    notebook.until(f"len({STROKES})", 1)
    until_tinted(notebook, 200, 240, 0.7)
    place = notebook.place()
    start, end = (tuple(map(round, place.to_page(*point))) for point in ((320, 100), (320, 400)))
    notebook.drag_on_page(start, end, drop=False)
    notebook.page.mouse.move(*(round(value) for value in place.to_page(330, 410)))
    for y in (150, 240, 300, 380):
        until_tinted(notebook, 321, y, 1.0)
    # Before and after the pointer goes up: the same pixels are painted on screen.
    notebook.shot("under-way")
    notebook.page.mouse.up()
    notebook.until(f"len({STROKES})", 2)
    for y in (150, 240, 300, 380):
        until_tinted(notebook, 321, y, 0.7)
    notebook.page.keyboard.press("]")
    notebook.until("editor.canvas.painting.width", 50)
    notebook.page.keyboard.press("[")
    notebook.until("editor.canvas.painting.width", 40)
    place = notebook.place()
    notebook.drag_on_page(start, tuple(map(round, place.to_page(600, 90))), drop=False)
    notebook.page.keyboard.press("Escape")
    notebook.until("editor.canvas.painting.under_way", expected=False)
    notebook.page.mouse.up()
    until_colour(notebook, 590, 92, "(r, g, b) => r > 250 && g > 250")
    assert notebook.ask(f"len({STROKES})") == 2


@pytest.mark.parametrize(
    ("light", "dark", "width", "language"),
    [(255, 240, "100%", "en"), (24, 8, "700px", "en"), (255, 8, "700px", "zh")],
    ids=["light", "dark-narrow", "squares-zh"],
)
def test_masks_are_seen_on_any_picture(open_notebook, light, dark, width, language):
    """Looked at: mask, brush and tools on light, dark and mixed pictures, in both languages, with room and without."""
    notebook = open_notebook(checks(light, dark, width=width, language=language))
    notebook.show()
    notebook.in_sight()
    stroke(notebook, (120, 120), (420, 150))
    notebook.until(f"len({STROKES})", 1)
    notebook.tell("editor.picture.mask.more.value = True")
    place = notebook.place()
    notebook.page.mouse.move(*place.to_page(420, 300))
    notebook.page.wait_for_timeout(300)
    notebook.shot("paints")
    notebook.tell("editor.picture.mask.erase.value = True")
    notebook.page.mouse.move(*place.to_page(300, 140))
    notebook.page.wait_for_timeout(300)
    notebook.shot("erases")
    box = notebook.page.locator(".wanwidgets-mask").bounding_box()
    inside = notebook.page.locator(".wanwidgets-mask button:visible, .wanwidgets-mask input:visible").all()
    assert all(part.bounding_box()["x"] + part.bounding_box()["width"] <= box["x"] + box["width"] for part in inside)


ALPHAS = """([canvas, points]) => {
  const context = canvas.getContext('2d');
  return points.every(([x, y, painted]) => {
    const [r, g, b] = context.getImageData(Math.round(x), Math.round(y), 1, 1).data;
    const plain = r === 255 && g === 255 && b === 255;
    return painted ? !plain || null : plain;
  });
}"""

MIDDLES = """
(lambda stage, mask: (lambda area: [
    [*stage.view.to_canvas(x + 0.5, y + 0.5), bool(mask.cut(area)[y - area.y1, x - area.x1])]
    for y in range(area.y1 + 2, area.y2 - 2) for x in range(area.x1 + 2, area.x2 - 2)
    if area.x1 <= x < area.x2 and (x + y) % 7 == 0
])(stage.view.visible))(editor.canvas, editor.session.draft.mask)
"""


def test_a_stroke_is_exact_at_400_percent(open_notebook):
    """Zoomed in, what is painted covers exactly the pixels of the mask, and none beside them."""
    notebook = open_notebook(checks(255, 255))
    notebook.show()
    notebook.tell("editor.picture.mask.width.value = 9")
    notebook.tell(
        "view = editor.canvas.view; editor.canvas.look(view.zoomed(8 / view.scale, view.to_canvas(320, 240)))"
    )
    notebook.until("editor.canvas.view.scale", 8.0)
    notebook.in_sight()
    stroke(notebook, (300, 225), (340, 250))
    notebook.until(f"len({STROKES})", 1)
    notebook.page.mouse.move(5, 5)
    painted = "[point for point in MIDDLES if not point[2]]".replace("MIDDLES", MIDDLES.strip())
    points = notebook.ask(painted)
    assert len(points) > 500
    notebook.page.wait_for_function(ALPHAS, arg=[notebook.hold(), points])
    notebook.page.wait_for_timeout(600)
    notebook.shot("exact")
    # Stripes and the light line of the edge are light, but never as white as the picture.
    inside = notebook.ask(painted.replace("not point[2]", "point[2]"))
    tinted = notebook.stage.first.evaluate(
        "(canvas, points) => points.filter(([x, y]) => canvas.getContext('2d')"
        ".getImageData(Math.round(x), Math.round(y), 1, 1).data[0] < 240).length",
        inside,
    )
    assert tinted > 0.6 * len(inside) > 10
