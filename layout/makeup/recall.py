"""An accepted page made again: every block in its cells, copy that has changed set anew in them.

recalled
├─ _refusal      stories, advertisements or the grid are not those of the accepted page
└─ _again        of the ways to set a story in its cells the one most like the accepted one

An unchanged story comes out exactly as it was; a changed one as like it as its copy allows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from layout.composition.desk import Desk
from layout.content.model import Article
from layout.diagnostics import Message
from layout.makeup.accepted import AcceptedBlock, AcceptedPage, shape_of
from layout.makeup.choose import Chosen
from layout.makeup.copy import Copy
from layout.makeup.cuts import cut_down
from layout.makeup.demands import told_variants
from layout.makeup.entries import Payload, Stacked
from layout.makeup.findings import name_of
from layout.makeup.hole import Hole
from layout.makeup.model import Grid
from layout.makeup.parts import cut_variants
from layout.makeup.place import place_variant
from layout.makeup.settle import LOOSE_LEGS, LOST_LINES, Settler
from layout.makeup.shape import Variant
from layout.makeup.slicing import Choice, Placement
from layout.makeup.variants import variants
from layout.style.model import Style


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """The accepted page as it can be made now, or what stands against it."""

    chosen: Chosen | None = None
    why_not: Message | None = None
    changed: tuple[str, ...] = ()
    """Ids of the stories whose files have changed since."""


def recalled(
    page: AcceptedPage,
    copy: Sequence[Copy],
    *,
    hole: Hole,
    fillers: int,
    grid: Grid,
    style: Style,
    desk: Desk,
    settler: Settler,
) -> Recall:
    """Make an accepted page again.

    Args:
        page: The page as it was accepted.
        copy: What may stand on it now.
        hole: The part of the page that stories fill.
        fillers: How many the edition has.
        grid: The page's grid.
        style: The house style.
        desk: Sets what is asked for.
        settler: Runs the copy.

    """
    refusal = _refusal(page, copy, hole, fillers, grid)
    if refusal is not None:
        return Recall(why_not=refusal)
    placements, changed = list[Placement[Payload]](), list[str]()
    for k, block in enumerate(page.blocks):
        if block.article is None:
            placements.append(_placement(k, block, Payload(ad=block.ad, filler=block.filler), hole))
            continue
        part = _part_of(block, copy)
        is_same = hash_of(part) == block.sha256
        changed += [] if is_same else [part.article.id]
        variant = _again(part, block, grid, hole, style, desk, settler, is_same=is_same)
        if variant is None:
            return Recall(why_not=_outgrown(part.article, block))
        stories = (Stacked(variant=variant, row=0),)
        placements.append(_placement(k, block, Payload(stories=stories), hole))
    left = tuple(part for part in copy if part.article.id not in page.articles)
    chosen = Chosen(
        placements=tuple(placements),
        left_out=left,
        ads_left_out=(),
        broken_locks=(),
        empty_rows=page.empty_rows,
        tried=0,
    )
    return Recall(chosen=chosen, changed=tuple(changed))


def _placement(k: int, block: AcceptedBlock, payload: Payload, hole: Hole) -> Placement[Payload]:
    choice = Choice(
        columns=block.columns,
        rows=block.rows,
        cost=0.0,
        head=None,
        payload=payload,
        boxed=block.boxed,
    )
    return Placement(item=k, choice=choice, column=block.column, row=block.row - hole.top)


def _refusal(
    page: AcceptedPage, copy: Sequence[Copy], hole: Hole, fillers: int, grid: Grid
) -> Message | None:
    """Why a page cannot be the accepted one whatever its copy; None where it may be."""
    if (page.columns, page.rows) != (grid.columns, grid.rows):
        return Message(zh="版式的栏或行变了", en="the style has other columns or rows")
    ads = sorted((b.columns, b.rows) for b in page.blocks if b.ad is not None)
    if ads != sorted(hole.ads):
        return Message(zh="广告变了", en="the advertisements are others")
    if any(b.filler is not None and b.filler >= fillers for b in page.blocks):
        return Message(zh="补白少了", en="there are fewer fillers")
    here = {(part.article.id, part.start): part.article for part in copy}
    told = {(b.article, b.start) for b in page.blocks if b.article is not None}
    new = [part.article for part in copy if part.fixed and part.article.id not in page.articles]
    if new:
        return Message(zh=f"多了《{name_of(new[0])}》", en=f"“{name_of(new[0])}” is new")
    gone = sorted(str(name) for name, start in told if (name, start) not in here)
    if gone:
        return Message(zh=f"少了稿件 {gone[0]}", en=f"the story {gone[0]} is gone")
    return None


def hash_of(part: Copy) -> str:
    """What tells whether a story, or the one in its corner, has changed."""
    guest = part.guest.sha256 if part.guest is not None else ""
    return part.article.sha256 + guest


def _part_of(block: AcceptedBlock, copy: Sequence[Copy]) -> Copy:
    """The copy of a block, dressed by the rank it had there."""
    found = next(p for p in copy if (p.article.id, p.start) == (block.article, block.start))
    return replace(found, rank=block.rank)


def _again(
    part: Copy,
    block: AcceptedBlock,
    grid: Grid,
    hole: Hole,
    style: Style,
    desk: Desk,
    settler: Settler,
    *,
    is_same: bool,
) -> Variant | None:
    """The recipe for the block's cells whose shape is most like the accepted one."""
    best: tuple[int, float] | None = None
    found: Variant | None = None
    for variant in _ways(part, block, grid, hole, style, desk):
        for recipe in (variant, *variant.others):
            alone = replace(recipe, others=())
            settled = settler.settled(alone)
            is_loose = settled.copy.cost >= LOOSE_LEGS
            is_worse = is_loose and settled.copy.blank_lines > block.blank_lines
            if settled.copy.cost >= LOST_LINES or (is_worse and not is_same):
                continue
            placed = place_variant(alone, settled.copy, column=0, row=0, grid=grid, style=style)
            unlike = len(set(shape_of(placed)) ^ set(block.shape))
            if best is None or (unlike, settled.copy.cost + alone.cost) < best:
                best, found = (unlike, settled.copy.cost + alone.cost), alone
    return found


def _ways(
    part: Copy, block: AcceptedBlock, grid: Grid, hole: Hole, style: Style, desk: Desk
) -> Iterator[Variant]:
    """Every variant of a story for the block's cells, of as much copy as was set there."""
    for copy in (part, *cut_down(part)):
        if block.body not in (None, len(copy.article.body)):
            continue
        if block.body is None and copy.cut_characters:
            continue
        for variant in _all(copy, block, grid, hole.rows, style, desk):
            cells = (variant.columns, variant.rows, variant.boxed, variant.end)
            if cells == (block.columns, block.rows, block.boxed, block.end):
                yield variant


def _all(
    copy: Copy, block: AcceptedBlock, grid: Grid, rows: int, style: Style, desk: Desk
) -> tuple[Variant, ...]:
    if block.end is not None:
        return cut_variants(copy, grid=grid, style=style, desk=desk, most_rows=rows)
    cells = (block.columns, block.rows)
    told = told_variants(copy, grid=grid, style=style, desk=desk, most_rows=rows, cells=cells)
    loose = variants(
        copy, grid=grid, style=style, desk=desk, most_rows=rows, is_loose=True, cells=cells
    )
    return (*told, *loose)


def _outgrown(article: Article, block: AcceptedBlock) -> Message:
    return Message(
        zh=f"《{name_of(article)}》填不好原来的 {block.columns} 栏 {block.rows} 行",
        en=f"“{name_of(article)}” no longer fills its {block.columns} columns by {block.rows} rows",
    )
