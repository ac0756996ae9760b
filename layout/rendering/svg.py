"""A drawing in SVG in, a PDF of one page with the same vectors out."""

from xml.etree import ElementTree as ET

from weasyprint.urls import FatalURLFetchingError

from layout.diagnostics import Message, SourceSpan
from layout.errors import PictureError
from layout.rendering.document import log_lines
from layout.rendering.pdf_pictures import SVG_MEDIA_TYPE
from layout.rendering.weasyprint_hooks import MemoryFetcher, XmlPage

_ADDRESS = "picture:svg"
_LONG_SIDE_PX = 1000.0

_PAGE = """<html lang="zh"><head><title>svg</title><style>
@page {{ size: {width}px {height}px; margin: 0 }}
html, body, img {{ display: block; margin: 0 }} head {{ display: none }}
img {{ width: {width}px; height: {height}px }}
</style></head><body><img src="{address}" alt="svg"/></body></html>"""


def svg_as_pdf(data: bytes, span: SourceSpan) -> bytes:
    """Draw an SVG on a page of its proportions.

    Args:
        data: The file.
        span: What a message names.

    Raises:
        PictureError: It is no SVG, has no size, asks for other files, or nothing can be drawn.

    """
    width, height = _proportions(data, span)
    scale = _LONG_SIDE_PX / max(width, height)
    page = _PAGE.format(
        width=round(width * scale, 4), height=round(height * scale, 4), address=_ADDRESS
    )
    with log_lines(None) as found:
        try:
            document = XmlPage(page, MemoryFetcher({_ADDRESS: (data, SVG_MEDIA_TYPE)})).render()
            made: bytes = document.write_pdf()
        except FatalURLFetchingError as error:
            raise _undrawable(span, str(error)) from error
    if found or len(document.pages) != 1:
        raise _undrawable(span, found[0].message.en if found else "no page came out")
    return made


def _proportions(data: bytes, span: SourceSpan) -> tuple[float, float]:
    try:
        # Entities that multiply are stopped by expat; nothing outside the data is read.
        root = ET.fromstring(data)  # noqa: S314
        box = root.get("viewBox", "").replace(",", " ").split()
        sides = box[2:4] or [root.get(name, "").rstrip("ptxm") for name in ("width", "height")]
        width, height = (float(side) for side in sides)
    except (ET.ParseError, ValueError) as error:
        raise _undrawable(span, str(error)) from error
    if min(width, height) <= 0:
        raise _undrawable(span, "no size")
    return width, height


def _undrawable(span: SourceSpan, reason: str) -> PictureError:
    return PictureError(
        Message(
            zh=f"SVG {span.file} 无法画出：{reason}",
            en=f"cannot draw the SVG {span.file}: {reason}",
        ),
        span,
        Message(zh="另存为简单的 SVG 或 PDF", en="save it as plain SVG or as PDF"),
    )
