"""First parts of an article that goes on overleaf (转版), of every useful size, with its pictures.

cut_variants
└─ _bodies       rows of text under or beside the pictures, the cheapest for each depth

Pictures belong to the opening part. Where no size of it has room for them the part after it
takes them, and is told so by ``Copy.pictures_due``.
"""

from collections.abc import Iterator
from dataclasses import replace
from heapq import nsmallest

from layout.composition.desk import Desk
from layout.makeup.art import ArtPlace, ArtPlan, art_plans
from layout.makeup.body import Body, legs_of, lengths_of
from layout.makeup.copy import Copy
from layout.makeup.head import HeadPlan, head_plans
from layout.makeup.model import Grid
from layout.makeup.shape import Leg, Variant
from layout.style.model import Style

LEAST_PART_ROWS = 20
"""Rows of a part before a jump, and about what must be left after it."""
LEAST_BESIDE_ROWS = 10
"""Rows of its longest leg where pictures stand over others."""
CUT_COST = 30.0
"""A small part costs more than a large one."""
PICTURES_LATER = 60.0
"""A part without the pictures it should open with; dearer than any size of it."""
MOST_ARTS = 6
"""Ways to place the pictures that are tried at each width."""
HEADS = 2
"""Headline zones that are tried at each width."""


def cut_variants(
    copy: Copy, *, grid: Grid, style: Style, desk: Desk, most_rows: int
) -> tuple[Variant, ...]:
    """Parts of an article of every useful size: whatever does not fit goes to another page.

    None where there is no page for the rest, the article must not be cut or is too short.
    """
    head = copy.article.head
    if copy.goes_to is None or head.jump == "never" or not copy.article.body:
        return ()
    if head.direction == "vertical":
        return ()
    return tuple(_parts(copy, grid, style, desk, most_rows))


def _parts(copy: Copy, grid: Grid, style: Style, desk: Desk, most_rows: int) -> Iterator[Variant]:
    galley = desk.galley(copy.article, float(style.grid.chars))
    left = galley.line_count - copy.start
    jumps = 1 + copy.is_continued
    whole = grid.columns * most_rows
    for columns in range(min(2, grid.columns), grid.columns + 1):
        heads = head_plans(copy, width_pt=grid.width(columns), style=style, desk=desk)
        arts = _arts(copy, columns, grid, style, desk)
        for head in heads[:HEADS]:
            for rows in range(LEAST_PART_ROWS, most_rows + 1):
                for body in _bodies(rows - head.rows, columns, arts):
                    room = sum(body.lengths)
                    if room - jumps > left - LEAST_PART_ROWS:
                        continue
                    part = _part(copy, columns, head, body, style)
                    dear = CUT_COST * (1 - room / whole)
                    yield replace(part, end=copy.start + room - jumps, cost=part.cost + dear)


def _arts(
    copy: Copy, columns: int, grid: Grid, style: Style, desk: Desk
) -> tuple[ArtPlan | None, ...]:
    """The cheapest ways to place the pictures, then none; none alone where there are none."""
    measure_pt = grid.column_width_pt
    plans = art_plans(
        copy, columns=columns, measure_pt=measure_pt, grid=grid, style=style, desk=desk
    )
    return (*nsmallest(MOST_ARTS, plans, key=lambda plan: plan.cost), None)


def _bodies(depth: int, columns: int, arts: tuple[ArtPlan | None, ...]) -> Iterator[Body]:
    """The text of a part that is ``depth`` rows high below its headline."""
    found = [body for art in arts if art is not None and (body := _pictured(depth, columns, art))]
    if found:
        yield min(found, key=lambda body: body.cost)
    elif depth >= LEAST_PART_ROWS:
        legs = tuple(Leg(column=k, row=0, rows=depth) for k in range(columns))
        price = PICTURES_LATER if len(arts) > 1 else 0.0
        yield Body(rows=depth, cost=price, legs=legs, lengths=lengths_of(legs), art=None)


def _pictured(depth: int, columns: int, art: ArtPlan) -> Body | None:
    """Text beside pictures or under them, where enough rows are left."""
    if art.place is ArtPlace.RIGHT:
        tops = tuple(art.rows if k >= columns - art.columns else 0 for k in range(columns))
        rows = depth
    else:
        tops, rows = (0,) * columns, depth - art.rows
    legs = legs_of(rows, tops, (0,) * columns) if rows >= LEAST_BESIDE_ROWS else None
    if legs is None:
        return None
    lengths = lengths_of(legs)
    if sum(lengths) < 2 * LEAST_PART_ROWS:
        return None
    return Body(rows=depth, cost=art.cost, legs=legs, lengths=lengths, art=art)


def _part(copy: Copy, columns: int, head: HeadPlan, body: Body, style: Style) -> Variant:
    art = body.art
    band = art.rows if art is not None and art.place is not ArtPlace.RIGHT else 0
    top = band if art is not None and art.place is ArtPlace.TOP else 0
    return Variant(
        copy=copy,
        columns=columns,
        rows=head.rows + body.rows,
        boxed=False,
        head=head,
        head_row=top,
        head_rows=head.rows,
        art=art,
        art_row=0 if top else head.rows,
        text_row=head.rows + band,
        text_legs=body.legs,
        measure_chars=style.grid.chars,
        cost=head.cost + body.cost,
    )
