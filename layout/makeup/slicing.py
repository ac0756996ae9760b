"""Exact filling of a rectangle of cells by slicing: every cell taken once.

    search
      _feasible     which heights each set of items can have at each width, as bitsets
      _best         the cheapest trees for a set, width and height, from the top down

Items are given by priority; the first of a set stands on top or, at a small price, not on
the left. After Gange, Marriott and Stuckey (optimal guillotine layout, 2012), with the
heights of each set held as the bits of one integer.
"""

from bisect import insort
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from heapq import nsmallest
from typing import Generic, TypeVar

Payload = TypeVar("Payload")
Held_co = TypeVar("Held_co", covariant=True)

BEAM = 28
"""Splits looked into for one set, width and height."""
ROOT_BEAM = 60
"""The same for the whole rectangle."""
KEPT = 6
"""Trees kept for one set, width and height."""
KEPT_AT_ROOT = 30
"""Whole fillings kept, for the caller to rank."""
HEIGHTS = 3
"""Heights tried for the upper part of one split."""
MAX_STATES = 2600
"""Bound of the search; past it the best found so far stands."""

TOMBSTONE = 18.0
RULED_TOMBSTONE = 5.0
MIRROR = 1.5
SEAM = 6.0
MISPLACED = 1e5
"""An item that does not stand where it must."""
LONG_GUTTER = 45.0
GUTTER_SHARE = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Generic[Held_co]):
    """One way an item may stand: cells, price, and the rows of its open headline."""

    columns: int
    rows: int
    cost: float
    head: tuple[int, int] | None
    payload: Held_co


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Generic[Held_co]):
    """Something to place; ``at_foot`` items (ads) have nothing under them and come last."""

    choices: tuple[Choice[Held_co], ...]
    at_foot: bool = False
    column: int | None = None
    """Where it must stand, if anywhere."""
    row: int | None = None


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


@dataclass(frozen=True, slots=True)
class _Tree(Generic[Payload]):
    """A filled rectangle: a leaf, or two parts one above or beside the other."""

    cost: float
    left_heads: tuple[tuple[int, int], ...]
    right_heads: tuple[tuple[int, int], ...]
    item: int = -1
    choice: "Choice[Payload] | None" = None
    parts: "tuple[tuple[_Tree[Payload], int, int], ...]" = ()
    """(part, column offset, row offset)."""


ACROSS, DOWN, MIRRORED = range(3)
_Split = tuple[float, int, int, int, int]
"""Unlikeliness, cut, first part, other part, size of the first part."""


_Area = tuple[int, int, int, int, int]
"""A set of items, width, height, and the column and row where the rectangle lies."""


def _cost(tree: _Tree[Payload]) -> float:
    return tree.cost


@dataclass(slots=True)
class Search(Generic[Payload]):
    """One page's search; ``feasible`` answers for every set of items at once."""

    items: Sequence[Item[Payload]]
    columns: int
    rows: int
    more: Callable[[Payload], float] = lambda _payload: 0.0
    """What a choice costs beyond its price; asked only of choices the search comes to."""
    states: int = 0
    _bits: list[list[int]] = field(default_factory=list)
    _mirror: list[list[int]] = field(default_factory=list)
    _areas: list[float] = field(default_factory=list)
    _memo: dict[_Area, list[_Tree[Payload]]] = field(default_factory=dict)
    _leaves: dict[tuple[int, int, int], list[_Tree[Payload]]] = field(default_factory=dict)
    _foot: int = 0
    _locked: int = 0
    _root: _Area = (0, 0, 0, 0, 0)

    def __post_init__(self) -> None:
        self._foot = sum(1 << k for k, item in enumerate(self.items) if item.at_foot)
        self._locked = sum(
            1 << k for k, item in enumerate(self.items) if (item.column, item.row) != (None, None)
        )
        self._collect_leaves()
        self._find_feasible()

    def feasible(self, chosen: int) -> int:
        """The heights a set of items can fill at full width, as bits."""
        return self._bits[chosen][self.columns]

    def solve(self, chosen: int, rows: int) -> tuple[Solution[Payload], ...]:
        """The cheapest fillings of ``rows`` rows by a set of items, the best first."""
        if not self.feasible(chosen) >> rows & 1:
            return ()
        self._root = (chosen, self.columns, rows, 0, 0)
        self._memo.pop(self._root, None)
        trees = self._best(*self._root)
        return tuple(
            Solution(cost=tree.cost, placements=tuple(self._placements(tree, 0, 0)))
            for tree in trees
        )

    def _collect_leaves(self) -> None:
        for k, item in enumerate(self.items):
            for choice in item.choices:
                if choice.columns > self.columns or choice.rows > self.rows:
                    continue
                heads = () if choice.head is None else (choice.head,)
                tree = _Tree(choice.cost, heads, heads, k, choice)
                self._leaves.setdefault((k, choice.columns, choice.rows), []).append(tree)
        for trees in self._leaves.values():
            trees.sort(key=lambda tree: tree.cost)

    def _find_feasible(self) -> None:
        count, width = len(self.items), self.columns
        mask = (1 << (self.rows + 1)) - 1
        self._bits = [[0] * (width + 1) for _ in range(1 << count)]
        for k, columns, rows in self._leaves:
            self._bits[1 << k][columns] |= 1 << rows
        self._areas = [0.0] * (1 << count)
        for k in range(count):
            self._areas[1 << k] = self._natural_area(k)
        for chosen in range(1, 1 << count):
            first = chosen & -chosen
            rest = chosen ^ first
            if rest:
                self._areas[chosen] = self._areas[first] + self._areas[rest]
                self._join(chosen, first, rest, mask)
        self._mirror = [
            [_mirrored(bits, self.rows) if bits else 0 for bits in row] for row in self._bits
        ]

    def _natural_area(self, item: int) -> float:
        choices = self.items[item].choices
        if not choices:
            return 0.0
        best = min(choices, key=lambda choice: choice.cost)
        return float(best.columns * best.rows)

    def _join(self, chosen: int, first: int, rest: int, mask: int) -> None:
        """Fill in a set's heights from every split into two parts."""
        own, bits, width = self._bits[chosen], self._bits, self.columns
        sub = rest
        while True:
            sub = (sub - 1) & rest
            one, two = bits[first | sub], bits[rest ^ sub]
            on_top = not (first | sub) & self._foot
            for w in range(1, width + 1):
                found = 0
                if on_top and one[w] and two[w]:
                    found = _sums(one[w], two[w])
                for v in range(1, w):
                    if one[v]:
                        found |= one[v] & two[w - v]
                if found:
                    own[w] |= found & mask
            if sub == 0:
                break

    def _best(
        self, chosen: int, width: int, height: int, column: int, row: int
    ) -> list[_Tree[Payload]]:
        """The cheapest trees of a set that fill a rectangle exactly.

        Where the rectangle lies matters only to items that must stand in a certain place.
        """
        if not chosen & self._locked:
            column = row = 0
        area = (chosen, width, height, column, row)
        if area in self._memo:
            return self._memo[area]
        self._memo[area] = []
        self.states += 1
        found: list[_Tree[Payload]] = []
        if chosen & (chosen - 1) == 0:
            leaves = self._leaves.get((chosen.bit_length() - 1, width, height), [])
            priced = (self._priced(leaf, column, row) for leaf in leaves)
            found = sorted(priced, key=lambda tree: tree.cost)
        else:
            found = self._divided(area)
        self._memo[area] = found
        return found

    def _divided(self, area: _Area) -> list[_Tree[Payload]]:
        """Trees of two parts; a long gutter (通天缝) only where nothing else fills."""
        beam, kept = (ROOT_BEAM, KEPT_AT_ROOT) if area == self._root else (BEAM, KEPT)
        beam = beam if self.states <= MAX_STATES else 2
        across: list[_Split] = []
        down: list[_Split] = []
        for split in self._splits(*area[:3]):
            (across if split[1] == ACROSS else down).append(split)
        if area[2] > GUTTER_SHARE * self.rows:
            found = self._cheapest(nsmallest(beam, across), area, kept)
            if found and found[0].cost < MISPLACED:
                return found
        return self._cheapest(nsmallest(beam, across + down), area, kept)

    def _priced(self, leaf: _Tree[Payload], column: int, row: int) -> _Tree[Payload]:
        if leaf.choice is None:
            return leaf
        item = self.items[leaf.item]
        is_there = item.column in (None, column) and item.row in (None, row)
        more = self.more(leaf.choice.payload) + (0.0 if is_there else MISPLACED)
        return replace(leaf, cost=leaf.cost + more)

    def _splits(self, chosen: int, width: int, height: int) -> Iterator[_Split]:
        """Every way to divide a rectangle between two parts of a set, with how unlikely it is."""
        first = chosen & -chosen
        rest = chosen ^ first
        cells = width * height
        total = self._areas[chosen] or 1.0
        sub = rest
        while True:
            sub = (sub - 1) & rest
            a, b = first | sub, rest ^ sub
            share = self._areas[a] / total
            if not a & self._foot:
                yield from self._cuts_across(a, b, width, height, share)
            if chosen & self._locked and not b & self._foot:
                yield from self._cuts_across(b, a, width, height, 1 - share)
            bits_a, bits_b, want = self._bits[a], self._bits[b], share * width
            for v in range(1, width):
                if bits_a[v] & bits_b[width - v] & (1 << height):
                    off = abs(v - want) * height / cells
                    yield (off, DOWN, a, b, v)
                    yield (off + 0.02, MIRRORED, a, b, v)
            if sub == 0:
                break

    def _cuts_across(
        self, a: int, b: int, width: int, height: int, share: float
    ) -> Iterator[_Split]:
        shared = self._bits[a][width] & (self._mirror[b][width] >> (self.rows - height))
        shared &= (1 << height) - 1
        if not shared:
            return
        want = share * height
        heights = nsmallest(HEIGHTS, _bits_of(shared), key=lambda h: (abs(h - want), h))
        for h in heights:
            yield (abs(h - want) / height, ACROSS, a, b, h)

    def _cheapest(self, splits: list[_Split], area: _Area, kept: int) -> list[_Tree[Payload]]:
        """The best trees over some splits; joins only add to the cost of the two parts."""
        found: list[_Tree[Payload]] = []
        for split in splits:
            first, second, price = self._parts(split, area)
            for one in first:
                for two in second:
                    bound = one.cost + two.cost + price
                    if len(found) >= kept and bound >= found[-1].cost:
                        break
                    tree = self._joined(split, one, two, area[1], price)
                    if len(found) < kept or tree.cost < found[-1].cost:
                        insort(found, tree, key=_cost)
                        del found[kept:]
        return found

    def _parts(
        self, split: _Split, area: _Area
    ) -> tuple[list[_Tree[Payload]], list[_Tree[Payload]], float]:
        _, cut, a, b, size = split
        _, width, height, column, row = area
        if cut == ACROSS:
            price = SEAM if width == self.columns else 0.0
            top = self._best(a, width, size, column, row)
            return top, self._best(b, width, height - size, column, row + size), price
        price = MIRROR if cut == MIRRORED else 0.0
        if height > GUTTER_SHARE * self.rows:
            price += LONG_GUTTER * height / self.rows
        left, right = (column, column + size) if cut == DOWN else (column + width - size, column)
        one = self._best(a, size, height, left, row)
        return one, self._best(b, width - size, height, right, row), price

    def _joined(
        self,
        split: _Split,
        one: _Tree[Payload],
        two: _Tree[Payload],
        width: int,
        price: float,
    ) -> _Tree[Payload]:
        _, cut, _, _, size = split
        if cut == ACROSS:
            return _stack(one, two, size, price)
        if cut == DOWN:
            return _abreast(one, two, size, price)
        return _abreast(two, one, width - size, price)

    def _placements(
        self, tree: _Tree[Payload], column: int, row: int
    ) -> Iterator[Placement[Payload]]:
        if tree.choice is not None:
            yield Placement(item=tree.item, choice=tree.choice, column=column, row=row)
        for part, right, down in tree.parts:
            yield from self._placements(part, column + right, row + down)


def _stack(top: _Tree[Payload], foot: _Tree[Payload], rows: int, price: float) -> _Tree[Payload]:
    return _Tree(
        top.cost + foot.cost + price,
        top.left_heads + tuple((a + rows, b + rows) for a, b in foot.left_heads),
        top.right_heads + tuple((a + rows, b + rows) for a, b in foot.right_heads),
        parts=((top, 0, 0), (foot, 0, rows)),
    )


def _abreast(
    left: _Tree[Payload], right: _Tree[Payload], columns: int, price: float
) -> _Tree[Payload]:
    for a, b in left.right_heads:
        for c, d in right.left_heads:
            if min(b, d) > max(a, c):
                price += RULED_TOMBSTONE + (TOMBSTONE - RULED_TOMBSTONE) * (a == c)
    return _Tree(
        left.cost + right.cost + price,
        left.left_heads,
        right.right_heads,
        parts=((left, 0, 0), (right, columns, 0)),
    )


def _sums(one: int, two: int) -> int:
    """Bits a + b for every bit a of one and b of two; heights come in runs, so run by run."""
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


def _bits_of(bits: int) -> Iterator[int]:
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
