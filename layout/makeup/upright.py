"""竖排框: copy set down the page in a frame, columns from right to left, tiers from the top.

    upright_variants
      _tierings       tiers of whole characters that a height allows
      _arts           pictures in the lower left, as many lines wide
      _set            headline at the right, text filling what is left

Lines keep the leading of the page, or a little more so that they fill the frame
(CLREQ, vertical writing mode; columns of 8 to 24 characters).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from heapq import nsmallest
from math import ceil, floor
from typing import Final

from layout.composition.desk import Desk
from layout.content.model import ArticleKind
from layout.makeup.art import ArtPlace, ArtPlan, standing_frames
from layout.makeup.copy import Copy, copy_paragraphs
from layout.makeup.flow import line_range
from layout.makeup.head import HeadPlan
from layout.makeup.model import Grid
from layout.makeup.shape import Leg, Upright, Variant
from layout.makeup.uphead import upright_heads
from layout.style.model import Style
from layout.units import EPSILON

LEAST_CHARS: Final = 8
MOST_CHARS: Final = 24
LEAST_LINES: Final = 5
"""Lines of the shortest tier where there are several."""
TIER_GAP_EM: Final = 2.0
"""White between two tiers, at least."""
HEAD_AIR_EM: Final = 1.2
"""White between the headline and the first line, at least, in em of the body."""
MOST_AIR_EM: Final = 2.5
"""White there beyond that, at most."""
ART_AIR_EM: Final = 1.0
PAD_EM: Final = 1.0
"""White inside the frame."""
STRETCH: Final = 1.15
"""Most that lines may stand apart, in leadings."""
VERSE_STRETCH: Final = 1.9
VERSE_INDENT_EM: Final = 2
"""The composer's indent of a line of verse."""
VERSE_SPARE_EM: Final = 4.0
"""White above and below verse together, at most."""
MOST_TIERS: Final = 8
KEPT: Final = 5
"""Ways to fill the same cells that are looked into."""
TIER_COST: Final = 1.0
AIR_COST: Final = 1.2
STRETCH_COST: Final = 20.0
LOOSE_COST: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cells:
    """A frame, and the room inside it in pt from its corner."""

    columns: int
    rows: int
    boxed: bool
    pad_x: float
    pad_y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tiering:
    """Tiers of lines of so many characters, from the top of the room."""

    chars: int
    tops: tuple[float, ...]
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Art:
    """Pictures at the left of the lowest tiers; nothing without ``plan``."""

    plan: ArtPlan | None = None
    tiers: int = 0
    width: float = 0.0
    top: float = 0.0


class _Lines:
    """Fewest, natural and most lines of an article at each measure, set when asked for."""

    def __init__(self, copy: Copy, style: Style, desk: Desk) -> None:
        self.at = cache(
            lambda chars: line_range(
                copy_paragraphs(copy, chars=chars, end=None, style=style, desk=desk)
            )
        )


def upright_variants(
    copy: Copy,
    sizes: Sequence[tuple[int, range]],
    *,
    grid: Grid,
    style: Style,
    desk: Desk,
) -> Iterator[Variant]:
    """The ways to set an article vertically, the cheapest for each number of cells.

    Args:
        copy: A whole article.
        sizes: Columns of the block, each with the rows it may have.
        grid: The page's grid.
        style: The house style.
        desk: Sets what is asked for; its sister sets the vertical lines.

    """
    lines = _Lines(copy, style, desk.upright)
    boxed = copy.article.head.box != "never"
    for columns, heights in sizes:
        for rows in heights:
            cells = _cells(columns, rows, grid, boxed=boxed)
            found = _set(copy, cells, lines, grid, style, desk)
            best, *others = [*nsmallest(KEPT, found, key=lambda variant: variant.cost), None]
            if best is not None:
                yield replace(best, others=tuple(filter(None, others)))


def _cells(columns: int, rows: int, grid: Grid, *, boxed: bool) -> _Cells:
    pad_x = PAD_EM * grid.type_size_pt if boxed else 0.0
    pad_y = grid.leading_pt if boxed else grid.leading_pt / 2
    return _Cells(
        columns=columns,
        rows=rows,
        boxed=boxed,
        pad_x=pad_x,
        pad_y=pad_y,
        width=grid.width(columns) - 2 * pad_x,
        height=rows * grid.leading_pt - 2 * pad_y,
    )


def _set(
    copy: Copy, cells: _Cells, lines: _Lines, grid: Grid, style: Style, desk: Desk
) -> Iterator[Variant]:
    heads = list(upright_heads(copy, height_pt=cells.height, style=style, desk=desk.upright))
    for tiering in _tierings(copy, cells, grid):
        for art in _arts(copy, cells, tiering, grid, style, desk):
            for head in heads:
                yield from _filled(copy, cells, tiering, art, head, lines, grid)


def _tierings(copy: Copy, cells: _Cells, grid: Grid) -> Iterator[_Tiering]:
    """From one tier up; verse stands in one, little longer than its longest line."""
    size = grid.type_size_pt
    if _is_verse(copy):
        chars = _longest_verse(copy)
        spare = cells.height - chars * size
        if -EPSILON < spare < VERSE_SPARE_EM * size:
            yield _Tiering(chars=chars, tops=(spare / 2,), height=chars * size)
        return
    least = TIER_GAP_EM * size
    for count in range(1, MOST_TIERS + 1):
        chars = floor((cells.height - (count - 1) * least) / (count * size) + EPSILON)
        if chars < LEAST_CHARS:
            return
        if chars > MOST_CHARS:
            continue
        spare = (cells.height - count * chars * size - (count - 1) * least) / count
        pitch = chars * size + least + spare
        tops = tuple(spare / 2 + k * pitch for k in range(count))
        yield _Tiering(chars=chars, tops=tops, height=chars * size)


def _is_verse(copy: Copy) -> bool:
    return copy.article.head.kind is ArticleKind.POEM


def _longest_verse(copy: Copy) -> int:
    """Characters of the longest line with its indent; longer ones are turned over."""
    longest = max((len(block.text) for block in copy.article.body), default=0)
    return min(MOST_CHARS, max(LEAST_CHARS, longest + VERSE_INDENT_EM))


def _arts(
    copy: Copy, cells: _Cells, tiering: _Tiering, grid: Grid, style: Style, desk: Desk
) -> Iterator[_Art]:
    """Pictures one above the other beside the lowest tiers, in steps of a line's width."""
    if not copy.article.pictures:
        yield _Art()
        return
    air = ART_AIR_EM * grid.type_size_pt
    foot = tiering.tops[-1] + tiering.height
    for tiers in range(1, len(tiering.tops) + 1):
        top = tiering.tops[-tiers]
        for step in range(6, floor(0.7 * cells.width / grid.leading_pt)):
            width = step * grid.leading_pt
            plan = standing_frames(copy.article, width, foot - top, style, desk)
            if plan is not None:
                frames, cost = plan
                art = ArtPlan(place=ArtPlace.BESIDE, columns=1, rows=0, frames=frames, cost=cost)
                yield _Art(plan=art, tiers=tiers, width=width + air, top=top)


def _filled(
    copy: Copy,
    cells: _Cells,
    tiering: _Tiering,
    art: _Art,
    head: HeadPlan,
    lines: _Lines,
    grid: Grid,
) -> Iterator[Variant]:
    """The text in what head and pictures leave, each tier at most one line short."""
    size, tiers = grid.type_size_pt, len(tiering.tops)
    air = HEAD_AIR_EM * size if head.parts else 0.0
    room = cells.width - head.width_pt - air
    fewest, natural, most = lines.at(tiering.chars)
    widest = (VERSE_STRETCH if _is_verse(copy) else STRETCH) * grid.leading_pt
    narrowest = ceil((room - MOST_AIR_EM * size) / widest - EPSILON)
    for count in range(floor(room / grid.leading_pt + EPSILON), max(0, narrowest - 1), -1):
        spare = room - count * grid.leading_pt
        loose = max(0.0, spare - MOST_AIR_EM * size)
        pitch = grid.leading_pt + loose / count
        beside = ceil(art.width / pitch - EPSILON)
        counts = [count] * (tiers - art.tiers) + [count - beside] * art.tiers
        least, cells_in_all = sum(counts) - tiers + 1, sum(counts)
        if least > most or cells_in_all < fewest or (tiers > 1 and min(counts) < LEAST_LINES):
            continue
        if min(counts) < 1:
            continue
        used = min(max(natural, least, fewest), cells_in_all, most)
        cost = (
            head.cost
            + (art.plan.cost if art.plan else 0.0)
            + TIER_COST * (tiers - 1)
            + AIR_COST * min(spare, MOST_AIR_EM * size) / grid.leading_pt
            + STRETCH_COST * (pitch / grid.leading_pt - 1)
            + LOOSE_COST * (abs(used - natural) + cells_in_all - used)
        )
        yield _variant(copy, cells, tiering, art, head, counts, count * pitch, pitch, cost)


def _variant(
    copy: Copy,
    cells: _Cells,
    tiering: _Tiering,
    art: _Art,
    head: HeadPlan,
    counts: Sequence[int],
    width: float,
    pitch: float,
    cost: float,
) -> Variant:
    left = cells.pad_x + cells.width - head.width_pt
    text_right = cells.pad_x + width
    if head.parts:
        # What is left of the width goes half before the headline, half after it.
        spare = left - text_right
        left -= max(0.0, spare - HEAD_AIR_EM * PAD_EM) / 4
    return Variant(
        copy=copy,
        columns=cells.columns,
        rows=cells.rows,
        boxed=cells.boxed,
        head=head,
        head_row=0,
        head_rows=cells.rows,
        art=art.plan,
        art_row=0,
        text_row=0,
        text_legs=tuple(Leg(column=0, row=0, rows=count) for count in counts),
        measure_chars=tiering.chars,
        cost=cost,
        upright=Upright(
            head_x_pt=left,
            top_pt=cells.pad_y,
            right_pt=text_right,
            pitch_pt=pitch,
            tops_pt=tuple(cells.pad_y + top for top in tiering.tops),
            art_x_pt=cells.pad_x,
            art_y_pt=cells.pad_y + art.top,
        ),
    )
