"""What is wrong with prompt, pictures, boxes and mask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wanwidgets.facts import Mode, Model
from wanwidgets.images import Gap, InputImage
from wanwidgets.marks import MARKS, sent_image
from wanwidgets.pictures import Picture
from wanwidgets.problems.sentences import Problem, ratio_text, span_text
from wanwidgets.problems.values import half_characters
from wanwidgets.regions import Mask
from wanwidgets.showing import shown

__all__ = ["mask_problems", "picture_problems", "pictures_problems", "prompt_problems"]


def prompt_problems(model: Model, prompt: str) -> Iterator[Problem]:
    """Yield what is wrong with the prompt."""
    if not prompt.strip():
        yield Problem("prompt.missing", "prompt")
    halves = half_characters(prompt)
    if halves:
        yield Problem("prompt.character", "prompt", ascii(halves[0]))
    # The service cuts longer prompts off in silence (the reference), which would lose what the user wrote.
    if len(prompt) > model.prompt_length:
        yield Problem("prompt.length", "prompt", str(len(prompt)), f"≤ {model.prompt_length}")


def pictures_problems(model: Model, mode: Mode, pictures: Sequence[Picture], marks: str) -> Iterator[Problem]:
    """Yield what is wrong with the pictures and their boxes."""
    if len(pictures) not in mode.images:
        yield Problem("images.count", "images", str(len(pictures)), span_text(mode.images))
    if marks not in MARKS:
        yield Problem("marks.unknown", "marks", shown(marks), ", ".join(MARKS))
    for number, picture in enumerate(pictures, start=1):
        yield from picture_problems(model, picture, number, marks)


def picture_problems(model: Model, picture: Picture, number: int, marks: str = "list") -> Iterator[Problem]:
    """Yield what is wrong with one picture and its boxes; an address that was not fetched is not judged."""
    field, boxes = f"image {number}", picture.boxes
    if isinstance(picture.image, Gap):
        known = "×".join(map(str, picture.image.size)) if all(picture.image.size) else "?"
        yield Problem("image.gone", field, picture.image.name, known, number)
    if boxes and marks != "drawn":
        if not model.boxes_per_image:
            yield Problem("boxes.unsupported", field, str(len(boxes)), number=number)
        elif len(boxes) > model.boxes_per_image:
            yield Problem("boxes.count", field, str(len(boxes)), f"≤ {model.boxes_per_image}", number)
    if not isinstance(picture.image, InputImage):
        return
    yield from _image_problems(model, sent_image(picture, marks), number)
    size = picture.image.size
    for box in boxes:
        if box.clipped(size).empty:
            yield Problem("boxes.outside", field, str(tuple(box)), f"{size[0]}×{size[1]}", number)


def mask_problems(mode: Mode, mask: Mask | None, pictures: Sequence[Picture]) -> Iterator[Problem]:
    """Yield what is wrong with the mask, or with there being none."""
    if mask is None:
        if mode.mask == "required":
            yield Problem("mask.missing", "mask", mode.title)
        return
    if mode.mask == "none":
        yield Problem("mask.unsupported", "mask", mode.title)
        return
    size = pictures[0].size if pictures else None
    if size is not None and mask.size != size:
        yield Problem("mask.size", "mask", "×".join(map(str, mask.size)), "×".join(map(str, size)))
    elif mask.empty:
        yield Problem("mask.empty", "mask")


def _image_problems(model: Model, image: InputImage, number: int) -> Iterator[Problem]:
    field, rules = f"image {number}", model.images
    ratio = image.width / image.height
    found = (
        ("image.format", image.format in rules.formats, image.format, ", ".join(rules.formats)),
        (
            "image.side",
            image.width in rules.side and image.height in rules.side,
            f"{image.width}×{image.height}",
            span_text(rules.side),
        ),
        (
            "image.ratio",
            rules.ratio is None or ratio in rules.ratio,
            f"{ratio:.3g}",
            ratio_text(rules.ratio) if rules.ratio else "",
        ),
        (
            "image.bytes",
            len(image.data) <= rules.max_bytes,
            f"{len(image.data) / 1e6:.1f} MB",
            f"≤ {rules.max_bytes / 1e6:.0f} MB",
        ),
    )
    yield from (Problem(code, field, value, allowed, number) for code, fits, value, allowed in found if not fits)
