"""What the service accepts: a create document becomes an order, or is refused at once.

What needs the decoded pictures or the reading of the prompt is checked later, by `pictures` and the engine: there an
asynchronous task fails, as it does at the provider, and a synchronous call is refused.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from wanwidgets.catalog import MODELS
from wanwidgets.facts import Mode, Model, Parameter
from wanwidgets.sizes import parse_size
from wanwidgets.service.order import Box, Order
from wanwidgets.service.refusal import Refusal, invalid

__all__ = ["check", "parse"]

_NOT_YET: Mapping[str, str] = {
    "enable_sequential": "image sets (enable_sequential)",
    "enable_interleave": "mixed text and pictures (enable_interleave)",
    "color_palette": "a colour palette (color_palette)",
}
"""Parameters that would change the result in a way this service cannot, so that ignoring them would be a lie."""

_ADDRESSES = ("http://", "https://", "data:")
_BOX_NUMBERS = 4


def parse(body: bytes) -> dict[str, Any]:
    """Read the body of a create; it must be a JSON object.

    Raises
    ------
    Refusal
        It is not.
    """
    try:
        document = json.loads(body)
    except ValueError as error:
        raise invalid("Required body invalid, please check the request body format.") from error
    if not isinstance(document, dict):
        raise invalid("Required body invalid, please check the request body format.")
    return document


def check(document: Mapping[str, Any]) -> Order:
    """Turn the document of a create into an order.

    Raises
    ------
    Refusal
        With the provider's code and wording where they are known.
    """
    model = _model(document.get("model"))
    parameters = _object(document.get("parameters"), "parameters")
    prompt, images = _content(_message(document.get("input")), model)
    _no_unsupported(parameters)
    mode = model.mode(parameters, len(images))
    for name, rule in mode.parameters.items():
        if rule.kind in _KINDS:
            _KINDS[rule.kind](parameters.get(name), rule)
    chosen = {**mode.defaults(), **{key: value for key, value in parameters.items() if value is not None}}
    size = str(chosen["size"])
    _size(size, mode)
    boxes = _boxes(parameters.get("bbox_list"), len(images), model)
    return Order(model, mode, prompt, images, None, boxes, chosen)


def _model(name: object) -> Model:
    if not name:
        raise Refusal(400, "BadRequest.EmptyModel", 'Required parameter "model" missing from request.')
    model = MODELS.get(name) if isinstance(name, str) else None
    if model is None:
        raise invalid("Model not exist.")
    return model


def _object(value: object, name: str) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise invalid(f"{name} must be an object.")
    return value


def _message(given: object) -> list[Any]:
    if given is None or given == {}:
        raise Refusal(400, "BadRequest.EmptyInput", "Required input parameter missing from request.")
    messages = _object(given, "input").get("messages")
    if messages is None:
        raise invalid("Field required: input.messages")
    if not isinstance(messages, list) or not messages:
        raise invalid("No messages found in input")
    if len(messages) != 1:
        raise invalid("messages length only support 1")
    message = _object(messages[0], "input.messages[0]")
    if message.get("role") != "user":
        raise invalid("input.messages[0].role must be user.")
    content = message.get("content")
    if not isinstance(content, list):
        raise invalid("input.messages[0].content must be an array.")
    return content


def _content(content: list[Any], model: Model) -> tuple[str, tuple[str, ...]]:
    texts: list[str] = []
    images: list[str] = []
    for number, item in enumerate(content):
        where = f"input.messages[0].content[{number}]"
        if not isinstance(item, dict) or len(item) != 1 or not item.keys() <= {"text", "image"}:
            raise invalid(f"{where} must be an object with one key, text or image.")
        ((key, value),) = item.items()
        if not isinstance(value, str):
            raise invalid(f"{where}.{key} must be a string.")
        (texts if key == "text" else images).append(value)
    if not [text for text in texts if text.strip()]:
        raise invalid("lack of image or text")
    if len(texts) != 1:
        raise invalid("input.messages[0].content must hold exactly one text.")
    count = model.mode({}, len(images)).images
    if len(images) not in count:
        raise invalid(f"The number of images should be in [{count.low}, {count.high}].")
    for image in images:
        _address(image)
    # The provider cuts a long prompt off and does not refuse it.
    return texts[0][: model.prompt_length], tuple(images)


def _address(image: str) -> None:
    if image.startswith("oss://"):
        raise Refusal(400, "InvalidURL", "The local service does not support oss:// addresses yet.")
    if not image.startswith(_ADDRESSES) or (image.startswith("data:") and ";base64," not in image[:200]):
        raise invalid("The provided URL does not appear to be valid. Ensure it is correctly formatted.")


def _no_unsupported(parameters: Mapping[str, Any]) -> None:
    for name, what in _NOT_YET.items():
        value = parameters.get(name)
        if name.startswith("enable_") and value is not None and not isinstance(value, bool):
            raise invalid(f"{name} must be a boolean.")
        if value:
            raise invalid(f"The local service does not support {what}.")


def _boolean(value: object, rule: Parameter) -> None:
    if value is not None and not isinstance(value, bool):
        raise invalid(f"{rule.name} must be a boolean.")


def _integer(value: object, rule: Parameter) -> None:
    if value is None:
        return
    if not isinstance(value, int) or isinstance(value, bool):
        raise invalid(f"{rule.name} must be an integer.")
    if rule.range and value not in rule.range:
        raise invalid(f"Range of {rule.name} should be [{rule.range.low}, {rule.range.high}]")


def _text(value: object, rule: Parameter) -> None:
    if value is not None and not isinstance(value, str):
        raise invalid(f"{rule.name} must be a string.")


_KINDS = {"boolean": _boolean, "integer": _integer, "size": _text}


def _size(size: str, mode: Mode) -> None:
    rules = mode.sizes
    if rules.tier(size) is not None:
        return
    pixels = parse_size(size)
    if pixels is None:
        names = ", ".join(tier.name for tier in rules.tiers)
        raise invalid(f"size should be one of {names}, or width*height.")
    if rules.pixels and pixels[0] * pixels[1] not in rules.pixels:
        raise invalid(f"The total pixels of size should be in [{rules.pixels.low}, {rules.pixels.high}].")
    if rules.ratio and pixels[0] / pixels[1] not in rules.ratio:
        raise invalid("The aspect ratio of size should be in [1:8, 8:1].")


def _boxes(given: object, images: int, model: Model) -> tuple[tuple[Box, ...], ...]:
    if given is None:
        return ((),) * images
    if not isinstance(given, list) or len(given) != images:
        raise invalid("The length of bbox_list must be equal to the number of input images.")
    for number, own in enumerate(given):
        if not isinstance(own, list) or len(own) > model.boxes_per_image:
            raise invalid(f"bbox_list[{number}] must be an array of at most {model.boxes_per_image} boxes.")
    return tuple(tuple(_box(box, f"bbox_list[{number}]") for box in own) for number, own in enumerate(given))


def _box(box: object, where: str) -> Box:
    if not isinstance(box, list) or len(box) != _BOX_NUMBERS or not all(type(value) is int for value in box):
        raise invalid(f"A box of {where} must be four integers [x1, y1, x2, y2].")
    x1, y1, x2, y2 = box
    if not (0 <= x1 < x2 and 0 <= y1 < y2):
        raise invalid(f"A box of {where} must have 0 <= x1 < x2 and 0 <= y1 < y2.")
    return x1, y1, x2, y2
