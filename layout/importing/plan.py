"""Copy of an edition -> numbered page folders and pool, and the pages that the copy asks for.

planned
├─ _gathered     sections without page numbers, told apart by the articles' ``section``
├─ _numbers      a number for every source page, kept where it is free
├─ parts         over-long articles in parts （一）（二）   (parts.py)
└─ _places       a page that fits keeps its articles; else they go to the pool
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from layout.content.model import MAX_PAGES, EditionHead, Page
from layout.diagnostics import Message
from layout.errors import ImportSourceError
from layout.importing.model import (
    Change,
    CopyArticle,
    CopyEdition,
    CopyPage,
    Editing,
    PlannedArticle,
    PlannedEdition,
)
from layout.importing.parts import parts

PAGE_CHARS: Final = MappingProxyType({"broadsheet": 7500, "tabloid": 4000})
"""Characters of copy, headlines included, that a page of a style holds."""
CROWDED_SHARE: Final = 1.2
"""A page with more copy than this share of what it holds sends its articles to the pool."""
PAGE_ARTICLES: Final = 12
FULL_PAGE_ARTICLES: Final = 8
"""Articles on a page that takes from the pool."""
SPARE: Final = 1.15
"""Room for headlines and for what does not come out even."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _NumberedPage:
    number: int
    extra: tuple[int, ...]
    """Numbers of the further pages its copy asks for."""
    source: CopyPage
    articles: tuple[CopyArticle, ...]
    is_pooled: bool

    def declared(self) -> Iterator[Page]:
        """The page and its further ones, as ``edition.yaml`` names them."""
        page = self.source
        editors, headlines = dict(page.editors), page.headlines
        yield Page(number=self.number, name=page.name, editors=editors, headlines=headlines)
        for number in self.extra:
            yield Page(number=number, name=page.name, editors=editors, optional=True)


def planned(edition: CopyEdition, style: str) -> PlannedEdition:
    """Give every article a file and declare the pages.

    Args:
        edition: The copy.
        style: Name of a style, or a path; any but the tabloid counts as a broadsheet.

    Returns:
        The edition as it is to be written; ranks and file names follow the source's order.

    """
    room = PAGE_CHARS.get(style, PAGE_CHARS["broadsheet"])
    pages, changes = _numbers(_gathered(edition.pages), math.inf if edition.is_set else room)
    articles: list[PlannedArticle] = []
    pooled = 0
    for page in pages:
        for rank, article in enumerate(page.articles, 1):
            pooled += page.is_pooled
            path = f"pool/{pooled:04}.md" if page.is_pooled else f"{page.number:02}/{rank:03}.md"
            place = article.head.rank or (pooled if page.is_pooled else rank)
            ranked = article.head.model_copy(update={"rank": place})
            articles.append(PlannedArticle(path=path, article=replace(article, head=ranked)))
    _refuse_too_many(pages)
    head = EditionHead.model_validate(
        {
            "paper": edition.paper,
            "date": edition.date,
            "issue": edition.issue,
            "style": style,
            "lang": edition.lang,
            "pages": sorted(
                (declared for page in pages for declared in page.declared()),
                key=lambda declared: declared.number,
            ),
        }
    )
    told = (change.at(item.path) for item in articles for change in item.article.changes)
    return PlannedEdition(
        head=head,
        articles=tuple(articles),
        remarks=edition.remarks,
        changes=(*edition.changes, *changes, *told),
    )


def _gathered(pages: Sequence[CopyPage]) -> tuple[CopyPage, ...]:
    """Source pages, those without a number as one: they are sections, not pages of a paper."""
    loose = [page for page in pages if page.number is None]
    if len(loose) < 2:
        return tuple(pages)
    articles = tuple(
        replace(article, head=article.head.model_copy(update={"section": page.name}))
        for page in loose
        for article in page.articles
    )
    whole = CopyPage(
        number=None,
        editors=tuple(dict.fromkeys(pair for page in loose for pair in page.editors)),
        headlines=tuple(line for page in loose for line in page.headlines),
        articles=articles,
    )
    return (*(page for page in pages if page.number is not None), whole)


def _refuse_too_many(pages: Sequence[_NumberedPage]) -> None:
    highest = max((number for page in pages for number in (page.number, *page.extra)), default=0)
    if highest > MAX_PAGES:
        raise ImportSourceError(
            Message(
                zh=f"稿件要 {highest} 版，一期最多 {MAX_PAGES} 版",
                en=f"the copy asks for {highest} pages; {MAX_PAGES} are the most of an edition",
            ),
            hint=Message(zh="把来源分成几期", en="divide the source into several editions"),
        )


def _numbers(
    pages: Sequence[CopyPage], room_chars: float
) -> tuple[list[_NumberedPage], tuple[Change, ...]]:
    """Source pages with numbers: their own where it is free, else the next free one."""
    given = [page.number for page in pages if page.number is not None]
    highest, taken = max(given, default=0), set[int]()
    numbered: list[_NumberedPage] = []
    changes: list[Change] = []
    for page in pages:
        articles = tuple(part for article in page.articles for part in parts(article))
        is_pooled = _is_crowded(page, room_chars)
        chars = sum(article.characters for article in articles)
        count = _asked(chars, len(articles), room_chars) if is_pooled else 1
        own = page.number if page.number is not None and page.number not in taken else highest + 1
        extra = tuple(range(max(highest, own) + 1, max(highest, own) + count))
        highest = max(highest, own, *extra)
        taken |= {own, *extra}
        item = _NumberedPage(
            number=own, extra=extra, source=page, articles=articles, is_pooled=is_pooled
        )
        numbered.append(item)
        changes += _told(item)
    return sorted(numbered, key=lambda item: item.number), tuple(changes)


def _asked(chars: int, articles: int, room_chars: float) -> int:
    """Pages for crowded copy, rather one too many: what stays empty is dropped."""
    return max(1, math.ceil(SPARE * chars / room_chars), math.ceil(articles / FULL_PAGE_ARTICLES))


def _is_crowded(page: CopyPage, room_chars: float) -> bool:
    if math.isinf(room_chars):
        return False
    return len(page.articles) > PAGE_ARTICLES or page.characters > CROWDED_SHARE * room_chars


def _told(page: _NumberedPage) -> Iterator[Change]:
    file = "edition.yaml"
    name = page.source.name
    if page.source.number != page.number:
        before = "" if page.source.number is None else str(page.source.number)
        told = Message(zh=f"版号编为 {page.number}", en=f"page numbered {page.number}")
        change = Change(code=Editing.CHOSEN, message=told, before=before or name, after=name)
        yield change.at(file)
    if page.is_pooled:
        numbers = "、".join(map(str, (page.number, *page.extra)))
        told = Message(
            zh=f"稿件超过一版，入稿池，开 {len(page.extra) + 1} 版",
            en=f"more copy than one page: to the pool, {len(page.extra) + 1} pages declared",
        )
        count = len(page.articles)
        change = Change(code=Editing.MOVED, message=told, count=count, before=name, after=numbers)
        yield change.at(file)
