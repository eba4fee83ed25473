"""``size``: a tier, one of a list, or ``W*H`` within limits. The wording of all refusals is a guess."""

from __future__ import annotations

from wanwidgets.facts import Mode, Model
from wanwidgets.service.refusal import invalid
from wanwidgets.sizes import SizeRules, Span, parse_size

__all__ = ["check_size", "spoken_ratio"]


def check_size(size: str, mode: Mode, model: Model) -> None:
    """Hold a size against a mode.

    Raises
    ------
    Refusal
        It is none, or outside the limits.
    """
    rules = mode.sizes
    if size in rules.values:
        return
    others = [other.title for other in model.modes if other.sizes.tier(size)]
    if others:
        raise invalid(f"size {size} is only supported for {' and '.join(others)}.")
    pixels = parse_size(size) if rules.free else None
    if pixels is None:
        raise invalid(f"size should be {_allowed(rules)}.")
    if rules.pixels and pixels[0] * pixels[1] not in rules.pixels:
        raise invalid(f"The total pixels of size should be in [{rules.pixels.low}, {rules.pixels.high}].")
    if rules.ratio and pixels[0] / pixels[1] not in rules.ratio:
        raise invalid(f"The aspect ratio of size should be in {spoken_ratio(rules.ratio)}.")


def _allowed(rules: SizeRules) -> str:
    names = f"one of {', '.join(rules.values)}" if rules.values else ""
    return " or ".join(part for part in (names, "width*height" if rules.free else "") if part)


def spoken_ratio(ratio: Span) -> str:
    """Write limits of width over height as the provider does.

    >>> spoken_ratio(Span(1 / 8, 8))
    '[1:8, 8:1]'
    """
    return f"[1:{1 / ratio.low:g}, {ratio.high:g}:1]"
