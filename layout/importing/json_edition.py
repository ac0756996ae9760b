"""JSON editions (paper, date, pages of articles) -> copy of an edition.

read_json
├─ read_source_edition   what the file must hold, checked   (json_source.py)
├─ _first_day        "2010-07", "1905", "1880-1904" -> a day
└─ _article          head | body: crossheads, tables, hard-wrapped lines
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date as Date
from typing import Final

from layout.cleaning.repair import ALL_RULES, HEADLINE_RULES
from layout.content.model import ArticleHead, ArticleKind, BlockKind, Paper
from layout.content.repairs import CleaningRule
from layout.diagnostics import Message, SourceSpan
from layout.errors import ImportSourceError
from layout.importing.cleaning import clean, merged
from layout.importing.heads import with_fitting_head
from layout.importing.json_source import (
    SHAPE,
    SourceArticle,
    SourceEdition,
    SourcePage,
    SourceTable,
    read_source_edition,
)
from layout.importing.model import (
    UNNAMED_PAPER,
    Change,
    CopyArticle,
    CopyBlock,
    CopyEdition,
    CopyPage,
    Editing,
    bare_headline,
)
from layout.importing.script import language_of
from layout.importing.wrapped import page_line_width, rejoined

_TITLE_CHARS: Final = 24
_END_MARK: Final = re.compile("[。！？…：；，、]$")
_NUMBER_ALONE: Final = re.compile(
    "[一二三四五六七八九十]{1,3}|[（(][一二三四五六七八九十]{1,3}[）)]"
)
_DATELINE: Final = re.compile("本報訊|本报讯|.{0,12}(?:電|电|讯|訊)")


def read_json(text: str, file: str, *, rules: frozenset[CleaningRule] = ALL_RULES) -> CopyEdition:
    """Read a JSON edition.

    Args:
        text: The JSON text: ``{paper, date, pages: [{no, name, articles: [{kicker, headline,
            subhead, author, paragraphs, tables, crossheads, published}]}], meta}``.
        file: The file's name, for messages.
        rules: The cleaning rules that apply.

    Returns:
        The edition, in the order of the file.

    Raises:
        ImportSourceError: The text is not JSON of that shape; every fault is told.

    """
    source = read_source_edition(text, file)
    day, changes = _first_day(source.date, file)
    paper, notes = _paper(source, file)
    read = [_page(page, rules) for page in source.pages]
    pages = tuple(page.page for page in read)
    if not any(page.articles for page in pages):
        told = Message(zh="文件中没有稿件", en="the file holds no article")
        raise ImportSourceError(told, SourceSpan(file=file), SHAPE)
    remarks = [source.meta.origin, source.meta.licence]
    body = "".join(block.text for page in pages for a in page.articles for block in a.blocks)
    is_hant = source.meta.script == "zh-Hant" or (
        not source.meta.script and language_of(body) == "zh-TW"
    )
    return CopyEdition(
        paper=paper,
        date=day,
        lang="zh-TW" if is_hant else "zh-CN",
        pages=pages,
        remarks=tuple(remark for remark in remarks if remark),
        changes=(*changes, *notes, *(c.at(file) for page in read for c in page.changes)),
    )


# ---------------------------------------------------------------- head of the edition


def _first_day(text: str, file: str) -> tuple[Date, tuple[Change, ...]]:
    """The first day of a date, month, year or span of years."""
    match = re.match(r"(\d{4})(?:-(\d{2})(?!\d)(?:-(\d{2})(?!\d))?)?", text)
    year, month, day = (int(group or 1) for group in match.groups()) if match else (0, 0, 0)
    try:
        first = Date(year, month, day)
    except ValueError as error:
        told = Message(zh=f"日期无法辨认：{text}", en=f"not a date: {text}")
        hint = Message(
            zh="写作 2021-04-30、2021-04 或 2021", en="write 2021-04-30, 2021-04 or 2021"
        )
        raise ImportSourceError(told, SourceSpan(file=file), hint) from error
    if first.isoformat() == text:
        return first, ()
    told = Message(zh="日期取其首日", en="the first day of the date taken")
    change = Change(code=Editing.CHOSEN, message=told, before=text, after=first.isoformat())
    return first, (change.at(file),)


def _paper(source: SourceEdition, file: str) -> tuple[Paper, tuple[Change, ...]]:
    slug = re.sub(r"[^a-z0-9]+", "-", source.meta.source.lower()).strip("-")
    name, _ = clean(source.paper or "", HEADLINE_RULES)
    paper = Paper(name=name or UNNAMED_PAPER, slug=slug or "paper")
    if name:
        return paper, ()
    told = Message(zh="来源未写报名", en="the source does not name the paper")
    return paper, (Change(code=Editing.CHOSEN, message=told, after=paper.name).at(file),)


@dataclass(frozen=True, slots=True)
class _ReadPage:
    page: CopyPage
    changes: tuple[Change, ...]


def _page(source: SourcePage, rules: frozenset[CleaningRule]) -> _ReadPage:
    """A page with its articles; a headline without an article goes to the page's list."""
    figures = re.search(r"\d+", str(source.no)) if source.no is not None else None
    number = int(figures.group()) if figures and len(figures.group()) <= 3 else None
    width = page_line_width([article.lines for article in source.articles])
    borne = Counter(article.headline for article in source.articles)
    articles = []
    for item in source.articles:
        article = _article(item, width, rules)
        is_shared = borne[item.headline] > 1 or f"《{source.name}》" in (item.headline or "")
        articles.append(_own_headline(article) if is_shared else article)
    bare = [article.head for article in articles if not article.blocks]
    page = CopyPage(
        number=number or None,
        name=clean(source.name or "", rules & HEADLINE_RULES)[0],
        headlines=tuple(head.headline for head in bare if head.headline),
        articles=tuple(article for article in articles if article.blocks),
    )
    return _ReadPage(page, tuple(bare_headline(head) for head in bare if head.headline))


# ---------------------------------------------------------------- articles


def _article(source: SourceArticle, page_width: int, rules: frozenset[CleaningRule]) -> CopyArticle:
    """One article, be it without a headline or without text."""
    changes: list[Change] = []
    joined = rejoined(source.lines, page_width)
    paragraphs = joined.lines or source.paragraphs
    blocks = _blocks(source, paragraphs, rules, changes)
    parts = {
        name: _title(value, rules, changes)
        for name, value in (
            ("kicker", source.kicker),
            ("headline", source.headline),
            ("deck", source.subhead),
            ("author", source.author),
        )
    }
    author = parts["author"]
    is_dateline = bool(author) and _DATELINE.fullmatch(author) is not None
    head = ArticleHead(
        kicker=parts["kicker"],
        headline=parts["headline"],
        deck=parts["deck"],
        byline=(author,) if author and not is_dateline else (),
        dateline=author if is_dateline else "",
        kind=ArticleKind.NEWS if parts["headline"] else ArticleKind.BRIEF,
    )
    if not head.headline:
        told = Message(zh="无标题，作简讯处理", en="no headline: made a brief")
        changes.append(Change(code=Editing.READ_AS, message=told))
    remarks = (f"published: {source.published}",) if source.published else ()
    copy = CopyArticle(
        head=head, blocks=blocks, remarks=remarks, changes=(*joined.changes, *merged(changes))
    )
    return with_fitting_head(copy, rules)


def _own_headline(article: CopyArticle) -> CopyArticle:
    """A headline that is the page's, not the article's, made the kicker.

    It is the page's when several articles bear it or when it names the page; then a short
    first line is the headline.
    """
    first = article.blocks[0] if len(article.blocks) > 1 else CopyBlock()
    is_title = 0 < len(first.text) <= _TITLE_CHARS and not _END_MARK.search(first.text)
    if not is_title or first.kind is not BlockKind.PARAGRAPH or article.head.kicker:
        return article
    old = article.head.headline
    told = Message(zh="各稿共用的标题移作引题", en="headline of several articles made the kicker")
    change = Change(code=Editing.MOVED, message=told, before=old, after=first.text)
    return replace(
        article,
        head=article.head.model_copy(update={"kicker": old, "headline": first.text}),
        blocks=article.blocks[1:],
        changes=(*article.changes, change),
    )


def _title(value: str | None, rules: frozenset[CleaningRule], changes: list[Change]) -> str:
    lines = []
    for line in (value or "").splitlines():
        text, found = clean(line, rules & HEADLINE_RULES)
        changes += found
        lines.append(text)
    return "\n".join(line for line in lines if line)


def _blocks(
    source: SourceArticle,
    paragraphs: Sequence[str],
    rules: frozenset[CleaningRule],
    changes: list[Change],
) -> tuple[CopyBlock, ...]:
    """Paragraphs, subheads and tables in their order."""
    blocks: list[CopyBlock] = []
    for number in range(-1, len(paragraphs)):
        kind = BlockKind.SUBHEAD if number in source.crossheads else BlockKind.PARAGRAPH
        for line in paragraphs[number].splitlines() if number >= 0 else ():
            text, found = clean(line, rules)
            changes += found
            is_number = _NUMBER_ALONE.fullmatch(text) and number + 1 < len(paragraphs)
            if text:
                blocks.append(CopyBlock(kind=BlockKind.SUBHEAD if is_number else kind, text=text))
        for table in source.tables:
            place = min(table.after_paragraph, len(paragraphs) - 1)
            if place == number:
                blocks += _table(table, rules, changes)
    return tuple(blocks)


def _table(
    table: SourceTable, rules: frozenset[CleaningRule], changes: list[Change]
) -> list[CopyBlock]:
    """A table; rows of a single cell before and after it are paragraphs, not columns."""
    rows = []
    for row in table.rows:
        cells = []
        for cell in row:
            text, found = clean(" ".join((cell or "").splitlines()), rules)
            changes += found
            cells.append(text)
        if any(cells):
            rows.append(tuple(cells))
    width = max(map(len, rows), default=0)
    full = [n for n, row in enumerate(rows) if len(row) > 1]
    if width < 2:
        return [CopyBlock(text=row[0]) for row in rows]
    first, last = full[0], full[-1] + 1
    before = [CopyBlock(text=row[0]) for row in rows[:first]]
    after = [CopyBlock(text=row[0]) for row in rows[last:]]
    filled = tuple((*row, *[""] * (width - len(row))) for row in rows[first:last])
    return [*before, CopyBlock(kind=BlockKind.TABLE, rows=filled), *after]
