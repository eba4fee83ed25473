"""The editing session: a draft, its runs, and what there is to say."""

from wanwidgets.session.session import EditSession

__all__ = ["EditSession"]
