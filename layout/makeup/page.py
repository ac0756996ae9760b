"""One page from its stories: furniture, the search, the blocks, the rules, the findings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from layout.composition.desk import Desk
from layout.content.model import AdFile, Article, Edition, Page
from layout.diagnostics import Diagnostic, Message, Severity
from layout.makeup.choose import Chosen, Payload, Story, choose
from layout.makeup.copy import Copy, remaining_characters
from layout.makeup.fillers import place_filler
from layout.makeup.flow import WIDOW
from layout.makeup.furniture import (
    ContentsEntry,
    advertisement,
    contents,
    folio_line,
    masthead,
    nameplate,
)
from layout.makeup.model import (
    BlockType,
    Grid,
    PageLayout,
    PlacedBlock,
    Rect,
)
from layout.makeup.place import place_variant
from layout.makeup.rules import rules_between
from layout.makeup.settle import LOST_LINES, Settler
from layout.makeup.slicing import Placement
from layout.makeup.variants import cut_variants, variants
from layout.style.model import Style
from layout.units import mm_to_pt

LEAST_PPI = 150.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePage:
    """A page, and the articles it had no room for."""

    layout: PageLayout
    held: tuple[Copy, ...]
    rest: Copy | None = None
    """What goes on to the next page."""


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
) -> MadePage:
    """Fill one page.

    Args:
        edition: For head, ads and fillers.
        page: The page to make.
        copy: What may stand on it: its own articles and those of the pool, by priority.
        style: The house style.
        desk: Sets what is asked for.

    Returns:
        The page; ``held`` has the articles left out, the page's own among them.

    """
    grid = grid_of(style)
    furniture = _furniture(edition, page, grid, style, desk)
    top = max((b.row + b.rows for b in furniture if b.kind is BlockType.NAMEPLATE), default=0)
    ads = [ad for ad in edition.ads if ad.page == page.number]
    rows = grid.rows - top
    settler = Settler(style, desk)
    chosen: Chosen | None = None
    for candidates in _candidates(copy, grid, style, desk, rows):
        found = choose(
            candidates,
            [(min(ad.head.columns, grid.columns), ad.head.rows) for ad in ads],
            len(edition.fillers),
            columns=grid.columns,
            rows=rows,
            top=top,
            style=style,
            settler=settler,
        )
        unasked = tuple(copy[len(candidates) :])
        found = replace(found, left_out=(*found.left_out, *unasked))
        if chosen is None or _order(found) < _order(chosen):
            chosen = found
        if not (chosen.empty_rows and chosen.left_out) and not _is_cut_off(chosen):
            break
    assert chosen is not None  # noqa: S101 - there is always a first list of candidates
    blocks, findings = _place(chosen, edition, page, ads, top, grid, style, desk, settler)
    findings += _shortage(chosen, page, grid)
    findings += _ads_out(chosen, page, ads)
    findings += _locks_broken(chosen, page, [part.article for part in copy])
    findings += _excess(chosen, page, style, desk)
    layout = PageLayout(
        number=page.number,
        name=page.name,
        width_pt=mm_to_pt(style.page.width_mm),
        height_pt=mm_to_pt(style.page.height_mm),
        type_area=Rect(
            x=grid.x_pt,
            y=grid.y_pt,
            width=grid.width(grid.columns),
            height=grid.rows * grid.leading_pt,
        ),
        grid=grid,
        blocks=(*furniture, *blocks),
        lines=rules_between(blocks, grid=grid, style=style),
        diagnostics=tuple(findings),
        story=_story(chosen),
    )
    return MadePage(layout=layout, held=chosen.left_out, rest=_rest(chosen, page))


def _is_cut_off(chosen: Chosen) -> bool:
    """Whether a story begun on another page found no room for its rest."""
    return any(part.is_continued for part in chosen.left_out)


def _order(chosen: Chosen) -> tuple[bool, int]:
    return _is_cut_off(chosen), chosen.empty_rows


def _candidates(
    copy: Sequence[Copy], grid: Grid, style: Style, desk: Desk, rows: int
) -> Iterator[list[Story]]:
    """The stories whole, the first that cannot be whole in parts; then the last in parts too.

    One story a page is cut at most. The second list is for a page that has a hole although
    a story was left out.
    """
    stories: list[Story] = []
    cut = False
    for part in copy:
        found = variants(part, grid=grid, style=style, desk=desk, most_rows=rows)
        if not found and not cut:
            found = cut_variants(part, grid=grid, style=style, desk=desk, most_rows=rows)
            cut = bool(found)
        stories.append(Story(copy=part, variants=found))
    yield stories
    for k in range(len(stories) - 1, -1, -1):
        parts = (
            ()
            if cut
            else cut_variants(stories[k].copy, grid=grid, style=style, desk=desk, most_rows=rows)
        )
        if parts:
            whole = stories[k].variants
            yield [*stories[:k], replace(stories[k], variants=(*whole, *parts)), *stories[k + 1 :]]
            break
    for k in range(len(stories) - 1, 0, -1):
        if stories[0].copy.is_continued:
            yield stories[:k]


def _rest(chosen: Chosen, page: Page) -> Copy | None:
    """The part of a cut article that another page must take."""
    for placed in chosen.placements:
        for stacked in placed.choice.payload.stories:
            variant = stacked.variant
            if variant.end is not None:
                return replace(
                    variant.copy, fixed=True, start=variant.end, came_from=page.number, goes_to=None
                )
    return None


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
    block = contents(listed, number=layout.number, grid=layout.grid, style=style, desk=desk)
    if block is None:
        return layout
    place = 1 + max(
        k
        for k, b in enumerate(layout.blocks)
        if b.kind in (BlockType.NAMEPLATE, BlockType.FOLIO_LINE)
    )
    return replace(layout, blocks=(*layout.blocks[:place], block, *layout.blocks[place:]))


def _furniture(
    edition: Edition, page: Page, grid: Grid, style: Style, desk: Desk
) -> list[PlacedBlock]:
    first = page.number == min(p.number for p in edition.head.pages)
    head = nameplate if first else folio_line
    foot = masthead(edition.head, page, grid=grid, style=style, desk=desk)
    blocks = [head(edition.head, page, grid=grid, style=style, desk=desk)]
    return blocks + ([foot] if foot else [])


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
            column=placed.column,
            row=row + stacked.row,
            grid=grid,
            style=style,
        )
        blocks.append(block)
        if settled.copy.cost >= LOST_LINES:
            findings.append(_lost_lines(block, page))
        elif settled.copy.cost >= WIDOW:
            findings.append(_widow(block, page))
        findings += _coarse(block, page)
    return blocks, findings


def _lost_lines(block: PlacedBlock, page: Page) -> Diagnostic:
    return Diagnostic(
        code="OVERSET",
        severity=Severity.ERROR,
        message=Message(
            zh=f"《{block.title}》有几行排不进它的版位",
            en=f"“{block.title}” has lines that do not go into its place",
        ),
        hint=Message(zh="压缩稿件", en="cut its copy"),
        page=page.number,
        block=block.id,
    )


def _widow(block: PlacedBlock, page: Page) -> Diagnostic:
    return Diagnostic(
        code="WIDOW",
        severity=Severity.WARNING,
        message=Message(
            zh=f"《{block.title}》有一栏以段末孤行开头或以小标题收尾，没有更好的排法",
            en=f"“{block.title}”: a column starts with a widow or ends with a subhead",
        ),
        hint=Message(zh="增删几个字再排", en="add or cut a few characters"),
        page=page.number,
        block=block.id,
    )


def _coarse(block: PlacedBlock, page: Page) -> list[Diagnostic]:
    return [
        Diagnostic(
            code="PICTURE_COARSE",
            severity=Severity.WARNING,
            message=Message(
                zh=f"图片 {picture.file} 在版面上只有 {picture.ppi:.0f} ppi",
                en=f"picture {picture.file} has only {picture.ppi:.0f} ppi on the page",
            ),
            hint=Message(
                zh="换一张更大的图，或减小它的栏数", en="use a larger file or fewer columns"
            ),
            page=page.number,
            block=block.id,
        )
        for picture in block.pictures
        if picture.ppi < LEAST_PPI
    ]


def _shortage(chosen: Chosen, page: Page, grid: Grid) -> list[Diagnostic]:
    if not chosen.empty_rows:
        return []
    characters = chosen.empty_rows * grid.columns * int(grid.column_width_pt / grid.type_size_pt)
    return [
        Diagnostic(
            code="UNDERSET",
            severity=Severity.ERROR,
            message=Message(
                zh=f"第{page.number}版稿件不足，版脚空 {chosen.empty_rows} 行",
                en=f"page {page.number} is short of copy: "
                f"{chosen.empty_rows} rows empty at the foot",
            ),
            hint=Message(
                zh=f"再补约 {characters} 字，或在 edition.yaml 里加 fillers",
                en=f"add about {characters} characters, or fillers in edition.yaml",
            ),
            page=page.number,
        )
    ]


def _ads_out(chosen: Chosen, page: Page, ads: list[AdFile]) -> list[Diagnostic]:
    return [
        Diagnostic(
            code="AD_OUT",
            severity=Severity.ERROR,
            message=Message(
                zh=f"第{page.number}版排不下广告 {ads[k].head.file}",
                en=f"page {page.number} has no room for the ad {ads[k].head.file}",
            ),
            span=ads[k].span,
            hint=Message(
                zh="减小广告的栏数或行数，或压缩本版稿件",
                en="give the ad fewer columns or rows, or cut the page's copy",
            ),
            page=page.number,
        )
        for k in chosen.ads_left_out
    ]


def _locks_broken(chosen: Chosen, page: Page, articles: list[Article]) -> list[Diagnostic]:
    return [
        Diagnostic(
            code="LOCK_BROKEN",
            severity=Severity.ERROR,
            message=Message(
                zh=f"《{_name(article)}》排不到锁定的位置",
                en=f"“{_name(article)}” cannot stand where it is locked",
            ),
            span=article.span_of("lock"),
            hint=Message(
                zh="换一个位置，或只锁定栏数", en="lock another place, or its columns only"
            ),
            page=page.number,
        )
        for article in articles
        if article.id in chosen.broken_locks
    ]


def _excess(chosen: Chosen, page: Page, style: Style, desk: Desk) -> list[Diagnostic]:
    """The page's own articles that found no room; pool articles go on to the next page."""
    findings = []
    for copy in chosen.left_out:
        if not copy.fixed:
            continue
        article, characters = copy.article, remaining_characters(copy, style, desk)
        findings.append(
            Diagnostic(
                code="OVERSET",
                severity=Severity.ERROR,
                message=Message(
                    zh=f"第{page.number}版排不下，撤下《{_name(article)}》，{characters} 字",
                    en=f"page {page.number} is overset: “{_name(article)}” "
                    f"({characters} characters) is held out",
                ),
                span=article.span_of("headline"),
                hint=Message(
                    zh="压缩本版稿件、移到别版，或放进 pool/",
                    en="cut the page's copy, move the article to another page or into pool/",
                ),
                page=page.number,
            )
        )
    return findings


def _name(article: Article) -> str:
    return article.head.headline.replace("\n", " ") or article.id


def _story(chosen: Chosen) -> tuple[str, ...]:
    lines = [f"搜索 {chosen.tried} 种局面"]
    if chosen.empty_rows:
        lines.append(f"版脚空 {chosen.empty_rows} 行")
    return tuple(lines)
