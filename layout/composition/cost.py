"""What a line or a break costs: every number of the composer's taste, with its reason."""

from typing import Final

COMFORT_EM: Final = 0.05
"""White per gap a reader does not see; stretching costs 1 there and grows as its cube."""

LOOSE_EM: Final = 0.06
"""From here a line looks loose beside its neighbours."""

GOOD_EM: Final = 0.125
"""Wider gaps are looked at only where no way keeps below."""

LIMIT_EM: Final = 0.25
"""The widest gap of a good line (JLREQ, expansion: up to ¼em first)."""

SQUEEZE_COST: Final = 3.0
"""All gaps closed up as far as the style lets them: rather than open them by 0.07 em."""

LETTER_COMFORT_EM: Final = 0.05
"""White per gap between letters a reader does not see, in lines that have no other gaps."""

LETTER_LIMIT_EM: Final = 0.5
"""Wider than this letters are not parted: the line stays short."""

LETTER_SQUEEZE_EM: Final = 0.03
"""What the gap between two letters may lose where nothing else fits: the eye does not see it."""

MARK_COST: Final = 0.25
"""Marks, word spaces and gaps grown or shrunk all the way: the eye is used to it."""

LATE_SHRINK_COST: Final = 1.0
"""On top, gaps and full stops at their least (CLREQ, reduction, steps 6 and 7)."""

HANG_COST: Final = 1.2
"""A mark that hangs out of the column: rather than gaps a reader sees."""

ADJACENT_LOOSE_COST: Final = 4.0
"""Two loose lines one below the other make a hole in the column."""

MEASURE_WORD_COST: Final = 1.0
"""A number parted from its measure word (5 | 年)."""

HYPHEN_COST: Final = 2.0
"""A divided word."""

ROUGH_HYPHEN_COST: Final = 130.0
"""A word divided that no dictionary knows, such as a name: dearer than any good line."""

ADDRESS_COST: Final = 30.0
"""An address cut after one of its signs: rather than gaps of a sixth of an em."""

PHONE_COST: Final = 60.0
"""A telephone number parted after its hyphen: rather than gaps of a fifth of an em."""

GROUP_COST: Final = 600.0
"""A long figure parted after a thousand group, or a long code between its letters and its
figures: rather than gaps of four tenths of an em; it is told."""

ORPHAN_COST: Final = 1_000.0
"""孤字: one character as a last line; dearer than several lines at the limit."""

LATE_ORPHAN_COST: Final = 150.0
"""The same where some line is beyond the limit anyway."""

CUT_WORD_COST: Final = 3_000.0
"""An address cut anywhere: rather than gaps above seven tenths of an em."""

UNDERFULL_COST: Final = 2_000.0
"""A line that cannot be filled because it has no gap, per em, at least."""

FORCED_COST: Final = 5_000.0
"""A break by force inside what should stay together."""

PROHIBITED_COST: Final = 20_000.0
"""A break by force that also breaks a prohibition."""

OVERFULL_COST: Final = 1_000_000.0
"""Something wider than the measure."""

_INFINITE: Final = float("inf")


def line_cost(
    room_em: float,
    early_em: float,
    late_em: float,
    add_em: float,
    gaps: int,
    squeeze_em: float = 0.0,
) -> float:
    """What it costs to make a line fill its measure; infinite where it cannot shrink enough.

    Args:
        room_em: What the line at its natural width leaves of the measure; below 0: too long.
        early_em: What marks and word spaces may lose (steps 1 to 5 of CLREQ's reduction).
        late_em: What gaps and full stops may lose (steps 6 and 7).
        add_em: What marks, word spaces and gaps may gain before all gaps are stretched.
        gaps: Gaps that the last step of expansion stretches equally.
        squeeze_em: What gaps may lose together where all else is spent.

    Pushing in costs less than pushing out (CLREQ, reduction_and_expansion: 先挤进，后推出).

    """
    if room_em >= 0.0:
        if room_em <= add_em:
            return MARK_COST * (room_em / add_em) ** 2 if add_em else 0.0
        if not gaps:
            return 0.0 if room_em - add_em < 1e-9 else _underfull_cost(room_em)
        ratio = (room_em - add_em) / (gaps * COMFORT_EM)
        return MARK_COST + ratio * ratio * ratio
    short_em = -room_em
    if short_em <= early_em:
        return MARK_COST * (short_em / early_em) ** 2
    if short_em <= early_em + late_em:
        return MARK_COST + LATE_SHRINK_COST * ((short_em - early_em) / late_em) ** 2
    if short_em <= early_em + late_em + 1e-9:
        return 0.0
    return _squeeze_cost(short_em - early_em - late_em, late_em, squeeze_em)


def _squeeze_cost(short_em: float, late_em: float, squeeze_em: float) -> float:
    """The cost of a line all of whose gaps close up by a hair, after all that could shrink."""
    if short_em > squeeze_em + 1e-9:
        return _INFINITE
    ratio = short_em / squeeze_em
    return MARK_COST + LATE_SHRINK_COST * (late_em > 0.0) + SQUEEZE_COST * ratio * ratio * ratio


def _underfull_cost(room_em: float) -> float:
    """The cost of a line that stays short: no less than one with a single gap to open."""
    ratio = room_em / COMFORT_EM
    return UNDERFULL_COST * (1.0 + room_em) + ratio * ratio * ratio


def strained_cost(room_em: float, add_em: float, gaps: int, letters: int) -> float:
    """The cost of a line whose gaps alone cannot fill it well: letters open too (均排).

    Args:
        room_em: What the line at its natural width leaves of the measure; above 0.
        add_em: As for ``line_cost``.
        gaps: As for ``line_cost``; where there are any they take ``LIMIT_EM`` first.
        letters: Gaps between Western letters, and word spaces.

    CLREQ allows even letter-spacing as the last remedy of a line that is too loose.

    """
    rest_em = max(0.0, room_em - add_em)
    if gaps:
        spread_em = (rest_em - LIMIT_EM * gaps) / (gaps + letters)
        return stretch_cost(LIMIT_EM + spread_em)
    if rest_em > LETTER_LIMIT_EM * letters:
        return _underfull_cost(room_em)
    ratio = rest_em / (letters * LETTER_COMFORT_EM)
    return MARK_COST + ratio * ratio * ratio


def stretch_cost(gap_em: float) -> float:
    """The cost of a line whose gaps are all stretched by so much."""
    return MARK_COST + (gap_em / COMFORT_EM) ** 3
