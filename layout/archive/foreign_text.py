"""The characters of a page as PDFium finds them: for pages that print in fonts of another make."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

from layout.archive.model import ABOVE_EM, Glyph, printed
from layout.units import rounded

LINE_END_HYPHEN: Final = 2
"""What PDFium says for a hyphen at the end of a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """What PDFium knows of a character: its origin, the box of its advance, its size."""

    x: float
    y: float
    left: float
    top: float
    right: float
    bottom: float
    size_pt: float
    is_level: bool


def foreign_glyphs(page: pypdfium2.PdfPage, left_pt: float, top_pt: float) -> tuple[Glyph, ...]:
    """Every character with a body, in the order of the file.

    Args:
        page: The page.
        left_pt: The left edge of the trimmed page, in the coordinates of the PDF.
        top_pt: Its upper edge.

    """
    text = page.get_textpage()
    try:
        return tuple(_read(text, left_pt, top_pt))
    finally:
        text.close()


def _read(text: pypdfium2.PdfTextPage, left_pt: float, top_pt: float) -> Iterator[Glyph]:
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text.raw, index)
        char = "-" if code == LINE_END_HYPHEN else printed(chr(code))
        if not char:
            continue
        place = _place(text.raw, index)
        x, y, height = place.left, top_pt - place.top, place.top - place.bottom
        if place.is_level:
            x, height = place.x, place.size_pt
            y = top_pt - place.y - ABOVE_EM * height
        width = max(place.right - x, 0.0)
        yield Glyph(rounded(top_pt - place.y), x - left_pt, y, width, height, char)


def _place(text: object, index: int) -> _Place:
    x, y, box, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    pdfium.FPDFText_GetLooseCharBox(text, index, box)
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    scale = max(abs(matrix.d), abs(matrix.c))
    return _Place(
        x=x.value,
        y=y.value,
        left=box.left,
        top=box.top,
        right=box.right,
        bottom=box.bottom,
        size_pt=pdfium.FPDFText_GetFontSize(text, index) * scale,
        is_level=abs(matrix.b) < abs(matrix.a),
    )
