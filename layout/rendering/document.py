"""The HTML of one page in, a laid-out WeasyPrint document of exactly one page out."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from layout.diagnostics import Diagnostic, Message, Severity
from layout.errors import PageCountError, RenderError, TemplateError
from layout.makeup.model import PageLayout
from layout.rendering.drawing import FormDrawing, RunDrawing
from layout.rendering.html import STYLE_SHEET
from layout.rendering.weasyprint_hooks import MemoryFetcher, XmlPage, drawings
from layout.units import pt_to_px

SIZE_TOLERANCE_PT: Final = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDocument:
    """A page as WeasyPrint holds it, and what WeasyPrint had to say."""

    document: weasyprint.Document
    diagnostics: tuple[Diagnostic, ...]


def lay_out(
    page: PageLayout,
    markup: str,
    *,
    runs: tuple[RunDrawing, ...],
    colors: Mapping[str, str],
    held: Mapping[str, tuple[bytes, str]],
    forms: Mapping[str, FormDrawing],
    templates: Path,
    text_colors: Mapping[str, str] | None = None,
    overprinting: frozenset[str] = frozenset(),
) -> PageDocument:
    """Lay out the HTML of one page.

    Args:
        page: The page, for its number and size.
        markup: Its HTML.
        runs: What the elements with ``data-run`` draw.
        colors: CSS colours by role.
        held: Data and media type of pictures by address.
        forms: Pictures that are PDFs, by address.
        templates: The folder of ``page.css``.
        text_colors: Those of text, where they are others.
        overprinting: Colour roles whose text prints over what lies below it.

    Raises:
        PageCountError: The HTML came out as no page or as several.
        RenderError: The page is not of the size asked for, or asks for what it may not have.
        TemplateError: The style sheet is missing.

    """
    html = XmlPage(markup, MemoryFetcher(held))
    set_up = drawings(runs, forms, colors, text_colors, overprinting)
    with log_lines(page.number) as found, set_up:
        try:
            document = html.render(
                font_config=_fonts(), stylesheets=[load_style_sheet(templates)], cache={}
            )
        except FatalURLFetchingError as error:
            raise _cause(error) from error
    _check(page, document)
    return PageDocument(document=document, diagnostics=tuple(found))


def _cause(error: BaseException) -> RenderError:
    if isinstance(error.__cause__, RenderError):
        return error.__cause__
    return RenderError(Message(zh=str(error), en=str(error)))


@cache
def _fonts() -> FontConfiguration:
    """One for all pages: WeasyPrint asks for it though no text passes through its fonts."""
    return FontConfiguration()


@cache
def load_style_sheet(folder: Path) -> weasyprint.CSS:
    """The style sheet of a folder, read once.

    Raises:
        TemplateError: It is missing, or holds what WeasyPrint does not understand.

    """
    try:
        text = (folder / STYLE_SHEET).read_text("utf-8")
    except OSError as error:
        raise TemplateError(
            Message(zh=f"没有样式表 {STYLE_SHEET}", en=f"there is no style sheet {STYLE_SHEET}")
        ) from error
    with log_lines(None) as found:
        sheet = weasyprint.CSS(string=text, url_fetcher=MemoryFetcher({}))
    if found:
        words = found[0].message
        raise TemplateError(
            Message(zh=f"{STYLE_SHEET}：{words.zh}", en=f"{STYLE_SHEET}: {words.en}"),
            findings=found,
        )
    return sheet


def _check(page: PageLayout, document: weasyprint.Document) -> None:
    count = len(document.pages)
    if count != 1:
        raise PageCountError(
            Message(
                zh=f"第 {page.number} 版排成了 {count} 页",
                en=f"page {page.number} came out as {count} pages",
            )
        )
    laid = document.pages[0]
    wanted = pt_to_px(page.width_pt), pt_to_px(page.height_pt)
    off = max(abs(laid.width - wanted[0]), abs(laid.height - wanted[1]))
    if off > pt_to_px(SIZE_TOLERANCE_PT):
        raise RenderError(
            Message(
                zh=f"第 {page.number} 版的尺寸与版样不符",
                en=f"page {page.number} is not of the size it was made up for",
            )
        )


class _Collector(logging.Handler):
    """Turns log lines into diagnostics of a page."""

    def __init__(self, page: int | None) -> None:
        super().__init__(logging.WARNING)
        self.found: list[Diagnostic] = []
        self._page = page

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line."""
        text = record.getMessage()
        severity = Severity.ERROR if record.levelno >= logging.ERROR else Severity.WARNING
        self.found.append(
            Diagnostic(
                code="RENDER_LOG",
                severity=severity,
                message=Message(zh=f"排印程序：{text}", en=f"renderer: {text}"),
                page=self._page,
            )
        )


@contextmanager
def log_lines(page: int | None) -> Iterator[list[Diagnostic]]:
    """Collect what WeasyPrint logs from warnings on."""
    logger = logging.getLogger("weasyprint")
    collector = _Collector(page)
    logger.addHandler(collector)
    try:
        yield collector.found
    finally:
        logger.removeHandler(collector)
