"""Exact filling of a rectangle of cells by slicing: every cell taken once.

    search
      _find_feasible   which heights each set of items can have at each width, as bitsets
      _best            the cheapest trees for a set, width and height, from the top down
        _cheapest      joins of two parts; what the join does to the page is priced at once

Items are given by priority; the first of a set stands on top or, at a small price, not on
the left. After Gange, Marriott and Stuckey (optimal guillotine layout, 2012), with the
heights of each set held as the bits of one integer. The page's taboos, too, are kept as
bits (``trees``), so that a tree knows its crossings, seams, gutters and butting headlines.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Generic, TypeVar

from layout.makeup.trees import Join, Joiner, Tree
from layout.style.model import MakeupStyle

Payload = TypeVar("Payload")
Held_co = TypeVar("Held_co", covariant=True)

ROOT_BEAM = 160
"""Splits looked into for the whole rectangle."""
KEPT = 6
"""Trees kept for one set, width and height."""
KEPT_AT_ROOT = 40
"""Whole fillings kept, for the caller to rank."""
BEAMS = {5: (200, 12), 6: (140, 10), 7: (80, 7), 8: (50, 5), 9: (36, 4)}
"""By items of the page: splits looked into for any other rectangle, and heights tried for
the upper part of one; pages of few items are looked into all the wider."""
BEAM = (28, 3)
"""The same for more items."""
WIDER = 4
"""How much wider a search looks that has found no filling without a fault."""
COST_SHARE = 0.01
"""How unlikely a price of 1 makes a split; a share of the rectangle out of place counts as 1."""
RESERVE = 12
"""States an item may take once the budget is spent, to finish what has been begun."""
MISPLACED = 1e5
"""An item that does not stand where it must."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Generic[Held_co]):
    """One way an item may stand: cells, price, and the rows of its open headline."""

    columns: int
    rows: int
    cost: float
    head: tuple[int, int] | None
    payload: Held_co
    boxed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Generic[Held_co]):
    """Something to place; ``at_foot`` items (ads) have nothing under them and come last."""

    choices: tuple[Choice[Held_co], ...]
    at_foot: bool = False
    column: int | None = None
    """Where it must stand, if anywhere."""
    row: int | None = None
    may_stand: "Callable[[Choice[Held_co], int, int], bool] | None" = None
    """Whether a choice may have its top left cell at a column and row, where not everywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement(Generic[Held_co]):
    """A choice in its place."""

    item: int
    choice: Choice[Held_co]
    column: int
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution(Generic[Held_co]):
    """A filling of the whole rectangle."""

    cost: float
    placements: tuple[Placement[Held_co], ...]


_Held = tuple[int, Choice[Payload]]
"""What a leaf holds: the item and how it stands."""
ACROSS, DOWN, MIRRORED = range(3)
_Split = tuple[float, int, int, int, int]
"""Unlikeliness, cut, first part, other part, size of the first part."""
_Area = tuple[int, int, int, int, int]
"""A set of items, width, height, and the column and row where the rectangle lies."""
_by_cost = attrgetter("cost")


@dataclass(slots=True)
class Search(Generic[Payload]):
    """One page's search; ``feasible`` answers for every set of items at once."""

    items: Sequence[Item[Payload]]
    columns: int
    rows: int
    more: Callable[[Payload], float] = lambda _payload: 0.0
    """What a choice costs beyond its price; asked only of choices the search comes to."""
    prices: MakeupStyle = field(default_factory=MakeupStyle)
    is_ruled: bool = True
    """Whether a rule stands between columns."""
    box_limit: int = 2
    """Frames that cost nothing more."""
    budget: int | None = None
    """States that may be looked into; the style's when left out."""
    states: int = 0
    """Rectangles looked into so far."""
    _bits: list[list[int]] = field(default_factory=list)
    _mirror: list[list[int]] = field(default_factory=list)
    _areas: list[float] = field(default_factory=list)
    _share: list[list[float]] = field(default_factory=list)
    _memo: dict[_Area, list[Tree[_Held[Payload]]]] = field(default_factory=dict)
    _leaves: dict[tuple[int, int, int], list[tuple[Tree[_Held[Payload]], Choice[Payload]]]] = field(
        default_factory=dict
    )
    _leaf_share: dict[tuple[int, int, int], float] = field(default_factory=dict)
    _foot: int = 0
    _locked: int = 0
    _limit: int = 0
    _beam: int = 0
    _heights: int = 0
    _root: _Area = (0, 0, 0, 0, 0)
    _kept_at_root: int = KEPT_AT_ROOT
    _joiner: Joiner[_Held[Payload]] = field(init=False)

    def __post_init__(self) -> None:
        self._foot = sum(1 << k for k, item in enumerate(self.items) if item.at_foot)
        self._locked = sum(
            1 << k
            for k, item in enumerate(self.items)
            if (item.column, item.row) != (None, None) or item.may_stand is not None
        )
        budget = self.prices.states if self.budget is None else self.budget
        self._beam, self._heights = BEAMS.get(max(5, len(self.items)), BEAM)
        self._limit = max(0, budget - RESERVE * len(self.items))
        self._joiner = Joiner(
            self.columns, self.rows, self.prices, self.box_limit, is_ruled=self.is_ruled
        )
        self._collect_leaves()
        self._find_feasible()
        self._find_least()

    @property
    def is_spent(self) -> bool:
        """Whether the budget ended the search before all likely ways were looked into."""
        return self.states > self._limit

    def feasible(self, chosen: int) -> int:
        """The heights a set of items can fill at full width, as bits."""
        return self._bits[chosen][self.columns]

    def solve(
        self, chosen: int, rows: int, kept: int = KEPT_AT_ROOT
    ) -> tuple[Solution[Payload], ...]:
        """The ``kept`` cheapest fillings of ``rows`` rows by a set of items, the best first."""
        if not self.feasible(chosen) >> rows & 1:
            return ()
        self._kept_at_root = kept
        self._root = (chosen, self.columns, rows, 0, 0)
        self._memo.pop(self._root, None)
        trees = self._best(*self._root)
        return tuple(
            Solution(cost=tree.cost, placements=tuple(self._placements(tree, 0, 0)))
            for tree in trees
        )

    def widen(self) -> None:
        """Look into more splits and heights from now on, as far as the budget goes."""
        self._beam, self._heights = WIDER * self._beam, WIDER * self._heights
        self._memo.clear()

    def _collect_leaves(self) -> None:
        for k, item in enumerate(self.items):
            for choice in item.choices:
                if choice.columns > self.columns or choice.rows > self.rows:
                    continue
                leaf = self._joiner.leaf(
                    choice.columns, choice.rows, choice.cost, choice.head, boxed=choice.boxed
                )
                held = self._leaves.setdefault((k, choice.columns, choice.rows), [])
                held.append((leaf, choice))

    def _find_feasible(self) -> None:
        count, width = len(self.items), self.columns
        mask = (1 << (self.rows + 1)) - 1
        self._bits = [[0] * (width + 1) for _ in range(1 << count)]
        for k, columns, rows in self._leaves:
            self._bits[1 << k][columns] |= 1 << rows
        self._areas = [0.0] * (1 << count)
        for k in range(count):
            self._areas[1 << k] = self._natural_area(k)
        wide: list[list[tuple[int, int]]] = [[] for _ in range(1 << count)]
        for chosen in range(1, 1 << count):
            first = chosen & -chosen
            rest = chosen ^ first
            if rest:
                self._areas[chosen] = self._areas[first] + self._areas[rest]
                self._join(chosen, first, rest, mask, wide)
            wide[chosen] = [(w, bits) for w, bits in enumerate(self._bits[chosen]) if bits]
        self._mirror = [
            [_mirrored(bits, self.rows) if bits else 0 for bits in row] for row in self._bits
        ]

    def _find_least(self) -> None:
        """The least that each set costs in a rectangle so many columns wide."""
        width = self.columns
        own = [[float("inf")] * (width + 1) for _ in self.items]
        for (k, columns, rows), held in self._leaves.items():
            least = min(leaf.cost for leaf, _ in held)
            own[k][columns] = min(own[k][columns], least)
            self._leaf_share[k, columns, rows] = COST_SHARE * least
        for costs in own:
            for w in range(1, width + 1):
                costs[w] = min(costs[w], costs[w - 1])
        sums = [[0.0] * (width + 1)]
        for chosen in range(1, 1 << len(self.items)):
            last = chosen.bit_length() - 1
            before = sums[chosen ^ (1 << last)]
            sums.append([a + b for a, b in zip(before, own[last], strict=True)])
        self._share = [[COST_SHARE * cost for cost in costs] for costs in sums]

    def _guess(self, chosen: int, width: int, height: int) -> float:
        """About what a set costs in a rectangle, as unlikeliness."""
        if chosen & (chosen - 1):
            return self._share[chosen][width]
        return self._leaf_share[chosen.bit_length() - 1, width, height]

    def _bound(self, split: _Split, area: _Area) -> float:
        """What the parts of a split cost at least."""
        _, cut, a, b, size = split
        _, width, height, _, _ = area
        if cut == ACROSS:
            both = self._guess(a, width, size) + self._guess(b, width, height - size)
        else:
            both = self._guess(a, size, height) + self._guess(b, width - size, height)
        return both / COST_SHARE

    def _natural_area(self, item: int) -> float:
        choices = self.items[item].choices
        if not choices:
            return 0.0
        best = min(choices, key=lambda choice: choice.cost)
        return float(best.columns * best.rows)

    def _join(
        self,
        chosen: int,
        first: int,
        rest: int,
        mask: int,
        wide: list[list[tuple[int, int]]],
    ) -> None:
        """Fill in a set's heights from every split into two parts."""
        own, bits, width, foot = self._bits[chosen], self._bits, self.columns, self._foot
        sub = rest
        while True:
            sub = (sub - 1) & rest
            one, two = wide[first | sub], bits[rest ^ sub]
            others = wide[rest ^ sub]
            if one and others:
                on_top = not (first | sub) & foot
                for v, above in one:
                    below = two[v]
                    if on_top and below:
                        own[v] |= _sums(above, below, own[v] | ~mask) & mask
                    for w, beside in others:
                        if v + w > width:
                            break
                        own[v + w] |= above & beside
            if sub == 0:
                break

    def _best(
        self, chosen: int, width: int, height: int, column: int, row: int
    ) -> list[Tree[_Held[Payload]]]:
        """The cheapest trees of a set that fill a rectangle exactly.

        Where the rectangle lies matters only to items that must stand in a certain place.
        """
        if not chosen & self._locked:
            column = row = 0
        area = (chosen, width, height, column, row)
        if area in self._memo:
            return self._memo[area]
        self.states += 1
        if chosen & (chosen - 1) == 0:
            found = sorted(self._standing(area), key=_by_cost)
        else:
            found = self._divided(area)
        self._memo[area] = found
        return found

    def _standing(self, area: _Area) -> Iterator[Tree[_Held[Payload]]]:
        """The ways one item may fill a rectangle, their copy run."""
        chosen, width, height, column, row = area
        k = chosen.bit_length() - 1
        item = self.items[k]
        is_there = item.column in (None, column) and item.row in (None, row)
        for leaf, choice in self._leaves.get((k, width, height), ()):
            may_stand = item.may_stand is None or item.may_stand(choice, column, row)
            more = self.more(choice.payload) + (0.0 if is_there and may_stand else MISPLACED)
            yield leaf.holding((k, choice), more)

    def _divided(self, area: _Area) -> list[Tree[_Held[Payload]]]:
        """Trees of two parts; a long gutter (通天缝) only where nothing better fills."""
        beam, kept = (self._beam, KEPT)
        if area == self._root:
            beam, kept = ROOT_BEAM, self._kept_at_root
        across, down = self._splits(*area[:3])
        found: list[Join[_Held[Payload]]] = []
        if area[2] > self._joiner.longest:
            self._add_cheapest(sorted(across)[:beam], area, kept, found)
            if not (found and self._is_sound(found[0], area)):
                self._add_cheapest(sorted(down)[:beam], area, kept, found)
        else:
            self._add_cheapest(sorted(across + down)[:beam], area, kept, found)
        return [self._joiner.joined(join) for join in found]

    def _is_sound(self, join: Join[_Held[Payload]], area: _Area) -> bool:
        """Whether a filling has neither a long gutter nor seams too many."""
        cost, *_, seams, _, has_gutter = join
        count = seams.bit_count() if area[1] == self.columns else 0
        return not has_gutter and count <= self.prices.seams and cost < MISPLACED

    def _splits(self, chosen: int, width: int, height: int) -> tuple[list[_Split], list[_Split]]:
        """Every way to divide a rectangle between two parts of a set, with how unlikely it is.

        Those by a level cut, and those by an upright one.
        """
        across: list[_Split] = []
        down: list[_Split] = []
        first = chosen & -chosen
        rest = chosen ^ first
        cells = width * height
        total = self._areas[chosen] or 1.0
        is_locked, at = chosen & self._locked, 1 << height
        sub = rest
        while True:
            sub = (sub - 1) & rest
            a, b = first | sub, rest ^ sub
            share = self._areas[a] / total
            if not a & self._foot:
                self._add_cuts_across(a, b, width, height, share, across)
            if is_locked and not b & self._foot:
                self._add_cuts_across(b, a, width, height, 1 - share, across)
            bits_a, bits_b, want = self._bits[a], self._bits[b], share * width
            for v in range(1, width):
                if bits_a[v] & bits_b[width - v] & at:
                    off = abs(v - want) * height / cells
                    off += self._guess(a, v, height) + self._guess(b, width - v, height)
                    down.append((off, DOWN, a, b, v))
                    down.append((off + 0.02, MIRRORED, a, b, v))
            if sub == 0:
                return across, down

    def _add_cuts_across(
        self, a: int, b: int, width: int, height: int, share: float, across: list[_Split]
    ) -> None:
        shared = self._bits[a][width] & (self._mirror[b][width] >> (self.rows - height))
        shared &= (1 << height) - 1
        if not shared:
            return
        want = share * height
        for h in _nearest(shared, want, self._heights):
            off = abs(h - want) / height
            off += self._guess(a, width, h) + self._guess(b, width, height - h)
            across.append((off, ACROSS, a, b, h))

    def _add_cheapest(
        self,
        splits: list[_Split],
        area: _Area,
        kept: int,
        found: list[Join[_Held[Payload]]],
    ) -> None:
        """The best joins over some splits, put among those found before.

        A join only adds to the cost of both its parts.
        """
        for split in splits:
            if found and self.states > self._limit:
                return
            if len(found) < kept or self._bound(split, area) < found[-1][0]:
                self._add_joins(split, area, kept, found)

    def _add_joins(
        self, split: _Split, area: _Area, kept: int, found: list[Join[_Held[Payload]]]
    ) -> None:
        """Joins of the two parts of a split."""
        _, cut, a, b, size = split
        _, width, height, column, row = area
        if cut == ACROSS:
            self._joiner.stack(
                self._best(a, width, size, column, row),
                self._best(b, width, height - size, column, row + size),
                size,
                (width, height),
                is_over_ads=not b & ~self._foot,
                found=found,
                kept=kept,
            )
            return
        left, right = column, column + size
        columns, price = size, 0.0
        if cut == MIRRORED:
            left, right = column + width - size, column
            columns = width - size
            price = self.prices.lead_right if a & 1 else self.prices.mirror
        self._joiner.abreast(
            self._best(a, size, height, left, row),
            self._best(b, width - size, height, right, row),
            columns,
            height,
            price,
            is_mirrored=cut == MIRRORED,
            found=found,
            kept=kept,
        )

    def _placements(
        self, tree: Tree[_Held[Payload]], column: int, row: int
    ) -> Iterator[Placement[Payload]]:
        if tree.held is not None:
            item, choice = tree.held
            yield Placement(item=item, choice=choice, column=column, row=row)
        for part, right, down in tree.parts:
            yield from self._placements(part, column + right, row + down)


def _sums(one: int, two: int, known: int) -> int:
    """Bits a + b for every bit a of one and b of two, those known left out if that is all."""
    low = (one & -one) * (two & -two)
    if not (2 << (one.bit_length() + two.bit_length() - 2)) - low & ~known:
        return 0
    if (two + (two & -two)) & two == 0:
        one, two = two, one
    found = 0
    while one:
        start = (one & -one).bit_length() - 1
        run = one >> start
        length = (~run & (run + 1)).bit_length() - 1
        found |= _smeared(two, length) << start
        one = run >> length << length << start
    return found


def _smeared(bits: int, length: int) -> int:
    """Every bit followed by the ``length - 1`` bits above it."""
    done = 1
    while done < length:
        step = min(done, length - done)
        bits |= bits << step
        done += step
    return bits


def _mirrored(bits: int, top: int) -> int:
    """Bit x moved to bit top - x."""
    return int(format(bits, f"0{top + 1}b")[::-1], 2)


def _nearest(bits: int, want: float, count: int) -> Iterator[int]:
    """The bits nearest to a place, nearest first; of two as near the lower one first."""
    below = bits & ((2 << int(want)) - 1)
    above = bits ^ below
    for _ in range(count):
        low, high = below.bit_length() - 1, (above & -above).bit_length() - 1
        if low < 0 and high < 0:
            return
        if high < 0 or (low >= 0 and want - low <= high - want):
            below ^= 1 << low
            yield low
        else:
            above ^= 1 << high
            yield high
