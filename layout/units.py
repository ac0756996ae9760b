"""Lengths: the only place that knows 72 points, 25.4 millimetres and 96 pixels an inch."""

from typing import Final

PT_PER_INCH: Final = 72.0
MM_PER_INCH: Final = 25.4
PX_PER_INCH: Final = 96.0

EPSILON: Final = 1e-6
"""Two lengths nearer than this are the same length, in whatever unit."""


def mm_to_pt(length_mm: float) -> float:
    """Millimetres to points."""
    return length_mm / MM_PER_INCH * PT_PER_INCH


def pt_to_mm(length_pt: float) -> float:
    """Points to millimetres."""
    return length_pt / PT_PER_INCH * MM_PER_INCH


def pt_to_px(length_pt: float) -> float:
    """Points to CSS pixels."""
    return length_pt / PT_PER_INCH * PX_PER_INCH


def fits(length: float, room: float) -> bool:
    """Whether a length goes into a room, both in one unit, rounding errors aside."""
    return length <= room + EPSILON


def rounded(length: float) -> float:
    """A length as it is printed and written: four decimals, no negative zero."""
    return round(length, 4) + 0.0
