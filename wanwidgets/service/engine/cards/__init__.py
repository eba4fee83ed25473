"""Pictures that show what was asked for, in words: an answer to any order, and plainly no work of a model."""

from wanwidgets.service.engine.cards.deck import cards

__all__ = ["cards"]
