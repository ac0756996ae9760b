"""Page files -> the pictures a site shows: each page in two sizes, every figure, a cover.

Pages are drawn by PDFium, so that a reader sees what the press prints.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol, cast

import pypdfium2
from PIL import Image

from layout.diagnostics import Message, SourceSpan
from layout.errors import PublishError
from layout.publishing.model import Figure, IssuePage
from layout.units import PT_PER_INCH

SMALL_PX: Final = 1080
"""Width of the page picture that comes first: headlines read well, a tabloid's text just so."""
SMALL_BYTES: Final = 320_000
"""No first picture is larger, so that a page view comes in one breath."""
SHARP_PX: Final = 2400
"""Width of the sharp one: 9 pt type is 20 px high on a broadsheet."""
FIGURE_PX: Final = 1600
"""No figure is wider."""
MOST_PPI: Final = 300
"""Small pages need no more."""
COVER_PX: Final = 800

_SMALL_QUALITIES: Final = (62, 50, 40, 30)
_SHARP_QUALITY: Final = 60
_JPEG_QUALITY: Final = 86
_COVER_QUALITY: Final = 75
_WEBP_EFFORT: Final = 4


class _Bitmap(Protocol):
    def to_pil(self) -> Image.Image: ...


class PdfPage(Protocol):
    """What is used of a page of PDFium."""

    def get_width(self) -> float:
        """Width of the visible page, in pt."""

    def get_height(self) -> float:
        """Height, in pt."""

    def get_trimbox(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top of the trimmed page."""

    def get_cropbox(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top of what is shown of the sheet."""

    def render(
        self, *, scale: float, crop: tuple[float, float, float, float] = (0, 0, 0, 0)
    ) -> _Bitmap:
        """The page as pixels; ``crop`` is what is left out: left, bottom, right, top, in pt."""


@contextmanager
def open_page(pdf: Path) -> Iterator[PdfPage]:
    """The first page of a file.

    Raises:
        PublishError: The file is no PDF.

    """
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        told = Message(zh="无法打开版面文件", en="the page's file cannot be read")
        raise PublishError(told, SourceSpan(file=str(pdf))) from error
    try:
        yield cast("PdfPage", document[0])
    finally:
        document.close()


def page_picture(pdf: PdfPage, width_px: int) -> Image.Image:
    """The trimmed page, so many pixels wide, or as many as ``MOST_PPI`` gives it."""
    left, bottom, right, top = pdf.get_trimbox()
    x0, y0, x1, y1 = pdf.get_cropbox()
    crop = (left - x0, bottom - y0, x1 - right, y1 - top)
    scale = min(width_px / (right - left), MOST_PPI / PT_PER_INCH)
    return pdf.render(scale=scale, crop=crop).to_pil().convert("RGB")


def small_webp(picture: Image.Image) -> bytes:
    """The picture a page view begins with, as good as its size allows."""
    tries = (_webp(picture, quality) for quality in _SMALL_QUALITIES)
    return next(data for data in tries if len(data) <= SMALL_BYTES)


def sharp_webp(picture: Image.Image) -> bytes:
    """The picture for large screens and for looking closely."""
    return _webp(picture, _SHARP_QUALITY)


def figure_jpeg(pdf: PdfPage, page: IssuePage, figure: Figure) -> tuple[bytes, tuple[int, int]]:
    """A figure as it is printed, and its size: the frame's part of the page, in its own pixels."""
    left, bottom, _, top = pdf.get_trimbox()
    x0, y0, x1, y1 = pdf.get_cropbox()
    box = figure.bbox
    scale = min(figure.ppi / PT_PER_INCH, FIGURE_PX / box.width)
    crop = (
        left - x0 + box.x,
        bottom - y0 + page.height_pt - box.y - box.height,
        x1 - x0 - (left - x0 + box.x + box.width),
        y1 - top + box.y,
    )
    picture = pdf.render(scale=scale, crop=crop).to_pil()
    return _jpeg(picture), picture.size


def cover_jpeg(front: Image.Image) -> bytes:
    """The front page for shelves and readers of books."""
    size = (COVER_PX, round(front.height * COVER_PX / front.width))
    return _jpeg(front.resize(size, Image.Resampling.LANCZOS), _COVER_QUALITY)


def _webp(picture: Image.Image, quality: int) -> bytes:
    data = io.BytesIO()
    picture.save(data, "WEBP", quality=quality, method=_WEBP_EFFORT)
    return data.getvalue()


def _jpeg(picture: Image.Image, quality: int = _JPEG_QUALITY) -> bytes:
    data = io.BytesIO()
    picture.convert("RGB").save(
        data, "JPEG", quality=quality, subsampling=0, optimize=True, progressive=True
    )
    return data.getvalue()
