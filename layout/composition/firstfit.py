"""Tables in, breaks out for ragged lines: each line takes what it can hold, as browsers do."""

from layout.composition.linebreak import orphans_from
from layout.composition.rules import Cells
from layout.composition.tables import LineTables
from layout.units import fits


def first_fit(
    tables: LineTables, *, measure_em: float, first_em: float, other_em: float
) -> tuple[int, ...]:
    """Where lines start (the first at 0, the end of the text last).

    What no line can hold whole stands over the measure; nothing is cut by force. A 孤字
    draws what stands before it down with it.
    """
    cuts = [0]
    count = len(tables.clusters)
    indent = first_em
    while cuts[-1] < count:
        cuts.append(_line_end(tables, cuts[-1], measure_em - indent))
        indent = other_em
    indent = other_em if len(cuts) > 2 else first_em
    return tuple(_without_orphan(tables, cuts, measure_em - indent))


def _line_end(tables: LineTables, start: int, room_em: float) -> int:
    """The last place at which a line from ``start`` still fits, or the first there is.

    On the em grid a word may be cut where nothing else fits (CLREQ).
    """
    best, cut = 0, 0
    count = len(tables.clusters)
    cuts_words = tables.rules.cells is Cells.GRID
    for end in range(start + 1, count + 1):
        if end < count and (not tables.flags[end] or tables.ends[end] <= start):
            if cuts_words and not best and fits(_least_width(tables, start, end), room_em):
                cut = end
            continue
        if not fits(_least_width(tables, start, end), room_em):
            return best or cut or end
        best = end
    return best or count


def _least_width(tables: LineTables, start: int, end: int) -> float:
    last = max(tables.ends[end], start + 1) - 1
    broken = end == last + 1 and end < len(tables.clusters)
    inner = tables.white_sums[last] - tables.white_sums[start]
    bodies = tables.body_sums[last + 1] - tables.body_sums[start]
    return tables.start_em(start) + bodies + inner + tables.end_em(last, broken=broken)


def _without_orphan(tables: LineTables, cuts: list[int], room_em: float) -> list[int]:
    """Push more characters down until the last line has two (CLREQ, orphans)."""
    count = len(tables.clusters)
    orphans = orphans_from(tables)
    while len(cuts) > 2 and cuts[-2] >= orphans:
        earlier = [k for k in range(cuts[-3] + 1, cuts[-2]) if tables.flags[k]]
        if not earlier or not fits(_least_width(tables, earlier[-1], count), room_em):
            break
        cuts[-2] = earlier[-1]
    return cuts
