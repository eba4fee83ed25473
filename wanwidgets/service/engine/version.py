"""The version of the pixels: the same request gives the same picture as long as this stays the same."""

ENGINE_VERSION = "2"
"""Raised with every change of the engine's sources; `tests/service/engine/test_version.py` watches over it."""
