"""Trees of filled rectangles, and what a join of two does to the page, as prices.

A tree carries the outline of its inside as bits: where rules meet its edges, which rows are
crossed, where open headlines touch the sides. So crossings (十字缝), seams (通线), gutters
(通天缝) and butting headlines (碰题) are counted the moment they arise, with a few operations
on integers.
"""

from typing import Generic, TypeVar

from layout.style.model import MakeupStyle

Held = TypeVar("Held")
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
        top: Tree[Held],
        foot: Tree[Held],
        rows: int,
        size: tuple[int, int],
        *,
        is_over_ads: bool,
        most: float,
    ) -> Tree[Held] | None:
        """One tree ``rows`` high on another; ``size`` is columns and rows of both together.

        None where it would cost ``most`` or more.
        """
        prices, (width, height) = self._prices, size
        cost = top.cost + foot.cost
        frames = top.frames
        if foot.frames:
            cost += self._more_frames(frames, lower := _moved(foot.frames, 0, rows))
            frames += lower
        if common := top.foot_cuts & foot.top_cuts:
            cost += prices.crossing * common.bit_count()
        line = 0 if is_over_ads else 1 << rows
        seams = top.seams | line | foot.seams << rows
        if width == self._columns and line:
            cost += self._more_seams(seams, top.seams, foot.seams)
        if cost >= most and not (top.has_gutter and foot.has_gutter):
            return None
        crossed = top.crossed | foot.crossed << rows
        has_gutter = top.has_gutter or foot.has_gutter
        if top.has_gutter and foot.has_gutter:
            cost -= prices.gutter
        elif not has_gutter and height > self.longest and self._is_long(crossed, size):
            has_gutter = True
            cost += prices.gutter
        if cost >= most:
            return None
        edge = 1 << rows
        return Tree(
            cost,
            (
                top.left_heads | foot.left_heads << rows,
                top.left_starts | foot.left_starts << rows,
                top.right_heads | foot.right_heads << rows,
                top.right_starts | foot.right_starts << rows,
            ),
            (
                top.left_edges | edge | foot.left_edges << rows,
                top.right_edges | edge | foot.right_edges << rows,
                top.top_cuts,
                foot.foot_cuts,
            ),
            (crossed, seams, frames),
            has_gutter=has_gutter,
            parts=((top, 0, 0), (foot, 0, rows)),
        )

    def abreast(
        self,
        left: Tree[Held],
        right: Tree[Held],
        columns: int,
        height: int,
        price: float,
        *,
        most: float,
    ) -> Tree[Held] | None:
        """One tree so many columns wide beside another of the same height.

        None where it would cost ``most`` or more.
        """
        prices = self._prices
        cost = left.cost + right.cost + price
        frames = left.frames
        if right.frames:
            cost += self._more_frames(frames, others := _moved(right.frames, columns, 0))
            frames += others
        if common := left.right_edges & right.left_edges:
            cost += prices.crossing * common.bit_count()
        if butting := left.right_heads & right.left_heads:
            cost += self._butting(butting, left.right_starts & right.left_starts)
        has_gutter = height > self.longest
        cost += prices.gutter * (has_gutter - left.has_gutter - right.has_gutter)
        if height > self._free:
            cost += prices.long_gutter * (height - self._free) / (self._field - 1)
        if cost >= most:
            return None
        return Tree(
            cost,
            (left.left_heads, left.left_starts, right.right_heads, right.right_starts),
            (
                left.left_edges,
                right.right_edges,
                left.top_cuts | (1 | right.top_cuts) << columns,
                left.foot_cuts | (1 | right.foot_cuts) << columns,
            ),
            (
                left.crossed | right.crossed << self._field * columns,
                left.seams & right.seams,
                frames,
            ),
            has_gutter=has_gutter,
            parts=((left, 0, 0), (right, columns, 0)),
        )

    def _butting(self, shared: int, starts: int) -> float:
        """Headlines side by side: a rule between parts those that begin on different rows."""
        pairs = (shared & ~(shared << 1)).bit_count()
        if not self._is_ruled:
            return self._prices.tombstone * pairs
        same = starts.bit_count()
        return self._prices.ruled_tombstone * (pairs + 2 * same)

    def _more_frames(self, ones: tuple[Frame, ...], others: tuple[Frame, ...]) -> float:
        """What frames beyond the limit and frames that touch cost, less what is paid."""
        if not ones:
            return 0.0
        limit = self._box_limit
        over = max(0, len(ones) + len(others) - limit)
        over -= max(0, len(ones) - limit) + max(0, len(others) - limit)
        met = sum(are_touching(one, other) for one in ones for other in others)
        return self._prices.box * over + self._prices.touching_boxes * met

    def _more_seams(self, seams: int, above: int, below: int) -> float:
        """What seams beyond those let pass cost, less what the parts have paid."""
        free = self._prices.seams
        over = max(0, seams.bit_count() - free)
        over -= max(0, above.bit_count() - free) + max(0, below.bit_count() - free)
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
