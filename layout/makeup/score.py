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
    owner = [[-1] * columns for _ in range(rows)]
    for k, placed in enumerate(placements):
        for row in range(placed.row, min(rows, placed.row + placed.choice.rows)):
            for column in range(placed.column, placed.column + placed.choice.columns):
                owner[row][column] = k
    gutter = _longest_gutter(owner, columns, rows) / max(1, rows)
    seams = _seams(owner, columns, rows)
    crossings = _crossings(owner, columns, rows)
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


def _longest_gutter(owner: list[list[int]], columns: int, rows: int) -> int:
    longest = 0
    for column in range(1, columns):
        run = 0
        for row in range(rows):
            left, right = owner[row][column - 1], owner[row][column]
            run = 0 if left == right and left >= 0 else run + 1
            longest = max(longest, run)
    return longest


def _seams(owner: list[list[int]], columns: int, rows: int) -> int:
    return sum(
        all(owner[row - 1][c] != owner[row][c] for c in range(columns)) for row in range(1, rows)
    )


def _crossings(owner: list[list[int]], columns: int, rows: int) -> int:
    return sum(
        len({owner[row - 1][c - 1], owner[row - 1][c], owner[row][c - 1], owner[row][c]}) == 4
        for row in range(1, rows)
        for c in range(1, columns)
    )


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
