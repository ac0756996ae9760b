"""The edition's pages one after the other: own articles where they belong, the pool in order.

A page takes pool articles by rank until it is full; what it leaves goes on to the next
page, and what no page takes is held over.
"""

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
class MadeEdition:
    """All pages, and the pool articles held over."""

    pages: tuple[PageLayout, ...]
    held: tuple[Article, ...]
    diagnostics: tuple[Diagnostic, ...]


def make_up_edition(edition: Edition, *, style: Style, desk: Desk) -> MadeEdition:
    """Make up every page of an edition, in order."""
    pool, rest = list(edition.pool), None
    layouts: list[PageLayout] = []
    pages = edition.head.pages
    for page, after in zip_longest(pages, pages[1:]):
        own = edition.articles_of(page.number)
        offered = _offer(edition, page, own, pool, style)
        goes_to = after.number if after is not None else None
        copy = [rest] if rest else []
        copy += [Copy(article=a, fixed=a.page is not None) for a in (*own, *offered)]
        copy = [replace(part, goes_to=goes_to) for part in copy]
        made = make_up(edition, page, copy=copy, style=style, desk=desk)
        taken = {a.id for a in offered} - {part.article.id for part in made.held}
        pool = [article for article in pool if article.id not in taken]
        layouts.append(made.layout)
        rest = made.rest
    layouts[0] = with_contents(layouts[0], layouts, pages[0], style=style, desk=desk)
    return MadeEdition(
        pages=tuple(layouts),
        held=tuple(pool),
        diagnostics=tuple(_held(article) for article in pool),
    )


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
