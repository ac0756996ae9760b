"""Finished PDFs to their characters with places, and to pictures of their pages, by PDFium."""

import ctypes
import io
import math
import struct
import unicodedata
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import Final, cast

import pypdfium2
import pypdfium2.raw as pdfium

from layout.archive.findings import unreadable
from layout.archive.model import Box, Glyph, PdfPage
from layout.units import PT_PER_INCH, rounded

PICTURE_PPI: Final = 96
"""Enough to read body type on a screen; the PDF beside it is the master."""
QUALITY: Final = 85
ABOVE_EM: Final = 0.88
"""The top of the em box of Han faces over the baseline (the house's faces have its foot, OpenType
``ideo``, at 0.12 em below)."""
LINE_END_HYPHEN: Final = 2
"""What PDFium says for a hyphen at the end of a line."""


def _asked(function: object, *given: type, answer: type) -> Callable[..., int]:
    """A function of PDFium that takes addresses as numbers: a whole page in one ``map``."""
    pointer = cast("ctypes._FuncPointer", function)  # noqa: SLF001 - ctypes names it no other way
    address = ctypes.cast(pointer, ctypes.c_void_p).value
    if address is None:
        raise ImportError(name="pypdfium2")
    return ctypes.CFUNCTYPE(answer, ctypes.c_void_p, ctypes.c_int, *given)(address)


_POINTER: Final = ctypes.c_void_p
_unicode: Final = _asked(pdfium.FPDFText_GetUnicode, answer=ctypes.c_uint)
_piece: Final = _asked(pdfium.FPDFText_GetTextObject, answer=ctypes.c_void_p)
_origin: Final = _asked(pdfium.FPDFText_GetCharOrigin, _POINTER, _POINTER, answer=ctypes.c_int)
_loose: Final = _asked(pdfium.FPDFText_GetLooseCharBox, _POINTER, answer=ctypes.c_int)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """What the characters of one piece of text have in common."""

    size_pt: float
    upright: bool


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


def _glyphs(page: pypdfium2.PdfPage, left_pt: float, top_pt: float) -> tuple[Glyph, ...]:
    """Every character with a body, in the order of the file."""
    text = page.get_textpage()
    try:
        return tuple(_read(text, left_pt, top_pt))
    finally:
        text.close()


def _read(text: pypdfium2.PdfTextPage, left_pt: float, top_pt: float) -> Iterator[Glyph]:
    """The characters of a page, their places read in one sweep each."""
    count = text.count_chars()
    raw = ctypes.cast(text.raw, ctypes.c_void_p).value
    boxes, origins = (pdfium.FS_RECTF * count)(), (ctypes.c_double * (2 * count))()
    each = range(count)
    codes, pieces = (list(map(ask, repeat(raw), each)) for ask in (_unicode, _piece))
    at = range(ctypes.addressof(boxes), ctypes.addressof(boxes) + 16 * count, 16)
    deque(map(_loose, repeat(raw), each, at), maxlen=0)
    start = ctypes.addressof(origins)
    xs, ys = range(start, start + 16 * count, 16), range(start + 8, start + 8 + 16 * count, 16)
    deque(map(_origin, repeat(raw), each, xs, ys), maxlen=0)
    places = zip(struct.iter_unpack("4f", boxes), struct.iter_unpack("2d", origins), strict=True)
    chars = map(_printed, codes)
    last, shape = None, _Shape(size_pt=0.0, upright=True)
    level, baseline = math.nan, 0.0
    for index, (char, piece, (box, (x, y))) in enumerate(zip(chars, pieces, places, strict=True)):
        if not char:
            continue
        if piece != last:
            last, shape = piece, _shape(text.raw, index)
        if y != level:
            level, baseline = y, rounded(top_pt - y)
        left, top, right, bottom = box
        if shape.upright:
            x0, y0, height = x, top_pt - y - ABOVE_EM * shape.size_pt, shape.size_pt
        else:
            x0, y0, height = left, top_pt - top, top - bottom
        width = right - x0 if right > x0 else 0.0
        yield Glyph(
            char=char,
            box=Box(x_pt=x0 - left_pt, y_pt=y0, width_pt=width, height_pt=height),
            baseline_pt=baseline,
            upright=shape.upright,
        )


@cache
def _printed(code: int) -> str:
    """The character of a code; none where it leaves nothing on paper, as PDFium's own blanks."""
    char = "-" if code == LINE_END_HYPHEN else chr(code)
    is_blank = char.isspace() or unicodedata.category(char) in ("Cc", "Cf")
    return "" if is_blank else char


def _shape(text: object, index: int) -> _Shape:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    size = pdfium.FPDFText_GetFontSize(text, index) * max(abs(matrix.d), abs(matrix.c))
    return _Shape(size_pt=size, upright=abs(matrix.b) < abs(matrix.a))
