"""EditRequest: one edit as a value, from a draft with gaps to what is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wanwidgets.arguments import boxes_by_number, expect, own, read_mask
from wanwidgets.catalog import DEFAULT_MODEL, MODELS
from wanwidgets.errors import InvalidRequest
from wanwidgets.facts import Mode, Model
from wanwidgets.images import Gap, InputImage
from wanwidgets.meaning import canonical, fingerprint_of
from wanwidgets.pictures import Picture
from wanwidgets.problems import Problem, find_problems, parameter_problems
from wanwidgets.recovering import Recovered
from wanwidgets.regions import Box, Mask
from wanwidgets.showing import shown

__all__ = ["EditRequest"]


@dataclass(frozen=True, init=False)
class EditRequest(Recovered):
    """One edit: pictures in order, a prompt, boxes, and the model's parameters by the provider's names.

    Construction refuses only wrong types, so that a draft may be unfinished; `problems()` says what keeps it from
    being sent. A request never changes; `replace` makes another one.

    Parameters
    ----------
    prompt
        What to change. Pictures are "image 1", "image 2", …, boxes "box 1", "box 2", … in it.
    images
        Each as `wanwidgets.reading.read_image` takes it, or a `Picture`.
    model
        A name of `wanwidgets.catalog.MODELS`.
    boxes
        By picture number, counted from 1: ``{2: [(x1, y1, x2, y2)]}`` in whole pixels of the original picture. They
        come after the boxes that a `Picture` brings.
    mask
        Which pixels may change, for models that take a mask: a `Mask`, or a picture of the size of image 1 as
        `wanwidgets.reading.read_image` takes it, in which what is lighter than mid-grey is edited.
    marks
        How boxes are told: ``"list"`` sends them beside the pictures (``bbox_list``), ``"drawn"`` paints them and their
        numbers into the pictures that are sent, which any model takes.
    take
        0, 1, 2, …: another variation of the same request.
    **parameters
        ``size``, ``n``, ``seed``, ``watermark``, ``thinking_mode``, …; None stands for the default. Some of them choose
        the mode: ``enable_sequential``, ``enable_interleave``, ``function``. ``stream`` asks for parts as they come.

    Raises
    ------
    TypeError
        A value of the wrong type.
    ImageError
        A picture cannot be read; the message names it by its number.
    InvalidRequest
        Boxes for a picture that is not there.
    """

    prompt: str
    pictures: tuple[Picture, ...]
    model: str
    mask: Mask | None
    marks: str
    take: int
    # A palette is a list, which has no hash; it counts where requests are compared.
    _given: tuple[tuple[str, Any], ...] = field(repr=False, hash=False)

    def __init__(
        self,
        prompt: str = "",
        images: Iterable[object] = (),
        *,
        model: str = DEFAULT_MODEL,
        boxes: Mapping[int, Iterable[Iterable[object]]] | None = None,
        mask: object = None,
        marks: str = "list",
        take: int = 0,
        **parameters: Any,
    ) -> None:
        expect(prompt, str, "prompt")
        expect(model, str, "model")
        expect(marks, str, "marks")
        expect(take, int, "take")
        if isinstance(images, (str, bytes)):
            raise TypeError("images is a list of pictures; for a single one write images=[picture].")
        sources = tuple(images)
        by_number = boxes_by_number(boxes, len(sources))
        values = {
            "prompt": prompt,
            "pictures": Picture.read_all(sources, by_number),
            "model": model,
            "mask": read_mask(mask),
            "marks": marks,
            "take": take,
            "_given": tuple(sorted((name, own(value)) for name, value in parameters.items() if value is not None)),
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters that were given, by name; the defaults of the model are not among them."""
        return {name: own(value) for name, value in self._given}

    @property
    def boxes(self) -> dict[int, tuple[Box, ...]]:
        """The boxes by picture number, of the pictures that have any."""
        return {number: picture.boxes for number, picture in enumerate(self.pictures, start=1) if picture.boxes}

    @property
    def entry(self) -> Model | None:
        """The model's entry in the catalog, or None for an unknown model."""
        return MODELS.get(self.model)

    @property
    def mode(self) -> Mode | None:
        """What the model is used for, by its parameters and the number of pictures; None for an unknown model."""
        return self.entry.mode(dict(self._given), len(self.pictures)) if self.entry else None

    @property
    def stream(self) -> bool:
        """Whether parts of the result are wanted as they come."""
        return self.parameters.get("stream") is True

    def effective(self) -> dict[str, Any]:
        """Return every parameter that is in force: the given ones over the defaults of the mode.

        Those that only say how the request is sent (``stream``) are left out.
        """
        mode = self.mode
        if mode is None:
            return self.parameters
        ways = {name for name, row in mode.parameters.items() if row.place == "way"}
        return {name: value for name, value in {**mode.defaults(), **self.parameters}.items() if name not in ways}

    def most_pictures(self) -> int | None:
        """Return how many pictures can come at most, each of which costs; None where that cannot be said."""
        count = self.effective().get(self.mode.counted_by) if self.mode else None
        return count if isinstance(count, int) and not isinstance(count, bool) else None

    def replace(self, **changes: Any) -> EditRequest:
        """Return a request with some fields or parameters changed.

        ``pictures`` and ``images`` both name the pictures; a parameter set to None returns to the model's default.
        """
        values: dict[str, Any] = {
            "prompt": self.prompt,
            "images": changes.pop("pictures", self.pictures),
            "model": self.model,
            "mask": self.mask,
            "marks": self.marks,
            "take": self.take,
        }
        return EditRequest(**{**values, **self.parameters, **changes})

    def fitted(self, **changes: Any) -> tuple[EditRequest, tuple[str, ...]]:
        """Return this request with changes such as another model or mode, without the parameters that do not fit them.

        Returns
        -------
        EditRequest
        tuple of str
            The names of the parameters that were left out.
        """
        changed = self.replace(**changes)
        if changed.mode is None or changed.entry is None:
            return changed, ()
        kept = {name: value for name, value in changed.parameters.items() if name not in changes}
        wrong = {problem.field for problem in parameter_problems(changed.entry, changed.mode, kept)}
        return changed.replace(**dict.fromkeys(wrong)), tuple(sorted(wrong))

    def problems(self) -> tuple[Problem, ...]:
        """Return everything that keeps this request from being sent; nothing when it can be."""
        return find_problems(
            model_name=self.model,
            prompt=self.prompt,
            pictures=self.pictures,
            mask=self.mask,
            marks=self.marks,
            parameters=self.parameters,
            take=self.take,
        )

    def require_valid(self) -> None:
        """Raise `InvalidRequest` with all problems, if there are any."""
        problems = self.problems()
        if problems:
            raise InvalidRequest(problems)

    def output_size(self) -> tuple[int, int] | None:
        """Predict the output's width and height in pixels, or None where they cannot be known yet."""
        last = self.pictures[-1].size if self.pictures else None
        if self.mode is None or (self.pictures and last is None):
            return None
        size = self.effective().get("size")
        return None if size is not None and not isinstance(size, str) else self.mode.sizes.output(size, last)

    def fingerprint(self, engine: str) -> str:
        """Return a hash of what this request means to that engine, however its pictures were encoded.

        Parameters
        ----------
        engine
            Who answers, as `Client.engine` names it.

        Returns
        -------
        str
            SHA-256 as hex digits.
        """
        return fingerprint_of(self.meaning(engine))

    def meaning(self, engine: str) -> str:
        """Return the canonical form of what this request means to that engine, of which the fingerprint is the hash."""
        return canonical(
            engine=engine,
            model=self.model,
            prompt=self.prompt,
            pictures=[_meaning(picture) for picture in self.pictures],
            mask=self.mask.pixels if self.mask else None,
            marks=self.marks,
            parameters=self.effective(),
            take=self.take,
        )

    def to_dict(self, *, embed: bool = True) -> dict[str, Any]:
        """Return the request as JSON values.

        Parameters
        ----------
        embed
            Whether the pictures' files are inside as data URLs, or only their hashes.
        """
        return {
            "model": self.model,
            "prompt": self.prompt,
            "pictures": [picture.to_dict(embed=embed) for picture in self.pictures],
            "mask": self.mask.to_dict(embed=embed) if self.mask else None,
            "marks": self.marks,
            "parameters": self.parameters,
            "take": self.take,
        }

    @classmethod
    def from_dict(cls, document: Mapping[str, Any], find: Callable[[str], bytes] | None = None) -> EditRequest:
        """Read what `to_dict` wrote.

        Parameters
        ----------
        document
            JSON values.
        find
            Returns a file by the SHA-256 of its bytes, for documents without embedded pictures.
        """
        mask = document.get("mask")
        return cls(
            document["prompt"],
            [Picture.from_dict(entry, find) for entry in document["pictures"]],
            model=document["model"],
            mask=Mask.from_dict(mask, find) if mask else None,
            marks=document.get("marks", "list"),
            take=document.get("take", 0),
            **document["parameters"],
        )

    def __repr__(self) -> str:
        given = "".join(f", {name}={shown(value)}" for name, value in self._given)
        return f"<EditRequest {self.model}, {len(self.pictures)} images, {len(self.prompt)} characters{given}>"


def _meaning(picture: Picture) -> dict[str, Any]:
    image = picture.image
    # Of a picture whose file is not here the pixels may be known all the same, and they are what counts.
    known = image.pixels if isinstance(image, (InputImage, Gap)) else ""
    seen = {"pixels": known} if known else {"url": image.url}
    return {**seen, "boxes": [list(box) for box in picture.boxes]}
