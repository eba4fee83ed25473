"""Pixels of the picture to pixels of the canvas, and back."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Viewport"]


@dataclass(frozen=True, slots=True)
class Viewport:
    """A picture shown whole, centred on a canvas.

    Attributes
    ----------
    picture : (int, int)
        Width and height of the picture, in its own pixels.
    scale : float
        Canvas pixels to one picture pixel.
    left, top : float
        Where the picture's corner lies, in canvas pixels.
    """

    picture: tuple[int, int]
    scale: float
    left: float
    top: float

    @classmethod
    def fit(cls, picture: tuple[int, int], canvas: tuple[int, int], margin: float) -> Viewport:
        """Fit a picture into a canvas, leaving at least `margin` canvas pixels on each side.

        The margin makes the picture's edges reachable: a drag may begin and end beside it.
        """
        width, height = picture
        room = canvas[0] - 2 * margin, canvas[1] - 2 * margin
        scale = min(room[0] / width, room[1] / height)
        return cls(picture, scale, (canvas[0] - width * scale) / 2, (canvas[1] - height * scale) / 2)

    @property
    def shown(self) -> tuple[float, float]:
        """Width and height of the picture on the canvas, in canvas pixels."""
        return self.picture[0] * self.scale, self.picture[1] * self.scale

    def to_canvas(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point of the picture lies on the canvas."""
        return self.left + x * self.scale, self.top + y * self.scale

    def to_picture(self, x: float, y: float) -> tuple[float, float]:
        """Return the point of the picture at a point of the canvas; beside the picture, the nearest one on its edge."""
        width, height = self.picture
        return (
            min(max((x - self.left) / self.scale, 0.0), float(width)),
            min(max((y - self.top) / self.scale, 0.0), float(height)),
        )
