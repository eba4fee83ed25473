"""What is wrong with a request, found before anything is sent: all of it at once, each with its remedy.

The checks read the limits of `wanwidgets.catalog` and hold none of their own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wanwidgets.catalog import MODELS
from wanwidgets.facts import Model, Parameter, Span, parse_size
from wanwidgets.images import InputImage
from wanwidgets.pictures import Picture
from wanwidgets.regions import Mask

__all__ = ["SENTENCES", "Problem", "find_problems", "parameter_problems", "picture_problems"]

SENTENCES: Mapping[str, tuple[str, str]] = {
    "model.unknown": ("there is no model {value}; known are {allowed}", "Choose one of them."),
    "prompt.missing": ("it is empty", "Say what to change."),
    "prompt.length": ("it has {value} characters; allowed are {allowed}", "Shorten it."),
    "prompt.character": ("it holds half a character ({value}), which cannot be sent", "Type it again."),
    "images.count": ("there are {value} pictures; allowed are {allowed}", "Add or remove pictures."),
    "image.format": ("its format is {value}; allowed are {allowed}", "Convert it."),
    "image.side": ("it is {value} pixels; allowed are {allowed} for each side", "Scale it."),
    "image.ratio": ("its width is {value} times its height; allowed are {allowed}", "Crop it."),
    "image.bytes": ("its file has {value}; allowed are {allowed}", "Scale it down, or save it as JPEG."),
    "boxes.unsupported": ("it has {value} boxes; this model takes none", "Remove them, or choose a model that does."),
    "boxes.count": ("it has {value} boxes; allowed are {allowed} a picture", "Remove some."),
    "boxes.outside": ("no pixel of the box {value} lies inside the picture, which is {allowed}", "Draw it again."),
    "boxes.no_image": (
        "there are boxes for image {value}, and the number of pictures is {allowed}",
        "Add the picture, or remove the boxes.",
    ),
    "mask.unsupported": ("this model takes no mask", "Use boxes, or choose a model that does."),
    "parameter.unknown": ("this model has no parameter {value}; it has {allowed}", "Leave it out."),
    "parameter.boolean": ("{value} is neither True nor False", "Change it."),
    "parameter.integer": ("{value} is not a whole number", "Change it."),
    "parameter.range": ("{value} is not allowed; allowed are {allowed}", "Change it."),
    "size.form": ("{value} is not a size; allowed are {allowed}", "Choose one of them."),
    "size.tier": ("{value} works only without input pictures; with pictures allowed are {allowed}", "Choose one."),
    "size.pixels": ("{value} pixels in all; allowed are {allowed}", "Make it smaller or larger."),
    "size.ratio": ("the width is {value} times the height; allowed are {allowed}", "Make it less narrow."),
    "take.negative": ("{value} is not allowed; takes are counted from 0", "Use 0, 1, 2 and so on."),
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


def find_problems(
    *,
    model_name: str,
    prompt: str,
    pictures: tuple[Picture, ...],
    mask: Mask | None,
    parameters: Mapping[str, object],
    take: int,
) -> tuple[Problem, ...]:
    """Return every problem of a request, in the order of its fields; nothing when it can be sent."""
    model = MODELS.get(model_name)
    if model is None:
        return (Problem("model.unknown", "model", repr(model_name), ", ".join(MODELS)),)
    found = [*_prompt_problems(model, prompt)]
    count = model.images.count
    if len(pictures) not in count:
        found.append(Problem("images.count", "images", str(len(pictures)), _span(count)))
    for number, picture in enumerate(pictures, start=1):
        found += picture_problems(model, picture, number)
    if mask is not None and not model.takes_mask:
        found.append(Problem("mask.unsupported", "mask"))
    found += parameter_problems(model, parameters, has_pictures=bool(pictures))
    if take < 0:
        found.append(Problem("take.negative", "take", str(take)))
    return tuple(found)


def picture_problems(model: Model, picture: Picture, number: int) -> Iterator[Problem]:
    """Yield what is wrong with one picture and its boxes; an address that was not fetched is not judged."""
    field, rules = f"image {number}", model.images
    boxes = picture.boxes
    if boxes and not model.boxes_per_image:
        yield Problem("boxes.unsupported", field, str(len(boxes)), number=number)
    elif len(boxes) > model.boxes_per_image:
        yield Problem("boxes.count", field, str(len(boxes)), f"≤ {model.boxes_per_image}", number)
    image = picture.image
    if not isinstance(image, InputImage):
        return
    found = (
        ("image.format", image.format in rules.formats, image.format, ", ".join(rules.formats)),
        (
            "image.side",
            image.width in rules.side and image.height in rules.side,
            f"{image.width}×{image.height}",
            _span(rules.side),
        ),
        (
            "image.ratio",
            image.width / image.height in rules.ratio,
            f"{image.width / image.height:.3g}",
            _ratio(rules.ratio),
        ),
        (
            "image.bytes",
            len(image.data) <= rules.max_bytes,
            f"{len(image.data) / 1e6:.1f} MB",
            f"≤ {rules.max_bytes / 1e6:.0f} MB",
        ),
    )
    yield from (Problem(code, field, value, allowed, number) for code, fits, value, allowed in found if not fits)
    for box in boxes:
        if box.clipped(image.size).empty:
            yield Problem("boxes.outside", field, str(tuple(box)), f"{image.width}×{image.height}", number)


def parameter_problems(model: Model, parameters: Mapping[str, object], *, has_pictures: bool) -> Iterator[Problem]:
    """Yield what is wrong with the parameters that were given."""
    for name, value in parameters.items():
        parameter = model.parameters.get(name)
        if parameter is None:
            yield Problem("parameter.unknown", name, repr(name), ", ".join(model.parameters))
        elif parameter.kind == "size":
            yield from _size_problems(model, name, value, has_pictures=has_pictures)
        else:
            yield from _value_problems(parameter, value)


def _prompt_problems(model: Model, prompt: str) -> Iterator[Problem]:
    if not prompt.strip():
        yield Problem("prompt.missing", "prompt")
    # A browser gives these when an emoji was cut in two.
    halves = [letter for letter in prompt if unicodedata.category(letter) == "Cs"]
    if halves:
        yield Problem("prompt.character", "prompt", ascii(halves[0]))
    # The service cuts longer prompts off in silence (the reference), which would lose what the user wrote.
    if len(prompt) > model.prompt_length:
        yield Problem("prompt.length", "prompt", str(len(prompt)), f"≤ {model.prompt_length}")


def _value_problems(parameter: Parameter, value: object) -> Iterator[Problem]:
    name, span = parameter.name, parameter.range
    if parameter.kind == "boolean":
        if not isinstance(value, bool):
            yield Problem("parameter.boolean", name, repr(value), "True, False")
    elif isinstance(value, bool) or not isinstance(value, int):
        yield Problem("parameter.integer", name, repr(value), _span(span) if span else "")
    elif span is not None and value not in span:
        yield Problem("parameter.range", name, repr(value), _span(span))


def _size_problems(model: Model, name: str, value: object, *, has_pictures: bool) -> Iterator[Problem]:
    rules = model.sizes
    usable = [tier.name for tier in rules.tiers if tier.edits or not has_pictures]
    allowed = f"{', '.join(usable)}, W*H (1280*720)"
    tier = rules.tier(value) if isinstance(value, str) else None
    if tier is not None:
        if has_pictures and not tier.edits:
            yield Problem("size.tier", name, repr(value), allowed)
        return
    size = parse_size(value) if isinstance(value, str) else None
    if size is None:
        yield Problem("size.form", name, repr(value), allowed)
        return
    width, height = size
    total = rules.pixels if has_pictures else rules.pixels_without_images
    if width * height not in total:
        yield Problem("size.pixels", name, f"{width}×{height} = {width * height:,}", _span(total))
    if width / height not in rules.ratio:
        yield Problem("size.ratio", name, f"{width / height:.3g}", _ratio(rules.ratio))


def _span(span: Span) -> str:
    return f"{span.low:,.0f}–{span.high:,.0f}"


def _ratio(span: Span) -> str:
    return f"1:{1 / span.low:g} – {span.high:g}:1"
