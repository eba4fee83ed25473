"""The run store: a journal, files by the hash of their content, and who has charge of what."""

from wanwidgets.store.store import STORE_VARIABLE, UNTOLD_SECONDS, RunStore

__all__ = ["STORE_VARIABLE", "UNTOLD_SECONDS", "RunStore"]
