"""Glyphs of a font in, path operators that fill their outlines out (ISO 32000-2, 8.5)."""

from collections.abc import Iterable
from typing import Final

import uharfbuzz as hb
from fontTools.pens.basePen import BasePen

from layout.units import rounded

Matrix = tuple[float, float, float, float, float, float]
"""From a glyph's own units to those of the page, as ``cm`` has it."""

_Point = tuple[float, float]

UPRIGHT: Final = (1.0, 0.0, 0.0, 1.0)
"""The first four of a matrix that neither turns nor mirrors."""


def filled_glyph(font: hb.Font, gid: int, matrix: Matrix) -> str:
    """The operators that fill a glyph; nothing for one without ink."""
    outline = _Outline(matrix)
    font.draw_glyph_with_pen(gid, outline)
    return f"{' '.join(outline.operators)} f" if outline.operators else ""


def points(pairs: Iterable[_Point]) -> str:
    """Points as operands."""
    return " ".join(f"{rounded(x):g} {rounded(y):g}" for x, y in pairs)


class _Outline(BasePen):  # type: ignore[misc]  # fontTools ships no types
    """The outline of a glyph as path operators; the pen makes quadratic curves cubic."""

    def __init__(self, matrix: Matrix) -> None:
        super().__init__()
        self.operators: list[str] = []
        self._matrix = matrix

    # ruff: noqa: N802 - fontTools names what a pen answers to
    def _moveTo(self, point: _Point) -> None:
        self._add("m", point)

    def _lineTo(self, point: _Point) -> None:
        self._add("l", point)

    def _curveToOne(self, first: _Point, second: _Point, end: _Point) -> None:
        self._add("c", first, second, end)

    def _closePath(self) -> None:
        self.operators.append("h")

    def _add(self, operator: str, *own: _Point) -> None:
        a, b, c, d, e, f = self._matrix
        placed = ((a * x + c * y + e, b * x + d * y + f) for x, y in own)
        self.operators.append(f"{points(placed)} {operator}")
