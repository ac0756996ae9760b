"""All files of an edition: the edition's own in one process, the pages' in another."""

import multiprocessing
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from multiprocessing.connection import Connection

from layout.diagnostics import Diagnostic, Message
from layout.errors import NewspaperError, RenderError
from layout.makeup.model import PageLayout
from layout.rendering.model import FontSource, RenderedPage, RenderJob
from layout.rendering.pdf import Press, placed_lines
from layout.shaping.faces import FaceShelf


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedFiles:
    """The PDFs of an edition, and what the renderer had to say."""

    edition: bytes
    pages: tuple[RenderedPage, ...]

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The findings of all pages."""
        return tuple(finding for page in self.pages for finding in page.diagnostics)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failure:
    """What went wrong in the other process."""

    findings: tuple[Diagnostic, ...]


def font_sources(pages: Iterable[PageLayout], shelf: FaceShelf) -> tuple[FontSource, ...]:
    """The font file behind every face the pages use, in a fixed order."""
    keys = {
        cluster.face
        for page in pages
        for placed in placed_lines(page)
        for cluster in placed.line.clusters
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
    if jobs < 2 or sys.platform != "linux":  # forking is safe on Linux alone
        edition = press.edition()
        return RenderedFiles(edition=edition, pages=tuple(press.page(n) for n in numbers))
    press.prepare()
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    helper = context.Process(target=_send_pages, args=(press, numbers, there))
    helper.start()
    there.close()
    try:
        edition = press.edition()
        pages = here.recv()
    except EOFError as error:
        raise RenderError(_died()) from error
    finally:
        here.close()
        helper.join()
    if isinstance(pages, _Failure):
        raise RenderError(pages.findings[0].message, findings=pages.findings)
    return RenderedFiles(edition=edition, pages=pages)


def _send_pages(press: Press, numbers: list[int], there: Connection) -> None:
    """The other process: write the pages' files and send them."""
    try:
        there.send(tuple(press.page(number) for number in numbers))
    except NewspaperError as error:
        there.send(_Failure(findings=error.findings))
    there.close()


def _died() -> Message:
    return Message(
        zh="写版面文件的进程意外终止", en="the process that writes the pages' files died"
    )
