"""What make-up has to tell of a page: what found no room, what stands badly, what is coarse."""

from layout.composition.desk import Desk
from layout.content.model import AdFile, Article, Page
from layout.diagnostics import Diagnostic, Message, Severity
from layout.makeup.choose import Chosen
from layout.makeup.copy import remaining_characters
from layout.makeup.model import Grid, PlacedBlock
from layout.style.model import Style

LEAST_PPI = 150.0


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


def locks_broken(chosen: Chosen, page: Page, articles: list[Article]) -> list[Diagnostic]:
    """Stories that cannot stand where the editor has fixed them."""
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


def excess(chosen: Chosen, page: Page, style: Style, desk: Desk) -> list[Diagnostic]:
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
