"""A whole document against the rows of the catalog."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wanwidgets.facts import Mode, Model, Parameter
from wanwidgets.service.checks.boxes import read_boxes
from wanwidgets.service.checks.content import FORMS, Content, check_address
from wanwidgets.service.checks.defaults import default
from wanwidgets.service.checks.document import ordered_input, ordered_model, ordered_parameters
from wanwidgets.service.checks.values import read
from wanwidgets.service.order import Order
from wanwidgets.service.refusal import invalid

__all__ = ["check"]


def check(document: Mapping[str, Any], *, resolves: bool = False) -> Order:
    """Turn the document of a create into an order.

    Parameters
    ----------
    document
        JSON values; left as it is.
    resolves
        Whether the call asked for ``oss://`` addresses to be resolved.

    Raises
    ------
    Refusal
        With the provider's code and wording where they are known.
    """
    model = ordered_model(document)
    given, parameters = ordered_input(document), ordered_parameters(document)
    content = FORMS[model.form](given)
    switches = {name: _place(model.parameters[name], given, parameters).get(name) for name in model.switches}
    mode = model.mode({name: value for name, value in switches.items() if value is not None}, len(content.images))
    chosen = _chosen(model, mode, given, parameters)
    _check_pictures(content, model, mode, resolves=resolves)
    return Order(
        model,
        mode,
        # The provider cuts a long prompt off and does not refuse it.
        content.prompt[: model.prompt_length],
        content.images,
        # guess: a mask that the mode does not take is ignored.
        None if mode.mask == "none" else content.mask,
        read_boxes(parameters.get("bbox_list"), len(content.images), model.boxes_per_image),
        chosen,
    )


def _place(row: Parameter, given: Mapping[str, Any], parameters: Mapping[str, Any]) -> Mapping[str, Any]:
    return given if row.place == "input" else parameters


def _chosen(model: Model, mode: Mode, given: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return every parameter in force.

    guess: what the mode does not take is ignored, be it unknown or another model's. The SDK leaks such parameters
    (``is_async``) and the provider does not mind.
    """
    chosen: dict[str, Any] = {}
    for name, row in mode.parameters.items():
        # Whether the answer is streamed is decided by a header; the parameter is tolerated, whatever it says.
        if row.place == "way":
            continue
        value = _place(row, given, parameters).get(name)
        if value is not None:
            chosen[name] = read(value, row, mode, model)
        elif row.place == "input" and name in mode.when:
            raise invalid(f"Field required: input.{name}")
        elif (own := default(model, mode, row)) is not None:
            chosen[name] = own
    return chosen


def _check_pictures(content: Content, model: Model, mode: Mode, *, resolves: bool) -> None:
    number = len(content.images)
    if number not in mode.images:
        spans = [other.images for other in model.modes if other.when == mode.when]
        low, high = min(span.low for span in spans), max(span.high for span in spans)
        raise invalid(f"The number of images should be in [{low}, {high}].")  # guess: the wording
    if mode.mask == "required" and content.mask is None:
        raise invalid("Field required: input.mask_image_url")
    for address in (*content.images, *([] if content.mask is None else [content.mask])):
        check_address(address, model, resolves=resolves)
