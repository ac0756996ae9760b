"""Body copy into the legs of a block (走文): every line placed, feet even, no widow at a head.

    flow
      legs_with_short_feet   which legs end one row early, the fewest and the last first
      fill                   paragraph by paragraph, which way each is set

A paragraph may be set one line tighter or looser where the composer allows it; the blank
row above a subhead is dropped at the head of a leg.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, combinations, islice

from layout.composition.model import ComposedLine, LineKind, ParagraphSetting

WIDOW = 400.0
"""A leg that starts with a paragraph's last line (孤行): taboo."""
ORPHAN = 12.0
"""A leg that ends with a paragraph's first line: allowed, not liked."""
SUBHEAD_FOOT = 600.0
"""A leg that ends with a subhead: taboo."""
SUBHEAD_LOW = 60.0
"""A leg that ends with one line below a subhead."""
SUBHEAD_TOP = 5.0
"""A leg that starts with a subhead: it breaks no grey there."""
TABLE_CUT = 90.0
"""A table parted between two legs, where it could stand whole."""
BLANK_HEAD = 120.0
"""A leg that ends with the white above a subhead."""
SHORT_FOOT = 0.6
"""A leg that ends one row early."""
MIDDLE_FOOT = 3.0
"""The same where a later leg ends full."""
MAX_PATTERNS = 16
WORTH_LOOKING = ORPHAN
"""Patterns of feet that could save no more than this are not tried."""
MAY_BE_BELOW_WHITE = (LineKind.SUBHEAD, LineKind.VERSE, LineKind.NOTE)
"""Blocks that may begin with blank rows, which are dropped at the head of a leg."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Lines for each leg, from the top; ``cost`` counts the faults."""

    pieces: tuple[Sequence[ComposedLine], ...]
    """The copy, block by block."""
    lengths: tuple[int, ...]
    """Lines of each leg."""
    cost: float
    blank_lines: int

    def legs(self) -> tuple[tuple[ComposedLine, ...], ...]:
        """The lines of each leg, set."""
        lines = iter([line for piece in self.pieces for line in piece])
        return tuple(tuple(islice(lines, length)) for length in self.lengths)


@dataclass(frozen=True, slots=True)
class _State:
    cost: float
    back: "_State | None"
    lines: Sequence[ComposedLine]


def flow(paragraphs: tuple[ParagraphSetting, ...], lengths: tuple[int, ...]) -> Flow | None:
    """Fill legs of the given lengths exactly, each at most one row short.

    Args:
        paragraphs: The galley's blocks, each in the ways it may be set.
        lengths: Rows of each leg, in reading order.

    Returns:
        The cheapest filling, or None where no choice of ways fits.

    """
    best: Flow | None = None
    counts = [[len(lines) for _, lines in paragraph.ways] for paragraph in paragraphs]
    least, most = _remaining(counts)
    for feet, foot_cost in _patterns(len(lengths)):
        if best is not None and foot_cost >= best.cost - WORTH_LOOKING:
            break
        actual = tuple(length - foot for length, foot in zip(lengths, feet, strict=True))
        if min(actual) < 1 or not least[0] - len(lengths) < sum(actual) <= most[0]:
            continue
        found = _fill(paragraphs, counts, least, most, actual)
        if found is not None and (best is None or found.cost + foot_cost < best.cost):
            cost = found.cost + foot_cost
            best = Flow(pieces=_pieces(found), lengths=actual, cost=cost, blank_lines=sum(feet))
    return best


def line_range(paragraphs: tuple[ParagraphSetting, ...]) -> tuple[int, int, int]:
    """Fewest, natural and most lines of a galley."""
    fewest = sum(min(len(lines) for _, lines in p.ways) for p in paragraphs)
    natural = sum(len(p.lines) for p in paragraphs)
    most = sum(max(len(lines) for _, lines in p.ways) for p in paragraphs)
    return fewest, natural, most


@cache
def _patterns(legs: int) -> tuple[tuple[tuple[int, ...], float], ...]:
    """Which legs end a row early, and the price: none, the last ones, then any; never all."""
    seen = []
    for short in range(legs):
        for chosen in combinations(range(legs - 1, -1, -1), short):
            feet = tuple(int(k in chosen) for k in range(legs))
            middle = sum(1 for k in chosen if any(feet[j] == 0 for j in range(k + 1, legs)))
            seen.append((feet, SHORT_FOOT * short + MIDDLE_FOOT * middle))
    return tuple(sorted(seen, key=lambda item: (item[1], item[0]))[:MAX_PATTERNS])


def _fill(
    paragraphs: tuple[ParagraphSetting, ...],
    counts: list[list[int]],
    least: list[int],
    most: list[int],
    lengths: tuple[int, ...],
) -> _State | None:
    """The cheapest way to come out at the last leg's foot exactly."""
    heads = list(accumulate(lengths[:-1]))
    total = sum(lengths)
    states: dict[int, _State] = {0: _State(0.0, None, ())}
    for index, paragraph in enumerate(paragraphs):
        after: dict[int, _State] = {}
        is_below_white = paragraph.kind in MAY_BE_BELOW_WHITE
        is_below_subhead = index > 0 and paragraphs[index - 1].kind is LineKind.SUBHEAD
        room = range(total - most[index + 1], total - least[index + 1] + len(heads) + 1)
        for start, state in states.items():
            near = bisect_right(heads, start)
            head = heads[near] if near < len(heads) else total
            for (_, lines), count, price in zip(
                paragraph.ways, counts[index], paragraph.costs, strict=True
            ):
                kept, end, cost = lines, start + count, state.cost + price
                if end >= head or is_below_white:
                    kept, fault = _placed(paragraph.kind, lines, start, heads)
                    end, cost = start + len(kept), cost + fault
                    if is_below_subhead and start + 1 == head < end:
                        cost += SUBHEAD_LOW
                if end in room and (end not in after or cost < after[end].cost):
                    after[end] = _State(cost, state, kept)
        states = after
    return states.get(total)


def _remaining(counts: list[list[int]]) -> tuple[list[int], list[int]]:
    """Fewest and most lines from each paragraph on."""
    least, most = [0], [0]
    for ways in reversed(counts):
        least.append(least[-1] + min(ways))
        most.append(most[-1] + max(ways))
    return least[::-1], most[::-1]


def _placed(
    kind: LineKind, lines: Sequence[ComposedLine], start: int, heads: list[int]
) -> tuple[Sequence[ComposedLine], float]:
    """The lines as they stand from row ``start`` on, and what is wrong with the cuts."""
    if kind in MAY_BE_BELOW_WHITE and (start in heads or start == 0):
        while lines and lines[0].kind is LineKind.BLANK:
            lines = lines[1:]
    cost, end = 0.0, start + len(lines)
    if kind is LineKind.SUBHEAD and start in heads:
        cost += SUBHEAD_TOP
    for head in heads:
        if start < head < end:
            cost += _cut_cost(lines, head - start)
        elif head == end and kind is LineKind.SUBHEAD:
            cost += SUBHEAD_FOOT
    return lines, cost


def _cut_cost(lines: Sequence[ComposedLine], at: int) -> float:
    """What a leg's end after ``at`` lines of a paragraph costs."""
    before, after = lines[at - 1], lines[at]
    if before.kind is LineKind.BLANK:
        return BLANK_HEAD
    if before.kind is LineKind.SUBHEAD:
        return SUBHEAD_FOOT
    if before.kind is LineKind.VERSE:
        return 0.0
    if before.kind is LineKind.TABLE:
        return TABLE_CUT
    cost = 0.0
    if after.last and not after.first:
        cost += WIDOW
    if before.first and not before.last:
        cost += ORPHAN
    return cost


def _pieces(state: _State) -> tuple[Sequence[ComposedLine], ...]:
    pieces = []
    step: _State | None = state
    while step is not None:
        pieces.append(step.lines)
        step = step.back
    return tuple(reversed(pieces))
