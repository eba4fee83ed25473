"""What the page sees of a drag: when the pointer was where, and when the box was painted there.

The pointer is moved by the page itself, at a steady pace: real `MouseEvent`s, as many a second as a mouse gives. What
is painted is heard from the drawing commands, since reading pixels would block the page that is measured: a rectangle
counts as painted in the first animation frame after it came to the canvas on screen. Of a widget that is made of
elements, their right edges are read in each frame.
"""

from __future__ import annotations

import statistics
from typing import NamedTuple

_FIRST = 20

HOOKS = """(() => {
  const traffic = window.wwTraffic = {sent: 0, received: 0, bytes: 0};
  const size = data => typeof data === 'string' ? data.length : data.byteLength ?? data.size;
  window.WebSocket = class extends WebSocket {
    constructor(...options) {
      super(...options);
      this.addEventListener('message', event => { traffic.received += 1; traffic.bytes += size(event.data); });
    }
    send(data) { traffic.sent += 1; traffic.bytes += size(data); super.send(data); }
  };
  const drawn = window.wwDrawn = {edge: null, when: 0, canvas: null, shown: null};
  const pen = CanvasRenderingContext2D.prototype, {strokeRect, drawImage} = pen;
  pen.strokeRect = function (x, y, width, height) {
    strokeRect.call(this, x, y, width, height);
    if (drawn.edge !== x + width) { drawn.edge = x + width; drawn.when = performance.now(); }
  };
  pen.drawImage = function (...what) {
    drawImage.apply(this, what);
    if (this.canvas === drawn.canvas && drawn.edge !== null) drawn.shown = [drawn.edge, drawn.when];
  };
})()"""
"""To be run before the page's own scripts."""

CANVAS = """
  wwDrawn.canvas = element;
  const read = () => {
    if (wwDrawn.shown === null) return null;
    const rectangle = element.getBoundingClientRect();
    const [edge, when] = wwDrawn.shown;
    return [rectangle.left + edge * rectangle.width / element.width, when];
  };
"""

ELEMENTS = """
  const read = () => {
    const edges = [...element.querySelectorAll('*')].filter(BOXES).map(each => each.getBoundingClientRect().right);
    return edges.length ? [Math.max(...edges), performance.now()] : null;
  };
"""

DRAG = """async ([element, start, end, hertz, count, rest]) => {
  READ
  const wait = milliseconds => new Promise(done => setTimeout(done, milliseconds));
  const tell = (type, x, y, buttons) => element.dispatchEvent(new MouseEvent(type, {
    bubbles: true, cancelable: true, composed: true, view: window, clientX: x, clientY: y, button: 0, buttons,
  }));
  tell('mousemove', ...start, 0);
  tell('mousedown', ...start, 1);
  // To its full height first, so that it is a box from the beginning.
  const first = [start[0] + FIRST, end[1]];
  await wait(50);
  tell('mousemove', ...first, 1);
  await wait(800);

  const moves = [], frames = [], before = {...wwTraffic}, begun = performance.now();
  // A browser tells of a mouse once a frame; so a page that is late misses positions, and does not get them afterwards.
  let done = 0, going = true, last = read()?.[0];
  const frame = () => {
    const now = performance.now(), seen = read();
    if (seen !== null && seen[0] !== last) {
      last = seen[0];
      frames.push([now, ...seen]);
    }
    const due = Math.min(count, Math.floor((now - begun) * hertz / 1000 + 0.5));
    if (due > done) {
      done = due;
      const x = first[0] + Math.round((end[0] - first[0]) * done / count);
      moves.push([now, x]);
      tell('mousemove', x, end[1], 1);
    }
    if (going) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  while (done < count) await wait(20);
  const seconds = (performance.now() - begun) / 1000;
  await wait(rest);
  going = false;
  const traffic = Object.fromEntries(Object.keys(before).map(name => [name, wwTraffic[name] - before[name]]));
  return {moves, frames, origin: performance.timeOrigin, seconds, traffic};
}""".replace("FIRST", str(_FIRST))

LIFT = """([element, end]) => {
  const up = performance.timeOrigin + performance.now();
  element.dispatchEvent(new MouseEvent('mouseup', {
    bubbles: true, cancelable: true, composed: true, view: window, clientX: end[0], clientY: end[1], button: 0,
  }));
  return up;
}"""

PIXEL = """([element, x, y]) => {
  const rectangle = element.getBoundingClientRect();
  const [column, row] = [(x - rectangle.left) * element.width / rectangle.width,
                         (y - rectangle.top) * element.height / rectangle.height].map(Math.floor);
  return [...element.getContext('2d').getImageData(column, row, 1, 1).data];
}"""


class Drag(NamedTuple):
    """What came of a drag: milliseconds from each position of the pointer to the frame that shows it, and the traffic.

    Attributes
    ----------
    lags : list of float
    hertz : float
        Of the pointer, as the page saw it.
    seconds : float
        Of the drag.
    moves, frames : list
        Milliseconds of the page's clock with where the pointer was, and with the edge that was painted and when the
        page got it.
    origin : float
        When the page's clock was 0, in milliseconds since 1970.
    sent, received : int
        WebSocket frames of the page, from the first position to the last box.
    bytes : int
        In both directions.
    """

    lags: list[float]
    hertz: float
    seconds: float
    moves: list
    frames: list
    origin: float
    sent: int
    received: int
    bytes: int

    def say(self, label):
        """Return a line for people."""
        return (
            f"{label}: painted after {spread(self.lags)}; pointer at {self.hertz:.0f} Hz for {self.seconds:.1f} s, "
            f"{len(self.frames) / self.seconds:.0f} frames/s; {self.sent / self.seconds:.0f} messages/s out, "
            f"{self.received / self.seconds:.0f} in, {self.bytes / self.seconds / 1000:.0f} kB/s"
        )


def drag(page, element, start, end, *, hertz=60, seconds=5, boxes=None, rest=1500):
    """Drag from one point of the page to another at a steady pace, and return what the page saw; the button stays down.

    Parameters
    ----------
    page
        Into which `HOOKS` went before it was loaded.
    element
        The canvas, or what holds the elements.
    start, end
        Whole CSS pixels. The end must be to the right of the start, by more than a CSS pixel for each step.
    boxes
        For a widget made of elements: JavaScript that tells whether an element is a box.
    rest
        Milliseconds to wait at the end, for what is late.
    """
    read = ELEMENTS.replace("BOXES", boxes) if boxes else CANVAS
    count = hertz * seconds
    assert end[0] - start[0] - _FIRST >= count, "too small for a position of its own at each step"
    seen = page.evaluate(DRAG.replace("READ", read), [element, start, end, hertz, count, rest])
    moves, frames = seen["moves"], seen["frames"]
    assert frames, "nothing was painted"
    return Drag(
        lags_of(moves, frames),
        len(moves) / seen["seconds"],
        seen["seconds"],
        moves,
        frames,
        seen["origin"],
        **seen["traffic"],
    )


def lift(page, element, end):
    """Let the button go, and return when, in milliseconds since 1970."""
    return page.evaluate(LIFT, [element, end])


def lags_of(moves, frames):
    """Return, for each position of the pointer, the milliseconds until a frame shows it or a later one.

    Parameters
    ----------
    moves, frames
        Begin with milliseconds and a place from the left; both go to the right.
    """
    # The last frame shows where the pointer rests: the last position wins, or nothing fits.
    offset = frames[-1][1] - moves[-1][1]
    assert abs(offset) <= 1.5, f"at the end the box is {offset:+.1f} CSS pixels from the pointer"
    lags, at = [], 0
    for when, place in moves:
        while at < len(frames) - 1 and frames[at][1] - offset < place - 0.5:
            at += 1
        lags.append(max(0.0, frames[at][0] - when))
    return lags


def spread(values, unit="ms"):
    """Return the median, the 95th percentile and the largest of some numbers, for people."""
    share = statistics.quantiles(values, n=20)[-1]
    return f"{statistics.median(values):.1f} {unit} (median), {share:.1f} (p95), {max(values):.1f} (most)"
