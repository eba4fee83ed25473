"""How often is drawn, and on what, without a browser."""

from __future__ import annotations

import asyncio

import ipycanvas.canvas
import pytest

from wanwidgets.widgets.guard import close_all
from wanwidgets.widgets.surface.view.layers import Layers


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    """Return a clock that stands still until it is set."""
    return Clock()


@pytest.fixture
def layers(clock):
    """Return two layers whose handlers are not guarded."""
    made = Layers(2, lambda handler: handler, clock=clock)
    yield made
    for part in (made.widget, *made.parts):
        close_all(part)


def test_first_at_once_then_together_and_the_last_always(layers, clock):
    """The first is drawn at once, those within a frame together at its end with the last position."""
    drawn, position = [], [0]

    async def drag():
        loop = asyncio.get_running_loop()
        loop.call_later = lambda wait, due: later.append((wait, due))
        later = []
        for step in range(10):
            position[0] = step
            layers.soon(lambda: drawn.append(position[0]))
            clock.now += 0.001
        assert drawn == [0]
        ((wait, due),) = later
        assert 0 < wait < 1 / 60
        due()
        clock.now += 1
        position[0] = 99
        layers.soon(lambda: drawn.append(position[0]))

    asyncio.run(drag())
    assert drawn == [0, 9, 99]


def test_without_a_loop_everything_is_drawn(layers):
    """Where no loop can call back, as on a plain thread, nothing waits for one."""
    drawn = []
    for step in range(3):
        layers.soon(lambda step=step: drawn.append(step))

    assert drawn == [0, 1, 2]


def test_each_position_of_a_mouse_is_drawn_at_once(layers, clock):
    """A mouse tells 60 times a second where it is, and no position waits while drawing is fast."""
    drawn = []

    async def drag():
        for step in range(5):
            layers.soon(lambda step=step: drawn.append(step))
            clock.now += 1 / 60

    asyncio.run(drag())
    assert drawn == [0, 1, 2, 3, 4]


def test_slow_drawings_leave_time_to_listen(layers, clock):
    """Where a drawing takes long the next one waits longer, but not for ever."""

    def wait_after(seconds):
        later = []

        def draw():
            layers.draw(0, slow())

        def slow():
            clock.now += seconds
            yield "clear", ()

        async def ask():
            asyncio.get_running_loop().call_later = lambda wait, _: later.append(wait)
            layers.soon(draw)
            layers.soon(draw)

        asyncio.run(ask())
        layers.drawn()
        clock.now += 10
        return later[0]

    # Waited is from the beginning of a drawing.
    assert wait_after(0.02) == pytest.approx(0.06)
    assert wait_after(0.1) == pytest.approx(0.3)
    assert wait_after(0.3) == pytest.approx(0.2)


def test_a_loop_that_is_gone_is_not_waited_for(layers, clock):
    """A loop that promised to call back and never does keeps nothing from being drawn for long."""
    drawn = []

    async def ask():
        asyncio.get_running_loop().call_later = lambda *_: None
        layers.soon(lambda: drawn.append("first"))
        layers.soon(lambda: drawn.append("promised"))

    asyncio.run(ask())
    clock.now += 1
    layers.soon(lambda: drawn.append("later"))
    assert drawn == ["first", "later"]


def test_drawn_meanwhile_is_not_drawn_again(layers):
    """What was drawn before the frame's end, as when a gesture ends, is not drawn once more."""
    drawn, later = [], []

    async def ask():
        asyncio.get_running_loop().call_later = lambda _, due: later.append(due)
        layers.soon(lambda: drawn.append("first"))
        layers.soon(lambda: drawn.append("promised"))
        layers.drawn()
        later[0]()

    asyncio.run(ask())
    assert drawn == ["first"]


def test_each_message_says_what_it_draws_on(layers):
    """A page may be loaded anew between any two messages, so that each names its canvas first."""
    sent = []
    layers.widget._canvas_manager._send_custom = lambda commands, buffers=(): sent.append(commands)
    try:
        for _ in range(2):
            layers.draw(1, (("fill_rect", (1, 2, 3, 4)),))
    finally:
        del layers.widget._canvas_manager._send_custom
    assert [message[0][0] for message in sent] == [ipycanvas.canvas.COMMANDS["switchCanvas"]] * 2


def test_a_command_that_fails_holds_no_canvas(layers):
    """An error among the commands is raised, and no canvas of the kernel is held for it."""
    with pytest.raises(AttributeError):
        layers.draw(0, (("no_such_command", ()),))
    assert ipycanvas.canvas._CANVAS_MANAGER._caching is False
    assert ipycanvas.canvas._CANVAS_MANAGER._commands_cache == []
