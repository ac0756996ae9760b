"""Stories, packages of briefs, advertisements and fillers as the items of a search.

entries
├─ _in_company   a story an item; stories that must stand together are one
└─ _package      briefs one under the other (简讯), where there would be too many items
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from layout.content.model import Article, ArticleKind
from layout.makeup.copy import Copy
from layout.makeup.demands import is_in_zone
from layout.makeup.hole import Hole
from layout.makeup.neighbours import companies
from layout.makeup.shape import Variant
from layout.makeup.slicing import Choice, Item

MOST_ITEMS = 10
"""Items a page is searched with."""
EASY_ITEMS = 8
"""With more stories than this the briefs are packed into column blocks (简讯)."""
PACKAGE_HEIGHTS = 24
PACKAGE_ROWS = 36
"""About how tall a column of briefs should be."""
BUTT_COST = 30.0
"""碰题 of two stories that stand side by side in one block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stacked:
    """A variant inside an item, from its top left cell: packages hold several."""

    variant: Variant
    row: int
    column: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """What a choice stands for: stories, the index of an ad, or a filler; none: a nameplate."""

    stories: tuple[Stacked, ...] = ()
    ad: int | None = None
    filler: int | None = None

    @property
    def boxed(self) -> bool:
        """Whether the (single) story is framed."""
        return len(self.stories) == 1 and self.stories[0].variant.boxed


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Copy that may stand on the page, and the ways it may."""

    copy: Copy
    variants: tuple[Variant, ...]

    @property
    def article(self) -> Article:
        """The article it is of."""
        return self.copy.article


@dataclass(frozen=True, slots=True)
class Entry:
    """An item with the stories it stands for."""

    item: Item[Payload]
    stories: tuple[Story, ...]
    needed: bool


def story_entries(stories: list[Story], hole: Hole) -> tuple[list[Entry], list[Copy]]:
    """Stories as items; briefs are packed together where there would be too many."""
    briefs = [story for story in stories if _may_be_packed(story)]
    others = [story for story in stories if not _may_be_packed(story)]
    if len(stories) <= EASY_ITEMS or len(briefs) < 2:
        kept, spare = stories[:MOST_ITEMS], stories[MOST_ITEMS:]
        return _in_company(kept, hole), [story.copy for story in spare]
    kept, spare = others[: MOST_ITEMS - 1], others[MOST_ITEMS - 1 :]
    entries = _in_company(kept, hole)
    for some in _packed(briefs, MOST_ITEMS - len(kept)):
        package = _package(some)
        if package is None:
            spare += some
        else:
            entries.append(package)
    return entries, [story.copy for story in spare]


def _may_be_packed(story: Story) -> bool:
    """Whether a story is a brief that may stand without a frame of its own."""
    is_brief = story.article.head.kind is ArticleKind.BRIEF
    return is_brief and not all(variant.boxed for variant in story.variants)


def _packed(briefs: list[Story], most: int) -> Iterator[list[Story]]:
    """Briefs in packages, at most so many; what the page must have apart from what it may."""
    must = [story for story in briefs if story.copy.fixed]
    may = [story for story in briefs if not story.copy.fixed]
    for some, count in ((must, most - 1 if may and most > 1 else most), (may, 1)):
        if some:
            yield from _shared_out(some, count)


def _shared_out(briefs: list[Story], most: int) -> Iterator[list[Story]]:
    """Briefs shared out evenly over as many packages as they need, at most so many."""
    rows = sum(min(variant.rows for variant in story.variants) for story in briefs)
    count = max(1, min(most, len(briefs), round(rows / PACKAGE_ROWS)))
    for k in range(count):
        yield briefs[len(briefs) * k // count : len(briefs) * (k + 1) // count]


def _in_company(stories: list[Story], hole: Hole) -> list[Entry]:
    """An item for each story; stories that must stand together are one."""
    groups = {group[0]: group for group in companies([story.article for story in stories])}
    inside = {name for group in groups.values() for name in group[1:]}
    by_id = {story.article.id: story for story in stories}
    entries: list[Entry] = []
    for story in stories:
        if story.article.id in inside:
            continue
        group = [by_id[name] for name in groups.get(story.article.id, (story.article.id,))]
        choices = _alone(group[0])
        for other in group[1:]:
            choices = _joined(choices, _alone(other))
        if choices:
            entries.append(_entry(group, choices, hole))
        else:
            entries += [_entry([one], _alone(one), hole) for one in group]
    return entries


def _entry(group: list[Story], choices: tuple[Choice[Payload], ...], hole: Hole) -> Entry:
    """An item, with what its stories ask of its place."""
    is_free = all(
        story.article.head.lock is None and not (story.copy.demand and story.copy.demand.zone)
        for story in group
    )

    def may_stand(choice: Choice[Payload], column: int, row: int) -> bool:
        return all(
            _is_there(stacked.variant, column + stacked.column, row + stacked.row + hole.top, hole)
            for stacked in choice.payload.stories
        )

    item = Item(choices=choices, may_stand=None if is_free else may_stand)
    return Entry(item, tuple(group), any(story.copy.fixed for story in group))


def _is_there(variant: Variant, column: int, row: int, hole: Hole) -> bool:
    """Whether a place on the page is the one its lock and its house rule ask for."""
    lock, rule = variant.article.head.lock, variant.copy.demand
    if lock is not None and not (lock.column in (None, column) and lock.row in (None, row)):
        return False
    return rule is None or is_in_zone(
        rule.zone, column=column, row=row, columns=variant.columns, rows=variant.rows, hole=hole
    )


def _alone(story: Story) -> tuple[Choice[Payload], ...]:
    return tuple(
        Choice(
            columns=variant.columns,
            rows=variant.rows,
            cost=variant.cost,
            head=variant.head_span,
            payload=Payload(stories=(Stacked(variant=variant, row=0),)),
            boxed=variant.boxed,
        )
        for variant in story.variants
    )


def _joined(
    ones: tuple[Choice[Payload], ...], others: tuple[Choice[Payload], ...]
) -> tuple[Choice[Payload], ...]:
    """Two blocks as one: the first above the other or left of it; the cheapest of each size."""
    best: dict[tuple[int, int], Choice[Payload]] = {}
    for one in ones:
        for two in others:
            for made in _beside(one, two):
                size = (made.columns, made.rows)
                if size not in best or made.cost < best[size].cost:
                    best[size] = made
    return tuple(best.values())


def _beside(one: Choice[Payload], two: Choice[Payload]) -> Iterator[Choice[Payload]]:
    cost = one.cost + two.cost
    if one.columns == two.columns:
        yield Choice(
            columns=one.columns,
            rows=one.rows + two.rows,
            cost=cost,
            head=one.head,
            payload=_moved(one.payload, two.payload, 0, one.rows),
        )
    if one.rows == two.rows:
        butt = one.head is not None and two.head is not None
        yield Choice(
            columns=one.columns + two.columns,
            rows=one.rows,
            cost=cost + BUTT_COST * butt,
            head=one.head,
            payload=_moved(one.payload, two.payload, one.columns, 0),
        )


def _moved(one: Payload, two: Payload, columns: int, rows: int) -> Payload:
    moved = (
        replace(stacked, column=stacked.column + columns, row=stacked.row + rows)
        for stacked in two.stories
    )
    return Payload(stories=(*one.stories, *moved))


def _package(briefs: list[Story]) -> Entry | None:
    """Briefs one under the other at one width, as a single item (简讯)."""
    choices = []
    for columns in sorted({v.columns for story in briefs for v in story.variants}):
        heights: dict[int, tuple[float, tuple[Stacked, ...]]] = {0: (0.0, ())}
        for story in briefs:
            after: dict[int, tuple[float, tuple[Stacked, ...]]] = {}
            for variant in (v for v in story.variants if v.columns == columns and not v.boxed):
                for height, (cost, stack) in heights.items():
                    total = height + variant.rows
                    piece = (*stack, Stacked(variant=variant, row=height))
                    if total not in after or cost + variant.cost < after[total][0]:
                        after[total] = (cost + variant.cost, piece)
            cheapest = sorted(after, key=lambda h: after[h][0])[:PACKAGE_HEIGHTS]
            heights = {height: after[height] for height in cheapest}
        choices += [
            Choice(
                columns=columns,
                rows=height,
                cost=cost,
                head=stack[0].variant.head_span,
                payload=Payload(stories=stack),
            )
            for height, (cost, stack) in heights.items()
            if stack
        ]
    if not choices:
        return None
    return Entry(
        Item(choices=tuple(choices)), tuple(briefs), any(story.copy.fixed for story in briefs)
    )


def ad_entry(index: int, cells: tuple[int, int]) -> Entry:
    """An advertisement, at the foot of the page."""
    choice = Choice(columns=cells[0], rows=cells[1], cost=0.0, head=None, payload=Payload(ad=index))
    return Entry(Item(choices=(choice,), at_foot=True), (), needed=True)


def at_top(lead: Entry) -> Entry:
    """The first story on the page's first row, unless it is locked: beside a vertical nameplate."""
    is_locked = any(story.copy.article.head.lock for story in lead.stories)
    return lead if is_locked else replace(lead, item=replace(lead.item, row=0))


def plate_entry(cells: tuple[int, int]) -> Entry:
    """The cells of a vertical nameplate, in the top left corner; nothing is placed in them."""
    choice = Choice(columns=cells[0], rows=cells[1], cost=0.0, head=None, payload=Payload())
    return Entry(Item(choices=(choice,), column=0, row=0), (), needed=True)


def filler_entry(index: int, columns: int) -> Entry:
    """A filler takes what is left: any shape that is neither a strip nor half a page."""
    choices = tuple(
        Choice(
            columns=wide,
            rows=high,
            cost=8.0 + 0.05 * wide * high,
            head=None,
            payload=Payload(filler=index),
        )
        for wide in range(1, columns + 1)
        for high in range(5, 41)
    )
    return Entry(Item(choices=choices), (), needed=False)
