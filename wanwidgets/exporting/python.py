"""A request as Python: a cell that runs it, or one that opens an editor on it."""

from __future__ import annotations

import json
import keyword
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wanwidgets.exporting.plain import CUT, literal, plain_address
from wanwidgets.images import Address, Gap, InputImage
from wanwidgets.pictures import Picture
from wanwidgets.place import is_local
from wanwidgets.regions import Mask
from wanwidgets.request import EditRequest

__all__ = ["EDIT", "EDITOR", "Cell", "as_python"]

_LONGEST = 96
"""Letters of a line that is not broken."""

_CUT = f"  # {CUT}"
_GONE = "  # its file is not here: put a path in its place"
_OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell does with a request.

    Attributes
    ----------
    opens : str
        How it begins.
    names : bool
        Whether the prompt is given by its name.
    result : str
        What it shows.
    own : frozenset of str
        The names that it gives other things by, so that no parameter can have them.
    """

    opens: str
    names: bool
    result: str
    own: frozenset[str]


_GIVEN = frozenset({"images", "boxes", "mask", "marks", "model", "take", "client", "store", "budget", "mode", "prompt"})

EDIT = Cell("run = ww.edit(", names=False, result="run", own=_GIVEN)
"""A cell that runs the request, and shows what comes."""

EDITOR = Cell("editor = ww.Editor(", names=True, result="editor", own=_GIVEN | {"session", "language"})
"""A cell that opens an editor on it."""


def as_python(
    request: EditRequest,
    *,
    engine: str,
    store: str,
    file: Callable[[InputImage], str],
    cell: Cell = EDIT,
    mode: str = "replay",
    budget: int | None = None,
) -> str:
    """Return a notebook cell that asks for the same again.

    Parameters
    ----------
    request
        With its pictures, not with addresses in the place of files.
    engine
        Who answers, as `Client.engine` names it. No key is written: `wanwidgets.connect` finds it.
    store
        The folder of the run store, as the code finds it.
    file
        Returns the path of a picture's file, as the code finds it.
    cell
        `EDIT` or `EDITOR`.
    mode
        The value of a `wanwidgets.modes.ReplayMode`; the usual one is not written.
    budget
        How many pictures may be billed for; None for any number.

    Returns
    -------
    str
        Python. Of an address with a query, which may be signed, the query is left out. A parameter that no code can
        name is left out and told in a comment: no model has one.
    """
    given = [*_given(request, file)]
    named = {name: value for name, value in request.parameters.items() if _can_be_named(name, cell)}
    given += [(name, literal(value)) for name, value in named.items()]
    if request.take:
        given.append(("take", repr(request.take)))
    given += [("client", _client(engine, offline=mode == _OFFLINE)), ("store", f"ww.RunStore({store!r})")]
    if mode != "replay":
        given.append(("mode", repr(mode)))
    if budget is not None:
        given.append(("budget", repr(budget)))
    prompt = f"    {'prompt=' if cell.names else ''}{request.prompt!r},"
    lines = [f"    {name}={value}," for name, value in given]
    lost = [f"# Left out, since no model has it: {name!r}." for name in request.parameters if name not in named]
    reads = (
        ["from pathlib import Path", ""] if any(name == "mask" and "Path(" in value for name, value in given) else []
    )
    return "\n".join([*reads, "import wanwidgets as ww", "", *lost, cell.opens, prompt, *lines, ")", cell.result])


def _given(request: EditRequest, file: Callable[[InputImage], str]) -> Iterator[tuple[str, str]]:
    if request.pictures:
        yield "images", _listed([_picture(picture, file) for picture in request.pictures])
    if request.boxes:
        boxes = [f"{number}: {[tuple(box) for box in some]!r}" for number, some in request.boxes.items()]
        yield "boxes", _listed(boxes, "{}")
    if request.mask is not None:
        yield "mask", _mask(request.mask, file)
    if request.marks != "list":
        yield "marks", repr(request.marks)
    yield "model", repr(request.model)


def _can_be_named(name: str, cell: Cell) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name) and name not in cell.own


def _picture(picture: Picture, file: Callable[[InputImage], str]) -> str:
    image = picture.image
    if not isinstance(image, Address):
        return repr(file(image))
    plain = plain_address(image.url)
    if isinstance(image, Gap):
        return f"{plain!r},{_GONE}"
    return repr(plain) if plain == image.url else f"{plain!r},{_CUT}"


def _mask(mask: Mask, file: Callable[[InputImage], str]) -> str:
    if mask.base is not None and not mask.strokes:
        return repr(file(mask.base))
    document = json.loads(json.dumps(mask.to_dict(embed=False)))
    if mask.base is not None:
        document["base"]["name"] = ""
    find = f", lambda _: Path({file(mask.base)!r}).read_bytes()" if mask.base is not None else ""
    return f"ww.Mask.from_dict({document!r}{find})"


def _client(engine: str, *, offline: bool) -> str:
    kind, _, name = engine.partition("/")
    # Of another place only the host is known.
    place = repr(name) if kind == "model-studio" else f"base_url={f'https://{name}/api/v1'!r}"
    where = '"local"' if is_local(engine) else place
    # Offline no key is needed.
    mode = ', mode="offline"' if offline else ""
    return f"ww.connect({where}{mode})"


def _listed(items: list[str], brackets: str = "[]") -> str:
    """Return items between brackets, on one line where they fit."""
    line = ", ".join(items)
    cut = [item.endswith((_CUT, _GONE)) for item in items]
    if len(line) <= _LONGEST and not any(cut):
        return f"{brackets[0]}{line}{brackets[1]}"
    rows = "".join(f"        {item}{'' if ended else ','}\n" for item, ended in zip(items, cut, strict=True))
    return f"{brackets[0]}\n{rows}    {brackets[1]}"
