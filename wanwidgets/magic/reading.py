"""What the words of a cell's line mean: the arguments of `wanwidgets.edit`."""

from __future__ import annotations

import json
import keyword
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from IPython.core.error import UsageError

from wanwidgets.api import connect
from wanwidgets.client import Client
from wanwidgets.magic.given import Given
from wanwidgets.magic.names import Names
from wanwidgets.session.sources import MOST_MATCHES, is_pattern, matching
from wanwidgets.showing import shown
from wanwidgets.store import RunStore

__all__ = ["OWN", "WORDS", "arguments", "client_of", "out_of", "store_of"]

OWN: Mapping[str, str] = MappingProxyType(
    {
        "prompt": "the text of the cell",
        "images": "-i",
        "boxes": "--box",
        "mask": "--mask",
        "marks": "--drawn",
        "model": "-m",
        "client": "--client",
        "store": "--store",
        "take": "--take",
        "budget": "--budget",
        "mode": "--mode",
        "n": "-n",
        "size": "--size",
        "seed": "--seed",
        "negative_prompt": "--negative",
    },
)
"""What is given in another way than by ``-p``: every argument of `wanwidgets.edit` that has a name, and some more."""

WORDS: Mapping[str, bool] = MappingProxyType({"true": True, "false": False, "True": True, "False": False})
"""How a parameter may be said to be so or not: as JSON has it, and as Python has it."""

_BOX = "write it like 2:989,515,1138,681, or 2:NAME for a variable"


def arguments(given: Given, names: Names) -> dict[str, Any]:
    """Return the arguments of `wanwidgets.edit` but for the prompt; what was not given is not among them.

    Whether a model takes them is for `wanwidgets.edit` to say.

    Raises
    ------
    UsageError
        A word cannot be read as what it should be.
    """
    found: dict[str, Any] = {
        name: read(word, names) for name, read in _READERS.items() if (word := given.one(name)) is not None
    }
    pictures = [picture for word in given.words("images") for picture in _pictures(word, names)]
    boxes = _boxes(given.words("boxes"), names)
    parameters = _parameters(given.words("parameters"), names)
    negative = found.pop("negative", None)
    own: dict[str, Any] = {
        "images": pictures or None,
        "boxes": boxes or None,
        "marks": "drawn" if given.has("drawn") else None,
        "client": client_of(given, names, found.get("mode")),
        "store": store_of(given, names),
        "negative_prompt": negative,
    }
    return {name: value for name, value in (own | found | parameters).items() if value is not None}


def client_of(given: Given, names: Names, mode: str | None = None) -> Client | None:
    """Return who is asked to answer; None where it is for `wanwidgets.connect` to find.

    Raises
    ------
    UsageError
        More than one is asked, or the variable holds no client.
    """
    asked = [flag for name, flag in _WHO.items() if given.has(name)]
    if len(asked) > 1:
        raise UsageError(f"{' and '.join(asked)} do not go together: give one of them.")
    region, variable = given.one("region"), given.one("client")
    if variable is not None:
        client = names.named(variable)
        if not isinstance(client, Client):
            # What was written may be a key, so it is not shown.
            unknown = isinstance(client, str) and client == variable
            wrong = "no variable has this name" if unknown else f"this is a {type(client).__name__}"
            raise UsageError(
                f"--client needs the name of a variable that holds a client, as ww.connect() returns it; {wrong}.",
            )
        return client
    where = names.value(region) if region is not None else "local"
    return connect(where, mode=mode) if asked else None


def store_of(given: Given, names: Names) -> RunStore | None:
    """Return the store that is named; None where none is.

    Raises
    ------
    UsageError
        The variable holds no store and no folder.
    """
    word = given.one("store")
    if word is None:
        return None
    found = names.named(word)
    if isinstance(found, RunStore):
        return found
    if not isinstance(found, (str, Path)):
        raise UsageError(
            f"--store needs a folder, or a variable that holds a RunStore; {word} is a {type(found).__name__}. "
            "Write ./NAME for a folder that is called like a variable.",
        )
    if found == "":
        raise UsageError("--store: there is nothing after it. Give a folder, or a variable that holds a RunStore.")
    return RunStore(found)


def out_of(given: Given) -> str | None:
    """Return the name of the variable for the run.

    Raises
    ------
    UsageError
        No variable can have that name.
    """
    name = given.one("out")
    if name is not None and (not name.isidentifier() or keyword.iskeyword(name)):
        raise UsageError(f"-o: {name!r} is no name of a variable. Give one, such as run.")
    return name


_WHO = {"local": "--local", "region": "--region", "client": "--client"}


def _whole(flag: str) -> Callable[[str, Names], Any]:
    def read(word: str, names: Names) -> Any:
        value = names.value(word)
        try:
            return int(value) if isinstance(value, str) else value
        except ValueError:
            meant = f"${word} for the variable" if word in names.values else "one, such as 2"
            raise UsageError(f"{flag}: {word!r} is no whole number. Write {meant}.") from None

    return read


def _value(word: str, names: Names) -> Any:
    return names.value(word)


_READERS: Mapping[str, Callable[[str, Names], Any]] = MappingProxyType(
    {
        "model": _value,
        "mask": lambda word, names: names.named(word),
        "n": _whole("-n"),
        "size": _value,
        "seed": _whole("--seed"),
        "negative": _value,
        "mode": _value,
        "take": _whole("--take"),
        "budget": _whole("--budget"),
    },
)


def _pictures(word: str, names: Names) -> list[object]:
    found = names.named(word)
    if isinstance(found, (list, tuple)):
        return list(found)
    if not is_pattern(found):
        return [found]
    files, more = matching(found)
    if not files:
        raise UsageError(f"-i: no file has a name like {found!r}. Is it relative to the notebook's folder?")
    if more:
        raise UsageError(f"-i: more than {MOST_MATCHES} files have a name like {found!r}. Name fewer.")
    return list(files)


def _boxes(words: Iterable[str], names: Names) -> dict[int, list[Any]]:
    boxes: dict[int, list[Any]] = {}
    for word in words:
        for number, listed in _box(word, names):
            boxes.setdefault(number, []).extend(listed)
    return boxes


def _box(word: str, names: Names) -> list[tuple[int, list[Any]]]:
    number, colon, corners = word.partition(":")
    if not (colon and number.strip().isdecimal()):
        # A variable that holds what boxes= takes has the numbers itself.
        whole = names.named(word)
        if isinstance(whole, Mapping):
            return [(key, _listed(each)) for key, each in whole.items()]
        if word in names.values:
            raise UsageError(f"--box: {word!r} does not say on which picture it is. Write 1:{word} for image 1.")
        raise UsageError(f"--box: {word!r} is not a box; {_BOX}.")
    value = names.named(corners)
    if isinstance(value, str):
        try:
            return [(int(number), [tuple(int(corner) for corner in value.split(","))])]
        except ValueError:
            raise UsageError(f"--box: {word!r} is not a box, and no variable has this name; {_BOX}.") from None
    if isinstance(value, Mapping):
        raise UsageError(f"--box: {corners!r} is a dict, which has the numbers itself. Write --box {corners}.")
    return [(int(number), _listed(value))]


def _listed(value: object) -> list[Any]:
    """Return the boxes that are given as a box or as several, perhaps none."""
    # Bytes and texts could be iterated as well, but what comes of it are no boxes.
    if not isinstance(value, Iterable) or isinstance(value, (bytes, str)):
        raise UsageError(f"--box: {shown(value)} is not a box; {_BOX}.")
    found = list(value)
    return found if all(isinstance(each, Iterable) for each in found) else [tuple(found)]


def _parameters(words: Iterable[str], names: Names) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for word in words:
        name, value = _parameter(word, names)
        if name in found:
            raise UsageError(f"-p: {name} is given twice. Give it once.")
        found[name] = value
    return found


def _parameter(word: str, names: Names) -> tuple[str, Any]:
    name, equals, value = word.partition("=")
    if not (equals and name.isidentifier()):
        raise UsageError(f"-p: {word!r} is no parameter; write it like enable_sequential=true.")
    if name in OWN:
        raise UsageError(f"-p: {name} has an option of its own: {OWN[name]}.")
    if value in WORDS:
        return name, WORDS[value]
    try:
        return name, json.loads(value)
    except ValueError:
        # What is no JSON is a text, which needs no quotes then.
        return name, names.value(value)
