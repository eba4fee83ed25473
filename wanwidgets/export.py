"""A request as code that makes it again."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import urlsplit

from wanwidgets.images import Address
from wanwidgets.pictures import Picture
from wanwidgets.place import is_local
from wanwidgets.regions import Mask
from wanwidgets.request import EditRequest

__all__ = ["as_python"]

_LONGEST = 96
"""Letters of a line that is not broken."""

_CUT = "  # without its query, which may be signed"


def as_python(request: EditRequest, *, engine: str, store: str, file: Callable[[str], str]) -> str:
    """Return a notebook cell that asks for the same again, and shows what comes.

    Parameters
    ----------
    request
        With its pictures, not with addresses in the place of files.
    engine
        Who answers, as `Client.engine` names it. No key is written: `wanwidgets.connect` finds it.
    store
        The folder of the run store, as the code finds it.
    file
        Returns the path of a picture's file, as the code finds it, by the SHA-256 of its bytes.

    Returns
    -------
    str
        Python. Of an address with a query, which may be signed, the query is left out.
    """
    given: list[tuple[str, str]] = []
    if request.pictures:
        given.append(("images", _listed([_picture(picture, file) for picture in request.pictures])))
    if request.boxes:
        boxes = [f"{number}: {[tuple(box) for box in some]!r}" for number, some in request.boxes.items()]
        given.append(("boxes", _listed(boxes, "{}")))
    if request.mask is not None:
        given.append(("mask", _mask(request.mask, file)))
    if request.marks != "list":
        given.append(("marks", repr(request.marks)))
    given.append(("model", repr(request.model)))
    given += [(name, repr(value)) for name, value in request.parameters.items()]
    if request.take:
        given.append(("take", repr(request.take)))
    given += [("client", _client(engine)), ("store", f"ww.RunStore({store!r})")]
    lines = [f"    {name}={value}," for name, value in given]
    reads = ["from pathlib import Path", ""] if any("Path(" in value for _, value in given) else []
    return "\n".join(
        [*reads, "import wanwidgets as ww", "", "run = ww.edit(", f"    {request.prompt!r},", *lines, ")", "run"],
    )


def _picture(picture: Picture, file: Callable[[str], str]) -> str:
    image = picture.image
    if not isinstance(image, Address):
        return repr(file(image.digest))
    parts = urlsplit(image.url)
    plain = parts._replace(query="", fragment="").geturl()
    return f"{plain!r},{_CUT}" if parts.query else repr(image.url)


def _mask(mask: Mask, file: Callable[[str], str]) -> str:
    if mask.base is not None and not mask.strokes:
        return repr(file(mask.base.digest))
    document = json.loads(json.dumps(mask.to_dict(embed=False)))
    find = f", lambda _: Path({file(mask.base.digest)!r}).read_bytes()" if mask.base is not None else ""
    return f"ww.Mask.from_dict({document!r}{find})"


def _client(engine: str) -> str:
    if is_local(engine):
        return 'ww.connect("local")'
    kind, _, name = engine.partition("/")
    # Of another place only the host is known.
    return f"ww.connect({name!r})" if kind == "model-studio" else f"ww.connect(base_url={f'https://{name}/api/v1'!r})"


def _listed(items: list[str], brackets: str = "[]") -> str:
    """Return items between brackets, on one line where they fit."""
    line = ", ".join(items)
    cut = [item.endswith(_CUT) for item in items]
    if len(line) <= _LONGEST and not any(cut):
        return f"{brackets[0]}{line}{brackets[1]}"
    rows = "".join(f"        {item}{'' if ended else ','}\n" for item, ended in zip(items, cut, strict=True))
    return f"{brackets[0]}\n{rows}    {brackets[1]}"
