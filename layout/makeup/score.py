"""How good a filled page is: the taboos a make-up editor looks for, as prices.

Taboos and targets: 碰题, 通线, 通天缝, 十字缝, 头重, too many boxes. The search prices what
it can see while it cuts; this looks at whole pages, so that the best few can be ranked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from layout.makeup.slicing import Placement

GUTTER_LIMIT = 0.7
GUTTER = 60.0
SEAM = 12.0
SEAM_LIMIT = 1
CROSSING = 25.0
TOMBSTONE = 30.0
BOX = 6.0
LEAD_LOW = 30.0


class Framed(Protocol):
    """What the score asks of an item's payload."""

    @property
    def boxed(self) -> bool:
        """Whether it has a frame."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PageScore:
    """The page's figures, and their price."""

    gutter: float
    """Longest straight gap between blocks as a share of the rows."""
    seams: int
    crossings: int
    tombstones: int
    boxes: int
    cost: float


def score_page(
    placements: Sequence[Placement[Framed]], *, columns: int, rows: int, box_limit: int
) -> PageScore:
    """Measure one filling of ``columns`` by ``rows`` cells."""
    gutter = _longest_gutter(placements, columns, rows) / max(1, rows)
    seams = _seams(placements, rows)
    crossings = _crossings(placements)
    tombstones = _tombstones(placements)
    boxes = sum(1 for placed in placements if placed.choice.payload.boxed)
    cost = (
        GUTTER * max(0.0, gutter - GUTTER_LIMIT)
        + (GUTTER if gutter > GUTTER_LIMIT else 0.0)
        + SEAM * max(0, seams - SEAM_LIMIT)
        + CROSSING * crossings
        + TOMBSTONE * tombstones
        + BOX * max(0, boxes - box_limit)
        + _lead_cost(placements)
    )
    return PageScore(
        gutter=gutter,
        seams=seams,
        crossings=crossings,
        tombstones=tombstones,
        boxes=boxes,
        cost=cost,
    )


def _longest_gutter(placements: Sequence[Placement[Framed]], columns: int, rows: int) -> int:
    """The most rows in a row that no block crosses, over all gaps between columns."""
    return max(
        (_longest_run(_crossed(placements, column), rows) for column in range(1, columns)),
        default=0,
    )


def _crossed(placements: Sequence[Placement[Framed]], column: int) -> int:
    """Rows in which a block reaches over the left edge of a column, as bits."""
    bits = 0
    for placed in placements:
        if placed.column < column < placed.column + placed.choice.columns:
            bits |= ((1 << placed.choice.rows) - 1) << placed.row
    return bits


def _longest_run(crossed: int, rows: int) -> int:
    """The longest run of zero bits below bit ``rows``."""
    free = ~crossed & ((1 << rows) - 1)
    run = 0
    while free:
        free &= free << 1
        run += 1
    return run


def _seams(placements: Sequence[Placement[Framed]], rows: int) -> int:
    """Boundaries between rows that no block stands across."""
    crossed = 0
    for placed in placements:
        crossed |= ((1 << (placed.choice.rows - 1)) - 1) << (placed.row + 1)
    return (~crossed & ((1 << rows) - 2)).bit_count()


def _crossings(placements: Sequence[Placement[Framed]]) -> int:
    """Points where four blocks meet with a corner each."""
    heads, tails = set(), set()
    heads_right, tails_left = set(), set()
    for placed in placements:
        left, top = placed.column, placed.row
        right, foot = left + placed.choice.columns, top + placed.choice.rows
        heads.add((left, top))
        heads_right.add((right, top))
        tails_left.add((left, foot))
        tails.add((right, foot))
    return len(heads & heads_right & tails_left & tails)


def _tombstones(placements: Sequence[Placement[Framed]]) -> int:
    """Open headlines side by side that start on the same row."""
    found = 0
    for left in placements:
        for right in placements:
            if left.column + left.choice.columns != right.column:
                continue
            if left.choice.head is None or right.choice.head is None:
                continue
            found += left.row + left.choice.head[0] == right.row + right.choice.head[0]
    return found


def _lead_cost(placements: Sequence[Placement[Framed]]) -> float:
    """The lead belongs at the top, and no other story beside it should look larger."""
    return sum(LEAD_LOW for placed in placements if placed.item == 0 and placed.row > 0)
