"""The parts of one run in order: thumbnails side by side, words from one to the next."""

from __future__ import annotations

from collections.abc import Callable

from wanwidgets.content import Content, Failure, SavedImage, Text
from wanwidgets.session import EditSession
from wanwidgets.widgets import lean as widgets
from wanwidgets.widgets.guard import close_all
from wanwidgets.widgets.results.previews import Previews
from wanwidgets.widgets.results.tiles import Failed, Picture, Said, Tile, tile_for
from wanwidgets.widgets.text import Words

__all__ = ["Gallery"]


class Gallery(widgets.Box):
    """Shows parts as they come: tiles that are there stay, so that nothing flickers while a run grows.

    Parameters
    ----------
    session, words, previews
        As everywhere.
    choose
        Called with the place of a picture among the parts when it is clicked.
    """

    def __init__(
        self,
        session: EditSession,
        words: Words,
        previews: Previews,
        choose: Callable[[int], None],
    ) -> None:
        self._session = session
        self._words = words
        self._previews = previews
        self._choose = choose
        self._content: tuple[Content, ...] = ()
        super().__init__()
        self.add_class("wanwidgets-parts")

    def show(self, content: tuple[Content, ...]) -> None:
        """Show these parts."""
        if content == self._content:
            return
        self._content = content
        old: list[Tile | None] = [*self.children]
        tiles: list[Tile] = []
        gone: list[Tile | None] = []
        for place, part in enumerate(content):
            before = old[place] if place < len(old) else None
            tile = tile_for(part, before, self._session, self._words, lambda place=place: self._choose(place))  # type: ignore[misc]
            if before is not None and tile is not before:
                gone.append(before)
            tiles.append(tile)
        gone += old[len(content) :]
        self._fill(tiles, content)
        if tuple(tiles) != self.children:
            self.children = tuple(tiles)
        for left in gone:
            if left is not None:
                close_all(left)
        pictures = sum(isinstance(part, SavedImage) for part in content)
        # Pictures alone stand side by side; words lead from one to the next. One picture needs no choosing.
        told = any(isinstance(part, Text) for part in content)
        (self.remove_class if told else self.add_class)("wanwidgets-grid")
        (self.add_class if pictures == len(content) == 1 else self.remove_class)("wanwidgets-alone")

    def mark(self, place: int) -> None:
        """Show which part is shown large."""
        for at, tile in enumerate(self.children):
            if isinstance(tile, Picture):
                tile.mark(chosen=at == place)

    def _fill(self, tiles: list[Tile], content: tuple[Content, ...]) -> None:
        pictures: list[tuple[Picture, SavedImage]] = []
        for tile, part in zip(tiles, content, strict=True):
            if isinstance(tile, Picture) and isinstance(part, SavedImage):
                pictures.append((tile, part))
                tile.show(part, len(pictures), self._previews.thumb(part.digest))
            elif isinstance(tile, Said) and isinstance(part, Text):  # noqa: SIM114 - each shows parts of its own kind
                tile.show(part)
            elif isinstance(tile, Failed) and isinstance(part, Failure):
                tile.show(part)
        self._previews.thumbs(
            "gallery",
            [part for _, part in pictures],
            lambda number, thumb: pictures[number][0].fill(thumb),
        )
