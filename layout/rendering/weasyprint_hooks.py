"""The one place that reaches into WeasyPrint's private parts: elements that draw themselves.

WeasyPrint lays the page out, tags it and writes the file; an element with ``data-run`` is
made a replaced element there, like a picture, and draws its glyphs itself. That way no
text passes through Pango, and every glyph stands where the composer has put it.

Private names used: ``html.HTML_HANDLERS``, ``html.make_replaced_box``, ``urls.get_link``,
``pdf.generate_pdf``, ``formatting_structure.boxes.Box.link`` and
``colspan``, ``pdf.stream.Stream.set_color``. They are those of
one version; another one is refused.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Final, Protocol
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import pydyf
import weasyprint
from cssselect2 import ElementWrapper  # type: ignore[import-untyped]  # ships no types
from tinycss2.color5 import parse_color  # type: ignore[import-untyped]  # ships no types
from weasyprint import html as weasyprint_html
from weasyprint.pdf import generate_pdf
from weasyprint.urls import URLFetcherResponse, get_link

from layout.diagnostics import Message
from layout.errors import RenderError, TemplateError
from layout.rendering.drawing import FormDrawing, Hole, RunDrawing
from layout.rendering.press_sheet import KNOCKOUT, OVERPRINT

WEASYPRINT_VERSION: Final = "70.0"

_PRINT: Final = 4
"""Annotation flag 3 (ISO 32000-2, 12.5.3)."""

RUN_ATTRIBUTE: Final = "data-run"

RUN_TAGS: Final = (
    "p",
    "h1",
    "h2",
    "h3",
    "a",
    "blockquote",
    "li",
    "td",
    "th",
    "figcaption",
    "div",
    "span",
)

_STRUCTURE_TYPES: Final = {
    "a": "Link",
    "blockquote": "BlockQuote",
    "li": "LBody",
    "figcaption": "Caption",
    "div": "Div",
    "span": "Span",
}
"""Names of marked content; what is not listed is the tag in capitals."""


class _Box(Protocol):
    """What is touched of a WeasyPrint box."""

    link: object
    colspan: int


class _Color(Protocol):
    """A parsed CSS colour."""


class _Stream(Protocol):
    """What is touched of a WeasyPrint content stream."""

    stream: list[object]

    def set_color(self, color: _Color) -> None:
        """Set the colour of what is painted next, where it is another one."""
        ...

    def transform(self, *, a: float, d: float, e: float, f: float) -> None:
        """Change the coordinates of what is painted next."""
        ...

    def rectangle(self, x: float, y: float, width: float, height: float) -> None:
        """Add a rectangle to the path."""
        ...

    def clip(self) -> None:
        """Draw nothing more outside the path."""
        ...

    def end(self) -> None:
        """Forget the path."""
        ...

    def draw_x_object(self, reference: str) -> None:
        """Draw a form or an image by its name."""
        ...


_Handler = Callable[[Element, _Box, object, str | None], list[_Box]]


class _Desk(threading.local):
    """The drawings of the page that is being laid out in this thread."""

    runs: tuple[RunDrawing, ...] = ()
    forms: Mapping[str, FormDrawing] = {}
    colors: Mapping[str, _Color] = {}
    text_colors: Mapping[str, _Color] = {}
    overprinting: frozenset[str] = frozenset()


_DESK = _Desk()


class _Drawing:
    """Stands where WeasyPrint keeps the image of a replaced element."""

    def __init__(self, run: RunDrawing, desk: _Desk) -> None:
        self._run = run
        self._colors = desk.colors
        self._text_colors = desk.text_colors
        self._overprinting = desk.overprinting

    def get_intrinsic_size(
        self, _resolution: float, _font_size: float
    ) -> tuple[float, float, float]:
        """Width, height and ratio; the page's own style always says otherwise."""
        return 1.0, 1.0, 1.0

    def draw(self, stream: _Stream, _width: float, _height: float, _style: object) -> None:
        """Leave holes for the text objects, with the name of the element's structure type."""
        _rename_mark(stream.stream, self._run.tag)
        for part, stroke in enumerate(self._run.strokes):
            hole = Hole(page=self._run.page, run=self._run.run, part=part)
            if stroke.are_paths:
                stream.set_color(self._colors[stroke.color])
                stream.stream.append(hole)
                continue
            stream.set_color(self._text_colors[stroke.color])
            if stroke.color in self._overprinting:
                stream.stream += [f"/{OVERPRINT} gs", hole, f"/{KNOCKOUT} gs"]
            else:
                stream.stream.append(hole)


class _Form:
    """Stands where WeasyPrint keeps an image, and draws a page of another PDF."""

    def __init__(self, form: FormDrawing) -> None:
        self._form = form

    def get_intrinsic_size(
        self, _resolution: float, _font_size: float
    ) -> tuple[float, float, float]:
        """Width, height and ratio."""
        rect = self._form.rect
        return rect.width, rect.height, rect.width / rect.height

    def draw(self, stream: _Stream, width: float, height: float, _style: object) -> None:
        """Fill the element; the page behind it has y downwards, the form upwards."""
        rect = self._form.rect
        across, down = width / rect.width, height / rect.height
        # What a crop takes away is not drawn.
        stream.rectangle(0, 0, width, height)
        stream.clip()
        stream.end()
        stream.transform(a=across, d=-down, e=-rect.x * across, f=height + rect.y * down)
        stream.draw_x_object(self._form.name)


def _rename_mark(stream: list[object], tag: str) -> None:
    """WeasyPrint marks all replaced elements as figures; the structure tree knows better."""
    for index in range(len(stream) - 1, -1, -1):
        if stream[index] == "/Figure":
            stream[index] = f"/{_STRUCTURE_TYPES.get(tag, tag.upper())}"
            return
        if stream[index] == b"EMC":
            return


def _handler(usual: _Handler | None) -> _Handler:
    def handle(element: Element, box: _Box, get_image: object, base_url: str | None) -> list[_Box]:
        key = element.get(RUN_ATTRIBUTE)
        if key is None:
            return usual(element, box, get_image, base_url) if usual else [box]
        drawing = _Drawing(_DESK.runs[int(key)], _DESK)
        made: _Box = weasyprint_html.make_replaced_box(element, box, drawing)
        if href := element.get("href"):
            made.link = get_link(href, base_url)
        if span := element.get("colspan"):
            made.colspan = int(span)
        return [made]

    return handle


def _image_handler(usual: _Handler) -> _Handler:
    def handle(element: Element, box: _Box, get_image: object, base_url: str | None) -> list[_Box]:
        form = _DESK.forms.get(element.get("src", ""))
        if form is None:
            return usual(element, box, get_image, base_url)
        made: _Box = weasyprint_html.make_replaced_box(element, box, _Form(form))
        return [made]

    return handle


@cache
def _install() -> None:
    """Put the handlers in, once."""
    if weasyprint.__version__ != WEASYPRINT_VERSION:
        raise RenderError(
            Message(
                zh=f"需要 WeasyPrint {WEASYPRINT_VERSION}，装的是 {weasyprint.__version__}",
                en=f"WeasyPrint {WEASYPRINT_VERSION} is needed, not {weasyprint.__version__}",
            ),
            hint=Message(
                zh=f"pip install weasyprint=={WEASYPRINT_VERSION}",
                en=f"pip install weasyprint=={WEASYPRINT_VERSION}",
            ),
        )
    handlers = weasyprint_html.HTML_HANDLERS
    for tag in RUN_TAGS:
        handlers[tag] = _handler(handlers.get(tag))
    handlers["img"] = _image_handler(handlers["img"])


@contextmanager
def drawings(
    runs: tuple[RunDrawing, ...],
    forms: Mapping[str, FormDrawing],
    colors: Mapping[str, str],
    text_colors: Mapping[str, str] | None = None,
    overprinting: frozenset[str] = frozenset(),
) -> Iterator[None]:
    """Lay a page out in which ``data-run=k`` draws ``runs[k]``.

    Args:
        runs: What the elements draw.
        forms: What images draw that are PDFs, by address.
        colors: CSS colours by role.
        text_colors: Those of text, where they are others.
        overprinting: Roles whose text prints over what lies below it.

    Raises:
        RenderError: A colour cannot be read, or WeasyPrint is of another version.

    """
    _install()
    before = _DESK.runs, _DESK.forms, _DESK.overprinting
    before_colors = _DESK.colors, _DESK.text_colors
    _DESK.runs, _DESK.forms, _DESK.overprinting = runs, forms, overprinting
    _DESK.colors = {role: _parsed(role, css) for role, css in colors.items()}
    text_colors = text_colors or {}
    _DESK.text_colors = _DESK.colors | {r: _parsed(r, css) for r, css in text_colors.items()}
    try:
        yield
    finally:
        _DESK.runs, _DESK.forms, _DESK.overprinting = before
        _DESK.colors, _DESK.text_colors = before_colors


def _parsed(role: str, css: str) -> _Color:
    color: _Color | None = parse_color(css)
    if color is None or isinstance(color, str):
        raise RenderError(
            Message(zh=f"颜色 {role} 无法理解：{css}", en=f"cannot read the colour {role}: {css}")
        )
    return color


class XmlPage(weasyprint.HTML):  # type: ignore[misc]  # WeasyPrint ships no types
    """A page of HTML that is XML too: read by a parser in C, and strictly.

    No style but the page's own applies: WeasyPrint's sheet for browsers' HTML would be
    matched against every element to no effect.
    """

    def __init__(self, markup: str, fetcher: "MemoryFetcher") -> None:
        """Parse a page.

        Raises:
            TemplateError: It is not well-formed.

        """
        try:
            # The markup is our template's, in which everything foreign has been escaped.
            root = ET.fromstring(markup)  # noqa: S314
        except ET.ParseError as error:
            raise TemplateError(
                Message(
                    zh=f"版面的 HTML 不合 XML 语法：{error}",
                    en=f"the HTML of the page is not well-formed XML: {error}",
                )
            ) from error
        self.base_url = None
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, _forms: object = None) -> list[weasyprint.CSS]:
        return []


class MemoryFetcher:
    """Gives WeasyPrint what is held in memory for it; every other address ends the run."""

    _fail_on_errors = True

    def __init__(self, held: Mapping[str, tuple[bytes, str]]) -> None:
        """Hold data and its media type by address."""
        self._held = held

    def __call__(self, url: str) -> URLFetcherResponse:
        """The data held for an address.

        Raises:
            RenderError: Nothing is held for it.

        """
        if url not in self._held:
            raise RenderError(Message(zh=f"页面不得取用 {url}", en=f"a page may not fetch {url}"))
        data, media_type = self._held[url]
        return URLFetcherResponse(url, data, {"Content-Type": media_type})


def engine_pdf(document: weasyprint.Document, version: str) -> pydyf.PDF:
    """A laid-out document as the objects of a tagged PDF, before any of them is written."""
    options = {**weasyprint.DEFAULT_OPTIONS, "pdf_tags": True, "pdf_version": version}
    return generate_pdf(document, None, 1, **options)


def pages_of(pdf: pydyf.PDF) -> tuple[pydyf.Dictionary, ...]:
    """The page dictionaries of a file, in their order."""
    return tuple(pdf.objects[number] for number in pdf.pages["Kids"][::3])


def content_of(pdf: pydyf.PDF, page: pydyf.Dictionary) -> pydyf.Stream:
    """The content stream of a page."""
    return _resolved(pdf, page["Contents"])


def print_links(pdf: pydyf.PDF) -> None:
    """Give annotations the flag that PDF/A asks for: they are there on paper, too."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/Annot":
            item["F"] = _PRINT


def shared_resources(pdf: pydyf.PDF, kind: str) -> pydyf.Dictionary:
    """A dictionary that all pages share: ``Font``, ``XObject``, ``ExtGState``, ``ColorSpace``."""
    page = pdf.objects[pdf.pages["Kids"][0]]
    return _resolved(pdf, _resolved(pdf, page["Resources"])[kind])


def _resolved(pdf: pydyf.PDF, value: pydyf.Dictionary | bytes) -> pydyf.Dictionary:
    return pdf.objects[int(value.split()[0])] if isinstance(value, bytes) else value
