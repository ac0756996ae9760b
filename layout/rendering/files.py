"""All files of an edition: the edition's own in one process, the pages' in another."""

from collections.abc import Iterable

from layout.makeup.model import PageLayout
from layout.processes import Promise, can_divide
from layout.rendering.model import FontSource, RenderedFiles, RenderJob
from layout.rendering.pdf import Press, placed_lines
from layout.shaping.faces import FaceShelf


def font_sources(pages: Iterable[PageLayout], shelf: FaceShelf) -> tuple[FontSource, ...]:
    """The font file behind every face the pages use, in a fixed order."""
    keys = {
        sort.face
        for page in pages
        for placed in placed_lines(page)
        for cluster in placed.line.clusters
        for sort in cluster.sorts
    }
    ordered = sorted(keys, key=lambda key: (key.role.value, key.weight, key.script))
    return tuple(
        FontSource(key=key, path=file.path, name=file.postscript_name)
        for key, file in ((key, shelf.file(key)) for key in ordered)
    )


def render_files(job: RenderJob, *, jobs: int) -> RenderedFiles:
    """Write the edition's PDF and every page's.

    Args:
        job: The edition, made up.
        jobs: Processes that may be used; two are enough, one does it all.

    Raises:
        RenderError: See ``render_edition``.

    """
    press = Press(job)
    numbers = [page.number for page in job.pages]
    if not can_divide(jobs):
        edition = press.edition()
        return RenderedFiles(edition=edition, pages=tuple(press.page(n) for n in numbers))
    press.prepare()
    pages = Promise(lambda: tuple(press.page(number) for number in numbers))
    edition = press.edition()
    return RenderedFiles(edition=edition, pages=pages.result())
