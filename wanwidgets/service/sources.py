"""Where input pictures come from: the web, or what was uploaded."""

from __future__ import annotations

from wanwidgets.facts import Model
from wanwidgets.service.pictures import Fetch, fetch
from wanwidgets.service.refusal import invalid
from wanwidgets.service.uploads import Uploads

__all__ = ["fetcher"]


def fetcher(uploads: Uploads, model: Model, web: Fetch = fetch) -> Fetch:
    """Return what fetches an address for an order of a model.

    Parameters
    ----------
    uploads
        Where ``oss://`` addresses lead; each file is good for the model that it was uploaded for.
    model
        A row of the catalog.
    web
        Fetches all others.
    """

    def fetched(address: str, limit: int) -> bytes:
        if not address.startswith("oss://"):
            return web(address, limit)
        data = uploads.read(address, model.name)
        if data is None:
            # guess: the wording, where an upload is unknown, too old, or another model's.
            raise invalid("download image failed")
        return data

    return fetched
