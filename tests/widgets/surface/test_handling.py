"""Pointer, fingers, wheel and keys, in the order in which people use them and in impossible ones."""

from __future__ import annotations

import math

import ipycanvas.canvas
import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

import wanwidgets as ww
from wanwidgets.regions import Box
from wanwidgets.running.runner import Runner
from wanwidgets.widgets.guard import close_all
from wanwidgets.widgets.surface.stage import Stage
from wanwidgets.widgets.surface.view.layers import HEIGHT, WIDTH, Layers
from wanwidgets.widgets.surface.view.viewport import NEAREST, ONE_TO_ONE
from wanwidgets.widgets.text import Words

PAINTING = "wanx-x-painting"


@pytest.fixture
def open_stage(open_editor, photo):
    """Return a function that makes an editor on a picture of 400×300, and returns its stage."""
    return lambda **options: open_editor(images=[photo], **options).canvas


@pytest.fixture
def given_back(monkeypatch):
    """Return a list that gets an entry whenever the canvas gives the keys back to the page."""
    times = []
    monkeypatch.setattr(Layers, "give_keys_back", lambda _: times.append(1))
    return times


def fire(stage, event, *where, **more):
    content = {"event": event, **more}
    if where:
        content |= {"x": where[0], "y": where[1]}
    stage.canvas._canvases[-1]._handle_frontend_event(None, content, [])


def press_key(stage, name, *, shift=False, ctrl=False, meta=False):
    fire(stage, "key_down", key=name, shift_key=shift, ctrl_key=ctrl, meta_key=meta)


def fingers(*points):
    return [{"x": x, "y": y} for x, y in points]


def boxes(stage):
    return stage.session.draft.boxes.get(1, ())


def test_wheel_zooms_where_the_pointer_was_last(open_stage):
    """The wheel brings what is under the pointer nearer and away again; without a pointer, the middle."""
    stage = open_stage()
    fitted = stage.view
    fire(stage, "mouse_move", 300, 200)
    before = fitted.under(300, 200)
    fire(stage, "mouse_wheel", 0, -400)
    assert stage.view.scale == pytest.approx(2 * fitted.scale)
    assert stage.view.under(300, 200) == pytest.approx(before)
    fire(stage, "mouse_wheel", 0, 400)
    assert stage.view == fitted

    fire(stage, "mouse_out", 1280, 900)
    fire(stage, "mouse_wheel", 0, -400)
    assert stage.view.under(WIDTH / 2, HEIGHT / 2) == pytest.approx((200, 150))


def test_wheel_sideways_moves_the_picture(open_stage):
    """Turned sideways, the wheel moves the picture, as far as its edge."""
    stage = open_stage()
    fire(stage, "mouse_wheel", 0, -400)
    before = stage.view
    fire(stage, "mouse_wheel", 100, 0)
    assert (stage.view.left, stage.view.scale) == (before.left - 100, before.scale)
    fire(stage, "mouse_wheel", -1e9, 0)
    assert stage.view.left == stage.view.margin


def test_a_drag_at_any_zoom_is_exactly_its_pixels(open_stage):
    """A box is dragged from one pixel to another while the picture is as near as it goes."""
    stage = open_stage()
    fire(stage, "mouse_move", 700, 300)
    for _ in range(12):
        fire(stage, "mouse_wheel", 0, -400)
    view = stage.view
    assert view.scale == NEAREST
    area = view.visible
    corner, opposite = (area.x1 + 3, area.y1 + 2), (area.x1 + 9, area.y1 + 8)
    start, end = (tuple(map(round, view.to_canvas(*point))) for point in (corner, opposite))
    fire(stage, "mouse_down", *start)
    fire(stage, "mouse_move", *end)
    fire(stage, "mouse_up", *end)
    assert boxes(stage) == (Box(*corner, *opposite),)


def test_hand_keeps_hold(open_stage):
    """The hand keeps what it took hold of under the pointer, also when the picture comes nearer meanwhile."""
    stage = open_stage()
    stage.tool = "hand"
    fire(stage, "mouse_wheel", 0, -400)
    held = stage.view.under(600, 400)
    fire(stage, "mouse_down", 600, 400)
    fire(stage, "mouse_move", 500, 300)
    assert stage.view.under(500, 300) == pytest.approx(held)
    fire(stage, "mouse_wheel", 0, -200)
    fire(stage, "mouse_move", 520, 310)
    assert stage.view.under(520, 310) == pytest.approx(held)
    fire(stage, "mouse_up", 520, 310)
    before = stage.view
    fire(stage, "mouse_move", 100, 100)
    assert stage.view == before
    assert boxes(stage) == ()


def test_two_fingers_move_and_zoom(open_stage):
    """What is between two fingers stays there; the first finger alone drew nothing, nor does the last."""
    stage = open_stage()
    held = stage.view.under(600, 400)
    scale = stage.view.scale
    fire(stage, "touch_start", touches=fingers((500, 400)))
    fire(stage, "touch_start", touches=fingers((500, 400), (700, 400)))
    fire(stage, "touch_move", touches=fingers((350, 500), (750, 500)))
    assert stage.view.scale == pytest.approx(2 * scale)
    assert stage.view.under(550, 500) == pytest.approx(held)
    fire(stage, "touch_end", touches=fingers((350, 500)))
    before = stage.view
    fire(stage, "touch_move", touches=fingers((800, 800)))
    fire(stage, "touch_end", touches=[])
    assert stage.view == before
    assert boxes(stage) == ()

    fire(stage, "touch_start", touches=fingers((300, 300)))
    fire(stage, "touch_move", touches=fingers((700, 700)))
    fire(stage, "touch_end", touches=[])
    assert len(boxes(stage)) == 1


def test_no_brush_is_left_on_the_canvas_after_a_pinch(open_stage):
    """When the last finger of a pinch was lifted the outline of the brush is gone, as after a stroke."""
    stage = open_stage(model=PAINTING)
    fire(stage, "touch_start", touches=fingers((500, 400)))
    fire(stage, "touch_start", touches=fingers((500, 400), (700, 400)))
    fire(stage, "touch_move", touches=fingers((400, 400), (800, 400)))
    fire(stage, "touch_end", touches=fingers((400, 400)))
    fire(stage, "touch_end", touches=[])
    assert list(stage.in_use.scene(stage.view, chosen=True)) == []
    assert stage.session.draft.mask is None


def test_a_late_second_finger_keeps_what_was_drawn(open_stage):
    """When the first finger has gone far, the second one ends its gesture instead of taking it back."""
    stage = open_stage(model=PAINTING)
    fire(stage, "touch_start", touches=fingers((500, 400)))
    fire(stage, "touch_move", touches=fingers((600, 500)))
    fire(stage, "touch_start", touches=fingers((600, 500), (800, 500)))
    assert len(stage.session.draft.mask.strokes) == 1


def test_fingers_beyond_the_canvas_are_at_its_rim(open_stage):
    """A finger that goes beyond the canvas counts as at its rim, also where the picture goes on beyond it."""
    stage = open_stage()
    stage.look(stage.view.scaled(8, (640, 480)))
    edge = stage.view.to_picture(WIDTH, HEIGHT)
    start = stage.view.to_canvas(190, 140)
    fire(stage, "touch_start", touches=fingers(start))
    fire(stage, "touch_move", touches=fingers((5000, 4000)))
    fire(stage, "touch_end", touches=[])
    assert boxes(stage) == (Box(190, 140, *(math.floor(value + 0.5) for value in edge)),)


def test_undo_and_redo_by_keys(open_stage):
    """Ctrl+Z takes the last change back and Ctrl+Shift+Z or Ctrl+Y makes it again, on a Mac with the command key."""
    stage = open_stage()
    stage.session.set_boxes(1, [(1, 1, 50, 50)])
    stage.session.set_boxes(1, [(1, 1, 60, 60)])
    press_key(stage, "Control", ctrl=True)
    press_key(stage, "z", ctrl=True)
    assert boxes(stage) == (Box(1, 1, 50, 50),)
    press_key(stage, "z", meta=True)
    assert boxes(stage) == ()
    press_key(stage, "Z", ctrl=True, shift=True)
    press_key(stage, "y", ctrl=True)
    assert boxes(stage) == (Box(1, 1, 60, 60),)


def test_undo_in_a_drag_takes_back_the_drag(open_stage):
    """Ctrl+Z while the pointer is down gives up the gesture, and no more than that."""
    stage = open_stage()
    stage.session.set_boxes(1, [(1, 1, 50, 50)])
    fire(stage, "mouse_down", 600, 500)
    fire(stage, "mouse_move", 900, 700)
    press_key(stage, "z", ctrl=True)
    fire(stage, "mouse_up", 900, 700)
    assert boxes(stage) == (Box(1, 1, 50, 50),)


def test_keys_of_the_view(open_stage):
    """+ and - zoom where the pointer is, 0 shows the whole picture, 1 its own size, and arrows move it."""
    stage = open_stage()
    fitted = stage.view
    fire(stage, "mouse_move", 300, 200)
    press_key(stage, "+")
    assert stage.view.scale > fitted.scale
    assert stage.view.under(300, 200) == pytest.approx(fitted.under(300, 200))
    before = stage.view
    press_key(stage, "ArrowRight")
    assert stage.view.left < before.left
    press_key(stage, "0")
    assert stage.view.is_fitted
    press_key(stage, "1")
    assert stage.view.scale == ONE_TO_ONE
    press_key(stage, "-")
    assert stage.view.scale == ONE_TO_ONE


def test_canvas_keeps_the_keys_that_it_can_use(open_stage, given_back):
    """A gesture keeps the keys at the canvas, as do keys of use; half a shortcut gives nothing back."""
    stage = open_stage()
    fire(stage, "mouse_down", 300, 300)
    fire(stage, "mouse_up", 700, 600)
    for name in ("Control", "Shift", "Meta", "Alt"):
        press_key(stage, name, ctrl=name == "Control", meta=name == "Meta")
    press_key(stage, "z", ctrl=True)
    press_key(stage, "+")
    press_key(stage, "q")
    assert given_back == []
    assert stage.session.notice is None


@pytest.mark.parametrize("name", ["Tab", "Escape", "PageDown", " "])
def test_keys_go_back_to_the_page(open_stage, given_back, name):
    """Tab gives the keys back at once, as does Escape with nothing to give up, and keys that scroll."""
    stage = open_stage()
    press_key(stage, name)
    assert given_back == [1]
    assert stage.session.notice is None


def test_escape_first_gives_up_what_there_is(open_stage, given_back):
    """Escape gives up the drag, then the selection, and only then the keys."""
    stage = open_stage()
    stage.session.set_boxes(1, [(100, 100, 200, 200)])
    stage.box_tool.select(1)
    fire(stage, "mouse_down", 40, 40)
    fire(stage, "mouse_move", 200, 200)
    press_key(stage, "Escape")
    assert not stage.in_use.under_way
    while stage.selected is not None:
        press_key(stage, "Escape")
    assert given_back == []
    press_key(stage, "Escape")
    assert given_back == [1]
    assert boxes(stage) == (Box(100, 100, 200, 200),)


@pytest.mark.parametrize(("name", "ctrl", "told"), [("s", True, "Ctrl/⌘+S"), ("F5", False, "F5")])
def test_a_shortcut_of_the_page_is_told(open_stage, given_back, name, ctrl, told):
    """What the page would have done is told, since the canvas had the key, and the keys go back for the next try."""
    stage = open_stage()
    press_key(stage, name, ctrl=ctrl)
    assert given_back == [1]
    assert told in stage.session.notice.text


def test_pointer_looks_as_its_tool(open_stage):
    """The stage tells by a class what the pointer should look like, one at a time."""
    stage = open_stage()

    def cursors():
        return [name for name in stage._dom_classes if name.startswith("wanwidgets-cursor-")]

    assert cursors() == ["wanwidgets-cursor-crosshair"]
    stage.tool = "hand"
    assert cursors() == ["wanwidgets-cursor-grab"]


NUMBERS = st.one_of(
    st.floats(-500, 2000),
    st.sampled_from([0, WIDTH, HEIGHT, 28, -1, 1e308, -1e308, math.inf, -math.inf, math.nan]),
)
PLACES = st.tuples(NUMBERS, NUMBERS)
NAMES = [
    "Escape",
    "Tab",
    "z",
    "y",
    "s",
    "+",
    "-",
    "0",
    "1",
    "[",
    "]",
    "d",
    "a",
    "Delete",
    "ArrowUp",
    "Control",
    "F5",
    "",
]


class AnyOrder(RuleBasedStateMachine):
    """A browser gone mad."""

    def __init__(self):
        super().__init__()
        noise = np.random.default_rng(3)
        self.photos = [noise.integers(0, 255, shape, dtype=np.uint8) for shape in ((61, 83, 3), (7, 300, 3))]
        runner = Runner(ww.Client("sk-unused", region="beijing"), ww.RunStore.temporary())
        self.session = ww.EditSession(runner, ww.EditRequest("x", self.photos), spawn=lambda work: work())
        self.stage = Stage(self.session, Words("en"))
        # Nobody has to wait for the view to be at rest.
        self.stage._backdrop._sharpening._pause = lambda _: None
        self.session.observe(lambda _: self.stage.show(self.number), "draft")
        self.number = 1

    def teardown(self):
        close_all(self.stage)
        self.session.close()

    @initialize(number=st.integers(0, 2))
    def begin(self, number):
        self.number = number
        self.stage.show(number)

    @rule(event=st.sampled_from(["mouse_down", "mouse_move", "mouse_up", "mouse_out", "mouse_wheel"]), at=PLACES)
    def mouse(self, event, at):
        fire(self.stage, event, *at)

    @rule(
        event=st.sampled_from(["touch_start", "touch_move", "touch_end", "touch_cancel"]),
        points=st.lists(PLACES, max_size=4),
    )
    def touch(self, event, points):
        fire(self.stage, event, touches=fingers(*points))

    @rule(name=st.sampled_from(NAMES), shift=st.booleans(), ctrl=st.booleans())
    def key(self, name, shift, ctrl):
        press_key(self.stage, name, shift=shift, ctrl=ctrl)

    @rule(what=st.sampled_from(["nearer", "away", "fit", "one", "undo", "redo"]))
    def button(self, what):
        self.stage.handling.do(what)

    @rule(number=st.integers(-1, 4))
    def choose(self, number):
        self.number = number
        self.stage.show(number)

    @rule(model=st.sampled_from(["wan2.7-image", PAINTING, "wan2.6-image"]))
    def model(self, model):
        self.session.choose(model=model)

    @rule(marks=st.sampled_from(["list", "drawn"]))
    def marks(self, marks):
        self.session.edit(marks=marks)

    @rule(data=st.data())
    def tool(self, data):
        if self.stage.tools:
            self.stage.tool = data.draw(st.sampled_from(self.stage.tools))

    @rule()
    def no_picture(self):
        self.session.edit(pictures=())

    @rule()
    def reload(self):
        fire(self.stage, "client_ready")

    @invariant()
    def nothing_failed(self):
        notice = self.session.notice
        assert notice is None or notice.level != "error", notice.text

    @invariant()
    def every_box_is_in_its_picture(self):
        for picture in self.session.draft.pictures:
            for box in picture.boxes:
                assert not box.empty
                assert box == box.clipped(picture.size)

    @invariant()
    def every_point_of_the_mask_is_in_its_picture(self):
        mask = self.session.draft.mask
        for stroke in mask.strokes if mask is not None else ():
            for x, y in stroke.points:
                assert 0 <= x <= mask.size[0]
                assert 0 <= y <= mask.size[1]

    @invariant()
    def some_of_the_picture_is_in_sight(self):
        view = self.stage.view
        assert view is None or not view.visible.empty

    @invariant()
    def no_canvas_is_held(self):
        assert ipycanvas.canvas._CANVAS_MANAGER._caching is False
        assert ipycanvas.canvas._CANVAS_MANAGER._commands_cache == []


def test_events_in_any_order_break_nothing():
    """Whatever comes in whatever order, nothing fails, boxes and strokes lie in the picture, and drawing goes on."""
    run_state_machine_as_test(AnyOrder, settings=settings(max_examples=12, stateful_step_count=30, deadline=None))
