"""A render job in, the PDF of the edition and the PDFs of its pages out.

render_edition       all pages in one file, with outline and links
render_pages         each page as a file of its own
  Press              what the files of an edition share: fonts, drawings, pictures
    _Sheet           one page in one file: its elements, what they draw
    _shell           one file less text and fonts, by WeasyPrint
    _file            text and fonts put in
"""

import gc
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from layout.diagnostics import Diagnostic, Message, Severity, SourceSpan
from layout.errors import RenderError
from layout.fingerprint import fingerprint
from layout.makeup.model import PageLayout, PlacedLine, PlacedPicture
from layout.memory import Memory, NoMemory
from layout.rendering.drawing import FormDrawing, RunDrawing, Stroke
from layout.rendering.engine import load_engine
from layout.rendering.html import (
    DrawnRun,
    PageLinks,
    PageMarkup,
    PageTexts,
    page_markup,
)
from layout.rendering.inks import BLACK_INK
from layout.rendering.metadata import DocumentFacts, page_label
from layout.rendering.model import (
    PictureData,
    PictureKey,
    RenderedPage,
    RenderJob,
    SourceFile,
)
from layout.rendering.pdf_fonts import EditionFont, FaceFiles, FontBook, GlyphUse
from layout.rendering.pdf_pictures import SVG_MEDIA_TYPE, VECTOR_TYPES, NamedForm, PdfForm
from layout.rendering.pictures import is_of, key_of, prepare_picture
from layout.rendering.ready import get_ready
from layout.rendering.runs import Operators, RunWriter
from layout.rendering.shell import Canvas, Shell, drawn, filled
from layout.shaping.model import Cluster

if TYPE_CHECKING:
    from layout.rendering.pdf_file import FileParts


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What of a page in one file does not depend on its words, and what there is to say of it."""

    name: str
    diagnostics: tuple[Diagnostic, ...]


class Press:
    """Renders one job; everything that several files need is made once.

    Args:
        job: What to render.
        memory: What earlier runs have made; asked where the job names its pages by ``keys``.

    Raises:
        RenderError: The job has no pages or two of one number, a face has no file, a
            colour role no colour, or WeasyPrint reports an error.

    """

    def __init__(self, job: RenderJob, memory: Memory | None = None) -> None:
        numbers = [page.number for page in job.pages]
        if not numbers or len(set(numbers)) != len(numbers):
            raise RenderError(
                Message(zh="没有版面，或版次重复", en="no pages, or two of one number")
            )
        self._job = job
        self._memory: Memory = memory if memory is not None and job.keys else NoMemory()
        self._pages = dict(zip(numbers, job.pages, strict=True))
        self._files = FaceFiles(job.fonts)
        self._pictures = {picture.key: picture for picture in job.pictures}
        self._forms: dict[PictureKey, NamedForm] = {}
        keys = dict.fromkeys(key_of(picture) for page in job.pages for picture in _placed(page))
        self._addresses = {key: f"picture:{index}" for index, key in enumerate(keys)}
        self._operators: dict[tuple[int, int, float, float], tuple[Operators, ...]] = {}
        self._sheets: dict[int, _Sheet] = {}
        self._shells: dict[str, Shell | None] = {}
        self._uses: dict[int, GlyphUse] = {}
        self._text_names: dict[int, str] = {}
        self._anchors = frozenset(block.id for page in job.pages for block in page.blocks)
        self._parts: dict[str, list[str]] = {}
        for page in sorted(job.pages, key=lambda page: page.number):
            for block in page.blocks:
                if block.article:
                    self._parts.setdefault(block.article, []).append(block.id)

    def is_known(self) -> bool:
        """Whether no file asks for more than text and fonts put into a shell that is kept."""
        if isinstance(self._memory, NoMemory):
            return False
        alone = [(self._page_sheet(page),) for page in self._job.pages]
        return self._kept_shell(self._edition_sheets) is not None and all(
            self._kept_page(sheet) is not None or self._kept_shell((sheet,)) is not None
            for (sheet,) in alone
        )

    def prepare(self) -> None:
        """Make what the edition's file and the pages' share, before work is divided."""
        get_ready(self._job.templates)
        for page in self._job.pages:
            for picture in _placed(page):
                self._picture(picture)
        for page in self._job.pages:
            self._writer.learn(drawn_sorts(page))

    @_without_pauses
    def edition(self) -> bytes:
        """All pages in one file."""
        data, found = self._file(self._edition_sheets, self._book.fonts)
        _refuse_errors(found)
        return data

    @_without_pauses
    def page(self, number: int) -> RenderedPage:
        """One page in a file of its own."""
        if number not in self._pages:
            raise RenderError(Message(zh=f"没有第 {number} 版", en=f"there is no page {number}"))
        sheet = self._page_sheet(self._pages[number])
        kept = self._kept_page(sheet)
        if kept is not None:
            return kept
        fonts = self._book.fonts_of(self._use(sheet.page))
        data, found = self._file((sheet,), fonts)
        _refuse_errors(found)
        made = RenderedPage(
            number=number, pdf=data, sha256=hashlib.sha256(data).hexdigest(), diagnostics=found
        )
        self._keep(made, *self._page_inputs(sheet))
        return made

    @cached_property
    def _edition_sheets(self) -> tuple["_Sheet", ...]:
        title = self._job.title
        return tuple(_Sheet(self, page, title=title, is_alone=False) for page in self._job.pages)

    def _page_sheet(self, page: PageLayout) -> "_Sheet":
        if page.number not in self._sheets:
            title = f"{self._job.title} {page_label(page)}"
            self._sheets[page.number] = _Sheet(self, page, title=title, is_alone=True)
        return self._sheets[page.number]

    def _page_inputs(self, sheet: "_Sheet") -> tuple[object, ...]:
        """What the file of a page is made from."""
        return ("page", sheet.outline.name, self._text_name(sheet.page), *self._told((sheet,)))

    def _kept_page(self, sheet: "_Sheet") -> RenderedPage | None:
        if sheet.rendered is None:
            sheet.rendered = self._memory.get(RenderedPage, *self._page_inputs(sheet))
        return sheet.rendered

    # -- one file ----------------------------------------------------------------------

    def _file(
        self, sheets: tuple["_Sheet", ...], fonts: tuple[EditionFont, ...]
    ) -> tuple[bytes, tuple[Diagnostic, ...]]:
        """The bytes of a file, and what there is to say of it."""
        shell = self._kept_shell(sheets)
        if shell is None:
            shell = self._shell(sheets)
            self._keep(shell, *self._shell_inputs(sheets))
        by_number = {sheet.page.number: sheet for sheet in sheets}
        contents = {
            canvas.number: self._drawn(canvas, by_number[canvas.page]) for canvas in shell.canvases
        }
        own = tuple(found for sheet in sheets for found in sheet.outline.diagnostics)
        return filled(shell, contents, fonts), (*own, *shell.diagnostics)

    def _drawn(self, canvas: Canvas, sheet: "_Sheet") -> bytes:
        """A content stream with its text."""
        inputs = ("canvas", canvas.name, sheet.outline.name, self._text_name(sheet.page))
        kept = self._memory.get(bytes, *inputs)
        if kept is None:
            texts = [[part.data for part in run] for run in self._texts(sheet)]
            kept = drawn(canvas, lambda hole: texts[hole.run][hole.part])
            self._memory.put(kept, *inputs)
        return kept

    def _keep(self, value: object, *inputs: object) -> None:
        """Keep a result, unless a picture has changed since the memory was opened."""
        if all(is_of(picture, self._memory) for picture in self._pictures.values()):
            self._memory.put(value, *inputs)

    def _shell_inputs(self, sheets: tuple["_Sheet", ...]) -> tuple[object, ...]:
        return ("shell", *(sheet.outline.name for sheet in sheets), *self._told(sheets))

    def _kept_shell(self, sheets: tuple["_Sheet", ...]) -> Shell | None:
        inputs = self._shell_inputs(sheets)
        name = fingerprint(*inputs)
        if name not in self._shells:
            self._shells[name] = self._memory.get(Shell, *inputs)
        return self._shells[name]

    def _shell(self, sheets: tuple["_Sheet", ...]) -> Shell:
        """The file less text and fonts, by WeasyPrint."""
        load_engine()
        from layout.rendering.document import lay_out  # noqa: PLC0415 - brings WeasyPrint
        from layout.rendering.pdf_file import make_shell  # noqa: PLC0415 - as above
        from layout.rendering.template import write_html  # noqa: PLC0415 - brings Jinja

        documents, found = [], list[Diagnostic]()
        for sheet in sheets:
            pictures = {
                self._addresses[key_of(placed)]: self._picture(placed)
                for placed in _placed(sheet.page)
            }
            laid = lay_out(
                sheet.page,
                write_html(sheet.markup, self._job.templates),
                runs=self._runs(sheet),
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
                templates=self._job.templates,
                text_colors=self._text_colors,
                overprinting=self._overprinting,
            )
            documents.append(laid.document)
            found += [note for picture in pictures.values() for note in picture.diagnostics]
            found += laid.diagnostics
        whole = documents[0]
        if len(documents) > 1:
            whole = whole.copy([page for one in documents for page in one.pages])
        shell = make_shell(whole, self._parts_of(sheets))
        return replace(shell, diagnostics=(*found, *shell.diagnostics))

    def _told(self, sheets: tuple["_Sheet", ...]) -> tuple[object, ...]:
        """All that a file depends on beside what its pages say."""
        job, pages = self._job, tuple(sheet.page for sheet in sheets)
        if isinstance(self._memory, NoMemory):
            return ()
        keys = dict.fromkeys(key_of(picture) for page in pages for picture in _placed(page))
        return (
            self._facts(sheets),
            pages == job.pages,
            [(self._addresses[key], key, self._memory.file(key.path)) for key in keys],
            job.output.name,
            [
                (s.name, s.description, s.media_type, hashlib.sha256(s.data).hexdigest())
                for s in self._sources_of(pages)
            ],
            job.fonts[0].path if job.fonts else None,
        )

    def _facts(self, sheets: tuple["_Sheet", ...]) -> DocumentFacts:
        job = self._job
        return DocumentFacts(
            title=sheets[0].title,
            author=job.author,
            generator=job.generator,
            lang=job.lang,
            date=job.date,
            paper=job.paper or job.title,
            issue=job.issue,
            pages=tuple(sheet.page.number for sheet in sheets),
            profile=job.output.name,
        )

    def _parts_of(self, sheets: tuple["_Sheet", ...]) -> "FileParts":
        """What goes into the file of some pages beside what stands on them."""
        from layout.rendering.pdf_file import FileParts  # noqa: PLC0415 - brings WeasyPrint

        job, pages = self._job, tuple(sheet.page for sheet in sheets)
        return FileParts(
            forms=self._forms_of(pages),
            pages=pages,
            facts=self._facts(sheets),
            output=job.output,
            sources=self._sources_of(pages),
            slug_font=job.fonts[0].path if job.fonts else None,
        )

    def _sources_of(self, pages: tuple[PageLayout, ...]) -> tuple[SourceFile, ...]:
        """What is attached to the file of some pages."""
        job, numbers = self._job, {page.number for page in pages}
        sources = job.sources if job.output.attaches_sources else ()
        is_whole = pages == job.pages
        return tuple(s for s in sources if is_whole or s.pages.intersection(numbers))

    # -- one page ----------------------------------------------------------------------

    def outline(self, sheet: "_Sheet") -> Outline:
        """The outline of a sheet, kept or found."""
        job, page = self._job, sheet.page
        if isinstance(self._memory, NoMemory):
            return Outline(name="", diagnostics=sheet.markup.diagnostics)
        key = job.keys[page.number]
        pictures = [self._addresses[key_of(picture)] for picture in _placed(page)]
        colors = sorted(self._colors.items()), sorted(self._text_colors.items())
        inputs = ("outline", key, sheet.title, sheet.is_alone, self._links_name, pictures, colors)
        kept = self._memory.get(Outline, *inputs)
        if kept is None:
            strokes = [run.strokes for run in self._runs(sheet)]
            name = fingerprint(sheet.markup.frame, strokes, colors)
            kept = Outline(name=name, diagnostics=sheet.markup.diagnostics)
            self._memory.put(kept, *inputs)
        return kept

    def markup(self, page: PageLayout, *, title: str, is_alone: bool) -> PageMarkup:
        """The elements of a page in one file."""
        job = self._job
        texts = PageTexts(
            title=title,
            author=job.author,
            generator=job.generator,
            created=f"{job.date.isoformat()}T00:00:00+08:00",
            lang=page.lang,
            label=page_label(page),
        )
        own = frozenset(block.id for block in page.blocks)
        return page_markup(
            page,
            texts=texts,
            colors=self._colors,
            addresses=self._addresses,
            links=PageLinks(
                anchors=own if is_alone else self._anchors,
                parts=self._parts,
                targets=self._anchors | job.elsewhere,
                are_live=job.output.sheet is None,
            ),
        )

    @cached_property
    def _links_name(self) -> str:
        """A name of all that links may lead to."""
        parts = sorted(self._parts.items())
        return fingerprint(sorted(self._anchors), sorted(self._job.elsewhere), parts)

    def _use(self, page: PageLayout) -> GlyphUse:
        """What a page draws."""
        if page.number not in self._uses:
            inputs = ("glyphs", self._job.keys.get(page.number, ""))
            kept = self._memory.get(GlyphUse, *inputs)
            if kept is None:
                kept = self._files.use(Counter(drawn_sorts(page)))
                self._memory.put(kept, *inputs)
            self._uses[page.number] = kept
        return self._uses[page.number]

    @cached_property
    def _book(self) -> FontBook:
        uses = [self._use(page) for page in self._job.pages]
        return FontBook(uses, self._files, self._memory)

    def _text_name(self, page: PageLayout) -> str:
        """A name of what a page says and of the codes it says it in."""
        if isinstance(self._memory, NoMemory):
            return ""
        if page.number not in self._text_names:
            told = self._book.told(self._use(page))
            self._text_names[page.number] = fingerprint(self._job.keys[page.number], told)
        return self._text_names[page.number]

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
    def _writer(self) -> RunWriter:
        return RunWriter(self._book)

    def _runs(self, sheet: "_Sheet") -> tuple[RunDrawing, ...]:
        """What the elements of a page draw; most is the same in the edition and on its own."""
        return tuple(
            RunDrawing(
                tag=run.tag,
                page=sheet.page.number,
                run=index,
                strokes=tuple(Stroke(color=o.color, are_paths=o.are_paths) for o in parts),
            )
            for index, (run, parts) in enumerate(
                zip(sheet.markup.runs, self._texts(sheet), strict=True)
            )
        )

    def _texts(self, sheet: "_Sheet") -> list[tuple[Operators, ...]]:
        """The text of every run of a page."""
        return [
            self._operators_of(sheet.page.number, index, run)
            for index, run in enumerate(sheet.markup.runs)
        ]

    def _operators_of(self, number: int, index: int, run: DrawnRun) -> tuple[Operators, ...]:
        key = (number, index, run.x_pt, run.y_pt)  # text is a link in one file, not in another
        if key not in self._operators:
            write = self._writer.lettering if self._is_artwork(run) else self._writer.operators
            self._operators[key] = write(run.lines, x_pt=run.x_pt, y_pt=run.y_pt)
        return self._operators[key]

    def _is_artwork(self, run: DrawnRun) -> bool:
        """Lettering in a colour that type may not have keeps it as paths."""
        if run.is_outlined:
            return True
        if not run.is_lettering or not self._job.output.draws_lettering:
            return False
        return any(self._colors[line.color] != self._text_colors[line.color] for line in run.lines)

    # -- pictures ----------------------------------------------------------------------

    def _picture(self, placed: PlacedPicture) -> PictureData:
        key = key_of(placed)
        if key not in self._pictures:
            self._pictures[key] = prepare_picture(
                key, SourceSpan(file=placed.file), self._job.output.pictures, self._memory
            )
        return self._pictures[key]

    def _form(self, picture: PictureData) -> FormDrawing:
        """A picture that is a PDF; its name is the same in every file of the edition."""
        key = picture.key
        if key not in self._forms:
            span = SourceSpan(file=key.path.name)
            data = picture.data
            if picture.media_type == SVG_MEDIA_TYPE:
                from layout.rendering.svg import svg_as_pdf  # noqa: PLC0415 - brings WeasyPrint

                data = svg_as_pdf(data, span)
            form = PdfForm(data, span, self._job.output.pictures.inks)
            name = self._addresses[key].replace("picture:", "F")
            self._forms[key] = NamedForm(name=name, form=form)
        named = self._forms[key]
        return FormDrawing(name=named.name, rect=named.form.part(key.crop))

    def _forms_of(self, pages: Iterable[PageLayout]) -> tuple[NamedForm, ...]:
        keys = dict.fromkeys(key_of(picture) for page in pages for picture in _placed(page))
        return tuple(self._forms[key] for key in keys if key in self._forms)


class _Sheet:
    """A page in one file; what is not asked for is not found out."""

    def __init__(self, press: Press, page: PageLayout, *, title: str, is_alone: bool) -> None:
        self._press = press
        self.page = page
        self.title = title
        self.is_alone = is_alone
        self.rendered: RenderedPage | None = None

    @cached_property
    def markup(self) -> PageMarkup:
        """Its elements."""
        return self._press.markup(self.page, title=self.title, is_alone=self.is_alone)

    @cached_property
    def outline(self) -> Outline:
        """What does not depend on its words."""
        return self._press.outline(self)


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
