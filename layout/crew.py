"""Make-up and rendering divided between two processes where that is safe.

The answer is the same however the work is divided: pages are made up alone, and glyph
codes are counted over the whole edition.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from layout import __version__
from layout.composition.desk import Desk
from layout.content.model import Edition
from layout.makeup import MadePages, is_divisible, make_up_pages
from layout.makeup.accepted import Accepted
from layout.makeup.model import PageLayout
from layout.processes import Promise, can_divide
from layout.project import data_folder
from layout.rendering.engine import load_engine
from layout.rendering.model import PictureData, RenderedFiles, RenderJob
from layout.rendering.pictures import SCREEN_FINISH, load_pictures
from layout.rendering.profiles import SCREEN, OutputProfile, PictureFinish
from layout.shaping.faces import FaceShelf
from layout.shaping.shape import Substitution
from layout.style.model import Style


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

    """

    def some(numbers: Sequence[int] | None) -> Made:
        return _some(edition, style, desk, numbers, finish, keep, proposals)

    numbers = [page.number for page in edition.head.pages]
    if can_divide(jobs) and is_divisible(edition):
        other = Promise(lambda: some(numbers[1::2]))
        own = some(numbers[::2])
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
) -> tuple[RenderJob, RenderedFiles]:
    """The PDFs of some pages; WeasyPrint is imported here and not before."""
    load_engine()
    from layout.rendering.files import render_files  # noqa: PLC0415 - half a second

    job = render_job(edition, pages, made, style, shelf, output)
    return job, render_files(job, jobs=jobs)


def render_job(
    edition: Edition,
    pages: tuple[PageLayout, ...],
    made: Made,
    style: Style,
    shelf: FaceShelf,
    output: OutputProfile = SCREEN,
) -> RenderJob:
    """What rendering has to know of some pages of an edition."""
    from layout.rendering.attachments import source_files  # noqa: PLC0415 - as above
    from layout.rendering.files import font_sources  # noqa: PLC0415 - as above

    head = edition.head
    return RenderJob(
        pages=pages,
        fonts=font_sources(pages, shelf),
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


def _some(
    edition: Edition,
    style: Style,
    desk: Desk,
    numbers: Sequence[int] | None,
    finish: PictureFinish,
    keep: Accepted | None,
    proposals: int,
) -> Made:
    pages = make_up_pages(
        edition, style=style, desk=desk, numbers=numbers, keep=keep, proposals=proposals
    )
    layouts = tuple(made.layout for every in pages.proposals for made in every)
    return Made(
        pages=pages,
        pictures=load_pictures(layouts, finish),
        substitutions=desk.shaper.substitutions,
    )


def _together(one: Made, two: Made) -> Made:
    pages = MadePages(
        pages=(*one.pages.pages, *two.pages.pages),
        held=tuple(article for article in one.pages.held if article in two.pages.held),
        rest=one.pages.rest or two.pages.rest,
        proposals=(*one.pages.proposals, *two.pages.proposals),
        dropped=tuple(sorted((*one.pages.dropped, *two.pages.dropped))),
    )
    return Made(
        pages=pages,
        pictures=tuple({p.key: p for p in (*one.pictures, *two.pictures)}.values()),
        substitutions=tuple(dict.fromkeys((*one.substitutions, *two.substitutions))),
    )
