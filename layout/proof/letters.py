"""The characters of a page with their places, as pdfium reads them."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from layout.proof.boxes import edges
from layout.proof.reading import FinishedFile, FinishedPage
from layout.record.model import Bbox

ROUNDING_PT = 0.1

SOFT_HYPHEN = "\u00ad"
_HYPHENS = {"\u0002": SOFT_HYPHEN, "\ufffe": SOFT_HYPHEN}
"""What pdfium gives for a hyphen that only the line end needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A character where it is drawn; points from the top left of the trimmed page."""

    char: str
    x_pt: float
    y_pt: float
    """Of its baseline."""

    def is_in(self, bbox: Bbox, slack_pt: float) -> bool:
        """Whether it starts in a rectangle; a mark may have lost the blank before its ink."""
        x, y, width, height = bbox
        return (
            x - slack_pt <= self.x_pt <= x + width + slack_pt
            and y - ROUNDING_PT <= self.y_pt <= y + height + ROUNDING_PT
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPicture:
    """A picture or a form on a page; points from the top left of the trimmed page."""

    bbox: Bbox
    size_px: tuple[int, int] | None
    """None for a form, which has no pixels."""


def letters_of(file: FinishedFile) -> tuple[tuple[Letter, ...], ...]:
    """The characters of every page, in the order in which they are drawn."""
    with _open(file.path) as document:
        return tuple(tuple(_letters(document[sheet.index], sheet)) for sheet in file.pages)


def pictures_of(file: FinishedFile) -> tuple[tuple[DrawnPicture, ...], ...]:
    """The pictures of every page."""
    with _open(file.path) as document:
        return tuple(tuple(_drawn(document[sheet.index], sheet)) for sheet in file.pages)


def _open(path: Path) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(path)


def _corner(sheet: FinishedPage) -> tuple[float, float]:
    """The left and the upper edge of the trimmed page."""
    trim = edges(sheet.page, "TrimBox") or edges(sheet.page, "MediaBox") or (0.0, 0.0, 0.0, 0.0)
    return trim[0], trim[3]


def _letters(page: pypdfium2.PdfPage, sheet: FinishedPage) -> Iterator[Letter]:
    left, top = _corner(sheet)
    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(raw.FPDFText_CountChars(text)):
        if raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        char = chr(raw.FPDFText_GetUnicode(text, index))
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        yield Letter(char=_HYPHENS.get(char, char), x_pt=x.value - left, y_pt=top - y.value)


def _drawn(page: pypdfium2.PdfPage, sheet: FinishedPage) -> Iterator[DrawnPicture]:
    left, top = _corner(sheet)
    kinds = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM)
    for item in page.get_objects(filter=kinds, max_depth=1):
        x0, y0, x1, y1 = item.get_bounds()
        is_image = isinstance(item, pypdfium2.PdfImage)
        yield DrawnPicture(
            bbox=(x0 - left, top - y1, x1 - x0, y1 - y0),
            size_px=item.get_px_size() if is_image else None,
        )
