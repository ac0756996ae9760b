"""Finished PDFs to their characters with places, and to pictures of their pages, by PDFium."""

import ctypes
import io
import unicodedata
from pathlib import Path
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

from layout.archive.findings import unreadable
from layout.archive.model import Box, Glyph, PdfPage
from layout.units import PT_PER_INCH, rounded

PICTURE_PPI: Final = 120
"""Enough to read body type on a screen; the PDF beside it is the master."""
QUALITY: Final = 85
ABOVE_EM, BELOW_EM = 0.88, 0.12
"""The em box of Han faces about the baseline (OpenType ``ideo`` and its top, as the faces of
the house have it)."""
LINE_END_HYPHEN: Final = "\x02"
"""What PDFium says for a hyphen at the end of a line."""


def read_pdf_page(path: Path) -> PdfPage:
    """Read a PDF of one page.

    Raises:
        ArchiveError: The file cannot be opened, or holds more or fewer pages.

    """
    document = open_pdf(path.read_bytes(), str(path))
    try:
        if len(document) != 1:
            raise unreadable(str(path), f"{len(document)} pages")
        page = document[0]
        left, bottom, right, top = page.get_trimbox()
        picture, size = _picture(page)
        return PdfPage(
            width_pt=right - left,
            height_pt=top - bottom,
            glyphs=_glyphs(page, left, top),
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
    """The trimmed page as JPEG, and its size in pixels."""
    (x0, y0, x1, y1), (left, bottom, right, top) = page.get_cropbox(), page.get_trimbox()
    crop = (left - x0, bottom - y0, x1 - right, y1 - top)
    image = page.render(scale=PICTURE_PPI / PT_PER_INCH, crop=crop).to_pil().convert("RGB")
    data = io.BytesIO()
    image.save(data, "JPEG", quality=QUALITY, dpi=(PICTURE_PPI, PICTURE_PPI))
    return data.getvalue(), image.size


def _glyphs(page: pypdfium2.PdfPage, left_pt: float, top_pt: float) -> tuple[Glyph, ...]:
    """Every character with a body, in the order of the file."""
    text = page.get_textpage()
    try:
        found = (_glyph(text.raw, index, left_pt, top_pt) for index in range(text.count_chars()))
        return tuple(glyph for glyph in found if glyph is not None)
    finally:
        text.close()


def _glyph(text: object, index: int, left_pt: float, top_pt: float) -> Glyph | None:
    char = chr(pdfium.FPDFText_GetUnicode(text, index))
    char = "-" if char == LINE_END_HYPHEN else char
    is_blank = char.isspace() or unicodedata.category(char) in ("Cc", "Cf")
    if is_blank or pdfium.FPDFText_IsGenerated(text, index) == 1:
        return None
    x, y = ctypes.c_double(), ctypes.c_double()
    loose, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    pdfium.FPDFText_GetLooseCharBox(text, index, loose)
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    baseline, upright = top_pt - y.value, abs(matrix.b) < abs(matrix.a)
    size = pdfium.FPDFText_GetFontSize(text, index) * max(abs(matrix.d), abs(matrix.c))
    if upright:
        sides = (x.value, loose.right, baseline - ABOVE_EM * size, baseline + BELOW_EM * size)
    else:
        sides = (loose.left, loose.right, top_pt - loose.top, top_pt - loose.bottom)
    x0, x1, y0, y1 = sides
    box = Box(
        x_pt=rounded(x0 - left_pt),
        y_pt=rounded(y0),
        width_pt=rounded(max(x1 - x0, 0.0)),
        height_pt=rounded(y1 - y0),
    )
    return Glyph(char=char, box=box, baseline_pt=rounded(baseline), upright=upright)
