"""The outside of a create's document: JSON, model, input, parameters."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from wanwidgets.catalog import MODELS
from wanwidgets.facts import Model
from wanwidgets.service.refusal import (
    EMPTY_INPUT,
    EMPTY_MODEL,
    ILLEGAL_INPUT,
    UNKNOWN_MODEL,
    WRONG_BODY,
    Refusal,
    invalid,
)

__all__ = ["an_object", "ordered_input", "ordered_model", "ordered_parameters", "parse", "present"]


def parse(body: bytes) -> dict[str, Any]:
    """Read the body of a create; it must be a JSON object.

    Raises
    ------
    Refusal
        It is not.
    """
    try:
        document = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Refusal(*WRONG_BODY) from error
    if not isinstance(document, dict):
        raise Refusal(*WRONG_BODY)
    return document


def _refuse(word: str) -> None:
    # Python reads NaN and Infinity, which are no JSON.
    raise ValueError(word)


def ordered_model(document: Mapping[str, Any]) -> Model:
    """Return the model that a document names.

    Raises
    ------
    Refusal
        It names none, or one that is not in the catalog.
    """
    name = document.get("model")
    if not name:
        raise Refusal(*EMPTY_MODEL)
    model = MODELS.get(name) if isinstance(name, str) else None
    if model is None:
        raise Refusal(*UNKNOWN_MODEL)
    return model


def ordered_input(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return ``input``.

    Raises
    ------
    Refusal
        There is none, or it is no object.
    """
    given = document.get("input")
    if given is None:
        raise Refusal(*EMPTY_INPUT)
    if not isinstance(given, dict):
        raise Refusal(*ILLEGAL_INPUT)
    return given


def ordered_parameters(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return ``parameters``, empty where there are none.

    Raises
    ------
    Refusal
        It is no object.
    """
    given = document.get("parameters")
    return {} if given is None else an_object(given, "parameters")


def an_object(value: object, where: str) -> Mapping[str, Any]:
    """Return an object.

    Raises
    ------
    Refusal
        It is something else.
    """
    if not isinstance(value, dict):
        raise invalid(f"{where} must be an object.")  # guess: the wording
    return value


def present(given: Mapping[str, Any], name: str, where: str) -> object:
    """Return what a field holds.

    Raises
    ------
    Refusal
        It is missing, or null.
    """
    if given.get(name) is None:
        raise invalid(f"Field required: {where}.{name}")
    return given[name]
