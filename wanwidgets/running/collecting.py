"""What the service made becomes what is kept: links become files, words and failures stay what they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from wanwidgets.client import Client
from wanwidgets.content import Content, Failure, Link, SavedImage, Text
from wanwidgets.errors import Cancelled, ImageError, StoreError, TaskExpired, Undelivered, WanError
from wanwidgets.querying import DOWNLOAD_ATTEMPTS
from wanwidgets.stages import Stage, Tell, untold
from wanwidgets.store import RunStore
from wanwidgets.waiting import Pause

__all__ = ["Collector"]


class Collector:
    """Keeps the pictures of one run, each once, however often its content is told.

    Parameters
    ----------
    client, store
        Who brings them, and where they are kept.
    tell
        Hears of each picture that is asked for, and of each that is kept.
    """

    def __init__(self, client: Client, store: RunStore, tell: Tell = untold) -> None:
        self._client = client
        self._store = store
        self._tell = tell
        self._kept: dict[str, SavedImage] = {}
        self._tried: set[str] = set()

    def arrived(self, content: Sequence[Text | Link | Failure], pause: Pause) -> tuple[Content, ...]:
        """Return what is there already, each picture tried once: more would hold up the stream that brings them."""
        for link in self._missing(content):
            if link.url in self._tried:
                continue
            self._tried.add(link.url)
            try:
                self._keep(link, content, pause, attempts=1)
            except (StoreError, TaskExpired, Undelivered):
                # It is asked for again when the stream is over.
                continue
        return self.so_far(content)

    def each(self, content: Sequence[Text | Link | Failure], pause: Pause) -> Iterator[tuple[Content, ...]]:
        """Yield what is there after each picture that came, and at last everything.

        Raises
        ------
        Undelivered, TaskExpired, StoreError
            The first picture that could not be had or kept, once all were tried; the others are kept.
        Cancelled
        """
        lost: WanError | None = None
        for link in self._missing(content):
            if pause(0):
                raise Cancelled("Stopped while downloading; the pictures wait 24 hours at the service.")
            try:
                self._keep(link, content, pause)
            except (StoreError, TaskExpired, Undelivered) as error:
                lost = lost or error
            else:
                yield self.so_far(content)
        if lost is not None:
            raise lost
        yield self.so_far(content)

    def rest(self, content: Sequence[Text | Link | Failure], pause: Pause) -> tuple[Content, ...]:
        """Return what can still be had of a stream that broke off; it raises nothing, since that is told already."""
        with suppress(WanError):
            for _ in self.each(content, pause):
                pass
        return self.so_far(content)

    def so_far(self, content: Sequence[Text | Link | Failure]) -> tuple[Content, ...]:
        """Return what is there already; nothing is asked for."""
        found = (self._kept.get(part.url) if isinstance(part, Link) else part for part in content)
        return tuple(part for part in found if part is not None)

    def _missing(self, content: Sequence[Text | Link | Failure]) -> list[Link]:
        return [part for part in content if isinstance(part, Link) and part.url not in self._kept]

    def _keep(
        self,
        link: Link,
        content: Sequence[Text | Link | Failure],
        pause: Pause,
        *,
        attempts: int = DOWNLOAD_ATTEMPTS,
    ) -> None:
        links = [part for part in content if isinstance(part, Link)]
        place = links.index(link) + 1, len(links)
        self._tell(Stage("downloading", *place))
        data = self._client.download(link.url, attempts=attempts, pause=pause)
        self._tell(Stage("saving", *place))
        try:
            saved = self._store.keep(data)
        except ImageError as error:
            raise Undelivered(f"The service's result is no picture: {error.reason}") from None
        self._kept[link.url] = replace(saved, actual_prompt=link.actual_prompt)
