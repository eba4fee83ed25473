"""Problem: one thing that keeps a request from being sent, and the sentences that say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wanwidgets.sizes import Span

__all__ = ["SENTENCES", "Problem", "ratio_text", "span_text"]

SENTENCES: Mapping[str, tuple[str, str]] = {
    "model.unknown": ("there is no model {value}; known are {allowed}", "Choose one of them."),
    "model.region": ("the region {value} does not serve this; it is served in {allowed}", "Choose another region."),
    "model.way": ("{value} is not possible here; possible are {allowed}", "Choose one of them."),
    "prompt.missing": ("it is empty", "Say what to change."),
    "prompt.length": ("it has {value} characters; allowed are {allowed}", "Shorten it."),
    "prompt.character": ("it holds half a character ({value}), which cannot be sent", "Type it again."),
    "images.count": ("the number of pictures is {value}; allowed are {allowed}", "Add or remove pictures."),
    "image.gone": (
        "its file, {value} of {allowed} pixels, is not here",
        "Add the picture: it is known by its pixels and takes its place. Or remove it.",
    ),
    "image.format": ("its format is {value}; allowed are {allowed}", "Save it in one of these."),
    "image.side": ("it is {value} pixels; allowed are {allowed} for each side", "Scale it."),
    "image.ratio": ("its width is {value} times its height; allowed are {allowed}", "Crop it."),
    "image.bytes": ("its file has {value}; allowed are {allowed}", "Scale it down, or save it as JPEG."),
    "boxes.unsupported": (
        "the number of its boxes is {value}, and this model takes no list of boxes",
        'Draw them into the picture (marks="drawn"), remove them, or choose a model that does.',
    ),
    "boxes.count": (
        "the number of its boxes is {value}; allowed are {allowed} a picture",
        'Remove some, or draw them into the picture (marks="drawn").',
    ),
    "boxes.outside": ("no pixel of the box {value} lies inside the picture, which is {allowed}", "Draw it again."),
    "boxes.no_image": (
        "there are boxes for image {value}, and the number of pictures is {allowed}",
        "Add the picture, or remove the boxes.",
    ),
    "marks.unknown": ("{value} is not allowed; allowed are {allowed}", "Choose one of them."),
    "mask.unsupported": ("there is no mask in {value}", "Use boxes, or choose a model that takes a mask."),
    "mask.missing": ("{value} needs a mask", "Paint what is to change."),
    "mask.empty": ("nothing is painted on it", "Paint what is to change."),
    "mask.size": ("it is {value} pixels and image 1 is {allowed}", "Make it as large as the picture."),
    "parameter.unknown": ("this model has no parameter {value}; it has {allowed}", "Leave it out."),
    "parameter.mode": ("it does not belong to {value}, which has {allowed}", "Leave it out, or choose another mode."),
    "parameter.boolean": ("{value} is neither True nor False", "Change it."),
    "parameter.integer": ("{value} is not a whole number", "Change it."),
    "parameter.number": ("{value} is not a number", "Change it."),
    "parameter.text": ("{value} is not a text", "Change it."),
    "parameter.character": ("it holds half a character ({value}), which cannot be sent", "Type it again."),
    "parameter.length": ("it has {value} characters; allowed are {allowed}", "Shorten it."),
    "parameter.choice": ("{value} is not allowed; allowed are {allowed}", "Choose one of them."),
    "parameter.range": ("{value} is not allowed; allowed are {allowed}", "Change it."),
    "palette.form": ("{value} is not a colour with its share; a palette is a list of {allowed}", "Change it."),
    "palette.count": ("the number of colours is {value}; allowed are {allowed}", "Add or remove colours."),
    "palette.sum": ("the shares make {value}; together they must make {allowed}", "Change the shares."),
    "colors.form": ("{value} is not a list of colours; each is {allowed}", "Change it."),
    "size.form": ("{value} is not a size; allowed are {allowed}", "Choose one of them."),
    "size.mode": ("{value} does not belong to {allowed}", "Choose another size, or another mode."),
    "size.pixels": ("{value} pixels in all; allowed are {allowed}", "Make it smaller or larger."),
    "size.ratio": ("the width is {value} times the height; allowed are {allowed}", "Make it less narrow."),
    "take.range": ("{value} is not allowed; allowed are {allowed}", "Use 0, 1, 2 and so on."),
    "budget.session": (
        "{value} is more than the budget of this session has left ({allowed})",
        "Ask for fewer pictures, or raise the budget.",
    ),
    "budget.store": (
        "{value} is more than the budget of this store has left ({allowed})",
        "Ask for fewer pictures, or raise the budget.",
    ),
}
"""By code: what is wrong, and the remedy. The widgets have the same codes in Chinese."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps a request from being sent.

    Attributes
    ----------
    code : str
        Which problem it is, a key of `SENTENCES`.
    field : str
        Where: ``"prompt"``, ``"image 2"``, or a parameter's name.
    value : str
        What was found.
    allowed : str
        What would be accepted.
    number : int or None
        The picture's number, where a picture has the problem.
    """

    code: str
    field: str
    value: str = ""
    allowed: str = ""
    number: int | None = None

    @property
    def text(self) -> str:
        """What is wrong, in English, without the field and the remedy."""
        return SENTENCES[self.code][0].format(value=self.value, allowed=self.allowed)

    @property
    def remedy(self) -> str:
        """How to mend it, in English."""
        return SENTENCES[self.code][1]

    def __str__(self) -> str:
        return f"{self.field}: {self.text}. {self.remedy}"


def span_text(span: Span) -> str:
    """Write an interval of numbers.

    >>> span_text(Span(240, 8000)), span_text(Span(0, 0.5)), span_text(Span(1, 1))
    ('240–8,000', '0–0.5', '1')
    """
    low, high = (f"{value:,.0f}" if float(value).is_integer() else f"{value:g}" for value in (span.low, span.high))
    return low if low == high else f"{low}–{high}"


def ratio_text(span: Span) -> str:
    """Write an interval of width over height.

    >>> ratio_text(Span(1 / 8, 8))
    '1:8 – 8:1'
    """
    return f"1:{1 / span.low:g} – {span.high:g}:1"
