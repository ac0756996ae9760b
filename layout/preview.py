"""The edition kept in memory while it is written: a change makes only the pages it concerns.

A page once shown keeps its layout as long as its copy fits, so that a correction moves nothing;
another order of pages, stories or advertisements, or another ``layout.lock``, makes all anew.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from layout.charting import with_charts
from layout.choice import Wish, kept_layout, write_lock
from layout.cleaning import CleanMemory, clean_edition
from layout.content import ArticleMemory, load_edition
from layout.content.model import Article, Edition
from layout.content.validate import warnings_of
from layout.crew import Made, render_job
from layout.diagnostics import Diagnostic, Message, Severity, SourceSpan
from layout.errors import NewspaperError
from layout.makeup import (
    MadePages,
    excused,
    finished,
    make_up_pages,
)
from layout.makeup.accepted import Accepted
from layout.makeup.model import PageLayout
from layout.pipeline import findings_of, open_desk, open_library
from layout.project import data_folder
from layout.rendering.pdf import Press
from layout.rendering.pictures import key_of, load_pictures
from layout.serving.draw import draw
from layout.serving.model import Shot, State
from layout.shaping.faces import FaceShelf
from layout.style import load_style
from layout.style.model import Style

if TYPE_CHECKING:  # named in methods only
    from layout.makeup.page import MadePage
    from layout.rendering.model import PictureData, PictureKey


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """What was read and made last."""

    edition: Edition
    style: Style
    lock: Accepted
    made: MadePages
    pages: tuple[PageLayout, ...] = ()


class WarmPress:
    """The preview of one edition; see ``serving.model.Preview``."""

    def __init__(self, folder: Path, cache: Path, font_folders: tuple[Path, ...]) -> None:
        self.folder = folder
        self.state = State(title=folder.name)
        self._cache = cache
        self._library = open_library(cache, font_folders)
        self._shelf = FaceShelf(self._library)
        self._read, self._cleaned = ArticleMemory(), CleanMemory()
        self._run: _Run | None = None
        self._set: dict[str, Article] = {}
        self._pictures: dict[PictureKey, PictureData] = {}
        self._offers: dict[int, tuple[MadePage, ...]] = {}

    @property
    def watched(self) -> tuple[Path, ...]:
        """The edition's folder, the paper's file beside it, the house style's folder."""
        if self._run is None:
            return (self.folder,)
        style = data_folder("templates") / self._run.edition.head.style
        others = (self._run.edition.paper_file, style)
        return (self.folder, *(path for path in others if path is not None and path.exists()))

    def update(self, changed: Collection[Path] = ()) -> State:
        """Read the edition again and make what has changed."""
        self._offers.clear()
        try:
            self.state = self._updated(frozenset(path.resolve() for path in changed))
        except NewspaperError as error:
            self.state = self._failed(error.findings)
        except OSError as error:
            told = Message(zh=f"无法读取：{error.strerror}", en=f"cannot be read: {error.strerror}")
            span = SourceSpan(file=str(error.filename or self.folder))
            found = Diagnostic(code="CANNOT_READ", severity=Severity.ERROR, message=told, span=span)
            self.state = self._failed((found,))
        return self.state

    def _failed(self, findings: tuple[Diagnostic, ...]) -> State:
        version = self.state.version + 1
        return replace(self.state, version=version, errors=findings, relaid=(), redrawn=())

    def _updated(self, changed: frozenset[Path]) -> State:
        edition = clean_edition(load_edition(self.folder, self._read), self._cleaned)
        style = load_style(
            edition.head.style, templates=data_folder("templates"), beside=self.folder
        )
        edition = with_charts(edition, style, self._shelf, self._cache)
        lock = kept_layout(edition, Wish())
        run, relaid = self._made(edition, style, lock)
        pages = finished(edition, run.made, style=style, desk=self._desk)
        run = replace(run, pages=pages)
        self._pictures = {
            key: data for key, data in self._pictures.items() if key.path.resolve() not in changed
        }
        before = {page.number: page for page in self._run.pages} if self._run else {}
        shots, redrawn = list[Shot](), list[int]()
        for page in pages:
            known = self.state.shot(page.number)
            is_same = page.number in before and _drawn(before[page.number]) == _drawn(page)
            if known is None or not is_same or _shows(page, changed):
                known = self._shot(run, page)
                redrawn.append(page.number)
            shots.append(replace(known, layout=page))
        self._run = run
        return State(
            version=self.state.version + 1,
            title=f"{edition.head.paper.name} {edition.head.date.isoformat()}",
            shots=tuple(shots),
            findings=self._findings(run),
            sources=tuple((article.id, article.source) for article in edition.articles),
            relaid=relaid,
            redrawn=tuple(redrawn),
        )

    def _made(self, edition: Edition, style: Style, lock: Accepted) -> tuple[_Run, tuple[int, ...]]:
        """The edition made up as far as it has changed, and the pages made anew."""
        before = self._run
        if before is None or not _is_like(before, edition, style, lock):
            self._desk = open_desk(edition, style, self._shelf)
            self._set = {article.id: article for article in edition.articles}
            made = make_up_pages(edition, style=style, desk=self._desk, keep=lock)
        else:
            stale = {a.id for a in edition.articles if self._set.get(a.id) != a}
            self._desk.forget(stale)
            self._set = {article.id: article for article in edition.articles}
            made = self._remade(before, edition)
        relaid = tuple(
            page.number
            for page in made.pages
            if before is None or all(page is not old for old in before.made.pages)
        )
        return _Run(edition=edition, style=style, lock=lock, made=made), relaid

    def _remade(self, before: _Run, edition: Edition) -> MadePages:
        """The pages with changed stories; all where a story goes from page to page."""
        known = {article.id: article for article in before.edition.articles}
        changed = {a.id for a in edition.articles if known[a.id] != a}
        if not changed:
            return before.made
        style, made = before.style, before.made
        numbers = [page.number for page in made.pages if _stories(page) & changed]
        placed = frozenset[str]().union(*(_stories(page) for page in made.pages))
        if not changed <= placed:
            return make_up_pages(edition, style=style, desk=self._desk, keep=before.lock)
        keep = _accepted(made)
        if any(block.continued for page in made.pages for block in page.blocks):
            return make_up_pages(edition, style=style, desk=self._desk, keep=keep)
        part = make_up_pages(edition, style=style, desk=self._desk, numbers=numbers, keep=keep)
        if part.rest is not None:
            return make_up_pages(edition, style=style, desk=self._desk, keep=keep)
        new = {every[0].layout.number: every for every in part.proposals}
        every = tuple(new.get(old[0].layout.number, old) for old in made.proposals)
        standing = frozenset[str]().union(*(_stories(one[0].layout) for one in every))
        return replace(
            made,
            pages=tuple(one[0].layout for one in every),
            proposals=every,
            held=tuple(article for article in edition.pool if article.id not in standing),
        )

    def _shot(self, run: _Run, page: PageLayout) -> Shot:
        keys = {key_of(picture) for block in page.blocks for picture in block.pictures}
        if not keys <= self._pictures.keys():
            self._pictures |= {data.key: data for data in load_pictures((page,))}
        made = Made(pages=run.made, pictures=tuple(self._pictures.values()), substitutions=())
        job = render_job(run.edition, (page,), made, run.style, self._shelf)
        return draw(page, Press(job).page(page.number).pdf)

    def _findings(self, run: _Run) -> tuple[Diagnostic, ...]:
        edition = run.edition
        locked = {page.number for page in run.lock.pages}
        findings = (
            *warnings_of(edition),
            *findings_of(
                edition,
                run.made,
                run.pages,
                run.style,
                self._library,
                self._desk.shaper.substitutions,
            ),
        )
        return tuple(
            found
            for found in excused(edition, findings)
            if found.code != "LAYOUT_STALE" or found.page in locked
        )

    def propose(self, number: int, count: int = 3) -> tuple[Shot, ...]:
        """Other layouts of a page, the best first."""
        run = self._run
        if run is None:
            return ()
        others = _accepted(run.made)
        keep = replace(others, pages=tuple(p for p in others.pages if p.number != number))
        made = make_up_pages(
            run.edition,
            style=run.style,
            desk=self._desk,
            numbers=[number],
            keep=keep,
            proposals=count,
        )
        self._offers[number] = made.proposals[0] if made.proposals else ()
        return tuple(self._draft(run, offer.layout) for offer in self._offers[number])

    def _draft(self, run: _Run, draft: PageLayout) -> Shot:
        pages = tuple(draft if p.number == draft.number else p for p in run.made.pages)
        made = replace(run.made, pages=pages)
        done = finished(run.edition, made, style=run.style, desk=self._desk)
        page = next(page for page in done if page.number == draft.number)
        return self._shot(replace(run, made=made), page)

    @property
    def layouts(self) -> Accepted:
        """The layouts shown, as ``layout.lock`` would keep them."""
        return Accepted() if self._run is None else _accepted(self._run.made)

    def accept(self, number: int, place: int) -> bool:
        """Keep a layout last proposed in ``layout.lock``, with the others as they are shown."""
        offers = self._offers.get(number, ())
        if self._run is None or not 1 <= place <= len(offers):
            return False
        chosen = offers[place - 1].accepted
        pages = (chosen if p.number == number else p for p in _accepted(self._run.made).pages)
        write_lock(self.folder, Accepted(pages=tuple(pages)))
        return True


def _accepted(made: MadePages) -> Accepted:
    return Accepted(pages=tuple(every[0].accepted for every in made.proposals))


def _is_like(before: _Run, edition: Edition, style: Style, lock: Accepted) -> bool:
    """Whether only the copy of stories differs from what was made before."""

    def told(one: Edition, with_style: Style, with_lock: Accepted) -> tuple[object, ...]:
        places = tuple((a.id, a.page, a.rank) for a in one.articles)
        return (one.head, one.ads, one.fillers, one.house_rules, places, with_style, with_lock)

    return told(before.edition, before.style, before.lock) == told(edition, style, lock)


def _stories(page: PageLayout) -> frozenset[str]:
    return frozenset(block.article for block in page.blocks if block.article is not None)


def _drawn(page: PageLayout) -> PageLayout:
    """A page less what is only told of it."""
    return replace(page, diagnostics=(), story=(), account=None)


def _shows(page: PageLayout, changed: frozenset[Path]) -> bool:
    pictures = (picture for block in page.blocks for picture in block.pictures)
    return any(picture.path.resolve() in changed for picture in pictures)
