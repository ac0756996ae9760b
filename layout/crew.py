"""Make-up and rendering divided between two processes where that is safe.

The answer is the same however the work is divided: pages are made up alone, and glyph
codes are counted over the whole edition.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from layout import __version__
from layout.composition.desk import Desk
from layout.content.model import Edition
from layout.fingerprint import fingerprint
from layout.makeup import MadePages, is_divisible, make_up_pages, unknown_pages
from layout.makeup.accepted import Accepted
from layout.makeup.model import PageLayout
from layout.memory import Memory
from layout.processes import Promise, Standby, can_divide
from layout.project import data_folder
from layout.rendering.model import PictureData, RenderedFiles, RenderJob
from layout.rendering.pictures import SCREEN_FINISH, load_pictures
from layout.rendering.profiles import SCREEN, OutputProfile, PictureFinish
from layout.shaping.faces import FaceShelf
from layout.shaping.shape import Substitution
from layout.style.model import Style

if TYPE_CHECKING:
    from layout.rendering.files import RenderTask


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """Pages made up, their pictures made ready, the characters set in another face."""

    pages: MadePages
    pictures: tuple[PictureData, ...]
    substitutions: tuple[Substitution, ...]


def make_pages(
    edition: Edition,
    style: Style,
    desk: Desk,
    jobs: int,
    finish: PictureFinish = SCREEN_FINISH,
    *,
    keep: Accepted | None = None,
    proposals: int = 1,
    memory: Memory | None = None,
) -> Made:
    """All pages of an edition; two processes where no page depends on another.

    Args:
        edition: As read.
        style: The house style.
        desk: Sets what is asked for.
        jobs: Processes that may be used.
        finish: What the pictures are made ready for.
        keep: The layouts that were accepted.
        proposals: How many layouts of each page are asked for.
        memory: What earlier runs have made.

    """

    def some(numbers: Sequence[int] | None) -> Made:
        return _some(edition, style, desk, numbers, finish, keep, proposals, memory)

    if can_divide(jobs) and is_divisible(edition):
        unknown = unknown_pages(
            edition, style=style, keep=keep or Accepted(), proposals=proposals, memory=memory
        )
        if len(unknown) < 2:
            return some(None)
        theirs = set(unknown[1::2])
        other = Promise(lambda: some(sorted(theirs)))
        own = some([page.number for page in edition.head.pages if page.number not in theirs])
        both = _together(own, other.result())
        if both.pages.rest is None:
            return both
    return some(None)


def render_pages(
    edition: Edition,
    pages: tuple[PageLayout, ...],
    made: Made,
    style: Style,
    shelf: FaceShelf,
    jobs: int,
    output: OutputProfile = SCREEN,
    memory: Memory | None = None,
    standby: "Standby[RenderTask, RenderedFiles] | None" = None,
) -> tuple[RenderJob, RenderedFiles]:
    """The PDFs of some pages; WeasyPrint is imported where it is needed, and not before."""
    from layout.rendering.files import render_files  # noqa: PLC0415 - fast start

    job = render_job(edition, pages, made, style, shelf, output, memory)
    return job, render_files(job, jobs=jobs, memory=memory, standby=standby)


def render_job(
    edition: Edition,
    pages: tuple[PageLayout, ...],
    made: Made,
    style: Style,
    shelf: FaceShelf,
    output: OutputProfile = SCREEN,
    memory: Memory | None = None,
) -> RenderJob:
    """What rendering has to know of some pages of an edition."""
    from layout.rendering.attachments import source_files  # noqa: PLC0415 - as above
    from layout.rendering.files import font_sources  # noqa: PLC0415 - as above

    head = edition.head
    keys = {} if memory is None else page_keys(pages, made.pages)
    return RenderJob(
        pages=pages,
        keys=keys,
        fonts=font_sources(pages, shelf, keys, memory),
        colors=style.colors,
        templates=data_folder("templates"),
        title=f"{head.paper.name} {head.date.isoformat()}",
        author=head.paper.publisher or head.paper.name,
        date=head.date,
        lang=head.lang,
        generator=f"banxin {__version__}",
        paper=head.paper.name,
        issue=head.issue,
        output=output,
        sources=source_files(edition, pages) if output.attaches_sources else (),
        pictures=made.pictures,
        elsewhere=frozenset(
            block.id
            for page in made.pages.pages
            for block in page.blocks
            if page.number not in {kept.number for kept in pages}
        ),
    )


def page_keys(pages: Sequence[PageLayout], made: MadePages) -> dict[int, str]:
    """Names of finished pages; empty where one of them is not kept.

    A page is named by what it was made from, by its place among the layouts proposed, and by
    the blocks that were put in afterwards.
    """
    names = {name.number: name.name for name in made.names}
    if any(page.number not in names for page in pages):
        return {}
    chosen = {page.number: page for page in made.pages}
    places = {every[0].layout.number: [one.layout for one in every] for every in made.proposals}
    return {
        page.number: fingerprint(
            names[page.number],
            _place(chosen[page.number], places[page.number]),
            _put_in(page, chosen[page.number]),
        )
        for page in pages
    }


def _place(page: PageLayout, proposed: Sequence[PageLayout]) -> int:
    return next(k for k, layout in enumerate(proposed) if layout is page)


def _put_in(page: PageLayout, made: PageLayout) -> list[object]:
    """The ids of a page's blocks, and those whole that it was not made with."""
    own = {id(block) for block in made.blocks}
    return [block.id if id(block) in own else block for block in page.blocks]


def _some(
    edition: Edition,
    style: Style,
    desk: Desk,
    numbers: Sequence[int] | None,
    finish: PictureFinish,
    keep: Accepted | None,
    proposals: int,
    memory: Memory | None,
) -> Made:
    pages = make_up_pages(
        edition,
        style=style,
        desk=desk,
        numbers=numbers,
        keep=keep,
        proposals=proposals,
        memory=memory,
    )
    known = {name.number for name in pages.names if not name.is_new}
    layouts = tuple(made.layout for every in pages.proposals for made in every)
    new = tuple(layout for layout in layouts if layout.number not in known)
    return Made(
        pages=pages,
        pictures=load_pictures(new, finish, memory),
        substitutions=desk.shaper.substitutions,
    )


def _together(one: Made, two: Made) -> Made:
    pages = MadePages(
        pages=(*one.pages.pages, *two.pages.pages),
        held=tuple(article for article in one.pages.held if article in two.pages.held),
        rest=one.pages.rest or two.pages.rest,
        proposals=(*one.pages.proposals, *two.pages.proposals),
        dropped=tuple(sorted((*one.pages.dropped, *two.pages.dropped))),
        names=(*one.pages.names, *two.pages.names),
    )
    return Made(
        pages=pages,
        pictures=tuple({p.key: p for p in (*one.pictures, *two.pictures)}.values()),
        substitutions=tuple(dict.fromkeys((*one.substitutions, *two.substitutions))),
    )
