"""The edition's pages one after the other: own articles where they belong, the pool in order.

make_up_pages
├─ offered      pool stories for a page, a little more than it can hold   (offer.py)
├─ make_up      the search takes what fills the page                      (page.py)
└─ _overleaf    what was begun and not ended goes to the page its jump line names

What a page leaves goes on to the next page that may have it; what no page takes is held
over. A page that may be dropped and has no copy is dropped.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from layout.composition.desk import Desk
from layout.content.model import Article, Edition, Page, PageKind
from layout.fingerprint import fingerprint
from layout.makeup.accepted import Accepted, AcceptedPage
from layout.makeup.copy import Copy
from layout.makeup.furniture.nameplate import closed_columns
from layout.makeup.kinds import style_of
from layout.makeup.model import PageLayout
from layout.makeup.offer import Opening, may_stand, offered, rule_of
from layout.makeup.page import MadePage, grid_of, make_up, with_contents, with_nameplate
from layout.memory import Memory
from layout.style.model import Style


@dataclass(frozen=True, slots=True, kw_only=True)
class PageName:
    """A name of all that a page was made from, and whether the page was made now."""

    number: int
    name: str
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePages:
    """Pages made up, the pool articles left over, and what a last page could not end."""

    pages: tuple[PageLayout, ...]
    held: tuple[Article, ...] = ()
    rest: Copy | None = None
    dropped: tuple[int, ...] = ()
    """Numbers of pages that were dropped for want of copy (撤版)."""
    proposals: tuple[tuple[MadePage, ...], ...] = ()
    """Of each page every layout asked for, the best first."""
    names: tuple[PageName, ...] = ()
    """What each page was made from, where that is kept."""


def is_divisible(edition: Edition) -> bool:
    """Whether pages can be made up apart: no pool story that two of them may take."""
    pages = edition.head.pages
    openings = [Opening(page=page, later=pages[k + 1 :], cells=0) for k, page in enumerate(pages)]
    return len(pages) > 1 and all(
        sum(may_stand(article, edition, opening) for opening in openings) == 1
        for article in edition.pool
    )


def make_up_pages(
    edition: Edition,
    *,
    style: Style,
    desk: Desk,
    numbers: Sequence[int] | None = None,
    keep: Accepted | None = None,
    proposals: int = 1,
    memory: Memory | None = None,
) -> MadePages:
    """Make up pages of an edition, one after the other.

    Args:
        edition: The edition as read.
        style: The house style.
        desk: Sets what is asked for.
        numbers: Which pages; all when left out. Pages made apart from the one before them
            know nothing of what that one could not end.
        keep: The layouts that were accepted.
        proposals: How many layouts of each page are asked for.
        memory: The pages of earlier runs.

    """
    keep = keep or Accepted()
    maker = _Maker(edition=edition, style=style, proposals=proposals, memory=memory)
    pool, rests = list(edition.pool), list[Copy]()
    layouts, dropped = list[tuple[MadePage, ...]](), list[int]()
    pages = edition.head.pages
    for k, page in enumerate(pages):
        if numbers is not None and page.number not in numbers:
            continue
        opening = Opening(page=page, later=pages[k + 1 :], cells=_cells(edition, page, style))
        begun = [rest for rest in rests if rest.goes_to == page.number]
        taken = _taken(edition, opening, pool, style_of(page, style), keep)
        copy = _copy(edition, opening, begun, taken)
        if page.optional and not copy and not any(ad.page == page.number for ad in edition.ads):
            dropped.append(page.number)
            continue
        desk_of_page = desk.in_language(page.lang or edition.head.lang)
        made = maker.page(page, copy, desk_of_page, keep.page(page.number))
        left = {part.article.id for part in made.held}
        gone = {article.id for article in taken} - left
        pool = [article for article in pool if article.id not in gone]
        layouts.append((made, *made.next_best))
        rests = [rest for rest in rests if rest.goes_to != page.number] + list(made.rests)
        if numbers is not None and any(rest.goes_to not in numbers for rest in rests):
            break
    rest = rests[0] if rests else None
    return MadePages(
        pages=tuple(made.layout for made, *_ in layouts),
        held=tuple(pool),
        rest=rest,
        dropped=tuple(dropped),
        proposals=tuple(layouts),
        names=tuple(maker.names),
    )


def unknown_pages(
    edition: Edition,
    *,
    style: Style,
    keep: Accepted,
    proposals: int,
    memory: Memory | None,
) -> tuple[int, ...]:
    """The numbers of the pages that have to be made, where pages can be made apart."""
    maker = _Maker(edition=edition, style=style, proposals=proposals, memory=memory)
    found: list[int] = []
    for k, page in enumerate(edition.head.pages):
        opening = Opening(
            page=page, later=edition.head.pages[k + 1 :], cells=_cells(edition, page, style)
        )
        taken = _taken(edition, opening, edition.pool, style_of(page, style), keep)
        copy = _copy(edition, opening, (), taken)
        if not maker.is_known(page, copy, keep.page(page.number)):
            found.append(page.number)
    return tuple(found)


class _Maker:
    """Makes pages, or takes them as an earlier run has made them of the same."""

    def __init__(
        self, *, edition: Edition, style: Style, proposals: int, memory: Memory | None
    ) -> None:
        self._edition = edition
        self._style = style
        self._proposals = proposals
        self._memory = memory
        self.names: list[PageName] = []

    def page(
        self, page: Page, copy: Sequence[Copy], desk: Desk, keep: AcceptedPage | None
    ) -> MadePage:
        """One page."""
        name = self._name(page, copy, keep)
        made = self._memory.get(MadePage, name) if self._memory else None
        if made is not None:
            self.names.append(PageName(number=page.number, name=name, is_new=False))
            return made
        made = make_up(
            self._edition,
            page,
            copy=copy,
            style=self._style,
            desk=desk,
            keep=keep,
            proposals=self._proposals,
            memory=self._memory,
        )
        # A character that was missing is told once an edition: such a page is made again.
        if self._memory and not desk.shaper.substitutions:
            self._memory.put(made, name)
            self.names.append(PageName(number=page.number, name=name, is_new=True))
        return made

    def is_known(self, page: Page, copy: Sequence[Copy], keep: AcceptedPage | None) -> bool:
        """Whether a page was made before; it is read only where it is wanted."""
        return self._memory is not None and self._memory.has(MadePage, self._name(page, copy, keep))

    def _name(self, page: Page, copy: Sequence[Copy], keep: AcceptedPage | None) -> str:
        """A name of all that a page is made from."""
        if self._memory is None:
            return ""
        edition = self._edition
        of_edition = edition.head, edition.ads, edition.fillers, edition.house_rules
        return fingerprint(of_edition, page, tuple(copy), self._style, keep, self._proposals)


def _taken(
    edition: Edition, opening: Opening, pool: Sequence[Article], style: Style, keep: Accepted
) -> tuple[Article, ...]:
    """The pool stories a page is offered; those of its accepted layout, where it has one."""
    page = keep.page(opening.page.number)
    if page is not None:
        return tuple(article for article in pool if article.id in page.articles)
    elsewhere = keep.elsewhere(opening.page.number)
    free = [article for article in pool if article.id not in elsewhere]
    return offered(edition, opening, free, style)


def finished(
    edition: Edition, made: MadePages, *, style: Style, desk: Desk
) -> tuple[PageLayout, ...]:
    """All pages in order, the front page with its 导读 and the true number of pages."""
    front = edition.head.pages[0]
    kept = tuple(page for page in edition.head.pages if page.number not in made.dropped)
    printed = replace(edition, head=edition.head.model_copy(update={"pages": kept}))
    pages = sorted(made.pages, key=lambda page: page.number)
    told = {page.number for page in kept if page.contents}
    listed = [page for page in pages if page.number in told]

    def dressed(page: PageLayout) -> PageLayout:
        if page.number != front.number:
            return page
        if made.dropped:
            page = with_nameplate(page, printed, front, style=style, desk=desk)
        return with_contents(page, listed, front, style=style, desk=desk)

    return tuple(dressed(page) for page in pages)


def _copy(
    edition: Edition, opening: Opening, begun: Sequence[Copy], taken: Sequence[Article]
) -> list[Copy]:
    """What may stand on a page, by priority: what others began, its own, the pool's.

    A pool story is dressed by its place among the stories of the page: the first of a page
    without stories of its own leads it, whatever its rank in the pool.
    """
    page = opening.page
    own = edition.articles_of(page.number)
    last = max((article.rank for article in own), default=0)
    copy = [replace(part, goes_to=_next_page(opening)) for part in begun]
    copy += [Copy(article=article) for article in own]
    copy += [
        Copy(article=article, fixed=False, rank=min(article.rank, last + 1 + k))
        for k, article in enumerate(taken)
    ]
    return [_asked(part, edition, opening) for part in copy]


def _asked(part: Copy, edition: Edition, opening: Opening) -> Copy:
    """Copy with its house rule, and the page that takes what does not fit of it."""
    rule = rule_of(part.article, edition.house_rules)
    return replace(
        part,
        fixed=part.fixed or (rule is not None and rule.page == opening.page.number),
        goes_to=part.goes_to if part.is_continued else _overleaf(part.article, opening),
        demand=rule,
    )


def _overleaf(article: Article, opening: Opening) -> int | None:
    """The page that takes what does not fit: the one its ``jump`` names, or the next."""
    told = article.head.jump
    if isinstance(told, int):
        return told if any(page.number == told for page in opening.later) else None
    return None if told == "never" else _next_page(opening)


def _next_page(opening: Opening) -> int | None:
    whole = (page.number for page in opening.later if page.kind is not PageKind.GUTTER)
    return next(whole, None) if opening.page.kind is not PageKind.GUTTER else None


def _cells(edition: Edition, page: Page, style: Style) -> int:
    """What a page holds: its grid less the nameplate and the advertisements."""
    grid = grid_of(style_of(page, style))
    cells = grid.columns * grid.rows
    cells -= sum(ad.head.columns * ad.head.rows for ad in edition.ads if ad.page == page.number)
    if page.number == edition.head.pages[0].number:
        plate = style.furniture.nameplate
        cells -= closed_columns(plate, grid.columns) * plate.rows
    return cells
