"""Tables in, columns by place out: where lines may part, at what penalty, and the sums there."""

from dataclasses import dataclass, field
from typing import Final

from layout.composition.cost import (
    ADDRESS_COST,
    CUT_WORD_COST,
    FORCED_COST,
    HYPHEN_COST,
    MEASURE_WORD_COST,
    PROHIBITED_COST,
)
from layout.composition.glue import Step
from layout.composition.kinsoku import BASIC_ENDS, BASIC_STARTS, WESTERN_ENDS, WESTERN_STARTS
from layout.composition.tables import LineTables
from layout.shaping.model import CharClass, Cluster

ADDRESS_EM: Final = 4.0
"""Shorter Western words are never cut at their signs."""

_WEST: Final = CharClass.WEST
_HAN: Final = CharClass.HAN
_ADDRESS_SIGNS: Final = frozenset("._-?&=#@~+:")
_NO_START: Final = BASIC_STARTS | frozenset(WESTERN_STARTS)
_NO_END: Final = BASIC_ENDS | frozenset(WESTERN_ENDS)


@dataclass(slots=True)
class Places:
    """The columns: ``at`` holds cluster indices, the first is 0 and the last the text's end.

    ``x_from`` is for a line that starts at a place, ``x_to`` for one that ends there; the
    line's own figure is ``x_to[end] - x_from[start]``. Indents count as width.
    """

    at: list[int] = field(default_factory=list)
    penalty: list[float] = field(default_factory=list)
    natural_from: list[float] = field(default_factory=list)
    natural_to: list[float] = field(default_factory=list)
    early_from: list[float] = field(default_factory=list)
    early_to: list[float] = field(default_factory=list)
    late_from: list[float] = field(default_factory=list)
    late_to: list[float] = field(default_factory=list)
    add_from: list[float] = field(default_factory=list)
    add_to: list[float] = field(default_factory=list)
    gaps_from: list[int] = field(default_factory=list)
    gaps_to: list[int] = field(default_factory=list)
    forced: set[int] = field(default_factory=set)
    """Cluster indices at which only force can part lines."""


def find_places(
    tables: LineTables, measure_em: float, *, first_em: float, other_em: float, desperate: bool
) -> Places:
    """Where lines may part; ``desperate`` lets words be cut anywhere.

    What no line can hold whole gets places at every cluster, at the price of force.
    """
    extra = _address_places(tables, desperate=desperate)
    extra |= _forced_places(tables, measure_em, first_em, other_em, extra)
    places = Places()
    _add(places, tables, 0, 0.0, first_em)
    count = len(tables.clusters)
    flags, ends = tables.flags, tables.ends
    for index in range(1, count + 1):
        if flags[index]:
            penalty = 0.0
        elif index in extra:
            penalty = extra[index]
            places.forced.add(index)
        else:
            continue
        if ends[index] <= places.at[-1]:
            if index < count or len(places.at) == 1:
                continue
            _pop(places)
        if tables.clusters[index - 1].char_class is _WEST and index < count:
            penalty += _word_penalty(tables.clusters[index - 1], tables.clusters[index])
        _add(places, tables, index, penalty, other_em)
    if places.at[-1] != count:
        _add(places, tables, count, 0.0, other_em)
    return places


def _add(places: Places, tables: LineTables, index: int, penalty: float, indent_em: float) -> None:
    places.at.append(index)
    places.penalty.append(penalty)
    if index < len(tables.clusters):
        start = tables.start_em(index) + indent_em
        places.natural_from.append(tables.body_sums[index] + tables.white_sums[index] - start)
        places.early_from.append(tables.early_sums[index])
        places.late_from.append(tables.late_sums[index])
        places.add_from.append(tables.add_sums[index])
        places.gaps_from.append(tables.stretch_sums[index])
    last = max(tables.ends[index], 1) - 1
    end = tables.end_em(last, broken=index < len(tables.clusters) and index == last + 1)
    places.natural_to.append(tables.body_sums[last + 1] + tables.white_sums[last] + end)
    taken = tables.end_taken(last)
    early, late = (taken.take_em, 0.0) if taken.step <= Step.COMMA else (0.0, taken.take_em)
    places.early_to.append(tables.early_sums[last] - early)
    places.late_to.append(tables.late_sums[last] - late)
    places.add_to.append(tables.add_sums[last] - taken.add_em)
    places.gaps_to.append(tables.stretch_sums[last])


def _pop(places: Places) -> None:
    """Take the last place back: only spaces follow it."""
    for column in (
        places.at,
        places.penalty,
        places.natural_from,
        places.natural_to,
        places.early_from,
        places.early_to,
        places.late_from,
        places.late_to,
        places.add_from,
        places.add_to,
        places.gaps_from,
        places.gaps_to,
    ):
        column.pop()


def _word_penalty(before: Cluster, after: Cluster) -> float:
    if before.hyphen is not None and after.char_class is _WEST:
        return HYPHEN_COST
    if after.char_class is _HAN and before.text[-1].isdigit():
        return MEASURE_WORD_COST
    return 0.0


def _address_places(tables: LineTables, *, desperate: bool) -> dict[int, float]:
    """Places inside long Western words that no rule offers: after signs, or anywhere."""
    clusters, flags = tables.clusters, tables.flags
    found: dict[int, float] = {}
    start = 0
    for index in range(1, len(clusters) + 1):
        inside = (
            index < len(clusters)
            and clusters[index].char_class is _WEST
            and clusters[index - 1].char_class is _WEST
        )
        if inside:
            continue
        if index - start > 1 and sum(c.advance_em for c in clusters[start:index]) > ADDRESS_EM:
            for k in range(start + 1, index):
                if not flags[k] and _is_cut(clusters[k - 1], clusters[k], desperate=desperate):
                    after_sign = clusters[k - 1].text in _ADDRESS_SIGNS
                    found[k] = ADDRESS_COST if after_sign else CUT_WORD_COST
        start = index
    return found


def _is_cut(before: Cluster, after: Cluster, *, desperate: bool) -> bool:
    """Whether a long word may be cut here: never before a sign, nor inside a figure."""
    if not after.text[0].isalnum():
        return False
    if before.text in _ADDRESS_SIGNS:
        return desperate or not after.text[0].isdigit()
    return desperate and before.text[-1].isalnum()


def _forced_places(
    tables: LineTables,
    measure_em: float,
    first_em: float,
    other_em: float,
    extra: dict[int, float],
) -> dict[int, float]:
    """Places at every cluster of what is wider than a whole line."""
    found: dict[int, float] = {}
    flags, ends = tables.flags, tables.ends
    start, room = 0, measure_em - first_em
    least = [
        body + white - early - late
        for body, white, early, late in zip(
            tables.body_sums[1:],
            tables.white_sums,
            tables.early_sums,
            tables.late_sums,
            strict=True,
        )
    ]
    for index in range(1, len(tables.clusters) + 1):
        if not flags[index] and index not in extra:
            continue
        last = ends[index] - 1
        if last > start:
            base = least[start] - tables.bodies[start]
            if least[last] - base - _edge_em(tables, start, last) > room:
                for k in range(start + 1, last + 1):
                    found[k] = _force(tables.clusters[k - 1], tables.clusters[k])
        start, room = index, measure_em - other_em
    return found


def _edge_em(tables: LineTables, start: int, last: int) -> float:
    """What the edges of a line take off its least width; less than nothing where they add."""
    return -tables.start_em(start) - tables.end_em(last)


def _force(before: Cluster, after: Cluster) -> float:
    prohibited = after.text[0] in _NO_START or before.text[-1:] in _NO_END
    return PROHIBITED_COST if prohibited else FORCED_COST
