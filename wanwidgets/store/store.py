"""RunStore: what was asked and what came of it, in a folder that outlives the kernel.

A SQLite journal keeps the records; pictures are files named by the hash of their content, so that nothing is stored
twice and nothing is overwritten. Neither holds a key or a signed address. A run that is under way is in the charge of
one kernel, and free for others to take up as soon as that kernel is gone. What succeeded is remembered: the same
request is answered from here, free.
"""

from __future__ import annotations

from wanwidgets.store.finding import Finding
from wanwidgets.store.kinship import Kinship
from wanwidgets.store.looking import Looking
from wanwidgets.store.packing.mixin import Packing
from wanwidgets.store.recording import Recording
from wanwidgets.store.remembering import Remembering

__all__ = ["RunStore"]


class RunStore(Recording, Remembering, Finding, Kinship, Looking, Packing):
    """A folder of runs.

    Parameters
    ----------
    folder
        Made on first use. By default the folder that WANWIDGETS_STORE names, else ``wanwidgets-runs`` in the current
        one.
    budget
        How many pictures all its runs may be billed for; None: no budget.
    new_id, now
        The seams for names and time.
    mounts
        Where it stands what is mounted (``/proc/self/mountinfo``).

    Raises
    ------
    StoreError
        From any method: the folder cannot be used, or was written by a newer version. What is there is left as it is.
    """
