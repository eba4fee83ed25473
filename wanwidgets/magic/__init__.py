"""``%load_ext wanwidgets``: the magics ``%%wan``, which edits, and ``%wan``, which tells how things stand."""

from __future__ import annotations

from collections import ChainMap
from typing import Any

import IPython

from wanwidgets.magic.hooks import Completing, with_body
from wanwidgets.magic.magics import WanMagics
from wanwidgets.magic.names import Names

__all__ = ["WanMagics", "load_ipython_extension", "unload_ipython_extension"]

_NAME = "wan"


def load_ipython_extension(shell: Any) -> None:
    """Register the magics; IPython calls this for ``%load_ext wanwidgets``."""
    unload_ipython_extension(shell)
    # An IPython that is embedded in a function has variables of the function, and of its module.
    names = Names(lambda: ChainMap(shell.user_ns, shell.user_global_ns), shell.ev)
    magics = WanMagics(names, lambda name, run: shell.push({name: run}))
    shell.register_magic_function(magics.cell, "cell", _NAME)
    shell.register_magic_function(magics.line, "line", _NAME)
    shell.input_transformers_cleanup.append(with_body)
    Completing(shell.Completer, names).enter(IPython.version_info[:2])


def unload_ipython_extension(shell: Any) -> None:
    """Take the magics away again; IPython calls this for ``%unload_ext wanwidgets``."""
    for kind in ("line", "cell"):
        shell.magics_manager.magics[kind].pop(_NAME, None)
    while with_body in shell.input_transformers_cleanup:
        shell.input_transformers_cleanup.remove(with_body)
    Completing.leave(shell.Completer)
