"""The cells of a made-up page measured: seams, gutters, crossings, headlines that butt."""

from collections.abc import Iterator, Sequence

from layout.makeup.model import BlockType, PageLayout, PartRole, PlacedBlock

STORIES = (BlockType.ARTICLE, BlockType.PICTURE, BlockType.FILLER)


def stories_of(page: PageLayout) -> tuple[PlacedBlock, ...]:
    """Stories, picture stories and fillers, in reading order."""
    return tuple(block for block in page.blocks if block.kind in STORIES)


def on_grid(page: PageLayout) -> tuple[PlacedBlock, ...]:
    """Every block that begins in the type area."""
    return tuple(block for block in page.blocks if 0 <= block.row < page.grid.rows)


def seams(blocks: Sequence[PlacedBlock], columns: int) -> int:
    """Rows at which every column has a story's edge between two stories (通线)."""
    tops = {b.row for b in blocks}
    return sum(
        1
        for row in tops
        if sum(b.columns for b in blocks if b.row == row) == columns
        and sum(b.columns for b in blocks if b.row + b.rows == row) == columns
    )


def gutter_rows(blocks: Sequence[PlacedBlock], columns: int, rows: int) -> int:
    """Rows of the longest straight gap that no block crosses (通天缝)."""
    longest = 0
    for column in range(1, columns):
        run = 0
        for row in range(rows):
            is_crossed = any(
                b.column < column < b.column + b.columns and b.row <= row < b.row + b.rows
                for b in blocks
            )
            run = 0 if is_crossed else run + 1
            longest = max(longest, run)
    return longest


def crossings(blocks: Sequence[PlacedBlock]) -> int:
    """Points at which four blocks meet with a corner each (十字缝)."""
    corners = [
        {(b.column + b.columns * right, b.row + b.rows * down) for b in blocks}
        for right in (0, 1)
        for down in (0, 1)
    ]
    return len(set.intersection(*corners))


def tombstones(blocks: Sequence[PlacedBlock]) -> int:
    """Pairs of open headlines side by side whose heights overlap (碰题)."""
    return sum(1 for _ in _butting(blocks))


def _butting(blocks: Sequence[PlacedBlock]) -> Iterator[tuple[str, str]]:
    for left in blocks:
        for right in blocks:
            one, two = left.part(PartRole.HEADLINE), right.part(PartRole.HEADLINE)
            if left.column + left.columns != right.column or left.boxed or right.boxed:
                continue
            if one is None or two is None or one.vertical or two.vertical:
                continue
            if min(one.bbox.bottom, two.bbox.bottom) > max(one.bbox.y, two.bbox.y):
                yield left.id, right.id
