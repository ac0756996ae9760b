"""Which pool stories a page is offered: by house rule, section, company and rank, and by room.

offered
├─ may_stand      the page's own rule, its sections, the page of a story's company
└─ estimated      cells, so that a little more is offered than fits and the search can choose
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from layout.content.model import Article, ArticleKind, Edition, HouseRule, Page, PageKind
from layout.makeup.entries import MOST_ITEMS
from layout.style.model import Style

OVERFULL = 1.25
"""How much more copy than fits a page is offered, so that the search can choose."""
HEAD_SHARE = 1.3
"""Cells a story takes over those of its bare text."""
HEAD_CELLS = 8.0
PICTURE_CELLS = 30.0
LONG_SHARE = 0.75
"""Of a page, what a story takes that is so long that it may go on overleaf."""
HELPERS = 3
"""Other stories offered beside a long one: its part and what was begun fill no page alone."""
WORTH_A_PAGE = 0.12
"""Less copy than this share of a page opens no page that may be dropped."""
GUTTER_KINDS = (ArticleKind.BRIEF, ArticleKind.NOTICE)
"""What a 中缝 takes from the pool."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A page that is to be filled, and the pages that come after it."""

    page: Page
    later: tuple[Page, ...]
    cells: int
    """Rows times columns, less furniture and advertisements."""


def rule_of(article: Article, rules: Sequence[HouseRule]) -> HouseRule | None:
    """The first house rule for an article's event and grade."""
    event, grade = article.head.event, article.head.grade
    if not event:
        return None
    fitting = (rule for rule in rules if rule.event == event and rule.grade in ("", grade))
    return next(fitting, None)


def offered(
    edition: Edition, opening: Opening, pool: Sequence[Article], style: Style
) -> tuple[Article, ...]:
    """Pool stories for one page: the first that may stand there, a little more than it holds.

    Stories that a rule sends here come first, then those of the page's sections, then the
    others, each by rank. A story brings those it is kept together with.
    """
    own = edition.articles_of(opening.page.number)
    room = opening.cells * OVERFULL - sum(estimated(article, style) for article in own)
    able = [article for article in pool if may_stand(article, edition, opening)]
    able.sort(key=lambda article: _preference(article, edition, opening.page))
    taken: dict[str, Article] = {}
    has_long, helpers = False, 0
    for article in able:
        is_long = _goes_on(article, opening, style)
        if is_long and has_long:
            continue
        has_long |= is_long
        helpers += has_long and not is_long
        is_full = room <= 0 and (not has_long or helpers > HELPERS)
        if is_full or len(own) + len(taken) >= MOST_ITEMS:
            break
        for one in (article, *_company(article, able)):
            if one.id not in taken:
                taken[one.id] = one
                room -= estimated(one, style)
    listed = [article for article in taken.values() if article.id not in {a.id for a in own}]
    if opening.page.optional and not own and not _is_worth_a_page(listed, opening, style):
        return ()
    return tuple(sorted(listed, key=lambda article: _preference(article, edition, opening.page)))


def _goes_on(article: Article, opening: Opening, style: Style) -> bool:
    """Whether a story is so long that it goes on overleaf (转版); of those a page takes one."""
    is_whole = article.head.jump == "never" or not opening.later
    return not is_whole and estimated(article, style) > LONG_SHARE * opening.cells


def may_stand(article: Article, edition: Edition, opening: Opening) -> bool:
    """Whether a pool story may stand on a page, with other pages still to come."""
    page, rest = opening.page, (opening.page, *opening.later)
    if page.kind is PageKind.GUTTER:
        return article.head.kind in GUTTER_KINDS and not article.pictures
    rule = rule_of(article, edition.house_rules)
    if rule is not None and rule.page in {p.number for p in rest}:
        return rule.page == page.number
    companions = {*article.head.keep_together, *_kept_by(article, edition)}
    homes = {a.page for a in edition.articles if a.id in companions} - {None}
    if homes & {p.number for p in rest}:
        return page.number in homes
    if any(_is_of_section(article, p) for p in rest):
        return _is_of_section(article, page)
    return not page.sections or all(p.sections for p in rest)


def estimated(article: Article, style: Style) -> float:
    """About how many cells of the grid an article takes."""
    lines = sum(len(block.text) / style.grid.chars + 0.6 for block in article.body)
    return HEAD_SHARE * lines + HEAD_CELLS + PICTURE_CELLS * len(article.pictures)


def _is_of_section(article: Article, page: Page) -> bool:
    section = article.head.section
    return bool(section) and section in (page.name, *page.sections)


def _is_worth_a_page(articles: Sequence[Article], opening: Opening, style: Style) -> bool:
    cells = sum(estimated(article, style) for article in articles)
    return cells > WORTH_A_PAGE * opening.cells


def _preference(article: Article, edition: Edition, page: Page) -> tuple[bool, bool, int, str]:
    rule = rule_of(article, edition.house_rules)
    is_sent = rule is not None and rule.page == page.number
    return not is_sent, not _is_of_section(article, page), article.rank, article.id


def _company(article: Article, able: Sequence[Article]) -> Iterator[Article]:
    """The pool stories that must stand beside one."""
    for other in able:
        if other.id in article.head.keep_together or article.id in other.head.keep_together:
            yield other


def _kept_by(article: Article, edition: Edition) -> Iterator[str]:
    for other in edition.articles:
        if article.id in other.head.keep_together:
            yield other.id
