"""What make-up has to tell of a page: what found no room, what stands badly, what is coarse."""

from collections.abc import Iterator, Sequence

from layout.composition.desk import Desk
from layout.composition.model import ComposedLine
from layout.content.model import AdFile, Article, Page
from layout.diagnostics import Diagnostic, Message, Severity
from layout.makeup.choose import Chosen
from layout.makeup.copy import Copy, remaining_characters
from layout.makeup.model import Grid, PlacedBlock
from layout.makeup.neighbours import Cells, at_odds
from layout.makeup.pulls import is_asked
from layout.makeup.shape import Variant
from layout.style.model import Style

LEAST_PPI = 150.0
PARTED_TOLD = 6
"""Characters told of a line that parts something."""
PARTED_TOLD_LINES = 3


def lost_lines(block: PlacedBlock, page: Page) -> Diagnostic:
    """Lines that a story's place does not hold."""
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


def widow(block: PlacedBlock, page: Page) -> Diagnostic:
    """A column with a taboo at its head or foot (孤行)."""
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


def torn(block: PlacedBlock, page: Page) -> list[Diagnostic]:
    """Lines whose end parts what should stay whole, because nothing else fits."""
    ends = [line.text[-PARTED_TOLD:] for line in _lines(block) if line.forced]
    if not ends:
        return []
    shown = "、".join(f"“{end}|”" for end in ends[:PARTED_TOLD_LINES])
    return [
        Diagnostic(
            code="PARTED",
            severity=Severity.NOTE,
            message=Message(
                zh=f"《{block.title}》有 {len(ends)} 行在数字、网址或长单词中间断开：{shown}",
                en=f"“{block.title}”: {len(ends)} lines end inside a figure, an address or "
                f"a long word: {shown}",
            ),
            page=page.number,
            block=block.id,
        )
    ]


def _lines(block: PlacedBlock) -> Iterator[ComposedLine]:
    return (placed.line for leg in block.text_columns for placed in leg.lines)


def coarse(block: PlacedBlock, page: Page) -> list[Diagnostic]:
    """Pictures with too few pixels for their size."""
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


def pictures_left_out(block: PlacedBlock, variant: Variant, page: Page) -> list[Diagnostic]:
    """Pictures of a story for which none of its parts has room; the last part tells."""
    if variant.art is not None or variant.end is not None:
        return []
    return [
        Diagnostic(
            code="PICTURE_LEFT_OUT",
            severity=Severity.ERROR,
            message=Message(
                zh=f"《{block.title}》分两版排，图片 {picture.head.file} 排不下",
                en=f"“{block.title}” is set in parts, and none has room for its picture "
                f"{picture.head.file}",
            ),
            hint=Message(
                zh="写 jump: never，或减少本版稿件", en="say jump: never, or cut the page's copy"
            ),
            page=page.number,
            block=block.id,
        )
        for picture in variant.copy.pictures
    ]


def pull_told(block: PlacedBlock, variant: Variant, page: Page) -> list[Diagnostic]:
    """A quote that make-up took from the copy, or one that its editor wrote and it left out."""
    if is_asked(variant.article):
        return [] if variant.pulls or block.continued else [_pull_left_out(block, variant, page)]
    return [
        Diagnostic(
            code="PULLED",
            severity=Severity.NOTE,
            message=Message(
                zh=f"《{block.title}》文长，摘句“{spot.pull.text}”以破灰板",
                en=f"“{block.title}” would be one grey square; it quotes itself: "
                f"“{spot.pull.text}”",
            ),
            span=variant.article.span_of("headline"),
            hint=Message(
                zh="另选一句写进 pull，不要就写 pull: never",
                en="write another sentence into pull, or pull: never",
            ),
            page=page.number,
            block=block.id,
        )
        for spot in variant.pulls
    ]


def _pull_left_out(block: PlacedBlock, variant: Variant, page: Page) -> Diagnostic:
    return Diagnostic(
        code="PULL_LEFT_OUT",
        severity=Severity.WARNING,
        message=Message(
            zh=f"《{block.title}》排不下摘句",
            en=f"“{block.title}” has no room for its pull quotes",
        ),
        span=variant.article.span_of("pull"),
        hint=Message(zh="摘句短些或少些", en="fewer of them, or shorter"),
        page=page.number,
        block=block.id,
    )


def cut_short(block: PlacedBlock, copy: Copy, page: Page) -> list[Diagnostic]:
    """Copy that was cut at its foot, by leave of its author."""
    if not copy.cut_characters:
        return []
    return [
        Diagnostic(
            code="CUT",
            severity=Severity.WARNING,
            message=Message(
                zh=f"《{block.title}》删 {copy.cut_characters} 字",
                en=f"“{block.title}”: {copy.cut_characters} characters cut from the foot",
            ),
            span=copy.article.span_of("cut"),
            hint=Message(
                zh="不许删就写 cut: 0，并移出一篇稿件",
                en="to keep them write cut: 0, and move another story away",
            ),
            page=page.number,
            block=block.id,
        )
    ]


def held_over(articles: Sequence[Article]) -> tuple[Diagnostic, ...]:
    """A finding for each pool article that no page took (备稿)."""
    return tuple(_held(article) for article in articles)


def _held(article: Article) -> Diagnostic:
    characters = sum(len(block.text) for block in article.body)
    message = Message(
        zh=f"各版都排不下，留存《{name_of(article)}》，{characters} 字",
        en=f"no page has room: “{name_of(article)}” ({characters} characters) is held over",
    )
    span = article.span_of("headline")
    if article.head.standby:
        return Diagnostic(code="STANDBY", severity=Severity.NOTE, message=message, span=span)
    hint = Message(zh="增加版数，或压缩稿件", en="add pages, or cut copy")
    return Diagnostic(code="HELD", severity=Severity.ERROR, message=message, span=span, hint=hint)


def stale(why: Message, page: Page) -> list[Diagnostic]:
    """An accepted layout that no longer fits; the page was searched anew."""
    return [
        Diagnostic(
            code="LAYOUT_STALE",
            severity=Severity.WARNING,
            message=Message(
                zh=f"第{page.number}版不能再用已定的版式：{why.zh}；已重排",
                en=f"page {page.number} cannot keep its accepted layout: {why.en}; "
                "it was made up anew",
            ),
            hint=Message(zh="用 --accept 1 定下新版式", en="accept the new layout with --accept 1"),
            page=page.number,
        )
    ]


def pages_dropped(numbers: Sequence[int]) -> tuple[Diagnostic, ...]:
    """A note for each page that had no copy and was dropped (撤版)."""
    return tuple(
        Diagnostic(
            code="PAGE_DROPPED",
            severity=Severity.NOTE,
            message=Message(
                zh=f"没有稿件可排，撤第{number}版",
                en=f"page {number} is dropped: there is no copy for it",
            ),
            page=number,
        )
        for number in numbers
    )


def shortage(chosen: Chosen, page: Page, grid: Grid) -> list[Diagnostic]:
    """Rows left empty at the foot."""
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


def ads_out(chosen: Chosen, page: Page, ads: list[AdFile]) -> list[Diagnostic]:
    """Ads without room."""
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


def lock_broken(article: Article, why: Message, page: Page) -> Diagnostic:
    """A story that cannot stand where the editor has fixed it, and what stands against it."""
    return Diagnostic(
        code="LOCK_BROKEN",
        severity=Severity.ERROR,
        message=Message(
            zh=f"《{name_of(article)}》排不到锁定的位置：{why.zh}",
            en=f"“{name_of(article)}” cannot stand where it is locked: {why.en}",
        ),
        span=article.span_of("lock"),
        hint=Message(zh="换一个位置，或只锁定栏数", en="lock another place, or its columns only"),
        page=page.number,
    )


def neighbours_wrong(
    articles: Sequence[Article], blocks: Sequence[PlacedBlock], page: Page
) -> list[Diagnostic]:
    """Stories apart that should touch, or touching that should not."""
    by_id = {article.id: article for article in articles}
    cells = [
        Cells(
            article=block.article,
            column=block.column,
            row=block.row,
            columns=block.columns,
            rows=block.rows,
        )
        for block in blocks
        if block.article is not None
    ]
    return [
        _at_odds(by_id[name], by_id[other], page, wanted=wanted)
        for name, other, wanted in at_odds(articles, cells)
    ]


def _at_odds(article: Article, other: Article, page: Page, *, wanted: bool) -> Diagnostic:
    zh, en = ("没有相邻", "do not touch") if wanted else ("相邻", "touch")
    return Diagnostic(
        code="KEEP_BROKEN",
        severity=Severity.ERROR,
        message=Message(
            zh=f"《{name_of(article)}》和《{name_of(other)}》{zh}",
            en=f"“{name_of(article)}” and “{name_of(other)}” {en}",
        ),
        span=article.span_of("keep_together" if wanted else "keep_apart"),
        hint=Message(zh="锁定其中一篇的位置", en="lock the place of one of them"),
        page=page.number,
    )


def excess(chosen: Chosen, page: Page, style: Style, desk: Desk) -> list[Diagnostic]:
    """The page's own articles that found no room; pool articles go on to the next page."""
    findings = []
    for copy in chosen.left_out:
        if not copy.fixed or (copy.article.page is None and not copy.is_continued):
            continue
        article, characters = copy.article, remaining_characters(copy, style, desk)
        findings.append(
            Diagnostic(
                code="OVERSET",
                severity=Severity.ERROR,
                message=Message(
                    zh=f"第{page.number}版排不下，撤下《{name_of(article)}》，{characters} 字",
                    en=f"page {page.number} is overset: “{name_of(article)}” "
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


def name_of(article: Article) -> str:
    """What a finding calls a story: its headline, or its id."""
    return article.head.headline.replace("\n", " ") or article.id


def head_elsewhere(article: Article, variant_place: str, page: Page) -> list[Diagnostic]:
    """A finding where a headline does not stand where its editor wants it."""
    wanted = article.head.headline_place
    if wanted in ("auto", variant_place) or not article.head.headline:
        return []
    name = article.head.headline.replace("\n", " ")
    return [
        Diagnostic(
            code="HEAD_PLACE",
            severity=Severity.WARNING,
            message=Message(
                zh=f"《{name}》的标题排不成 {wanted}，照常排在文上",
                en=f"the headline of “{name}” cannot stand {wanted}; it stands over the copy",
            ),
            span=article.span_of("headline_place"),
            hint=Message(zh="标题再短些，或改宽窄", en="shorten it, or lock another width"),
            page=page.number,
        )
    ]
