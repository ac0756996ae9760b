"""An edition in, the same edition on more pages out: each page followed by pages that go on.

Stories become pool stories of a section of their own page, so that make-up deals them out
in their order; ranks stay. Pages that get no copy are dropped by make-up.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Final

from layout.content.model import Article, Edition, Page, PageKind
from layout.diagnostics import Message, SourceSpan
from layout.errors import ContentError

FOLLOWING: Final = 5
"""Pages that may follow one: type twice as large takes four times the room."""


def spread(edition: Edition, dropped: Collection[int] = ()) -> Edition:
    """Give every page of an edition pages that go on with it.

    Args:
        edition: As read.
        dropped: Numbers, as given before, of pages that were not needed; the others are
            numbered anew without gaps.

    Raises:
        ContentError: A page is two across the fold, or the strip in it.

    """
    _refuse_wide_pages(edition)
    pages: list[Page] = []
    number = 0
    for page in edition.head.pages:
        for part in range(FOLLOWING + 1):
            number += 1
            if number in dropped:
                continue
            pages.append(_part(page, part, number if not dropped else len(pages) + 1))
    head = edition.head.model_copy(update={"pages": tuple(pages)})
    articles = tuple(_loose(article) for article in edition.articles)
    first = {
        page.number: found.number
        for page in edition.head.pages
        for found in reversed(pages)
        if _section(page.number) in found.sections
    }
    ads = tuple(replace(ad, page=first[ad.page]) for ad in edition.ads)
    return replace(edition, head=head, articles=articles, ads=ads)


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


def _part(page: Page, part: int, number: int) -> Page:
    return page.model_copy(
        update={
            "number": number,
            "name": page.name if part == 0 else f"{page.name}（续）",
            "ads": page.ads if part == 0 else (),
            "sections": (_section(page.number),),
            "optional": part > 0,
            "contents": page.contents and part == 0,
        }
    )


def _loose(article: Article) -> Article:
    """A story that any page of its section may take; places on the old grid are no more."""
    if article.page is None:
        return article
    head = article.head.model_copy(
        update={"section": _section(article.page), "lock": None, "jump": "auto"}
    )
    return replace(article, page=None, head=head)
