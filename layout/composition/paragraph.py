"""Clusters of a paragraph in, its lines out, in every way that is good enough to print."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import overload

from layout.composition.firstfit import first_fit
from layout.composition.justify import LineSlot, set_span
from layout.composition.linebreak import Fit, break_paragraph
from layout.composition.model import ComposedLine, LineKind, ParagraphSetting
from layout.composition.rules import Align, LineRules
from layout.composition.tables import LineTables, tabulate
from layout.shaping.model import Cluster

BEST_ONLY = (0,)


def set_paragraph(
    clusters: Sequence[Cluster],
    *,
    measure_em: float,
    rules: LineRules,
    kind: LineKind = LineKind.TEXT,
    paragraph: int = 0,
    first_indent_em: float = 0.0,
    hanging_indent_em: float = 0.0,
    looseness: tuple[int, ...] = (0, -1, 1),
) -> ParagraphSetting:
    """Set a paragraph at a measure, the best way and where asked a line shorter or longer.

    Args:
        clusters: Its text, shaped.
        measure_em: Length of a line, indents included, in em of the body type.
        rules: How; ``rules.align`` JUSTIFY or FILL sets by total fit, all else ragged.
        kind: What the lines are, handed on to them.
        paragraph: Which block of the body, handed on.
        first_indent_em: Indent of the first line.
        hanging_indent_em: Indent of the others.
        looseness: Lines more or fewer than the best way; ways beyond the quality limits
            are left out, 0 is always there and comes first.

    Returns:
        The ways. No character is lost: a line leaves out spaces at its end only, and adds a
        hyphen where it ends inside a word. What is wider than the measure is cut by force,
        or stands over it if it is a single cluster; such lines are marked ``forced``.

    """
    if not clusters:
        return ParagraphSetting(kind=kind, paragraph=paragraph, ways=((0, ()),), costs=(0.0,))
    return set_tables(
        tabulate(tuple(clusters), rules),
        measure_em=measure_em,
        kind=kind,
        paragraph=paragraph,
        first_indent_em=first_indent_em,
        hanging_indent_em=hanging_indent_em,
        looseness=looseness,
    )


def set_tables(
    tables: LineTables,
    *,
    measure_em: float,
    kind: LineKind = LineKind.TEXT,
    paragraph: int = 0,
    first_indent_em: float = 0.0,
    hanging_indent_em: float = 0.0,
    looseness: tuple[int, ...] = (0, -1, 1),
) -> ParagraphSetting:
    """Set a paragraph whose tables are made, as ``set_paragraph``: they serve every measure."""
    rules = tables.rules
    slot = LineSlot(measure_em=measure_em, align=rules.align, kind=kind, paragraph=paragraph)
    indents = (first_indent_em, hanging_indent_em)
    if rules.align in (Align.JUSTIFY, Align.FILL):
        fits = break_paragraph(
            tables,
            measure_em=measure_em,
            first_em=first_indent_em,
            other_em=hanging_indent_em,
            looseness=looseness,
        )
    else:
        cuts = first_fit(
            tables, measure_em=measure_em, first_em=first_indent_em, other_em=hanging_indent_em
        )
        fits = ((0, Fit(cuts=cuts, cost=0.0)),)
    best = fits[0][1].cost
    setter = _Setter(tables, slot, indents)
    return ParagraphSetting(
        kind=kind,
        paragraph=paragraph,
        ways=tuple((delta, _Way(setter, fit)) for delta, fit in fits),
        costs=tuple(max(0.0, fit.cost - best) for _, fit in fits),
    )


class _Setter:
    """Sets the lines of one paragraph; ways that share a line share its setting."""

    def __init__(self, tables: LineTables, slot: LineSlot, indents: tuple[float, float]) -> None:
        self._tables = tables
        self._slots = {
            (first, last): replace(slot, indent_em=indents[not first], first=first, last=last)
            for first in (True, False)
            for last in (True, False)
        }
        self._set: dict[tuple[int, int], ComposedLine] = {}

    def line(self, span: tuple[int, int], fit: Fit) -> ComposedLine:
        """The line of a span of clusters."""
        known = self._set.get(span)
        if known is None:
            start, end = span
            slot = self._slots[start == 0, end == len(self._tables.clusters)]
            if end in fit.forced or end in fit.hung:
                slot = replace(slot, forced=end in fit.forced, hangs=end in fit.hung)
            known = self._set[span] = set_span(self._tables, start, end, slot)
        return known


class _Way(Sequence[ComposedLine]):
    """The lines of one way; each is set when it is first looked at, and then kept."""

    __slots__ = ("_all", "_fit", "_setter")

    def __init__(self, setter: _Setter, fit: Fit) -> None:
        self._setter = setter
        self._fit = fit
        self._all: tuple[ComposedLine, ...] = ()

    def __iter__(self) -> Iterator[ComposedLine]:
        if not self._all:
            self._all = tuple(
                self._setter.line(span, self._fit) for span in pairwise(self._fit.cuts)
            )
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._fit.cuts) - 1

    @overload
    def __getitem__(self, index: int) -> ComposedLine: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[ComposedLine, ...]: ...

    def __getitem__(self, index: int | slice) -> ComposedLine | tuple[ComposedLine, ...]:
        if isinstance(index, slice):
            return tuple(self[k] for k in range(*index.indices(len(self))))
        cuts = self._fit.cuts
        k = index if index >= 0 else len(cuts) - 1 + index
        if not 0 <= k < len(cuts) - 1:
            raise IndexError(index)
        return self._setter.line((cuts[k], cuts[k + 1]), self._fit)


def set_line(
    clusters: Sequence[Cluster],
    rules: LineRules,
    *,
    measure_em: float | None = None,
    align: Align = Align.START,
    kind: LineKind = LineKind.TEXT,
    paragraph: int = 0,
) -> ComposedLine:
    """Set a text as one line, whatever its width: headlines, labels, cells.

    Args:
        clusters: The text, shaped; not empty.
        rules: Marks and gaps; edges are trimmed as those of any line.
        measure_em: The room, for ``align`` CENTER, END, JUSTIFY and FILL; None: natural width.
        align: Where the line stands in the room; it shrinks where it is too long.
        kind: Handed on.
        paragraph: Handed on.

    """
    tables = tabulate(tuple(clusters), rules)
    slot = LineSlot(measure_em=measure_em, align=align, kind=kind, paragraph=paragraph)
    return set_span(tables, 0, len(tables.clusters), slot)


def set_lines(
    clusters: Sequence[Cluster],
    cuts: Sequence[int],
    rules: LineRules,
    *,
    measure_em: float | None = None,
    align: Align = Align.START,
    kind: LineKind = LineKind.TEXT,
    paragraph: int = 0,
) -> tuple[ComposedLine, ...]:
    """Set a text with its breaks given, each line as ``set_line`` does.

    Args:
        clusters: The text, shaped; not empty.
        cuts: Cluster indices inside the text at which a new line starts, rising.
        rules: Marks and gaps.
        measure_em: The room, or None.
        align: Where the lines stand in the room.
        kind: Handed on.
        paragraph: Handed on.

    """
    tables = tabulate(tuple(clusters), rules)
    bounds = (0, *cuts, len(tables.clusters))
    last = len(bounds) - 2
    return tuple(
        set_span(
            tables,
            start,
            end,
            LineSlot(
                measure_em=measure_em,
                align=align,
                kind=kind,
                paragraph=paragraph,
                first=index == 0,
                last=index == last,
            ),
        )
        for index, (start, end) in enumerate(pairwise(bounds))
    )


def fill_line(clusters: Sequence[Cluster], width_em: float, rules: LineRules) -> ComposedLine:
    """Set a text as one line that fills a width (均排), all gaps equal.

    Args:
        clusters: The text, shaped; not empty.
        width_em: The width, in em of the body type.
        rules: Marks and gaps.

    """
    return set_line(clusters, rules, measure_em=width_em, align=Align.FILL)
