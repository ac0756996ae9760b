"""A render job in, the PDF of the edition and the PDFs of its pages out.

render_edition       all pages in one file, with outline and links
render_pages         each page as a file of its own
  Press              what the files of an edition share: fonts, drawings, pictures
    _document        one page: HTML, drawings, pictures, layout
    pdf_file.write_document   one file: fonts, metadata, what the profile asks for
"""

import gc
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, wraps
from typing import ParamSpec, TypeVar

from layout.diagnostics import Diagnostic, Message, Severity, SourceSpan
from layout.errors import RenderError
from layout.makeup.model import PageLayout, PlacedLine, PlacedPicture
from layout.rendering.document import PageDocument, lay_out, load_style_sheet
from layout.rendering.html import (
    DrawnRun,
    PageLinks,
    PageMarkup,
    PageTexts,
    load_template,
    page_markup,
)
from layout.rendering.inks import BLACK_INK
from layout.rendering.metadata import DocumentFacts
from layout.rendering.model import (
    PictureData,
    PictureKey,
    RenderedPage,
    RenderJob,
)
from layout.rendering.pdf_file import FileParts, NamedForm, page_label, write_document
from layout.rendering.pdf_fonts import EditionFont, FontBook
from layout.rendering.pdf_pictures import SVG_MEDIA_TYPE, VECTOR_TYPES, PdfForm
from layout.rendering.pictures import key_of, prepare_picture
from layout.rendering.runs import Operators, RunWriter
from layout.rendering.svg import svg_as_pdf
from layout.rendering.weasyprint_hooks import (
    FormDrawing,
    RunDrawing,
)
from layout.shaping.model import Cluster


def render_edition(job: RenderJob) -> bytes:
    """Write all pages of an edition into one PDF.

    The outline has an entry for every page and, below it, one for every article; links
    lead to other pages; the pages are labelled with their numbers.

    Raises:
        RenderError: See ``Press``.
        PictureError: A picture cannot be read.
        UnreadableFontError: A font file cannot be embedded.

    """
    return Press(job).edition()


def render_page(job: RenderJob, number: int) -> RenderedPage:
    """Write one page of an edition into a PDF of its own.

    Args:
        job: The whole edition: codes of glyphs are those of the edition's file.
        number: The page's number.

    Raises:
        RenderError: There is no such page; see ``Press``.
        PictureError: A picture cannot be read.
        UnreadableFontError: A font file cannot be embedded.

    """
    return Press(job).page(number)


def render_pages(job: RenderJob, numbers: Sequence[int] | None = None) -> Iterator[RenderedPage]:
    """Write pages into PDFs of their own, sharing what they have in common.

    Args:
        job: The whole edition.
        numbers: Which pages; all of them when left out.

    """
    press = Press(job)
    for number in [page.number for page in job.pages] if numbers is None else numbers:
        yield press.page(number)


_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


def _without_pauses(
    work: Callable[_Arguments, _Result],
) -> Callable[_Arguments, _Result]:
    """Hold the cycle collector off: it would walk the whole edition's layout many times."""

    @wraps(work)
    def uninterrupted(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Result:
        was_on = gc.isenabled()
        gc.disable()
        try:
            return work(*args, **kwargs)
        finally:
            if was_on:
                gc.enable()

    return uninterrupted


class Press:
    """Renders one job; everything that several files need is made once.

    Raises:
        RenderError: The job has no pages or two of one number, a face has no file, a
            colour role no colour, or WeasyPrint reports an error.

    """

    def __init__(self, job: RenderJob) -> None:
        numbers = [page.number for page in job.pages]
        if not numbers or len(set(numbers)) != len(numbers):
            raise RenderError(
                Message(zh="没有版面，或版次重复", en="no pages, or two of one number")
            )
        self._job = job
        self._pages = dict(zip(numbers, job.pages, strict=True))
        self._pictures = {picture.key: picture for picture in job.pictures}
        self._forms: dict[PictureKey, NamedForm] = {}
        keys = dict.fromkeys(key_of(picture) for page in job.pages for picture in _placed(page))
        self._addresses = {key: f"picture:{index}" for index, key in enumerate(keys)}
        self._operators: dict[tuple[int, int, float, float], tuple[Operators, ...]] = {}
        self._anchors = frozenset(block.id for page in job.pages for block in page.blocks)
        self._parts: dict[str, list[str]] = {}
        for page in sorted(job.pages, key=lambda page: page.number):
            for block in page.blocks:
                if block.article:
                    self._parts.setdefault(block.article, []).append(block.id)

    def prepare(self) -> None:
        """Make what the edition's file and the pages' share, before work is divided."""
        for page in self._job.pages:
            for picture in _placed(page):
                self._picture(picture)
        self._writer.learn(self._clusters)
        load_template(self._job.templates)
        load_style_sheet(self._job.templates)

    @_without_pauses
    def edition(self) -> bytes:
        """All pages in one file."""
        laid = [
            self._document(page, title=self._job.title, anchors=self._anchors)
            for page in self._job.pages
        ]
        whole = laid[0].document.copy([sheet for one in laid for sheet in one.document.pages])
        found = [finding for one in laid for finding in one.diagnostics]
        data, written = write_document(
            whole, self._parts_of(self._job.pages, self._book.fonts, self._job.title)
        )
        _refuse_errors([*found, *written])
        return data

    @_without_pauses
    def page(self, number: int) -> RenderedPage:
        """One page in a file of its own."""
        if number not in self._pages:
            raise RenderError(Message(zh=f"没有第 {number} 版", en=f"there is no page {number}"))
        page = self._pages[number]
        title = f"{self._job.title} {page_label(page)}"
        laid = self._document(
            page, title=title, anchors=frozenset(block.id for block in page.blocks)
        )
        clusters = set(drawn_sorts(page))
        fonts = self._book.fonts_of(clusters)
        data, written = write_document(laid.document, self._parts_of((page,), fonts, title))
        _refuse_errors([*laid.diagnostics, *written])
        return RenderedPage(
            number=number,
            pdf=data,
            sha256=hashlib.sha256(data).hexdigest(),
            diagnostics=(*laid.diagnostics, *written),
        )

    def _parts_of(
        self, pages: tuple[PageLayout, ...], fonts: tuple[EditionFont, ...], title: str
    ) -> FileParts:
        """What goes into the file of some pages beside what stands on them."""
        job = self._job
        numbers = tuple(page.number for page in pages)
        facts = DocumentFacts(
            title=title,
            author=job.author,
            generator=job.generator,
            lang=job.lang,
            date=job.date,
            paper=job.paper or job.title,
            issue=job.issue,
            pages=numbers,
            profile=job.output.name,
        )
        is_whole = pages == job.pages
        sources = job.sources if job.output.attaches_sources else ()
        return FileParts(
            fonts=fonts,
            forms=self._forms_of(pages),
            pages=pages,
            facts=facts,
            output=job.output,
            sources=tuple(s for s in sources if is_whole or s.pages.intersection(numbers)),
            slug_font=job.fonts[0].path if job.fonts else None,
        )

    @cached_property
    def _colors(self) -> dict[str, str]:
        """The style's colours as the profile has them."""
        return self._job.output.colors(self._job.colors)

    @cached_property
    def _text_colors(self) -> dict[str, str]:
        """The same for what is set in type."""
        return self._job.output.text_colors(self._job.colors)

    @cached_property
    def _overprinting(self) -> frozenset[str]:
        """The roles whose text is black ink alone, which nothing below it may thin out."""
        if self._job.output.sheet is None:
            return frozenset()
        return frozenset(role for role, css in self._text_colors.items() if css == BLACK_INK)

    @cached_property
    def _clusters(self) -> Counter[Cluster]:
        """Every cluster of the edition, and how often it is drawn."""
        counts = Counter[Cluster]()
        for page in self._job.pages:
            counts.update(drawn_sorts(page))
        return counts

    @cached_property
    def _book(self) -> FontBook:
        return FontBook(self._clusters, self._job.fonts)

    @cached_property
    def _writer(self) -> RunWriter:
        return RunWriter(self._book)

    def _document(self, page: PageLayout, *, title: str, anchors: frozenset[str]) -> PageDocument:
        job = self._job
        texts = PageTexts(
            title=title,
            author=job.author,
            generator=job.generator,
            created=f"{job.date.isoformat()}T00:00:00+08:00",
            lang=page.lang,
            label=page_label(page),
        )
        markup = page_markup(
            page,
            texts=texts,
            colors=self._colors,
            addresses=self._addresses,
            links=PageLinks(
                anchors=anchors,
                parts=self._parts,
                targets=self._anchors | job.elsewhere,
                are_live=job.output.sheet is None,
            ),
            templates=job.templates,
        )
        pictures = {
            self._addresses[key_of(picture)]: self._picture(picture) for picture in _placed(page)
        }
        laid = lay_out(
            page,
            markup.html,
            runs=self._runs(page, markup),
            colors=self._colors,
            held={
                address: (picture.data, picture.media_type)
                for address, picture in pictures.items()
                if picture.media_type not in VECTOR_TYPES
            },
            forms={
                address: self._form(picture)
                for address, picture in pictures.items()
                if picture.media_type in VECTOR_TYPES
            },
            templates=job.templates,
            text_colors=self._text_colors,
            overprinting=self._overprinting,
        )
        notes = [note for picture in pictures.values() for note in picture.diagnostics]
        return PageDocument(
            document=laid.document,
            diagnostics=(*markup.diagnostics, *notes, *laid.diagnostics),
        )

    def _runs(self, page: PageLayout, markup: PageMarkup) -> tuple[RunDrawing, ...]:
        """What the elements of a page draw; most is the same in the edition and on its own."""
        return tuple(
            RunDrawing(tag=run.tag, operators=self._operators_of(page.number, index, run))
            for index, run in enumerate(markup.runs)
        )

    def _operators_of(self, number: int, index: int, run: DrawnRun) -> tuple[Operators, ...]:
        key = (number, index, run.x_pt, run.y_pt)  # text is a link in one file, not in another
        if key not in self._operators:
            write = self._writer.lettering if self._is_artwork(run) else self._writer.operators
            self._operators[key] = write(run.lines, x_pt=run.x_pt, y_pt=run.y_pt)
        return self._operators[key]

    def _is_artwork(self, run: DrawnRun) -> bool:
        """Lettering in a colour that type may not have keeps it as paths."""
        if not run.is_lettering or not self._job.output.draws_lettering:
            return False
        return any(self._colors[line.color] != self._text_colors[line.color] for line in run.lines)

    def _picture(self, placed: PlacedPicture) -> PictureData:
        key = key_of(placed)
        if key not in self._pictures:
            self._pictures[key] = prepare_picture(
                key, SourceSpan(file=placed.file), self._job.output.pictures
            )
        return self._pictures[key]

    def _form(self, picture: PictureData) -> FormDrawing:
        """A picture that is a PDF; its name is the same in every file of the edition."""
        key = picture.key
        if key not in self._forms:
            span = SourceSpan(file=key.path.name)
            data = picture.data
            if picture.media_type == SVG_MEDIA_TYPE:
                data = svg_as_pdf(data, span)
            form = PdfForm(data, span, self._job.output.pictures.inks)
            name = self._addresses[key].replace("picture:", "F")
            self._forms[key] = NamedForm(name=name, form=form)
        named = self._forms[key]
        return FormDrawing(name=named.name, rect=named.form.part(key.crop))

    def _forms_of(self, pages: Iterable[PageLayout]) -> tuple[NamedForm, ...]:
        keys = dict.fromkeys(key_of(picture) for page in pages for picture in _placed(page))
        return tuple(self._forms[key] for key in keys if key in self._forms)


def _placed(page: PageLayout) -> Iterator[PlacedPicture]:
    """Every picture of a page."""
    return (picture for block in page.blocks for picture in block.pictures)


def placed_lines(page: PageLayout) -> Iterator[PlacedLine]:
    """Every line of a page, whatever it belongs to."""
    for block in page.blocks:
        for part in block.parts:
            yield from part.lines
        for picture in block.pictures:
            if picture.cutline:
                yield from picture.cutline.lines
        for column in block.text_columns:
            yield from column.lines


def drawn_sorts(page: PageLayout) -> Iterator[Cluster]:
    """Every cluster a page draws, those that words with readings are made of one by one."""
    for placed in placed_lines(page):
        for cluster in placed.line.clusters:
            if cluster.base:
                yield from cluster.sorts
            else:
                yield cluster


def _refuse_errors(findings: Sequence[Diagnostic]) -> None:
    """What WeasyPrint calls an error would be a hole in the page."""
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        raise RenderError(errors[0].message, findings=errors)
