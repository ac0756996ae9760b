"""What is kept of how a page was made: the cells for ``layout.lock``, the tries for the report."""

from collections.abc import Sequence

from layout.content.model import Page
from layout.makeup.accepted import AcceptedBlock, AcceptedPage, shape_of
from layout.makeup.choose import Chosen, cells_of
from layout.makeup.entries import Payload
from layout.makeup.model import Grid, NearMiss, PlacedBlock, SearchAccount
from layout.makeup.neighbours import Cells
from layout.makeup.recall import Recall, hash_of
from layout.makeup.settle import Settler
from layout.makeup.slicing import Placement

MOST_NEAR_MISSES = 3
"""Layouts that came next, for the report."""


def accepted_page(
    chosen: Chosen,
    page: Page,
    blocks: Sequence[PlacedBlock],
    top: int,
    grid: Grid,
    settler: Settler,
) -> AcceptedPage:
    """What the lock keeps of a page: the cells and shapes of its blocks, in their order."""
    shapes = {(b.article, b.column, b.row): shape_of(b) for b in blocks if b.article}
    kept: list[AcceptedBlock] = []
    for placed in sorted(chosen.placements, key=lambda p: (p.item, p.row, p.column)):
        payload, row = placed.choice.payload, placed.row + top
        if not payload.stories:
            kept.append(
                AcceptedBlock(
                    column=placed.column,
                    row=row,
                    columns=placed.choice.columns,
                    rows=placed.choice.rows,
                    ad=payload.ad,
                    filler=payload.filler,
                )
            )
        for stacked in payload.stories:
            variant = settler.settled(stacked.variant).variant
            column, at = placed.column + stacked.column, row + stacked.row
            copy = variant.copy
            kept.append(
                AcceptedBlock(
                    article=copy.article.id,
                    guest=copy.guest.id if copy.guest is not None else None,
                    sha256=hash_of(copy),
                    column=column,
                    row=at,
                    columns=variant.columns,
                    rows=variant.rows,
                    rank=copy.rank,
                    boxed=variant.boxed,
                    start=copy.start,
                    end=variant.end,
                    body=len(copy.article.body) if copy.cut_characters else None,
                    blank_lines=settler.settled(stacked.variant).copy.blank_lines,
                    shape=shapes[copy.article.id, column, at],
                )
            )
    return AcceptedPage(
        number=page.number,
        columns=grid.columns,
        rows=grid.rows,
        empty_rows=chosen.empty_rows,
        blocks=tuple(kept),
    )


def account_of(chosen: Chosen, kept: Recall) -> SearchAccount:
    """How the layout was come by, with the layouts that came next."""
    cells = _cells_by_story(chosen.placements)
    return SearchAccount(
        is_kept=kept.chosen is not None,
        tried=chosen.tried,
        is_spent=chosen.is_spent,
        empty_rows=chosen.empty_rows,
        cost=chosen.cost,
        faults=chosen.faults,
        left_out=tuple(part.article.id for part in chosen.left_out),
        changed=kept.changed,
        near_misses=tuple(
            NearMiss(
                cost=other.cost,
                faults=other.faults,
                moved=tuple(
                    name
                    for name, place in sorted(_cells_by_story(other.placements).items())
                    if cells.get(name) != place
                ),
            )
            for other in chosen.next_best[:MOST_NEAR_MISSES]
        ),
    )


def _cells_by_story(placements: Sequence[Placement[Payload]]) -> dict[str, Cells]:
    return {cells.article: cells for cells in cells_of(placements)}
