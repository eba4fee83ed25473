"""Output sizes, predicted and read."""

from __future__ import annotations

import pytest

from wanwidgets.sizes import SizeRules, Span, Tier, parse_size

TIERS = SizeRules("x", (Tier("1K", 1024 * 1024),), Span(768 * 768, 2048 * 2048), Span(1 / 4, 4))
MIXED = SizeRules("x", natural=1280 * 1280, enlarges=False, multiple=16)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("1280*720", (1280, 720)),
        ("01*2", (1, 2)),
        ("0*720", None),
        ("1280x720", None),
        ("1280*720*3", None),
        ("-5*7", None),
        ("١٢*٣", None),
        ("2K", None),
        ("", None),
        ("1" * 5000 + "*1", None),
    ],
)
def test_width_and_height_are_read_to_the_letter(text, size):
    """Only two positive whole numbers in ASCII digits with a star between them are a size."""
    assert parse_size(text) == size


@pytest.mark.parametrize(
    ("rules", "size", "last", "want"),
    [
        (TIERS, "1K", (2000, 1000), (1448, 724)),
        (TIERS, "1K", None, (1024, 1024)),
        (TIERS, "800*900", (5, 5), (800, 900)),
        (TIERS, "9K", (5, 5), None),
        (MIXED, None, None, (1280, 1280)),
        (MIXED, None, (800, 600), (800, 608)),
        (MIXED, None, (4000, 3000), (1472, 1104)),
        (MIXED, "1004*700", None, (1008, 704)),
        (SizeRules("x"), None, (123, 77), (123, 77)),
        (SizeRules("x"), None, None, None),
    ],
)
def test_output_size_is_predicted(rules, size, last, want):
    """Tiers keep the ratio, exact sizes are kept, and without a size the rule of the mode holds."""
    assert rules.output(size, last) == want


def test_values_are_what_a_menu_shows():
    """Tiers come first, then the fixed sizes; `free` says whether others may be typed."""
    fixed = SizeRules("x", choices=("720*1280",))

    assert (TIERS.values, TIERS.free) == (("1K",), True)
    assert (fixed.values, fixed.free) == (("720*1280",), False)
