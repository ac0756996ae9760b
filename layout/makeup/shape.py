"""A way to set an article down on the grid: its cells, and where all stands inside them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from layout.composition.model import ComposedLine
from layout.content.model import Article
from layout.makeup.art import ArtPlan
from layout.makeup.copy import Copy
from layout.makeup.head import HeadPlan
from layout.style.model import HeadPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """Rows of one column for text, from the block's top left cell; lines of a vertical tier."""

    column: int
    row: int
    rows: int
    is_full: bool = False
    """Whether it may not end a row early: a quote stands under it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Across:
    """Where legs and headline stand in a block that does not keep to the page's columns.

    Lengths in pt from the block's left edge; the gaps between legs are the page's.
    """

    legs: int
    """Legs side by side."""
    left_pt: float
    """Left edge of the first leg."""
    head_x_pt: float
    """Left edge of the headline zone."""
    head_width_pt: float
    is_beside: bool = False
    """Whether the headline stands left of the copy (竖题, 左题), not over it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upright:
    """Vertical setting inside a block (竖排): tiers of lines from the right edge leftwards.

    Lengths in pt from the block's top left corner.
    """

    head_x_pt: float
    """Left edge of the headline zone."""
    top_pt: float
    """Upper edge of the headline zone and of the first tier."""
    right_pt: float
    """Right edge of the first line of every tier."""
    pitch_pt: float
    """From the middle of one line to the next."""
    tops_pt: tuple[float, ...]
    """Upper edges of the tiers (段), which are the legs."""
    art_x_pt: float = 0.0
    art_y_pt: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """A quote set at one measure, and the rows it takes of its leg."""

    text: str
    lines: tuple[ComposedLine, ...]
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PullSpot:
    """A quote in its place: the leg's column and the row, counted as legs are."""

    pull: Pull
    column: int
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """A framed piece in a corner of another: how it is set, and its first cell in the block."""

    variant: "Variant"
    column: int
    row: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Variant:
    """One way to set an article, so many columns wide and so many rows high."""

    copy: Copy
    end: int | None = None
    """Where the part stops, in lines of the galley; None for the article's end."""
    columns: int
    rows: int
    boxed: bool
    head: HeadPlan
    head_row: int
    head_rows: int
    art: ArtPlan | None
    art_row: int
    text_row: int
    """The row where the text begins; ``text_legs`` count from there."""
    text_legs: tuple[Leg, ...]
    measure_chars: int
    cost: float
    across: Across | None = None
    """Set where the legs are not the page's columns."""
    guest: Guest | None = None
    upright: Upright | None = None
    """Where everything stands in a block of vertical lines."""
    pulls: tuple[PullSpot, ...] = ()
    """Quotes in gaps of the legs; rows count as those of ``text_legs``."""
    others: Sequence["Variant"] = ()
    """Other recipes for the same cells, dearer, whose copy may run better."""

    @property
    def article(self) -> Article:
        """The article it sets."""
        return self.copy.article

    @property
    def head_place(self) -> HeadPlace:
        """Where its headline stands."""
        if self.across is None or not self.across.is_beside:
            return "over"
        return "upright" if self.head.is_upright else "left"

    @cached_property
    def legs(self) -> tuple[Leg, ...]:
        """Where the text runs, in cells of the block."""
        down = self.text_row
        return tuple(replace(leg, row=leg.row + down) for leg in self.text_legs)

    @cached_property
    def head_span(self) -> tuple[int, int] | None:
        """Rows of an open headline that may butt against a neighbour's (碰题).

        One down the page does not: it is read another way.
        """
        if self.boxed or not self.head.has_headline or self.head.is_upright:
            return None
        return (self.head_row, self.head_row + self.head_rows)
