"""Which stories go on a page, and how: the search over sets of items, then the ranking.

Trial
story_entries     stories, packages of briefs, ads and fillers as items   (entries.py)
_sets             the sets worth trying: nothing lost first, then the least
_ranked           the few best fillings with all that a page costs
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from layout.content.model import Article
from layout.makeup.copy import Copy
from layout.makeup.entries import (
    Entry,
    Payload,
    Story,
    ad_entry,
    at_top,
    filler_entry,
    plate_entry,
    story_entries,
)
from layout.makeup.grey import grey_cost, grey_price, grey_rows, largest_square_pt
from layout.makeup.head import BARE_COST
from layout.makeup.hole import Hole
from layout.makeup.neighbours import Cells, at_odds
from layout.makeup.score import TOP_RANKS, score_page
from layout.makeup.settle import Settler
from layout.makeup.slicing import KEPT_AT_ROOT, MISPLACED, Placement, Search, Solution
from layout.style.model import Style
from layout.units import mm_to_pt

AT_ODDS = 1e4
"""Stories beside each other that must not be, or apart that must not."""
MOST_SETS = 16
"""Sets of stories looked into where one is misplaced or a taboo broken."""
INVERTED = 12.0
"""A lesser story with the larger headline; four times that among the first three."""
MANY_KEPT = 400
"""Fillings looked into where the best few set stories at odds."""
LOSS_ROWS = 40
"""Rows left empty that weigh as much as a story left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What stands where, its price, and the taboos it breaks."""

    placements: tuple[Placement[Payload], ...]
    cost: float
    faults: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The page's filling: what stands where, who is left out, rows left empty at the foot."""

    placements: tuple[Placement[Payload], ...]
    left_out: tuple[Copy, ...]
    ads_left_out: tuple[int, ...]
    broken_locks: tuple[str, ...]
    """Ids of articles that do not stand where the editor has fixed them."""
    empty_rows: int
    tried: int
    is_spent: bool = False
    """Whether the budget ended the search."""
    is_misplaced: bool = False
    """Whether a story does not stand where a lock or a house rule tells it to."""
    cost: float = 0.0
    """Of the whole page; the lower, the better."""
    faults: int = 0
    """Taboos of the page that the filling breaks."""
    next_best: tuple[Filling, ...] = ()
    """Other fillings by the same stories in other cells, the best first."""


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A filling with its price and the taboos it breaks."""

    cost: float
    faults: int
    solution: Solution[Payload]


class Trial:
    """Some stories and fillers tried on a hole: whether they fill it, and at what loss.

    Args:
        stories: By priority; those without variants are left out.
        hole: What is to be filled.
        fillers: How many fillers are used.
        style: The house style.
        settler: Runs the copy of the variants looked into.
        budget: States the search may look into; the style's when left out.

    """

    def __init__(
        self,
        stories: Sequence[Story],
        hole: Hole,
        fillers: int,
        style: Style,
        settler: Settler,
        budget: int | None = None,
    ) -> None:
        able = [story for story in stories if story.variants]
        entries, spare = story_entries(able, hole)
        if hole.plate and entries:
            entries[0] = at_top(entries[0])
        entries += [ad_entry(k, ad) for k, ad in enumerate(hole.ads)]
        entries += [plate_entry(hole.plate)] if hole.plate else []
        entries += [filler_entry(k, hole.columns) for k in range(fillers)]
        self._entries = entries
        self._unable = [story.copy for story in stories if not story.variants] + spare
        self._hole = hole
        self._style = style
        self._settler = settler
        self._budget = budget
        self._search: Search[Payload] | None = None

    def fills(self) -> bool:
        """Whether everything the page must have fills the hole exactly."""
        if any(copy.fixed for copy in self._unable) or not self._may_fill():
            return False
        return self._exact() != 0

    def loss(self) -> tuple[bool, int]:
        """What makes one trial worse than another: a story cut off, rows empty, stories lost."""
        chosen, height = self._set()
        left = self._left(chosen)
        lost = sum(copy.fixed for copy in left)
        is_cut_off = any(copy.is_continued for copy in left)
        return is_cut_off, self._hole.rows - height + LOSS_ROWS * lost

    def made(self) -> Chosen:
        """The best filling of the set that loses least; a tidy foot where none is exact.

        Where a story of that set would not stand where it is told to, or a taboo would be
        broken, a few other sets are looked into, and then more ways to set that one.
        """
        chosen, height = self._set()
        ranked = self._solved(chosen, height)
        if ranked and _badness(ranked)[:2] > (False, 0):
            chosen, height, ranked = self._bettered(chosen, height, ranked)
        search = self._searched()
        best = ranked[0] if ranked else None
        placements = best.solution.placements if best else ()
        return Chosen(
            placements=placements,
            left_out=tuple(self._left(chosen)),
            ads_left_out=tuple(
                choice.payload.ad
                for k, entry in enumerate(self._entries)
                for choice in entry.item.choices[:1]
                if choice.payload.ad is not None and not (placements and chosen >> k & 1)
            ),
            broken_locks=_broken_locks(placements, self._hole.top),
            empty_rows=self._hole.rows - (height if placements else 0),
            tried=search.states,
            is_spent=search.is_spent,
            is_misplaced=_is_misplaced(ranked),
            cost=best.cost if best else 0.0,
            faults=best.faults if best else 0,
            next_best=tuple(_others(ranked)),
        )

    def _bettered(
        self, chosen: int, height: int, ranked: list[_Ranked]
    ) -> tuple[int, int, list[_Ranked]]:
        """A set and its fillings that obey more, where others do."""
        best = (chosen, height, ranked)
        if height == self._hole.rows:
            for other in islice(self._exacts(), MOST_SETS):
                is_near = other.bit_count() >= chosen.bit_count() - 1
                found = self._solved(other, height) if other != chosen and is_near else []
                if found and _badness(found)[:2] < _badness(best[2])[:2]:
                    best = (other, height, found)
                if _badness(best[2])[:2] == (False, 0):
                    return best
        search = self._searched()
        if search.is_spent:
            return best
        search.widen()
        found = self._solved(best[0], height)
        return (best[0], height, found) if _badness(found) < _badness(best[2]) else best

    def _solved(self, chosen: int, height: int) -> list[_Ranked]:
        """The fillings ranked; many more of them where stories stand beside those they must not."""
        if not chosen:
            return []
        for kept in (KEPT_AT_ROOT, MANY_KEPT):
            solutions = self._searched().solve(chosen, height, kept)
            ranked = _ranked(solutions, self._hole.columns, height, self._style, self._settler)
            if not ranked or ranked[0].cost < AT_ODDS:
                break
        return ranked

    def _may_fill(self) -> bool:
        """Whether the cells of the stories could come out right at all."""
        cells = self._hole.columns * self._hole.rows
        least, most = 0, 0
        for entry in self._entries:
            sizes = [choice.columns * choice.rows for choice in entry.item.choices]
            least += min(sizes) if entry.needed else 0
            most += max(sizes)
        return least <= cells <= most

    def _exact(self) -> int:
        return next(self._exacts(), 0)

    def _exacts(self) -> Iterator[int]:
        """The sets that have all the page must have and fill it, the least lost first."""
        search, rows = self._searched(), self._hole.rows
        sets = _whole_sets(self._entries)
        return (chosen for chosen in sets if search.feasible(chosen) >> rows & 1)

    def _set(self) -> tuple[int, int]:
        """The entries to place, and the rows they fill."""
        if chosen := self._exact():
            return chosen, self._hole.rows
        needed = sum(1 << k for k, entry in enumerate(self._entries) if entry.needed)
        return _fullest(self._entries, self._searched(), needed, self._hole.rows)

    def _left(self, chosen: int) -> list[Copy]:
        left = [
            story.copy
            for k, entry in enumerate(self._entries)
            if not chosen >> k & 1
            for story in entry.stories
        ]
        return self._unable + left

    def _searched(self) -> Search[Payload]:
        if self._search is None:
            settler, style = self._settler, self._style

            def copy_cost(payload: Payload) -> float:
                return sum(settler.settled(stacked.variant).cost for stacked in payload.stories)

            self._search = Search(
                items=[entry.item for entry in self._entries],
                columns=self._hole.columns,
                rows=self._hole.rows,
                more=copy_cost,
                prices=style.makeup,
                is_ruled=style.rules.column_rule_pt > 0,
                box_limit=style.box.limit,
                budget=self._budget,
            )
        return self._search


def choose(
    stories: Sequence[Story], hole: Hole, fillers: int, *, style: Style, settler: Settler
) -> Chosen:
    """Fill a hole with stories, by priority, and with as few fillers as will do.

    Args:
        stories: By priority; those without variants are left out.
        hole: Cells and ads.
        fillers: How many fillers may be used where copy is short.
        style: The house style.
        settler: Runs the copy of the variants looked into.

    """
    trials = [Trial(stories, hole, count, style, settler) for count in range(fillers + 1)]
    best = next((trial for trial in trials if trial.fills()), None)
    return (best or min(trials, key=Trial.loss)).made()


def _others(ranked: Sequence[_Ranked]) -> Iterator[Filling]:
    """The solutions after the best that put some story into other cells than those before."""
    seen = list[set[tuple[str, int, int, int, int]]]()
    for one in ranked:
        placements = one.solution.placements
        cells = {
            (cell.article, cell.column, cell.row, cell.columns, cell.rows)
            for cell in cells_of(placements)
        }
        if cells in seen or one.cost >= MISPLACED:
            continue
        if seen:
            yield Filling(placements=placements, cost=one.cost, faults=one.faults)
        seen.append(cells)


def _badness(ranked: Sequence[_Ranked]) -> tuple[bool, int, float]:
    """What makes the best of some fillings worse than that of others."""
    return _is_misplaced(ranked), ranked[0].faults, ranked[0].cost


def _is_misplaced(ranked: Sequence[_Ranked]) -> bool:
    return bool(ranked) and ranked[0].cost >= MISPLACED


def _broken_locks(placements: Sequence[Placement[Payload]], top: int) -> tuple[str, ...]:
    """The articles that stand elsewhere than the editor has fixed them."""
    broken = []
    for placed in placements:
        for stacked in placed.choice.payload.stories:
            lock = stacked.variant.article.head.lock
            if lock is None:
                continue
            stands = (placed.column + stacked.column, placed.row + stacked.row + top)
            told = (lock.column, lock.row)
            if any(want not in (None, has) for want, has in zip(told, stands, strict=True)):
                broken.append(stacked.variant.article.id)
    return tuple(broken)


def _fullest(
    entries: list[Entry], search: Search[Payload], needed: int, rows: int
) -> tuple[int, int]:
    """The set and height that leave least empty; what the page must have weighs more."""
    begun = sum(1 << k for k, entry in enumerate(entries) if _is_begun(entry))
    best, fewest = (0, 0), float("inf")
    for chosen in _sets(entries):
        bits = search.feasible(chosen) & ((1 << (rows + 1)) - 1)
        height = bits.bit_length() - 1
        loss = rows - height + LOSS_ROWS * (needed & ~chosen).bit_count()
        loss += rows * (begun & ~chosen).bit_count()
        if height > 0 and loss < fewest:
            best, fewest = (chosen, height), loss
    return best


def _sets(entries: list[Entry]) -> Iterator[int]:
    """Sets of entries by what they leave out: nothing, then the least important.

    Fillers go first, then pool stories, then the page's own from the last rank up; ads,
    which are paid for, and stories begun on another page go last of all.
    """
    order = sorted(range(len(entries)), key=lambda k: (_weight(entries[k]), -k))
    every = (1 << len(entries)) - 1
    for lost in range(1 << len(entries)):
        yield every & ~sum(1 << k for place, k in enumerate(order) if lost >> place & 1)


def _whole_sets(entries: list[Entry]) -> Iterator[int]:
    """The sets that leave out nothing the page must have."""
    needed = sum(1 << k for k, entry in enumerate(entries) if entry.needed)
    return (chosen for chosen in _sets(entries) if chosen & needed == needed)


def _weight(entry: Entry) -> int:
    if not entry.needed:
        return 1 if entry.stories else 0
    return 3 if not entry.stories or _is_begun(entry) else 2


def _is_begun(entry: Entry) -> bool:
    return any(story.copy.is_continued for story in entry.stories)


def cells_of(placements: Sequence[Placement[Payload]]) -> list[Cells]:
    """The cells of every story, in rows of the hole."""
    return [
        Cells(
            article=stacked.variant.article.id,
            column=placed.column + stacked.column,
            row=placed.row + stacked.row,
            columns=stacked.variant.columns,
            rows=stacked.variant.rows,
        )
        for placed in placements
        for stacked in placed.choice.payload.stories
    ]


def _articles(placements: Sequence[Placement[Payload]]) -> list[Article]:
    """The stories that wish to stand beside others, or apart from them."""
    return [
        stacked.variant.article
        for placed in placements
        for stacked in placed.choice.payload.stories
        if stacked.variant.article.head.keep_together or stacked.variant.article.head.keep_apart
    ]


def _ranked(
    solutions: tuple[Solution[Payload], ...],
    columns: int,
    rows: int,
    style: Style,
    settler: Settler,
) -> list[_Ranked]:
    """The solutions by all that the whole page costs: stories, their copy, the taboos."""
    ranked: list[_Ranked] = []
    articles = _articles(solutions[0].placements) if solutions else []
    for solution in solutions:
        score = score_page(solution.placements, columns=columns, rows=rows, style=style)
        cost, faults, blank = score.cost, score.faults, 0
        grey = _page_grey_pt(solution, columns, style, settler)
        faults += grey > mm_to_pt(style.makeup.grey_mm)
        cost += max(0.0, grey_price(grey, style) - _own_grey(solution, style, settler))
        for placed in solution.placements:
            cost += placed.choice.cost
            faults += placed.choice.cost >= BARE_COST
            for stacked in placed.choice.payload.stories:
                settled = settler.settled(stacked.variant)
                cost += settled.cost
                blank += settled.copy.blank_lines
        free = int(style.makeup.blank_share * columns * rows)
        cost += style.makeup.blank_line * max(0, blank - free)
        cost += MISPLACED * (solution.cost // MISPLACED)
        wrong, wrong_on_top = _inverted(solution, settler)
        cost += INVERTED * (wrong + 3 * wrong_on_top)
        faults += wrong_on_top
        cost += AT_ODDS * sum(1 for _ in at_odds(articles, cells_of(solution.placements)))
        ranked.append(_Ranked(cost, faults, solution))
    return sorted(ranked, key=lambda one: one.cost)


def _inverted(solution: Solution[Payload], settler: Settler) -> tuple[int, int]:
    """Pairs of which the lesser story has the larger headline (大小倒置): all, on top."""
    sizes = sorted(
        (stacked.variant.copy.page_rank, size)
        for placed in solution.placements
        for stacked in placed.choice.payload.stories
        if not stacked.variant.copy.is_continued
        and (size := settler.settled(stacked.variant).variant.head.headline_pt)
    )
    top = sorted({rank for rank, _ in sizes})[:TOP_RANKS]
    wrong = [
        low in top
        for k, (rank, size) in enumerate(sizes)
        for low, other in sizes[k + 1 :]
        if rank < low and other > size + 0.5
    ]
    return len(wrong), sum(wrong)


def _page_grey_pt(
    solution: Solution[Payload], columns: int, style: Style, settler: Settler
) -> float:
    """The side of the page's largest square of text, or the limit where none is larger."""
    page = [0] * columns
    for placed in solution.placements:
        for stacked in placed.choice.payload.stories:
            settled = settler.settled(stacked.variant)
            for column, rows in grey_rows(settled.variant, settled.copy):
                page[placed.column + column] |= rows << placed.row + stacked.row
    return largest_square_pt(page, style, above_pt=mm_to_pt(style.makeup.grey_mm))


def _own_grey(solution: Solution[Payload], style: Style, settler: Settler) -> float:
    """What the greyest block of a page has been charged."""
    settled = (
        settler.settled(stacked.variant)
        for placed in solution.placements
        for stacked in placed.choice.payload.stories
    )
    return max((grey_cost(one.variant, style, one.copy) for one in settled), default=0.0)
