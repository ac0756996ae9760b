"""Finished PDFs to their characters with places, and to pictures of their pages."""

import io
from pathlib import Path
from typing import Final

import pypdfium2

from layout.archive.findings import unreadable
from layout.archive.foreign_text import foreign_glyphs
from layout.archive.model import PdfPage
from layout.archive.printed_text import printed_glyphs
from layout.units import PT_PER_INCH

PICTURE_PPI: Final = 96
"""Enough to read body type on a screen; the PDF beside it is the master."""
QUALITY: Final = 85


def read_pdf_page(path: Path) -> PdfPage:
    """Read a PDF of one page.

    Raises:
        ArchiveError: The file cannot be opened, or holds more or fewer pages.

    """
    data = path.read_bytes()
    document = open_pdf(data, str(path))
    try:
        if len(document) != 1:
            raise unreadable(str(path), f"{len(document)} pages")
        page = document[0]
        left, _, _, top = page.get_trimbox()
        glyphs = printed_glyphs(data, left, top)
        picture, size = _picture(page)
        return PdfPage(
            glyphs=foreign_glyphs(page, left, top) if glyphs is None else glyphs,
            picture=picture,
            picture_px=size,
        )
    finally:
        document.close()


def open_pdf(data: bytes, place: str) -> pypdfium2.PdfDocument:
    """A PDF opened.

    Raises:
        ArchiveError: It cannot be opened.

    """
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise unreadable(place, str(error)) from error


def _picture(page: pypdfium2.PdfPage) -> tuple[bytes, tuple[int, int]]:
    """The trimmed page as JPEG, and its size in pixels.

    Four bytes a pixel in the order of the encoder: nothing is copied or turned on the way.
    """
    (x0, y0, x1, y1), (left, bottom, right, top) = page.get_cropbox(), page.get_trimbox()
    crop = (left - x0, bottom - y0, x1 - right, y1 - top)
    scale = PICTURE_PPI / PT_PER_INCH
    bitmap = page.render(scale=scale, crop=crop, rev_byteorder=True, prefer_bgrx=True)
    image, data = bitmap.to_pil(), io.BytesIO()
    image.save(data, "JPEG", quality=QUALITY, dpi=(PICTURE_PPI, PICTURE_PPI))
    bitmap.close()
    return data.getvalue(), image.size
