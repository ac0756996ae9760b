"""Tables in, breaks out: the cheapest way through a paragraph (total fit, 全段优化).

``break_paragraph`` → ``find_places`` (where lines may part) → ``_edges`` (every line worth
looking at, with its cost) → ``_cheapest`` and ``_by_count`` (ways through the lines).
For each end only the starts are looked at from which a line fills the measure within
limits, a handful, so time and memory are linear in the text. Limits give way in turn:
wider gaps first, then words are cut; what is wider than the measure is cut by force.
"""

from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from layout.composition.columns import Hang, Places
from layout.composition.cost import (
    ADJACENT_LOOSE_COST,
    COMFORT_EM,
    CUT_WORD_COST,
    GOOD_EM,
    HANG_COST,
    LATE_ORPHAN_COST,
    LETTER_SQUEEZE_EM,
    LIMIT_EM,
    LOOSE_EM,
    MARK_COST,
    ORPHAN_COST,
    OVERFULL_COST,
    line_cost,
    strained_cost,
    stretch_cost,
)
from layout.composition.places import find_places
from layout.composition.rules import Align, Orphans, Reach
from layout.composition.tables import LineTables
from layout.shaping.model import CharClass
from layout.units import EPSILON

_INFINITE: Final = float("inf")

MAX_STARTS: Final = 64
"""Starts looked at for one end; more there are only among clusters without width."""

SPARE_STARTS: Final = 3
"""Starts of lines beyond the limit looked at where limits have been lifted."""

COUNT_SLACK: Final = 1.0
"""Lines a way of another length may be ahead or behind of the even pace."""

GOOD_COST: Final = stretch_cost(GOOD_EM)
LIMIT_COST: Final = stretch_cost(LIMIT_EM)
LOOSE_COST: Final = stretch_cost(LOOSE_EM)
REACH_COST: Final = {Reach.GOOD: LIMIT_COST, Reach.LIMIT: 3 * LIMIT_COST}
"""How much dearer than the best way one with a line more or fewer may be."""

_Edge = tuple[int, float, bool]
"""A line that ends at some place: the place it starts from, its cost, whether it looks loose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Where lines start (the first at 0, the end of the text last) and what it costs."""

    cuts: tuple[int, ...]
    cost: float
    forced: frozenset[int] = frozenset()
    """The cuts that part what should stay together, because nothing else fits."""
    hung: frozenset[int] = frozenset()
    """The cuts before which a mark hangs out of its line."""


def break_paragraph(
    tables: LineTables,
    *,
    measure_em: float,
    first_em: float,
    other_em: float,
    looseness: tuple[int, ...] = (0,),
) -> tuple[tuple[int, Fit], ...]:
    """The cheapest breaks, and those with so many lines more or less, where there are any.

    Args:
        tables: The paragraph.
        measure_em: Length of the lines.
        first_em: Indent of the first line.
        other_em: Indent of the others.
        looseness: Numbers of lines above (below) the cheapest way's; 0 always comes first.

    """
    places = find_places(tables, measure_em, first_em=first_em, other_em=other_em, desperate=False)
    for limit in (GOOD_COST, LIMIT_COST, _INFINITE):
        edges = _edges(tables, places, measure_em, limit)
        best = _cheapest(edges, places)
        if best is not None and _is_settled(tables, best, limit):
            break
    if best is None or (limit == _INFINITE and best.cost > CUT_WORD_COST):
        places = find_places(
            tables, measure_em, first_em=first_em, other_em=other_em, desperate=True
        )
        edges = _edges(tables, places, measure_em, _INFINITE)
        best = _cheapest(edges, places)
    if best is None:
        raise AssertionError("without a limit every place can be reached")
    wanted = tuple(delta for delta in looseness if delta)
    if wanted and limit == GOOD_COST and tables.rules.reach is Reach.LIMIT:
        edges = _edges(tables, places, measure_em, LIMIT_COST)
    ways = ((0, best), *(_by_count(tables, edges, places, best, wanted) if wanted else ()))
    if not tables.hangs_by_choice:
        return ways
    return tuple(
        (delta, replace(fit, hung=_hung(tables, places, measure_em, fit))) for delta, fit in ways
    )


def _edges(
    tables: LineTables, places: Places, measure_em: float, limit: float
) -> list[list[_Edge]]:
    """For each place the lines that may end there; the first place has none."""
    last = len(places.at) - 1
    if limit == _INFINITE:
        places = places.squeezed(LETTER_SQUEEZE_EM)
    natural_from, early_from, late_from = places.natural_from, places.early_from, places.late_from
    add_from, gaps_from = places.add_from, places.gaps_from
    squeeze, closing_from = tables.rules.squeeze_em, places.closing_from
    least_from = [
        n - e - t - squeeze * c
        for n, e, t, c in zip(natural_from, early_from, late_from, closing_from, strict=True)
    ]
    found: list[list[_Edge]] = [[]]
    low = 0
    for end in range(1, last + 1):
        natural = places.natural_to[end]
        early, late = places.early_to[end], places.late_to[end]
        add, gaps, penalty = places.add_to[end], places.gaps_to[end], places.penalty[end]
        closing = places.closing_to[end]
        hang = places.hang_to[end]
        floor = natural - early - late - squeeze * closing - EPSILON - measure_em
        if hang is not None:
            floor -= hang.saved_em
        while low < end - 1 and floor > least_from[low]:
            low += 1
        edges: list[_Edge] = []
        bound, spare = (limit, 0) if limit < _INFINITE else (LIMIT_COST, SPARE_STARTS)
        for start in range(low, min(end, low + MAX_STARTS)):
            if start and not found[start]:
                continue
            room = measure_em - natural + natural_from[start]
            between, more = gaps - gaps_from[start], add - add_from[start]
            if between and room >= 0.0 and room > more:  # as line_cost has it, without the call
                ratio = (room - more) / (between * COMFORT_EM)
                cost = MARK_COST + ratio * ratio * ratio
            else:
                cost = line_cost(
                    room,
                    early - early_from[start],
                    late - late_from[start],
                    more,
                    between,
                    squeeze * (closing - closing_from[start]),
                )
            if hang is not None and cost > HANG_COST:
                cost = min(cost, _hung_cost(places, start, end, hang, room, squeeze))
            if cost > LIMIT_COST and room > 0.0:
                letters = places.letters_to[end] - places.letters_from[start]
                if letters:
                    cost = strained_cost(room, more, between, letters)
            if cost > bound:
                if room < 0.0:
                    continue
                if not spare:
                    break
                spare -= 1
            edges.append((start, cost + penalty, cost > LOOSE_COST))
        if not edges and limit == _INFINITE:
            edges = _overfull(found, end, penalty)
        found.append(edges)
    orphan_cost = ORPHAN_COST if limit < _INFINITE else LATE_ORPHAN_COST
    final = _last_edges(tables, places, measure_em, found, low, orphan_cost)
    if not final and limit == _INFINITE:
        final = _overfull(found, last, 0.0)
    found[last] = final
    return found


def _hung_cost(
    places: Places, start: int, end: int, hang: Hang, room_em: float, squeeze_em: float
) -> float:
    """The cost of a line whose last mark hangs out; ``room_em`` is what is left if it does not."""
    return HANG_COST + line_cost(
        room_em + hang.saved_em,
        places.early_to[end] - places.early_from[start] - hang.early_em,
        places.late_to[end] - places.late_from[start] - hang.late_em,
        places.add_to[end] - places.add_from[start],
        places.gaps_to[end] - places.gaps_from[start] - 1,
        squeeze_em * (places.closing_to[end] - places.closing_from[start] - 1),
    )


def _hung(tables: LineTables, places: Places, measure_em: float, fit: Fit) -> frozenset[int]:
    """The cuts of a way before which a mark hangs: where that costs less than all else."""
    found: set[int] = set()
    last, squeeze = len(places.at) - 1, tables.rules.squeeze_em
    for start, end in pairwise(bisect_left(places.at, cut) for cut in fit.cuts):
        hang = places.hang_to[end]
        if hang is None:
            continue
        room = measure_em - places.natural_to[end] + places.natural_from[start]
        if end == last and tables.rules.align is not Align.FILL:
            plain = _last_cost(places, start, room, squeeze)
            hung = HANG_COST + _last_cost(places, start, room + hang.saved_em, squeeze)
        else:
            plain = line_cost(
                room,
                places.early_to[end] - places.early_from[start],
                places.late_to[end] - places.late_from[start],
                places.add_to[end] - places.add_from[start],
                places.gaps_to[end] - places.gaps_from[start],
                squeeze * (places.closing_to[end] - places.closing_from[start]),
            )
            hung = _hung_cost(places, start, end, hang, room, squeeze)
        if hung < plain:
            found.add(places.at[end])
    return frozenset(found)


def _is_settled(tables: LineTables, fit: Fit, limit: float) -> bool:
    """Whether wider gaps are not worth looking at: no 孤字, no figure parted for want of them."""
    if fit.forced and fit.cost < CUT_WORD_COST:
        return False
    return limit > GOOD_COST or not _is_orphaned(tables, fit)


def _is_orphaned(tables: LineTables, fit: Fit) -> bool:
    """Whether the last of several lines is a 孤字."""
    return len(fit.cuts) > 2 and orphans_from(tables) <= fit.cuts[-2]


def _overfull(found: list[list[_Edge]], end: int, penalty: float) -> list[_Edge]:
    """The shortest line that ends here, though it stands over the measure."""
    start = end - 1
    while start and not found[start]:
        start -= 1
    return [(start, OVERFULL_COST + penalty, False)]


def _last_edges(
    tables: LineTables,
    places: Places,
    measure_em: float,
    found: list[list[_Edge]],
    low: int,
    orphan_cost: float,
) -> list[_Edge]:
    """The last lines: they need not fill the measure, but should not be one character."""
    if tables.rules.align is Align.FILL:
        return found[-1]
    end = len(places.at) - 1
    hang = places.hang_to[end]
    orphans = orphans_from(tables)
    edges: list[_Edge] = []
    for start in range(low, end):
        if start and not found[start]:
            continue
        room = measure_em - places.natural_to[end] + places.natural_from[start]
        cost = _last_cost(places, start, room, tables.rules.squeeze_em)
        if hang is not None and cost > HANG_COST:
            hung = _last_cost(places, start, room + hang.saved_em, tables.rules.squeeze_em)
            cost = min(cost, HANG_COST + hung)
        if cost < _INFINITE:
            orphan = start > 0 and orphans <= places.at[start]
            edges.append((start, cost + orphan_cost * orphan, False))
    return edges


def _last_cost(places: Places, start: int, room_em: float, squeeze_em: float) -> float:
    """The cost of a last line from a place on; it costs only where it must shrink."""
    if room_em >= 0.0:
        return 0.0
    return line_cost(
        room_em,
        places.early_to[-1] - places.early_from[start],
        places.late_to[-1] - places.late_from[start],
        0.0,
        0,
        squeeze_em * (places.closing_to[-1] - places.closing_from[start]),
    )


def orphans_from(tables: LineTables) -> int:
    """From which cluster on a last line would be a 孤字: fewer than two characters.

    The number of clusters where the rules do not mind.
    """
    count = 0
    start = len(tables.clusters)
    if tables.rules.orphans is Orphans.ALLOW:
        return start
    for cluster in reversed(tables.clusters):
        if cluster.char_class is CharClass.HAN:
            count += 1
        elif cluster.char_class is CharClass.WEST:
            count += sum(char.isalnum() for char in cluster.text)
        if count > 1:
            break
        start -= 1
    return start


def _cheapest(edges: list[list[_Edge]], places: Places) -> Fit | None:
    """The cheapest way to the last place; loose lines remember themselves for the next."""
    calm: list[tuple[float, int, bool]] = [(0.0, -1, False)]
    loose: list[tuple[float, int, bool]] = [(_INFINITE, -1, False)]
    for ways in edges[1:]:
        best_calm = best_loose = (_INFINITE, -1, False)
        for start, cost, is_loose in ways:
            one, two = calm[start][0], loose[start][0]
            if is_loose:
                two += ADJACENT_LOOSE_COST
                total = (min(one, two)) + cost
                if total < best_loose[0]:
                    best_loose = (total, start, two < one)
            else:
                total = (min(one, two)) + cost
                if total < best_calm[0]:
                    best_calm = (total, start, two < one)
        calm.append(best_calm)
        loose.append(best_loose)
    from_loose = loose[-1][0] < calm[-1][0]
    total = min(calm[-1][0], loose[-1][0])
    if total == _INFINITE:
        return None
    cuts: list[int] = []
    place = len(edges) - 1
    while place > 0:
        cuts.append(places.at[place])
        _, place, from_loose = (loose if from_loose else calm)[place]
    forced = places.forced.intersection(cuts)
    return Fit(cuts=(0, *reversed(cuts)), cost=total, forced=forced)


def _by_count(
    tables: LineTables,
    edges: list[list[_Edge]],
    places: Places,
    best: Fit,
    deltas: tuple[int, ...],
) -> tuple[tuple[int, Fit], ...]:
    """The cheapest ways with so many lines more or less than the best one has.

    For each place the cheapest way by number of lines is kept, as far as that number is
    near the even pace: cost, place before, whether the line looks loose.
    """
    lines = len(best.cuts) - 1
    slack = max(abs(delta) for delta in deltas) + COUNT_SLACK
    pace = lines / (len(edges) - 1)
    ways: list[dict[int, tuple[float, int, bool]]] = [{0: (0.0, -1, False)}]
    for end, lines_here in enumerate(edges[1:], 1):
        here: dict[int, tuple[float, int, bool]] = {}
        least, most = end * pace - slack - 1, end * pace + slack - 1
        for start, cost, is_loose in lines_here:
            for count, (before, _, was_loose) in ways[start].items():
                if least <= count <= most:
                    total = before + cost
                    if is_loose and was_loose:
                        total += ADJACENT_LOOSE_COST
                    if count + 1 not in here or total < here[count + 1][0]:
                        here[count + 1] = (total, start, is_loose)
        ways.append(here)
    found: list[tuple[int, Fit]] = []
    most = REACH_COST[tables.rules.reach]
    for delta in deltas:
        reached = ways[-1].get(lines + delta)
        if reached is None or reached[0] - best.cost > most:
            continue
        cuts = _trace(ways, places, lines + delta)
        if len(cuts) == 2 or cuts[-2] < orphans_from(tables):
            forced = places.forced.intersection(cuts)
            found.append((delta, Fit(cuts=cuts, cost=reached[0], forced=forced)))
    return tuple(found)


def _trace(
    ways: list[dict[int, tuple[float, int, bool]]], places: Places, count: int
) -> tuple[int, ...]:
    cuts: list[int] = []
    place = len(ways) - 1
    while place > 0:
        cuts.append(places.at[place])
        place, count = ways[place][count][1], count - 1
    return (0, *reversed(cuts))
