"""The kinds of facts that the catalog holds about a model: modes, limits, parameters, endpoints, rates, prices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from wanwidgets.sizes import SizeRules, Span

__all__ = [
    "Endpoint",
    "ImageRules",
    "Mode",
    "Model",
    "Parameter",
    "Price",
    "Rate",
    "Region",
    "Trial",
    "rows",
]


@dataclass(frozen=True, slots=True)
class ImageRules:
    """What an input picture must be like, how many there are being a matter of the mode.

    `side` is in pixels (each of width and height), `ratio` is width over height (None: any) and `max_bytes` is the
    size of the encoded file. `formats` are Pillow's names. `inline` says whether pictures may be sent inside the
    document as Base64; otherwise the model takes addresses only.
    """

    side: Span
    ratio: Span | None
    max_bytes: int
    formats: tuple[str, ...]
    source: str
    inline: bool = True


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter by the provider's own name.

    Attributes
    ----------
    name : str
    kind : str
        ``"size"``, ``"integer"``, ``"number"``, ``"boolean"``, ``"text"``, ``"choice"``, ``"palette"`` or ``"colors"``.
    default : str, int, float, bool or None
        In force when the user says nothing. It is sent all the same, since the provider's documents contradict each
        other about some of them; None stands for "not sent".
    source : str
        Where this is written.
    range : Span or None
        Of a number; of a palette, how many colours it has.
    choices : tuple of str
        Of a ``"choice"``.
    length : int or None
        Of a ``"text"``: the most characters.
    place : str
        Where it stands in the document: ``"parameters"``, ``"input"``, or ``"way"`` for one that is not in it but
        decides how it is sent.
    idle : bool
        Whether the mode takes it without any effect.
    """

    name: str
    kind: str
    default: str | float | bool | None
    source: str
    range: Span | None = None
    choices: tuple[str, ...] = ()
    length: int | None = None
    place: str = "parameters"
    idle: bool = False


def rows(*parameters: Parameter) -> Mapping[str, Parameter]:
    """Return parameters by name, in that order."""
    return MappingProxyType({parameter.name: parameter for parameter in parameters})


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a create goes, below the base URL.

    `way` is ``"async"`` (answers with a task to be queried), ``"sync"`` (answers with the result) or ``"stream"``
    (answers with parts as they come). `regions` are those that are documented to serve it.
    """

    path: str
    way: str
    source: str
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Price:
    """What one successfully produced picture costs in a region, whatever its resolution."""

    region: str
    amount: float
    currency: str
    as_of: str
    source: str


@dataclass(frozen=True, slots=True)
class Trial:
    """A model that cannot be paid for: so many pictures are free, then it refuses."""

    pictures: int
    source: str


@dataclass(frozen=True, slots=True)
class Rate:
    """How much an account may ask for: creates a second and tasks at the same time."""

    creates_per_second: float
    concurrent_tasks: int
    source: str


@dataclass(frozen=True, slots=True)
class Region:
    """A place where the service runs. Keys and task ids are bound to it.

    `host` is shared by all workspaces and is None where there is none; `workspace_host` holds ``{workspace}``, to be
    replaced by the workspace id. `code` is the provider's own name of the region. `uploads` says whether temporary
    uploads are documented there.
    """

    name: str
    label: str
    code: str
    host: str | None
    workspace_host: str | None
    uploads: bool
    source: str


@dataclass(frozen=True, slots=True)
class Mode:
    """One way of using a model, with rules of its own.

    Attributes
    ----------
    name, title : str
        A key for words, and what it is called in English.
    images : Span
        How many input pictures it takes.
    sizes : SizeRules
        The values of ``size``.
    parameters : mapping of str to Parameter
        All that it takes.
    endpoints : tuple of Endpoint
        Where it can be asked for.
    source : str
        Where this is written.
    when : mapping
        The values of parameters that choose this mode; empty where the number of pictures alone decides.
    counted_by : str
        The parameter that says how many pictures are made.
    exact : bool
        Whether so many are made; otherwise at most so many, and the model decides.
    mask : str
        ``"none"``, ``"optional"`` or ``"required"``.
    """

    name: str
    title: str
    images: Span
    sizes: SizeRules
    parameters: Mapping[str, Parameter]
    endpoints: tuple[Endpoint, ...]
    source: str
    when: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    counted_by: str = "n"
    exact: bool = True
    mask: str = "none"

    def defaults(self) -> dict[str, Any]:
        """Return what is in force for a parameter about which the user said nothing."""
        return {name: p.default for name, p in self.parameters.items() if p.default is not None}

    def endpoint(self, way: str) -> Endpoint | None:
        """Return where a create of that way goes, or None if the mode has no such endpoint."""
        return next((end for end in self.endpoints if end.way == way), None)

    def chosen_by(self, values: Mapping[str, object]) -> bool:
        """Whether these values of parameters choose this mode."""
        return all(_same(values.get(name), value) for name, value in self.when.items())


@dataclass(frozen=True, slots=True)
class Model:
    """What one model accepts.

    Attributes
    ----------
    name, title : str
        The provider's name, and the one in a menu.
    form : str
        How its input is written: ``"messages"``, ``"images"`` (a prompt and a list) or ``"base_image"`` (one picture,
        perhaps a mask).
    prompt_length : int
        In characters.
    images : ImageRules
        Of each input picture.
    boxes_per_image : int
        How many boxes ``bbox_list`` may hold for one picture (0: the model takes none).
    modes : tuple of Mode
        The first is what an unfinished draft is taken for.
    rate : Rate
    prices : tuple of Price
    typical_seconds : Span
        What the documents' own samples took for one picture.
    trial : Trial or None
        Set where the model is free for a number of pictures and then refuses.
    """

    name: str
    title: str
    form: str
    prompt_length: int
    prompt_source: str
    images: ImageRules
    boxes_per_image: int
    boxes_source: str
    modes: tuple[Mode, ...]
    rate: Rate
    prices: tuple[Price, ...]
    typical_seconds: Span
    timing_source: str
    trial: Trial | None = None

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """All parameters of all modes, each as the first mode that takes it has it."""
        return {name: row for mode in reversed(self.modes) for name, row in mode.parameters.items()}

    @property
    def switches(self) -> tuple[str, ...]:
        """The parameters that choose the mode."""
        return tuple(dict.fromkeys(name for mode in self.modes for name in mode.when))

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions that serve it in any mode."""
        return tuple(dict.fromkeys(name for mode in self.modes for end in mode.endpoints for name in end.regions))

    @property
    def mask(self) -> str:
        """Whether any mode takes a mask: ``"none"``, ``"optional"`` or ``"required"`` (by all)."""
        kinds = {mode.mask for mode in self.modes}
        return kinds.pop() if len(kinds) == 1 else "optional"

    def mode(self, given: Mapping[str, object], images: int) -> Mode:
        """Return the mode that these parameters and that number of pictures choose.

        Where the number fits no mode that the parameters allow, the first of those is meant.
        """
        known = self.parameters
        values = {name: given.get(name, known[name].default) for name in self.switches}
        allowed = [mode for mode in self.modes if mode.chosen_by(values)] or [self.modes[0]]
        return next((mode for mode in allowed if images in mode.images), allowed[0])

    def price(self, region: str) -> Price | None:
        """Return the price of one picture in that region, or None if none is known."""
        return next((price for price in self.prices if price.region == region), None)


def _same(left: object, right: object) -> bool:
    # 1 == True, and an array equals nothing in one word.
    return type(left) is type(right) and left == right
