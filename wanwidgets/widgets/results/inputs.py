"""The inputs of a run, wherever their bytes are: in its request, or in the store."""

from __future__ import annotations

from dataclasses import dataclass

from wanwidgets.images import InputImage
from wanwidgets.result import Run
from wanwidgets.session import EditSession
from wanwidgets.store.pages import PastRun
from wanwidgets.widgets.results.previews import Source

__all__ = ["Input", "inputs_of", "inputs_of_past"]


@dataclass(frozen=True)
class Input:
    """One picture that was sent.

    Attributes
    ----------
    number : int
        Counted from 1, as in the prompt.
    digest : str
        SHA-256 of its file; empty for an address that was sent as such.
    read : callable
        Returns the file.
    """

    number: int
    digest: str
    read: Source


def inputs_of(run: Run) -> tuple[Input, ...]:
    """Return the inputs that a run holds; those that are addresses are left out."""
    images = enumerate((picture.image for picture in run.request.pictures), start=1)
    return tuple(
        Input(number, image.digest, lambda image=image: image.data)  # type: ignore[misc]
        for number, image in images
        if isinstance(image, InputImage)
    )


def inputs_of_past(past: PastRun, session: EditSession) -> tuple[Input, ...]:
    """Return the inputs of a run that holds only their names; the store has their files."""
    return tuple(
        Input(number, digest, lambda digest=digest: session.input_file(digest))  # type: ignore[misc]
        for number, digest in enumerate(past.inputs, start=1)
        if digest
    )
