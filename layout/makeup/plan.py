"""The edition's pages one after the other: own articles where they belong, the pool in order.

A page takes pool articles by rank until it is full; what it leaves goes on to the next
page, and what no page takes is held over.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from layout.composition.desk import Desk
from layout.content.model import Article, Edition, Page
from layout.diagnostics import Diagnostic, Message, Severity
from layout.makeup.choose import MOST_ITEMS
from layout.makeup.copy import Copy
from layout.makeup.model import PageLayout
from layout.makeup.page import grid_of, make_up, with_contents
from layout.style.model import Style

OVERFULL = 1.25
"""How much more copy than fits a page is offered, so that the search can choose."""
HEAD_SHARE = 1.3
"""Rows a story takes over those of its bare text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePages:
    """Pages made up, the pool articles left over, and what a last page could not end."""

    pages: tuple[PageLayout, ...]
    held: tuple[Article, ...] = ()
    rest: Copy | None = None


def is_divisible(edition: Edition) -> bool:
    """Whether pages can be made up apart: no pool that one takes from after the other."""
    return len(edition.head.pages) > 1 and not edition.pool


def make_up_pages(
    edition: Edition, *, style: Style, desk: Desk, numbers: Sequence[int] | None = None
) -> MadePages:
    """Make up pages of an edition, one after the other.

    Args:
        edition: The edition as read.
        style: The house style.
        desk: Sets what is asked for.
        numbers: Which pages; all when left out. Pages made apart from the one before them
            know nothing of what that one could not end.

    """
    pool, rest = list(edition.pool), None
    layouts: list[PageLayout] = []
    pages = edition.head.pages
    for page, after in zip_longest(pages, pages[1:]):
        if numbers is not None and page.number not in numbers:
            continue
        own = edition.articles_of(page.number)
        offered = _offer(edition, page, own, pool, style)
        goes_to = after.number if after is not None else None
        copy = [rest] if rest else []
        copy += [Copy(article=a, fixed=a.page is not None) for a in (*own, *offered)]
        copy = [replace(part, goes_to=goes_to) for part in copy]
        desk_of_page = desk.in_language(page.lang or edition.head.lang)
        made = make_up(edition, page, copy=copy, style=style, desk=desk_of_page)
        taken = {a.id for a in offered} - {part.article.id for part in made.held}
        pool = [article for article in pool if article.id not in taken]
        layouts.append(made.layout)
        rest = made.rest
        if rest is not None and numbers is not None:
            break
    return MadePages(pages=tuple(layouts), held=tuple(pool), rest=rest)


def finished(
    edition: Edition, made: MadePages, *, style: Style, desk: Desk
) -> tuple[PageLayout, ...]:
    """All pages in order, the front page with its 导读."""
    front = edition.head.pages[0]
    pages = sorted(made.pages, key=lambda page: page.number)
    told = {page.number for page in edition.head.pages if page.contents}
    listed = [page for page in pages if page.number in told]
    return tuple(
        with_contents(page, listed, front, style=style, desk=desk)
        if page.number == front.number
        else page
        for page in pages
    )


def held_over(articles: Sequence[Article]) -> tuple[Diagnostic, ...]:
    """A finding for each pool article that no page took."""
    return tuple(_held(article) for article in articles)


def _offer(
    edition: Edition, page: Page, own: tuple[Article, ...], pool: list[Article], style: Style
) -> list[Article]:
    """Pool articles for one page: the first ones, a little more than it can hold."""
    grid = grid_of(style)
    room = grid.columns * grid.rows * OVERFULL
    room -= sum(_cells(article, style) for article in own)
    room -= sum(ad.head.columns * ad.head.rows for ad in edition.ads if ad.page == page.number)
    if page.number == edition.head.pages[0].number:
        room -= grid.columns * style.furniture.nameplate.rows
    offered: list[Article] = []
    for article in pool:
        if room <= 0 or len(own) + len(offered) >= MOST_ITEMS:
            break
        offered.append(article)
        room -= _cells(article, style)
    return offered


def _cells(article: Article, style: Style) -> float:
    """About how many cells of the grid an article takes."""
    lines = sum(len(block.text) / style.grid.chars + 0.6 for block in article.body)
    pictures = 30.0 * len(article.pictures)
    return HEAD_SHARE * lines + 8.0 + pictures


def _held(article: Article) -> Diagnostic:
    characters = sum(len(block.text) for block in article.body)
    name = article.head.headline.replace("\n", " ") or article.id
    return Diagnostic(
        code="HELD",
        severity=Severity.ERROR,
        message=Message(
            zh=f"各版都排不下，留存《{name}》，{characters} 字",
            en=f"no page has room: “{name}” ({characters} characters) is held over",
        ),
        span=article.span_of("headline"),
        hint=Message(zh="增加版数，或压缩稿件", en="add pages, or cut copy"),
    )
