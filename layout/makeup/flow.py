"""Body copy into the legs of a block (走文): every line placed, feet even, no widow at a head.

    flow
      _Filling.step        every way of the next paragraph from every place reached so far
        _endings           which legs end a row early under it, and what the cuts cost

A paragraph may be set one line tighter or looser where the composer allows it; the blank
row above a subhead is dropped at the head of a leg.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

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
SHORT_FOOT = 2.0
"""A leg that ends one row early."""
MIDDLE_FOOT = 3.0
"""The same where a later leg ends full."""
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


@dataclass(slots=True)
class _State:
    """Copy filled in so far: where it ends, what it costs, how it came there."""

    cost: float
    leg: int
    row: int
    """Lines in the leg it ends in."""
    feet: tuple[int, ...]
    """Rows left empty by each leg done with: 0 or 1."""
    back: "_State | None"
    lines: Sequence[ComposedLine]


def flow(
    paragraphs: tuple[ParagraphSetting, ...],
    lengths: tuple[int, ...],
    full: frozenset[int] = frozenset(),
) -> Flow | None:
    """Fill legs of the given lengths exactly, each at most one row short.

    Args:
        paragraphs: The galley's blocks, each in the ways it may be set.
        lengths: Rows of each leg, in reading order.
        full: The legs that may not end a row early.

    Returns:
        The cheapest filling, or None where no choice of ways fits.

    """
    filling = _Filling(paragraphs, lengths, full)
    states = [_State(0.0, 0, 0, (), None, ())]
    for index in range(len(paragraphs)):
        states = filling.step(index, states)
    best: _State | None = None
    for state in states:
        done = filling.closed(state)
        if done is not None and (best is None or done.cost < best.cost):
            best = done
    if best is None:
        return None
    actual = tuple(length - foot for length, foot in zip(lengths, best.feet, strict=True))
    return Flow(pieces=_pieces(best), lengths=actual, cost=best.cost, blank_lines=sum(best.feet))


def line_range(paragraphs: tuple[ParagraphSetting, ...]) -> tuple[int, int, int]:
    """Fewest, natural and most lines of a galley."""
    fewest = sum(min(len(lines) for _, lines in p.ways) for p in paragraphs)
    natural = sum(len(p.lines) for p in paragraphs)
    most = sum(max(len(lines) for _, lines in p.ways) for p in paragraphs)
    return fewest, natural, most


def _short_at_end(feet: tuple[int, ...]) -> int:
    """How many of the last legs end a row early."""
    count = 0
    for foot in reversed(feet):
        if not foot:
            break
        count += 1
    return count


def _with_foot(feet: tuple[int, ...], foot: int) -> tuple[tuple[int, ...], float]:
    """One more leg, and what that costs: a leg that ends early costs more before a full one."""
    price = SHORT_FOOT if foot else MIDDLE_FOOT * _short_at_end(feet)
    return (*feet, foot), price


class _Filling:
    """Fills the legs of one block."""

    def __init__(
        self,
        paragraphs: tuple[ParagraphSetting, ...],
        lengths: tuple[int, ...],
        full: frozenset[int],
    ) -> None:
        self._most_feet = tuple(0 if leg in full else 1 for leg in range(len(lengths)))
        self._paragraphs = paragraphs
        self._lengths = lengths
        counts = [[len(lines) for _, lines in paragraph.ways] for paragraph in paragraphs]
        self._least, self._most = _remaining(counts)
        self._room = [sum(lengths[leg:]) for leg in range(len(lengths) + 1)]
        self._cut_cost = _cut_cost

    def step(self, index: int, states: list[_State]) -> list[_State]:
        """Every useful state after one more paragraph."""
        paragraph = self._paragraphs[index]
        is_below_white = paragraph.kind in MAY_BE_BELOW_WHITE
        self._cut_cost = _text_cut_cost if paragraph.kind is LineKind.TEXT else _cut_cost
        follows_subhead = index > 0 and self._paragraphs[index - 1].kind is LineKind.SUBHEAD
        found: dict[tuple[int, int, int], _State] = {}
        for state in states:
            for start in self._starts(state, follows_subhead=follows_subhead):
                is_top = paragraph.kind is LineKind.SUBHEAD and start.leg and not start.row
                for (_, lines), price in zip(paragraph.ways, paragraph.costs, strict=True):
                    kept = lines
                    if is_below_white and not start.row:
                        kept = _without_white(lines)
                    dear = price + SUBHEAD_TOP if is_top else price
                    first_line = SUBHEAD_LOW if follows_subhead else 0.0
                    for cost, leg, row, feet in self._endings(start, kept, dear, first_line):
                        key = leg, row, _short_at_end(feet)
                        better = key not in found or cost < found[key].cost
                        if better and self._leads_on(leg, row, index + 1):
                            found[key] = _State(cost, leg, row, feet, state, kept)
        return list(found.values())

    def closed(self, state: _State) -> _State | None:
        """The state at the end of the copy with its last leg closed, if it fills all legs."""
        foot = self._lengths[state.leg] - state.row
        if state.leg < len(self._lengths) - 1 or foot > 1:
            return None
        feet, price = _with_foot(state.feet, foot)
        if all(feet):
            return None
        return _State(state.cost + price, state.leg, state.row, feet, state.back, state.lines)

    def _starts(self, state: _State, *, follows_subhead: bool) -> Iterator[_State]:
        """Where the next paragraph may begin: here, or at the head of the next leg."""
        left = self._lengths[state.leg] - state.row
        if left:
            yield state
        if left <= self._most_feet[state.leg] and state.row and state.leg < len(self._lengths) - 1:
            feet, price = _with_foot(state.feet, left)
            price += SUBHEAD_FOOT * follows_subhead
            yield _State(state.cost + price, state.leg + 1, 0, feet, state.back, state.lines)

    def _endings(
        self,
        start: _State,
        lines: Sequence[ComposedLine],
        price: float,
        first_line: float,
    ) -> Iterator[tuple[float, int, int, tuple[int, ...]]]:
        """Cost, leg, row and feet after these lines, by the legs that end a row early under them.

        ``price`` is that of the lines, ``first_line`` what a leg costs that ends with the
        first of them.
        """
        count = len(lines)
        todo = [(start.leg, start.row, 0, start.cost + price, start.feet)]
        while todo:
            leg, row, done, cost, feet = todo.pop()
            room = self._lengths[leg] - row
            if count - done <= room:
                yield cost, leg, row + count - done, feet
                continue
            if leg == len(self._lengths) - 1:
                continue
            for foot in range(1 + self._most_feet[leg]):
                at = done + room - foot
                if at > done:
                    more, foot_price = _with_foot(feet, foot)
                    total = cost + foot_price + self._cut_cost(lines, at)
                    total += first_line if at == 1 else 0.0
                    todo.append((leg + 1, 0, at, total, more))

    def _leads_on(self, leg: int, row: int, index: int) -> bool:
        """Whether what is left of the copy can fill what is left of the legs."""
        room = self._room[leg] - row
        legs = len(self._lengths) - leg
        return self._least[index] - legs <= room and room - legs <= self._most[index]


def _without_white(lines: Sequence[ComposedLine]) -> Sequence[ComposedLine]:
    """The lines as they stand at the head of a leg."""
    while lines and lines[0].kind is LineKind.BLANK:
        lines = lines[1:]
    return lines


def _remaining(counts: list[list[int]]) -> tuple[list[int], list[int]]:
    """Fewest and most lines from each paragraph on."""
    least, most = [0], [0]
    for ways in reversed(counts):
        least.append(least[-1] + min(ways))
        most.append(most[-1] + max(ways))
    return least[::-1], most[::-1]


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


def _text_cut_cost(lines: Sequence[ComposedLine], at: int) -> float:
    """The same for a plain paragraph, of which only the ends need be looked at."""
    cost = 0.0
    if at == len(lines) - 1 and lines[at].last:
        cost += WIDOW
    if at == 1 and lines[0].first:
        cost += ORPHAN
    return cost


def _pieces(state: _State) -> tuple[Sequence[ComposedLine], ...]:
    pieces = []
    step = state
    while step.back is not None:
        pieces.append(step.lines)
        step = step.back
    return tuple(reversed(pieces))
