"""``report.txt``: what a make-up editor wants to know of a build, page by page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from layout.content.model import Edition
from layout.diagnostics import Diagnostic, Language
from layout.makeup.model import BlockType, PageLayout, PartRole, PlacedBlock
from layout.record.edition_json import inside
from layout.record.metrics import page_metrics


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
    yield from (f"  {line}" for line in _account(page))
    yield from (f"  {line}" for line in _short_of(page))
    for block in page.blocks:
        if block.kind in (BlockType.ARTICLE, BlockType.PICTURE, BlockType.FILLER, BlockType.AD):
            yield f"  {_block(block)}"


def _account(page: PageLayout) -> Iterator[str]:
    """What the layout cost, and the layouts that came next."""
    account = page.account
    if account is None or account.is_kept:
        return
    yield f"代价 {account.cost:.1f}，犯忌 {account.faults} 处"
    for place, miss in enumerate(account.near_misses, 2):
        moved = "、".join(miss.moved)
        yield f"  第 {place} 方案代价 {miss.cost:.1f}，犯忌 {miss.faults} 处，另排 {moved}"


def _short_of(page: PageLayout) -> Iterator[str]:
    """The figures that miss their targets."""
    metrics = page_metrics(page)
    missed = [metric for metric in metrics if not metric.ok]
    yield f"指标 {len(metrics)} 项，{len(metrics) - len(missed)} 项达标"
    yield from (f"  {m.id} {m.name} {m.value:g}，应 {m.target}" for m in missed)


def _block(block: PlacedBlock) -> str:
    headline = block.part(PartRole.HEADLINE)
    size = f"，主题 {headline.size_pt:g} 点" if headline else ""
    frame = "，加框" if block.boxed else ""
    rank = f"{block.rank}. " if block.rank is not None else ""
    place = f"{block.column + 1} 栏起 {block.columns} 栏，{block.row + 1} 行起 {block.rows} 行"
    return f"{rank}《{block.title}》{place}{size}{frame}"
