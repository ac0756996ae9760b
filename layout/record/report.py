"""``report.txt``: what a make-up editor wants to know of a build, page by page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from layout.content.model import Edition
from layout.diagnostics import Diagnostic, Language
from layout.makeup.model import BlockType, PageLayout, PartRole, PlacedBlock
from layout.record.edition_json import inside


def report_text(
    edition: Edition, pages: Sequence[PageLayout], findings: Sequence[Diagnostic]
) -> str:
    """The report, in Chinese."""
    lines = [f"{edition.head.paper.name} {edition.head.date.isoformat()}", ""]
    for page in pages:
        lines += [*_page(page), ""]
    lines.append("提示" if findings else "没有提示")
    for finding in findings:
        span = inside(finding.span, edition.folder) if finding.span else None
        lines.append(f"  {finding.code} {replace(finding, span=span).text(Language.ZH)}")
    return "\n".join(lines) + "\n"


def _page(page: PageLayout) -> Iterator[str]:
    cells = page.grid.columns * page.grid.rows
    covered = sum(block.cells for block in page.blocks if 0 <= block.row < page.grid.rows)
    yield f"第{page.number:02d}版 {page.name}".rstrip()
    yield f"  版面 {page.grid.columns} 栏 × {page.grid.rows} 行，占用 {covered / cells:.1%}"
    blank = sum(block.blank_lines for block in page.blocks)
    yield f"  栏脚空行 {blank} 行"
    yield from (f"  {line}" for line in page.story)
    for block in page.blocks:
        if block.kind in (BlockType.ARTICLE, BlockType.PICTURE, BlockType.FILLER, BlockType.AD):
            yield f"  {_block(block)}"


def _block(block: PlacedBlock) -> str:
    headline = block.part(PartRole.HEADLINE)
    size = f"，主题 {headline.size_pt:g} 点" if headline else ""
    frame = "，加框" if block.boxed else ""
    rank = f"{block.rank}. " if block.rank is not None else ""
    place = f"{block.column + 1} 栏起 {block.columns} 栏，{block.row + 1} 行起 {block.rows} 行"
    return f"{rank}《{block.title}》{place}{size}{frame}"
