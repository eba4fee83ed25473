"""The version of the package, read by the build and shown by `wanwidgets.__version__`."""

__all__ = ["__version__"]

__version__ = "0.1.0"
