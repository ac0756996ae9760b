"""A QR code drawn as rules of the page, black on paper (ISO/IEC 18004)."""

from collections.abc import Iterator
from itertools import groupby

from layout.makeup.model import Box, Rect

QUIET_MODULES = 4
"""White around the code that readers need (ISO/IEC 18004, 6.3.8)."""


def qr_code(text: str, rect: Rect) -> tuple[Box, ...]:
    """The code of a text in a square, its quiet zone included."""
    import segno  # noqa: PLC0415 - few papers have one

    matrix = segno.make(text, error="m", micro=False).matrix
    module = rect.width / (len(matrix) + 2 * QUIET_MODULES)
    return tuple(_runs(matrix, rect, module))


def _runs(matrix: tuple[bytearray, ...], rect: Rect, module: float) -> Iterator[Box]:
    for row, values in enumerate(matrix):
        column = 0
        for dark, run in groupby(values):
            length = len(list(run))
            if dark:
                x = rect.x + (QUIET_MODULES + column) * module
                y = rect.y + (QUIET_MODULES + row) * module
                yield Box(bbox=Rect(x=x, y=y, width=length * module, height=module), fill="black")
            column += length
