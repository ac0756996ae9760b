"""JSON editions (paper, date, pages of articles) -> copy of an edition.

read_json
├─ _SourceEdition    what the file must hold, checked
├─ _first_day        "2010-07", "1905", "1880-1904" -> a day
└─ _article          head | body: crossheads, tables, hard-wrapped lines
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date as Date
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from layout.content.model import ArticleHead, ArticleKind, BlockKind, Paper
from layout.diagnostics import Diagnostic, Message, Severity, SourceSpan
from layout.errors import ImportSourceError
from layout.importing.cleaning import ALL_RULES, HEADLINE_RULES, clean, merged
from layout.importing.model import (
    UNNAMED_PAPER,
    Change,
    CleaningRule,
    CopyArticle,
    CopyBlock,
    CopyEdition,
    CopyPage,
    Editing,
)
from layout.importing.script import language_of
from layout.importing.wrapped import page_line_width, rejoined

HEADLINE_CHARS: Final = 120
"""A longer headline is cut in two, and a longer deck goes into the body."""
_CUT_CHARS: Final = 60
_TITLE_CHARS: Final = 24
_END_MARK: Final = re.compile("[。！？…：；，、]$")
_NUMBER_ALONE: Final = re.compile(
    "[一二三四五六七八九十]{1,3}|[（(][一二三四五六七八九十]{1,3}[）)]"
)
_DATELINE: Final = re.compile("本報訊|本报讯|.{0,12}(?:電|电|讯|訊)")


class _Source(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True)


class _SourceTable(_Source):
    after_paragraph: Annotated[int, Field(ge=-1)] = -1
    rows: tuple[tuple[str, ...], ...] = ()


class _SourceArticle(_Source):
    kicker: str | None = None
    headline: str | None = None
    subhead: str | None = None
    author: str | None = None
    paragraphs: tuple[str, ...] = ()
    tables: tuple[_SourceTable, ...] = ()
    crossheads: tuple[int, ...] = ()
    published: str | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The paragraphs, unless places among them are told by number."""
        return () if self.tables or self.crossheads else self.paragraphs


class _SourcePage(_Source):
    no: str | int | None = None
    name: str | None = None
    articles: tuple[_SourceArticle, ...] = ()


class _SourceMeta(_Source):
    source: str = ""
    script: str = ""
    origin: str = ""
    licence: str = ""


class _SourceEdition(_Source):
    paper: str | None = None
    date: str
    pages: Annotated[tuple[_SourcePage, ...], Field(min_length=1)]
    meta: _SourceMeta = _SourceMeta()


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
    source = _checked(text, file)
    day, changes = _first_day(source.date, file)
    paper, notes = _paper(source, file)
    pages = tuple(_page(page, rules) for page in source.pages)
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
        changes=(*changes, *notes),
    )


def _checked(text: str, file: str) -> _SourceEdition:
    shape = Message(
        zh="应为 {paper, date, pages: [{no, name, articles: [{headline, paragraphs, …}]}]}",
        en="expected {paper, date, pages: [{no, name, articles: [{headline, paragraphs, …}]}]}",
    )
    try:
        return _SourceEdition.model_validate(json.loads(text))
    except json.JSONDecodeError as error:
        place = SourceSpan(file=file, line=error.lineno, column=error.colno)
        told = Message(zh=f"不是有效的 JSON：{error.msg}", en=f"not valid JSON: {error.msg}")
        raise ImportSourceError(told, place, shape) from error
    except ValidationError as error:
        findings = [
            Diagnostic(
                code=ImportSourceError.code,
                severity=Severity.ERROR,
                message=Message(
                    zh=f"{_pointer(fault['loc'])}：内容不合",
                    en=f"{_pointer(fault['loc'])}: {fault['msg']}",
                ),
                span=SourceSpan(file=file),
                hint=shape,
            )
            for fault in error.errors()
        ]
        told = Message(zh="JSON 的内容不合", en="the JSON has another shape")
        raise ImportSourceError(told, SourceSpan(file=file), shape, findings=findings) from error


def _pointer(place: Sequence[str | int]) -> str:
    return "/".join(map(str, place)) or "/"


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


def _paper(source: _SourceEdition, file: str) -> tuple[Paper, tuple[Change, ...]]:
    slug = re.sub(r"[^a-z0-9]+", "-", source.meta.source.lower()).strip("-")
    paper = Paper(name=source.paper or UNNAMED_PAPER, slug=slug or "paper")
    if source.paper:
        return paper, ()
    told = Message(zh="来源未写报名", en="the source does not name the paper")
    return paper, (Change(code=Editing.CHOSEN, message=told, after=paper.name).at(file),)


def _page(page: _SourcePage, rules: frozenset[CleaningRule]) -> CopyPage:
    figures = re.search(r"\d+", str(page.no)) if page.no is not None else None
    number = int(figures.group()) if figures else None
    width = page_line_width([article.lines for article in page.articles])
    headlines = Counter(article.headline for article in page.articles)
    articles = []
    for source in page.articles:
        article = _article(source, width, rules)
        is_title_of_page = headlines[source.headline] > 1 or f"《{page.name}》" in (
            source.headline or ""
        )
        if article is not None:
            articles.append(_own_headline(article) if is_title_of_page else article)
    return CopyPage(
        number=number or None,
        name=clean(page.name or "", rules & HEADLINE_RULES)[0],
        articles=tuple(articles),
    )


# ---------------------------------------------------------------- articles


def _article(
    source: _SourceArticle, page_width: int, rules: frozenset[CleaningRule]
) -> CopyArticle | None:
    """One article; None for one without a headline and without text."""
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
    if not blocks and not parts["headline"]:
        return None
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
    return _with_short_deck(_with_short_headline(copy), rules)


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
    source: _SourceArticle,
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
    table: _SourceTable, rules: frozenset[CleaningRule], changes: list[Change]
) -> list[CopyBlock]:
    """A table; rows of a single cell before and after it are paragraphs, not columns."""
    rows = []
    for row in table.rows:
        cells = []
        for cell in row:
            text, found = clean(" ".join(cell.splitlines()), rules)
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


# ---------------------------------------------------------------- long heads


def _with_short_headline(article: CopyArticle) -> CopyArticle:
    """A headline of more than ``HEADLINE_CHARS`` characters cut into headline and deck."""
    headline = article.head.headline
    if len(headline) <= HEADLINE_CHARS:
        return article
    cut = _cut_place(headline)
    first, rest = headline[:cut].rstrip("，、；： "), headline[cut:].lstrip()
    deck = "\n".join(part for part in (rest, article.head.deck) if part)
    told = Message(zh="标题过长，后半移作副题", en="long headline cut; its rest leads the deck")
    change = Change(code=Editing.SPLIT, message=told, before=headline, after=first)
    head = article.head.model_copy(update={"headline": first, "deck": deck})
    return replace(article, head=head, changes=(*article.changes, change))


def _cut_place(headline: str) -> int:
    """After the mark nearest to ``_CUT_CHARS`` outside brackets and quotes, else any mark."""
    depth = 0
    outside: list[int] = []
    inside: list[int] = []
    for place, char in enumerate(headline[: HEADLINE_CHARS - 1], 1):
        depth += (char in "「『《〈（“‘【") - (char in "」』》〉）”’】")
        if char in "，；：。！？、 ":
            (inside if depth else outside).append(place)
    marks = [p for p in outside if p >= 12] or [p for p in inside if p >= 12] or [HEADLINE_CHARS]
    return min(marks, key=lambda place: (abs(place - _CUT_CHARS), place))


def _with_short_deck(article: CopyArticle, rules: frozenset[CleaningRule]) -> CopyArticle:
    """A deck of more than ``HEADLINE_CHARS`` characters made the first paragraph."""
    deck = article.head.deck
    if len(deck) <= HEADLINE_CHARS:
        return article
    told = Message(zh="副题过长，移作首段", en="long deck made the first paragraph")
    change = Change(code=Editing.MOVED, message=told, before=deck)
    lines = [clean(line, rules) for line in deck.split("\n")]
    blocks = [CopyBlock(text=text) for text, _ in lines]
    return replace(
        article,
        head=article.head.model_copy(update={"deck": ""}),
        blocks=(*blocks, *article.blocks),
        changes=(
            *article.changes,
            change,
            *(found for _, all_found in lines for found in all_found),
        ),
    )
