"""Rules between blocks: 栏线 where stories stand side by side, 文间线 where they are stacked."""

from collections.abc import Iterator, Sequence

from layout.makeup.model import BlockType, Grid, Line, PlacedBlock
from layout.style.model import Style

STORIES = (BlockType.ARTICLE, BlockType.PICTURE, BlockType.FILLER)
CUTOFF_ROWS = 0.22
"""A cutoff rule stands this far below the boundary, clear of the text above."""


def rules_between(blocks: Sequence[PlacedBlock], *, grid: Grid, style: Style) -> tuple[Line, ...]:
    """The hairlines of a page; framed blocks need none."""
    stories = [block for block in blocks if block.kind in STORIES]
    return (*_column_rules(stories, grid, style), *_cutoff_rules(stories, grid, style))


def _column_rules(stories: Sequence[PlacedBlock], grid: Grid, style: Style) -> Iterator[Line]:
    width = style.rules.column_rule_pt
    for left in stories:
        for right in stories:
            if not width or left.boxed or right.boxed:
                continue
            if left.column + left.columns != right.column:
                continue
            top = max(left.row, right.row)
            foot = min(left.row + left.rows, right.row + right.rows)
            if foot > top:
                x = grid.x(right.column) - grid.column_gap_pt / 2
                yield Line(
                    x0=x,
                    y0=grid.y(top + 2 * CUTOFF_ROWS),
                    x1=x,
                    y1=grid.y(foot),
                    width_pt=width,
                    color=style.rules.color,
                )


def _cutoff_rules(stories: Sequence[PlacedBlock], grid: Grid, style: Style) -> Iterator[Line]:
    width = style.rules.cutoff_rule_pt
    for block in stories:
        above = [other for other in stories if _stands_on(other, block)]
        if not width or block.boxed or not above or all(other.boxed for other in above):
            continue
        y = grid.y(block.row + CUTOFF_ROWS)
        yield Line(
            x0=block.rect.x,
            y0=y,
            x1=block.rect.right,
            y1=y,
            width_pt=width,
            color=style.rules.color,
        )


def _stands_on(upper: PlacedBlock, lower: PlacedBlock) -> bool:
    left = max(upper.column, lower.column)
    right = min(upper.column + upper.columns, lower.column + lower.columns)
    return upper.row + upper.rows == lower.row and left < right
