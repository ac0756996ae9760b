"""House rules held against finished pages (版面规格), and what a page is excused with a reason.

The press does not judge: what ranks above what is the house's own table. Rules are obeyed
while pages are made up (``demands.py``); here is told what could not be.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from layout.content.model import Article, Edition, HouseRule, Waiver
from layout.diagnostics import Diagnostic, Message, Severity
from layout.makeup.demands import is_in_zone
from layout.makeup.hole import Hole
from layout.makeup.model import BlockType, PageLayout, PartRole, PlacedBlock
from layout.makeup.offer import rule_of
from layout.units import fits

EXCUSABLE = "HOUSE_RULE"
"""Of errors only these may be waived; of warnings all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """A story with a rule, where it stands."""

    article: Article
    rule: HouseRule
    order: int
    """Place of the rule in the house's table."""
    block: PlacedBlock
    page: PageLayout


def house_findings(edition: Edition, pages: Sequence[PageLayout]) -> tuple[Diagnostic, ...]:
    """What stands otherwise than the house rules ask, page by page."""
    ruled = [story for page in pages for story in _ruled(edition, page)]
    findings = [
        _finding(story, why) for story in ruled for why in (*_placed(story), *_named(story))
    ]
    findings += [_finding(later, why) for later, why in _out_of_order(ruled)]
    return tuple(findings)


def excused(edition: Edition, findings: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Findings with those a page's waivers name turned into notes that keep the reason."""
    waivers = {page.number: page.waivers for page in edition.head.pages}
    rules = {
        article.id: rule.name
        for article in edition.articles
        if (rule := rule_of(article, edition.house_rules)) is not None
    }
    done = []
    for finding in findings:
        names = {finding.code}
        if finding.code == EXCUSABLE and finding.block is not None:
            names.add(rules.get(_article_of(finding.block), ""))
        fitting = (w for w in waivers.get(finding.page or 0, ()) if w.rule in names)
        waiver = next(fitting, None)
        done.append(_waived(finding, waiver) if waiver is not None else finding)
    return tuple(done)


def _article_of(block: str) -> str:
    """The article of a block by the block's id (see ``place_variant``)."""
    return block.removeprefix("a-").partition("-from-")[0]


def _waived(finding: Diagnostic, waiver: Waiver) -> Diagnostic:
    if finding.severity is Severity.ERROR and finding.code != EXCUSABLE:
        return finding
    message = finding.message
    return replace(
        finding,
        severity=Severity.NOTE,
        message=Message(
            zh=f"{message.zh}（豁免：{waiver.reason}）",
            en=f"{message.en} (waived: {waiver.reason})",
        ),
        hint=None,
    )


def _ruled(edition: Edition, page: PageLayout) -> Iterator[Ruled]:
    by_id = {article.id: article for article in edition.articles}
    for block in page.blocks:
        article = by_id.get(block.article or "")
        rule = rule_of(article, edition.house_rules) if article is not None else None
        if article is not None and rule is not None and not block.continued:
            order = edition.house_rules.index(rule)
            yield Ruled(article=article, rule=rule, order=order, block=block, page=page)


def _hole(page: PageLayout) -> Hole:
    heads = max((b.row + b.rows for b in page.blocks if b.kind is BlockType.NAMEPLATE), default=0)
    stories = (b.row for b in page.blocks if b.article is not None)
    top = min(heads, *stories) if heads else 0  # copy stands beside a vertical nameplate
    ads = ((b.columns, b.rows) for b in page.blocks if b.kind is BlockType.AD)
    grid = page.grid
    return Hole(columns=grid.columns, rows=grid.rows - top, top=top, ads=tuple(ads))


def _placed(story: Ruled) -> Iterator[Message]:
    """Page, zone, width, size, picture and frame."""
    rule, block, page = story.rule, story.block, story.page
    if rule.page not in (None, page.number):
        yield Message(zh=f"应排第{rule.page}版", en=f"it belongs on page {rule.page}")
    cells = {name: getattr(block, name) for name in ("column", "row", "columns", "rows")}
    if not is_in_zone(rule.zone, **cells, hole=_hole(page)):
        zones = ", ".join(rule.zone)
        yield Message(zh=f"应在版区 {zones}", en=f"it belongs in the zone {zones}")
    least, most = rule.columns or (1, block.columns)
    if not least <= block.columns <= most:
        yield Message(
            zh=f"应占 {least} 至 {most} 栏，排了 {block.columns} 栏",
            en=f"it should be {least} to {most} columns wide and is {block.columns}",
        )
    headline = block.part(PartRole.HEADLINE)
    if rule.headline_pt is not None and not (
        headline is not None and fits(rule.headline_pt, headline.size_pt)
    ):
        size = f"{headline.size_pt:g}" if headline is not None else "—"
        yield Message(
            zh=f"主题应不小于 {rule.headline_pt:g} 点，排了 {size} 点",
            en=f"its headline should be {rule.headline_pt:g} pt at least and is {size}",
        )
    yield from _pictured(story)
    if rule.frame is not None and block.boxed is not (rule.frame == "always"):
        zh, en = ("应加框", "have a frame") if rule.frame == "always" else ("不应加框", "have none")
        yield Message(zh=zh, en=f"it should {en}")


def _pictured(story: Ruled) -> Iterator[Message]:
    wanted, grid = story.rule.picture_columns, story.page.grid
    if wanted is None:
        return
    lost_pt = wanted * grid.type_size_pt if story.block.boxed else grid.type_size_pt / 2
    widest = max((picture.bbox.width for picture in story.block.pictures), default=0.0)
    if not fits(grid.width(wanted) - lost_pt, widest):
        yield Message(
            zh=f"照片应有 {wanted} 栏宽", en=f"its picture should be {wanted} columns wide"
        )


def _named(story: Ruled) -> Iterator[Message]:
    """Names in the heads and captions, in the house's order."""
    head = story.article.head
    texts = (head.kicker, head.headline, head.deck, *(p.caption for p in head.pictures))
    for text in texts:
        met = [name for name in story.rule.names if name in text]
        stand = sorted(met, key=text.index)
        if stand != met:
            zh, en = "、".join(met), ", ".join(met)
            yield Message(zh=f"名字应按 {zh} 的次序", en=f"the names should be in the order {en}")


def _out_of_order(ruled: Sequence[Ruled]) -> Iterator[tuple[Ruled, Message]]:
    """Stories of one event that stand before, or larger than, one whose rule comes first."""
    for first in ruled:
        for later in ruled:
            if first.rule.event != later.rule.event or first.order >= later.order:
                continue
            name = first.article.head.headline.replace("\n", " ")
            if _place(later) < _place(first):
                yield (
                    later,
                    Message(zh=f"应排在《{name}》之后", en=f"it should stand after “{name}”"),
                )
            if not fits(_size(later), _size(first)):
                yield (
                    later,
                    Message(
                        zh=f"主题不应大于《{name}》的",
                        en=f"its headline should be no larger than that of “{name}”",
                    ),
                )


def _place(story: Ruled) -> tuple[int, int, int]:
    return story.page.number, story.block.row, story.block.column


def _size(story: Ruled) -> float:
    headline = story.block.part(PartRole.HEADLINE)
    return headline.size_pt if headline is not None else 0.0


def _finding(story: Ruled, why: Message) -> Diagnostic:
    name = story.article.head.headline.replace("\n", " ") or story.article.id
    return Diagnostic(
        code="HOUSE_RULE",
        severity=Severity.ERROR,
        message=Message(
            zh=f"《{name}》不合规格“{story.rule.name}”：{why.zh}",
            en=f"“{name}” breaks the house rule “{story.rule.name}”: {why.en}",
        ),
        span=story.article.span_of("event"),
        hint=Message(
            zh="改排，或在本版 waivers 写明理由", en="move it, or waive the rule with a reason"
        ),
        page=story.page.number,
        block=story.block.id,
    )
