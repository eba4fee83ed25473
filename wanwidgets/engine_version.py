"""The version of the local service's engine, which is known without the packages that the engine needs."""

__all__ = ["ENGINE_VERSION"]

ENGINE_VERSION = "3"
"""Raised whenever the pixels of a result can differ; what is remembered of the local service is bound to it."""
