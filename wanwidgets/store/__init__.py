"""The run store: a journal, files by the hash of their content, and who has charge of what."""

from wanwidgets.store.finding import Made
from wanwidgets.store.folder import UNTOLD_SECONDS
from wanwidgets.store.journal import STORE_VARIABLE
from wanwidgets.store.memory import Nearest
from wanwidgets.store.recording import Asked
from wanwidgets.store.store import RunStore

__all__ = ["STORE_VARIABLE", "UNTOLD_SECONDS", "Asked", "Made", "Nearest", "RunStore"]
