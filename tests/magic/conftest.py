"""An IPython with the extension loaded."""

from __future__ import annotations

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.testing.globalipapp import start_ipython


@pytest.fixture(scope="session")
def ipython():
    """Return the IPython of this process, of which there is one."""
    return start_ipython() or InteractiveShell.instance()


@pytest.fixture
def shell(ipython):
    """Return an IPython with the extension loaded; what a test puts into its variables goes with the test."""
    shell = ipython
    before = dict(shell.user_ns)
    shell.run_line_magic("load_ext", "wanwidgets")
    yield shell
    shell.run_line_magic("unload_ext", "wanwidgets")
    shell.user_ns.clear()
    shell.user_ns.update(before)
