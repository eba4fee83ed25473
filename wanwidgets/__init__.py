"""Edit pictures with the Wan models inside a Jupyter notebook."""

from wanwidgets.version import __version__

__all__ = ["__version__"]
