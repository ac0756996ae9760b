"""Cells of a table in, its lines out: one line a row, the cells in columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from layout.composition.model import ComposedLine, LineKind
from layout.composition.paragraph import BEST_ONLY, set_line, set_paragraph
from layout.composition.rules import Align, LineRules
from layout.shaping.model import CharClass, Cluster, FaceKey
from layout.shaping.shape import Shaper, TextRun
from layout.units import EPSILON, fits

GAP_EM: Final = 1.0
"""White between columns where there is room, at least."""
TIGHT_GAP_EM: Final = 0.5
WIDE_GAP_EM: Final = 3.0
"""White between columns, at most: a short table is not torn over a wide measure."""

LAST_COLUMN_LEAST_EM: Final = 4.0
"""A last column narrower than this is not worth wrapping."""

TURNOVER_EM: Final = 1.0

_FIGURES: Final = re.compile(r"[-+−±￥¥$]?\d[\d,.\s]*(?:[%％‰℃]|[\u4e00-\u9fff]{0,2})")

Cell = Sequence[TextRun]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """Where the columns of a table stand, in em from the edge."""

    starts_em: tuple[float, ...]
    widths_em: tuple[float, ...]
    right: tuple[bool, ...]
    """Whether a column is flush right: figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSetter:
    """Sets tables at one measure."""

    shaper: Shaper
    rules: LineRules
    measure_em: float

    def lines(self, rows: Sequence[Sequence[Cell]]) -> tuple[ComposedLine, ...]:
        """The lines of a table, each told whether it begins and ends a row.

        Columns are as wide as their widest cell. Where they do not fit side by side the
        last one turns its cells over; where that does not help either, each row is set as
        a paragraph, its cells one after the other.

        Args:
            rows: Cells of each row, the head first; every row has as many.

        """
        cells = [[self._line(cell) for cell in row] for row in rows]
        widths = [max(cell.width_em for cell in column) for column in zip(*cells, strict=True)]
        right = tuple(_is_figures(column[1:]) for column in zip(*cells, strict=True))
        columns = self._columns(widths, right)
        if columns is not None:
            return tuple(self._row(row, columns) for row in cells)
        last = self._narrowed(widths, right)
        if last is not None:
            return tuple(line for row in rows for line in self._turned(row, last))
        return tuple(line for row in rows for line in self._run_on(row))

    def _line(self, cell: Cell) -> ComposedLine:
        clusters = self.shaper.clusters(list(cell), self.rules)
        if not clusters:
            return ComposedLine(clusters=(), advances_em=(), shifts_em=())
        return set_line(clusters, self.rules, kind=LineKind.TABLE)

    def _columns(self, widths: Sequence[float], right: tuple[bool, ...]) -> _Columns | None:
        """The columns side by side, what is left over shared between them; None: no room."""
        gaps = len(widths) - 1
        room = self.measure_em - sum(widths)
        if not fits(gaps * TIGHT_GAP_EM, room):
            return None
        gap = min(room / gaps, WIDE_GAP_EM) if gaps else 0.0
        starts, pen = [], 0.0
        for width in widths:
            starts.append(pen)
            pen += width + gap
        return _Columns(starts_em=tuple(starts), widths_em=tuple(widths), right=right)

    def _narrowed(self, widths: Sequence[float], right: tuple[bool, ...]) -> _Columns | None:
        """The columns with the last one as wide as what the others leave."""
        others = sum(widths[:-1]) + GAP_EM * (len(widths) - 1)
        left = self.measure_em - others
        if left < max(LAST_COLUMN_LEAST_EM, self.measure_em / 4):
            return None
        return self._columns([*widths[:-1], left], (*right[:-1], False))

    def _row(self, cells: Sequence[ComposedLine], columns: _Columns) -> ComposedLine:
        """One line with the cells in their columns, white as spaces between them."""
        clusters: list[Cluster] = []
        advances: list[float] = []
        shifts: list[float] = []
        indent, pen = 0.0, 0.0
        for cell, start, width, is_right in zip(
            cells, columns.starts_em, columns.widths_em, columns.right, strict=True
        ):
            if not cell.clusters:
                continue
            place = start + (width - cell.width_em if is_right else 0.0)
            if not clusters:
                indent = pen = place
            elif place - pen > EPSILON:
                clusters.append(_white(cell.clusters[0].face, place - pen))
                advances.append(place - pen)
                shifts.append(0.0)
            clusters += cell.clusters
            advances += cell.advances_em
            shifts += cell.shifts_em
            pen = max(pen, place) + cell.width_em
        return ComposedLine(
            clusters=tuple(clusters),
            advances_em=tuple(advances),
            shifts_em=tuple(shifts),
            indent_em=indent,
            kind=LineKind.TABLE,
        )

    def _turned(self, row: Sequence[Cell], columns: _Columns) -> list[ComposedLine]:
        """A row whose last cell takes as many lines as it needs."""
        ragged = replace(self.rules, align=Align.START)
        start, width = columns.starts_em[-1], columns.widths_em[-1]
        clusters = self.shaper.clusters(list(row[-1]), ragged)
        pieces = set_paragraph(
            clusters, measure_em=width, rules=ragged, kind=LineKind.TABLE, looseness=BEST_ONLY
        ).lines
        first = pieces[0] if pieces else self._line(())
        opened = self._row([*(self._line(cell) for cell in row[:-1]), first], columns)
        opened = replace(opened, last=len(pieces) < 2)
        return [opened, *(replace(piece, indent_em=start) for piece in pieces[1:])]

    def _run_on(self, row: Sequence[Cell]) -> tuple[ComposedLine, ...]:
        """A row as a paragraph, an em of white between its cells."""
        ragged = replace(self.rules, align=Align.START)
        runs: list[TextRun] = []
        for cell in row:
            if runs and cell:
                runs.append(TextRun(text="\u2003", face=cell[0].face))
            runs += cell
        setting = set_paragraph(
            self.shaper.clusters(runs, ragged),
            measure_em=self.measure_em,
            rules=ragged,
            kind=LineKind.TABLE,
            hanging_indent_em=TURNOVER_EM,
            looseness=BEST_ONLY,
        )
        return tuple(setting.lines)


def _is_figures(column: Sequence[ComposedLine]) -> bool:
    """Whether every filled cell of a column, its head left out, holds a number."""
    texts = [cell.text.strip() for cell in column if cell.clusters]
    return bool(texts) and all(_FIGURES.fullmatch(text) for text in texts)


def _white(face: FaceKey, width_em: float) -> Cluster:
    return Cluster(text=" ", char_class=CharClass.SPACE, advance_em=width_em, face=face, glyphs=())
