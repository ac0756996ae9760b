"""How good a filled page is: the taboos a make-up editor looks for, as prices.

Taboos and targets: 碰题, 通线, 通天缝, 十字缝, 头重, too many boxes. The search prices what
it can see while it cuts; this looks at whole pages, so that the best few can be ranked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol

from layout.makeup.slicing import Placement
from layout.makeup.trees import Frame, are_touching
from layout.style.model import Style

WELL_ABOVE_ROWS = 8
"""A story that begins so many rows higher has the better place."""
TOP_RANKS = 3


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
    """Headlines side by side that begin on one row."""
    butting: int
    """Headlines side by side that share a row at all."""
    boxes: int
    touching_boxes: int
    """Pairs of frames that share an edge."""
    disorder: int
    """Pairs among the first stories of which the lesser has the better place."""
    faults: int
    """Taboos broken: a long gutter, seams too many, crossings, butting without a rule."""
    cost: float


def score_page(
    placements: Sequence[Placement[Framed]], *, columns: int, rows: int, style: Style
) -> PageScore:
    """Measure one filling of ``columns`` by ``rows`` cells."""
    prices = style.makeup
    gutters = [run / max(1, rows) for run in _gutters(placements, columns, rows)]
    gutter = max(gutters, default=0.0)
    seams = _seams(placements, rows)
    crossings = _crossings(placements)
    tombstones, butting = _tombstones(placements)
    frames = [_cells(placed) for placed in placements if placed.choice.payload.boxed]
    touching = sum(are_touching(one, other) for one, other in combinations(frames, 2))
    disorder = _disorder(placements)
    cost = (
        (prices.gutter * (0.5 + gutter) if gutter > prices.gutter_limit else 0.0)
        + prices.long_gutter * sum(max(0.0, run - prices.gutter_free) for run in gutters)
        + prices.seam * max(0, seams - prices.seams)
        + prices.each_seam * seams
        + prices.crossing * crossings
        + prices.box * max(0, len(frames) - style.box.limit)
        + prices.touching_boxes * touching
        + prices.order * disorder
        + sum(prices.lead_low for placed in placements if placed.item == 0 and placed.row > 0)
        + sum(prices.lead_right for placed in placements if placed.item == 0 and placed.column > 0)
    )
    if style.rules.column_rule_pt:
        cost += prices.ruled_tombstone * (butting + 2 * tombstones)
    else:
        cost += prices.tombstone * butting
    faults = (gutter > prices.gutter_limit) + max(0, seams - prices.seams) + crossings
    return PageScore(
        gutter=gutter,
        seams=seams,
        crossings=crossings,
        tombstones=tombstones,
        butting=butting,
        boxes=len(frames),
        touching_boxes=touching,
        disorder=disorder,
        faults=faults + (0 if style.rules.column_rule_pt else butting),
        cost=cost,
    )


def _cells(placed: Placement[Framed]) -> Frame:
    return (placed.column, placed.row, placed.choice.columns, placed.choice.rows)


def _gutters(placements: Sequence[Placement[Framed]], columns: int, rows: int) -> Iterator[int]:
    """The most rows in a row that no block crosses, for each gap between columns."""
    return (_longest_run(_crossed(placements, column), rows) for column in range(1, columns))


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


def _tombstones(placements: Sequence[Placement[Framed]]) -> tuple[int, int]:
    """Open headlines side by side: those that start on the same row, those that share one."""
    same, sharing = 0, 0
    for left in placements:
        for right in placements:
            if left.column + left.choice.columns != right.column:
                continue
            one, two = left.choice.head, right.choice.head
            if one is None or two is None:
                continue
            a, b = left.row + one[0], right.row + two[0]
            same += a == b
            sharing += min(left.row + one[1], right.row + two[1]) > max(a, b)
    return same, sharing


def _disorder(placements: Sequence[Placement[Framed]]) -> int:
    """How often one of the first stories has another well above it that ranks below."""
    rows = {placed.item: placed.row for placed in placements}
    return sum(
        rows[other] + WELL_ABOVE_ROWS <= row
        for item, row in rows.items()
        if item < TOP_RANKS
        for other in rows
        if other > item
    )
