"""One page from its stories: furniture, the search, the blocks, the rules, the findings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf

from layout.composition.desk import Desk
from layout.content.model import AdFile, Edition, Page, PageKind
from layout.diagnostics import Diagnostic
from layout.makeup.accepted import LOCK_FILE, AcceptedPage
from layout.makeup.account import accepted_page, account_of
from layout.makeup.choose import LOSS_ROWS, Chosen, Trial
from layout.makeup.conflicts import conflict
from layout.makeup.copy import Copy
from layout.makeup.corners import parted, with_guests, without_host
from layout.makeup.cuts import cut_down
from layout.makeup.demands import demanded, keeping_lock, told_variants
from layout.makeup.entries import Payload, Story
from layout.makeup.fillers import place_filler
from layout.makeup.findings import (
    ads_out,
    coarse,
    cut_short,
    excess,
    head_elsewhere,
    lock_broken,
    lost_lines,
    neighbours_wrong,
    pictures_left_out,
    pull_told,
    shortage,
    stale,
    torn,
    widow,
)
from layout.makeup.flow import WIDOW
from layout.makeup.furniture import (
    ContentsEntry,
    advertisement,
    contents,
    date_ear,
    folio_line,
    masthead,
    nameplate,
    plate_cells,
)
from layout.makeup.hole import Hole
from layout.makeup.kinds import style_of
from layout.makeup.ladders import laddered
from layout.makeup.model import (
    BlockType,
    Grid,
    PageLayout,
    PlacedBlock,
    Rect,
)
from layout.makeup.parts import cut_variants
from layout.makeup.place import place_variant
from layout.makeup.recall import Recall, recalled
from layout.makeup.retake import searched
from layout.makeup.rules import rules_between
from layout.makeup.settle import LOST_LINES, Settler
from layout.makeup.shape import Guest, Variant
from layout.makeup.slicing import Placement
from layout.makeup.variants import variants
from layout.memory import Memory
from layout.style.model import Style
from layout.units import mm_to_pt

MOST_FILLERS = 4
"""Fillers of one page."""
CUT_COST = 8.0
CUT_CHARACTER = 0.05
"""A cut at the foot, and each character of it: dearer than white, cheaper than a jump."""

PICTURES_OUT = 1000.0
"""A story that has lost its pictures: a fault, and dearer than any other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePage:
    """A page, and the articles it had no room for."""

    layout: PageLayout
    held: tuple[Copy, ...]
    rests: tuple[Copy, ...] = ()
    """What goes on to other pages, each to its ``goes_to``."""
    accepted: AcceptedPage
    """What ``layout.lock`` keeps of it."""
    next_best: tuple["MadePage", ...] = ()
    """Other layouts of the same copy, the best first."""


def grid_of(style: Style) -> Grid:
    """The style's grid in its place on the sheet."""
    return Grid(
        columns=style.grid.columns,
        rows=style.grid.rows,
        column_width_pt=style.column_width_pt,
        column_gap_pt=style.column_gap_pt,
        leading_pt=style.grid.leading_pt,
        type_size_pt=style.grid.type_size_pt,
        x_pt=mm_to_pt(style.page.left_margin_mm),
        y_pt=mm_to_pt(style.page.head_margin_mm),
    )


def make_up(
    edition: Edition,
    page: Page,
    *,
    copy: Sequence[Copy],
    style: Style,
    desk: Desk,
    keep: AcceptedPage | None = None,
    proposals: int = 1,
    memory: Memory | None = None,
) -> MadePage:
    """Fill one page.

    Args:
        edition: For head, ads and fillers.
        page: The page to make.
        copy: What may stand on it: its own articles and those of the pool, by priority.
        style: The house style.
        desk: Sets what is asked for.
        keep: The layout that was accepted, kept where it still fits.
        proposals: How many layouts are asked for.
        memory: The searches of earlier runs.

    Returns:
        The page; ``held`` has the articles left out, the page's own among them.

    """
    style = style_of(page, style)
    grid = grid_of(style)
    furniture = _furniture(edition, page, grid, style, desk)
    top, plate = plate_cells(furniture, style, grid)
    ads = [ad for ad in edition.ads if ad.page == page.number]
    lang = page.lang or edition.head.lang
    copy = [demanded(part, style) for part in copy]
    copy = laddered(copy, grid, style, desk, lang, memory)
    settler = Settler(style, desk)
    cells = tuple((min(ad.head.columns, grid.columns), ad.head.rows) for ad in ads)
    asked, copy = copy, with_guests(copy, grid, style, desk, grid.rows - top)
    hole = Hole(columns=grid.columns, rows=grid.rows - top, top=top, ads=cells, plate=plate)
    fillers = len(edition.fillers)
    kept = _kept(keep, copy, hole, fillers, grid, style, desk, settler)
    chosen = kept.chosen
    if chosen is None:
        chosen = searched(
            copy,
            (hole, fillers, grid, style, lang, edition.head.words),
            lambda: _chosen(copy, hole, fillers, grid, style, desk, settler),
            desk=desk,
            settler=settler,
            memory=memory if proposals == 1 else None,
        )

    def made(one: Chosen) -> MadePage:
        blocks, findings = _place(one, edition, page, ads, top, grid, style, desk, settler)
        one = replace(one, left_out=tuple(parted(one.left_out)))
        findings += without_host(asked, copy, page)
        findings += stale(kept.why_not, page) if kept.why_not else []
        findings += shortage(one, page, grid)
        findings += ads_out(one, page, ads)
        findings += _locks_broken(one, copy, page, hole, grid, style, desk)
        findings += neighbours_wrong([part.article for part in copy], blocks, page)
        findings += excess(one, page, style, desk)
        layout = _layout(edition, page, grid, style, [*furniture, *blocks])
        return MadePage(
            layout=replace(
                layout,
                lines=rules_between(blocks, grid=grid, style=style),
                diagnostics=tuple(findings),
                story=_story(one, kept.changed),
                account=account_of(one, kept),
            ),
            held=one.left_out,
            rests=tuple(_rests(one, page)),
            accepted=accepted_page(one, page, blocks, top, grid, settler),
        )

    best = made(chosen)
    rivals = chosen.next_best[: proposals - 1]
    others = (
        made(replace(chosen, placements=one.placements, cost=one.cost, faults=one.faults))
        for one in rivals
    )
    return replace(best, next_best=tuple(o for o in others if o.rests == best.rests))


def _layout(
    edition: Edition, page: Page, grid: Grid, style: Style, blocks: Sequence[PlacedBlock]
) -> PageLayout:
    return PageLayout(
        number=page.number,
        name=page.name,
        lang=page.lang or edition.head.lang,
        width_pt=mm_to_pt(style.page.width_mm),
        height_pt=mm_to_pt(style.page.height_mm),
        type_area=Rect(
            x=grid.x_pt,
            y=grid.y_pt,
            width=grid.width(grid.columns),
            height=grid.rows * grid.leading_pt,
        ),
        grid=grid,
        blocks=tuple(blocks),
    )


def _kept(
    keep: AcceptedPage | None,
    copy: Sequence[Copy],
    hole: Hole,
    fillers: int,
    grid: Grid,
    style: Style,
    desk: Desk,
    settler: Settler,
) -> Recall:
    """The accepted page made again, where there is one."""
    if keep is None:
        return Recall()
    return recalled(
        keep,
        copy,
        hole=hole,
        fillers=fillers,
        grid=grid,
        style=style,
        desk=desk,
        settler=settler,
    )


def _chosen(
    copy: Sequence[Copy],
    hole: Hole,
    fillers: int,
    grid: Grid,
    style: Style,
    desk: Desk,
    settler: Settler,
) -> Chosen:
    """The first list of stories that fills the page; where none does, the one that loses least.

    One that keeps every lock and zone goes before one that does not; a filling that breaks a
    taboo is compared with that of the next list.
    """
    trials: list[tuple[Trial, int]] = []
    full: Chosen | None = None
    first: Chosen | None = None
    for stories, most in _candidates(copy, grid, style, desk, hole.rows):
        if first is not None and most:
            return first
        for count in range(min(most, fillers) + 1):
            budget = style.makeup.states - (first.tried if first else 0)
            trial = Trial(stories, hole, count, style, settler, budget)
            trials.append((trial, len(stories)))
            if len(stories) < len(copy) or not trial.fills():
                continue
            found = trial.made()
            if found.is_misplaced:
                full = full or found
                continue
            if first is not None:
                best = min(first, found, key=lambda one: (one.faults, one.cost))
                return replace(best, tried=first.tried + found.tried)
            if not found.faults or most or len(trials) > 1:
                return found
            first = found
    if (best_full := first or full) is not None:
        return best_full
    trial, asked = min(trials, key=lambda one: _order(one[0], one[1], copy))
    chosen = trial.made()
    return replace(chosen, left_out=(*chosen.left_out, *copy[asked:]))


def _locks_broken(
    chosen: Chosen,
    copy: Sequence[Copy],
    page: Page,
    hole: Hole,
    grid: Grid,
    style: Style,
    desk: Desk,
) -> list[Diagnostic]:
    """The stories that stand elsewhere than they are locked, or nowhere for their lock."""
    out = {part.article.id for part in chosen.left_out}
    findings = []
    for part in copy:
        if part.article.head.lock is None or part.article.id not in {*chosen.broken_locks, *out}:
            continue
        others = [other.article for other in copy if other.article.id != part.article.id]
        why = conflict(part, others, hole=hole, grid=grid, style=style, desk=desk)
        findings.append(lock_broken(part.article, why, page))
    return findings


def _order(trial: Trial, asked: int, copy: Sequence[Copy]) -> tuple[bool, int]:
    is_cut_off, loss = trial.loss()
    return is_cut_off, loss + LOSS_ROWS * sum(part.fixed for part in copy[asked:])


def _candidates(
    copy: Sequence[Copy], grid: Grid, style: Style, desk: Desk, rows: int
) -> Iterator[tuple[list[Story], int]]:
    """Lists of stories to try, with the fillers each may take.

    The stories whole; at any width; with fillers; with paragraphs cut where their authors
    allow it; the last of them in parts; then, where the first was begun on another page,
    fewer of the others. One story a page jumps at most.
    """
    stories: list[Story] = []
    cut = False
    for part in copy:
        found = told_variants(part, grid=grid, style=style, desk=desk, most_rows=rows)
        found += _without_pictures(part, grid, style, desk, rows)
        if not found and not cut:
            found = _parts(part, grid, style, desk, rows)
            cut = bool(found)
        stories.append(Story(copy=part, variants=found))
    yield stories, 0
    wide = [
        replace(story, variants=(*story.variants, *_loose(story, grid, style, desk, rows)))
        for story in stories
    ]
    yield wide, 0
    yield stories, MOST_FILLERS
    shorter = [_with_cuts(story, grid, style, desk, rows) for story in stories]
    if shorter != stories:
        yield shorter, 0
        stories = shorter
    for k in () if cut else range(len(stories) - 1, -1, -1):
        if stories[k].copy.is_continued:
            continue  # a story jumps once
        parts = _parts(stories[k].copy, grid, style, desk, rows)
        if parts:
            for some in (stories, wide):
                last = replace(some[k], variants=(*some[k].variants, *parts))
                yield [*some[:k], last, *some[k + 1 :]], 0
            break
    yield wide, MOST_FILLERS
    if stories and stories[0].copy.is_continued:
        yield from ((wide[:k], MOST_FILLERS) for k in range(len(stories) - 1, 0, -1))


def _without_pictures(
    copy: Copy, grid: Grid, style: Style, desk: Desk, rows: int
) -> tuple[Variant, ...]:
    """Variants of a later part less the pictures that are due in it, for want of anything else."""
    if not copy.pictures_due:
        return ()
    bare = replace(copy, pictures_due=False)
    return tuple(
        replace(variant, copy=copy, cost=variant.cost + PICTURES_OUT, others=())
        for variant in variants(bare, grid=grid, style=style, desk=desk, most_rows=rows)
    )


def _parts(copy: Copy, grid: Grid, style: Style, desk: Desk, rows: int) -> tuple[Variant, ...]:
    """First parts of a story that goes on overleaf, where its editor has fixed no other size."""
    found = cut_variants(copy, grid=grid, style=style, desk=desk, most_rows=rows)
    return keeping_lock(found, copy.article)


def _with_cuts(story: Story, grid: Grid, style: Style, desk: Desk, rows: int) -> Story:
    """A story with the variants of its copy cut at the foot; dearer the more is lost."""
    found = [
        replace(variant, cost=variant.cost + CUT_COST + CUT_CHARACTER * copy.cut_characters)
        for copy in cut_down(story.copy)
        for variant in told_variants(copy, grid=grid, style=style, desk=desk, most_rows=rows)
    ]
    return replace(story, variants=(*story.variants, *found)) if found else story


def _loose(story: Story, grid: Grid, style: Style, desk: Desk, rows: int) -> tuple[Variant, ...]:
    """Variants that a story would not take by its rank: other widths, sizes and frames.

    Those that fill cells nothing else of it does, or much better.
    """
    if story.copy.demand is not None or story.article.head.lock is not None:
        return ()
    has = {(v.columns, v.rows, v.boxed): v.cost for v in story.variants}
    found = variants(story.copy, grid=grid, style=style, desk=desk, most_rows=rows, is_loose=True)
    price = style.makeup.loose
    return tuple(
        replace(
            variant,
            cost=variant.cost + price,
            others=tuple(replace(other, cost=other.cost + price) for other in variant.others),
        )
        for variant in found
        if variant.cost + price < has.get((variant.columns, variant.rows, variant.boxed), inf)
    )


def _rests(chosen: Chosen, page: Page) -> Iterator[Copy]:
    """The parts of divided articles that other pages must take."""
    for placed in chosen.placements:
        for stacked in placed.choice.payload.stories:
            copy, end = stacked.variant.copy, stacked.variant.end
            if end is not None:
                due = bool(copy.pictures) and stacked.variant.art is None
                yield replace(
                    copy,
                    ladder=None,
                    lesser_pt=(),
                    fixed=True,
                    start=end,
                    came_from=page.number,
                    pictures_due=due,
                )


def with_nameplate(
    layout: PageLayout, edition: Edition, page: Page, *, style: Style, desk: Desk
) -> PageLayout:
    """The front page with its nameplate set anew, for another number of pages."""
    blocks = _furniture(edition, page, layout.grid, style, desk)
    anew = {block.id: block for block in blocks}
    return replace(layout, blocks=tuple(anew.get(block.id, block) for block in layout.blocks))


def with_contents(
    layout: PageLayout,
    pages: Sequence[PageLayout],
    page: Page,
    *,
    style: Style,
    desk: Desk,
) -> PageLayout:
    """The front page with its 导读: the other pages' stories, the most important first."""
    entries = sorted(
        (
            (block.rank or 99, other.number, block.row, block)
            for other in pages
            if other.number != layout.number
            for block in other.blocks
            if block.kind in (BlockType.ARTICLE, BlockType.PICTURE) and not block.continued
        ),
        key=lambda entry: entry[:3],
    )
    listed = [
        ContentsEntry(page=number, title=block.title, block=block.id)
        for _, number, _, block in entries
    ]
    listed = listed or [
        ContentsEntry(page=layout.number, title=title, block=None) for title in page.headlines
    ]
    block = contents(
        listed,
        number=layout.number,
        lang=layout.lang,
        grid=layout.grid,
        style=style,
        desk=desk,
    )
    if block is None:
        return layout
    place = 1 + max(
        k
        for k, b in enumerate(layout.blocks)
        if b.kind in (BlockType.EAR, BlockType.NAMEPLATE, BlockType.FOLIO_LINE)
    )
    return replace(layout, blocks=(*layout.blocks[:place], block, *layout.blocks[place:]))


def _furniture(
    edition: Edition, page: Page, grid: Grid, style: Style, desk: Desk
) -> list[PlacedBlock]:
    if page.kind is PageKind.GUTTER:
        return []
    first = page.number == min(p.number for p in edition.head.pages)
    pieces = (date_ear, nameplate, masthead) if first else (folio_line, masthead)
    blocks = (piece(edition.head, page, grid=grid, style=style, desk=desk) for piece in pieces)
    return [block for block in blocks if block is not None]


def _place(
    chosen: Chosen,
    edition: Edition,
    page: Page,
    ads: list[AdFile],
    top: int,
    grid: Grid,
    style: Style,
    desk: Desk,
    settler: Settler,
) -> tuple[list[PlacedBlock], list[Diagnostic]]:
    blocks: list[PlacedBlock] = []
    findings: list[Diagnostic] = []
    for placed in sorted(chosen.placements, key=lambda p: (p.item, p.row, p.column)):
        row, payload = placed.row + top, placed.choice.payload
        if payload.ad is not None:
            blocks.append(
                advertisement(
                    ads[payload.ad],
                    index=payload.ad + 1,
                    lang=page.lang or edition.head.lang,
                    column=placed.column,
                    row=row,
                    grid=grid,
                    style=style,
                    desk=desk,
                )
            )
        elif payload.filler is not None:
            blocks.append(
                place_filler(
                    edition.fillers[payload.filler],
                    block_id=f"p{page.number}-filler-{payload.filler + 1}",
                    cells=(placed.column, row, placed.choice.columns, placed.choice.rows),
                    grid=grid,
                    style=style,
                    desk=desk,
                )
            )
        else:
            made, found = _stories(placed, row, page, grid, style, settler)
            blocks += made
            findings += found
    return blocks, findings


def _stories(
    placed: Placement[Payload], row: int, page: Page, grid: Grid, style: Style, settler: Settler
) -> tuple[list[PlacedBlock], list[Diagnostic]]:
    blocks, findings = [], []
    for stacked in placed.choice.payload.stories:
        settled = settler.settled(stacked.variant)
        block = place_variant(
            settled.variant,
            settled.copy,
            column=placed.column + stacked.column,
            row=row + stacked.row,
            grid=grid,
            style=style,
        )
        blocks.append(block)
        if settled.variant.guest is not None:
            blocks.append(_in_corner(settled.variant.guest, block, grid, style, settler))
        if settled.copy.cost >= LOST_LINES:
            findings.append(lost_lines(block, page))
        elif settled.copy.cost >= WIDOW:
            findings.append(widow(block, page))
        findings += coarse(block, page)
        findings += torn(block, page)
        findings += pictures_left_out(block, settled.variant, page)
        if settled.variant.upright is None:
            findings += head_elsewhere(settled.variant.article, settled.variant.head_place, page)
        findings += pull_told(block, settled.variant, page)
        findings += cut_short(block, stacked.variant.copy, page)
    return blocks, findings


def _in_corner(
    guest: Guest, host: PlacedBlock, grid: Grid, style: Style, settler: Settler
) -> PlacedBlock:
    """The piece in the corner of the one just placed."""
    settled = settler.settled(guest.variant)
    return place_variant(
        settled.variant,
        settled.copy,
        column=host.column + guest.column,
        row=host.row + guest.row,
        grid=grid,
        style=style,
    )


def _story(chosen: Chosen, changed: Sequence[str]) -> tuple[str, ...]:
    lines = [f"搜索 {chosen.tried} 种局面" if chosen.tried else f"沿用 {LOCK_FILE} 的版式"]
    lines += [f"改动的稿件：{'、'.join(changed)}"] if changed else []
    if chosen.is_spent:
        lines.append("搜索次数用尽，取已找到的最好一版")
    if chosen.empty_rows:
        lines.append(f"版脚空 {chosen.empty_rows} 行")
    return tuple(lines)
