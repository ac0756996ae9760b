"""Trees of filled rectangles, and what a join of two does to the page, as prices.

A tree carries the outline of its inside as bits: where rules meet its edges, which rows are
crossed, where open headlines touch the sides. So crossings (十字缝), seams (通线), gutters
(通天缝) and butting headlines (碰题) are counted the moment they arise, with a few operations
on integers.
"""

from bisect import insort
from collections.abc import Sequence
from typing import Final, Generic, TypeVar

from layout.style.model import MakeupStyle

Held = TypeVar("Held")
_ANY: Final = float("inf")
Frame = tuple[int, int, int, int]
"""A framed item of a tree: column, row, columns and rows, from the tree's top left cell."""


def are_touching(one: Frame, other: Frame) -> bool:
    """Whether two frames share some of an edge."""
    left, top, columns, rows = one
    left_2, top_2, columns_2, rows_2 = other
    across = min(left + columns, left_2 + columns_2) - max(left, left_2)
    down = min(top + rows, top_2 + rows_2) - max(top, top_2)
    return (across == 0 and down > 0) or (down == 0 and across > 0)


def _moved(frames: tuple[Frame, ...], right: int, down: int) -> tuple[Frame, ...]:
    if not frames:
        return frames
    return tuple((column + right, row + down, wide, high) for column, row, wide, high in frames)


class Tree(Generic[Held]):
    """A filled rectangle: a leaf, or two parts one above or beside the other.

    Bits of ``seams``, ``edges``, ``heads`` and ``starts`` are rows from the top, those of
    ``cuts`` columns from the left; ``crossed`` has one field of rows for each column gap.
    """

    __slots__ = (
        "cost",
        "crossed",
        "foot_cuts",
        "frames",
        "has_gutter",
        "held",
        "left_edges",
        "left_heads",
        "left_starts",
        "parts",
        "right_edges",
        "right_heads",
        "right_starts",
        "seams",
        "top_cuts",
    )

    def __init__(
        self,
        cost: float,
        heads: tuple[int, int, int, int],
        edges: tuple[int, int, int, int],
        inside: tuple[int, int, tuple[Frame, ...]],
        *,
        has_gutter: bool,
        held: Held | None = None,
        parts: "tuple[tuple[Tree[Held], int, int], ...]" = (),
    ) -> None:
        self.cost = cost
        self.left_heads, self.left_starts, self.right_heads, self.right_starts = heads
        self.left_edges, self.right_edges, self.top_cuts, self.foot_cuts = edges
        self.crossed, self.seams, self.frames = inside
        self.has_gutter = has_gutter
        self.held = held
        self.parts = parts
        """(part, column offset, row offset)."""

    def holding(self, held: Held, more: float) -> "Tree[Held]":
        """The leaf with what it holds, dearer by some price."""
        return Tree(
            self.cost + more,
            (self.left_heads, self.left_starts, self.right_heads, self.right_starts),
            (0, 0, 0, 0),
            (self.crossed, 0, self.frames),
            has_gutter=False,
            held=held,
        )


Join = tuple[float, int, Tree[Held], Tree[Held], int, int, int, bool]
"""A tree not yet made: price, number, upper or left part, the other part, rows of the upper
(negative: columns of the left), seams, crossed, gutter. Of many joins few are kept."""


class Joiner(Generic[Held]):
    """Joins trees on a page of some columns and rows."""

    def __init__(
        self, columns: int, rows: int, prices: MakeupStyle, box_limit: int, *, is_ruled: bool
    ) -> None:
        self._columns = columns
        self._field = rows + 1
        self._prices = prices
        self._is_ruled = is_ruled
        self.longest = int(prices.gutter_limit * rows)
        """Rows a gutter may run."""
        self._free = int(prices.gutter_free * rows)
        self._box_limit = box_limit
        self._fields: dict[tuple[int, int], int] = {}
        self._made = 0

    def leaf(
        self, columns: int, rows: int, cost: float, head: tuple[int, int] | None, *, boxed: bool
    ) -> Tree[Held]:
        """A single item."""
        body = (1 << rows) - 1
        crossed = sum(body << self._field * gap for gap in range(1, columns))
        span = start = 0
        if head is not None:
            span, start = (1 << head[1]) - (1 << head[0]), 1 << head[0]
        return Tree(
            cost,
            (span, start, span, start),
            (0, 0, 0, 0),
            (crossed, 0, ((0, 0, columns, rows),) if boxed else ()),
            has_gutter=False,
        )

    def stack(
        self,
        tops: Sequence[Tree[Held]],
        feet: Sequence[Tree[Held]],
        rows: int,
        size: tuple[int, int],
        *,
        is_over_ads: bool,
        found: list[Join[Held]],
        kept: int,
    ) -> None:
        """Trees ``rows`` high on others, the cheapest put among those found before.

        Args:
            tops: The upper parts, the cheapest first.
            feet: The lower parts, the cheapest first.
            rows: Rows of the upper part.
            size: Columns and rows of both together.
            is_over_ads: Whether the lower part is advertisements.
            found: The joins kept so far, the cheapest first.
            kept: How many are kept.

        """
        prices, (width, height) = self._prices, size
        line = 0 if is_over_ads else 1 << rows
        is_seam = line and width == self._columns
        may_be_long = height > self.longest
        most = found[-1][0] if len(found) >= kept else _ANY
        for top in tops:
            for foot in feet:
                cost = top.cost + foot.cost
                if cost >= most:
                    break
                if top.frames and foot.frames:
                    cost += self._more_frames(top.frames, foot.frames, 0, rows)
                if common := top.foot_cuts & foot.top_cuts:
                    cost += prices.crossing * common.bit_count()
                if is_seam:
                    above, below = top.seams.bit_count(), foot.seams.bit_count()
                    if above + below < prices.seams:
                        cost += prices.each_seam
                    else:
                        cost += self._more_seams(above, below)
                has_gutter = top.has_gutter or foot.has_gutter
                if has_gutter and top.has_gutter and foot.has_gutter:
                    cost -= prices.gutter
                if cost >= most:
                    continue
                crossed = top.crossed | foot.crossed << rows
                seams = top.seams | line | foot.seams << rows
                if may_be_long and not has_gutter and self._is_long(crossed, size):
                    has_gutter = True
                    cost += prices.gutter
                    if cost >= most:
                        continue
                self._made += 1
                insort(found, (cost, self._made, top, foot, rows, seams, crossed, has_gutter))
                if len(found) >= kept:
                    del found[kept:]
                    most = found[-1][0]

    def abreast(
        self,
        ones: Sequence[Tree[Held]],
        twos: Sequence[Tree[Held]],
        columns: int,
        height: int,
        price: float,
        *,
        is_mirrored: bool,
        found: list[Join[Held]],
        kept: int,
    ) -> None:
        """Trees so many columns wide beside others of the same height, as ``stack``.

        Args:
            ones: Parts at the left, or at the right where they are mirrored; cheapest first.
            twos: The other parts, the cheapest first.
            columns: Columns of the left part.
            height: Rows of both.
            price: What the join itself costs.
            is_mirrored: Whether ``ones`` stand at the right.
            found: The joins kept so far, the cheapest first.
            kept: How many are kept.

        """
        prices = self._prices
        has_gutter = height > self.longest
        over = height - self._free
        dear = prices.long_gutter * over / (self._field - 1) if over > 0 else 0.0
        shift = self._field * columns
        most = found[-1][0] if len(found) >= kept else _ANY
        for one in ones:
            for two in twos:
                cost = one.cost + two.cost + price
                if cost >= most:
                    break
                left, right = (two, one) if is_mirrored else (one, two)
                if left.frames and right.frames:
                    cost += self._more_frames(left.frames, right.frames, columns, 0)
                if common := left.right_edges & right.left_edges:
                    cost += prices.crossing * common.bit_count()
                if butting := left.right_heads & right.left_heads:
                    cost += self._butting(butting, left.right_starts & right.left_starts)
                if more := has_gutter - left.has_gutter - right.has_gutter:
                    cost += prices.gutter * more
                cost += dear
                if cost >= most:
                    continue
                self._made += 1
                seams = left.seams & right.seams
                crossed = left.crossed | right.crossed << shift
                join = (cost, self._made, left, right, -columns, seams, crossed, has_gutter)
                insort(found, join)
                if len(found) >= kept:
                    del found[kept:]
                    most = found[-1][0]

    def joined(self, join: Join[Held]) -> Tree[Held]:
        """The tree of a join that was kept."""
        cost, _, one, two, at, seams, crossed, has_gutter = join
        if at < 0:
            columns = -at
            frames = one.frames + _moved(two.frames, columns, 0)
            heads = (one.left_heads, one.left_starts, two.right_heads, two.right_starts)
            edges = (
                one.left_edges,
                two.right_edges,
                one.top_cuts | (1 | two.top_cuts) << columns,
                one.foot_cuts | (1 | two.foot_cuts) << columns,
            )
            parts = ((one, 0, 0), (two, columns, 0))
        else:
            edge = 1 << at
            frames = one.frames + _moved(two.frames, 0, at)
            heads = (
                one.left_heads | two.left_heads << at,
                one.left_starts | two.left_starts << at,
                one.right_heads | two.right_heads << at,
                one.right_starts | two.right_starts << at,
            )
            edges = (
                one.left_edges | edge | two.left_edges << at,
                one.right_edges | edge | two.right_edges << at,
                one.top_cuts,
                two.foot_cuts,
            )
            parts = ((one, 0, 0), (two, 0, at))
        inside = (crossed, seams, frames)
        return Tree(cost, heads, edges, inside, has_gutter=has_gutter, parts=parts)

    def _butting(self, shared: int, starts: int) -> float:
        """Headlines side by side: a rule between parts those that begin on different rows."""
        pairs = (shared & ~(shared << 1)).bit_count()
        if not self._is_ruled:
            return self._prices.tombstone * pairs
        same = starts.bit_count()
        return self._prices.ruled_tombstone * (pairs + 2 * same)

    def _more_frames(
        self, ones: tuple[Frame, ...], others: tuple[Frame, ...], right: int, below: int
    ) -> float:
        """What frames beyond the limit and frames that touch cost, less what is paid.

        ``others`` stand so many columns and rows from the place of ``ones``.
        """
        limit, over, met = self._box_limit, 0, 0
        if len(ones) + len(others) > limit:
            over = len(ones) + len(others) - limit
            over -= max(0, len(ones) - limit) + max(0, len(others) - limit)
        for left, top, columns, rows in ones:
            side, foot = left + columns - right, top + rows - below
            for left_2, top_2, columns_2, rows_2 in others:
                if left_2 == side or left_2 + columns_2 == left - right:
                    met += top_2 < foot and top - below < top_2 + rows_2
                elif top_2 == foot or top_2 + rows_2 == top - below:
                    met += left_2 < side and left - right < left_2 + columns_2
        return self._prices.box * over + self._prices.touching_boxes * met

    def _more_seams(self, above: int, below: int) -> float:
        """What one seam more than those of the parts costs, less what the parts have paid."""
        free = self._prices.seams
        over = max(0, above + 1 + below - free)
        over -= max(0, above - free) + max(0, below - free)
        return self._prices.seam * over + self._prices.each_seam

    def _is_long(self, crossed: int, size: tuple[int, int]) -> bool:
        """Whether some gap between columns is free for more rows than a gutter may run."""
        free, run = ~crossed & self._inside(size), 1
        while run <= self.longest and free:
            step = min(run, self.longest + 1 - run)
            free &= free >> step
            run += step
        return free != 0

    def _inside(self, size: tuple[int, int]) -> int:
        """The rows of every gap inside a rectangle."""
        if size not in self._fields:
            body = (1 << size[1]) - 1
            self._fields[size] = sum(body << self._field * gap for gap in range(1, size[0]))
        return self._fields[size]
