"""The options of the magics, as one table: the reading, the help and the completion of a line follow it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["BY_FLAG", "COMMANDS", "OPTIONS", "Command", "Option"]


@dataclass(frozen=True, slots=True)
class Option:
    """One option.

    Attributes
    ----------
    name : str
        By which the magic asks for it.
    flags : tuple of str
        How it is written.
    help : str
    section : str
        Under which the help lists it.
    value : str
        What is to be written after it; empty for a switch, which has no value.
    kind : str
        How the value is read, and what its completion offers.
    many : bool
        Whether it may be given more than once.
    everywhere : bool
        Whether the line magic takes it as well.
    """

    name: str
    flags: tuple[str, ...]
    help: str
    section: str
    value: str = ""
    kind: str = "text"
    many: bool = False
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """What ``%wan`` can be asked for; `value` is the optional word after it, of which `kind` says what it is."""

    name: str
    help: str
    value: str = ""
    kind: str = ""


_WHAT, _HOW, _WHO = "What is edited", "How", "Who answers"
_KEPT, _RESULT = "What is remembered, and what it may cost", "The cell"

OPTIONS: tuple[Option, ...] = (
    Option("images", ("-i", "--image"), "a variable, a path, a pattern such as photos/*.jpg, or an address; "
           "once for each picture: they are image 1, image 2, …", _WHAT, "PICTURE", "picture", many=True),
    Option("boxes", ("--box",), "a box on picture N, in whole pixels of the original; or N:NAME of a variable that "
           "holds a box, or several", _WHAT, "N:x1,y1,x2,y2", "box", many=True),
    Option("mask", ("--mask",), "what may change: a picture as large as image 1, light where it may, or a variable",
           _WHAT, "PICTURE", "mask"),
    Option("drawn", ("--drawn",), "paint the boxes into the pictures that are sent, instead of listing them", _WHAT),
    Option("model", ("-m", "--model"), "who edits; %wan models lists them", _HOW, "MODEL", "model"),
    Option("n", ("-n",), "how many pictures", _HOW, "COUNT", "count"),
    Option("size", ("--size",), "1K, 2K or W*H, such as 960*640", _HOW, "SIZE", "size"),
    Option("seed", ("--seed",), "where chance begins", _HOW, "NUMBER", "integer"),
    Option("negative", ("--negative",), "what is not wanted, for models that take it (negative_prompt)", _HOW, "TEXT"),
    Option("parameters", ("-p", "--parameter"), "any other parameter, by the provider's name; the value is JSON, or "
           "else a text", _HOW, "NAME=VALUE", "parameter", many=True),
    Option("local", ("--local",), "the local service, whatever the environment holds", _WHO, everywhere=True),
    Option("region", ("--region",), "Model Studio there", _WHO, "REGION", "region", everywhere=True),
    Option("client", ("--client",), "a variable that holds a client, as ww.connect() returns it", _WHO, "NAME",
           "client", everywhere=True),
    Option("store", ("--store",), "where runs are kept: a variable that holds a RunStore, or a folder", _KEPT, "STORE",
           "store", everywhere=True),
    Option("mode", ("--mode",), "replay, offline or refresh: whether what is remembered is asked again", _KEPT, "MODE",
           "mode"),
    Option("take", ("--take",), "another variation of the same request: 1, 2, …", _KEPT, "NUMBER", "integer"),
    Option("budget", ("--budget",), "how many pictures all runs of the store may be billed for", _KEPT, "PICTURES",
           "integer"),
    Option("fill", ("--fill",), "fill in {name} in the prompt from variables; without it, braces are braces", _RESULT),
    Option("out", ("-o", "--out"), "put the run into this variable instead of showing it", _RESULT, "NAME", "out"),
    Option("help", ("-h", "--help"), "show this", _RESULT, everywhere=True),
)  # fmt: skip

BY_FLAG: Mapping[str, Option] = MappingProxyType({flag: option for option in OPTIONS for flag in option.flags})

COMMANDS: tuple[Command, ...] = (
    Command("status", "who answers, where runs are kept, what is under way, what was spent; the same as %wan alone"),
    Command("spend", "what the runs of the store cost"),
    Command("models", "the models, or one of them with its parameters", "[MODEL]", "model"),
    Command("runs", "the last runs of the store, the newest first; 10, or COUNT of them", "[COUNT]"),
    Command("help", "this"),
)
