"""How the width of a block is shared out: the page's columns, a frame's, or an odd measure."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor
from typing import Final

from layout.makeup.model import Grid
from layout.makeup.shape import Across
from layout.style.model import Style
from layout.units import EPSILON

LEAST_CHARS: Final = 10
"""A level line has at least so many characters; in shorter ones every mark tells."""
MOST_CHARS: Final = 32
"""Longer lines of body type are hard to follow back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Legs of whole characters in a block of some columns."""

    columns: int
    """Of the page."""
    boxed: bool
    legs: int
    chars: int
    head_width_pt: float
    """Of the headline over the legs."""
    across: Across | None = None
    """Set where the legs are not the page's columns."""


def measures(columns: int, *, grid: Grid, style: Style, boxed: bool) -> Iterator[Measure]:
    """The ways to divide a block: its columns, and in a frame the style's 破栏 (三破二).

    A frame takes white from every column, so that its lines stay whole characters long.
    """
    width, size = grid.width(columns), grid.type_size_pt
    chars = style.grid.chars - (style.box.measure_loss_chars if boxed else 0)
    inner = width - columns * size if boxed else width
    yield Measure(columns=columns, boxed=boxed, legs=columns, chars=chars, head_width_pt=inner)
    for legs in style.box.legs.get(columns, ()) if boxed else ():
        odd = odd_chars(width - 2 * size, legs, grid)
        if LEAST_CHARS <= odd <= MOST_CHARS:
            taken = legs * odd * size + (legs - 1) * grid.column_gap_pt
            left = (width - taken) / 2
            yield Measure(
                columns=columns,
                boxed=True,
                legs=legs,
                chars=odd,
                head_width_pt=taken,
                across=Across(legs=legs, left_pt=left, head_x_pt=left, head_width_pt=taken),
            )


def odd_chars(room_pt: float, legs: int, grid: Grid) -> int:
    """Characters a line where so many legs share a width."""
    gaps = (legs - 1) * grid.column_gap_pt
    return floor((room_pt - gaps) / legs / grid.type_size_pt + EPSILON)
