"""An edition in, the same edition on more pages out: each page followed by pages that go on.

The lead of a page stays on the first of the pages it becomes; its other stories become pool
stories of a section of their own page, so that make-up deals them out in their order; ranks
stay. Pages that get no copy are dropped by make-up.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from layout.content.model import Article, Edition, Page, PageKind
from layout.diagnostics import Diagnostic, Message, Severity, SourceSpan
from layout.errors import ContentError

FOLLOWING: Final = 5
"""Pages that may follow one: type twice as large takes four times the room."""


def is_of_single_pages(edition: Edition) -> bool:
    """Whether no page crosses the fold or is the strip in it."""
    return all(page.kind is PageKind.PAGE for page in edition.head.pages)


def spread(
    edition: Edition,
    following: int = FOLLOWING,
    dropped: Collection[int] = (),
    *,
    leads_stay: bool = True,
) -> Edition:
    """Give every page of an edition pages that go on with it.

    Args:
        edition: As read.
        following: How many pages may follow each.
        dropped: Numbers, as given before, of pages that were not needed; the others are
            numbered anew without gaps.
        leads_stay: Whether each page opens with its own lead, as it does where there is room.

    Raises:
        ContentError: A page is two across the fold, or the strip in it.

    """
    _refuse_wide_pages(edition)
    pages: list[Page] = []
    number = 0
    for page in edition.head.pages:
        for part in range(following + 1):
            number += 1
            if number in dropped:
                continue
            lang = page.lang or edition.head.lang
            pages.append(_part(page, part, len(pages) + 1 if dropped else number, lang))
    head = edition.head.model_copy(update={"pages": tuple(pages)})
    first = {
        page.number: found.number
        for page in edition.head.pages
        for found in reversed(pages)
        if _section(page.number) in found.sections
    }
    leads = _leads(edition) if leads_stay else frozenset()
    articles = tuple(
        _loose(article, article.page, first[article.page] if article.id in leads else None)
        if article.page is not None
        else article
        for article in edition.articles
    )
    ads = tuple(replace(ad, page=first[ad.page]) for ad in edition.ads)
    rules = tuple(
        rule.model_copy(update={"page": first[rule.page]}) if rule.page in first else rule
        for rule in edition.house_rules
    )
    return replace(edition, head=head, articles=articles, ads=ads, house_rules=rules)


def told_spread(edition: Edition, style: str, pages: int) -> Diagnostic:
    """A note that an edition takes more pages in another style."""
    own = len(edition.head.pages)
    return Diagnostic(
        code="SPREAD",
        severity=Severity.NOTE,
        message=Message(
            zh=f"版样 {style} 每版容量小，{own} 版的稿件分排 {pages} 版",
            en=f"pages of the style {style} hold less: the copy of {own} pages takes {pages}",
        ),
    )


def _refuse_wide_pages(edition: Edition) -> None:
    for page in edition.head.pages:
        if page.kind is not PageKind.PAGE:
            raise ContentError(
                Message(
                    zh=f"第{page.number}版是跨版或中缝，不能放大",
                    en=f"page {page.number} crosses the fold and cannot go into large print",
                ),
                SourceSpan(file=(edition.folder / "edition.yaml").as_posix()),
                Message(zh="改成单版", en="make it a page of its own"),
            )


def _section(number: int) -> str:
    return f"page-{number}"


def _part(page: Page, part: int, number: int, lang: str) -> Page:
    goes_on = "（续）" if lang == "zh-CN" else "（續）"
    return page.model_copy(
        update={
            "number": number,
            "name": page.name if part == 0 else f"{page.name}{goes_on}",
            "ads": page.ads if part == 0 else (),
            "sections": (_section(page.number), page.name, *page.sections),
            "optional": part > 0,
            "contents": page.contents and part == 0,
        }
    )


def _leads(edition: Edition) -> frozenset[str]:
    """The story of the first rank on each page."""
    pages = (edition.articles_of(page.number) for page in edition.head.pages)
    return frozenset(own[0].id for own in pages if own)


def _loose(article: Article, own: int, page: int | None) -> Article:
    """A story of a page on another, or one that any page of its section may take.

    Places on the old grid are no more.
    """
    head = article.head.model_copy(update={"section": _section(own), "lock": None, "jump": "auto"})
    return replace(article, page=page, head=head)
