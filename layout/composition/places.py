"""Tables in, columns by place out: where lines may part, at what penalty, and the sums there."""

from typing import Final

from layout.composition.columns import Hang, Places
from layout.composition.cost import (
    ADDRESS_COST,
    CUT_WORD_COST,
    FORCED_COST,
    GROUP_COST,
    HYPHEN_COST,
    MEASURE_WORD_COST,
    PHONE_COST,
    PROHIBITED_COST,
    ROUGH_HYPHEN_COST,
)
from layout.composition.glue import Step
from layout.composition.kinsoku import BASIC_ENDS, BASIC_STARTS, WESTERN_ENDS, WESTERN_STARTS
from layout.composition.rules import Overflow
from layout.composition.tables import LineTables, closes
from layout.shaping.model import CharClass, Cluster
from layout.units import EPSILON

ADDRESS_EM: Final = 4.0
"""Shorter Western words are never cut at their signs."""

_WEST: Final = CharClass.WEST
_HAN: Final = CharClass.HAN
_ADDRESS_SIGNS: Final = frozenset("._-?&=#@~+:")
_NUMBER_SIGNS: Final = frozenset(".:")
"""Of those, the ones that stand inside numbers too."""
_ADDRESS_ONLY: Final = frozenset("@/_")
"""Signs of addresses that words do not have."""
_FIGURE_SIGNS: Final = {"-": PHONE_COST, "–": PHONE_COST, ",": GROUP_COST}
"""What parting a figure after one of its signs costs."""
_NO_START: Final = BASIC_STARTS | frozenset(WESTERN_STARTS)
_NO_END: Final = BASIC_ENDS | frozenset(WESTERN_ENDS)


def find_places(
    tables: LineTables, measure_em: float, *, first_em: float, other_em: float, desperate: bool
) -> Places:
    """Where lines may part; ``desperate`` lets addresses be cut anywhere.

    What no line can hold whole gets places at every cluster, at the price of force, unless
    the rules let it stand over the measure.
    """
    if tables.rules.overflow is Overflow.STAND:
        return _columns(tables, {}, first_em, other_em)
    key = first_em, other_em, desperate
    if key not in tables.known_places:
        extra = _address_places(tables, desperate=desperate)
        tables.known_places[key] = extra, _columns(tables, extra, first_em, other_em)
    extra, places = tables.known_places[key]
    forced = _forced_places(tables, places, measure_em)
    return _columns(tables, extra | forced, first_em, other_em) if forced else places


def _columns(
    tables: LineTables, extra: dict[int, float], first_em: float, other_em: float
) -> Places:
    at = _at(tables, extra)
    starts = at[:-1]
    lasts = [max(tables.ends[index], 1) - 1 for index in at]
    sums = (tables.early_sums, tables.late_sums, tables.add_sums, tables.stretch_sums)
    early, late, add, stretch = sums
    before, after = tables.starts(), tables.stops()
    natural_from = [before[index] - other_em for index in starts]
    natural_from[0] += other_em - first_em
    places = Places(
        at=at,
        penalty=_penalties(tables, at, extra),
        forced=frozenset(k for k, price in extra.items() if price >= GROUP_COST),
        natural_from=natural_from,
        natural_to=[after[index] for index in lasts],
        early_from=[early[index] for index in starts],
        early_to=[early[index] for index in lasts],
        late_from=[late[index] for index in starts],
        late_to=[late[index] for index in lasts],
        add_from=[add[index] for index in starts],
        add_to=[add[index] for index in lasts],
        gaps_from=[stretch[index] for index in starts],
        gaps_to=[stretch[index] for index in lasts],
        closing_from=[tables.closing_sums[index] for index in starts],
        closing_to=[tables.closing_sums[index] for index in lasts],
        letters_from=[tables.letter_sums[index] - tables.letters_in(index) for index in starts],
        letters_to=[tables.letter_sums[index] for index in lasts],
        hang_to=[None, *[_hang(tables, index) for index in lasts[1:]]],
    )
    _settle_ends(tables, places, lasts)
    return places


def _at(tables: LineTables, extra: dict[int, float]) -> tuple[int, ...]:
    """Cluster indices, each line between two of which holds more than spaces."""
    flags, ends, count = tables.flags, tables.ends, len(tables.clusters)
    found = [0, *[index for index in range(1, count) if flags[index]], count]
    if extra:
        found = sorted({*found, *extra})
    if not {" ", "\u3000"}.intersection(tables.clusters[k].text for k in tables.others):
        return tuple(found)
    kept = [0]
    for index in found[1:]:
        if ends[index] > kept[-1]:
            kept.append(index)
        elif len(kept) > 1:
            kept[-1] = index
    return tuple(kept) if kept[-1] == count else (0, count)


def _penalties(tables: LineTables, at: tuple[int, ...], extra: dict[int, float]) -> list[float]:
    if not tables.others:
        return [0.0] * len(at)
    clusters, count = tables.clusters, len(tables.clusters)
    found: list[float] = []
    for index in at:
        penalty = extra.get(index, 0.0) if extra else 0.0
        if 0 < index < count and clusters[index - 1].char_class is _WEST:
            penalty += _word_penalty(clusters[index - 1], clusters[index])
        found.append(penalty)
    return found


def _word_penalty(before: Cluster, after: Cluster) -> float:
    if before.hyphen is not None and after.char_class is _WEST:
        return 0.0 if before.is_rough else HYPHEN_COST
    if after.char_class is _HAN and before.text[-1:].isdigit():
        return MEASURE_WORD_COST
    return 0.0


def _settle_ends(tables: LineTables, places: Places, lasts: list[int]) -> None:
    """Take off what hyphens add and what the edge of a line has taken already."""
    count = len(tables.clusters)
    for place, last in enumerate(lasts):
        cluster = tables.clusters[last]
        if cluster.char_class is _HAN or not place:
            continue
        if cluster.hyphen is not None and places.at[place] == last + 1 < count:
            places.natural_to[place] += cluster.hyphen.advance_em
        taken = tables.end_taken(last)
        if taken.step <= Step.COMMA:
            places.early_to[place] -= taken.take_em
        else:
            places.late_to[place] -= taken.take_em
        places.add_to[place] -= taken.add_em
        if tables.hangs_at(last):
            places.gaps_to[place] -= tables.glues[last].stretch
            places.closing_to[place] -= closes(tables.glues[last])


def _hang(tables: LineTables, last: int) -> Hang | None:
    if not tables.may_hang(last):
        return None
    lead = tables.glues[last].lead
    is_early = lead.step <= Step.COMMA
    return Hang(
        saved_em=tables.bodies[last] + lead.natural_em + tables.tail_em(last),
        early_em=lead.take_em if is_early else 0.0,
        late_em=0.0 if is_early else lead.take_em,
    )


def _address_places(tables: LineTables, *, desperate: bool) -> dict[int, float]:
    """Places inside long Western words that no rule offers: after signs, roughly, or anywhere."""
    found: dict[int, float] = {}
    clusters, flags = tables.clusters, tables.flags
    for start, end in _words(tables):
        if end - start < 2 or sum(c.advance_em for c in clusters[start:end]) <= ADDRESS_EM:
            continue
        is_address = any(c.text in _ADDRESS_ONLY for c in clusters[start:end])
        for k in range(start + 1, end):
            if flags[k]:
                continue
            earlier = clusters[max(start, k - 2)]
            price = _sign_price(earlier, clusters[k - 1], clusters[k], is_address=is_address)
            if price is None and desperate and is_address:
                price = _cut_price(clusters[k - 1], clusters[k])
            if price is not None:
                found[k] = price
    return found


def _sign_price(
    earlier: Cluster, before: Cluster, after: Cluster, *, is_address: bool
) -> float | None:
    """The price of a break inside a long word; None where it has no place for one.

    Args:
        earlier: The cluster of the word two before the break, or its first.
        before: The one before the break.
        after: The one after it.
        is_address: Whether the word has a sign that only addresses have.

    """
    if before.is_rough:
        return ROUGH_HYPHEN_COST
    between_figures = earlier.text[-1].isdigit() and after.text[0].isdigit()
    if before.text in _ADDRESS_SIGNS:
        is_number = before.text in _NUMBER_SIGNS or not is_address
        if _parts_at_sign(earlier, after, is_number=is_number):
            return ADDRESS_COST
    if is_address:
        return None
    if before.text[-1].isalpha() and after.text[0].isdigit():
        return GROUP_COST
    return _FIGURE_SIGNS.get(before.text) if between_figures else None


def _cut_price(before: Cluster, after: Cluster) -> float | None:
    """The price of cutting an address between two signs that nothing parts."""
    if before.text in _ADDRESS_SIGNS:
        return CUT_WORD_COST if after.text[0].isdigit() else None
    parts = before.text[-1].isalpha() and after.text[0].isalpha()
    return CUT_WORD_COST if parts else None


def _parts_at_sign(before: Cluster, after: Cluster, *, is_number: bool) -> bool:
    """Whether a long word may be cut between a sign and what follows.

    Not where it may be the sign of a number (``is_number``) and stands between figures.
    """
    if not after.text[0].isalnum():
        return False
    return not is_number or not after.text[0].isdigit() or before.text[-1].isalpha()


def _words(tables: LineTables) -> list[tuple[int, int]]:
    """Runs of Western clusters."""
    found: list[tuple[int, int]] = []
    for index in tables.others:
        if tables.clusters[index].char_class is not _WEST:
            continue
        if found and found[-1][1] == index:
            found[-1] = (found[-1][0], index + 1)
        else:
            found.append((index, index + 1))
    return found


def _forced_places(tables: LineTables, places: Places, measure_em: float) -> dict[int, float]:
    """Places at every cluster of what is wider than a whole line."""
    found: dict[int, float] = {}
    limit = measure_em + EPSILON
    least_to = zip(places.natural_to, places.early_to, places.late_to, strict=True)
    ends = [natural - early - late for natural, early, late in least_to]
    least_from = zip(places.natural_from, places.early_from, places.late_from, strict=True)
    starts = [natural - early - late for natural, early, late in least_from]
    for place, (start, end) in enumerate(zip(starts, ends[1:], strict=True)):
        if end - start > limit:
            for k in range(places.at[place] + 1, places.at[place + 1]):
                found[k] = _force(tables.clusters[k - 1], tables.clusters[k])
    return found


def _force(before: Cluster, after: Cluster) -> float:
    prohibited = after.text[0] in _NO_START or before.text[-1:] in _NO_END
    return PROHIBITED_COST if prohibited else FORCED_COST
