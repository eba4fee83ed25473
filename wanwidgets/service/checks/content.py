"""The inside of ``input``: prompt, pictures and mask, in each of the forms that models have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from wanwidgets.facts import Model
from wanwidgets.service.checks.document import an_object, present
from wanwidgets.service.refusal import NOT_RESOLVED, Refusal, invalid

__all__ = ["FORMS", "Content", "check_address"]

_WEB = ("http://", "https://")
_STORED = "oss://"
_INLINE = "data:"
_LONGEST_HEAD = 200


@dataclass(frozen=True, slots=True)
class Content:
    """What is to be done with which pictures; addresses in order."""

    prompt: str
    images: tuple[str, ...]
    mask: str | None = None


def _messages(given: Mapping[str, Any]) -> Content:
    messages = present(given, "messages", "input")
    if not isinstance(messages, list) or not messages:
        raise invalid("No messages found in input")
    if len(messages) != 1:
        raise invalid("messages length only support 1")
    message = an_object(messages[0], "input.messages[0]")
    if message.get("role") != "user":
        raise invalid("input.messages[0].role must be user.")  # guess: the wording
    content = message.get("content")
    if not isinstance(content, list):
        raise invalid("input.messages[0].content must be an array.")  # guess: the wording
    texts: list[str] = []
    images: list[str] = []
    for number, item in enumerate(content):
        where = f"input.messages[0].content[{number}]"
        key, value = _item(item, where)
        (texts if key == "text" else images).append(_string(value, f"{where}.{key}"))
    # guess: that pictures alone are not enough; the OpenAPI description has the text as required.
    if not [text for text in texts if text.strip()]:
        raise invalid("lack of image or text")
    if len(texts) != 1:
        raise invalid("input.messages[0].content must hold exactly one text.")  # guess: the wording
    return Content(texts[0], tuple(images))


def _item(item: object, where: str) -> tuple[str, object]:
    # A type beside it is what the answers have; whoever sends an answer back sends it too.
    if isinstance(item, dict):
        rest = [(key, value) for key, value in item.items() if key != "type"]
        if len(rest) == 1 and rest[0][0] in {"text", "image"}:
            return rest[0]
    raise invalid(f"{where} must be an object with one key, text or image.")  # guess: the wording


def _images(given: Mapping[str, Any]) -> Content:
    prompt = _prompt(given)
    images = present(given, "images", "input")
    if not isinstance(images, list):
        raise invalid("input.images must be an array.")  # guess: the wording
    return Content(prompt, tuple(_string(image, f"input.images[{k}]") for k, image in enumerate(images)))


def _base_image(given: Mapping[str, Any]) -> Content:
    prompt = _prompt(given)
    base = _string(present(given, "base_image_url", "input"), "input.base_image_url")
    mask = given.get("mask_image_url")
    return Content(prompt, (base,), None if mask is None else _string(mask, "input.mask_image_url"))


def _prompt(given: Mapping[str, Any]) -> str:
    prompt = _string(present(given, "prompt", "input"), "input.prompt")
    if not prompt.strip():
        raise invalid("Field required: input.prompt")  # guess: that an empty one counts as missing
    return prompt


def _string(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise invalid(f"{where} must be a string.")  # guess: the wording
    return value


FORMS: Mapping[str, Callable[[Mapping[str, Any]], Content]] = MappingProxyType(
    {"messages": _messages, "images": _images, "base_image": _base_image},
)
"""How ``input`` is read, by `Model.form`."""


def check_address(address: str, model: Model, *, resolves: bool) -> None:
    """Refuse what is no address, or none of those that the model takes.

    Parameters
    ----------
    address
        Of a picture or a mask.
    model
        A row of the catalog.
    resolves
        Whether the call asked for ``oss://`` addresses to be resolved.

    Raises
    ------
    Refusal
        guess: its wording, for models that take no Base64 and no Chinese characters in an address.
    """
    if address.startswith(_INLINE):
        if not model.images.inline:
            raise Refusal(400, "InvalidURL", "Required URL is missing or invalid, please check the request URL.")
        if ";base64," not in address[:_LONGEST_HEAD]:
            raise Refusal(*NOT_RESOLVED)
    elif address.startswith(_STORED):
        if not resolves:
            raise Refusal(*NOT_RESOLVED)
    elif not address.startswith(_WEB):
        raise Refusal(*NOT_RESOLVED)
    elif not model.images.inline and not address.isascii():
        raise Refusal(400, "InvalidURL", "Required URL is missing or invalid, please check the request URL.")
